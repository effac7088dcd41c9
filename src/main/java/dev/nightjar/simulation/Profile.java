package dev.nightjar.simulation;

/**
 * Whose habits a simulation follows where a config says nothing. What the config says counts; only how crosses are told and
 * whether there is a warm-up belong to the profile alone.
 */
public enum Profile {
    /** Ours. A cross is from at or below to above; the bars before the first day warm up. */
    NIGHTJAR("nightjar"),
    /**
     * As backtesting.py: a cross is from below to above, there is no warm-up; by default the whole equity goes long and
     * short, and what is open is closed at the last open.
     */
    BACKTESTING_PY("backtesting_py"),
    /**
     * As backtrader: a cross is a change of the sign of the difference from the last one that was not 0, there is no
     * warm-up; by default one share at a time.
     */
    BACKTRADER("backtrader");

    private final String label;

    Profile(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
