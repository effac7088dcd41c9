package dev.nightjar.data;

import dev.nightjar.market.TickSeries;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ticks of a symbol in a day file. Safe for several threads, faster with one for each. */
final class CellTicks implements TickSeries {

    private static final long NANOS = 1_000_000_000L;

    private final CellIndex index;
    private final int count;
    private final long open;

    private final CellDecoder decoder = new CellDecoder();

    /** Where the last tick was, to begin with there; a thread may see what another one left. */
    private @Nullable Cell lastCell;

    CellTicks(CellIndex index) {
        this.index = index;
        count = index.ticks();
        open = index.file().header().session().open();
    }

    private Cell cell(int tick) {
        Cell last = lastCell;
        return last != null && tick >= last.firstTick && tick < last.tickEnd ? last : other(tick, last);
    }

    private Cell other(int tick, @Nullable Cell last) {
        Objects.checkIndex(tick, count);
        Cell cell = index.inside(last != null && tick == last.tickEnd ? last.number + 1 : index.cellOf(tick));
        lastCell = cell;
        return cell;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long time(int tick) {
        Cell cell = cell(tick);
        return cell.time(tick - cell.firstTick);
    }

    /** {@return its rank in the day, from 0} */
    @Override
    public long sequence(int tick) {
        Cell cell = cell(tick);
        return cell.sequence(tick - cell.firstTick);
    }

    @Override
    public long price(int tick) {
        Cell cell = cell(tick);
        return cell.price(tick - cell.firstTick);
    }

    @Override
    public long quantity(int tick) {
        Cell cell = cell(tick);
        return cell.quantity(tick - cell.firstTick);
    }

    @Override
    public long openInterest(int tick) {
        Cell cell = cell(tick);
        return cell.openInterest(tick - cell.firstTick);
    }

    @Override
    public long bid(int tick) {
        Cell cell = cell(tick);
        return cell.bid(tick - cell.firstTick);
    }

    @Override
    public long ask(int tick) {
        Cell cell = cell(tick);
        return cell.ask(tick - cell.firstTick);
    }

    @Override
    public CellIndex cells() {
        return index;
    }

    @Override
    public void unpack(int from, int end, long[] times, long[] prices) {
        // Cells are seldom unpacked by two threads at once, which would each need one.
        synchronized (decoder) {
            for (int tick = from, cell = from < end ? index.cellOf(from) : 0; tick < end; cell++) {
                decoder.open(index, cell);
                int skipped = tick - index.firstTick(cell);
                int taken = Math.min(end, index.tickEnd(cell)) - tick;
                System.arraycopy(decoder.times(), skipped, times, tick - from, taken);
                System.arraycopy(decoder.prices(), skipped, prices, tick - from, taken);
                tick += taken;
            }
        }
    }

    @Override
    public boolean hasQuotes() {
        return index.has(DayFormat.QUOTES);
    }

    @Override
    public boolean isTraded() {
        return !index.has(DayFormat.UNTRADED);
    }

    @Override
    public int firstAtOrAfter(long time) {
        int cell = index.firstAtOrAfter(Math.floorDiv(Math.floorDiv(time, NANOS) - open, DayFormat.SECONDS));
        return cell == index.count()
                ? count
                : index.firstTick(cell) + index.inside(cell).firstAtOrAfter(time);
    }
}
