package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last price of one contract as market time passes, and the ticks that come. Of a day of bars the ticks are the opens
 * and ranges of {@link BarTicks}, and the last price is the last close.
 */
final class Quote {

    /** A price, and when it was made, in epoch nanoseconds. */
    record Last(long time, long price) {}

    private TickSeries ticks;
    private @Nullable PriceColumn column;
    private @Nullable BarTicks bars;
    private @Nullable Last before;
    private int next;

    /**
     * Starts before the first tick.
     *
     * @param before the last price of earlier days; null if there is none
     */
    Quote(PriceColumn column, @Nullable Last before) {
        begin(column, before);
    }

    /** Starts anew, before the first tick of whatever column. */
    void begin(PriceColumn ofTicks, @Nullable Last last) {
        ticks = ofTicks;
        column = ofTicks;
        bars = null;
        before = last;
        next = 0;
    }

    /** Starts before the first bar, likewise. */
    Quote(BarTicks bars, @Nullable Last before) {
        ticks = bars;
        this.before = before;
        this.bars = bars;
    }

    /** {@return the quote, moved behind a place in the order of the day's ticks, however far that is} */
    Quote skipBehind(long order, long sequence) {
        next = behind(order, sequence);
        return this;
    }

    /** {@return the first tick behind a place in the order of the day's ticks} */
    int behind(long order, long sequence) {
        if (column != null) {
            return column.behind(order, sequence);
        }
        int tick = ticks.firstAtOrAfter(order);
        while (tick < ticks.count() && ticks.time(tick) == order && ticks.sequence(tick) <= sequence) {
            tick++;
        }
        return tick;
    }

    /** Passes the ticks up to a place in the order of the day's ticks. */
    void passTo(long order, long sequence) {
        next = Math.max(next, behind(order, sequence));
    }

    /** Passes the ticks before one. */
    void passTo(int tick) {
        next = tick;
    }

    boolean hasPrice() {
        return next > 0 || before != null;
    }

    long price() {
        return before != null && isBeforeTheFirst() ? before.price() : ticks.price(last());
    }

    /** {@return the last price as of the end of a minute of the session, of ticks, if there is one} */
    long priceAfter(int minute) {
        long price = Objects.requireNonNull(column).priceAfter(minute, next);
        return price == TickSeries.NO_PRICE ? Objects.requireNonNull(before).price() : price;
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

    /** {@return the ticks, if they are no bars} */
    @Nullable PriceColumn column() {
        return column;
    }

    /** {@return how many ticks there are} */
    int count() {
        return ticks.count();
    }

    /** {@return the place of the next tick among those of the quote} */
    int next() {
        return next;
    }

    /** {@return when the next tick is made, epoch nanoseconds} */
    long nextTime() {
        long time = ticks.time(next);
        return bars == null ? time : MomentTape.startOf(MomentTape.second(time));
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

    /** {@return the open of the bar whose range the next tick is} */
    long openOfRange() {
        return ticks.price(next - 1);
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
