package dev.nightjar.engine;

/**
 * Values in a row with the least and the greatest of stretches of them, so that what comes first of something is found without
 * looking at all. Places without a value are passed over.
 */
final class Extremes {

    /** A place that has no value. */
    static final long NONE = Long.MIN_VALUE;

    private static final int SHORT = 5;
    private static final int LONG = 10;

    private final long[] values;
    private final Stretches shorter;
    private final Stretches longer;

    /** Takes ownership of the values. */
    Extremes(long[] values) {
        this.values = values;
        shorter = new Stretches(values, SHORT);
        longer = new Stretches(shorter, LONG);
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

    /** All stretches of {@code 1 << bits} values. */
    private static final class Stretches {

        private final int bits;
        private final long[] least;
        private final long[] greatest;

        Stretches(long[] values, int bits) {
            this.bits = bits;
            int count = (values.length + (1 << bits) - 1) >>> bits;
            least = new long[count];
            greatest = new long[count];
            for (int stretch = 0; stretch < count; stretch++) {
                long low = Long.MAX_VALUE;
                long high = NONE;
                int end = Math.min(values.length, (stretch + 1) << bits);
                for (int place = stretch << bits; place < end; place++) {
                    long value = values[place];
                    // NONE is below all.
                    high = Math.max(high, value);
                    low = value == NONE ? low : Math.min(low, value);
                }
                least[stretch] = low;
                greatest[stretch] = high;
            }
        }

        /** Of so many times as long ones, from shorter ones. */
        Stretches(Stretches shorter, int bits) {
            this.bits = bits;
            int more = bits - shorter.bits;
            int count = (shorter.least.length + (1 << more) - 1) >>> more;
            least = new long[count];
            greatest = new long[count];
            for (int stretch = 0; stretch < count; stretch++) {
                long low = Long.MAX_VALUE;
                long high = NONE;
                int end = Math.min(shorter.least.length, (stretch + 1) << more);
                for (int part = stretch << more; part < end; part++) {
                    high = Math.max(high, shorter.greatest[part]);
                    low = Math.min(low, shorter.least[part]);
                }
                least[stretch] = low;
                greatest[stretch] = high;
            }
        }

        /** {@return whether a place begins a stretch that ends by another place} */
        private boolean fits(int place, int end) {
            return (place & ((1 << bits) - 1)) == 0 && place + (1 << bits) <= end;
        }

        /** {@return whether a value of the stretch that begins at a place may lie in a band} */
        private boolean reaches(int place, long low, long high) {
            int stretch = place >>> bits;
            return greatest[stretch] >= low && least[stretch] <= high;
        }

        /** {@return whether all values of the stretch that begins at a place lie in a band} */
        private boolean stays(int place, long low, long high) {
            int stretch = place >>> bits;
            return greatest[stretch] == NONE || least[stretch] >= low && greatest[stretch] <= high;
        }

        private boolean passes(int place, Walker walker) {
            int stretch = place >>> bits;
            return greatest[stretch] == NONE || walker.passes(least[stretch], greatest[stretch]);
        }
    }

    /** {@return the key of a double, in an order of keys that is that of doubles; NaN is {@link #NONE}} */
    static long key(double value) {
        // Adding 0 makes the two zeros one.
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return Double.isNaN(value) ? NONE : bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** {@return the first place from {@code from} on, before {@code end}, that a walker does not pass; {@code end} if it passes all} */
    int walk(int from, int end, Walker walker) {
        int place = from;
        while (place < end) {
            if (longer.fits(place, end) && longer.passes(place, walker)) {
                place += 1 << LONG;
            } else if (shorter.fits(place, end) && shorter.passes(place, walker)) {
                place += 1 << SHORT;
            } else if (values[place] == NONE || walker.passes(values[place], values[place])) {
                place++;
            } else {
                return place;
            }
        }
        return end;
    }

    /** {@return the first place from {@code from} on whose value lies in a band, bounds included; {@code end} if none does} */
    int firstInside(int from, int end, long low, long high) {
        if (low > high) {
            return end;
        }
        // Nothing is below NONE, which is no value.
        long lowest = Math.max(low, NONE + 1);
        int place = from;
        while (place < end) {
            if (longer.fits(place, end) && !longer.reaches(place, lowest, high)) {
                place += 1 << LONG;
            } else if (shorter.fits(place, end) && !shorter.reaches(place, lowest, high)) {
                place += 1 << SHORT;
            } else if (values[place] >= lowest && values[place] <= high) {
                return place;
            } else {
                place++;
            }
        }
        return end;
    }

    /** {@return the first place from {@code from} on whose value does not lie in a band; {@code end} if all do} */
    int firstOutside(int from, int end, long low, long high) {
        if (low > high) {
            return from;
        }
        int place = from;
        while (place < end) {
            if (longer.fits(place, end) && longer.stays(place, low, high)) {
                place += 1 << LONG;
            } else if (shorter.fits(place, end) && shorter.stays(place, low, high)) {
                place += 1 << SHORT;
            } else if (values[place] != NONE && (values[place] < low || values[place] > high)) {
                return place;
            } else {
                place++;
            }
        }
        return end;
    }

    /** The extremes of what was walked. */
    static final class Range implements Walker {

        private long least = Long.MAX_VALUE;
        private long greatest = NONE;

        @Override
        public boolean passes(long low, long high) {
            least = Math.min(least, low);
            greatest = Math.max(greatest, high);
            return true;
        }

        long least() {
            return least;
        }

        long greatest() {
            return greatest;
        }
    }

    /** {@return the extremes of a stretch of values} */
    Range range(int from, int end) {
        Range range = new Range();
        walk(from, end, range);
        return range;
    }
}
