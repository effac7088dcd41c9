package dev.nightjar.batch;

import dev.nightjar.data.DataFolder;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.InstrumentConfig;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which candles before a day a run looks at, so that it can be told when they have changed. */
public final class WarmUps {

    private final SortedSet<Series> series;

    private WarmUps(SortedSet<Series> series) {
        this.series = series;
    }

    /** Candles of one symbol and timeframe. */
    private record Series(String symbol, Timeframe timeframe) implements Comparable<Series> {
        @Override
        public int compareTo(Series other) {
            return Comparator.comparing(Series::symbol)
                    .thenComparing(Series::timeframe)
                    .compare(this, other);
        }
    }

    public static WarmUps of(Collection<Instance> instances) {
        SortedSet<Series> series = new TreeSet<>();
        instances.stream()
                .map(Instance::strategy)
                .flatMap(strategy -> Stream.of(strategy.trading(), strategy.supporting()))
                .flatMap(Stream::ofNullable)
                .forEach(instrument -> addAll(series, instrument));
        return new WarmUps(series);
    }

    private static void addAll(SortedSet<Series> series, InstrumentConfig instrument) {
        instrument
                .timeframes()
                .forEach(timeframe -> series.add(new Series(instrument.symbol(), timeframe.timeframe())));
    }

    /** {@return whether some of them have to be built from the ticks of earlier days} */
    boolean areBuiltFrom(DataFolder folder) {
        return series.stream().anyMatch(one -> folder.buildsWarmUp(one.symbol(), one.timeframe()));
    }

    /** {@return the SHA-256, in hexadecimal, of all their hashes before that day} */
    String hash(MarketDay day) {
        StringBuilder text = new StringBuilder();
        for (Series one : series) {
            // What the day does not know makes its instance fail; there is nothing to hold it to.
            if (day.instrument(one.symbol()) != null) {
                text.append(one.symbol())
                        .append(' ')
                        .append(one.timeframe().label())
                        .append(' ')
                        .append(day.warmUp(one.symbol(), one.timeframe()).hash())
                        .append('\n');
            }
        }
        return Sha256.of(text.toString());
    }
}
