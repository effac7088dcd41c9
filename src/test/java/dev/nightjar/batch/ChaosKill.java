package dev.nightjar.batch;

import dev.nightjar.outcome.CrashPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way for a process to die.
 *
 * @param point null unless it dies at a point
 * @param amount of a point how often it is passed first; of memory how many MiB there are; otherwise the part of a run, in thousandths, after
 *     which it happens
 */
record ChaosKill(Kind kind, @Nullable CrashPoint point, int amount) {

    enum Kind {
        /** It ends at a point, without a word. */
        POINT,
        /** SIGKILL at some moment. */
        KILL,
        /** SIGTERM at some moment: it may end well. */
        TERM,
        /** It has too little memory, and ends when it has none left. */
        MEMORY,
        /** One of its worker processes gets a SIGKILL; it goes on itself. */
        WORKER
    }

    static ChaosKill at(CrashPoint point, int passedFirst) {
        return new ChaosKill(Kind.POINT, point, passedFirst);
    }

    List<String> jvmOptions() {
        return switch (kind) {
            case POINT -> List.of("-Dnightjar.crash=" + place());
            case MEMORY -> List.of("-Xmx" + amount + "m", "-XX:+ExitOnOutOfMemoryError");
            case KILL, TERM, WORKER -> List.of();
        };
    }

    private String place() {
        return point == null ? "" : point.label() + ":" + amount;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case POINT -> place();
            case MEMORY -> "out of memory, " + amount + " MiB";
            case KILL -> "kill -9";
            case TERM -> "SIGTERM";
            case WORKER -> "kill -9 of a worker";
        };
    }
}
