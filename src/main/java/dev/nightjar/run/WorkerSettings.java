package dev.nightjar.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the partitions of a run are worked on. Nothing of it changes what comes out.
 *
 * @param way in threads of the job's own process, or each partition in a process of its own
 * @param memoryMegabytes the most memory the Java heap of such a process takes; 0 divides the job's own among them
 * @param timeoutNanos a process that takes longer than this is killed
 */
public record WorkerSettings(Way way, int memoryMegabytes, long timeoutNanos) {

    /** Threads; processes would have an hour. */
    public static final WorkerSettings DEFAULT = new WorkerSettings(Way.THREADS, 0, 3_600_000_000_000L);

    /** The keys of {@link #values}. */
    static final String WORKERS = "workers";

    static final String MEMORY = "worker-memory";
    static final String TIMEOUT = "worker-timeout";

    public WorkerSettings {
        if (memoryMegabytes != 0) {
            SettingValues.checkMemory(memoryMegabytes);
        }
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("worker-timeout must be above 0, was " + timeoutNanos + " ns");
        }
    }

    /** {@return whether each partition has a process of its own} */
    public boolean processes() {
        return way == Way.PROCESSES;
    }

    /** {@return the limit of time as settings write it} */
    public String timeout() {
        return SettingValues.duration(timeoutNanos);
    }

    /** {@return all of it by the key users write, as text} */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(WORKERS, way.label());
        values.put(MEMORY, SettingValues.memory(memoryMegabytes));
        values.put(TIMEOUT, timeout());
        return values;
    }

    /** {@return why a run of that mode cannot be worked on so; empty if it can} */
    static String conflict(Mode mode, Way way) {
        return mode == Mode.LIVE_SIMULATION && way == Way.PROCESSES
                ? "must be " + Way.THREADS.label() + " in a " + mode.label()
                        + ", whose results are shown while they are made; processes are for a " + Mode.BACKTEST.label()
                : "";
    }

    /** What partitions are worked on in. */
    public enum Way {
        /** Threads of the job. */
        THREADS("threads"),
        /** A Java process for each. */
        PROCESSES("processes");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        /** {@return the name used in settings and files} */
        public String label() {
            return label;
        }

        /**
         * {@return the way of that name}
         *
         * @throws IllegalArgumentException saying what would be accepted
         */
        public static Way of(String label) {
            return Labels.find(List.of(values()), Way::label, label);
        }
    }
}
