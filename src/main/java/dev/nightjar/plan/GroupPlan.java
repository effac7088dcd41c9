package dev.nightjar.plan;

import java.util.List;
import java.util.SortedMap;

/**
 * How units of work are done.
 *
 * @param groups one for each worker
 * @param cpuSeconds of a processor, of everything
 * @param wallSeconds by the clock
 * @param curve the same for every number of workers that was looked at
 * @param memoryBytes what lives in memory at most
 * @param reasons why, one sentence each
 * @param recommendations what would make it faster, or possible, one sentence each
 */
public record GroupPlan(
        List<WorkGroup> groups,
        double cpuSeconds,
        double wallSeconds,
        SortedMap<Integer, Double> curve,
        long memoryBytes,
        List<String> reasons,
        List<String> recommendations) {

    public GroupPlan {
        groups = List.copyOf(groups);
        curve = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(curve));
        reasons = List.copyOf(reasons);
        recommendations = List.copyOf(recommendations);
    }

    /** {@return how many workers do it, each its own group} */
    public int workers() {
        return groups.size();
    }

    /** {@return whether one worker does all of it} */
    public boolean sequential() {
        return workers() == 1;
    }
}
