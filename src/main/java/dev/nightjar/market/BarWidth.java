package dev.nightjar.market;

import java.util.Optional;

/**
 * The width of a bar: seconds that divide a minute, or whole minutes up to a day.
 *
 * <p>Buckets are counted from the session's open, as those of {@link Timeframe}.
 *
 * @param seconds 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or a multiple of 60 up to a day
 */
public record BarWidth(int seconds) implements Comparable<BarWidth> {

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    public BarWidth {
        boolean partOfMinute = seconds > 0 && seconds < MINUTE && MINUTE % seconds == 0;
        boolean minutes = seconds >= MINUTE && seconds % MINUTE == 0 && seconds / MINUTE <= Timeframe.DAY;
        if (!partOfMinute && !minutes) {
            throw new IllegalArgumentException(
                    "a bar is as wide as a number of seconds that divides a minute, or whole minutes up to a day; was "
                            + seconds + " s");
        }
    }

    public static BarWidth of(Timeframe timeframe) {
        return new BarWidth(timeframe.minutes() * MINUTE);
    }

    /** {@return the width of that label, such as {@code 1s}, {@code 15s}, {@code 5m}, {@code 1h}, {@code 1d}; each has one} */
    public static Optional<BarWidth> labelled(String label) {
        if (!label.matches("[1-9][0-9]{0,3}[smhd]")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(label.substring(0, label.length() - 1));
        int unit = switch (label.charAt(label.length() - 1)) {
            case 's' -> 1;
            case 'm' -> MINUTE;
            case 'h' -> HOUR;
            default -> Timeframe.DAY * MINUTE;
        };
        try {
            BarWidth width = new BarWidth(Math.multiplyExact(number, unit));
            return width.label().equals(label) ? Optional.of(width) : Optional.empty();
        } catch (ArithmeticException | IllegalArgumentException noWidth) {
            return Optional.empty();
        }
    }

    /** {@return the one label of this width} */
    public String label() {
        return isWholeMinutes() ? timeframe().label() : seconds + "s";
    }

    public boolean isWholeMinutes() {
        return seconds % MINUTE == 0;
    }

    /**
     * {@return this width as a timeframe}
     *
     * @throws IllegalArgumentException if it is less than a minute
     */
    public Timeframe timeframe() {
        return new Timeframe(seconds / MINUTE);
    }

    /** {@return the epoch second at which the bucket starts that a second of the session belongs to} */
    public long bucketStart(long epochSecond, Session session) {
        return epochSecond - Math.floorMod(epochSecond - session.open(), (long) seconds);
    }

    @Override
    public int compareTo(BarWidth other) {
        return Integer.compare(seconds, other.seconds);
    }
}
