package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The cells of one symbol while a day is written. */
final class IndexBlock {

    private static final int COLUMNS = IndexLayout.PRICES;

    private int cells;
    private int flags;
    private int[] tickEnds = new int[4];
    private int[] offsets = new int[4];
    private char[] minutes = new char[4];
    private long[] seconds = new long[4];
    private long[] volumes = new long[4];
    private long[] openInterests = new long[4];
    private final long[][] prices = new long[COLUMNS][4];
    private long @Nullable [][] bids;
    private long @Nullable [][] asks;
    private final CellEncoder.Steps steps = new CellEncoder.Steps();

    /** {@return what the symbol's cells are packed with} */
    CellEncoder.Steps steps() {
        return steps;
    }

    int cells() {
        return cells;
    }

    int flags() {
        return flags;
    }

    IndexLayout layout() {
        return IndexLayout.of(cells, flags);
    }

    /**
     * Adds a cell.
     *
     * @throws ArithmeticException if the symbol has more ticks than an int can count
     */
    void add(int minute, int offset, int count, CellEncoder cell) {
        if (cells == minutes.length) {
            grow();
        }
        tickEnds[cells] = Math.addExact(cells == 0 ? 0 : tickEnds[cells - 1], count);
        offsets[cells] = offset;
        minutes[cells] = (char) minute;
        seconds[cells] = cell.mask();
        volumes[cells] = cell.volume();
        openInterests[cells] = cell.lastInterest();
        flags |= cell.flags();
        set(prices, cell.price);
        if ((cell.flags() & DayFormat.QUOTES) != 0) {
            quoted(cell);
        } else if (bids != null && asks != null) {
            none(bids, cells, cells + 1);
            none(asks, cells, cells + 1);
        }
        cells++;
    }

    private void quoted(CellEncoder cell) {
        if (bids == null || asks == null) {
            bids = new long[COLUMNS][minutes.length];
            asks = new long[COLUMNS][minutes.length];
            none(bids, 0, cells);
            none(asks, 0, cells);
        }
        set(bids, cell.bid);
        set(asks, cell.ask);
    }

    private static void none(long[][] columns, int from, int to) {
        for (long[] column : columns) {
            Arrays.fill(column, from, to, NO_PRICE);
        }
    }

    private void set(long[][] columns, long[] values) {
        for (int column = 0; column < COLUMNS; column++) {
            columns[column][cells] = values[column];
            if (values[column] != NO_PRICE && values[column] > Integer.MAX_VALUE) {
                flags |= DayFormat.WIDE;
            }
        }
    }

    private void grow() {
        int length = cells + (cells >> 1) + 12;
        tickEnds = Arrays.copyOf(tickEnds, length);
        offsets = Arrays.copyOf(offsets, length);
        minutes = Arrays.copyOf(minutes, length);
        seconds = Arrays.copyOf(seconds, length);
        volumes = Arrays.copyOf(volumes, length);
        openInterests = Arrays.copyOf(openInterests, length);
        grow(prices, length);
        if (bids != null && asks != null) {
            grow(bids, length);
            grow(asks, length);
        }
    }

    private static void grow(long[][] columns, int length) {
        for (int column = 0; column < COLUMNS; column++) {
            columns[column] = Arrays.copyOf(columns[column], length);
        }
    }

    /** Writes the block where the output stands. */
    void writeTo(HashedOutput out) throws IOException {
        long end = out.position() + layout().length();
        out.putLongs(seconds, cells);
        out.putLongs(volumes, cells);
        if ((flags & DayFormat.OPEN_INTEREST) != 0) {
            out.putLongs(openInterests, cells);
        }
        write(prices, out);
        if (bids != null && asks != null) {
            write(bids, out);
            write(asks, out);
        }
        for (int cell = 0; cell < cells; cell++) {
            out.putInt(tickEnds[cell]);
        }
        for (int cell = 0; cell < cells; cell++) {
            out.putInt(offsets[cell]);
        }
        for (int cell = 0; cell < cells; cell++) {
            out.putShort(minutes[cell]);
        }
        out.padTo(end);
    }

    private void write(long[][] columns, HashedOutput out) throws IOException {
        for (long[] column : columns) {
            if ((flags & DayFormat.WIDE) != 0) {
                out.putLongs(column, cells);
            } else {
                for (int cell = 0; cell < cells; cell++) {
                    out.putInt(column[cell] == NO_PRICE ? Integer.MIN_VALUE : (int) column[cell]);
                }
            }
        }
    }
}
