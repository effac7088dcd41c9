package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/** One cell of a day file, opened: where its columns are. Ticks are counted from the cell's first. Immutable. */
final class Cell {

    private static final long NANOS = 1_000_000_000L;

    final int number;
    final int firstTick;
    final int tickEnd;
    final int count;

    private final CellIndex index;
    private final MinuteDirectory minutes;
    /** Its place there. */
    private final int minute;

    private final long mask;
    private final long minuteTime;
    /** When its first second began. */
    private final long firstTime;

    private final LongBuffer words;
    private final int at;
    private final long first;
    private final int timesAt;
    private final int fractionsAt;
    private final int pricesAt;
    private final int quantitiesAt;
    private final int ranksAt;
    private final long lowPrice;

    /** Made when first asked for; not to be changed. */
    private int @Nullable [] secondEnds;

    Cell(CellIndex index, int number) {
        this.index = index;
        this.number = number;
        firstTick = index.firstTick(number);
        tickEnd = index.tickEnd(number);
        count = tickEnd - firstTick;
        lowPrice = index.low(number);
        mask = index.seconds(number);
        DayFile file = index.file();
        minutes = index.minuteDirectory();
        int minuteOfSession = index.minute(number);
        minute = minutes.place(minuteOfSession);
        minuteTime = index.timeOf(minuteOfSession);
        firstTime = minuteTime + Long.numberOfTrailingZeros(mask) * NANOS;
        file.touch(minute);
        long begin = index.offset(number);
        words = file.words(begin);
        at = file.place(begin) / Long.BYTES;
        first = words.get(at);
        timesAt = at + CellWord.words(first);
        fractionsAt = timesAt + PackedColumn.words(count, CellWord.get(first, CellWord.TIME));
        pricesAt = fractionsAt + PackedColumn.words(count, CellWord.get(first, CellWord.FRACTION));
        quantitiesAt = pricesAt + PackedColumn.words(count, CellWord.get(first, CellWord.PRICE));
        ranksAt = quantitiesAt + PackedColumn.words(count, CellWord.get(first, CellWord.QUANTITY));
    }

    long time(int tick) {
        long time = firstTime
                + PackedColumn.get(words, timesAt, CellWord.get(first, CellWord.TIME), tick) * CellWord.timeUnit(first);
        int width = CellWord.get(first, CellWord.FRACTION);
        return width == 0
                ? time
                : time + PackedColumn.get(words, fractionsAt, width, tick) * CellWord.fractionUnit(first);
    }

    /** {@return how many ticks of the day come before it} */
    long sequence(int tick) {
        int second = (int) ((time(tick) - minuteTime) / NANOS);
        return minutes.ticksBefore(minute, second)
                + PackedColumn.get(words, ranksAt, CellWord.get(first, CellWord.RANK), tick);
    }

    /** {@return the first tick at or after a time; {@link #count} if there is none} */
    int firstAtOrAfter(long time) {
        int low = 0;
        int high = count;
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

    /** {@return one past the last tick of a second that ticked, counted as the symbol's ticks are} */
    int secondEnd(int place) {
        int[] known = secondEnds;
        if (known == null) {
            known = new int[Long.bitCount(mask)];
            long left = mask;
            for (int second = 0; second < known.length; second++) {
                long end = minuteTime + (Long.numberOfTrailingZeros(left) + 1) * NANOS;
                known[second] = firstTick + firstAtOrAfter(end);
                left &= left - 1;
            }
            secondEnds = known;
        }
        return known[place];
    }

    long price(int tick) {
        long number = PackedColumn.get(words, pricesAt, CellWord.get(first, CellWord.PRICE), tick);
        long step = CellWord.step(first, CellWord.PRICE_STEP);
        return price(number, lowPrice, step, CellWord.is(first, CellWord.PRICES_MISSING));
    }

    /** {@return what a number of a column of prices says} */
    static long price(long number, long low, long step, boolean missing) {
        if (!missing) {
            return low + number * step;
        }
        return number == 0 ? NO_PRICE : low + (number - 1) * step;
    }

    long quantity(int tick) {
        return PackedColumn.get(words, quantitiesAt, CellWord.get(first, CellWord.QUANTITY), tick)
                * CellWord.step(first, CellWord.QUANTITY_STEP);
    }

    long openInterest(int tick) {
        if (!CellWord.is(first, CellWord.OPEN_INTERESTS)) {
            return index.openInterest(number);
        }
        long second = second();
        long lowest = words.get(at + 2);
        return lowest
                + PackedColumn.get(words, interestsAt(), CellWord.get(second, CellWord.OPEN_INTEREST), tick)
                        * CellWord.step(second, CellWord.OPEN_INTEREST_STEP);
    }

    private long second() {
        return words.get(at + 1);
    }

    private int interestsAt() {
        return ranksAt + PackedColumn.words(count, CellWord.get(first, CellWord.RANK));
    }

    private int bidsAt(long second) {
        // without open interest in a column its width is 0
        return interestsAt() + PackedColumn.words(count, CellWord.get(second, CellWord.OPEN_INTEREST));
    }

    private int asksAt(long second) {
        return bidsAt(second) + PackedColumn.words(count, CellWord.get(second, CellWord.BID));
    }

    long bid(int tick) {
        if (!CellWord.is(first, CellWord.QUOTES)) {
            return NO_PRICE;
        }
        long second = second();
        long number = PackedColumn.get(words, bidsAt(second), CellWord.get(second, CellWord.BID), tick);
        long step = CellWord.step(second, CellWord.QUOTE_STEP);
        return price(number, index.lowBid(this.number), step, CellWord.is(second, CellWord.BIDS_MISSING));
    }

    long ask(int tick) {
        if (!CellWord.is(first, CellWord.QUOTES)) {
            return NO_PRICE;
        }
        long second = second();
        long number = PackedColumn.get(words, asksAt(second), CellWord.get(second, CellWord.ASK), tick);
        long step = CellWord.step(second, CellWord.QUOTE_STEP);
        return price(number, index.lowAsk(this.number), step, CellWord.is(second, CellWord.ASKS_MISSING));
    }
}
