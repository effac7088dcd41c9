package dev.nightjar.worker;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt gave no result.
 *
 * @param code names the kind to programs: {@code KILLED}, {@code TIMED_OUT}, {@code OUT_OF_MEMORY}, {@code EXITED}, {@code NO_DOCUMENT},
 *     {@code NOT_A_DOCUMENT}, {@code OTHER_SCHEMA}, {@code OTHER_REQUEST}, {@code WRONG_HASH}, {@code NOT_STARTED}, or what the worker
 *     called it itself
 * @param category as the worker says it, such as {@code data}; empty if it said nothing
 * @param exitCode of the process; null if it never ran
 * @param lastLines the end of what it said on its error stream
 */
public record WorkerFailure(
        String code,
        String category,
        String message,
        List<String> details,
        boolean retryable,
        @Nullable Integer exitCode,
        List<String> lastLines) {

    /** The heap of the worker was not enough; another of the same size would not be either. */
    public static final String OUT_OF_MEMORY = "OUT_OF_MEMORY";

    /** The codes of what comes of the work itself, wherever it is done. */
    public static final Set<String> OF_THE_WORK = Set.of(OUT_OF_MEMORY, "INTERNAL");

    private static final int DETAILS_TOLD = 5;

    public WorkerFailure {
        details = List.copyOf(details);
        lastLines = List.copyOf(lastLines);
    }

    /** {@return all of it in one sentence, and the last lines below} */
    public String told() {
        return code + ": " + message
                + (details.isEmpty()
                        ? ""
                        : ": " + details.stream().limit(DETAILS_TOLD).collect(Collectors.joining("; ")))
                + (lastLines.isEmpty()
                        ? ""
                        : "\n  the last it said:"
                                + lastLines.stream()
                                        .map(line -> "\n    " + line)
                                        .collect(Collectors.joining()));
    }
}
