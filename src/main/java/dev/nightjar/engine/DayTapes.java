package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.Strategy;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the instances of a run share on one day: each tape and each indicator exists once.
 *
 * <p>For instances whose days follow from each other there are tapes that go on from the run's day before, and the last prices of
 * its earlier days.
 */
final class DayTapes {

    private record MomentKey(String symbol, Evaluation evaluation) {}

    private record CandleKey(String symbol, Timeframe timeframe, Evaluation evaluation) {}

    /** An indicator and what it is of: however often candles are looked at, they are the same. It is asked for its hash again and again. */
    static final class IndicatorKey {

        private final String symbol;
        private final Timeframe timeframe;
        private final IndicatorSpec spec;
        private final int hash;

        IndicatorKey(String symbol, Timeframe timeframe, IndicatorSpec spec) {
            this.symbol = symbol;
            this.timeframe = timeframe;
            this.spec = spec;
            hash = 31 * (31 * symbol.hashCode() + timeframe.hashCode()) + spec.hashCode();
        }

        String symbol() {
            return symbol;
        }

        Timeframe timeframe() {
            return timeframe;
        }

        IndicatorSpec spec() {
            return spec;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || other instanceof IndicatorKey key
                            && hash == key.hash
                            && symbol.equals(key.symbol)
                            && timeframe.equals(key.timeframe)
                            && spec.equals(key.spec);
        }
    }

    private record PriceKey(String symbol, PriceTicks.Kind kind) {}

    private record SliceKey(String trading, @Nullable String supporting, Evaluation evaluation) {}

    private final MarketDay day;
    private final Map<MomentKey, MomentTape> moments = new HashMap<>();
    private final Map<String, BarTape> bars = new HashMap<>();
    private final Map<CandleKey, CandleTape> candles = new HashMap<>();
    private final Map<IndicatorKey, Indicators.Line> indicators = new HashMap<>();
    /** One that nobody looks at any more: the next one has its values in the same arrays if they fit. */
    private Indicators.@Nullable Line forgotten;
    /** Those that go on from the day before. */
    private final Map<CandleKey, CandleTape> ongoingCandles = new HashMap<>();

    private final Map<IndicatorKey, Indicators.Line> ongoingIndicators = new HashMap<>();
    private final Map<SliceKey, SliceTape> slices = new HashMap<>();
    private final Map<SliceKey, Outlook> outlooks = new HashMap<>();
    private final Map<SliceKey, Outlook> ongoingOutlooks = new HashMap<>();
    private final Map<PriceKey, PriceColumn> columns = new HashMap<>();
    private final Map<Sight, MarketView> views = new HashMap<>();
    private final Map<Sight, MarketView> ongoingViews = new HashMap<>();

    /** What the evaluation in hand finds, of whatever instance: they take turns. */
    private Findings findings = new Findings();

    /** The day before in the run; forgotten once another one follows. */
    private @Nullable DayTapes before;

    private final @Nullable LastPrices lasts;

    private final Map<LocalTime, Long> times = new HashMap<>();
    /** By trading instrument. */
    private final Map<String, Contracts> contracts = new HashMap<>();

    /** By what they are on some day: of one that was carried here, that may be what it was before. */
    private final Map<Instrument, Traded> traded = new HashMap<>();

    /** The tapes of a run's first day, or of any day of instances whose days do not follow from each other. */
    DayTapes(MarketDay day) {
        this.day = day;
        lasts = null;
    }

    /**
     * The tapes of the day that follows in a run.
     *
     * @param lasts those of the days before it
     */
    DayTapes(MarketDay day, DayTapes before, LastPrices lasts) {
        this.day = day;
        this.before = before;
        this.lasts = lasts;
        before.before = null;
    }

    MarketDay day() {
        return day;
    }

    /** {@return where what is evaluated is noted} */
    Findings findings() {
        return findings;
    }

    /** Notes what is evaluated from now on elsewhere. {@return what was noted until now} */
    Findings keepFindings() {
        Findings kept = findings;
        findings = new Findings();
        return kept;
    }

    /** @throws IllegalStateException if the day does not know the symbol */
    MomentTape moments(String symbol, Evaluation evaluation) {
        return moments.computeIfAbsent(new MomentKey(symbol, evaluation), key -> {
            Instrument instrument = day.instrument(symbol);
            if (instrument == null) {
                throw new IllegalStateException(symbol + " is not among the instruments of " + day.date());
            }
            return MomentTape.of(
                    day.barWidth() == null ? column(symbol, PriceTicks.Kind.TRADED) : bars(symbol),
                    instrument.priceScale(),
                    evaluation);
        });
    }

    private BarTape bars(String symbol) {
        return bars.computeIfAbsent(
                symbol, key -> BarTape.of(key, day, Objects.requireNonNull(day.barWidth(), "bars of a day of ticks")));
    }

    /**
     * {@return the price of that kind of a symbol, before the day's first}
     *
     * @param last that of earlier days; null if there is none, or it does not count
     */
    Quote quote(String symbol, PriceTicks.Kind kind, Quote.@Nullable Last last) {
        return day.barWidth() == null
                ? new Quote(column(symbol, kind), last)
                : new Quote(new BarTicks(bars(symbol)), last);
    }

    /** {@return the epoch second of a time of the day} */
    long at(LocalTime time) {
        return times.computeIfAbsent(time, day.session()::at);
    }

    /** {@return the contracts on a trading instrument that the day knows} */
    Contracts contracts(String symbol) {
        return contracts.computeIfAbsent(symbol, key -> new Contracts(this, key));
    }

    Traded traded(Instrument contract) {
        return traded.computeIfAbsent(contract, key -> new Traded(this, key));
    }

