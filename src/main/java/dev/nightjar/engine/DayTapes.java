package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.Strategy;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** However often candles are looked at, they are the same. */
    private record IndicatorKey(String symbol, Timeframe timeframe, IndicatorSpec spec) {}

    private record PriceKey(String symbol, PriceTicks.Kind kind) {}

    private record ChoiceKey(String symbol, ContractChoice choice, long spot) {}

    private record SliceKey(String trading, @Nullable String supporting, Evaluation evaluation) {}

    private final MarketDay day;
    private final Map<MomentKey, MomentTape> moments = new HashMap<>();
    private final Map<String, BarTape> bars = new HashMap<>();
    private final Map<CandleKey, CandleTape> candles = new HashMap<>();
    private final Map<IndicatorKey, Indicators.Line> indicators = new HashMap<>();
    /** Those that go on from the day before. */
    private final Map<CandleKey, CandleTape> ongoingCandles = new HashMap<>();

    private final Map<IndicatorKey, Indicators.Line> ongoingIndicators = new HashMap<>();
    private final Map<SliceKey, SliceTape> slices = new HashMap<>();
    private final Map<SliceKey, Outlook> outlooks = new HashMap<>();
    private final Map<SliceKey, Outlook> ongoingOutlooks = new HashMap<>();
    private final Map<PriceKey, PriceColumn> columns = new HashMap<>();
    private final Map<Graph, MarketView> views = new HashMap<>();
    private final Map<Graph, MarketView> ongoingViews = new HashMap<>();

    /** The day before in the run; forgotten once another one follows. */
    private @Nullable DayTapes before;

    private final @Nullable LastPrices lasts;

    private final Map<LocalTime, Long> times = new HashMap<>();
    private final Map<ChoiceKey, Optional<Instrument>> choices = new HashMap<>();

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

    /**
     * {@return the contract that is chosen at a price, if there is one}
     *
     * @param symbol of the instrument whose price that is
     * @param choosing finds it
     */
    @Nullable Instrument chosen(String symbol, ContractChoice choice, long spot, Supplier<@Nullable Instrument> choosing) {
        return choices.computeIfAbsent(new ChoiceKey(symbol, choice, spot), key -> Optional.ofNullable(choosing.get()))
                .orElse(null);
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
    double[][] indicator(String symbol, Timeframe timeframe, IndicatorSpec spec, Evaluation evaluation) {
        return indicators
                .computeIfAbsent(
                        new IndicatorKey(symbol, timeframe, spec),
                        key -> Indicators.line(candles(symbol, timeframe, evaluation), spec))
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
    double[][] ongoingIndicator(String symbol, Timeframe timeframe, IndicatorSpec spec, Evaluation evaluation) {
        DayTapes yesterday = Objects.requireNonNull(before);
        return ongoingIndicators
                .computeIfAbsent(
                        new IndicatorKey(symbol, timeframe, spec),
                        key -> latest(yesterday.ongoingIndicators, yesterday.indicators, key)
                                .over(ongoingCandles(symbol, timeframe, evaluation)))
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
     * {@return what instances of a graph see of the market}
     *
     * @param strategy one with that graph
     * @param ongoing whether candles go on from the day before
     */
    MarketView view(Graph graph, Strategy strategy, boolean ongoing) {
        Map<Graph, MarketView> known = ongoing ? ongoingViews : views;
        MarketView view = known.get(graph);
        if (view == null) {
            view = new MarketView(graph, strategy, this, ongoing);
            known.put(graph, view);
        } else {
            view.share();
        }
        return view;
    }
}
