package dev.nightjar.run;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which trading days a run covers. {@code toString} gives the text that {@link #parse} reads.
 *
 * <p>Rules choose among the days there is data for; they never ask a clock what today is.
 */
public sealed interface DateRule {

    /** What {@link #parse} accepts, for messages. */
    String ACCEPTED = "a date such as 2024-10-29, latest, last(n) with n from 1 to 10000, since_last_run,"
            + " or a range such as 2024-10-01..2024-10-31";

    /**
     * {@return the days to run, ascending, at least one}
     *
     * @param available the trading days there is data for, in any order
     * @param done the trading days of the queue's finished runs
     * @throws DaysNotAvailableException if no day matches, saying what is available
     */
    List<LocalDate> select(List<LocalDate> available, Set<LocalDate> done);

    /**
     * {@return the rule written as text}
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    static DateRule parse(String text) {
        if (text.equals("latest")) {
            return new Latest();
        }
        if (text.equals("since_last_run")) {
            return new SinceLastRun();
        }
        Matcher last = Last.FORM.matcher(text);
        if (last.matches()) {
            return new Last(Integer.parseInt(last.group(1)));
        }
        int dots = text.indexOf("..");
        if (dots >= 0) {
            return new Range(day(text.substring(0, dots)), day(text.substring(dots + 2)));
        }
        return new Day(day(text));
    }

    /**
     * {@return the date written as {@code YYYY-MM-DD}}
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1 && day.getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeException notADate) {
            // told below, with what would be accepted
        }
        throw new IllegalArgumentException("must be " + ACCEPTED);
    }

    /** {@return the first day asked for: a range's own beginning, else the first of the days chosen} */
    default LocalDate first(List<LocalDate> chosen) {
        return this instanceof Range range ? range.from() : chosen.get(0);
    }

    /** {@return the last day asked for: a range's own end, else the last of the days chosen} */
    default LocalDate last(List<LocalDate> chosen) {
        return this instanceof Range range ? range.to() : chosen.get(chosen.size() - 1);
    }

    /** One day. */
    record Day(LocalDate date) implements DateRule {
        @Override
        public List<LocalDate> select(List<LocalDate> available, Set<LocalDate> done) {
            if (!available.contains(date)) {
                throw new DaysNotAvailableException("no data for " + date + "; " + described(available, date));
            }
            return List.of(date);
        }

        @Override
        public String toString() {
            return date.toString();
        }
    }

    /** The latest day there is. */
    record Latest() implements DateRule {
        @Override
        public List<LocalDate> select(List<LocalDate> available, Set<LocalDate> done) {
            return new Last(1).select(available, done);
        }

        @Override
        public String toString() {
            return "latest";
        }
    }

    /** The latest days, exactly that many. */
    record Last(int count) implements DateRule {

        private static final Pattern FORM = Pattern.compile("last\\(([1-9]\\d{0,3}|10000)\\)");

        public Last {
            if (count < 1 || count > 10_000) {
                throw new IllegalArgumentException("last(n) needs n from 1 to 10000, was " + count);
            }
        }

        @Override
        public List<LocalDate> select(List<LocalDate> available, Set<LocalDate> done) {
            List<LocalDate> days = ascending(available);
            if (days.size() < count) {
                throw new DaysNotAvailableException(
                        (count == 1 ? "no data for any day" : "no data for " + count + " days") + "; "
                                + described(available, null));
            }
            return days.subList(days.size() - count, days.size());
        }

        @Override
        public String toString() {
            return "last(" + count + ")";
        }
    }

    /**
     * Every day after the first of the queue's finished runs that is in none of them, also one whose data came late; every day
     * there is, if there was none.
     */
    record SinceLastRun() implements DateRule {
        @Override
        public List<LocalDate> select(List<LocalDate> available, Set<LocalDate> done) {
            @Nullable LocalDate first = done.isEmpty() ? null : Collections.min(done);
            List<LocalDate> days = ascending(available).stream()
                    .filter(day -> first == null || (day.isAfter(first) && !done.contains(day)))
                    .toList();
            if (days.isEmpty()) {
                throw new DaysNotAvailableException((first == null
                                ? "no data for any day"
                                : "no data for a day after " + first + " that no run has done; the last done is "
                                        + Collections.max(done))
                        + "; " + described(available, first == null ? null : Collections.max(done)));
            }
            return days;
        }

        @Override
        public String toString() {
            return "since_last_run";
        }
    }

    /** Every day there is data for between two, both included. */
    record Range(LocalDate from, LocalDate to) implements DateRule {

        public Range {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException("the range's end " + to + " is before its start " + from);
            }
        }

        @Override
        public List<LocalDate> select(List<LocalDate> available, Set<LocalDate> done) {
            List<LocalDate> days = ascending(available).stream()
                    .filter(day -> !day.isBefore(from) && !day.isAfter(to))
                    .toList();
            if (days.isEmpty()) {
                throw new DaysNotAvailableException(
                        "no data from " + from + " to " + to + "; " + described(available, from));
            }
            return days;
        }

        @Override
        public String toString() {
            return from + ".." + to;
        }
    }

    private static List<LocalDate> ascending(List<LocalDate> days) {
        return List.copyOf(new TreeSet<>(days));
    }

    private static String described(List<LocalDate> available, @Nullable LocalDate near) {
        TreeSet<LocalDate> days = new TreeSet<>(available);
        if (days.isEmpty()) {
            return "there are no days at all";
        }
        if (days.size() <= 10) {
            return "available: " + days.stream().map(LocalDate::toString).collect(Collectors.joining(", "));
        }
        String text = "available: " + days.size() + " days from " + days.first() + " to " + days.last();
        if (near != null) {
            LocalDate before = days.floor(near);
            LocalDate after = days.ceiling(near);
            text += ", nearest: " + (before == null ? "" : before)
                    + (before == null || after == null ? "" : " and ")
                    + (after == null ? "" : after);
        }
        return text;
    }
}
