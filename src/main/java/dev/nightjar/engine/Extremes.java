package dev.nightjar.engine;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values in a row with the least and the greatest of stretches of them, so that what comes first of something is found without
 * looking at all. Places without a value are passed over.
 */
final class Extremes {

    /** A place that has no value. */
    static final long NONE = Long.MIN_VALUE;

    /** A stretch has so many values if nobody says so, as a power of two; and so many are a piece of it, likewise. */
    private static final int LONG = 10;

    private static final int SHORT = 4;
    /** So many stretches are passed at once, likewise. */
    private static final int MANY = 4;

    private final IntFunction<long[]> values;
    private final Stretches stretches;
    /** Each of many stretches. */
    private final Stretches joined;
    /** By place, in steps of a piece: the stretch with it. */
    private final int[] stretchOf;
    /** Those that were looked into. */
    private final @Nullable Opened[] opened;

    Extremes(long[] values) {
        this(
                Stretches.of(values),
                stretch -> Arrays.copyOfRange(values, stretch << LONG, Math.min(values.length, (stretch + 1) << LONG)));
    }

    /** @param values those of a stretch, which is asked for once, when it is looked into */
    Extremes(Stretches stretches, IntFunction<long[]> values) {
        this.stretches = stretches;
        this.values = values;
        joined = stretches.joined();
        int[] ends = stretches.ends;
        stretchOf = new int[((ends.length == 0 ? 0 : ends[ends.length - 1]) >>> SHORT) + 1];
        int filled = 0;
        for (int stretch = 0; stretch < ends.length; stretch++) {
            while (filled << SHORT < ends[stretch]) {
                stretchOf[filled++] = stretch;
            }
        }
        opened = new Opened[ends.length];
    }

    /** The values of a stretch, and the extremes of pieces of it. */
    private static final class Opened {

        private final long[] values;
        private final long[] least;
        private final long[] greatest;

        Opened(long[] values) {
            this.values = values;
            least = new long[(values.length + (1 << SHORT) - 1) >>> SHORT];
            greatest = new long[least.length];
            for (int piece = 0; piece < least.length; piece++) {
                long low = Long.MAX_VALUE;
                long high = NONE;
                int end = Math.min(values.length, (piece + 1) << SHORT);
                for (int place = piece << SHORT; place < end; place++) {
                    // NONE is below all.
                    low = values[place] == NONE ? low : Math.min(low, values[place]);
                    high = Math.max(high, values[place]);
                }
                least[piece] = low;
                greatest[piece] = high;
            }
        }

        long least(int from, int end) {
            int first = Math.min(end, (from + (1 << SHORT) - 1) >>> SHORT << SHORT);
            int last = Math.max(first, end >>> SHORT << SHORT);
            long low = Long.MAX_VALUE;
            for (int place = from; place < first; place++) {
                low = values[place] == NONE ? low : Math.min(low, values[place]);
            }
            for (int piece = first >>> SHORT; piece < last >>> SHORT; piece++) {
                low = Math.min(low, least[piece]);
            }
            for (int place = last; place < end; place++) {
                low = values[place] == NONE ? low : Math.min(low, values[place]);
            }
            return low;
        }

        long greatest(int from, int end) {
            int first = Math.min(end, (from + (1 << SHORT) - 1) >>> SHORT << SHORT);
            int last = Math.max(first, end >>> SHORT << SHORT);
            long high = NONE;
            for (int place = from; place < first; place++) {
                high = Math.max(high, values[place]);
            }
            for (int piece = first >>> SHORT; piece < last >>> SHORT; piece++) {
                high = Math.max(high, greatest[piece]);
            }
            for (int place = last; place < end; place++) {
                high = Math.max(high, values[place]);
            }
            return high;
        }

