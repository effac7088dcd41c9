package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.TradingPeriods;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code instruments.csv} holds, and which of it belongs to a day. That is a fact of the day: rows added for later
 * contracts change no earlier day.
 */
final class Listing {

    private final SortedMap<String, Instrument> instruments;
    private final Map<String, LocalDate> listed;
    private final Map<String, LocalDate> delisted;
    private final Reference reference;

    /**
     * @param instruments all of them, by symbol, as their rows tell them
     * @param listed the first trading day of those of which it is told
     * @param delisted the last trading day of those of which it is told
     * @param reference tells what rows leave open, as of a day
     */
    Listing(
            SortedMap<String, Instrument> instruments,
            Map<String, LocalDate> listed,
            Map<String, LocalDate> delisted,
            Reference reference) {
        this.instruments = Collections.unmodifiableSortedMap(instruments);
        this.listed = Map.copyOf(listed);
        this.delisted = Map.copyOf(delisted);
        this.reference = reference;
    }

    /** The contracts that come into being together. */
    private record Series(String underlying, LocalDate expiry) {}

    /** {@return all of them, by symbol, as their rows tell them: without what only a day can tell} */
    SortedMap<String, Instrument> instruments() {
        return instruments;
    }

    /** {@return when all but futures and options could be traded, as far as that is told} */
    SortedMap<String, TradingPeriods> periods(Map<String, List<TradingPeriods.Suspension>> suspensions) {
        SortedMap<String, TradingPeriods> periods = new TreeMap<>();
        instruments.forEach((symbol, instrument) -> {
            TradingPeriods told = new TradingPeriods(
                    listed.get(symbol), delisted.get(symbol), suspensions.getOrDefault(symbol, List.of()));
            if (!instrument.kind().isDerivative() && !told.equals(TradingPeriods.ALWAYS)) {
                periods.put(symbol, told);
            }
        });
        return periods;
    }

    /**
     * {@return those that may tick on a day, as of that day: not expired or delisted before it, nor listed after it}
     */
    SortedMap<String, Instrument> tradable(LocalDate date) {
        SortedMap<String, Instrument> tradable = new TreeMap<>();
        instruments.forEach((symbol, instrument) -> {
            LocalDate expiry = instrument.expiry();
            LocalDate first = listed.get(symbol);
            LocalDate last = delisted.get(symbol);
            if ((expiry == null || !expiry.isBefore(date))
                    && (first == null || !first.isAfter(date))
                    && (last == null || !last.isBefore(date))) {
                tradable.put(symbol, reference.asOf(instrument, date));
            }
        });
        return tradable;
    }

    /**
     * {@return those that belong to a day: of the tradable ones, each that is known to be listed, that ticked, or that is a
     * contract of an underlying and expiry of which another contract ticked}
     */
    SortedMap<String, Instrument> of(LocalDate date, Collection<String> ticked) {
        SortedMap<String, Instrument> tradable = tradable(date);
        Set<Series> living = new HashSet<>();
        for (String symbol : ticked) {
            Instrument instrument = tradable.get(symbol);
            Series series = instrument == null ? null : series(instrument);
            if (series != null) {
                living.add(series);
            }
        }
        tradable.values()
                .removeIf(instrument -> !listed.containsKey(instrument.symbol())
                        && !ticked.contains(instrument.symbol())
                        && !living.contains(series(instrument)));
        return tradable;
    }

    private static @Nullable Series series(Instrument instrument) {
        String underlying = instrument.underlying();
        LocalDate expiry = instrument.expiry();
        return underlying == null || expiry == null ? null : new Series(underlying, expiry);
    }
}
