package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;

/** Epoch nanoseconds as files show them, in one exchange's zone. */
final class Times {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("XXX", Locale.ROOT);
    private static final DateTimeFormatter COMPACT_DATE = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final int NANO_SCALE = 9;
    private static final int THOUSAND = 1_000;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int SECONDS_PER_HOUR = SECONDS_PER_MINUTE * MINUTES_PER_HOUR;
    private static final int SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;
    private static final int LONGEST = 40;

    private final ZoneId zone;

    /** The seconds in which the zone has the offset last used, from and before. */
    private long offsetFrom;

    private long offsetBefore;
    private int offset;
    private String offsetText = "";

    /** The day last used, in the zone, and how it begins in files. */
    private long day = Long.MIN_VALUE;

    private String date = "";
    private String compactDate = "";

    /** Not for several threads. */
    Times(ZoneId zone) {
        this.zone = zone;
    }

    /** {@return these if they are of the zone, else others} */
    Times in(ZoneId wanted) {
        return zone.equals(wanted) ? this : new Times(wanted);
    }

    /** {@return such as {@code 2024-10-29T09:19:00.250+05:30}} */
    String iso(long nanos) {
        int second = secondOfDay(nanos);
        StringBuilder text = new StringBuilder(LONGEST).append(date).append('T');
        two(text, second / SECONDS_PER_HOUR).append(':');
        two(text, second / SECONDS_PER_MINUTE % MINUTES_PER_HOUR).append(':');
        two(text, second % SECONDS_PER_MINUTE);
        fraction(text, (int) Math.floorMod(nanos, DayRecorder.NANOS_PER_SECOND));
        return text.append(offsetText).toString();
    }

    /** {@return the same of epoch seconds} */
    String isoSeconds(long seconds) {
        return iso(Math.multiplyExact(seconds, DayRecorder.NANOS_PER_SECOND));
    }

    /** Thousandths, millionths or billionths, whichever are enough. */
    private static void fraction(StringBuilder text, int nanos) {
        if (nanos != 0) {
            int group = THOUSAND * THOUSAND;
            text.append('.');
            int rest = nanos;
            while (rest != 0) {
                int three = rest / group;
                text.append((char) ('0' + three / 100));
                two(text, three % 100);
                rest %= group;
                group /= THOUSAND;
            }
        }
    }

    /** {@return such as {@code 20241029_091900}} */
    String compact(long nanos) {
        int second = secondOfDay(nanos);
        StringBuilder text = new StringBuilder(LONGEST).append(compactDate).append('_');
        two(text, second / SECONDS_PER_HOUR);
        two(text, second / SECONDS_PER_MINUTE % MINUTES_PER_HOUR);
        two(text, second % SECONDS_PER_MINUTE);
        return text.toString();
    }

    /** {@return such as {@code 20241029}} */
    String compactDate(long nanos) {
        secondOfDay(nanos);
        return compactDate;
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** {@return the second of the day in the zone, whose date and offset are at hand then} */
    private int secondOfDay(long nanos) {
        long second = Math.floorDiv(nanos, DayRecorder.NANOS_PER_SECOND);
        if (second < offsetFrom || second >= offsetBefore) {
            look(Instant.ofEpochSecond(second));
        }
        long local = second + offset;
        long localDay = Math.floorDiv(local, SECONDS_PER_DAY);
        if (localDay != day) {
            day = localDay;
            LocalDate today = LocalDate.ofEpochDay(localDay);
            date = DATE.format(today);
            compactDate = COMPACT_DATE.format(today);
        }
        return (int) Math.floorMod(local, SECONDS_PER_DAY);
    }

    private void look(Instant at) {
        ZoneRules rules = zone.getRules();
        ZoneOffset now = rules.getOffset(at);
        ZoneOffsetTransition next = rules.nextTransition(at);
        offset = now.getTotalSeconds();
        offsetText = OFFSET.format(now);
        offsetFrom = at.getEpochSecond();
        offsetBefore = next == null ? Long.MAX_VALUE : next.getInstant().getEpochSecond();
    }

    /** {@return seconds without trailing zeros} */
    static BigDecimal seconds(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_SCALE).stripTrailingZeros();
    }
}
