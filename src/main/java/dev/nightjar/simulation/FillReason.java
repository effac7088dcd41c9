package dev.nightjar.simulation;

/** Why something was bought or sold. */
public enum FillReason {
    /** A signal of the template. */
    SIGNAL("signal"),
    /** The position had drifted from its size. */
    REBALANCE("rebalance"),
    /** The symbol's last day came. */
    DELISTED("delisted"),
    /** The simulation ended. */
    AT_END("at_end");

    private final String label;

    FillReason(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
