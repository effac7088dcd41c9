package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.IndicatorSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the instances of a run share on one day: each tape and each indicator exists once. */
final class DayTapes {

    private record CandleKey(String symbol, Timeframe timeframe) {}

    private record IndicatorKey(CandleKey candles, IndicatorSpec spec) {}

    private record PriceKey(String symbol, PriceTicks.Kind kind) {}

    private record SliceKey(String trading, @Nullable String supporting) {}

    private final MarketDay day;
    private final Map<String, SecondTape> seconds = new HashMap<>();
    private final Map<String, BarTape> bars = new HashMap<>();
    private final Map<CandleKey, CandleTape> candles = new HashMap<>();
    private final Map<IndicatorKey, double[][]> indicators = new HashMap<>();
    private final Map<SliceKey, SliceTape> slices = new HashMap<>();
    /** The ticks with such a price, where not all have it. */
    private final Map<PriceKey, int[]> priced = new HashMap<>();

    DayTapes(MarketDay day) {
        this.day = day;
    }

    MarketDay day() {
        return day;
    }

    /** @throws IllegalStateException if the day does not know the symbol */
    SecondTape seconds(String symbol) {
        return seconds.computeIfAbsent(symbol, key -> {
            Instrument instrument = day.instrument(key);
            if (instrument == null) {
                throw new IllegalStateException(key + " is not among the instruments of " + day.date());
            }
            return SecondTape.of(
                    day.barWidth() == null ? ticks(key, PriceTicks.Kind.TRADED) : bars(key), instrument.priceScale());
        });
    }

    private BarTape bars(String symbol) {
        return bars.computeIfAbsent(
                symbol, key -> BarTape.of(key, day, Objects.requireNonNull(day.barWidth(), "bars of a day of ticks")));
    }

    /** {@return the price of that kind of a symbol, before the day's first} */
    Quote quote(String symbol, PriceTicks.Kind kind) {
        return day.barWidth() == null ? new Quote(ticks(symbol, kind)) : new Quote(new BarTicks(bars(symbol)));
    }

    /** {@return the nanosecond before which everything lies that a slice of an epoch second sees} */
    long endOf(long second) {
        return day.barWidth() == null ? Quote.endOfTicks(second) : Quote.endOfBars(second);
    }

    /** {@return the ticks of a symbol that have a price of that kind, for one reader} */
    private TickSeries ticks(String symbol, PriceTicks.Kind kind) {
        TickSeries all = day.ticks(symbol);
        if (kind == PriceTicks.Kind.TRADED && all.isTraded()) {
            return all;
        }
        return new PriceTicks(all, kind, priced.computeIfAbsent(new PriceKey(symbol, kind), key -> kind.places(all)));
    }

    CandleTape candles(String symbol, Timeframe timeframe) {
        return candles.computeIfAbsent(
                new CandleKey(symbol, timeframe),
                key -> day.barWidth() == null
                        ? CandleTape.of(
                                day.warmUp(symbol, timeframe).bars(), seconds(symbol), timeframe, day.session())
                        : CandleTape.ofBars(
                                day.warmUp(symbol, timeframe).bars(), bars(symbol), timeframe, day.session()));
    }

    /** {@return by output, by candle: the values of an indicator} */
    double[][] indicator(String symbol, Timeframe timeframe, IndicatorSpec spec) {
        return indicators.computeIfAbsent(
                new IndicatorKey(new CandleKey(symbol, timeframe), spec),
                key -> Indicators.over(candles(symbol, timeframe), spec));
    }

    SliceTape slices(String trading, @Nullable String supporting) {
        return slices.computeIfAbsent(
                new SliceKey(trading, supporting),
                key -> SliceTape.of(seconds(trading), supporting == null ? null : seconds(supporting)));
    }
}
