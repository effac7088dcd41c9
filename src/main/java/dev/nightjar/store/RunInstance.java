package dev.nightjar.store;

import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One queue item as a run took it up.
 *
 * @param instance its place in the run, from 0, in queue order
 * @param kind of what is queued
 * @param variant which of many variants of a file it is, if it is one
 * @param strategyName null if the file did not say it
 * @param dataHash of what a simulation was prepared with; null for others, whose days have hashes of their own
 * @param capital in millionths of the currency, or null
 * @param terms the {@link dev.nightjar.run.TradingTerms#values} it trades on; empty if they could not be settled
 * @param reasons why it was rejected or failed
 * @param warnings what a reader of its result should know of the strategy file
 */
public record RunInstance(
        int instance,
        long queueItem,
        InstanceKey key,
        Kind kind,
        Variant variant,
        @Nullable String strategyName,
        String strategyHash,
        @Nullable String dataHash,
        @Nullable Long capital,
        Map<String, String> terms,
        State state,
        List<String> reasons,
        List<String> warnings) {

    public RunInstance {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /** What can be queued. */
    public enum Kind {
        /** A strategy, a graph of nodes. */
        GRAPH,
        /** A portfolio simulation. */
        SIMULATION;

        /** {@return the word used in the database} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /** How an instance fares in its run. */
    public enum State {
        ACCEPTED,
        REJECTED,
        COMPLETED,
        FAILED;

        /** {@return the word used in the database and in files} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * {@return the same simulation, prepared with some data}
     *
     * @param hashOfData of that data
     * @param remarks what a reader of its result should know of it, beside what is known already
     */
    public RunInstance prepared(String hashOfData, List<String> remarks) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(remarks);
        return new RunInstance(
                instance,
                queueItem,
                key,
                kind,
                variant,
                strategyName,
                strategyHash,
                hashOfData,
                capital,
                terms,
                state,
                reasons,
                all);
    }

    /** {@return the same in another state} */
    public RunInstance with(State changed, List<String> why) {
        return new RunInstance(
                instance,
                queueItem,
                key,
                kind,
                variant,
                strategyName,
                strategyHash,
                dataHash,
                capital,
                terms,
                changed,
                why,
                warnings);
    }
}
