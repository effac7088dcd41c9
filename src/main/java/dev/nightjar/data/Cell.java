package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One cell of a day file, opened: where its columns are. Ticks are counted from the cell's first. Immutable. */
final class Cell {

    private static final long NANOS = 1_000_000_000L;

    final int number;
    final int firstTick;
    final int tickEnd;
    final int count;

    private final CellIndex index;
    private final long mask;
    private final MinuteDirectory minutes;
    /** Its place there. */
    private final int minute;

    private final long minuteTime;
    private final LongBuffer words;
    private final int at;
    private final long first;
    private final int secondEndsAt;
    private final int pricesAt;
    private final int quantitiesAt;
    private final int ranksAt;
    private final int fractionsAt;
    private final long lowPrice;

    /** Made when first asked for; immutable too. */
    private @Nullable Seconds seconds;

    Cell(CellIndex index, int number) {
        this.index = index;
        this.number = number;
        firstTick = number == 0 ? 0 : index.tickEnd(number - 1);
        tickEnd = index.tickEnd(number);
        count = tickEnd - firstTick;
        mask = index.seconds(number);
        lowPrice = index.low(number);
        DayFile file = index.file();
        minutes = index.minuteDirectory();
        int minuteOfSession = index.minute(number);
        minute = minutes.place(minuteOfSession);
        minuteTime = index.timeOf(minuteOfSession);
        file.touch(minute);
        long begin = index.offset(number);
        words = file.words(begin);
        at = file.place(begin) / Long.BYTES;
        first = words.get(at);
        boolean interests = CellWord.is(first, CellWord.OPEN_INTERESTS);
        secondEndsAt = at + (interests ? 3 : CellWord.is(first, CellWord.QUOTES) ? 2 : 1);
        pricesAt =
                secondEndsAt + PackedColumn.words(Long.bitCount(mask) - 1, CellWord.get(first, CellWord.SECOND_ENDS));
        quantitiesAt = pricesAt + PackedColumn.words(count, CellWord.get(first, CellWord.PRICE));
        ranksAt = quantitiesAt + PackedColumn.words(count, CellWord.get(first, CellWord.QUANTITY));
        fractionsAt = ranksAt + PackedColumn.words(count, CellWord.get(first, CellWord.RANK));
    }

    /** The seconds of a cell that ticked: when they began, the ticks of the day before each, where their ticks end. */
    static final class Seconds {

        private final long[] times;
        private final long[] ranks;
        private final int[] ends;

        private Seconds(long[] times, long[] ranks, int[] ends) {
            this.times = times;
            this.ranks = ranks;
            this.ends = ends;
        }

        long time(int second) {
            return times[second];
        }

        long ticksBefore(int second) {
            return ranks[second];
        }

