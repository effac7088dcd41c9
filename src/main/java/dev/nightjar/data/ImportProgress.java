package dev.nightjar.data;

import java.time.LocalDate;

/** Told how an import is getting on, by the thread that imports. What it throws ends the import, which can be resumed. */
@FunctionalInterface
public interface ImportProgress {

    /** A day is done. */
    void imported(DayImport day);

    /** Candles are done. */
    default void imported(CandleImport candles) {}

    /**
     * Corporate actions are done.
     *
     * @param count how many the source tells
     * @param alreadyThere whether the store had just these
     */
    default void importedActions(int count, boolean alreadyThere) {}

    /**
     * A day is being read; told every now and then.
     *
     * @param rows read so far
     * @param bytes of the source read so far, compressed ones if it is compressed
     * @param total how many bytes there are, 0 if that is not known
     */
    default void reading(LocalDate date, long rows, long bytes, long total) {}

    /**
     * Another import into the same store is running and is waited for; told once.
     *
     * @param reason a sentence
     */
    default void waiting(String reason) {}
}
