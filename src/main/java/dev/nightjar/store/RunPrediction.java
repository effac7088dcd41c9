package dev.nightjar.store;

import dev.nightjar.plan.Work;
import org.jspecify.annotations.Nullable;

/**
 * What a run was expected to take when it was planned, and what it took.
 *
 * @param workers how many partitions run at the same time
 * @param work of the whole run
 * @param cpuNanos of a processor
 * @param wallNanos by the clock
 * @param journalBytes what its partitions write
 * @param memoryBytes what lives in the heap at most
 * @param basis what it was predicted from, in words
 * @param took null until the run has ended, and for good if several processes worked on it
 */
public record RunPrediction(
        int workers,
        Work work,
        long cpuNanos,
        long wallNanos,
        long journalBytes,
        long memoryBytes,
        String basis,
        @Nullable Took took) {

    /**
     * What a run took that one process did from its start to its end.
     *
     * @param workers how many partitions ran at the same time
     * @param cpuNanos of a processor, of the process and those it began
     * @param wallNanos by the clock
     * @param runWallNanos of them while partitions ran
     * @param journalBytes what its partitions wrote
     * @param memoryBytes what lived in the heap at most, as far as collections of garbage told
     */
    public record Took(
            int workers, long cpuNanos, long wallNanos, long runWallNanos, long journalBytes, long memoryBytes) {}
}
