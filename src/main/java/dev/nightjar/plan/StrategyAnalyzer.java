package dev.nightjar.plan;

import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts what strategies have to do: from their graphs, and from the ticks or bars that are really there. */
public final class StrategyAnalyzer {

    /** What one strategy has more than others of its shape is mostly numbers, which cost nothing. */
    private static final String NUMBERS = "[0-9]+";

    /** Ends the shape of strategies that are evaluated in every slice. */
    static final String AWAKE = "-awake";

    /** More shapes than these are not told apart. */
    static final int MOST_SHAPES = 64;

    /** The shape of all whose own is too rare to be told apart. */
    static final String OTHER = "other";

    private StrategyAnalyzer() {}

    /**
     * {@return what strategies have in common that differ in numbers and names only: how many nodes, and a digest of their types,
     * conditions, legs, protections, timeframes and indicators}
     *
     * @param awake whether every slice is evaluated, as in a live simulation and on bars, even if the strategy could sleep
     */
    public static String shape(Strategy strategy, boolean awake) {
        String nodes =
                strategy.nodes().stream().map(StrategyAnalyzer::shape).sorted().collect(Collectors.joining(" "));
        String instruments = Stream.of(strategy.trading(), strategy.supporting())
                .map(instrument -> instrument == null ? "none" : shape(instrument))
                .collect(Collectors.joining(" / "));
        String text = nodes + " on " + instruments + (strategy.positional() ? " positional" : "");
        boolean every = awake || strategy.evaluation() == Evaluation.TICK;
        return strategy.nodes().size() + "-" + Integer.toHexString(text.hashCode()) + (every ? AWAKE : "");
    }

    /**
     * {@return what a partition of a portfolio simulation has to do}
     *
     * @param template what says when to buy and sell
     * @param bars of each of its symbols, those that only warm up included
     */
    public static Work simulation(String template, Collection<Long> bars) {
        long all = bars.stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
        String shape = "simulation-" + template + AWAKE;
        return new Work(1, 0, all, new TreeMap<>(Map.of(shape, new StrategyWork(bars.size(), 0, all))));
    }

    private static String shape(Node node) {
        if (node instanceof Node.Signal signal) {
            return node.type() + " " + signal.conditions().size() + " "
                    + signal.reEntryConditions().size() + " "
                    + signal.variables().size();
        }
        if (node instanceof Node.Entry entry) {
            return node.type() + " "
                    + entry.legs().stream()
                            .map(leg -> leg.contract().getClass().getSimpleName() + " "
                                    + leg.order().type() + " "
                                    + leg.protections().toString().replaceAll(NUMBERS, "#"))
                            .toList();
        }
        return node.type();
    }

    private static String shape(InstrumentConfig instrument) {
        return instrument.timeframes().stream()
                .map(timeframe -> timeframe.timeframe().label() + " "
                        + timeframe.indicators().values().stream()
                                .map(indicator -> indicator.kind().label())
                                .sorted()
                                .toList())
                .sorted()
                .toList()
                .toString();
    }

    /** {@return the shape of each strategy; the rarest are {@link #OTHER} if there are too many} */
    static List<String> shapes(List<Strategy> strategies, boolean awake) {
        List<String> own =
                strategies.stream().map(strategy -> shape(strategy, awake)).toList();
        Map<String, Long> often =
                own.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        if (often.size() <= MOST_SHAPES) {
            return own;
        }
        List<String> kept = often.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_SHAPES)
                .map(Map.Entry::getKey)
                .toList();
        return own.stream()
                .map(shape -> kept.contains(shape) ? shape : shape.endsWith(AWAKE) ? OTHER + AWAKE : OTHER)
                .toList();
    }

    /** {@return the symbols a strategy looks at, each once} */
    static List<String> symbols(Strategy strategy) {
        return Stream.of(strategy.trading(), strategy.supporting())
                .filter(Objects::nonNull)
                .map(InstrumentConfig::symbol)
                .distinct()
                .toList();
    }
}
