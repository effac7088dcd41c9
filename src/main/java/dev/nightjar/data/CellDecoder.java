package dev.nightjar.data;

import org.jspecify.annotations.Nullable;

/**
 * Reads whole cells, several times faster than tick by tick. For one thread.
 *
 * <p>Open a cell, then ask for columns: arrays whose first numbers, as many as the cell has ticks, are those of its ticks in
 * their order. They are the decoder's own and hold until it opens another cell. Cells lie in the file minute by minute, and
 * reading them in that order is fastest.
 */
public final class CellDecoder {

    private final long[] ends = new long[DayFormat.SECONDS + PackedColumn.SLACK];
    private final long[][] columns = new long[8][0];
    private @Nullable Cell cell;

    /**
     * {@return how many ticks the cell has}
     *
     * @param cells of a symbol and day
     * @throws DataException if the file is damaged there
     */
    public int open(CellIndex cells, int number) {
        Cell opened = new Cell(cells, number);
        cell = opened;
        return opened.count;
    }

    private Cell cell() {
        if (cell == null) {
            throw new IllegalStateException("no cell was opened");
        }
        return cell;
    }

    private long[] column(int which, Cell cell) {
        if (columns[which].length < cell.count + PackedColumn.SLACK) {
            columns[which] = new long[cell.count + (cell.count >> 1) + 4 * PackedColumn.SLACK];
        }
        return columns[which];
    }

    /** {@return whether it is plain without decoding them that all traded prices are multiples of a size} */
    boolean areSurelyMultiples(long size) {
        return cell().areSurelyMultiples(size);
    }

    /** {@return epoch nanoseconds} */
    public long[] times() {
        Cell from = cell();
        long[] into = column(0, from);
        from.times(into, ends, column(7, from));
        return into;
    }

    /** {@return ranks among all ticks of the day} */
    public long[] sequences() {
        Cell from = cell();
        long[] into = column(1, from);
        from.sequences(into, ends, column(7, from));
        return into;
    }

    /** {@return traded prices, or {@link dev.nightjar.market.TickSeries#NO_PRICE}} */
    public long[] prices() {
        Cell from = cell();
        long[] into = column(2, from);
        from.prices(into);
        return into;
    }

    public long[] quantities() {
        Cell from = cell();
        long[] into = column(3, from);
        from.quantities(into);
        return into;
    }

    public long[] openInterests() {
        Cell from = cell();
        long[] into = column(4, from);
        from.openInterests(into);
        return into;
    }

    /** {@return best bids, or {@link dev.nightjar.market.TickSeries#NO_PRICE}} */
    public long[] bids() {
        Cell from = cell();
        long[] into = column(5, from);
        from.bids(into);
        return into;
    }

    /** {@return best asks, or {@link dev.nightjar.market.TickSeries#NO_PRICE}} */
    public long[] asks() {
        Cell from = cell();
        long[] into = column(6, from);
        from.asks(into);
        return into;
    }
}
