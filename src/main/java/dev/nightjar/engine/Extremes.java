package dev.nightjar.engine;

import java.util.Arrays;

/**
 * Values in a row with the least and the greatest of stretches of them, so that those inside and outside a band are found
 * without looking at all. NaN, which is null, is inside no band.
 */
final class Extremes {

    private static final int SHORT = 5;
    private static final int LONG = 10;

    private final double[] values;
    private final Stretches shorter;
    private final Stretches longer;

    /** Takes ownership of the values. */
    Extremes(double[] values) {
        this.values = values;
        shorter = new Stretches(values, SHORT);
        longer = new Stretches(values, LONG);
    }

    /** All stretches of {@code 1 << bits} values. */
    private static final class Stretches {

        private final int bits;
        private final double[] least;
        private final double[] greatest;
        /** Whether a value is NaN. */
        private final boolean[] gaps;

        Stretches(double[] values, int bits) {
            this.bits = bits;
            int count = (values.length + (1 << bits) - 1) >>> bits;
            least = new double[count];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            greatest = new double[count];
            Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
            gaps = new boolean[count];
            for (int place = 0; place < values.length; place++) {
                double value = values[place];
                int stretch = place >>> bits;
                if (Double.isNaN(value)) {
                    gaps[stretch] = true;
                } else {
                    least[stretch] = Math.min(least[stretch], value);
                    greatest[stretch] = Math.max(greatest[stretch], value);
                }
            }
        }

        private boolean begins(int place) {
            return (place & ((1 << bits) - 1)) == 0;
        }

        private boolean allOutside(int place, double low, double high) {
            int stretch = place >>> bits;
            return greatest[stretch] < low || least[stretch] > high;
        }

        private boolean allInside(int place, double low, double high) {
            int stretch = place >>> bits;
            return !gaps[stretch] && least[stretch] >= low && greatest[stretch] <= high;
        }
    }

    /** {@return the first place from {@code from} on whose value lies in a band, bounds included; {@code end} if none does} */
    int firstInside(int from, int end, double low, double high) {
        int place = low <= high ? from : end;
        while (place < end) {
            if (longer.begins(place) && longer.allOutside(place, low, high)) {
                place += 1 << LONG;
            } else if (shorter.begins(place) && shorter.allOutside(place, low, high)) {
                place += 1 << SHORT;
            } else if (values[place] >= low && values[place] <= high) {
                return place;
            } else {
                place++;
            }
        }
        return end;
    }

    /** {@return the first place from {@code from} on whose value does not lie in a band; {@code end} if all do} */
    int firstOutside(int from, int end, double low, double high) {
        int place = from;
        while (place < end && low <= high) {
            if (longer.begins(place) && longer.allInside(place, low, high)) {
                place += 1 << LONG;
            } else if (shorter.begins(place) && shorter.allInside(place, low, high)) {
                place += 1 << SHORT;
            } else if (values[place] >= low && values[place] <= high) {
                place++;
            } else {
                break;
            }
        }
        return Math.min(place, end);
    }
}
