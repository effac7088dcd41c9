package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Instance;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last prices of a run's earlier days, for instances whose days follow from each other: of their trading instruments and of all
 * contracts on these that have not expired. The days themselves are not kept.
 */
final class LastPrices {

    private record Key(String symbol, PriceTicks.Kind kind) {}

    /** @param expiry null if it has none */
    private record Known(
            Quote.Last last,
            int priceScale,
            LocalDate date,
            @Nullable LocalDate expiry) {}

    private final Set<String> trading = new TreeSet<>();
    private final Set<PriceTicks.Kind> kinds = EnumSet.of(PriceTicks.Kind.TRADED);
    private final Map<Key, Known> known = new HashMap<>();

    /** @param instances of the run, whatever their days are to each other */
    LastPrices(List<Instance> instances) {
        for (Instance instance : instances) {
            if (instance.strategy().positional()) {
                trading.add(instance.strategy().trading().symbol());
                if (instance.terms().fill() == FillModel.QUOTE) {
                    kinds.addAll(Arrays.asList(PriceTicks.Kind.values()));
                }
            }
        }
    }

    /** {@return whether anybody may ask for them} */
    boolean isWanted() {
        return !trading.isEmpty();
    }

    /** Takes a day's last prices over; the days come in their order. */
    void add(MarketDay day) {
        known.values().removeIf(one -> one.expiry() != null && one.expiry().isBefore(day.date()));
        for (String symbol : trading) {
            Stream.concat(Stream.ofNullable(day.instrument(symbol)), day.contracts(symbol).stream())
                    .forEach(instrument -> add(day, instrument));
        }
    }

    private void add(MarketDay day, Instrument instrument) {
        Timeframe width = day.barWidth();
        // bars where the session has none fail those who look at them, not those who run beside
        TickSeries ticks =
                width == null ? day.ticks(instrument.symbol()) : BarTape.wherever(instrument.symbol(), day, width);
        for (PriceTicks.Kind kind : kinds) {
            int tick = kind == PriceTicks.Kind.TRADED || ticks.hasQuotes() ? ticks.count() - 1 : -1;
            while (tick >= 0 && !kind.has(ticks, tick)) {
                tick--;
            }
            if (tick >= 0) {
                known.put(
                        new Key(instrument.symbol(), kind),
                        new Known(
                                new Quote.Last(ticks.time(tick), kind.of(ticks, tick)),
                                instrument.priceScale(),
                                day.date(),
                                instrument.expiry()));
            }
        }
    }

    /**
     * {@return that of a symbol before a day; null if it had none}
     *
     * @throws IllegalStateException if it was told with other decimals then
     */
    Quote.@Nullable Last before(MarketDay day, String symbol, PriceTicks.Kind kind) {
        Known one = known.get(new Key(symbol, kind));
        if (one == null) {
            return null;
        }
        Instrument today = day.instrument(symbol);
        if (today != null && one.priceScale() != today.priceScale()) {
            throw new IllegalStateException("the prices of " + symbol + " have " + one.priceScale() + " decimals on "
                    + one.date() + ", but " + today.priceScale() + " on " + day.date());
        }
        return one.last();
    }
}
