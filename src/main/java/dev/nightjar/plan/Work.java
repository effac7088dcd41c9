package dev.nightjar.plan;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be done, in amounts that are known before it is done. Amounts add up; what they cost is for a {@code CostModel} to say.
 *
 * @param partitions how many
 * @param days each as often as a partition opens it
 * @param ticks or bars on those days, of all symbols that are looked at
 * @param strategies by the shape of the strategy, as {@code StrategyAnalyzer} names it
 */
public record Work(long partitions, long days, long ticks, SortedMap<String, StrategyWork> strategies) {

    /** Nothing. */
    public static final Work NONE = new Work(0, 0, 0, new TreeMap<>());

    public Work {
        strategies = Collections.unmodifiableSortedMap(new TreeMap<>(strategies));
    }

    /** {@return both} */
    public Work plus(Work other) {
        TreeMap<String, StrategyWork> both = new TreeMap<>(strategies);
        other.strategies.forEach((shape, work) -> both.merge(shape, work, StrategyWork::plus));
        return new Work(
                Math.addExact(partitions, other.partitions),
                Math.addExact(days, other.days),
                Math.addExact(ticks, other.ticks),
                both);
    }

    /** {@return how many days of one strategy each} */
    public long strategyDays() {
        return strategies.values().stream().mapToLong(StrategyWork::days).reduce(0, Math::addExact);
    }

    /** {@return the work of one strategy and no partition} */
    static Work of(String shape, StrategyWork work) {
        return new Work(0, 0, 0, new TreeMap<>(Map.of(shape, work)));
    }
}
