package dev.nightjar.worker;

import java.util.List;

/** A request was tried as often as it may be, or cannot succeed. */
public final class WorkerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<WorkerFailure> failures;

    WorkerFailedException(String request, List<WorkerFailure> failures) {
        super(message(request, failures));
        this.failures = List.copyOf(failures);
    }

    private static String message(String request, List<WorkerFailure> failures) {
        WorkerFailure last = failures.get(failures.size() - 1);
        return request + " failed in its worker"
                + (failures.size() == 1 ? "" : ", tried " + failures.size() + " times, the last time") + ": "
                + last.told();
    }

    /** {@return why, of each attempt} */
    public List<WorkerFailure> failures() {
        return failures;
    }

    /** {@return why at last} */
    public WorkerFailure last() {
        return failures.get(failures.size() - 1);
    }
}
