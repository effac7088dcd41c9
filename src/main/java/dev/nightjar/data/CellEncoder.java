package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import java.util.Arrays;

/**
 * Packs the ticks of cells. Put in those of a minute, grouped by symbol, then {@link #encode} group by group.
 *
 * <p>Loops go over a column at a time and do little in each round, which is several times as fast as a loop over ticks.
 */
final class CellEncoder {

    /** As a power of ten in nanoseconds: the coarsest unit of times. */
    private static final int SECOND = 9;

    private static final long NANOS_OF_MILLISECOND = 1_000_000;

    private static final Multiples[] POWERS = powers();

    /** Hardly any number is a multiple of that. */
    private static final Multiples UNKNOWN = new Multiples(Long.MAX_VALUE);

    /** Stands for a width where times are no multiples of the unit. */
    private static final int WRONG_POWER = -1;

    /** So many ticks tell what the numbers of a symbol are multiples of. */
    private static final int TELLING = 16;

    /** Column by column: what comes in. */
    long[] prices = new long[0];

    long[] quantities = new long[0];
    long[] openInterests = new long[0];
    long[] bids = new long[0];
    long[] asks = new long[0];
    /** See {@link #moment}. */
    long[] moments = new long[0];
    /** Nanoseconds since the second began. */
    long[] fractions = new long[0];

    /** Whether prices, bids and asks are searched for those that are none. */
    boolean somePricesMissing;
    /** Whether adding up quantities is not watched. */
    boolean smallQuantities;

    /** Open, high, low, close. */
    final long[] price = new long[IndexLayout.PRICES];

    final long[] bid = new long[IndexLayout.PRICES];
    final long[] ask = new long[IndexLayout.PRICES];

    private long[] numbers = new long[0];
    private long[] words = new long[0];
    private int used;
    private int step;
    /** What {@link #numbers} are the multiples of; 0 if they are something else. */
    private long divided;

    private long dividedBits;
    private long mask;
    private long volume;
    private long lastInterest;
    private int flags;
    /** Whether there is open interest; else all is 0. */
    private boolean someInterests;
    /** Whether there are fractions; else all are 0. */
    private boolean someFractions;

    /** What the numbers in the columns of a symbol are usually multiples of, going by its cells so far. */
    static final class Steps {
        private static final int PRICE = 0;
        private static final int QUANTITY = 1;
        private static final int OPEN_INTEREST = 2;
        private static final int QUOTE = 3;

        private final Multiples[] usual = {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};

        /** Of the cell before. */
        private int timePower = SECOND;
    }

    /**
     * {@return two numbers as one}
     *
     * @param second of the minute
     * @param rank how many ticks of the day came before it in its second
     */
    static long moment(int second, int rank) {
        return (long) second << Integer.SIZE | rank;
    }

    private static Multiples[] powers() {
        Multiples[] powers = new Multiples[SECOND + 1];
        for (int power = 0; power < powers.length; power++) {
            powers[power] = new Multiples(CellWord.power(power));
        }
        return powers;
    }

    /**
     * Makes room for so many ticks.
     *
     * @param interests whether {@link #openInterests} will be filled in, and so on
     */
    void reserve(int count, boolean interests, boolean quotes, boolean someOfSecond) {
        prices = room(prices, count);
        quantities = room(quantities, count);
        openInterests = interests ? room(openInterests, count) : openInterests;
        bids = quotes ? room(bids, count) : bids;
        asks = quotes ? room(asks, count) : asks;
        moments = room(moments, count);
        fractions = someOfSecond ? room(fractions, count) : fractions;
        someInterests = interests;
        someFractions = someOfSecond;
    }

    private static long[] room(long[] column, int count) {
        return column.length >= count ? column : new long[(int) Math.min(Integer.MAX_VALUE - 64L, count * 5L / 4)];
    }

    /** {@return the packed cell, of which {@link #used} words count} */
    long[] words() {
        return words;
    }

    int used() {
        return used;
    }

    /** {@return the seconds that ticked} */
    long mask() {
        return mask;
    }

    /** {@return the sum of the traded quantities} */
    long volume() {
        return volume;
    }

    /** {@return the open interest of the last tick} */
    long lastInterest() {
        return lastInterest;
    }

    /** {@return what there is in the cell, see {@link DayFormat#OPEN_INTEREST} and its neighbours} */
    int flags() {
        return flags;
    }

