package dev.nightjar.engine;

import dev.nightjar.market.MarketDay;

/**
 * Hears what happened to the instances of a run.
 *
 * <p>Calls for different (instance, day) pairs may be interleaved, but all come from the thread that runs the engine.
 */
public interface Journal {

    /**
     * {@return what hears one instance on one day}
     *
     * @param instance its place in the list the engine was given
     */
    DayJournal open(int instance, MarketDay day);

    /**
     * Every event up to and including the slice of that second has been told. Called after each wait of a pace that
     * has a horizon, which may lie several slices after the last one, and never otherwise.
     */
    default void reached(long epochSecond) {}
}
