package dev.nightjar.market;

import org.jspecify.annotations.Nullable;

/**
 * The ticks of one instrument on one day, in (time, sequence) order.
 *
 * <p>Times are epoch nanoseconds; prices are whole units of the instrument's price scale. Sequences order ticks across all
 * instruments of the day. A tick has a traded price, a quote, or both. Instances never change.
 */
public interface TickSeries {

    /** A price that a tick does not have. */
    long NO_PRICE = Long.MIN_VALUE;

    /** {@return how many ticks there are} */
    int count();

    /** {@return when the tick happened, epoch nanoseconds} */
    long time(int tick);

    /** {@return its place in the order of the day's ticks; at least that of ticks of the same time} */
    long sequence(int tick);

    /** {@return the traded price, in units of the instrument's price scale; {@link #NO_PRICE} if it is a quote alone} */
    long price(int tick);

    /** {@return the traded quantity in units of the instrument} */
    long quantity(int tick);

    /** {@return the open interest in units of the instrument} */
    long openInterest(int tick);

    /** {@return the best bid, or {@link #NO_PRICE}} */
    default long bid(int tick) {
        return NO_PRICE;
    }

    /** {@return the best ask, or {@link #NO_PRICE}} */
    default long ask(int tick) {
        return NO_PRICE;
    }

    /** {@return whether any tick has a bid or an ask} */
    default boolean hasQuotes() {
        return false;
    }

    /** {@return whether every tick has a traded price} */
    default boolean isTraded() {
        return true;
    }

    /** {@return its ticks by minute if that is known without looking at them, else null} */
    default @Nullable Cells cells() {
        return null;
    }

    /** Puts the times and traded prices of the ticks from one on, before another, into arrays, from their first place on. */
    default void unpack(int from, int end, long[] times, long[] prices) {
        for (int tick = from; tick < end; tick++) {
            times[tick - from] = time(tick);
            prices[tick - from] = price(tick);
        }
    }

    /** {@return the first tick at or after the epoch nanosecond; count() if there is none} */
    default int firstAtOrAfter(long time) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (time(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