        /**
         * {@return the one with a tick}
         *
         * @param hint the one that is tried first, and the one after it
         */
        int of(int tick, int hint) {
            for (int place = hint; place < ends.length && place < hint + 2; place++) {
                if (tick < ends[place] && (place == 0 || tick >= ends[place - 1])) {
                    return place;
                }
            }
            int low = 0;
            int high = ends.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (ends[middle] <= tick) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** {@return whether the summary alone tells that all traded prices are multiples of a size} */
    boolean areSurelyMultiples(long size) {
        return lowPrice == NO_PRICE
                || (lowPrice % size == 0
                        && (index.high(number) == lowPrice || CellWord.step(first, CellWord.PRICE_STEP) % size == 0));
    }

    Seconds seconds() {
        Seconds known = seconds;
        if (known == null) {
            int[] ends = new int[Long.bitCount(mask)];
            long[] times = new long[ends.length];
            long[] ranks = new long[ends.length];
            long left = mask;
            for (int place = 0; place < ends.length; place++) {
                int second = Long.numberOfTrailingZeros(left);
                ends[place] = secondEnd(place) - firstTick;
                times[place] = minuteTime + second * NANOS;
                ranks[place] = minutes.ticksBefore(minute, second);
                left &= left - 1;
            }
            known = new Seconds(times, ranks, ends);
            seconds = known;
        }
        return known;
    }

    /** {@return one past the last tick of a second that ticked, counted as the symbol's ticks are} */
    int secondEnd(int place) {
        int last = Long.bitCount(mask) - 1;
        if (place < 0 || place > last) {
            throw new IndexOutOfBoundsException("second " + place + " of the " + (last + 1) + " that ticked");
        }
        int width = CellWord.get(first, CellWord.SECOND_ENDS);
        return place == last ? tickEnd : firstTick + (int) PackedColumn.get(words, secondEndsAt, width, place);
    }

    /** {@return the nanoseconds between the beginning of its second and a tick} */
    long fraction(int tick) {
        return PackedColumn.get(words, fractionsAt, CellWord.get(first, CellWord.FRACTION), tick) * fractionUnit();
    }

    private long fractionUnit() {
        return CellWord.power(CellWord.get(first, CellWord.FRACTION_POWER));
    }

    /** {@return how many ticks of the day came before it in its second} */
    long rank(int tick) {
        return PackedColumn.get(words, ranksAt, CellWord.get(first, CellWord.RANK), tick);
    }

    long price(int tick) {
        long number = PackedColumn.get(words, pricesAt, CellWord.get(first, CellWord.PRICE), tick);
        long step = CellWord.step(first, CellWord.PRICE_STEP);
        return price(number, lowPrice, step, CellWord.is(first, CellWord.PRICES_MISSING));
    }

    private static long price(long number, long low, long step, boolean missing) {
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
        return lowestInterest()
                + PackedColumn.get(words, interestsAt(), CellWord.get(second, CellWord.OPEN_INTEREST), tick)
                        * CellWord.step(second, CellWord.OPEN_INTEREST_STEP);
    }

    private long second() {
        return words.get(at + 1);
    }

    private long lowestInterest() {
        return words.get(at + 2);
    }

    private int interestsAt() {
        return fractionsAt + PackedColumn.words(count, CellWord.get(first, CellWord.FRACTION));
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

    // all ticks at once; the arrays have room for PackedColumn.SLACK more than there are ticks

    /**
     * @param ends has room for all seconds and {@link PackedColumn#SLACK} more
     * @param gaps has room for all ticks and one more
     */
    void times(long[] into, long[] ends, long[] gaps) {
        seconds(ends, gaps);
        long left = mask;
        long before = 0;
        int tick = 0;
        for (int place = 0; left != 0; place++) {
            long time = minuteTime + Long.numberOfTrailingZeros(left) * NANOS;
            gaps[tick] = time - before;
            before = time;
            tick = (int) ends[place];
            left &= left - 1;
        }
        int width = CellWord.get(first, CellWord.FRACTION);
        if (width == 0) {
            running(gaps, into);
        } else {
            PackedColumn.unpack(words, fractionsAt, width, count, 0, fractionUnit(), into);
            addRunning(gaps, into);
        }
    }

    /** The parameters are those of {@link #times}. */
    void sequences(long[] into, long[] ends, long[] gaps) {
        seconds(ends, gaps);
        long left = mask;
        long before = 0;
        int tick = 0;
        for (int place = 0; left != 0; place++) {
            long rank = minutes.ticksBefore(minute, Long.numberOfTrailingZeros(left));
            gaps[tick] = rank - before;
            before = rank;
            tick = (int) ends[place];
            left &= left - 1;
        }
        PackedColumn.unpack(words, ranksAt, CellWord.get(first, CellWord.RANK), count, 0, 1, into);
        addRunning(gaps, into);
    }

    /** Tells where the ticks of each second end, and clears the gaps. */
    private void seconds(long[] ends, long[] gaps) {
        int last = Long.bitCount(mask) - 1;
        PackedColumn.unpack(words, secondEndsAt, CellWord.get(first, CellWord.SECOND_ENDS), last, 0, 1, ends);
        ends[last] = count;
        Arrays.fill(gaps, 0, count, 0);
    }

    private void running(long[] gaps, long[] into) {
        long running = 0;
        for (int tick = 0; tick < count; tick++) {
            running += gaps[tick];
            into[tick] = running;
        }
    }

    /** Sums of gaps, instead of a loop for each second whose length no processor can guess: a third of the time. */
    private void addRunning(long[] gaps, long[] into) {
        long running = 0;
        for (int tick = 0; tick < count; tick++) {
            running += gaps[tick];
            into[tick] += running;
        }
    }

    void prices(long[] into) {
        int width = CellWord.get(first, CellWord.PRICE);
        long step = CellWord.step(first, CellWord.PRICE_STEP);
        prices(pricesAt, width, lowPrice, step, CellWord.is(first, CellWord.PRICES_MISSING), into);
    }

    private void prices(int from, int width, long low, long step, boolean missing, long[] into) {
        if (!missing) {
            PackedColumn.unpack(words, from, width, count, low, step, into);
            return;
        }
        PackedColumn.unpack(words, from, width, count, 0, 1, into);
        for (int tick = 0; tick < count; tick++) {
            into[tick] = price(into[tick], low, step, true);
        }
    }

    void quantities(long[] into) {
        int width = CellWord.get(first, CellWord.QUANTITY);
        PackedColumn.unpack(words, quantitiesAt, width, count, 0, CellWord.step(first, CellWord.QUANTITY_STEP), into);
    }

    void openInterests(long[] into) {
        if (!CellWord.is(first, CellWord.OPEN_INTERESTS)) {
            Arrays.fill(into, 0, count, index.openInterest(number));
            return;
        }
        long second = second();
        int width = CellWord.get(second, CellWord.OPEN_INTEREST);
        long step = CellWord.step(second, CellWord.OPEN_INTEREST_STEP);
        PackedColumn.unpack(words, interestsAt(), width, count, lowestInterest(), step, into);
    }

    void bids(long[] into) {
        if (!CellWord.is(first, CellWord.QUOTES)) {
            Arrays.fill(into, 0, count, NO_PRICE);
            return;
        }
        long second = second();
        int width = CellWord.get(second, CellWord.BID);
        long step = CellWord.step(second, CellWord.QUOTE_STEP);
        boolean missing = CellWord.is(second, CellWord.BIDS_MISSING);
        prices(bidsAt(second), width, index.lowBid(number), step, missing, into);
    }

    void asks(long[] into) {
        if (!CellWord.is(first, CellWord.QUOTES)) {
            Arrays.fill(into, 0, count, NO_PRICE);
            return;
        }
        long second = second();
        int width = CellWord.get(second, CellWord.ASK);
        long step = CellWord.step(second, CellWord.QUOTE_STEP);
        boolean missing = CellWord.is(second, CellWord.ASKS_MISSING);
        prices(asksAt(second), width, index.lowAsk(number), step, missing, into);
    }
}
