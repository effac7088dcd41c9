package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code instruments.csv}. */
final class InstrumentsFile {

    private static final List<String> COLUMNS = List.of(
            "symbol",
            "kind",
            "exchange",
            "underlying",
            "expiry",
            "strike",
            "option_type",
            "lot_size",
            "tick_size",
            "price_scale");

    private static final List<String> OPTIONAL = List.of("listed");

    private static final int LISTED = COLUMNS.size();

    /** Symbols become file names in the store. */
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _&.:-]{0,63}");

    private final CsvFile file;
    private final TradingHours hours;
    private final Problems problems;
    private final SortedMap<String, Instrument> instruments = new TreeMap<>();
    private final Map<String, LocalDate> listed = new HashMap<>();

    private InstrumentsFile(CsvFile file, TradingHours hours, Problems problems) {
        this.file = file;
        this.hours = hours;
        this.problems = problems;
    }

    static Listing read(CsvFile file, TradingHours hours, Problems problems) {
        InstrumentsFile reading = new InstrumentsFile(file, hours, problems);
        file.read(COLUMNS, OPTIONAL, Map.of(), problems, reading::row);
        if (!problems.any() && reading.instruments.isEmpty()) {
            problems.add(file.name() + ": has no instrument");
        }
        return new Listing(reading.instruments, reading.listed);
    }

    private void row(CsvReader reader, int[] places) {
        String[] values = new String[places.length];
        Arrays.setAll(values, column -> places[column] < 0 ? "" : reader.text(places[column]));
        Cells cells = new Cells(reader, values);
        String symbol = values[0];
        if (!SYMBOL.matcher(symbol).matches()) {
            cells.refuse(0, "1 to 64 letters, digits, blanks or _&.:- beginning with a letter or digit");
        }
        InstrumentKind kind = cells.oneOf(1, InstrumentKind.class);
        if (!hours.knows(values[2])) {
            cells.refuse(2, "a known exchange" + hours.knownExchanges());
        }
        boolean derivative = kind == InstrumentKind.OPTION || kind == InstrumentKind.FUTURE;
        boolean option = kind == InstrumentKind.OPTION;
        String underlying = null;
        LocalDate expiry = null;
        BigDecimal strike = null;
        OptionType type = null;
        if (derivative) {
            underlying = values[3];
            if (!SYMBOL.matcher(underlying).matches()) {
                cells.refuse(3, "the symbol the contract is on");
            }
            expiry = TradingHours.date(values[4]);
            if (expiry == null) {
                cells.refuse(4, "a date yyyy-MM-dd");
            }
        } else if (kind != null) {
            cells.mustBeEmpty(3, kind);
            cells.mustBeEmpty(4, kind);
        }
        if (option) {
            strike = cells.positive(5);
            type = cells.oneOf(6, OptionType.class);
        } else if (kind != null) {
            cells.mustBeEmpty(5, kind);
            cells.mustBeEmpty(6, kind);
        }
        BigDecimal lotSize = values[7].isEmpty() ? BigDecimal.ONE : cells.positive(7);
        if (lotSize != null && lotSize.stripTrailingZeros().scale() > 0) {
            cells.refuse(7, "empty or a whole number above 0");
        }
        int scale = scale(cells, values[9]);
        BigDecimal tickSize = values[8].isEmpty() ? null : cells.positive(8);
        if (tickSize != null && scale >= 0 && tickSize.stripTrailingZeros().scale() > scale) {
            cells.refuse(8, "no finer than price_scale " + scale);
        }
        LocalDate first = values[LISTED].isEmpty() ? null : TradingHours.date(values[LISTED]);
        if (!values[LISTED].isEmpty() && (first == null || (expiry != null && first.isAfter(expiry)))) {
            cells.refuse(LISTED, "empty or the first trading day, a date yyyy-MM-dd not after the expiry");
        }
        if (cells.refused || kind == null) {
            return;
        }
        if (option && expiry != null && strike != null && type != null) {
            cells.mustBeSymbol(Instrument.optionSymbol(values[3], expiry, strike, type));
        } else if (derivative) {
            cells.mustBeSymbol(underlying + ":" + expiry + ":FUT");
        }
        Instrument instrument = new Instrument(symbol, kind, values[2], underlying, expiry, strike, type, 0, 0, scale);
        if (!cells.refused && instruments.putIfAbsent(symbol, instrument) != null) {
            cells.refuse(0, "there once");
        }
        if (first != null) {
            listed.put(symbol, first);
        }
    }

    private static int scale(Cells cells, String value) {
        if (value.length() == 1 && value.charAt(0) >= '0' && value.charAt(0) <= '0' + Decimals.MAX_SCALE) {
            return value.charAt(0) - '0';
        }
        cells.refuse(9, "a whole number from 0 to " + Decimals.MAX_SCALE);
        return -1;
    }

    private static String name(int column) {
        return column < LISTED ? COLUMNS.get(column) : OPTIONAL.get(column - LISTED);
    }

    private final class Cells {
        private final CsvReader reader;
        private final String[] values;
        private boolean refused;

        private Cells(CsvReader reader, String[] values) {
            this.reader = reader;
            this.values = values;
        }

        void refuse(int column, String wanted) {
            refused = true;
            problems.add(
                    file.name() + ": " + name(column),
                    () -> file.at(reader) + name(column) + " \"" + CsvFile.shortened(values[column]) + "\" should be "
                            + wanted);
        }

        void mustBeEmpty(int column, InstrumentKind kind) {
            if (!values[column].isEmpty()) {
                refuse(column, "empty for kind " + kind);
            }
        }

        void mustBeSymbol(String wanted) {
            if (!values[0].equals(wanted)) {
                refuse(0, wanted);
            }
        }

        <E extends Enum<E>> @Nullable E oneOf(int column, Class<E> type) {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(values[column])) {
                    return constant;
                }
            }
            refuse(column, "one of " + Arrays.toString(type.getEnumConstants()));
            return null;
        }

        /** {@return the number in its shortest form, so that equal strikes are equal objects} */
        @Nullable BigDecimal positive(int column) {
            byte[] bytes = values[column].getBytes(java.nio.charset.StandardCharsets.UTF_8);
            long units = Numbers.units(bytes, 0, bytes.length, Decimals.MAX_SCALE);
            if (units <= 0) {
                refuse(column, "a number above 0 with at most " + Decimals.MAX_SCALE + " fraction digits");
                return null;
            }
            BigDecimal stripped = BigDecimal.valueOf(units, Decimals.MAX_SCALE).stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }
}
