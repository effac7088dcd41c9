package dev.nightjar.data;

import dev.nightjar.market.Cells;
import dev.nightjar.market.TickSeries;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cells of a symbol in a day file. Safe for several threads, faster with one for each. */
public final class CellIndex implements Cells {

    private static final int OPEN = 0;
    private static final int HIGH = 1;
    private static final int LOW = 2;
    private static final int CLOSE = 3;

    private final DayFile file;
    private final IndexLayout layout;
    private final ByteBuffer block;
    private final int begin;

    /** The one that was last opened. Cells are immutable, so it does not matter which one a thread sees. */
    private @Nullable Cell last;

    CellIndex(DayFile file, DayHeader.Block block) {
        this.file = file;
        layout = block.layout();
        this.block = file.bytes(block.begin());
        begin = file.place(block.begin());
    }

    DayFile file() {
        return file;
    }

    boolean has(int flag) {
        return layout.has(flag);
    }

    @Override
    public int count() {
        return layout.cells();
    }

    /** {@return how many ticks the symbol has} */
    int ticks() {
        return count() == 0 ? 0 : tickEnd(count() - 1);
    }

    /** {@return the cell with a tick} */
    int cellOf(int tick) {
        int low = 0;
        int high = count() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tickEnd(middle) <= tick) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** {@return the first cell of the minute or a later one; count() if there is none} */
    int firstAtOrAfter(long minute) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (minute(middle) < minute) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * {@return the inside of a cell}
     *
     * @throws DataException if the file is damaged there
     */
    Cell inside(int cell) {
        Cell known = last;
        if (known == null || known.number != cell) {
            known = new Cell(this, cell);
            last = known;
        }
        return known;
    }

    private int at(int cell, int column, int bytes) {
        return begin + column + Objects.checkIndex(cell, layout.cells()) * bytes;
    }

    private long longAt(int cell, int column) {
        return block.getLong(at(cell, column, Long.BYTES));
    }

    private int intAt(int cell, int column) {
        return block.getInt(at(cell, column, Integer.BYTES));
    }

    private long price(int cell, int columns, int which) {
        int bytes = layout.priceBytes();
        int at = at(cell, columns + which * layout.cells() * bytes, bytes);
        if (bytes == Long.BYTES) {
            return block.getLong(at);
        }
        int price = block.getInt(at);
        return price == Integer.MIN_VALUE ? TickSeries.NO_PRICE : price;
    }

    @Override
    public int minute(int cell) {
        return Short.toUnsignedInt(block.getShort(at(cell, layout.minutes(), Short.BYTES)));
    }

    @Override
    public int tickEnd(int cell) {
        return intAt(cell, layout.tickEnds());
    }

    /** {@return the position in the file where the cell's payload begins} */
    long offset(int cell) {
        return Integer.toUnsignedLong(intAt(cell, layout.offsets())) * Long.BYTES;
    }

    @Override
    public long open(int cell) {
        return price(cell, layout.prices(), OPEN);
    }

    @Override
    public long high(int cell) {
        return price(cell, layout.prices(), HIGH);
    }

    @Override
    public long low(int cell) {
        return price(cell, layout.prices(), LOW);
    }

    @Override
    public long close(int cell) {
        return price(cell, layout.prices(), CLOSE);
    }

    long lowBid(int cell) {
        return price(cell, layout.bids(), LOW);
    }

    long lowAsk(int cell) {
        return price(cell, layout.asks(), LOW);
    }

    @Override
    public long volume(int cell) {
        return longAt(cell, layout.volumes());
    }

    /** {@return the open interest of the cell's last tick} */
    public long openInterest(int cell) {
        return has(DayFormat.OPEN_INTEREST) ? longAt(cell, layout.openInterests()) : 0;
    }

    @Override
    public long seconds(int cell) {
        return longAt(cell, 0);
    }

    @Override
    public int secondEnd(int cell, int place) {
        return inside(cell).secondEnd(place);
    }
}