    /** {@return the last epoch nanosecond of an epoch second, which of bars is the one at which they end} */
    long lastOf(long second) {
        return MomentTape.startOf(second) + (day.barWidth() == null ? MomentTape.NANOS - 1 : 0);
    }

    private PriceColumn column(String symbol, PriceTicks.Kind kind) {
        return columns.computeIfAbsent(new PriceKey(symbol, kind), key -> {
            TickSeries all = day.ticks(symbol);
            TickSeries own = kind == PriceTicks.Kind.TRADED && all.isTraded()
                    ? all
                    : new PriceTicks(all, kind, kind.places(all));
            return new PriceColumn(own, day.session());
        });
    }

    CandleTape candles(String symbol, Timeframe timeframe, Evaluation evaluation) {
        return candles.computeIfAbsent(
                new CandleKey(symbol, timeframe, evaluation),
                key -> day.barWidth() == null
                        ? CandleTape.of(
                                day.warmUp(symbol, timeframe).bars(),
                                moments(symbol, evaluation),
                                timeframe,
                                day.session())
                        : CandleTape.ofBars(
                                day.warmUp(symbol, timeframe).bars(), bars(symbol), timeframe, day.session()));
    }

    /** {@return by output, by candle: the values of an indicator} */
    double[][] indicator(IndicatorKey wanted, Evaluation evaluation) {
        return indicators
                .computeIfAbsent(wanted, key -> {
                    Indicators.Line last = forgotten;
                    forgotten = null;
                    return Indicators.line(candles(key.symbol(), key.timeframe(), evaluation), key.spec(), last);
                })
                .values();
    }

    // What goes on from the day before in the run. Who asks for it has asked on every day, on the first for what every
    // day has.

    /** {@return the candles of the run's days so far, behind the warm-up of the first one} */
    CandleTape ongoingCandles(String symbol, Timeframe timeframe, Evaluation evaluation) {
        DayTapes yesterday = Objects.requireNonNull(before);
        return ongoingCandles.computeIfAbsent(new CandleKey(symbol, timeframe, evaluation), key -> {
            CandleTape candlesBefore = latest(yesterday.ongoingCandles, yesterday.candles, key);
            return day.barWidth() == null
                    ? candlesBefore.goneOn(moments(symbol, evaluation), day.session())
                    : candlesBefore.goneOn(
                            bars(symbol), moments(symbol, evaluation).priceScale(), day.session());
        });
    }

    /** {@return by output, by candle: the values of an indicator over them} */
    double[][] ongoingIndicator(IndicatorKey wanted, Evaluation evaluation) {
        DayTapes yesterday = Objects.requireNonNull(before);
        return ongoingIndicators
                .computeIfAbsent(
                        wanted,
                        key -> latest(yesterday.ongoingIndicators, yesterday.indicators, key)
                                .over(ongoingCandles(key.symbol(), key.timeframe(), evaluation)))
                .values();
    }

    /** {@return what a day that follows goes on from: the first day of a run has only what every day has} */
    private static <K, V> V latest(Map<K, V> ongoing, Map<K, V> ofFirstDay, K key) {
        V known = ongoing.get(key);
        return Objects.requireNonNull(known == null ? ofFirstDay.get(key) : known);
    }

    /**
     * {@return the last price of a symbol on the run's earlier days; null if it had none}
     *
     * @throws IllegalStateException if it was told with other decimals then
     */
    Quote.@Nullable Last lastBefore(String symbol, PriceTicks.Kind kind) {
        return lasts == null ? null : lasts.before(day, symbol, kind);
    }

    SliceTape slices(String trading, @Nullable String supporting, Evaluation evaluation) {
        return slices.computeIfAbsent(
                new SliceKey(trading, supporting, evaluation),
                key -> SliceTape.of(
                        moments(trading, evaluation), supporting == null ? null : moments(supporting, evaluation)));
    }

    /**
     * {@return what can be told of the slices before they come}
     *
     * @param ongoing whether candles go on from the day before
     */
    Outlook outlook(String trading, @Nullable String supporting, Evaluation evaluation, boolean ongoing) {
        return (ongoing ? ongoingOutlooks : outlooks)
                .computeIfAbsent(
                        new SliceKey(trading, supporting, evaluation),
                        key -> new Outlook(
                                slices(trading, supporting, evaluation),
                                moments(trading, evaluation),
                                supporting == null ? null : moments(supporting, evaluation),
                                ongoing));
    }

    /**
     * {@return what instances see of the market, if one of them was there before}
     *
     * @param ongoing whether candles go on from the day before
     */
    @Nullable MarketView knownView(Sight sight, boolean ongoing) {
        return (ongoing ? ongoingViews : views).get(sight);
    }

    /**
     * {@return what instances see of the market, which none of them asked for before}
     *
     * @param strategy one with that sight
     * @param warmUps the candles before the day; null if candles go on from the day before
     */
    MarketView view(Sight sight, Strategy strategy, @Nullable WarmUps warmUps) {
        MarketView view = new MarketView(sight, strategy, this, warmUps);
        (warmUps == null ? ongoingViews : views).put(sight, view);
        return view;
    }

    /** Keeps nothing any more that a sight alone needs, whose instances have all run. */
    void forget(Sight sight, Graph.Known known) {
        views.remove(sight);
        ongoingViews.remove(sight);
        if (!sight.isOngoing()) {
            for (IndicatorKey key : sight.keys()) {
                Indicators.Line line = known.isLonely(key) ? indicators.remove(key) : null;
                forgotten = line == null ? forgotten : line;
            }
        }
    }
}
