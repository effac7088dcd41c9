package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.duckdb.DuckDBReadableVector;

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

    private enum Form {
        INTEGER,
        DOUBLE,
        FLOAT,
        DECIMAL
    }

    private final long[] integers = new long[ROWS];
    private final double[] binaries = new double[ROWS];
    private final boolean[] missing = new boolean[ROWS];
    private final BigDecimal[] decimals = new BigDecimal[ROWS];
    private Form form = Form.INTEGER;

    ParquetPrices(String name, boolean required) {
        super(name, required);
    }

    @Override
    boolean accepts(String type) {
        if (isInteger(type) || type.equals(NO_TYPE)) {
            form = Form.INTEGER;
        } else if (type.equals("DOUBLE")) {
            form = Form.DOUBLE;
        } else if (type.equals("FLOAT")) {
            form = Form.FLOAT;
        } else {
            form = Form.DECIMAL;
            return isDecimal(type);
        }
        return true;
    }

    @Override
    String accepted() {
        return "DOUBLE, FLOAT, DECIMAL or an integer";
    }

    @Override
    String expression() {
        return switch (form) {
            case INTEGER -> cast("BIGINT");
            case FLOAT -> cast("DOUBLE");
            case DOUBLE, DECIMAL -> identifier();
        };
    }

    @Override
    void take(DuckDBReadableVector vector, int count) {
        switch (form) {
            case INTEGER -> copy(vector, count, integers);
            case DOUBLE, FLOAT -> {
                for (int row = 0; row < count; row++) {
                    missing[row] = vector.isNull(row);
                    binaries[row] = vector.getDouble(row, 0);
                }
            }
            case DECIMAL -> {
                for (int row = 0; row < count; row++) {
                    decimals[row] = vector.getBigDecimal(row);
                }
            }
        }
    }

    @Override
    long value(int row, int scale) {
        return switch (form) {
            case INTEGER -> integers[row] == NONE ? NONE : scaled(integers[row], scale);
            case DOUBLE -> missing[row] ? NONE : DoublePrices.units(binaries[row], scale);
            case FLOAT -> missing[row] ? NONE : ofFloat((float) binaries[row], scale);
            case DECIMAL -> decimals[row] == null ? NONE : ofDecimal(decimals[row], scale);
        };
    }

    private static long scaled(long value, int scale) {
        long factor = Decimals.powerOfTen(scale);
        return Math.abs(value) <= Long.MAX_VALUE / factor ? value * factor : INVALID;
    }

    static long ofFloat(float value, int scale) {
        double factor = Decimals.powerOfTen(scale);
        double units = Math.rint(value * factor);
        boolean one = (float) (units / factor) == value
                && (float) ((units - 1) / factor) != value
                && (float) ((units + 1) / factor) != value;
        return one && Math.abs(units) < EXACT_BELOW ? (long) units : INVALID;
    }

    static long ofDecimal(BigDecimal value, int scale) {
        try {
            return value.setScale(scale, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException finerOrTooLarge) {
            return INVALID;
        }
    }

    @Override
    String reason(int row, int scale) {
        return unscaled(row, scale) + "; a price is above 0 with at most " + scale + " fraction digits";
    }

    private String unscaled(int row, int scale) {
        boolean tooLarge = false;
        String reason = "is finer than the instrument's price_scale of " + scale;
        switch (form) {
            case INTEGER -> tooLarge = true;
            case DECIMAL -> {
                BigDecimal value = decimals[row];
                tooLarge = value != null && value.stripTrailingZeros().scale() <= scale;
            }
            case DOUBLE, FLOAT -> {
                double value = binaries[row];
                if (Double.isNaN(value) || Double.isInfinite(value)) {
                    return "is not a number";
                }
                tooLarge = Math.abs(value) * Decimals.powerOfTen(scale) >= EXACT_BELOW;
                if (form == Form.FLOAT && Math.ulp((float) value) * Decimals.powerOfTen(scale) > 0.5) {
                    reason = "could be one of several prices with " + scale + " fraction digits, which a FLOAT does not"
                            + " tell apart at that size; write DOUBLE or DECIMAL";
                }
            }
        }
        return tooLarge ? "is too large" : reason;
    }

    @Override
    String text(int row) {
        return switch (form) {
            case INTEGER -> Long.toString(integers[row]);
            case DOUBLE -> Double.toString(binaries[row]);
            case FLOAT -> Float.toString((float) binaries[row]);
            case DECIMAL -> String.valueOf(decimals[row]);
        };
    }
}