    /**
     * Packs the ticks of one symbol.
     *
     * @param begin the place of its first tick in the columns
     * @param end one past its last
     * @param quotes whether bids and asks count
     * @param steps those of the symbol
     * @throws ArithmeticException if the traded quantities do not add up to a number of 64 bits
     */
    void encode(int begin, int end, boolean quotes, Steps steps) {
        numbers = room(numbers, end - begin);
        summarize(prices, begin, end, price);
        volume = volume(begin, end);
        boolean quoted = false;
        if (quotes) {
            summarize(bids, begin, end, bid);
            summarize(asks, begin, end, ask);
            quoted = bid[0] != NO_PRICE || ask[0] != NO_PRICE;
        }
        lastInterest = someInterests ? openInterests[end - 1] : 0;
        boolean interests = someInterests && !same(openInterests, begin, end);

        long first = 0;
        long second = 0;
        boolean pricesMissing = missing(prices, begin, end);
        flags = (interests || lastInterest != 0 ? DayFormat.OPEN_INTEREST : 0)
                | (quoted ? DayFormat.QUOTES : 0)
                | (pricesMissing ? DayFormat.UNTRADED : 0);
        used = interests ? 3 : quoted ? 2 : 1;
        room(used);

        mask = secondsOf(begin, end);
        int power = someFractions ? steps.timePower : SECOND;
        int timeWidth = isPower(begin, end, power) ? appendTimes(begin, end, power) : WRONG_POWER;
        if (timeWidth == WRONG_POWER) {
            power = timePower(begin, end);
            steps.timePower = power;
            timeWidth = appendTimes(begin, end, power);
        }
        first = CellWord.with(first, CellWord.TIME_POWER, power);
        first = CellWord.with(first, CellWord.TIME, timeWidth);
        if (power < CellWord.MILLISECOND) {
            first = CellWord.with(first, CellWord.FRACTION, appendFractions(begin, end, power));
        }

        Multiples[] usual = steps.usual;
        first = CellWord.with(first, CellWord.PRICES_MISSING, pricesMissing ? 1 : 0);
        int width = appendDivided(prices, begin, end, price[2], pricesMissing, usual, Steps.PRICE);
        first = CellWord.with(first, CellWord.PRICE_STEP, step);
        first = CellWord.with(first, CellWord.PRICE, width);

        width = appendDivided(quantities, begin, end, 0, false, usual, Steps.QUANTITY);
        first = CellWord.with(first, CellWord.QUANTITY_STEP, step);
        first = CellWord.with(first, CellWord.QUANTITY, width);

        first = CellWord.with(first, CellWord.RANK, appendRanks(begin, end));

        long lowestInterest = 0;
        if (interests) {
            lowestInterest = lowest(openInterests, begin, end);
            first = CellWord.with(first, CellWord.OPEN_INTERESTS, 1);
            width = appendDivided(openInterests, begin, end, lowestInterest, false, usual, Steps.OPEN_INTEREST);
            second = CellWord.with(second, CellWord.OPEN_INTEREST_STEP, step);
            second = CellWord.with(second, CellWord.OPEN_INTEREST, width);
        }
        if (quoted) {
            first = CellWord.with(first, CellWord.QUOTES, 1);
            boolean bidsMissing = missing(bids, begin, end);
            boolean asksMissing = missing(asks, begin, end);
            long divisor = divisor(bids, begin, end, bid[2], 0, usual, Steps.QUOTE);
            divisor = divisor(asks, begin, end, ask[2], divisor, usual, Steps.QUOTE);
            int quoteStep = CellWord.stepFor(divisor, CellWord.QUOTE_STEP);
            second = CellWord.with(second, CellWord.QUOTE_STEP, quoteStep);
            second = CellWord.with(second, CellWord.BIDS_MISSING, bidsMissing ? 1 : 0);
            second = CellWord.with(second, CellWord.ASKS_MISSING, asksMissing ? 1 : 0);
            width = appendPrices(bids, begin, end, bid[2], quoteStep, bidsMissing, usual[Steps.QUOTE]);
            second = CellWord.with(second, CellWord.BID, width);
            width = appendPrices(asks, begin, end, ask[2], quoteStep, asksMissing, usual[Steps.QUOTE]);
            second = CellWord.with(second, CellWord.ASK, width);
        }
        words[0] = first;
        if (interests || quoted) {
            words[1] = second;
        }
        if (interests) {
            words[2] = lowestInterest;
        }
    }

    private long volume(int begin, int end) {
        long sum = 0;
        if (smallQuantities && !somePricesMissing) {
            for (int tick = begin; tick < end; tick++) {
                sum += quantities[tick];
            }
            return sum;
        }
        for (int tick = begin; tick < end; tick++) {
            if (prices[tick] != NO_PRICE) {
                sum = Math.addExact(sum, quantities[tick]);
            }
        }
        return sum;
    }

