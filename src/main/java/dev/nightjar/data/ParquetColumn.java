package dev.nightjar.data;

import dev.nightjar.market.TickSeries;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBReadableVector;

/** A column of a {@link ParquetFile}: the types it may have, how it is selected, and its values of the rows being told. */
abstract class ParquetColumn {

    /** The value of a row that has none. */
    static final long NONE = TickSeries.NO_PRICE;

    /** What stands for a value that cannot be used. */
    static final long INVALID = DoublePrices.INEXACT;

    /** How many rows DuckDB gives at a time, at most. */
    static final int CHUNK = 2048;

    /** How many rows are told together, at most: so many that waking the other thread costs little. */
    static final int ROWS = 16 * CHUNK;

    /** The type of a column in which nothing was ever written. */
    static final String NO_TYPE = "\"NULL\"";

    private static final String INTEGER = "INTEGER";

    private static final List<String> INTEGERS =
            List.of("TINYINT", "SMALLINT", INTEGER, "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT");

    private final String name;
    private final boolean required;
    private boolean there;

    ParquetColumn(String name, boolean required) {
        this.name = name;
        this.required = required;
    }

    final String name() {
        return name;
    }

    final boolean isRequired() {
        return required;
    }

    /** {@return whether the file has it} */
    final boolean isThere() {
        return there;
    }

    /** {@return whether values of that type of DuckDB's are understood; the column is there then} */
    final boolean bind(String type) {
        there = accepts(type);
        return there;
    }

    /** {@return whether values of that type are understood, and remembers how} */
    abstract boolean accepts(String type);

    /** {@return the types that are understood, for messages} */
    abstract String accepted();

    /** {@return what has to be executed before the column is selected} */
    List<String> preparations() {
        return List.of();
    }

    /** {@return what is selected, in SQL} */
    abstract String expression();

    /**
     * Copies values; in another thread than everything else, and ahead of it.
     *
     * @param at where they go
     */
    abstract void copy(DuckDBReadableVector vector, int count, ParquetValues into, int at);

    /** Takes the values of the rows told next. */
    abstract void take(ParquetValues from, int count);

    /**
     * {@return the value of a row, {@link #NONE} or {@link #INVALID}}
     *
     * @param scale of prices; others have no use for it
     */
    abstract long value(int row, int scale);

    /** {@return the value of a row as it stands in the file, for messages} */
    abstract String text(int row);

    /** {@return why the value of a row is {@link #INVALID}, as the end of a sentence about it} */
    abstract String reason(int row, int scale);

    /** {@return its name in SQL} */
    final String identifier() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    final String cast(String type) {
        return "CAST(" + identifier() + " AS " + type + ")";
    }

    static boolean isInteger(String type) {
        return INTEGERS.contains(type);
    }

    static boolean isDecimal(String type) {
        return type.startsWith("DECIMAL(");
    }

    /** {@return what is selected of a column of integers, to be taken by {@link #copy}, in SQL} */
    final String integers(String type) {
        return type.equals(INTEGER) ? identifier() : cast("BIGINT");
    }

    /** Copies a vector of type INTEGER or BIGINT; nulls become {@link #NONE}. */
    static void copy(DuckDBReadableVector vector, int count, long[] into, int at) {
        if (vector.getType() == DuckDBColumnType.INTEGER) {
            for (int row = 0; row < count; row++) {
                int value = vector.getInt(row, Integer.MIN_VALUE);
                into[at + row] = value == Integer.MIN_VALUE && vector.isNull(row) ? NONE : value;
            }
            return;
        }
        for (int row = 0; row < count; row++) {
            into[at + row] = vector.getLong(row, NONE);
        }
    }
}
