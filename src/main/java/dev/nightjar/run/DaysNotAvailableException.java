package dev.nightjar.run;

/** A date rule asks for trading days that are not there. The message says what is. */
public final class DaysNotAvailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DaysNotAvailableException(String message) {
        super(message);
    }
}