        /** {@return the first place from one on, before another, that a walker does not pass; the other one if it passes all} */
        int walk(int from, int end, Walker walker) {
            int place = from;
            while (place < end) {
                int piece = place >>> SHORT;
                int behind = Math.min(values.length, (piece + 1) << SHORT);
                if (place == piece << SHORT
                        && behind <= end
                        && (greatest[piece] == NONE || walker.passes(least[piece], greatest[piece]))) {
                    place = behind;
                } else if (values[place] == NONE || walker.passes(values[place], values[place])) {
                    place++;
                } else {
                    return place;
                }
            }
            return end;
        }

        /** {@return the first place from one on, before another, whose value is in a band, or is not; the other one if there is none} */
        int first(int from, int end, long low, long high, boolean inside) {
            int place = from;
            while (place < end) {
                int piece = place >>> SHORT;
                int behind = Math.min(end, (piece + 1) << SHORT);
                if (mayHave(least[piece], greatest[piece], low, high, inside)) {
                    for (; place < behind; place++) {
                        if (values[place] != NONE && (values[place] >= low && values[place] <= high) == inside) {
                            return place;
                        }
                    }
                }
                place = behind;
            }
            return end;
        }
    }

    /** Walks along the values, from stretch to stretch. */
    interface Walker {

        /**
         * {@return whether what is looked for does not happen among values in a range; then they are passed}
         *
         * <p>It may not happen in a range that is passed, and must be told of a single value exactly.
         */
        boolean passes(long least, long greatest);
    }

    /**
     * Stretches of values, one behind the other. Some may be empty.
     *
     * @param ends one past their last places
     * @param least their least values; {@link Long#MAX_VALUE} of none
     * @param greatest their greatest values; {@link #NONE} of none
     */
    record Stretches(int[] ends, long[] least, long[] greatest) {

        /** {@return so many empty ones} */
        static Stretches empty(int count) {
            Stretches stretches = new Stretches(new int[count], new long[count], new long[count]);
            Arrays.fill(stretches.least, Long.MAX_VALUE);
            Arrays.fill(stretches.greatest, NONE);
            return stretches;
        }

        private static Stretches of(long[] values) {
            Stretches stretches = empty((values.length + (1 << LONG) - 1) >>> LONG);
            for (int place = 0; place < values.length; place++) {
                stretches.ends[place >>> LONG] = place + 1;
                if (values[place] != NONE) {
                    stretches.add(place >>> LONG, values[place], values[place]);
                }
            }
            return stretches;
        }

        private Stretches joined() {
            Stretches joined = empty(ends.length >>> MANY);
            for (int stretch = 0; stretch < joined.ends.length << MANY; stretch++) {
                joined.ends[stretch >>> MANY] = ends[stretch];
                joined.add(stretch >>> MANY, least[stretch], greatest[stretch]);
            }
            return joined;
        }

        /** Adds values to a stretch. */
        void add(int stretch, long low, long high) {
            least[stretch] = Math.min(least[stretch], low);
            greatest[stretch] = Math.max(greatest[stretch], high);
        }

        private boolean mayHave(int stretch, long low, long high, boolean inside) {
            return Extremes.mayHave(least[stretch], greatest[stretch], low, high, inside);
        }

        private boolean passes(int stretch, Walker walker) {
            return greatest[stretch] == NONE || walker.passes(least[stretch], greatest[stretch]);
        }
    }

