package dev.nightjar.market;

/** The side of an order or a position. */
public enum Side {
    BUY,
    SELL;

    /** {@return the side that closes this one} */
    public Side opposite() {
        return this == BUY ? SELL : BUY;
    }
}
