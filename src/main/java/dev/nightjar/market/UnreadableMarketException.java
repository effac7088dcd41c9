package dev.nightjar.market;

/** Market data cannot be read. No instance is to blame, and no result is to be made of what was read until then. */
public class UnreadableMarketException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableMarketException(String message) {
        super(message);
    }

    public UnreadableMarketException(String message, Throwable cause) {
        super(message, cause);
    }
}
