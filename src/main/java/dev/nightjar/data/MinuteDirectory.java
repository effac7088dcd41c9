package dev.nightjar.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The minutes of a day that ticked: where their cells end in the file, with which checksum, and how the ticks of the day are
 * counted through their seconds.
 */
final class MinuteDirectory {

    /** What a minute takes in the file: minute, ticks, end of its payload, checksum, ticks before each second. */
    private static final int ENTRY = (4 + DayFormat.SECONDS) * Integer.BYTES;

    private final int[] minutes;
    private final int[] ticks;
    private final int[] ends;
    private final int[] crcs;
    private final int[] ranks;
    /** By minute and one past the last: how many ticks of the day come before it. */
    private final long[] before;
    /** By minute of the session: its place here. */
    private final int[] places;

    private MinuteDirectory(int[] minutes, int[] ticks, int[] ends, int[] crcs, int[] ranks) {
        this.minutes = minutes;
        this.ticks = ticks;
        this.ends = ends;
        this.crcs = crcs;
        this.ranks = ranks;
        before = new long[minutes.length + 1];
        places = new int[minutes.length == 0 ? 0 : minutes[minutes.length - 1] + 1];
        Arrays.fill(places, -1);
        for (int place = 0; place < minutes.length; place++) {
            before[place + 1] = before[place] + ticks[place];
            places[minutes[place]] = place;
        }
    }

    int count() {
        return minutes.length;
    }

    /** {@return how many ticks the day has} */
    long ticks() {
        return before[minutes.length];
    }

    /** {@return how many ticks a minute has} */
    int ticks(int place) {
        return ticks[place];
    }

    /** {@return the place of a minute of the session} */
    int place(int minute) {
        return places[minute];
    }

    /** {@return the minute of the session} */
    int minute(int place) {
        return minutes[place];
    }

    /** {@return the position in the file where the minute's payload begins} */
    long begin(int place) {
        return place == 0 ? DayFormat.PREAMBLE : end(place - 1);
    }

    long end(int place) {
        return Integer.toUnsignedLong(ends[place]) * Long.BYTES;
    }

    int crc(int place) {
        return crcs[place];
    }

    /** {@return how many ticks of the day come before a second of the minute} */
    long ticksBefore(int place, int second) {
        return before[place] + ranks[place * DayFormat.SECONDS + second];
    }

    void writeTo(HashedOutput out) throws IOException {
        out.putInt(minutes.length);
        for (int place = 0; place < minutes.length; place++) {
            out.putInt(minutes[place]);
            out.putInt(ticks[place]);
            out.putInt(ends[place]);
            out.putInt(crcs[place]);
            for (int second = 0; second < DayFormat.SECONDS; second++) {
                out.putInt(ranks[place * DayFormat.SECONDS + second]);
            }
        }
    }

    static MinuteDirectory read(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / ENTRY) {
            throw new IllegalArgumentException(count + " minutes");
        }
        Builder builder = new Builder();
        int[] ranks = new int[DayFormat.SECONDS];
        for (int place = 0; place < count; place++) {
            int minute = in.getInt();
            int ticks = in.getInt();
            int end = in.getInt();
            int crc = in.getInt();
            in.asIntBuffer().get(ranks);
            in.position(in.position() + DayFormat.SECONDS * Integer.BYTES);
            builder.add(minute, ticks, ranks, end, crc);
        }
        return builder.build();
    }

    /** Collects minutes, ascending. */
    static final class Builder {

        private int count;
        private int[] minutes = new int[512];
        private int[] ticks = new int[512];
        private int[] ends = new int[512];
        private int[] crcs = new int[512];
        private int[] ranks = new int[512 * DayFormat.SECONDS];

        /**
         * @param ranksOfSeconds how many ticks of the minute come before each second
         * @param end of the payload, in words
         */
        void add(int minute, int tickCount, int[] ranksOfSeconds, int end, int crc) {
            if (count == minutes.length) {
                int length = count * 2;
                minutes = Arrays.copyOf(minutes, length);
                ticks = Arrays.copyOf(ticks, length);
                ends = Arrays.copyOf(ends, length);
                crcs = Arrays.copyOf(crcs, length);
                ranks = Arrays.copyOf(ranks, length * DayFormat.SECONDS);
            }
            minutes[count] = minute;
            ticks[count] = tickCount;
            ends[count] = end;
            crcs[count] = crc;
            System.arraycopy(ranksOfSeconds, 0, ranks, count * DayFormat.SECONDS, DayFormat.SECONDS);
            count++;
        }

        MinuteDirectory build() {
            return new MinuteDirectory(
                    Arrays.copyOf(minutes, count),
                    Arrays.copyOf(ticks, count),
                    Arrays.copyOf(ends, count),
                    Arrays.copyOf(crcs, count),
                    Arrays.copyOf(ranks, count * DayFormat.SECONDS));
        }
    }
}
