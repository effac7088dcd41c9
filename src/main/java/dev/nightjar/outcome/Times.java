package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Epoch nanoseconds as files show them, in one exchange's zone. */
final class Times {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("XXX", Locale.ROOT);
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT);
    private static final DateTimeFormatter COMPACT_DATE = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final int NANO_SCALE = 9;

    private final ZoneId zone;

    Times(ZoneId zone) {
        this.zone = zone;
    }

    /** {@return such as {@code 2024-10-29T09:19:00.250+05:30}} */
    String iso(long nanos) {
        ZonedDateTime time = at(nanos);
        int fraction = time.getNano();
        String digits = fraction == 0 ? "" : "." + fraction(fraction);
        return SECONDS.format(time) + digits + OFFSET.format(time);
    }

    private static String fraction(int nanos) {
        if (nanos % 1_000_000 == 0) {
            return String.format(Locale.ROOT, "%03d", nanos / 1_000_000);
        }
        return nanos % 1_000 == 0
                ? String.format(Locale.ROOT, "%06d", nanos / 1_000)
                : String.format(Locale.ROOT, "%09d", nanos);
    }

    /** {@return such as {@code 20241029_091900}} */
    String compact(long nanos) {
        return COMPACT.format(at(nanos));
    }

    /** {@return such as {@code 20241029}} */
    String compactDate(long nanos) {
        return COMPACT_DATE.format(at(nanos));
    }

    /** {@return seconds without trailing zeros} */
    static BigDecimal seconds(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_SCALE).stripTrailingZeros();
    }

    private ZonedDateTime at(long nanos) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(nanos, DayRecorder.NANOS_PER_SECOND),
                        Math.floorMod(nanos, DayRecorder.NANOS_PER_SECOND))
                .atZone(zone);
    }
}
