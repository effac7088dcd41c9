package dev.nightjar.batch;

import dev.nightjar.store.Measured;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the thread that made it takes from then on. */
final class ThreadClock {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long wall = System.nanoTime();
    private final long cpu = cpuNanos();

    /** {@return what it has taken until now} Only its own thread may ask. */
    Measured measured() {
        return new Measured(Math.max(0, cpuNanos() - cpu), System.nanoTime() - wall, false);
    }

    /** Where a thread's own time is not told, that by the clock stands for it. */
    private static long cpuNanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
