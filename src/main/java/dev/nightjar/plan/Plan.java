package dev.nightjar.plan;

import java.util.List;

/**
 * How a run is cut.
 *
 * @param partitions in the order in which they should be started; together they cover every instance on every day once
 * @param prediction what the run is expected to take, and with how many workers
 * @param reasons why, one sentence each
 * @param recommendations what would make it faster, one sentence each
 */
public record Plan(
        List<Partition> partitions, Prediction prediction, List<String> reasons, List<String> recommendations) {

    public Plan {
        partitions = List.copyOf(partitions);
        reasons = List.copyOf(reasons);
        recommendations = List.copyOf(recommendations);
    }

    /** {@return how many partitions run at the same time} */
    public int workers() {
        return prediction.workers();
    }

    /** {@return nanoseconds of a processor of all partitions} */
    public long cost() {
        return partitions.stream().mapToLong(Partition::cost).reduce(0, Math::addExact);
    }

    /** {@return how much the journals are expected to take} */
    public long journalBytes() {
        return prediction.journalBytes();
    }
}
