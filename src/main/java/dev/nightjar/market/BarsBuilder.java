package dev.nightjar.market;

import java.util.Arrays;

/** Collects candles; what arrives with the start of the last one widens it. */
public final class BarsBuilder {

    private final int priceScale;
    private long[] starts;
    private long[] opens;
    private long[] highs;
    private long[] lows;
    private long[] closes;
    private long[] volumes;
    private int count;

    public BarsBuilder(int priceScale) {
        this(priceScale, 512);
    }

    /** @param expected how many bars there is room for before it grows */
    public BarsBuilder(int priceScale, int expected) {
        this.priceScale = priceScale;
        int room = Math.max(1, expected);
        starts = new long[room];
        opens = new long[room];
        highs = new long[room];
        lows = new long[room];
        closes = new long[room];
        volumes = new long[room];
    }

    /** Adds a bar, or widens the last one if it has the same start. */
    public void add(long start, long open, long high, long low, long close, long volume) {
        int last = count - 1;
        if (count > 0 && starts[last] == start) {
            highs[last] = Math.max(highs[last], high);
            lows[last] = Math.min(lows[last], low);
            closes[last] = close;
            volumes[last] = Math.addExact(volumes[last], volume);
            return;
        }
        if (count == starts.length) {
            grow();
        }
        starts[count] = start;
        opens[count] = open;
        highs[count] = high;
        lows[count] = low;
        closes[count] = close;
        volumes[count++] = volume;
    }

    /** Adds a range of bars. */
    public void addAll(Bars bars, int from, int to) {
        for (int bar = from; bar < to; bar++) {
            add(bars.start(bar), bars.open(bar), bars.high(bar), bars.low(bar), bars.close(bar), bars.volume(bar));
        }
    }

    private void grow() {
        int length = 2 * count;
        starts = Arrays.copyOf(starts, length);
        opens = Arrays.copyOf(opens, length);
        highs = Arrays.copyOf(highs, length);
        lows = Arrays.copyOf(lows, length);
        closes = Arrays.copyOf(closes, length);
        volumes = Arrays.copyOf(volumes, length);
    }

    public Bars bars() {
        return Bars.of(
                priceScale,
                Arrays.copyOf(starts, count),
                Arrays.copyOf(opens, count),
                Arrays.copyOf(highs, count),
                Arrays.copyOf(lows, count),
                Arrays.copyOf(closes, count),
                Arrays.copyOf(volumes, count));
    }
}
