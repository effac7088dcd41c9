package dev.nightjar.market;

/** Candles held in arrays, one per field. */
final class BarColumns implements Bars {

    private final int priceScale;
    private final long[] starts;
    private final long[] opens;
    private final long[] highs;
    private final long[] lows;
    private final long[] closes;
    private final long[] volumes;

    BarColumns(int priceScale, long[] starts, long[] opens, long[] highs, long[] lows, long[] closes, long[] volumes) {
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
        this.priceScale = priceScale;
        this.starts = starts;
        this.opens = opens;
        this.highs = highs;
        this.lows = lows;
        this.closes = closes;
        this.volumes = volumes;
    }

    @Override
    public int count() {
        return starts.length;
    }

    @Override
    public int priceScale() {
        return priceScale;
    }

    @Override
    public long start(int bar) {
        return starts[bar];
    }

    @Override
    public long open(int bar) {
        return opens[bar];
    }

    @Override
    public long high(int bar) {
        return highs[bar];
    }

    @Override
    public long low(int bar) {
        return lows[bar];
    }

    @Override
    public long close(int bar) {
        return closes[bar];
    }

    @Override
    public long volume(int bar) {
        return volumes[bar];
    }
}