    /** {@return the key of a double, in an order of keys that is that of doubles; NaN is {@link #NONE}} */
    static long key(double value) {
        // Adding 0 makes the two zeros one.
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return Double.isNaN(value) ? NONE : bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private int begin(int stretch) {
        return stretch == 0 ? 0 : stretches.ends[stretch - 1];
    }

    /** {@return the stretch with a place} */
    int stretch(int place) {
        int stretch = stretchOf[place >>> SHORT];
        while (stretches.ends[stretch] <= place) {
            stretch++;
        }
        return stretch;
    }

    private Opened open(int stretch) {
        Opened known = opened[stretch];
        if (known == null) {
            known = new Opened(values.apply(stretch));
            opened[stretch] = known;
        }
        return known;
    }

    /** {@return whether many stretches begin with one and end by a place} */
    private boolean fits(int stretch, int end) {
        return (stretch & (1 << MANY) - 1) == 0
                && stretch >>> MANY < joined.ends.length
                && joined.ends[stretch >>> MANY] <= end;
    }

    /** {@return the first place from {@code from} on, before {@code end}, that a walker does not pass; {@code end} if it passes all} */
    int walk(int from, int end, Walker walker) {
        int place = from;
        for (int stretch = from < end ? stretch(from) : 0; place < end; place = begin(stretch)) {
            boolean begins = place == begin(stretch);
            if (begins && fits(stretch, end) && joined.passes(stretch >>> MANY, walker)) {
                stretch += 1 << MANY;
            } else if (begins && stretches.ends[stretch] <= end && stretches.passes(stretch, walker)) {
                stretch++;
            } else {
                int behind = Math.min(end, stretches.ends[stretch]);
                int begin = begin(stretch);
                int found = begin + open(stretch).walk(place - begin, behind - begin, walker);
                if (found < behind) {
                    return found;
                }
                stretch++;
            }
        }
        return end;
    }

    /** {@return the first place from {@code from} on whose value lies in a band, bounds included; {@code end} if none does} */
    int firstInside(int from, int end, long low, long high) {
        // Nothing is below NONE, which is no value.
        return low > high ? end : first(from, end, Math.max(low, NONE + 1), high, true);
    }

    /** {@return the first place from {@code from} on whose value does not lie in a band; {@code end} if all do} */
    int firstOutside(int from, int end, long low, long high) {
        return low > high ? from : first(from, end, low, high, false);
    }

    private int first(int from, int end, long low, long high, boolean inside) {
        int place = from;
        for (int stretch = from < end ? stretch(from) : 0; place < end; place = begin(stretch)) {
            boolean begins = place == begin(stretch);
            if (begins && fits(stretch, end) && !joined.mayHave(stretch >>> MANY, low, high, inside)) {
                stretch += 1 << MANY;
            } else if (begins && !stretches.mayHave(stretch, low, high, inside)) {
                stretch++;
            } else {
                int behind = Math.min(end, stretches.ends[stretch]);
                int begin = begin(stretch);
                int found = begin + open(stretch).first(place - begin, behind - begin, low, high, inside);
                if (found < behind) {
                    return found;
                }
                stretch++;
            }
        }
        return end;
    }

    /** {@return whether values between two may have one that lies in a band, or one that does not} */
    private static boolean mayHave(long least, long greatest, long low, long high, boolean inside) {
        return inside ? greatest >= low && least <= high : least < low || greatest > high;
    }

    /**
     * The extremes of some values.
     *
     * @param least {@link Long#MAX_VALUE} of none
     * @param greatest {@link #NONE} of none
     */
    record Range(long least, long greatest) {}

    /** {@return the extremes of the values from a place on, before another} */
    Range range(int from, int end) {
        long low = Long.MAX_VALUE;
        long high = NONE;
        int place = from;
        for (int stretch = from < end ? stretch(from) : 0; place < end; place = begin(stretch)) {
            int begin = begin(stretch);
            if (place == begin && fits(stretch, end)) {
                low = Math.min(low, joined.least[stretch >>> MANY]);
                high = Math.max(high, joined.greatest[stretch >>> MANY]);
                stretch += 1 << MANY;
            } else if (place == begin && stretches.ends[stretch] <= end) {
                low = Math.min(low, stretches.least[stretch]);
                high = Math.max(high, stretches.greatest[stretch]);
                stretch++;
            } else {
                Opened within = open(stretch);
                int behind = Math.min(end, stretches.ends[stretch]) - begin;
                low = Math.min(low, within.least(place - begin, behind));
                high = Math.max(high, within.greatest(place - begin, behind));
                stretch++;
            }
        }
        return new Range(low, high);
    }
}
