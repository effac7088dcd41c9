package dev.nightjar.simulation;

/** Whose the capital is. */
public enum CapitalMode {
    /** Every symbol has a part of the capital for itself, and trades as if it were alone. */
    SLEEVES("sleeves"),
    /** All symbols trade with one account. */
    SHARED("shared");

    private final String label;

    CapitalMode(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
