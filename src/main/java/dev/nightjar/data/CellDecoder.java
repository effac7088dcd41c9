package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole cells, several times faster than tick by tick. For one thread.
 *
 * <p>Open a cell, then ask for columns: arrays whose first numbers, as many as the cell has ticks, are those of its ticks in
 * their order. They are the decoder's own and hold until it opens another cell. {@link DayScan} opens all cells of a day in
 * the order of the file, which is fastest.
 */
public final class CellDecoder {

    private static final long NANOS = 1_000_000_000L;

    private final long[][] columns = new long[8][0];
    private long[] copy = new long[0];

    private @Nullable CellIndex index;
    private int number;
    private int count;
    private long firstTime;
    private long lowPrice;

    private long[] words = copy;
    private int at;
    private long first;
    private int timesAt;
    private int fractionsAt;
    private int pricesAt;
    private int quantitiesAt;

    /**
     * {@return how many ticks the cell has}
     *
     * @param cells of a symbol and day
     * @throws DataException if the file is damaged there
     */
    public int open(CellIndex cells, int cell) {
        int ticks = cells.tickEnd(cell) - cells.firstTick(cell);
        DayFile file = cells.file();
        file.touch(cells.minuteDirectory().place(cells.minute(cell)));
        long begin = cells.offset(cell);
        LongBuffer stored = file.words(begin);
        int from = file.place(begin) / Long.BYTES;
        long word = stored.get(from);
        int length = CellWord.length(word, CellWord.words(word) > 1 ? stored.get(from + 1) : 0, ticks);
        if (copy.length < length) {
            copy = new long[length + (length >> 1)];
        }
        stored.get(from, copy, 0, length);
        open(cells, cell, ticks, cells.firstTime(cell), cells.low(cell), copy, 0);
        return ticks;
    }

    /**
     * Opens a cell.
     *
     * @param cells of which the others were read already; the minute was touched
     * @param from has the cell's words from {@code begin} on
     */
    void open(CellIndex cells, int cell, int ticks, long timeOfFirstSecond, long low, long[] from, int begin) {
        index = cells;
        number = cell;
        count = ticks;
        firstTime = timeOfFirstSecond;
        lowPrice = low;
        words = from;
        at = begin;
        first = from[begin];
        timesAt = begin + CellWord.words(first);
        fractionsAt = timesAt + PackedColumn.words(ticks, CellWord.get(first, CellWord.TIME));
        pricesAt = fractionsAt + PackedColumn.words(ticks, CellWord.get(first, CellWord.FRACTION));
        quantitiesAt = pricesAt + PackedColumn.words(ticks, CellWord.get(first, CellWord.PRICE));
    }

    private CellIndex index() {
        if (index == null) {
            throw new IllegalStateException("no cell was opened");
        }
        return index;
    }

    private long[] column(int which) {
        index();
        if (columns[which].length < count + PackedColumn.SLACK) {
            columns[which] = new long[count + (count >> 1) + 4 * PackedColumn.SLACK];
        }
        return columns[which];
    }

    /** {@return whether it is plain without decoding them that all traded prices are multiples of a size} */
    boolean areSurelyMultiples(long size) {
        return lowPrice == NO_PRICE
                || (lowPrice % size == 0
                        && (index().high(number) == lowPrice || CellWord.step(first, CellWord.PRICE_STEP) % size == 0));
    }

    /** {@return epoch nanoseconds} */
    public long[] times() {
        long[] into = column(0);
        int width = CellWord.get(first, CellWord.TIME);
        PackedColumn.unpack(words, timesAt, width, count, firstTime, CellWord.timeUnit(first), into);
        if (CellWord.get(first, CellWord.FRACTION) > 0) {
            addFractions(into);
        }
        return into;
    }

    private void addFractions(long[] into) {
        long[] fractions = column(7);
        int width = CellWord.get(first, CellWord.FRACTION);
        PackedColumn.unpack(words, fractionsAt, width, count, 0, CellWord.fractionUnit(first), fractions);
        for (int tick = 0; tick < count; tick++) {
            into[tick] += fractions[tick];
        }
    }

