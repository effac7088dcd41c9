package dev.nightjar.data;

import java.util.List;
import org.duckdb.DuckDBReadableVector;

/** A column of symbols. Values are places in a list of symbols, {@link #UNKNOWN} or {@link #MISSING}. */
final class ParquetSymbols extends ParquetColumn {

    static final int UNKNOWN = -1;
    static final int MISSING = -2;

    private static final String TYPE = "known_symbols";

    private final List<String> symbols;
    private int[] places = new int[0];

    ParquetSymbols(String name, List<String> symbols) {
        super(name, true);
        this.symbols = List.copyOf(symbols);
    }

    @Override
    boolean accepts(String type) {
        return type.equals("VARCHAR");
    }

    @Override
    String accepted() {
        return "VARCHAR";
    }

    @Override
    List<String> preparations() {
        if (symbols.isEmpty()) {
            return List.of();
        }
        StringBuilder create = new StringBuilder("CREATE TYPE " + TYPE + " AS ENUM (");
        for (int place = 0; place < symbols.size(); place++) {
            create.append(place == 0 ? "'" : ", '")
                    .append(symbols.get(place).replace("'", "''"))
                    .append('\'');
        }
        return List.of(create.append(')').toString());
    }

    /** The cast is made once for each entry of a dictionary instead of once for each row. */
    @Override
    String expression() {
        String unknown = "CASE WHEN " + identifier() + " IS NULL THEN " + MISSING + " ELSE " + UNKNOWN + " END";
        return symbols.isEmpty()
                ? unknown
                : "COALESCE(CAST(enum_code(TRY_CAST(" + identifier() + " AS " + TYPE + ")) AS INTEGER), " + unknown
                        + ")";
    }

    /** {@return in SQL, whether a row's symbol is not among those known} */
    String isUnknown() {
        return expression() + " = " + UNKNOWN;
    }

    @Override
    void copy(DuckDBReadableVector vector, int count, ParquetValues into, int at) {
        int[] ints = into.ints();
        for (int row = 0; row < count; row++) {
            ints[at + row] = vector.getInt(row);
        }
    }

    @Override
    void take(ParquetValues from, int count) {
        places = from.ints();
    }

    /** {@return what {@link #place} tells, by row} */
    int[] places() {
        return places;
    }

    /** {@return whether none of some rows lacks a symbol or has an unknown one} */
    boolean areKnown(int count) {
        int all = 0;
        for (int row = 0; row < count; row++) {
            all |= places[row];
        }
        return all >= 0;
    }

    int place(int row) {
        return places[row];
    }

    @Override
    long value(int row, int scale) {
        return places[row] == MISSING ? NONE : places[row];
    }

    @Override
    String reason(int row, int scale) {
        return "is not known";
    }

    @Override
    String text(int row) {
        return places[row] < 0 ? "" : symbols.get(places[row]);
    }
}
