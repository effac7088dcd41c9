package dev.nightjar.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A day, or the days from one to another, as the command line says it.
 *
 * @param first the first day
 * @param last the last day, itself included
 */
record DayRange(LocalDate first, LocalDate last) {

    private static final Pattern DAYS = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:\\.\\.(\\d{4}-\\d\\d-\\d\\d))?");

    /**
     * Reads {@code 2024-10-29} or {@code 2024-10-28..2024-11-08}.
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    static DayRange of(String text) {
        Matcher days = DAYS.matcher(text);
        if (!days.matches()) {
            throw new IllegalArgumentException(
                    "must be a date such as 2024-10-29, or two with two dots between, such as 2024-10-28..2024-11-08");
        }
        LocalDate first = day(days.group(1));
        LocalDate last = days.group(2) == null ? first : day(days.group(2));
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("the last day " + last + " is before the first, " + first);
        }
        return new DayRange(first, last);
    }

    /**
     * Reads {@code 2024-10-29}.
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDate) {
            throw new IllegalArgumentException("must be a date such as 2024-10-29", noDate);
        }
    }

    boolean contains(LocalDate date) {
        return !date.isBefore(first) && !date.isAfter(last);
    }
}
