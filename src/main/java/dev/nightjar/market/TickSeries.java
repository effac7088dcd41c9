package dev.nightjar.market;

/**
 * The ticks of one instrument on one day, in (time, sequence) order.
 *
 * <p>Times are epoch nanoseconds; prices are whole units of the instrument's price scale. Sequences order ticks of one
 * time across all instruments of the day. Instances never change.
 */
public interface TickSeries {

    /** {@return how many ticks there are} */
    int count();

    /** {@return when the tick happened, epoch nanoseconds} */
    long time(int tick);

    /** {@return its place among the day's ticks of the same time} */
    long sequence(int tick);

    /** {@return the traded price, in units of the instrument's price scale} */
    long price(int tick);

    /** {@return the traded quantity in units of the instrument} */
    long quantity(int tick);

    /** {@return the open interest in units of the instrument} */
    long openInterest(int tick);

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
