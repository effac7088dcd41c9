package dev.nightjar.strategy;

/** A column of a candle. */
public enum PriceField {
    OPEN("Open"),
    HIGH("High"),
    LOW("Low"),
    CLOSE("Close"),
    VOLUME("Volume");

    private final String label;

    PriceField(String label) {
        this.label = label;
    }

    /** {@return the name used in strategy files and texts, such as {@code High}} */
    public String label() {
        return label;
    }
}
