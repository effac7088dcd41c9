package dev.nightjar.batch;

import dev.nightjar.data.DataFolder;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Strategy;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which candles before a day a run looks at, and the corporate actions of shares that may be held overnight, so that it can be told when
 * they have changed.
 */
public final class WarmUps {

    private static final String CANDLES = "candles:";
    private static final String HELD = "held:";
    private static final Pattern CANDLES_FORM = Pattern.compile(CANDLES + "(\\d{1,5}):(.+)");

    private final SortedSet<Series> series;
    private final SortedSet<String> held;

    private WarmUps(SortedSet<Series> series, SortedSet<String> held) {
        this.series = series;
        this.held = held;
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
        SortedSet<String> held = instances.stream()
                .map(Instance::strategy)
                .filter(Strategy::positional)
                .map(strategy -> strategy.trading().symbol())
                .collect(Collectors.toCollection(TreeSet::new));
        return new WarmUps(series, held);
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

    /** {@return all of it as texts that {@link #named} reads} */
    List<String> names() {
        return Stream.concat(
                        series.stream().map(one -> CANDLES + one.timeframe().minutes() + ":" + one.symbol()),
                        held.stream().map(symbol -> HELD + symbol))
                .toList();
    }

    /**
     * {@return that whose {@link #names} these are}
     *
     * @throws IllegalArgumentException naming the one that is not
     */
    static WarmUps named(List<String> names) {
        SortedSet<Series> series = new TreeSet<>();
        SortedSet<String> held = new TreeSet<>();
        for (String name : names) {
            Matcher candles = CANDLES_FORM.matcher(name);
            if (candles.matches()) {
                series.add(new Series(candles.group(2), new Timeframe(Integer.parseInt(candles.group(1)))));
            } else if (name.startsWith(HELD)) {
                held.add(name.substring(HELD.length()));
            } else {
                throw new IllegalArgumentException(
                        "must be such as " + CANDLES + "5:NIFTY or " + HELD + "INFY, was '" + name + "'");
            }
        }
        return new WarmUps(series, held);
    }

    /** {@return the SHA-256, in hexadecimal, of the hashes of all candles before that day, and of the corporate actions} */
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
        for (String symbol : held) {
            List<CorporateAction> actions = day.corporateActions(symbol);
            if (!actions.isEmpty()) {
                text.append(symbol).append(' ').append(actions).append('\n');
            }
        }
        return Sha256.of(text.toString());
    }
}
