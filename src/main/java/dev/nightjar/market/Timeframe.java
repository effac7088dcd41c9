package dev.nightjar.market;

/**
 * The width of a candle: whole minutes, up to a day.
 *
 * @param minutes 1 to 1440
 */
public record Timeframe(int minutes) implements Comparable<Timeframe> {

    /** Minutes of a day. */
    public static final int DAY = 1440;

    public Timeframe {
        if (minutes < 1 || minutes > DAY) {
            throw new IllegalArgumentException("a timeframe is 1 to " + DAY + " minutes, was " + minutes);
        }
    }

    /** {@return the label used in files and texts: {@code 5m}, {@code 1h}, {@code 1d}} */
    public String label() {
        if (minutes == DAY) {
            return "1d";
        }
        return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }

    /** {@return the bucket a second of the session belongs to, counted from 0 at the session's open} */
    public long bucket(long epochSecond, Session session) {
        return Math.floorDiv(epochSecond - session.open(), minutes * 60L);
    }

    /** {@return the epoch second at which a bucket starts} */
    public long bucketStart(long bucket, Session session) {
        return session.open() + bucket * minutes * 60L;
    }

    @Override
    public int compareTo(Timeframe other) {
        return Integer.compare(minutes, other.minutes);
    }
}
