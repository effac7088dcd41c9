package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.TradingPeriods;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code instruments.csv} from which the days of an export become the days they were: what differs between days
 * is left to the reference data, and an instrument that the other rows would give to a day it did not belong to, or keep
 * from one it did, is listed from its first to its last day.
 */
final class ExportedListing {

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
            "price_scale",
            "listed",
            "delisted");

    private final List<DataDay> days;
    private final List<Instrument> candles;
    private final SortedMap<String, TradingPeriods> periods;
    private final Problems problems;
    private final Map<String, List<Instrument>> told = new TreeMap<>();

    private ExportedListing(
            List<DataDay> days,
            List<Instrument> candles,
            SortedMap<String, TradingPeriods> periods,
            Problems problems) {
        this.days = days;
        this.candles = candles;
        this.periods = periods;
        this.problems = problems;
    }

    /**
     * {@return the lines of the file}
     *
     * @param candles whose candles are exported, once for each file
     * @param periods first and last days that are told stand in the rows as they did
     */
    static List<String> lines(
            List<DataDay> days,
            List<Instrument> candles,
            SortedMap<String, TradingPeriods> periods,
            Problems problems) {
        return new ExportedListing(days, candles, periods, problems).lines();
    }

    private List<String> lines() {
        for (DataDay day : days) {
            day.instruments().forEach(this::tell);
        }
        // what a candle file's instrument tells of itself stands in its row as it did
        Map<String, Instrument> rows = new HashMap<>();
        for (Instrument instrument : candles) {
            tell(instrument);
            Instrument other = rows.putIfAbsent(instrument.symbol(), instrument);
            if (other != null && !other.equals(instrument)) {
                refuse(instrument.symbol(), other, instrument);
            }
        }
        SortedMap<String, Instrument> instruments = new TreeMap<>();
        told.forEach((symbol, versions) ->
                instruments.put(symbol, Objects.requireNonNullElseGet(rows.get(symbol), () -> common(versions))));
        Listing unlisted = new Listing(instruments, Map.of(), Map.of(), Reference.shipped());
        Set<String> listed = new HashSet<>();
        for (DataDay day : days) {
            Set<String> belonging = symbols(day);
            Set<String> given = unlisted.of(day.date(), day.ticked()).keySet();
            listed.addAll(difference(given, belonging));
            listed.addAll(difference(belonging, given));
        }
        List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
        instruments.values().forEach(instrument -> lines.add(line(instrument, listed.contains(instrument.symbol()))));
        return lines;
    }

    private void tell(Instrument instrument) {
        told.computeIfAbsent(instrument.symbol(), symbol -> new ArrayList<>()).add(instrument);
    }

    private static Set<String> symbols(DataDay day) {
        Set<String> symbols = new HashSet<>();
        day.instruments().forEach(instrument -> symbols.add(instrument.symbol()));
        return symbols;
    }

    private static Set<String> difference(Set<String> of, Set<String> without) {
        Set<String> difference = new HashSet<>(of);
        difference.removeAll(without);
        return difference;
    }

    /** {@return the instrument with what all its versions agree on} */
    private Instrument common(List<Instrument> versions) {
        Instrument first =
                with(versions.get(0), agreed(versions, Instrument::lotSize), agreed(versions, Instrument::tickSize));
        for (Instrument version : versions) {
            if (!with(version, first.lotSize(), first.tickSize()).equals(first)) {
                refuse(version.symbol(), first, version);
                break;
            }
        }
        return first;
    }

    private static long agreed(List<Instrument> versions, ToLongFunction<Instrument> number) {
        long first = number.applyAsLong(versions.get(0));
        return versions.stream().allMatch(version -> number.applyAsLong(version) == first) ? first : 0;
    }

    private static Instrument with(Instrument instrument, long lotSize, long tickSize) {
        return new Instrument(
                instrument.symbol(),
                instrument.kind(),
                instrument.exchange(),
                instrument.underlying(),
                instrument.expiry(),
                instrument.strike(),
                instrument.optionType(),
                lotSize,
                tickSize,
                instrument.priceScale());
    }

    private void refuse(String symbol, Instrument one, Instrument other) {
        problems.add(
                "instruments that changed",
                () -> symbol + " is stored as " + one + " and as " + other
                        + "; one folder cannot tell both, export them into folders of their own");
    }

    private String line(Instrument instrument, boolean isListed) {
        LocalDate first = null;
        LocalDate last = null;
        for (DataDay day : isListed ? days : List.<DataDay>of()) {
            if (day.instrument(instrument.symbol()) != null) {
                first = first == null ? day.date() : first;
                last = day.date();
            }
        }
        if (last != null && last.equals(days.get(days.size() - 1).date())) {
            last = null;
        }
        TradingPeriods period = periods.get(instrument.symbol());
        if (period != null && (period.listed() != null || period.delisted() != null)) {
            first = period.listed();
            last = period.delisted();
        }
        return String.join(
                ",",
                instrument.symbol(),
                instrument.kind().name(),
                instrument.exchange(),
                text(instrument.underlying()),
                text(instrument.expiry()),
                text(instrument.strike()),
                text(instrument.optionType()),
                instrument.lotSize() == 0 ? "" : String.valueOf(instrument.lotSize()),
                instrument.tickSize() == 0 ? "" : price(instrument),
                String.valueOf(instrument.priceScale()),
                text(first),
                text(last));
    }

    private static String price(Instrument instrument) {
        return BigDecimal.valueOf(instrument.tickSize(), instrument.priceScale())
                .toPlainString();
    }

    private static String text(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value == null ? "" : value.toString();
    }
}
