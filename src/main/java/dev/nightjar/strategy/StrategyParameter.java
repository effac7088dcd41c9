package dev.nightjar.strategy;

import java.util.List;

/**
 * A value in a strategy file that another may take the place of.
 *
 * @param name the shortest readable name that means this place only; its JSON pointer if there is none
 * @param pointer where it stands, or would stand
 * @param kind what values the place takes
 * @param value what stands there now, without quotes
 * @param written whether the file says it; else it is the default of an indicator
 * @param usual whether it is a number or a time that people try out
 * @param note the condition it belongs to; empty if it is in none
 */
public record StrategyParameter(
        String name, String pointer, Kind kind, String value, boolean written, boolean usual, String note) {

    /** What values a place takes. */
    public enum Kind {
        /** Numbers, written as a number or as a text. */
        NUMBER,
        /** Times of day. */
        TIME,
        /** Any text. */
        TEXT,
        /** {@code true} or {@code false}. */
        FLAG;

        /** {@return what is accepted, for messages} */
        public String accepted() {
            return switch (this) {
                case NUMBER -> "a number";
                case TIME -> TimeText.FORM;
                case TEXT -> "a text";
                case FLAG -> "true or false";
            };
        }
    }

    /** A name that means none or several of the places. */
    public static final class UnknownNameException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<StrategyParameter> candidates;

        UnknownNameException(String message, List<StrategyParameter> candidates) {
            super(message);
            this.candidates = List.copyOf(candidates);
        }

        /** {@return those it could have meant} */
        public List<StrategyParameter> candidates() {
            return candidates;
        }
    }
}
