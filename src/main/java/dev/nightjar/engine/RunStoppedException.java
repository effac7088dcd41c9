package dev.nightjar.engine;

/** The run ended before its days did, because it was asked to. What its journal heard is not a result. */
public final class RunStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunStoppedException() {
        super("the run was asked to stop");
    }
}