    private long secondsOf(int begin, int end) {
        long seen = 0;
        for (int tick = begin; tick < end; tick++) {
            seen |= 1L << (moments[tick] >>> Integer.SIZE);
        }
        return seen;
    }

    private void room(int length) {
        if (words.length < length) {
            words = Arrays.copyOf(words, length + (length >> 1) + 64);
        }
    }

    private void append(long[] column, int from, int count, int width) {
        int length = PackedColumn.words(count, width);
        room(Math.addExact(used, length));
        PackedColumn.pack(column, from, count, width, words, used);
        used += length;
    }

    /**
     * {@return the width}
     *
     * @param usual perhaps the step's
     */
    private int appendPrices(long[] column, int begin, int end, long base, int step, boolean missing, Multiples usual) {
        long divisor = CellWord.stepValue(step);
        Multiples multiples = usual.divisor() == divisor ? usual : new Multiples(divisor);
        long[] into = numbers;
        // all bits together need as many as the largest, and 2^63 is no negative number then
        long largest = 0;
        if (missing) {
            for (int tick = begin; tick < end; tick++) {
                long value = column[tick];
                long number = value == NO_PRICE ? 0 : multiples.quotient(value - base) + 1;
                into[tick - begin] = number;
                largest |= number;
            }
        } else {
            for (int tick = begin; tick < end; tick++) {
                long number = multiples.quotient(column[tick] - base);
                into[tick - begin] = number;
                largest |= number;
            }
        }
        int width = PackedColumn.width(largest);
        append(into, 0, end - begin, width);
        return width;
    }

    /** Appends a column over its step, which it tells in {@link #step}; {@return the width} */
    private int appendDivided(
            long[] column, int begin, int end, long base, boolean missing, Multiples[] usual, int which) {
        long divisor = divisor(column, begin, end, base, 0, usual, which);
        step = CellWord.stepFor(divisor, which == Steps.PRICE ? CellWord.PRICE_STEP : CellWord.QUANTITY_STEP);
        if (divided != 0 && divided == CellWord.stepValue(step)) {
            int width = PackedColumn.width(dividedBits);
            append(numbers, 0, end - begin, width);
            return width;
        }
        return appendPrices(column, begin, end, base, step, missing, usual[which]);
    }

    /** {@return the width} */
    private int appendRanks(int begin, int end) {
        long[] into = numbers;
        long bits = 0;
        for (int tick = begin; tick < end; tick++) {
            long rank = moments[tick] & 0xFFFF_FFFFL;
            into[tick - begin] = rank;
            bits |= rank;
        }
        int width = PackedColumn.width(bits);
        append(into, 0, end - begin, width);
        return width;
    }

    /** {@return whether no larger power would do for the times: one of them is no multiple of it} */
    private boolean isPower(int begin, int end, int power) {
        if (power == SECOND) {
            return true;
        }
        for (int tick = begin; tick < end; tick++) {
            if (!POWERS[power + 1].has(fractions[tick])) {
                return true;
            }
        }
        return false;
    }

    /**
     * Appends times since the cell's first second, in the unit or whole milliseconds.
     *
     * @return the width, or {@link #WRONG_POWER} and nothing was appended
     */
    private int appendTimes(int begin, int end, int power) {
        long firstSecond = moments[begin] >>> Integer.SIZE;
        long[] into = numbers;
        long bits = 0;
        long wrong = 0;
        if (!someFractions) {
            for (int tick = begin; tick < end; tick++) {
                long number = (moments[tick] >>> Integer.SIZE) - firstSecond;
                into[tick - begin] = number;
                bits |= number;
            }
        } else if (power >= CellWord.MILLISECOND) {
            Multiples unit = POWERS[power];
            long unitsOfSecond = CellWord.power(SECOND - power);
            for (int tick = begin; tick < end; tick++) {
                long quotient = unit.quotient(fractions[tick]);
                wrong |= unit.wrong(quotient);
                long number = ((moments[tick] >>> Integer.SIZE) - firstSecond) * unitsOfSecond + quotient;
                into[tick - begin] = number;
                bits |= number;
            }
        } else {
            Multiples milliseconds = POWERS[CellWord.MILLISECOND];
            Multiples unit = POWERS[power];
            long unitsOfSecond = CellWord.power(SECOND - CellWord.MILLISECOND);
            for (int tick = begin; tick < end; tick++) {
                long fraction = fractions[tick];
                wrong |= unit.wrong(unit.quotient(fraction));
                long whole = milliseconds.quotient(fraction - fraction % NANOS_OF_MILLISECOND);
                long number = ((moments[tick] >>> Integer.SIZE) - firstSecond) * unitsOfSecond + whole;
                into[tick - begin] = number;
                bits |= number;
            }
        }
        if (wrong < 0) {
            return WRONG_POWER;
        }
        int width = PackedColumn.width(bits);
        append(into, 0, end - begin, width);
        return width;
    }

