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

    /** Where the last tick was, to begin with there; a thread may see what another one left. */
    private @Nullable Cell lastCell;

    private int lastSecond;

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

    private int second(Cell.Seconds seconds, int tick) {
        int second = seconds.of(tick, lastSecond);
        lastSecond = second;
        return second;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long time(int tick) {
        Cell cell = cell(tick);
        int own = tick - cell.firstTick;
        Cell.Seconds seconds = cell.seconds();
        return seconds.time(second(seconds, own)) + cell.fraction(own);
    }

    /** {@return its rank in the day, from 0} */
    @Override
    public long sequence(int tick) {
        Cell cell = cell(tick);
        int own = tick - cell.firstTick;
        Cell.Seconds seconds = cell.seconds();
        return seconds.ticksBefore(second(seconds, own)) + cell.rank(own);
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
    public boolean hasQuotes() {
        return index.has(DayFormat.QUOTES);
    }

    @Override
    public boolean isTraded() {
        return !index.has(DayFormat.UNTRADED);
    }

    @Override
    public int firstAtOrAfter(long time) {
        long second = Math.floorDiv(time, NANOS) - open;
        int cell = index.firstAtOrAfter(Math.floorDiv(second, DayFormat.SECONDS));
        if (cell == index.count()) {
            return count;
        }
        int first = index.firstTick(cell);
        if (index.minute(cell) > Math.floorDiv(second, DayFormat.SECONDS)) {
            return first;
        }
        long mask = index.seconds(cell);
        long bit = 1L << Math.floorMod(second, DayFormat.SECONDS);
        int place = Long.bitCount(mask & bit - 1);
        int begin = place == 0 ? first : index.secondEnd(cell, place - 1);
        if ((mask & bit) == 0) {
            return begin;
        }
        int end = index.secondEnd(cell, place);
        while (begin < end) {
            int middle = (begin + end) >>> 1;
            if (time(middle) < time) {
                begin = middle + 1;
            } else {
                end = middle;
            }
        }
        return begin;
    }
}
