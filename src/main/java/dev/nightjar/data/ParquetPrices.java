package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of prices: whole units of an instrument's scale, {@link #NONE} or {@link #INVALID}.
 *
 * <p>Integers and decimals are the price itself, a DOUBLE is one by the rule of {@link DoublePrices}. A FLOAT stands for the
 * decimal with as many fraction digits as the scale whose nearest FLOAT it is; if it is that of several, or of none, it is
 * refused.
 */
final class ParquetPrices extends ParquetColumn {

    /** From here on a binary number does not tell neighbouring units apart for certain. */
    private static final double EXACT_BELOW = 0x1p50;

    private static final String TOO_LARGE = "is too large";

    /** Numbers of so many digits fit a long. */
    private static final int LONG_DIGITS = 18;

    /** Decimals of so many digits are told by their nearest doubles, which takes no object for each row. */
    private static final int DOUBLE_DIGITS = 15;

    private enum Form {
        INTEGER,
        DOUBLE,
        FLOAT,
        SMALL_DECIMAL,
        DECIMAL
    }

    private Form form = Form.INTEGER;
    private String expression = "";

    /** How many fraction digits {@link #integers} have. */
    private int digits;

    private long[] integers = new long[0];
    private @Nullable Object[] decimals = new @Nullable Object[0];
    private double[] binaries = new double[0];
    private boolean[] missing = new boolean[0];

    ParquetPrices(String name, boolean required) {
        super(name, required);
    }

    @Override
    boolean accepts(String type) {
        digits = 0;
        if (isInteger(type) || type.equals(NO_TYPE)) {
            form = Form.INTEGER;
            expression = integers(type);
        } else if (type.equals("DOUBLE") || type.equals("FLOAT")) {
            form = type.equals("DOUBLE") ? Form.DOUBLE : Form.FLOAT;
            expression = cast("DOUBLE");
        } else if (isDecimal(type)) {
            String[] sizes =
                    type.substring(type.indexOf('(') + 1, type.length() - 1).split(",", 2);
            digits = Integer.parseInt(sizes[1].trim());
            int width = Integer.parseInt(sizes[0].trim());
            form = width <= DOUBLE_DIGITS ? Form.SMALL_DECIMAL : Form.DECIMAL;
            expression = form == Form.SMALL_DECIMAL ? cast("DOUBLE") : identifier();
        } else {
            return false;
        }
        return true;
    }

    @Override
    String accepted() {
        return "DOUBLE, FLOAT, DECIMAL or an integer";
    }

    @Override
    String expression() {
        return expression;
    }

    @Override
    void copy(DuckDBReadableVector vector, int count, ParquetValues into, int at) {
        switch (form) {
            case INTEGER -> copy(vector, count, into.longs(), at);
            case DOUBLE, FLOAT -> {
                for (int row = 0; row < count; row++) {
                    into.missing()[at + row] = vector.isNull(row);
                    into.doubles()[at + row] = vector.getDouble(row, 0);
                }
            }
            case SMALL_DECIMAL -> {
                double[] doubles = into.doubles();
                for (int row = 0; row < count; row++) {
                    // a decimal is a number
                    doubles[at + row] = vector.getDouble(row, Double.NaN);
                }
            }
            case DECIMAL -> {
                for (int row = 0; row < count; row++) {
                    into.objects()[at + row] = vector.getBigDecimal(row);
                }
            }
        }
    }

    @Override
    void take(ParquetValues from, int count) {
        switch (form) {
            case INTEGER -> integers = from.longs();
            case DOUBLE, FLOAT -> {
                missing = from.missing();
                binaries = from.doubles();
            }
            case SMALL_DECIMAL -> {
                integers = from.longs();
                double[] doubles = from.doubles();
                double factor = Decimals.powerOfTen(digits);
                for (int row = 0; row < count; row++) {
                    integers[row] = Double.isNaN(doubles[row]) ? NONE : (long) Math.rint(doubles[row] * factor);
                }
            }
            case DECIMAL -> decimals = from.objects();
        }
    }

