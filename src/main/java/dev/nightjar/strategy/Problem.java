package dev.nightjar.strategy;

/**
 * Something wrong, or worth a warning, at one place of a strategy file.
 *
 * @param pointer the JSON pointer (RFC 6901) of the place; empty for the whole document
 * @param value what stood there, as JSON text, shortened; empty if nothing stood there
 * @param message what is wrong and what would be accepted, as one sentence without a full stop
 */
public record Problem(String pointer, String value, String message) {

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "/" : pointer) + ": " + message + (value.isEmpty() ? "" : ", was " + value);
    }
}