    /** {@return ranks among all ticks of the day} */
    public long[] sequences() {
        long[] into = column(1);
        PackedColumn.unpack(words, ranksAt(), CellWord.get(first, CellWord.RANK), count, 0, 1, into);
        MinuteDirectory minutes = index().minuteDirectory();
        int minute = index().minute(number);
        int place = minutes.place(minute);
        long sinceMinute = firstTime - index().timeOf(minute);
        // what is finer than milliseconds changes no second
        long[] times = column(7);
        int width = CellWord.get(first, CellWord.TIME);
        PackedColumn.unpack(words, timesAt, width, count, sinceMinute, CellWord.timeUnit(first), times);
        for (int tick = 0; tick < count; tick++) {
            into[tick] += minutes.ticksBefore(place, (int) (times[tick] / NANOS));
        }
        return into;
    }

    /** {@return traded prices, or {@link dev.nightjar.market.TickSeries#NO_PRICE}} */
    public long[] prices() {
        long[] into = column(2);
        int width = CellWord.get(first, CellWord.PRICE);
        long step = CellWord.step(first, CellWord.PRICE_STEP);
        prices(pricesAt, width, lowPrice, step, CellWord.is(first, CellWord.PRICES_MISSING), into);
        return into;
    }

    private void prices(int from, int width, long low, long step, boolean missing, long[] into) {
        if (!missing) {
            PackedColumn.unpack(words, from, width, count, low, step, into);
            return;
        }
        PackedColumn.unpack(words, from, width, count, 0, 1, into);
        for (int tick = 0; tick < count; tick++) {
            into[tick] = Cell.price(into[tick], low, step, true);
        }
    }

    public long[] quantities() {
        long[] into = column(3);
        int width = CellWord.get(first, CellWord.QUANTITY);
        PackedColumn.unpack(words, quantitiesAt, width, count, 0, CellWord.step(first, CellWord.QUANTITY_STEP), into);
        return into;
    }

    public long[] openInterests() {
        long[] into = column(4);
        if (CellWord.is(first, CellWord.OPEN_INTERESTS)) {
            long second = words[at + 1];
            long lowest = words[at + 2];
            int width = CellWord.get(second, CellWord.OPEN_INTEREST);
            long step = CellWord.step(second, CellWord.OPEN_INTEREST_STEP);
            PackedColumn.unpack(words, interestsAt(), width, count, lowest, step, into);
        } else {
            Arrays.fill(into, 0, count, index().openInterest(number));
        }
        return into;
    }

    private int ranksAt() {
        return quantitiesAt + PackedColumn.words(count, CellWord.get(first, CellWord.QUANTITY));
    }

    private int interestsAt() {
        return ranksAt() + PackedColumn.words(count, CellWord.get(first, CellWord.RANK));
    }

    private int bidsAt(long second) {
        // without open interest in a column its width is 0
        return interestsAt() + PackedColumn.words(count, CellWord.get(second, CellWord.OPEN_INTEREST));
    }

    /** {@return best bids, or {@link dev.nightjar.market.TickSeries#NO_PRICE}} */
    public long[] bids() {
        long[] into = column(5);
        if (CellWord.is(first, CellWord.QUOTES)) {
            long second = words[at + 1];
            int width = CellWord.get(second, CellWord.BID);
            long step = CellWord.step(second, CellWord.QUOTE_STEP);
            boolean missing = CellWord.is(second, CellWord.BIDS_MISSING);
            prices(bidsAt(second), width, index().lowBid(number), step, missing, into);
        } else {
            Arrays.fill(into, 0, count, NO_PRICE);
        }
        return into;
    }

    /** {@return best asks, or {@link dev.nightjar.market.TickSeries#NO_PRICE}} */
    public long[] asks() {
        long[] into = column(6);
        if (CellWord.is(first, CellWord.QUOTES)) {
            long second = words[at + 1];
            int from = bidsAt(second) + PackedColumn.words(count, CellWord.get(second, CellWord.BID));
            int width = CellWord.get(second, CellWord.ASK);
            long step = CellWord.step(second, CellWord.QUOTE_STEP);
            boolean missing = CellWord.is(second, CellWord.ASKS_MISSING);
            prices(from, width, index().lowAsk(number), step, missing, into);
        } else {
            Arrays.fill(into, 0, count, NO_PRICE);
        }
        return into;
    }
}
