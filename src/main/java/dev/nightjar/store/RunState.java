package dev.nightjar.store;

/** Where a run stands. */
public enum RunState {
    /** It was begun; what it works on is not settled yet. */
    PREPARING(true),
    /** It works, or was working when its process died. */
    RUNNING(true),
    /** It was asked to stop, and can go on. */
    STOPPED(true),
    /** Something outside the strategies went wrong; it can go on. */
    FAILED(true),
    /** It could not begin, because its settings or its data do not allow it. */
    REFUSED(false),
    /** Its results are published. */
    DONE(false),
    /** It was given up. */
    ABANDONED(false);

    private final boolean unfinished;

    RunState(boolean unfinished) {
        this.unfinished = unfinished;
    }

    /** {@return whether it can go on} */
    public boolean unfinished() {
        return unfinished;
    }

    /** {@return the word used in the database and told to people} */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static RunState of(String label) {
        return valueOf(label.toUpperCase(java.util.Locale.ROOT));
    }
}
