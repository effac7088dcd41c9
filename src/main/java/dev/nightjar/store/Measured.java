package dev.nightjar.store;

/**
 * What a partition took.
 *
 * @param cpuNanos of a processor, by whoever worked on it
 * @param wallNanos by the clock, waiting included
 * @param ownProcess whether a process was begun for it alone, whose start is part of it
 */
public record Measured(long cpuNanos, long wallNanos, boolean ownProcess) {

    public Measured {
        if (cpuNanos < 0 || wallNanos < 0) {
            throw new IllegalArgumentException(
                    "a partition takes no negative time, was given " + cpuNanos + " and " + wallNanos + " nanoseconds");
        }
    }
}
