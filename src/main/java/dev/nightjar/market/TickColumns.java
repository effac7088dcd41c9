package dev.nightjar.market;

/** Ticks held in arrays, one per column. */
public final class TickColumns implements TickSeries {

    /** A series without ticks. */
    public static final TickColumns EMPTY = of(new long[0], new long[0], new long[0], new long[0], new long[0]);

    private final long[] times;
    private final long[] sequences;
    private final long[] prices;
    private final long[] quantities;
    private final long[] openInterests;

    private TickColumns(long[] times, long[] sequences, long[] prices, long[] quantities, long[] openInterests) {
        this.times = times;
        this.sequences = sequences;
        this.prices = prices;
        this.quantities = quantities;
        this.openInterests = openInterests;
    }

    /**
     * Takes ownership of the arrays, which have one length and are in (time, sequence) order.
     *
     * @throws IllegalArgumentException if lengths differ or a tick is not after the one before it
     */
    public static TickColumns of(
            long[] times, long[] sequences, long[] prices, long[] quantities, long[] openInterests) {
        int count = times.length;
        if (sequences.length != count
                || prices.length != count
                || quantities.length != count
                || openInterests.length != count) {
            throw new IllegalArgumentException("columns differ in length");
        }
        for (int tick = 1; tick < count; tick++) {
            if (times[tick] < times[tick - 1]
                    || (times[tick] == times[tick - 1] && sequences[tick] <= sequences[tick - 1])) {
                throw new IllegalArgumentException("tick " + tick + ": (time " + times[tick] + ", sequence "
                        + sequences[tick] + ") is not after the previous tick's (" + times[tick - 1] + ", "
                        + sequences[tick - 1] + ")");
            }
        }
        return new TickColumns(times, sequences, prices, quantities, openInterests);
    }

    @Override
    public int count() {
        return times.length;
    }

    @Override
    public long time(int tick) {
        return times[tick];
    }

    @Override
    public long sequence(int tick) {
        return sequences[tick];
    }

    @Override
    public long price(int tick) {
        return prices[tick];
    }

    @Override
    public long quantity(int tick) {
        return quantities[tick];
    }

    @Override
    public long openInterest(int tick) {
        return openInterests[tick];
    }
}
