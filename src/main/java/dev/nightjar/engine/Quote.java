package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;
import org.jspecify.annotations.Nullable;

/**
 * The last price of one contract as market time passes, and the ticks that come. Of a day of bars the ticks are the opens
 * and ranges of {@link BarTicks}, and the last price is the last close.
 */
final class Quote {

    /** A price, and when it was made, in epoch nanoseconds. */
    record Last(long time, long price) {}

    private final TickSeries ticks;
    private final @Nullable BarTicks bars;
    private final @Nullable Last before;
    private int next;

    /**
     * Starts before the first tick.
     *
     * @param before the last price of earlier days; null if there is none
     */
    Quote(TickSeries ticks, @Nullable Last before) {
        this.ticks = ticks;
        this.before = before;
        bars = null;
    }

    /** Starts before the first bar, likewise. */
    Quote(BarTicks bars, @Nullable Last before) {
        ticks = bars;
        this.before = before;
        this.bars = bars;
    }

    /** {@return the quote, moved to the end of an epoch second, however far that is} */
    Quote skipTo(long second) {
        next = ticks.firstAtOrAfter(endOf(second));
        return this;
    }

    /** {@return the quote, moved behind a tick of whatever instrument} */
    Quote skipBehind(long order, long sequence) {
        next = ticks.firstAtOrAfter(order);
        while (next < ticks.count() && ticks.time(next) == order && ticks.sequence(next) <= sequence) {
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

    private long endOf(long second) {
        return bars == null ? endOfTicks(second) : endOfBars(second);
    }

    /** {@return the first nanosecond after an epoch second} */
    static long endOfTicks(long second) {
        return Math.multiplyExact(second + 1, SecondTape.NANOS);
    }

    /** {@return the nanosecond between the bars that end and those that start with an epoch second} */
    static long endOfBars(long second) {
        return Math.multiplyExact(second, SecondTape.NANOS) + 1;
    }

    boolean hasPrice() {
        return next > 0 || before != null;
    }

    long price() {
        return before != null && isBeforeTheFirst() ? before.price() : ticks.price(last());
    }

    /** {@return when the last price was made, epoch nanoseconds} */
    long time() {
        return before != null && isBeforeTheFirst() ? before.time() : ticks.time(last());
    }

    private boolean isBeforeTheFirst() {
        return next == 0 || bars != null && next == 1;
    }

    /** The open of a bar in progress is a price only while there is no close. */
    private int last() {
        return bars != null && next > 1 && BarTicks.isOpen(next - 1) ? next - 2 : next - 1;
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

    /** {@return when the next tick is made, epoch nanoseconds} */
    long nextTime() {
        long time = ticks.time(next);
        return bars == null ? time : time - Math.floorMod(time, SecondTape.NANOS);
    }

    /** {@return the next tick's place in time, which of ticks is their time; see {@link BarTicks} of bars} */
    long nextOrder() {
        return ticks.time(next);
    }

    long nextSequence() {
        return ticks.sequence(next);
    }

    long nextPrice() {
        return ticks.price(next);
    }

    /** {@return whether the next tick comes before that of another quote (below 0), after it (above 0) or is the same one} */
    int compareNext(Quote other) {
        int order = Long.compare(nextOrder(), other.nextOrder());
        if (order != 0) {
            return order;
        }
        return bars != null && other.bars != null
                ? bars.symbol().compareTo(other.bars.symbol())
                : Long.compare(nextSequence(), other.nextSequence());
    }

    /** {@return whether ticks are of bars} */
    boolean isOfBars() {
        return bars != null;
    }

    /** {@return whether the next tick is all that a bar went through after its open, in an order nobody knows} */
    boolean isRange() {
        return bars != null && !BarTicks.isOpen(next);
    }

    /** {@return the highest of the next tick's prices, mirrored as of a side, see {@link Steps}} */
    long nextHighest(long sign) {
        if (bars == null) {
            return sign * ticks.price(next);
        }
        return sign > 0 ? bars.high(next) : -bars.low(next);
    }

    /** {@return the lowest of the next tick's prices, mirrored as of a side} */
    long nextLowest(long sign) {
        return -nextHighest(-sign);
    }

    void pass() {
        next++;
    }
}
