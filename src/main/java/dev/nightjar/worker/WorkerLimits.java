package dev.nightjar.worker;

import java.time.Duration;

/**
 * What a worker process may take.
 *
 * @param heapMegabytes of its Java heap
 * @param timeout it is killed when it takes longer than this
 * @param attempts how often a request is tried
 */
public record WorkerLimits(int heapMegabytes, Duration timeout, int attempts) {

    /** Once, and twice again. */
    public static final int ATTEMPTS = 3;

    public WorkerLimits {
        if (heapMegabytes < 1 || timeout.isNegative() || timeout.isZero() || attempts < 1) {
            throw new IllegalArgumentException("a worker needs memory, time and an attempt, was given " + heapMegabytes
                    + " MB, " + timeout + " and " + attempts);
        }
    }
}
