package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    private static final List<String> OPTIONAL = List.of("listed", "delisted");

    private static final List<String> ALL =
            Stream.concat(COLUMNS.stream(), OPTIONAL.stream()).toList();

    private final TradingHours hours;
    private final SortedMap<String, Instrument> instruments = new TreeMap<>();
    private final Map<String, LocalDate> listed = new HashMap<>();
    private final Map<String, LocalDate> delisted = new HashMap<>();
    private final Map<String, String> optionExchanges = new HashMap<>();

    private InstrumentsFile(TradingHours hours) {
        this.hours = hours;
    }

    static Listing read(CsvFile file, Reference reference, Problems problems) {
        InstrumentsFile reading = new InstrumentsFile(reference.hours());
        file.read(
                COLUMNS,
                OPTIONAL,
                Map.of(),
                problems,
                (reader, places) -> reading.row(new CsvRow(file, reader, ALL, places, problems)));
        if (!problems.any() && reading.instruments.isEmpty()) {
            problems.add(file.name() + ": has no instrument");
        }
        return new Listing(reading.instruments, reading.listed, reading.delisted, reference);
    }

    private void row(CsvRow row) {
        String symbol = row.symbol("symbol");
        InstrumentKind kind = row.oneOf("kind", InstrumentKind.class);
        String exchange = Reference.exchange(row, hours);
        boolean option = kind == InstrumentKind.OPTION;
        boolean derivative = option || kind == InstrumentKind.FUTURE;
        String underlying = null;
        LocalDate expiry = null;
        BigDecimal strike = null;
        OptionType type = null;
        if (derivative) {
            underlying = row.symbol("underlying", "the symbol the contract is on");
            expiry = row.date("expiry");
        } else if (kind != null) {
            mustBeEmpty(row, "underlying", kind);
            mustBeEmpty(row, "expiry", kind);
        }
        if (option) {
            strike = row.positive("strike");
            type = row.oneOf("option_type", OptionType.class);
        } else if (kind != null) {
            mustBeEmpty(row, "strike", kind);
            mustBeEmpty(row, "option_type", kind);
        }
        long lotSize = row.isEmpty("lot_size") ? 0 : row.wholePositive("lot_size", "empty or a whole number above 0");
        int scale = scale(row);
        long tickSize = tickSize(row, scale);
        LocalDate first = boundary(row, "listed", "first", expiry);
        LocalDate last = boundary(row, "delisted", "last", expiry);
        if (first != null && last != null && last.isBefore(first)) {
            row.refuse("delisted", "empty or not before the day it was listed");
        }
        if (row.refused() || kind == null) {
            return;
        }
        if (option && expiry != null && strike != null && type != null) {
            mustBe(row, "symbol", Instrument.optionSymbol(row.text("underlying"), expiry, strike, type));
            mustBe(row, "exchange", optionExchanges.computeIfAbsent(row.text("underlying"), absent -> exchange));
        } else if (derivative) {
            mustBe(row, "symbol", underlying + ":" + expiry + ":FUT");
        }
        Instrument instrument =
                new Instrument(symbol, kind, exchange, underlying, expiry, strike, type, lotSize, tickSize, scale);
        if (!row.refused() && instruments.putIfAbsent(symbol, instrument) != null) {
            row.refuse("symbol", "there once");
        }
        if (first != null) {
            listed.put(symbol, first);
        }
        if (last != null) {
            delisted.put(symbol, last);
        }
    }

    private static void mustBeEmpty(CsvRow row, String column, InstrumentKind kind) {
        if (!row.isEmpty(column)) {
            row.refuse(column, "empty for kind " + kind);
        }
    }

    private static void mustBe(CsvRow row, String column, String wanted) {
        if (!row.text(column).equals(wanted)) {
            row.refuse(
                    column,
                    wanted + (column.equals("exchange") ? ", where the other options on this underlying are" : ""));
        }
    }

    private static int scale(CsvRow row) {
        String value = row.text("price_scale");
        if (value.length() == 1 && value.charAt(0) >= '0' && value.charAt(0) <= '0' + Decimals.MAX_SCALE) {
            return value.charAt(0) - '0';
        }
        row.refuse("price_scale", "a whole number from 0 to " + Decimals.MAX_SCALE);
        return -1;
    }

    /** {@return the tick size in units of the price scale; 0 if it is not told or refused} */
    private static long tickSize(CsvRow row, int scale) {
        BigDecimal size = row.isEmpty("tick_size") ? null : row.positive("tick_size");
        if (size == null || scale < 0) {
            return 0;
        }
        if (size.stripTrailingZeros().scale() > scale) {
            row.refuse("tick_size", "no finer than price_scale " + scale);
            return 0;
        }
        return Decimals.exactUnits(size, scale);
    }

    private static @Nullable LocalDate boundary(CsvRow row, String column, String which, @Nullable LocalDate expiry) {
        if (row.isEmpty(column)) {
            return null;
        }
        LocalDate day = TradingHours.date(row.text(column));
        if (day == null || (expiry != null && day.isAfter(expiry))) {
            row.refuse(column, "empty or the " + which + " trading day, a date yyyy-MM-dd not after the expiry");
        }
        return day;
    }
}
