package dev.nightjar.plan;

/**
 * What a plan has to keep within.
 *
 * @param workers how many may run at the same time, at least 1
 * @param processors how many the machine has, at least 1
 * @param heapBytes how much memory one process may have
 * @param ownProcesses whether each partition gets a process of its own, with a heap of its own
 * @param workerHeapBytes how much memory each of those may have; 0 divides this process's among them
 */
public record Limits(int workers, int processors, long heapBytes, boolean ownProcesses, long workerHeapBytes) {

    public Limits {
        if (workers < 1 || processors < 1 || heapBytes < 1) {
            throw new IllegalArgumentException("a plan needs at least 1 worker, processor and byte, was given "
                    + workers + ", " + processors + " and " + heapBytes);
        }
    }

    /** {@return that many workers on as many processors, and memory enough} */
    public static Limits workers(int workers) {
        return threads(workers, workers, Long.MAX_VALUE);
    }

    /** {@return that many threads of one process} */
    public static Limits threads(int workers, int processors, long heapBytes) {
        return new Limits(workers, processors, heapBytes, false, 0);
    }

    /** {@return how much memory the process has that a worker is in, if there are so many workers} */
    long heapOf(int count) {
        if (!ownProcesses) {
            return heapBytes;
        }
        return workerHeapBytes > 0 ? workerHeapBytes : heapBytes / count;
    }
}
