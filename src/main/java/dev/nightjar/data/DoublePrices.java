package dev.nightjar.data;

import dev.nightjar.market.Decimals;

/**
 * Exact prices from sources that keep them as doubles: a Float64 column of ClickHouse, a double column of Parquet.
 *
 * <p>A double stands for the decimal with {@code scale} fraction digits whose nearest double it is. Doubles that were computed may
 * miss it by a little: at most a part in 10<sup>12</sup>, and at most a thousandth of a unit. Any other double is finer than the
 * scale and has no price at it; nothing is rounded.
 */
final class DoublePrices {

    /** Prices of sources that do not tell a scale are kept with at least this many fraction digits. */
    static final int LEAST_SCALE = 2;

    /** What is returned for a double that is no price at the scale: finer, too large, infinite or no number. */
    static final long INEXACT = Long.MIN_VALUE + 1;

    private static final double TOLERANCE = 1e-12;

    private static final double TOLERATED_UNITS = 1e-3;

    /** Up to here the product of a double and a power of ten is off by far less than half a unit. */
    private static final double LARGEST = 1L << 50;

    private static final double[] POWERS = powers();

    private DoublePrices() {}

    private static double[] powers() {
        double[] powers = new double[Decimals.MAX_SCALE + 1];
        for (int scale = 0; scale < powers.length; scale++) {
            powers[scale] = Decimals.powerOfTen(scale);
        }
        return powers;
    }

    /**
     * {@return the price in whole units of 10<sup>-scale</sup>, below zero if the price is; {@link #INEXACT} if there is none}
     *
     * @param scale 0 to {@link Decimals#MAX_SCALE}
     */
    static long units(double price, int scale) {
        double scaled = price * POWERS[scale];
        double units = Math.rint(scaled);
        double distance = Math.abs(scaled - units);
        boolean exact = Math.abs(units) <= LARGEST
                && (distance <= Math.min(TOLERANCE * Math.abs(scaled), TOLERATED_UNITS)
                        || units / POWERS[scale] == price);
        return exact ? (long) units : INEXACT;
    }

    /**
     * {@return the smallest scale, from the given one on, at which the double is a price; above {@link Decimals#MAX_SCALE} if
     * there is none}
     *
     * @param from 0 or more
     */
    static int scale(double price, int from) {
        int scale = from;
        while (scale <= Decimals.MAX_SCALE && units(price, scale) == INEXACT) {
            scale++;
        }
        return scale;
    }

    /** {@return the SQL condition of ClickHouse that a Float64 is a price at a scale, by the operations of {@link #units}} */
    static String isExactInSql(String price, int scale) {
        String scaled = "(" + price + " * " + Decimals.powerOfTen(scale) + ")";
        String units = "round(" + scaled + ")";
        return "(abs(" + units + ") <= " + (long) LARGEST + " AND (abs(" + scaled + " - " + units + ") <= least("
                + TOLERANCE + " * abs(" + scaled + "), " + TOLERATED_UNITS + ") OR " + units + " / "
                + Decimals.powerOfTen(scale) + " = " + price + "))";
    }

    /** {@return the SQL expression of ClickHouse for the smallest scale at which a Float64 is a price, 0 if there is none} */
    static String scaleInSql(String price) {
        StringBuilder sql = new StringBuilder("multiIf(");
        for (int scale = LEAST_SCALE; scale <= Decimals.MAX_SCALE; scale++) {
            sql.append(isExactInSql(price, scale)).append(", ").append(scale).append(", ");
        }
        return sql.append("0)").toString();
    }
}
