package dev.nightjar.plan;

/**
 * What a partition of a past run held and took.
 *
 * @param cpuSeconds of a processor
 * @param wallSeconds by the clock
 * @param journalBytes what it wrote
 * @param ownProcess whether a process was begun for it alone
 */
public record MeasuredPartition(
        Work work, double cpuSeconds, double wallSeconds, long journalBytes, boolean ownProcess) {}
