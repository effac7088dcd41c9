package dev.nightjar.plan;

import java.util.List;

/**
 * How a run is cut.
 *
 * @param partitions in the order in which they should be started; together they cover every instance on every day once
 * @param workers how many of them run at the same time
 * @param cost of the whole run, in weighted ticks
 * @param journalBytes how much the journals are expected to take
 * @param reasons why, one sentence each
 */
public record Plan(List<Partition> partitions, int workers, long cost, long journalBytes, List<String> reasons) {

    public Plan {
        partitions = List.copyOf(partitions);
        reasons = List.copyOf(reasons);
    }
}
