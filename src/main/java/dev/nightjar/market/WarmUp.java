package dev.nightjar.market;

/**
 * The candles before a day from which indicators are seeded.
 *
 * @param bars at most {@link #LENGTH}, all before the day; may be empty
 * @param source where they came from; the two are never mixed
 * @param hash SHA-256 of their content in hexadecimal; of nothing when there are none
 */
public record WarmUp(Bars bars, Source source, String hash) {

    /** How many candles a warm-up holds at most. */
    public static final int LENGTH = 500;

    /** Where warm-up candles come from. */
    public enum Source {
        /** Stored candles of that timeframe. */
        STORED,
        /** Built from the ticks of earlier days. */
        BUILT,
        /** There are none. */
        NONE,
        /** None were asked for. */
        UNUSED
    }
}
