package dev.nightjar.market;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * One trading day of one exchange clock.
 *
 * @param date the trading day, in the zone
 * @param zone the exchange's zone
 * @param open the first second of the session, epoch seconds
 * @param close the closing second, epoch seconds; it still belongs to the session
 */
public record Session(LocalDate date, ZoneId zone, long open, long close) {

    public Session {
        if (close <= open) {
            throw new IllegalArgumentException(date + ": the session's close is not after its open");
        }
    }

    public static Session of(LocalDate date, ZoneId zone, LocalTime open, LocalTime close) {
        return new Session(date, zone, epochSecond(date, open, zone), epochSecond(date, close, zone));
    }

    private static long epochSecond(LocalDate date, LocalTime time, ZoneId zone) {
        return date.atTime(time).atZone(zone).toEpochSecond();
    }

    /** {@return the epoch second of a time of this day, in the exchange's zone} */
    public long at(LocalTime time) {
        return epochSecond(date, time, zone);
    }

    /** {@return whether ticks of that epoch second count: from the open to the closing second, both included} */
    public boolean contains(long epochSecond) {
        return epochSecond >= open && epochSecond <= close;
    }
}
