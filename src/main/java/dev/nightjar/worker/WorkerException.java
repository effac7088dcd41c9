package dev.nightjar.worker;

import dev.nightjar.run.ExitCode;
import java.util.List;

/** Why a worker cannot do what it is asked, as it tells its manager. */
public final class WorkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final ExitCode category;
    private final List<String> details;
    private final boolean retryable;

    /**
     * @param code names the kind of problem to programs, such as {@code DATA_CHANGED}
     * @param category decides what the process exits with
     * @param details one sentence each
     * @param retryable whether the same request may succeed another time
     */
    public WorkerException(String code, ExitCode category, String message, List<String> details, boolean retryable) {
        super(message);
        this.code = code;
        this.category = category;
        this.details = List.copyOf(details);
        this.retryable = retryable;
    }

    static WorkerException request(List<String> problems) {
        return new WorkerException("REQUEST_INVALID", ExitCode.USAGE, "the request is refused", problems, false);
    }

    /** {@return a refusal of data that is not what the request names} */
    public static WorkerException dataChanged(String message) {
        return new WorkerException("DATA_CHANGED", ExitCode.DATA, message, List.of(), false);
    }

    String code() {
        return code;
    }

    ExitCode category() {
        return category;
    }

    List<String> details() {
        return details;
    }

    boolean retryable() {
        return retryable;
    }
}
