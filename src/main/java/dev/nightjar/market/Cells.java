package dev.nightjar.market;

/**
 * The ticks of one instrument on one day by minute: one cell for each minute of the session in which it ticked.
 *
 * <p>Minutes are counted from the session's open. Prices are units of the instrument's price scale and those of traded
 * prices only; a cell whose ticks are quotes alone has {@link TickSeries#NO_PRICE}. Ticks are places in the instrument's
 * {@link TickSeries}. Instances never change.
 */
public interface Cells {

    /** {@return how many cells there are} */
    int count();

    /** {@return the minute of the session, from 0} */
    int minute(int cell);

    /** {@return the first tick of the cell} */
    default int firstTick(int cell) {
        return cell == 0 ? 0 : tickEnd(cell - 1);
    }

    /** {@return one past the last tick of the cell} */
    int tickEnd(int cell);

    long open(int cell);

    long high(int cell);

    long low(int cell);

    long close(int cell);

    /** {@return the sum of the traded quantities} */
    long volume(int cell);

    /** {@return the seconds of the minute that ticked: bit 0 is its first second} */
    long seconds(int cell);

    /**
     * {@return one past the last tick of a second}
     *
     * @param place the how manieth of the seconds that ticked, from 0
     */
    int secondEnd(int cell, int place);
}
