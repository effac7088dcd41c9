package dev.nightjar.simulation;

/** Who comes first when one account cannot pay for all orders of a moment. */
public enum Contention {
    /** The strongest signal; of equals the first symbol by alphabet. */
    SIGNAL_STRENGTH("signal_strength"),
    /** The first symbol by alphabet. */
    SYMBOL("symbol"),
    /** Nobody: every order gets the same part of what it wants. */
    PRO_RATA("pro_rata");

    private final String label;

    Contention(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
