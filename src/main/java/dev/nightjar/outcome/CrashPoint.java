package dev.nightjar.outcome;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Places at which tests let the process die at once, as a power cut would, in the order in which a run passes them first.
 *
 * <p>The system property {@code nightjar.crash} names one place, such as {@code after-prepare}, or a place and how many times
 * it is passed first, such as {@code after-partition:3}. The property {@code nightjar.hold} names one likewise; there a line is
 * written and the thread waits until somebody kills the process. Without these properties nothing ever happens here.
 */
public enum CrashPoint {
    /** A day is in the store; others and the candles of simulations may not be. */
    DURING_IMPORT,
    /** Everything the run needs is in the store; the run is not settled. */
    BEFORE_PREPARED,
    /** The run's instances and days are settled. */
    AFTER_PREPARE,
    /** The run's partitions are settled. */
    AFTER_PLAN,
    /** A partition is claimed; nothing of it is done. */
    AFTER_CLAIM,
    /** Half of a journal, or of the index, is written under another name. */
    DURING_WRITE,
    /** A journal, or the index, is written as a whole under another name. */
    BEFORE_RENAME,
    /** A journal, or the index, has its name, which need not be on the disk. */
    AFTER_RENAME,
    /** A half of a partition that did not fit the memory has a journal of its own; the partition has none. */
    DURING_HALVING,
    /** A partition's journal is on the disk; the database does not know of it. */
    AFTER_JOURNAL,
    /** A partition is about to be done in the database: the transaction is open. */
    DURING_FINISH,
    /** A partition is done in the database. */
    AFTER_PARTITION,
    /** The figures of an instance are made. */
    DURING_AGGREGATE,
    /** The run's figures are about to be in the database: the transaction is open. */
    DURING_AGGREGATED,
    /** The run's figures are in the database. */
    AFTER_AGGREGATE,
    /** A folder's swap is noted in the database; nothing has moved. */
    BEFORE_SWAP,
    /** Some of a folder's files are staged. */
    DURING_STAGING,
    /** All of a folder's files are staged and on the disk. */
    AFTER_STAGING,
    /** A folder's old content has been moved away; the new one is not in its place. */
    BETWEEN_RENAMES,
    /** A folder's new content is in its place; the old one is still there beside it. */
    BEFORE_OLD_GOES,
    /** A folder has been swapped; the database does not know of it. */
    AFTER_SWAP,
    /** All strategies' folders are there, and no swap of them is noted any more; the night's is not. */
    BEFORE_NIGHT,
    /** The night's folder is there; the index does not tell of anything new. */
    BEFORE_INDEX,
    /** All files with numbers are there; the pages that show them are not. */
    BEFORE_PAGES,
    /** Some pages are in place, as many as are put there at once; others are not. */
    DURING_PAGES,
    /** All folders are there; the run is not marked as done. */
    BEFORE_DONE,
    /** Items are being marked: the transaction is open. */
    DURING_MARKING,
    /** The run is done; Spring Batch does not know. */
    AFTER_DONE,
    /** The rows of a run that is purged are gone; its journals are still there. */
    DURING_PURGE,
    /** Some files of a run, or of data, that are purged are deleted. */
    DURING_DELETION;

    private static final int EXIT = 86;
    private static final AtomicInteger PASSED = new AtomicInteger();

    /** Dies or waits here if a test wants it. */
    public void pass() {
        if (wanted("nightjar.crash")) {
            Runtime.getRuntime().halt(EXIT);
        }
        if (wanted("nightjar.hold")) {
            System.err.println("holding at " + label());
            System.err.flush();
            LockSupport.park(this);
        }
    }

    /** {@return what the properties call it} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
}
