package dev.nightjar.simulation;

/** What becomes of a simulation when there are no bars of a symbol. */
public enum MissingSymbols {
    /** It is refused. */
    STRICT("strict"),
    /** It goes on without the symbol, says so, and keeps the symbol's part of the capital as cash. */
    SKIP("skip");

    private final String label;

    MissingSymbols(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
