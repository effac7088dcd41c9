package dev.nightjar.plan;

import java.util.List;

/**
 * A past run that one process did from its start to its end.
 *
 * @param strategies how many ran
 * @param work of the whole run, its days counted once
 * @param workers how many partitions ran at the same time
 * @param partitions in the order in which they were begun
 * @param cpuSeconds of a processor, of the process from its start, and of those it began
 * @param wallSeconds by the clock, from the process's start
 * @param runSeconds of them while partitions ran
 * @param memoryBytes what lived in the heap at most
 * @param predictedCpuSeconds what had been expected when it was planned
 * @param predictedWallSeconds the same by the clock
 */
public record MeasuredRun(
        int strategies,
        Work work,
        int workers,
        List<MeasuredPartition> partitions,
        double cpuSeconds,
        double wallSeconds,
        double runSeconds,
        long memoryBytes,
        double predictedCpuSeconds,
        double predictedWallSeconds) {

    public MeasuredRun {
        partitions = List.copyOf(partitions);
    }

    double partitionsCpuSeconds() {
        return partitions.stream().mapToDouble(MeasuredPartition::cpuSeconds).sum();
    }

    long journalBytes() {
        return partitions.stream().mapToLong(MeasuredPartition::journalBytes).sum();
    }
}
