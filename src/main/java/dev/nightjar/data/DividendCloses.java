package dev.nightjar.data;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Optional;

/** Whether the close before a dividend is known, which earlier prices are adjusted by. */
public final class DividendCloses {

    private DividendCloses() {}

    /**
     * {@return why it is not known: there is no close of the trading day before; empty if there is}
     *
     * @param days of which there are closes
     */
    public static Optional<String> gap(String exchange, LocalDate exDate, NavigableSet<LocalDate> days) {
        LocalDate last = days.lower(exDate);
        if (last == null) {
            return Optional.of("no close is known before the dividend of " + exDate);
        }
        return last.plusDays(1)
                .datesUntil(exDate)
                .filter(date -> mayTrade(exchange, date))
                .findFirst()
                .map(date -> "the close before the dividend of " + exDate + " is not known: the last one is of " + last
                        + ", and " + exchange + " may have traded on " + date
                        + "; import candles that have the day before the dividend");
    }

    private static boolean mayTrade(String exchange, LocalDate date) {
        TradingHours hours = TradingHours.shipped();
        return hours.knows(exchange)
                ? hours.expected(exchange, date) != TradingHours.Expected.CLOSED
                : date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
    }
}
