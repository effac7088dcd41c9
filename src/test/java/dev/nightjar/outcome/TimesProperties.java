package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times are told as the JDK's formatters tell them, whatever was told before. */
class TimesProperties {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("XXX", Locale.ROOT);
    private static final long NANOS = 1_000_000_000;

    private static String iso(ZonedDateTime time) {
        String nine = String.format(Locale.ROOT, "%09d", time.getNano());
        String fraction = nine.replaceAll("(000){1,3}$", "");
        return SECONDS.format(time) + (fraction.isEmpty() ? "" : "." + fraction) + OFFSET.format(time);
    }

    private static void assertSame(Times times, ZoneId zone, long nanos) {
        ZonedDateTime time = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))
                .atZone(zone);
        assertThat(times.iso(nanos)).isEqualTo(iso(time));
        assertThat(times.compact(nanos)).isEqualTo(COMPACT.format(time));
        assertThat(times.compactDate(nanos)).isEqualTo(COMPACT.format(time).substring(0, 8));
    }

    @Test
    void anyTimeInAnyZone() {
        for (String id : List.of(
                "Asia/Kolkata", "America/New_York", "Europe/London", "UTC", "Australia/Lord_Howe", "Pacific/Apia")) {
            ZoneId zone = ZoneId.of(id);
            Times times = new Times(zone);
            Random random = new Random(id.hashCode());
            for (int round = 0; round < 5_000; round++) {
                long nanos = random.nextLong();
                long fraction = List.of(NANOS, 1_000_000L, 1_000L, 1L).get(random.nextInt(4));
                assertSame(times, zone, nanos / fraction * fraction);
            }
        }
    }

    @Test
    void secondBySecondOverChangesOfTheClock() {
        ZoneId zone = ZoneId.of("America/New_York");
        Times times = new Times(zone);
        for (String change : List.of("2024-03-10T07:00:00Z", "2024-11-03T06:00:00Z")) {
            long at = Instant.parse(change).getEpochSecond();
            for (long second = at - 30; second < at + 30; second++) {
                assertSame(times, zone, second * NANOS);
            }
            for (long second = at + 30; second > at - 30; second--) {
                assertSame(times, zone, second * NANOS);
            }
        }
    }

    @Test
    void anotherZoneIsAnotherOne() {
        Times kolkata = new Times(ZoneId.of("Asia/Kolkata"));
        assertThat(kolkata.in(ZoneId.of("Asia/Kolkata"))).isSameAs(kolkata);
        assertThat(kolkata.in(ZoneId.of("America/New_York")).iso(0)).isEqualTo("1969-12-31T19:00:00-05:00");
    }
}
