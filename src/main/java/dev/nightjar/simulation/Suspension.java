package dev.nightjar.simulation;

import java.time.LocalDate;

/**
 * Days on which a symbol could not be traded.
 *
 * @param from the first day
 * @param to the last day
 * @param reason as whoever recorded it put it; may be empty
 */
public record Suspension(LocalDate from, LocalDate to, String reason) {

    public Suspension {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a suspension ends on " + to + ", before it begins on " + from);
        }
    }

    boolean covers(LocalDate date) {
        return !date.isBefore(from) && !date.isAfter(to);
    }
}
