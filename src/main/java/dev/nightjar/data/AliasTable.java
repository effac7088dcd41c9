package dev.nightjar.data;

/**
 * Draws places by weight, in the same time however many there are.
 *
 * @see <a href="https://doi.org/10.1109/32.92917">Vose (1991), A Linear Algorithm for Generating Random Numbers with a Given
 *     Distribution</a>
 */
final class AliasTable {

    private static final double HALF_WORD = 0x1p-32;

    private final double[] own;
    private final int[] other;

    /** @param weights 0 or more, at least one above 0 */
    AliasTable(double[] weights) {
        int count = weights.length;
        own = new double[count];
        other = new int[count];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        int[] open = new int[count];
        int small = 0;
        int large = count;
        for (int place = 0; place < count; place++) {
            own[place] = weights[place] * count / sum;
            other[place] = place;
            if (own[place] < 1) {
                open[small++] = place;
            } else {
                open[--large] = place;
            }
        }
        while (small > 0 && large < count) {
            int less = open[--small];
            int more = open[large];
            other[less] = more;
            own[more] = own[more] + own[less] - 1;
            if (own[more] < 1) {
                large++;
                open[small++] = more;
            }
        }
        // rounding may leave some that should be exactly full
        while (small > 0) {
            own[open[--small]] = 1;
        }
        while (large < count) {
            own[open[large++]] = 1;
        }
    }

    /** {@return a place}
     *
     * @param random 64 random bits
     */
    int draw(long random) {
        int place = (int) (((random >>> 32) * own.length) >>> 32);
        return (random & 0xFFFFFFFFL) * HALF_WORD < own[place] ? place : other[place];
    }
}
