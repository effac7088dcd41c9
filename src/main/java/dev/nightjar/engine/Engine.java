package dev.nightjar.engine;

import dev.nightjar.market.MarketDay;
import dev.nightjar.run.Instance;
import java.util.List;

/** Runs instances over days. */
public final class Engine {

    /** Changes whenever the same input may give other results. */
    public static final String VERSION = "1";

    private Engine() {}

    /** Runs every instance over every day and tells the journal what happened. */
    public static void run(
            Iterable<? extends MarketDay> days, List<Instance> instances, Journal journal, Pace pace, StopSignal stop) {
        throw new IllegalStateException("skeleton");
    }
}
