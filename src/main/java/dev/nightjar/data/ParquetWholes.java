package dev.nightjar.data;

import java.math.BigDecimal;
import org.duckdb.DuckDBReadableVector;

/** A column of whole numbers. Values are those numbers, {@link #NONE} or {@link #INVALID}. */
final class ParquetWholes extends ParquetColumn {

    private enum Form {
        INTEGER,
        BINARY,
        DECIMAL
    }

    private long[] values = new long[0];
    private final Object[] refused = new Object[ROWS];
    private Form form = Form.INTEGER;
    private double exactBelow;
    private String integers = "";

    ParquetWholes(String name, boolean required) {
        super(name, required);
    }

    @Override
    boolean accepts(String type) {
        if (isInteger(type) || type.equals(NO_TYPE)) {
            form = Form.INTEGER;
            integers = integers(type);
        } else if (type.equals("DOUBLE") || type.equals("FLOAT")) {
            form = Form.BINARY;
            exactBelow = type.equals("FLOAT") ? 0x1p24 : 0x1p53;
        } else {
            form = Form.DECIMAL;
            return isDecimal(type);
        }
        return true;
    }

    @Override
    String accepted() {
        return "an integer, or DOUBLE, FLOAT or DECIMAL with whole numbers";
    }

    @Override
    String expression() {
        return switch (form) {
            case INTEGER -> integers;
            case BINARY -> cast("DOUBLE");
            case DECIMAL -> identifier();
        };
    }

    @Override
    void copy(DuckDBReadableVector vector, int count, ParquetValues into, int at) {
        switch (form) {
            case INTEGER -> copy(vector, count, into.longs(), at);
            case BINARY -> {
                for (int row = 0; row < count; row++) {
                    into.missing()[at + row] = vector.isNull(row);
                    into.doubles()[at + row] = vector.getDouble(row, 0);
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
        values = from.longs();
        switch (form) {
            case INTEGER -> {}
            case BINARY -> {
                for (int row = 0; row < count; row++) {
                    values[row] = from.missing()[row] ? NONE : whole(row, from.doubles()[row]);
                }
            }
            case DECIMAL -> {
                for (int row = 0; row < count; row++) {
                    values[row] = from.objects()[row] instanceof BigDecimal value ? whole(row, value) : NONE;
                }
            }
        }
    }

    /** {@return the values by row} */
    long[] values() {
        return values;
    }

    /** From a certain size on, a binary number may have been rounded to a whole one. */
    private long whole(int row, double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(value) < exactBelow) {
            return whole;
        }
        refused[row] = value;
        return INVALID;
    }

    private long whole(int row, BigDecimal value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException fractionOrTooLarge) {
            refused[row] = value.toPlainString();
            return INVALID;
        }
    }

    @Override
    long value(int row, int scale) {
        return values[row];
    }

    @Override
    String reason(int row, int scale) {
        return "should be a whole number, 0 or more";
    }

    @Override
    String text(int row) {
        return String.valueOf(values[row] == INVALID ? refused[row] : values[row]);
    }
}
