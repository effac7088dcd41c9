package dev.nightjar.market;

/**
 * Candles of one instrument and timeframe, oldest first.
 *
 * <p>{@code start} is the epoch second of the bucket's start, strictly increasing; prices are whole units of
 * 10<sup>-priceScale</sup>; volume is in units of the instrument. Instances never change and may be read by several
 * threads.
 */
public interface Bars {

    /**
     * Takes ownership of the arrays, which have one length.
     *
     * @throws IllegalArgumentException if lengths differ or a start is not after the one before it
     */
    static Bars of(
            int priceScale, long[] starts, long[] opens, long[] highs, long[] lows, long[] closes, long[] volumes) {
        return new BarColumns(priceScale, starts, opens, highs, lows, closes, volumes);
    }

    /** {@return bars without any bar} */
    static Bars empty(int priceScale) {
        return of(priceScale, new long[0], new long[0], new long[0], new long[0], new long[0], new long[0]);
    }

    int count();

    int priceScale();

    /** {@return the epoch second at which the bar's bucket starts} */
    long start(int bar);

    long open(int bar);

    long high(int bar);

    long low(int bar);

    long close(int bar);

    long volume(int bar);

    /** {@return the first bar that starts at or after an epoch second; count() if there is none} */
    default int firstAtOrAfter(long epochSecond) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (start(middle) < epochSecond) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
