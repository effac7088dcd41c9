package dev.nightjar.market;

/** What an instrument is. */
public enum InstrumentKind {
    INDEX,
    STOCK,
    FUTURE,
    OPTION,
    /** A pair of currencies; the price of one unit of the first in the second. */
    CURRENCY,
    /** A crypto asset in a currency. */
    CRYPTO;

    /** {@return whether it is a contract on something else, which expires} */
    public boolean isDerivative() {
        return this == FUTURE || this == OPTION;
    }
}