    /** Appends what times have beyond whole milliseconds, in the unit; {@return the width} */
    private int appendFractions(int begin, int end, int power) {
        Multiples unit = POWERS[power];
        long bits = 0;
        for (int tick = begin; tick < end; tick++) {
            long number = unit.quotient(fractions[tick] % NANOS_OF_MILLISECOND);
            numbers[tick - begin] = number;
            bits |= number;
        }
        int width = PackedColumn.width(bits);
        append(numbers, 0, end - begin, width);
        return width;
    }

    /** The largest power of ten, up to a second, that all are multiples of. */
    private int timePower(int begin, int end) {
        int power = SECOND;
        for (int tick = begin; tick < end && power > 0; tick++) {
            while (!POWERS[power].has(fractions[tick])) {
                power--;
            }
        }
        return power;
    }

    private void summarize(long[] column, int begin, int end, long[] into) {
        if (!somePricesMissing) {
            long highest = column[begin];
            long lowest = highest;
            for (int tick = begin + 1; tick < end; tick++) {
                highest = Math.max(highest, column[tick]);
                lowest = Math.min(lowest, column[tick]);
            }
            into[0] = column[begin];
            into[1] = highest;
            into[2] = lowest;
            into[3] = column[end - 1];
            return;
        }
        Arrays.fill(into, NO_PRICE);
        for (int tick = begin; tick < end; tick++) {
            long value = column[tick];
            if (value != NO_PRICE) {
                if (into[0] == NO_PRICE) {
                    Arrays.fill(into, value);
                }
                into[1] = Math.max(into[1], value);
                into[2] = Math.min(into[2], value);
                into[3] = value;
            }
        }
    }

    private boolean missing(long[] column, int begin, int end) {
        for (int tick = begin; tick < end && somePricesMissing; tick++) {
            if (column[tick] == NO_PRICE) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(long[] column, int begin, int end) {
        long difference = 0;
        for (int tick = begin + 1; tick < end; tick++) {
            difference |= column[tick] ^ column[begin];
        }
        return difference == 0;
    }

    private static long lowest(long[] column, int begin, int end) {
        long lowest = column[begin];
        for (int tick = begin + 1; tick < end; tick++) {
            lowest = Math.min(lowest, column[tick]);
        }
        return lowest;
    }

    /**
     * {@return the greatest common divisor of the distances to a base and of a number}
     *
     * @param usual what is tried first
     */
    private long divisor(long[] column, int begin, int end, long base, long known, Multiples[] usual, int which) {
        Multiples multiples = usual[which];
        boolean all = !somePricesMissing && (known == 0 || known == multiples.divisor());
        long divisor = known;
        divided = 0;
        if (all) {
            long[] into = numbers;
            long wrong = 0;
            long once = 0;
            long bits = 0;
            for (int tick = begin; tick < end; tick++) {
                long quotient = multiples.quotient(column[tick] - base);
                into[tick - begin] = quotient;
                bits |= quotient;
                wrong |= multiples.wrong(quotient);
                // below 0 where the quotient is 1
                once |= (quotient ^ 1) - 1;
            }
            all = wrong >= 0;
            divided = all ? multiples.divisor() : 0;
            dividedBits = bits;
            if (all && (once < 0 || known != 0)) {
                return multiples.divisor();
            }
        }
        for (int tick = begin; tick < end && divisor != 1; tick++) {
            long value = column[tick];
            if (value != NO_PRICE) {
                long distance = value - base;
                if (divisor == 0 || distance % divisor != 0) {
                    divisor = greatestCommonDivisor(divisor, distance);
                }
            }
        }
        if (divisor != 0 && (!all || end - begin >= TELLING) && divisor != multiples.divisor()) {
            usual[which] = new Multiples(divisor);
        }
        return divisor;
    }

    private static long greatestCommonDivisor(long a, long b) {
        long left = a;
        long right = b;
        while (right != 0) {
            long rest = left % right;
            left = right;
            right = rest;
        }
        return left;
    }
}
