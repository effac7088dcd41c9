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

/** A market day from a data folder or from the day store; both give the same. Safe for several threads. */
public final class DataDay implements MarketDay {

    private final Session session;
    private final String hash;
    private final SortedMap<String, Instrument> instruments;
    private final Set<String> ticked;
    private final Ticks ticks;
    private final @Nullable DayFile file;
    private final WarmUps.History history;
    private final long droppedTicks;
    private final SortedMap<String, Underlying> underlyings;
    private final Map<String, List<LocalDate>> expiries = new TreeMap<>();
    private final Map<WarmUpKey, WarmUp> warmUps = new ConcurrentHashMap<>();

    /** Where the ticks of an instrument of the day come from. */
    interface Ticks {
        TickSeries of(String symbol);
    }

    private record WarmUpKey(String symbol, Timeframe timeframe) {}

    /** A day in memory. */
    DataDay(
            Session session,
            String hash,
            SortedMap<String, Instrument> instruments,
            Set<String> ticked,
            Ticks ticks,
            WarmUps.History history,
            long droppedTicks) {
        this(
                session,
                hash,
                instruments,
                ticked,
                ticks,
                null,
                history,
                Reference.shipped().underlyings(session.date(), instruments.values()),
                droppedTicks);
    }

    /** A day of the store. */
    DataDay(DayFile file, WarmUps.History history) {
        this(
                file.header().session(),
                file.hash(),
                file.header().instruments(),
                file.header().blocks().keySet(),
                symbol -> new CellTicks(file.cells(symbol)),
                file,
                history,
                file.header().underlyings(),
                0);
    }

    private DataDay(
            Session session,
            String hash,
            SortedMap<String, Instrument> instruments,
            Set<String> ticked,
            Ticks ticks,
            @Nullable DayFile file,
            WarmUps.History history,
            SortedMap<String, Underlying> underlyings,
            long droppedTicks) {
        this.session = session;
        this.hash = hash;
        this.instruments = Collections.unmodifiableSortedMap(instruments);
        this.ticked = Set.copyOf(ticked);
        this.ticks = ticks;
        this.file = file;
        this.history = history;
        this.droppedTicks = droppedTicks;
        this.underlyings = underlyings;
        Map<String, TreeSet<LocalDate>> sorted = new TreeMap<>();
        for (Instrument instrument : instruments.values()) {
            if (instrument.kind() == InstrumentKind.OPTION
                    && instrument.underlying() != null
                    && instrument.expiry() != null) {
                sorted.computeIfAbsent(instrument.underlying(), symbol -> new TreeSet<>())
                        .add(instrument.expiry());
            }
        }
        sorted.forEach((symbol, dates) -> expiries.put(symbol, List.copyOf(dates)));
    }

    /**
     * {@return the hash of a day's content: session, instruments by symbol, and the ticks of each symbol by column}
     *
     * @param ticks of every instrument; those without ticks count as such
     */
    static String hash(Session session, SortedMap<String, Instrument> instruments, Ticks ticks) {
        ContentHash hash = new ContentHash();
        hash.text("nightjar market day 1")
                .text(session.date().toString())
                .text(session.zone().getId())
                .number(session.open())
                .number(session.close())
                .number(instruments.size());
        for (Instrument instrument : instruments.values()) {
            hash.text(instrument.symbol())
                    .text(instrument.kind().name())
                    .text(instrument.exchange())
                    .text(text(instrument.underlying()))
                    .text(text(instrument.expiry()))
                    .text(text(instrument.strike()))
                    .text(text(instrument.optionType()))
                    .number(instrument.priceScale())
                    .ticks(ticks.of(instrument.symbol()));
        }
        return hash.hex();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public String hash() {
        return hash;
    }

    /** {@return the day's instruments by symbol; see {@link Listing#of}} */
    public Collection<Instrument> instruments() {
        return instruments.values();
    }

    /** {@return the symbols that have ticks} */
    Set<String> ticked() {
        return ticked;
    }

    /** {@return how many ticks of this day lay outside the session and were dropped} */
    public long droppedTicks() {
        return droppedTicks;
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return instruments.get(symbol);
    }

    @Override
    public TickSeries ticks(String symbol) {
        return ticks.of(symbol);
    }

    /** {@return the ticks of a symbol by minute; no cells if it has none} */
    public CellIndex cells(String symbol) {
        return file().cells(symbol);
    }

    /**
     * Reads the whole file and compares it with its hash.
     *
     * @throws DataException if it is damaged
     */
    void check() {
        file().check();
    }

    private DayFile file() {
        if (file == null) {
            throw new IllegalStateException("only days of the store have cells");
        }
        return file;
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return expiries.getOrDefault(underlying, List.of());
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        return underlyings.get(symbol);
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
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
