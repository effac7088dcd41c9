package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;

/** The last price of one contract as market time passes. */
final class Quote {

    private final TickSeries ticks;
    private int next;

    Quote(TickSeries ticks) {
        this.ticks = ticks;
    }

    /** Lets time pass to the end of an epoch second. */
    void passTo(long second) {
        long end = Math.multiplyExact(second + 1, SecondTape.NANOS);
        while (next < ticks.count() && ticks.time(next) < end) {
            next++;
        }
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
