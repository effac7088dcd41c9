package dev.nightjar.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/** Writes times as the interchange format has them: of the exchange's clock, or in UTC where that clock is ambiguous. */
final class LocalTimes {

    private static final long NANOS = 1_000_000_000L;

    /** Clocks are not set back by more, in seconds. */
    private static final long MARGIN = 4 * 3600;

    private final ZoneId zone;
    private final byte[] suffix;
    private long second = Long.MIN_VALUE;
    private byte[] text = new byte[0];

    private LocalTimes(ZoneId zone, String suffix) {
        this.zone = zone;
        this.suffix = suffix.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * {@return what writes times of a range}
     *
     * @param first epoch second
     * @param last epoch second
     */
    static LocalTimes of(ZoneId zone, long first, long last) {
        // an hour of the clock may come twice, as much before its change as after it
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochSecond(first - MARGIN));
        boolean steady = change == null || change.toEpochSecond() > last + MARGIN;
        return steady ? new LocalTimes(zone, "") : new LocalTimes(ZoneOffset.UTC, "Z");
    }

    /** {@return what writes times of an exchange's clock that are known to be there once} */
    static LocalTimes of(ZoneId zone) {
        return new LocalTimes(zone, "");
    }

    static LocalTimes inUtc() {
        return new LocalTimes(ZoneOffset.UTC, "Z");
    }

    void write(long epochNanos, CsvOutput out) throws IOException {
        long wanted = Math.floorDiv(epochNanos, NANOS);
        if (wanted != second) {
            second = wanted;
            text = text(wanted);
        }
        out.bytes(text);
        out.fraction(Math.floorMod(epochNanos, NANOS));
        out.bytes(suffix);
    }

    private byte[] text(long epochSecond) {
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(epochSecond), zone);
        // LocalTime leaves out seconds that are zero
        String text = local.toLocalDate() + " " + local.toLocalTime() + (local.getSecond() == 0 ? ":00" : "");
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
