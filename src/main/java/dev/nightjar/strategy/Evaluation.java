package dev.nightjar.strategy;

/** When the nodes of a strategy are evaluated. */
public enum Evaluation {
    /** Once in each second in which its instruments ticked, after all ticks of that second. */
    SECOND("second"),
    /** After each tick of its instruments. */
    TICK("tick");

    private final String label;

    Evaluation(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
