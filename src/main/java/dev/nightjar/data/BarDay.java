package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickColumns;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.WarmUp;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A market day of stored candles. Safe for several threads. */
public final class BarDay implements MarketDay {

    private final Timeframe width;
    private final Map<String, StoredBars> stored;
    private final DayInstruments instruments;
    private final Session session;
    private final Map<String, Underlying> underlyings;
    private final String knownHash;
    private final Map<String, Bars> bars = new ConcurrentHashMap<>();
    /** Made when it is asked for; made twice it is the same. */
    private volatile @Nullable String hash;

    /** @param knownHash the hash of what is known of the day beside its candles */
    BarDay(
            Timeframe width,
            Map<String, StoredBars> stored,
            DayInstruments instruments,
            Session session,
            Map<String, Underlying> underlyings,
            String knownHash) {
        this.width = width;
        this.stored = stored;
        this.instruments = instruments;
        this.session = session;
        this.underlyings = underlyings;
        this.knownHash = knownHash;
    }

    @Override
    public Timeframe barWidth() {
        return width;
    }

    @Override
    public Bars bars(String symbol) {
        return bars.computeIfAbsent(symbol, this::cut);
    }

    private Bars cut(String symbol) {
        Instrument instrument = instruments.find(symbol);
        return instrument == null ? Bars.empty(0) : cut(stored.get(symbol), instrument, width, session);
    }

    /** {@return the candles of a session: those of a day start on its date, narrower ones inside the session} */
    static Bars cut(@Nullable StoredBars candles, Instrument instrument, Timeframe width, Session session) {
        Bars all = candles == null ? null : candles.bars().trades();
        if (all == null) {
            return Bars.empty(instrument.priceScale());
        }
        boolean daily = width.minutes() == Timeframe.DAY;
        LocalDate date = session.date();
        long from = daily ? date.atStartOfDay(session.zone()).toEpochSecond() : session.open();
        long to = daily ? date.plusDays(1).atStartOfDay(session.zone()).toEpochSecond() : session.close();
        BarsBuilder own = new BarsBuilder(all.priceScale());
        own.addAll(all, all.firstAtOrAfter(from), all.firstAtOrAfter(to));
        return own.bars();
    }

    @Override
    public Session session() {
        return session;
    }

    /** Covers the candles of the day alone: others that come or go in the same files are no part of it. */
    @Override
    public String hash() {
        String known = hash;
        if (known == null) {
            ContentHash content = new ContentHash().text(knownHash);
            for (Instrument instrument : instruments.all()) {
                Bars own = bars.get(instrument.symbol());
                content.bars(own == null ? cut(instrument.symbol()) : own);
            }
            known = content.hex();
            hash = known;
        }
        return known;
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return instruments.find(symbol);
    }

    @Override
    public TickSeries ticks(String symbol) {
        return TickColumns.EMPTY;
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return instruments.optionExpiries(underlying);
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        return instruments.futureExpiries(underlying);
    }

    @Override
    public Collection<Instrument> contracts(String underlying) {
        return instruments.contracts(underlying);
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        return underlyings.get(symbol);
    }

    @Override
    public List<CorporateAction> corporateActions(String symbol) {
        return instruments.corporateActions(symbol);
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        return instruments.warmUp(symbol, timeframe);
    }
}
