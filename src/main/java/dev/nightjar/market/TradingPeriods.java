package dev.nightjar.market;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When something could be traded, as far as anybody told.
 *
 * @param listed its first trading day; null if nobody told
 * @param delisted its last trading day; null if nobody told, or if it trades still
 * @param suspensions the days on which it could not be traded in between, by first day
 */
public record TradingPeriods(
        @Nullable LocalDate listed, @Nullable LocalDate delisted, List<Suspension> suspensions) {

    /** What is not told of at all can always be traded. */
    public static final TradingPeriods ALWAYS = new TradingPeriods(null, null, List.of());

    public TradingPeriods {
        suspensions = suspensions.stream()
                .sorted(Comparator.comparing(Suspension::from).thenComparing(Suspension::to))
                .toList();
    }

    /**
     * Days on which it could not be traded.
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

        /** {@return whether a day is one of them} */
        public boolean covers(LocalDate date) {
            return !date.isBefore(from) && !date.isAfter(to);
        }
    }
}
