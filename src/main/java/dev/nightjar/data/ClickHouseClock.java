package dev.nightjar.data;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * Makes instants of what a table's times mean. They are clock times of the exchange, written into a DateTime as they were read off:
 * the clock time that the server shows, in the zone of the column or its own, is the exchange's. Not for several threads.
 */
final class ClickHouseClock {

    private static final long NANOS = 1_000_000_000L;

    private final ZoneRules shown;
    private final ZoneId exchange;
    private long lastSecond = Long.MIN_VALUE;
    private long lastShift;

    /**
     * Makes a clock.
     *
     * @param shown the zone the server shows the table's times in; the exchange's if the table holds instants
     */
    ClickHouseClock(ZoneId shown, ZoneId exchange) {
        this.shown = shown.getRules();
        this.exchange = exchange;
    }

    /** {@return the instant in epoch nanoseconds at which the exchange's clock shows what the server shows for the given one} */
    long time(long stored) {
        long second = Math.floorDiv(stored, NANOS);
        if (second != lastSecond) {
            ZoneOffset offset = shown.getOffset(Instant.ofEpochSecond(second));
            LocalDateTime clock = LocalDateTime.ofEpochSecond(second, 0, offset);
            lastShift = clock.atZone(exchange).toEpochSecond() - second;
            lastSecond = second;
        }
        return stored + lastShift * NANOS;
    }
}
