package dev.nightjar.simulation;

/** When and at what price an order of a signal fills. */
public enum FillAt {
    /** At the open of the symbol's next bar. */
    NEXT_OPEN("next_open"),
    /** At the close of the bar that gave the signal. */
    CLOSE("close");

    private final String label;

    FillAt(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
