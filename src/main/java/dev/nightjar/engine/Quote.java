package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;

/** The last price of one contract as market time passes. */
final class Quote {

    private final TickSeries ticks;
    private int next;

    /** Starts at the end of an epoch second. */
    Quote(TickSeries ticks, long second) {
        this.ticks = ticks;
        this.next = ticks.firstAtOrAfter(endOf(second));
    }

    /** Lets time pass to the end of an epoch second. */
    void passTo(long second) {
        long end = endOf(second);
        while (next < ticks.count() && ticks.time(next) < end) {
            next++;
        }
    }

    private static long endOf(long second) {
        return Math.multiplyExact(second + 1, SecondTape.NANOS);
    }

    boolean hasPrice() {
        return next > 0;
    }

    long price() {
        return ticks.price(next - 1);
    }

    TickSeries ticks() {
        return ticks;
    }
}
