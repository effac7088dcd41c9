package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The days of a data set that consist of its stored candles of one timeframe instead of ticks. */
public final class BarDays {

    private final BarStore store;
    private final Timeframe width;
    private final Reference reference;
    private final WarmUps.History history;
    private final String subject;
    private final SortedMap<String, StoredBars> stored = new TreeMap<>();
    private final NavigableSet<String> exchanges = new TreeSet<>();
    private @Nullable List<LocalDate> days;

    BarDays(BarStore store, Timeframe width, Reference reference, WarmUps.History history, String subject) {
        this.store = store;
        this.width = width;
        this.reference = reference;
        this.history = history;
        this.subject = subject;
        for (CandleKey key : store.keys()) {
            if (key.timeframe().equals(width)) {
                StoredBars bars = store.open(key);
                stored.put(key.symbol(), bars);
                exchanges.add(bars.instrument().exchange());
            }
        }
    }

    /** {@return the dates on which a candle of trades starts, ascending} */
    public synchronized List<LocalDate> days() {
        if (days == null) {
            days = findDays();
        }
        return days;
    }

    private List<LocalDate> findDays() {
        TreeSet<LocalDate> found = new TreeSet<>();
        for (StoredBars candles : stored.values()) {
            Bars bars = candles.bars().trades();
            int bar = 0;
            while (bars != null && bar < bars.count()) {
                LocalDate date = Instant.ofEpochSecond(bars.start(bar))
                        .atZone(candles.zone())
                        .toLocalDate();
                found.add(date);
                bar = bars.firstAtOrAfter(
                        date.plusDays(1).atStartOfDay(candles.zone()).toEpochSecond());
            }
        }
        return List.copyOf(found);
    }

    /** {@return a sentence about the days of a range on which there is no candle though an exchange should have traded, or might have} */
    public Optional<String> gaps(LocalDate from, LocalDate to) {
        Set<LocalDate> known = new TreeSet<>(days());
        Map<TradingHours.Expected, List<LocalDate>> silent = from.datesUntil(to.plusDays(1))
                .filter(date -> !known.contains(date))
                .collect(Collectors.groupingBy(date -> reference.hours().expected(exchanges, date)));
        return TradingHours.told(
                subject + " has no " + width.label() + " candles for ",
                silent.getOrDefault(TradingHours.Expected.TRADING, List.of()),
                silent.getOrDefault(TradingHours.Expected.UNKNOWN, List.of()));
    }

    /** {@return what of some symbols is missing on some days, one sentence for each hole} */
    public List<String> holes(Collection<LocalDate> dates, Collection<String> symbols) {
        return dates.stream()
                .flatMap(date -> BarCoverage.holes(open(date), symbols).stream())
                .toList();
    }

    /** {@return what the imports of the candles found in them, one sentence for each instrument and kind} */
    public List<String> findings() {
        return stored.keySet().stream()
                .flatMap(symbol -> store.findings(new CandleKey(symbol, width)).stream()
                        .map(finding -> width.label() + " candles of " + symbol + ": " + finding.count() + " "
                                + finding.kind().meaning() + "; such as: "
                                + finding.examples().get(0)))
                .toList();
    }

    /**
     * {@return a day; instruments without a candle on it belong to it as well, unless they have expired}
     *
     * @throws DataException if there are no such candles, or nobody knows the hours of the day
     */
    public BarDay open(LocalDate date) {
        if (stored.isEmpty()) {
            throw new DataException(
                    subject, List.of("the store has no " + width.label() + " candles to replay on " + date));
        }
        Session session = reference.hours().session(exchanges, date, subject);
        SortedMap<String, Instrument> instruments = new TreeMap<>();
        ContentHash hash = new ContentHash();
        stored.forEach((symbol, candles) -> {
            Instrument instrument = candles.instrument();
            if (instrument.expiry() == null || !instrument.expiry().isBefore(date)) {
                instruments.put(symbol, reference.asOf(instrument, date));
            }
        });
        Map<String, Underlying> underlyings = reference.underlyings(date, instruments.values());
        hash.text(width.label()).day(session, instruments, new TreeMap<>(underlyings));
        return new BarDay(
                width,
                stored,
                new DayInstruments(instruments, session, new BarHistory()),
                session,
                underlyings,
                hash.hex());
    }

    /** Candles that nobody stored are built from the narrower ones that are replayed, not from ticks. */
    private final class BarHistory implements WarmUps.History {

        @Override
        public @Nullable Bars storedBefore(Instrument instrument, Timeframe timeframe, long epochSecond) {
            return history.storedBefore(instrument, timeframe, epochSecond);
        }

        @Override
        public Iterable<LocalDate> daysBefore(LocalDate date) {
            List<LocalDate> before = new ArrayList<>(
                    days().stream().filter(day -> day.isBefore(date)).toList());
            Collections.reverse(before);
            return before;
        }

        @Override
        public List<CorporateAction> corporateActions(String symbol) {
            return history.corporateActions(symbol);
        }

        @Override
        public WarmUps.Minutes minutes(LocalDate date, Instrument instrument) {
            Session session = reference.hours().session(exchanges, date, subject);
            Bars bars = BarDay.cut(stored.get(instrument.symbol()), instrument, width, session);
            return new WarmUps.Minutes(session, WarmUps.atScale(bars, instrument, subject));
        }
    }
}
