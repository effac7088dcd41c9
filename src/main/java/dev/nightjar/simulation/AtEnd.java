package dev.nightjar.simulation;

/** What becomes of positions that are open when the simulation ends. */
public enum AtEnd {
    /** They stay open, valued at the last close. */
    HOLD("hold"),
    /** They are closed at the close of the symbol's last bar. */
    CLOSE_AT_LAST_CLOSE("close_at_last_close"),
    /** They are closed at the open of the symbol's last bar, as some other frameworks do; it is known only afterwards that it was the last. */
    CLOSE_AT_LAST_OPEN("close_at_last_open");

    private final String label;

    AtEnd(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
