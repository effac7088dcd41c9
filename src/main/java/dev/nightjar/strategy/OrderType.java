package dev.nightjar.strategy;

/** When and at what price an order may fill. */
public enum OrderType {
    /** At once, at the price there is. */
    MARKET("market"),
    /** At its price or better. */
    LIMIT("limit"),
    /** At the price there is once its stop price is reached. */
    STOP("stop"),
    /** As a limit order once its stop price is reached. */
    STOP_LIMIT("stop_limit");

    private final String label;

    OrderType(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
