package dev.nightjar.plan;

/**
 * What a run is expected to take.
 *
 * @param workers how many partitions run at the same time
 * @param work of the whole run, its days counted once
 * @param cpuSeconds of a processor, from the start of the process to its end, the warm-up of Java included
 * @param wallSeconds by the clock, likewise
 * @param journalBytes what the partitions write
 * @param memoryBytes what lives in the heap at most
 * @param basis what the costs were learned from, in words
 */
public record Prediction(
        int workers,
        Work work,
        double cpuSeconds,
        double wallSeconds,
        long journalBytes,
        long memoryBytes,
        String basis) {}
