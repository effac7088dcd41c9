package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;

/**
 * The bars of one contract as orders and protections see them: each is its open, and then its range, whose price is the close.
 *
 * <p>The range comes when the bar ends, and before the slice of that second. The open comes when the bar starts, and after
 * the slice of that second, as what is placed in that slice sees the bar: it is a nanosecond late.
 */
final class BarTicks implements TickSeries {

    private final BarTape bars;

    BarTicks(BarTape bars) {
        this.bars = bars;
    }

    /** {@return whether a tick is the open of its bar, else it is the range} */
    static boolean isOpen(int tick) {
        return tick % 2 == 0;
    }

    private static int bar(int tick) {
        return tick / 2;
    }

    String symbol() {
        return bars.symbol();
    }

    long high(int tick) {
        return isOpen(tick) ? price(tick) : bars.high(bar(tick));
    }

    long low(int tick) {
        return isOpen(tick) ? price(tick) : bars.low(bar(tick));
    }

    @Override
    public int count() {
        return Math.multiplyExact(2, bars.count());
    }

    @Override
    public long time(int tick) {
        return isOpen(tick) ? MomentTape.startOf(bars.start(bar(tick))) + 1 : bars.time(bar(tick));
    }

    @Override
    public long sequence(int tick) {
        return tick;
    }

    @Override
    public long price(int tick) {
        return isOpen(tick) ? bars.open(bar(tick)) : bars.price(bar(tick));
    }

    @Override
    public long quantity(int tick) {
        return isOpen(tick) ? 0 : bars.quantity(bar(tick));
    }

    @Override
    public long openInterest(int tick) {
        return bars.openInterest(bar(tick));
    }
}
