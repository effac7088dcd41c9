package dev.nightjar.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Exact decimal numbers as whole units of 10<sup>-scale</sup>: prices at their instrument's scale, money at {@link
 * #MONEY_SCALE}.
 *
 * <p>Scales lie between 0 and {@link #MAX_SCALE}. Everything that could overflow throws {@link ArithmeticException}
 * instead of wrapping.
 */
public final class Decimals {

    /** Money is a whole number of 10<sup>-6</sup> of the currency. */
    public static final int MONEY_SCALE = 6;

    /** Factors such as scale, percentages and lots have at most this many fraction digits. */
    public static final int FACTOR_SCALE = 6;

    /** The largest scale of a price. */
    public static final int MAX_SCALE = 9;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private Decimals() {}

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int exponent = 1; exponent < powers.length; exponent++) {
            powers[exponent] = powers[exponent - 1] * 10;
        }
        return powers;
    }

    /**
     * {@return 10 to the given power}
     *
     * @param exponent 0 to 18
     */
    public static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    /** {@return the value as a double, by one correctly rounded division} */
    public static double toDouble(long units, int scale) {
        return (double) units / (double) POWERS_OF_TEN[scale];
    }

    /** {@return the value with exactly {@code scale} fraction digits, such as {@code -5883.75}} */
    public static String format(long units, int scale) {
        return BigDecimal.valueOf(units, scale).toPlainString();
    }

    /**
     * {@return the value at another scale, rounded half-even where digits are lost}
     *
     * @throws ArithmeticException if the result does not fit a long
     */
    public static long rescale(long units, int from, int to) {
        if (to == from) {
            return units;
        }
        if (to > from) {
            return Math.multiplyExact(units, POWERS_OF_TEN[to - from]);
        }
        return divideHalfEven(units, POWERS_OF_TEN[from - to]);
    }

    /** {@return units divided by a positive divisor, rounded half-even} */
    public static long divideHalfEven(long units, long divisor) {
        long floor = Math.floorDiv(units, divisor);
        long rest = Math.floorMod(units, divisor);
        long toNext = divisor - rest;
        if (rest > toNext || (rest == toNext && (floor & 1) != 0)) {
            return floor + 1;
        }
        return floor;
    }

    /**
     * {@return the decimal as whole units of the scale}
     *
     * @throws ArithmeticException if it has more fraction digits than the scale, or does not fit a long
     */
    public static long exactUnits(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }
}
