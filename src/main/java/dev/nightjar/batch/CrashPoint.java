package dev.nightjar.batch;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Places at which tests let the process die at once, as a power cut would.
 *
 * <p>The system property {@code nightjar.crash} names one place, such as {@code after-prepare}, or a place and how many times
 * it is passed first, such as {@code after-partition:3}. The property {@code nightjar.hold} names one likewise; there a line is
 * written and the thread waits until somebody kills the process. Without these properties nothing ever happens here.
 */
enum CrashPoint {
    /** The run's instances and days are settled. */
    AFTER_PREPARE,
    /** The run's partitions are settled. */
    AFTER_PLAN,
    /** A partition's journal is on the disk; the database does not know of it. */
    AFTER_JOURNAL,
    /** A partition is done in the database. */
    AFTER_PARTITION,
    /** The run's figures are in the database. */
    AFTER_AGGREGATE,
    /** A folder's swap is noted in the database; nothing has moved. */
    BEFORE_SWAP,
    /** A folder has been swapped; the database does not know of it. */
    AFTER_SWAP,
    /** All folders are there; the run is not marked as done. */
    BEFORE_DONE;

    private static final int EXIT = 86;
    private static final AtomicInteger PASSED = new AtomicInteger();

    /** Dies or waits here if a test wants it. */
    void pass() {
        if (wanted("nightjar.crash")) {
            Runtime.getRuntime().halt(EXIT);
        }
        if (wanted("nightjar.hold")) {
            System.err.println("holding at " + label());
            System.err.flush();
            LockSupport.park(this);
        }
    }

    private boolean wanted(String property) {
        String wanted = System.getProperty(property);
        if (wanted == null) {
            return false;
        }
        String[] parts = wanted.split(":", 2);
        int before = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
        return parts[0].equals(label()) && PASSED.getAndIncrement() >= before;
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
