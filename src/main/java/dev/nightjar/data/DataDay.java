package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.market.WarmUp;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A market day of the day store. Safe for several threads. */
public final class DataDay implements MarketDay {

    private final DayFile file;
    private final SortedMap<String, Instrument> instruments;
    private final WarmUps.History history;
    private final Map<String, List<LocalDate>> optionExpiries;
    private final Map<String, List<LocalDate>> futureExpiries;
    private final Map<WarmUpKey, WarmUp> warmUps = new ConcurrentHashMap<>();

    private record WarmUpKey(String symbol, Timeframe timeframe) {}

    DataDay(DayFile file, WarmUps.History history) {
        this.file = file;
        this.history = history;
        instruments = Collections.unmodifiableSortedMap(file.header().instruments());
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

    @Override
    public Session session() {
        return file.header().session();
    }

    @Override
    public String hash() {
        return file.hash();
    }

    /** {@return the day's instruments by symbol; see {@link Listing#of}} */
    public Collection<Instrument> instruments() {
        return instruments.values();
    }

    /** {@return the symbols that have ticks} */
    Set<String> ticked() {
        return Set.copyOf(file.header().blocks().keySet());
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return instruments.get(symbol);
    }

    @Override
    public TickSeries ticks(String symbol) {
        return new CellTicks(file.cells(symbol));
    }

    /** {@return the ticks of a symbol by minute; no cells if it has none} */
    public CellIndex cells(String symbol) {
        return file.cells(symbol);
    }

    /**
     * Reads the whole file and compares it with its hash.
     *
     * @throws DataException if it is damaged
     */
    void check() {
        file.check();
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return optionExpiries.getOrDefault(underlying, List.of());
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        return futureExpiries.getOrDefault(underlying, List.of());
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        return file.header().underlyings().get(symbol);
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        Instrument instrument = instruments.get(symbol);
        if (instrument == null) {
            return WarmUps.none(0);
        }
        try {
            return warmUps.computeIfAbsent(
                    new WarmUpKey(symbol, timeframe), key -> WarmUps.of(history, instrument, session(), timeframe));
        } catch (UncheckedIOException unreadable) {
            throw new UnreadableMarketException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }
}
