package dev.nightjar.strategy;

/** The indicators that exist, by the names strategy files use. */
public enum IndicatorKind {
    RSI("rsi", 14),
    EMA("ema", 21);

    private final String label;
    private final int defaultLength;

    IndicatorKind(String label, int defaultLength) {
        this.label = label;
        this.defaultLength = defaultLength;
    }

    public String label() {
        return label;
    }

    public int defaultLength() {
        return defaultLength;
    }
}
