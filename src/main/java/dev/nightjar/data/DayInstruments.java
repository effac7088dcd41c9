package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.market.WarmUp;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The instruments of a day, and the candles before it. Safe for several threads. */
final class DayInstruments {

    private final SortedMap<String, Instrument> instruments;
    private final Session session;
    private final WarmUps.History history;
    private final Map<String, List<LocalDate>> optionExpiries;
    private final Map<String, List<LocalDate>> futureExpiries;
    private final Map<WarmUpKey, WarmUp> warmUps = new ConcurrentHashMap<>();
    private final Map<String, List<CorporateAction>> actions = new ConcurrentHashMap<>();

    private record WarmUpKey(String symbol, Timeframe timeframe) {}

    DayInstruments(SortedMap<String, Instrument> instruments, Session session, WarmUps.History history) {
        this.instruments = Collections.unmodifiableSortedMap(instruments);
        this.session = session;
        this.history = history;
        optionExpiries = expiries(InstrumentKind.OPTION);
        futureExpiries = expiries(InstrumentKind.FUTURE);
    }

    /** {@return by underlying: the distinct expiries of the contracts of a kind, ascending} */
    private Map<String, List<LocalDate>> expiries(InstrumentKind kind) {
        Map<String, TreeSet<LocalDate>> sorted = new TreeMap<>();
        for (Instrument instrument : instruments.values()) {
            if (instrument.kind() == kind && instrument.underlying() != null && instrument.expiry() != null) {
                sorted.computeIfAbsent(instrument.underlying(), symbol -> new TreeSet<>())
                        .add(instrument.expiry());
            }
        }
        Map<String, List<LocalDate>> expiries = new TreeMap<>();
        sorted.forEach((symbol, dates) -> expiries.put(symbol, List.copyOf(dates)));
        return expiries;
    }

    Collection<Instrument> all() {
        return instruments.values();
    }

    @Nullable Instrument find(String symbol) {
        return instruments.get(symbol);
    }

    List<LocalDate> optionExpiries(String underlying) {
        return optionExpiries.getOrDefault(underlying, List.of());
    }

    List<LocalDate> futureExpiries(String underlying) {
        return futureExpiries.getOrDefault(underlying, List.of());
    }

    List<Instrument> contracts(String underlying) {
        return instruments.values().stream()
                .filter(instrument -> underlying.equals(instrument.underlying()))
                .toList();
    }

    List<CorporateAction> corporateActions(String symbol) {
        try {
            return actions.computeIfAbsent(symbol, history::corporateActions);
        } catch (UncheckedIOException unreadable) {
            throw new UnreadableMarketException(
                    "day " + session.date() + ": the corporate actions cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** {@return the candles before the day; none of a symbol the day does not know} */
    WarmUp warmUp(String symbol, Timeframe timeframe) {
        Instrument instrument = instruments.get(symbol);
        if (instrument == null) {
            return WarmUps.none(0);
        }
        try {
            return warmUps.computeIfAbsent(
                    new WarmUpKey(symbol, timeframe), key -> WarmUps.of(history, instrument, session, timeframe));
        } catch (UncheckedIOException unreadable) {
            throw new UnreadableMarketException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }
}