    /**
     * {@return prices in units of the instruments' scales by row, {@link #NONE} or {@link #INVALID}}
     *
     * @param symbols by row, each a place in the scales
     * @param room for them, if they are not those of the column
     */
    long[] units(int[] symbols, int[] scales, int count, long[] room) {
        boolean whole = form == Form.INTEGER || form == Form.SMALL_DECIMAL;
        int different = 0;
        for (int scale : scales) {
            different |= scale ^ digits;
        }
        if (whole && different == 0) {
            return integers;
        }
        for (int row = 0; row < count; row++) {
            int scale = scales[symbols[row]];
            room[row] = whole && scale == digits ? integers[row] : value(row, scale);
        }
        return room;
    }

    @Override
    long value(int row, int scale) {
        return switch (form) {
            case INTEGER, SMALL_DECIMAL -> integers[row] == NONE ? NONE : scaled(integers[row], scale - digits);
            case DECIMAL -> decimals[row] instanceof BigDecimal value ? ofDecimal(value, scale) : NONE;
            case DOUBLE -> missing[row] ? NONE : DoublePrices.units(binaries[row], scale);
            case FLOAT -> missing[row] ? NONE : ofFloat((float) binaries[row], scale);
        };
    }

    /** {@return a number with so many fraction digits more, or fewer where they are zeros} */
    private static long scaled(long value, int more) {
        if (more == 0 || value == 0) {
            return value;
        }
        if (Math.abs(more) > LONG_DIGITS) {
            return INVALID;
        }
        long factor = Decimals.powerOfTen(Math.abs(more));
        if (more < 0) {
            return value % factor == 0 ? value / factor : INVALID;
        }
        return Math.abs(value) <= Long.MAX_VALUE / factor ? value * factor : INVALID;
    }

    private static long ofDecimal(BigDecimal value, int scale) {
        try {
            return value.scaleByPowerOfTen(scale).longValueExact();
        } catch (ArithmeticException finerOrTooLarge) {
            return INVALID;
        }
    }

    private static long ofFloat(float value, int scale) {
        double factor = Decimals.powerOfTen(scale);
        double units = Math.rint(value * factor);
        boolean one = (float) (units / factor) == value
                && (float) ((units - 1) / factor) != value
                && (float) ((units + 1) / factor) != value;
        return one && Math.abs(units) < EXACT_BELOW ? (long) units : INVALID;
    }

    @Override
    String reason(int row, int scale) {
        return defect(row, scale) + "; a price is above 0 with at most " + scale + " fraction digits";
    }

    private String defect(int row, int scale) {
        if (form == Form.INTEGER || form == Form.SMALL_DECIMAL || form == Form.DECIMAL) {
            BigDecimal value = decimal(row);
            return value.signum() == 0 || value.stripTrailingZeros().scale() <= scale ? TOO_LARGE : tooFine(scale);
        }
        double value = binaries[row];
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "is not a number";
        }
        double factor = Decimals.powerOfTen(scale);
        if (Math.abs(value) * factor >= EXACT_BELOW) {
            return TOO_LARGE;
        }
        return form == Form.FLOAT && Math.ulp((float) value) * factor > 0.5
                ? "could be one of several prices with " + scale
                        + " fraction digits, which a FLOAT does not tell apart at"
                        + " that size; write DOUBLE or DECIMAL"
                : tooFine(scale);
    }

    private static String tooFine(int scale) {
        return "is finer than the instrument's price_scale of " + scale;
    }

    private BigDecimal decimal(int row) {
        return decimals.length > 0 && decimals[row] instanceof BigDecimal value
                ? value
                : BigDecimal.valueOf(integers[row], digits);
    }

    @Override
    String text(int row) {
        return switch (form) {
            case INTEGER, SMALL_DECIMAL, DECIMAL -> decimal(row).toPlainString();
            case DOUBLE -> Double.toString(binaries[row]);
            case FLOAT -> Float.toString((float) binaries[row]);
        };
    }
}
