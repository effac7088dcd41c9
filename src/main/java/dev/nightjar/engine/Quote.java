package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;

/** The last price of one contract as market time passes, and the ticks that come. */
final class Quote {

    private final TickSeries ticks;
    private int next;

    /** Starts before the first tick. */
    Quote(TickSeries ticks) {
        this.ticks = ticks;
    }

    /** {@return the quote, moved to the end of an epoch second, however far that is} */
    Quote skipTo(long second) {
        next = ticks.firstAtOrAfter(endOf(second));
        return this;
    }

    /** {@return the quote, moved behind a tick of whatever instrument} */
    Quote skipBehind(long time, long sequence) {
        next = ticks.firstAtOrAfter(time);
        while (next < ticks.count() && ticks.time(next) == time && ticks.sequence(next) <= sequence) {
            next++;
        }
        return this;
    }

    /** Lets time pass to the end of an epoch second. */
    void passTo(long second) {
        long end = endOf(second);
        while (comesBefore(end)) {
            next++;
        }
    }

    /** {@return the first nanosecond after an epoch second} */
    static long endOf(long second) {
        return Math.multiplyExact(second + 1, SecondTape.NANOS);
    }

    boolean hasPrice() {
        return next > 0;
    }

    long price() {
        return ticks.price(next - 1);
    }

    /** {@return when the last price was made, epoch nanoseconds} */
    long time() {
        return ticks.time(next - 1);
    }

    // What comes.

    /** {@return whether there is a next tick before an epoch nanosecond} */
    boolean comesBefore(long end) {
        return next < ticks.count() && ticks.time(next) < end;
    }

    /** {@return the place of the next tick among those of the quote} */
    int next() {
        return next;
    }

    long nextTime() {
        return ticks.time(next);
    }

    long nextSequence() {
        return ticks.sequence(next);
    }

    long nextPrice() {
        return ticks.price(next);
    }

    void pass() {
        next++;
    }
}
