package dev.nightjar.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Parses times such as {@code 2024-10-29 09:15:00.250}: with a blank or a T, with 0 to 9 fraction digits, with an offset
 * ({@code Z}, {@code +05:30}, {@code +0530}) or, without one, in the exchange's zone. Not for several threads.
 */
final class Timestamps {

    /** What is returned for anything that is no time. */
    static final long INVALID = Long.MIN_VALUE;

    /** Stands for a time that was written without an offset. */
    static final int LOCAL = Integer.MIN_VALUE;

    static final String ACCEPTED = "yyyy-MM-dd HH:mm:ss, with up to 9 fraction digits and an offset if need be";

    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int DATE_LENGTH = 10;
    private static final int LENGTH = 19;

    private final ZoneId zone;
    private final byte[] lastDate = new byte[DATE_LENGTH];
    private long lastEpochDay = Long.MIN_VALUE;
    private boolean steadyOffset;
    private int offsetSeconds;
    private int writtenOffset = LOCAL;

    Timestamps(ZoneId zone) {
        this.zone = zone;
    }

    /** {@return the offset the time parsed last was written with, in seconds, or {@link #LOCAL}} */
    int writtenOffset() {
        return writtenOffset;
    }

    /** {@return epoch nanoseconds, or {@link #INVALID}} */
    long parse(byte[] bytes, int from, int to) {
        if (to - from < LENGTH || !date(bytes, from)) {
            return INVALID;
        }
        int between = bytes[from + 10];
        int hour = two(bytes, from + 11);
        int minute = two(bytes, from + 14);
        int second = two(bytes, from + 17);
        if ((between != ' ' && between != 'T')
                || bytes[from + 13] != ':'
                || bytes[from + 16] != ':'
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return INVALID;
        }
        long local = lastEpochDay * 86_400 + hour * 3600L + minute * 60L + second;
        int at = from + LENGTH;
        long nanos = 0;
        if (at < to && bytes[at] == '.') {
            int first = ++at;
            long unit = NANOS;
            while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
                unit /= 10;
                nanos += unit * (bytes[at++] - '0');
            }
            if (at == first || at - first > 9) {
                return INVALID;
            }
        }
        long offset = at == to ? localOffset(local) : offset(bytes, at, to);
        writtenOffset = at == to ? LOCAL : (int) offset;
        return offset == INVALID ? INVALID : (local - offset) * NANOS + nanos;
    }

    /** {@return epoch nanoseconds as messages tell them: without an offset, in a zone} */
    static String text(long time, ZoneId zone) {
        long nanos = Math.floorMod(time, NANOS);
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(Math.floorDiv(time, NANOS)), zone);
        String fraction =
                nanos == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos).replaceAll("0+$", "");
        return local.format(SECONDS) + fraction;
    }

    private boolean date(byte[] bytes, int from) {
        if (Arrays.equals(lastDate, 0, DATE_LENGTH, bytes, from, from + DATE_LENGTH)) {
            return true;
        }
        int century = two(bytes, from);
        int year = two(bytes, from + 2);
        int month = two(bytes, from + 5);
        int day = two(bytes, from + 8);
        if (century < 19 || century > 21 || year < 0 || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
            return false;
        }
        LocalDate date;
        try {
            date = LocalDate.of(century * 100 + year, month, day);
        } catch (DateTimeException noSuchDay) {
            return false;
        }
        System.arraycopy(bytes, from, lastDate, 0, DATE_LENGTH);
        day(date);
        return true;
    }

    private void day(LocalDate date) {
        lastEpochDay = date.toEpochDay();
        Instant begin = date.atStartOfDay(zone).toInstant();
        Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
        ZoneOffsetTransition change = zone.getRules().nextTransition(begin.minusSeconds(1));
        steadyOffset = change == null || change.getInstant().isAfter(end);
        offsetSeconds = zone.getRules().getOffset(begin).getTotalSeconds();
    }

    /**
     * {@return epoch nanoseconds, or {@link #INVALID}}
     *
     * @param local nanoseconds of the exchange's clock since 1970-01-01 there
     */
    long ofLocal(long local) {
        long second = Math.floorDiv(local, NANOS);
        long epochDay = Math.floorDiv(second, 86_400L);
        if (epochDay != lastEpochDay) {
            Arrays.fill(lastDate, (byte) 0);
            day(LocalDate.ofEpochDay(epochDay));
        }
        long offset = localOffset(second);
        return offset == INVALID ? INVALID : local - offset * NANOS;
    }

    /** A local time that exists twice or not at all, when clocks change, is no time. */
    private long localOffset(long local) {
        if (steadyOffset) {
            return offsetSeconds;
        }
        List<ZoneOffset> valid = zone.getRules().getValidOffsets(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
        return valid.size() == 1 ? valid.get(0).getTotalSeconds() : INVALID;
    }

    private static long offset(byte[] bytes, int from, int to) {
        if (to - from == 1 && bytes[from] == 'Z') {
            return 0;
        }
        int sign = bytes[from] == '+' ? 1 : bytes[from] == '-' ? -1 : 0;
        boolean colon = to - from == 6 && bytes[from + 3] == ':';
        if (sign == 0 || !(colon || to - from == 5)) {
            return INVALID;
        }
        int hours = two(bytes, from + 1);
        int minutes = two(bytes, to - 2);
        return hours < 0 || hours > 18 || minutes < 0 || minutes > 59
                ? INVALID
                : sign * (hours * 3600L + minutes * 60L);
    }

    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
