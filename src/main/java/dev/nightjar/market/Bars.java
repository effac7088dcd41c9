package dev.nightjar.market;

/**
 * Candles of one instrument and timeframe, oldest first, one array per field.
 *
 * <p>{@code start} is the epoch second of the bucket's start, strictly increasing; prices are whole units of
 * 10<sup>-priceScale</sup>; volume is in units of the instrument. Instances own their arrays and never change.
 */
public final class Bars {

    private final int priceScale;
    private final long[] starts;
    private final long[] opens;
    private final long[] highs;
    private final long[] lows;
    private final long[] closes;
    private final long[] volumes;

    private Bars(
            int priceScale, long[] starts, long[] opens, long[] highs, long[] lows, long[] closes, long[] volumes) {
        this.priceScale = priceScale;
        this.starts = starts;
        this.opens = opens;
        this.highs = highs;
        this.lows = lows;
        this.closes = closes;
        this.volumes = volumes;
    }

    /**
     * Takes ownership of the arrays, which have one length.
     *
     * @throws IllegalArgumentException if lengths differ or a start is not after the one before it
     */
    public static Bars of(
            int priceScale, long[] starts, long[] opens, long[] highs, long[] lows, long[] closes, long[] volumes) {
        int count = starts.length;
        if (opens.length != count
                || highs.length != count
                || lows.length != count
                || closes.length != count
                || volumes.length != count) {
            throw new IllegalArgumentException("columns differ in length");
        }
        for (int bar = 1; bar < count; bar++) {
            if (starts[bar] <= starts[bar - 1]) {
                throw new IllegalArgumentException("bar " + bar + ": start " + starts[bar]
                        + " is not after the previous bar's " + starts[bar - 1]);
            }
        }
        return new Bars(priceScale, starts, opens, highs, lows, closes, volumes);
    }

    /** {@return bars without any bar} */
    public static Bars empty(int priceScale) {
        return of(priceScale, new long[0], new long[0], new long[0], new long[0], new long[0], new long[0]);
    }

    public int count() {
        return starts.length;
    }

    public int priceScale() {
        return priceScale;
    }

    /** {@return the epoch second at which the bar's bucket starts} */
    public long start(int bar) {
        return starts[bar];
    }

    public long open(int bar) {
        return opens[bar];
    }

    public long high(int bar) {
        return highs[bar];
    }

    public long low(int bar) {
        return lows[bar];
    }

    public long close(int bar) {
        return closes[bar];
    }

    public long volume(int bar) {
        return volumes[bar];
    }
}
