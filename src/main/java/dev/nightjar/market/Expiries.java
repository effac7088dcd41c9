package dev.nightjar.market;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses an expiry from those that exist. */
public final class Expiries {

    private Expiries() {}

    /**
     * Chooses by week, month, quarter or year: {@code W1} is the second expiry, {@code M0} the last expiry of the first
     * calendar month that has one, {@code Q} and {@code Y} likewise.
     *
     * @param expiries ascending, none before the trading day; an expiry on the trading day itself is {@code W0}
     * @param unit W, M, Q or Y
     * @param number from 0
     * @return null if there are not that many
     */
    public static @Nullable LocalDate choose(List<LocalDate> expiries, char unit, int number) {
        int seen = -1;
        for (int next = 0; next < expiries.size(); next++) {
            LocalDate expiry = expiries.get(next);
            boolean lastOfPeriod =
                    next + 1 == expiries.size() || period(unit, expiry) != period(unit, expiries.get(next + 1));
            if (lastOfPeriod && ++seen == number) {
                return expiry;
            }
        }
        return null;
    }

    private static long period(char unit, LocalDate date) {
        return switch (unit) {
            case 'W' -> date.toEpochDay();
            case 'M' -> date.getYear() * 12L + date.getMonthValue();
            case 'Q' -> date.getYear() * 4L + (date.getMonthValue() - 1) / 3;
            case 'Y' -> date.getYear();
            default -> throw new IllegalArgumentException("an expiry is chosen by W, M, Q or Y, not by " + unit);
        };
    }
}
