package dev.nightjar.batch;

import java.util.Locale;

/**
 * Something that a dry run found.
 *
 * @param phase of the launch that would meet it
 * @param place which setting, strategy, day or file it is about, as users know it; empty if it is about all of them
 * @param message what is wrong and what would be accepted, one sentence
 */
public record ValidationFinding(Phase phase, Severity severity, String place, String message) {

    /** What a launch goes through before anything runs, in its order. */
    public enum Phase {
        /** What the queue's file and the command line say. */
        SETTINGS,
        /** What stands in the queue. */
        STRATEGIES,
        /** Which trading days the date rule chooses. */
        DAYS,
        /** What those days hold of what the strategies look at. */
        DATA,
        /** What each strategy finds when a day begins: candles before it, instruments, session. */
        WARM_UP,
        /** How the run would be cut. */
        PLAN;

        /** {@return the name used in output} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it leads to. */
    public enum Severity {
        /** A strategy, or all of them, will not run. */
        ERROR,
        /** It runs; whoever reads the results should know. */
        WARNING;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return severity.label() + ": " + (place.isEmpty() ? "" : place + ": ") + message;
    }
}
