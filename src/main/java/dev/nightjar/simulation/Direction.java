package dev.nightjar.simulation;

/** What a sell signal may do. */
public enum Direction {
    /** It closes what is held. */
    LONG_ONLY("long_only"),
    /** It closes what is held and sells short; a buy signal buys back and buys. */
    LONG_SHORT("long_short");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
