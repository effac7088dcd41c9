package dev.nightjar.outcome;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Equity over time, in money.
 *
 * @param capital what there was before the first point; above 0
 * @param points ascending; one a bar
 */
record EquityCurve(long capital, List<Point> points) {

    /**
     * The equity at the end of a bar.
     *
     * @param date of the bar where it trades
     */
    record Point(LocalDate date, long equity) {}

    EquityCurve {
        if (capital <= 0) {
            throw new IllegalArgumentException("capital must be positive, was " + capital + " x 10^-6");
        }
        points = List.copyOf(points);
    }

    long last() {
        return points.isEmpty() ? capital : points.get(points.size() - 1).equity();
    }

    long highest() {
        return points.stream().mapToLong(Point::equity).max().orElse(capital);
    }

    /** {@return the last point of each day} */
    List<Point> daily() {
        List<Point> days = new ArrayList<>();
        for (Point point : points) {
            int last = days.size() - 1;
            if (last >= 0 && days.get(last).date().equals(point.date())) {
                days.set(last, point);
            } else {
                days.add(point);
            }
        }
        return days;
    }

    /** {@return the calendar days from the first point to the last} */
    long calendarDays() {
        return points.isEmpty() ? 0 : days(0, points.size() - 1);
    }

    /** {@return the calendar days from one point to a later one} */
    long days(int from, int to) {
        return ChronoUnit.DAYS.between(points.get(from).date(), points.get(to).date());
    }
}
