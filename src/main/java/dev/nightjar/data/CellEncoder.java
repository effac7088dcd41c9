package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import java.util.Arrays;

/** Packs the ticks of one symbol and minute. Put in a cell's ticks, then {@link #encode}. */
final class CellEncoder {

    /** Column by column: what comes in. */
    long[] prices = new long[0];

    long[] quantities = new long[0];
    long[] openInterests = new long[0];
    long[] bids = new long[0];
    long[] asks = new long[0];
    /** Nanoseconds since the second began. */
    long[] fractions = new long[0];
    /** How many ticks of the day came before it in its second. */
    long[] ranks = new long[0];
    /** One past the last tick of each second that ticked. */
    final long[] secondEnds = new long[DayFormat.SECONDS];

    /** Open, high, low, close. */
    final long[] price = new long[IndexLayout.PRICES];

    final long[] bid = new long[IndexLayout.PRICES];
    final long[] ask = new long[IndexLayout.PRICES];

    private long[] numbers = new long[0];
    private long[] words = new long[0];
    private int used;
    private long volume;
    private int flags;

    /** Makes room for so many ticks. */
    void reserve(int count) {
        if (prices.length < count) {
            int length = Math.max(256, Math.toIntExact(Math.min(Integer.MAX_VALUE - 64L, count + (count >> 1))));
            prices = new long[length];
            quantities = new long[length];
            openInterests = new long[length];
            bids = new long[length];
            asks = new long[length];
            fractions = new long[length];
            ranks = new long[length];
            numbers = new long[length];
        }
    }

    /** {@return the packed cell, of which {@link #used} words count} */
    long[] words() {
        return words;
    }

    int used() {
        return used;
    }

    /** {@return the sum of the traded quantities} */
    long volume() {
        return volume;
    }

    /** {@return what there is in the cell, see {@link DayFormat#OPEN_INTEREST} and its neighbours} */
    int flags() {
        return flags;
    }

    /**
     * Packs what was put in.
     *
     * @param seconds how many ticked
     * @param quotes whether bids and asks count
     * @throws ArithmeticException if the traded quantities do not add up to a number of 64 bits
     */
    void encode(int count, int seconds, boolean quotes) {
        summarize(prices, count, price);
        volume = 0;
        for (int tick = 0; tick < count; tick++) {
            if (prices[tick] != NO_PRICE) {
                volume = Math.addExact(volume, quantities[tick]);
            }
        }
        boolean quoted = false;
        if (quotes) {
            summarize(bids, count, bid);
            summarize(asks, count, ask);
            quoted = bid[0] != NO_PRICE || ask[0] != NO_PRICE;
        }
        long lowestInterest = lowest(openInterests, count);
        boolean interests = !same(openInterests, count);

        long first = 0;
        long second = 0;
        boolean pricesMissing = missing(prices, count);
        flags = (interests || openInterests[0] != 0 ? DayFormat.OPEN_INTEREST : 0)
                | (quoted ? DayFormat.QUOTES : 0)
                | (pricesMissing ? DayFormat.UNTRADED : 0);
        used = interests ? 3 : quoted ? 2 : 1;
        room(used);

        int secondWidth = seconds == 1 ? 0 : PackedColumn.width(secondEnds[seconds - 2]);
        first = CellWord.with(first, CellWord.SECOND_ENDS, secondWidth);
        append(secondEnds, seconds - 1, secondWidth);

        int step = CellWord.stepFor(divisor(prices, count, price[2], 0), CellWord.PRICE_STEP);
        first = CellWord.with(first, CellWord.PRICE_STEP, step);
        first = CellWord.with(first, CellWord.PRICES_MISSING, pricesMissing ? 1 : 0);
        first = CellWord.with(first, CellWord.PRICE, appendPrices(prices, count, price[2], step, pricesMissing));

        step = CellWord.stepFor(divisor(quantities, count, 0, 0), CellWord.QUANTITY_STEP);
        first = CellWord.with(first, CellWord.QUANTITY_STEP, step);
        first = CellWord.with(first, CellWord.QUANTITY, appendPrices(quantities, count, 0, step, false));

        int rankWidth = PackedColumn.width(highest(ranks, count));
        first = CellWord.with(first, CellWord.RANK, rankWidth);
        append(ranks, count, rankWidth);

        int power = fractionPower(count);
        first = CellWord.with(first, CellWord.FRACTION_POWER, power);
        first = CellWord.with(first, CellWord.FRACTION, appendFractions(count, power));

        if (interests) {
            first = CellWord.with(first, CellWord.OPEN_INTERESTS, 1);
            step = CellWord.stepFor(divisor(openInterests, count, lowestInterest, 0), CellWord.OPEN_INTEREST_STEP);
            second = CellWord.with(second, CellWord.OPEN_INTEREST_STEP, step);
            int width = appendPrices(openInterests, count, lowestInterest, step, false);
            second = CellWord.with(second, CellWord.OPEN_INTEREST, width);
        }
        if (quoted) {
            first = CellWord.with(first, CellWord.QUOTES, 1);
            boolean bidsMissing = missing(bids, count);
            boolean asksMissing = missing(asks, count);
            step = CellWord.stepFor(divisor(asks, count, ask[2], divisor(bids, count, bid[2], 0)), CellWord.QUOTE_STEP);
            second = CellWord.with(second, CellWord.QUOTE_STEP, step);
            second = CellWord.with(second, CellWord.BIDS_MISSING, bidsMissing ? 1 : 0);
            second = CellWord.with(second, CellWord.ASKS_MISSING, asksMissing ? 1 : 0);
            second = CellWord.with(second, CellWord.BID, appendPrices(bids, count, bid[2], step, bidsMissing));
            second = CellWord.with(second, CellWord.ASK, appendPrices(asks, count, ask[2], step, asksMissing));
        }
        words[0] = first;
        if (interests || quoted) {
            words[1] = second;
        }
        if (interests) {
            words[2] = lowestInterest;
        }
    }

    private void room(int length) {
        if (words.length < length) {
            words = Arrays.copyOf(words, length + (length >> 1) + 64);
        }
    }

    private void append(long[] column, int count, int width) {
        int length = PackedColumn.words(count, width);
        room(Math.addExact(used, length));
        PackedColumn.pack(column, count, width, words, used);
        used += length;
    }

    /** {@return the width} */
    private int appendPrices(long[] column, int count, long base, int step, boolean missing) {
        long divisor = CellWord.stepValue(step);
        long largest = 0;
        for (int tick = 0; tick < count; tick++) {
            long value = column[tick];
            long number = 0;
            if (value != NO_PRICE) {
                number = (divisor == 1 ? value - base : (value - base) / divisor) + (missing ? 1 : 0);
            }
            numbers[tick] = number;
            // all bits together need as many as the largest, and 2^63 is no negative number then
            largest |= number;
        }
        int width = PackedColumn.width(largest);
        append(numbers, count, width);
        return width;
    }

    private int appendFractions(int count, int power) {
        long unit = CellWord.power(power);
        long largest = 0;
        for (int tick = 0; tick < count; tick++) {
            numbers[tick] = fractions[tick] / unit;
            largest |= numbers[tick];
        }
        int width = PackedColumn.width(largest);
        append(numbers, count, width);
        return width;
    }

    /** The largest power of ten, up to a second, that all are multiples of. */
    private int fractionPower(int count) {
        int power = 9;
        long unit = 1_000_000_000;
        for (int tick = 0; tick < count && power > 0; tick++) {
            while (fractions[tick] % unit != 0) {
                unit /= 10;
                power--;
            }
        }
        return power;
    }

    private static void summarize(long[] column, int count, long[] into) {
        Arrays.fill(into, NO_PRICE);
        for (int tick = 0; tick < count; tick++) {
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

    private static boolean missing(long[] column, int count) {
        for (int tick = 0; tick < count; tick++) {
            if (column[tick] == NO_PRICE) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(long[] column, int count) {
        for (int tick = 1; tick < count; tick++) {
            if (column[tick] != column[0]) {
                return false;
            }
        }
        return true;
    }

    private static long lowest(long[] column, int count) {
        long lowest = column[0];
        for (int tick = 1; tick < count; tick++) {
            lowest = Math.min(lowest, column[tick]);
        }
        return lowest;
    }

    private static long highest(long[] column, int count) {
        long highest = column[0];
        for (int tick = 1; tick < count; tick++) {
            highest = Math.max(highest, column[tick]);
        }
        return highest;
    }

    /** {@return the greatest common divisor of the distances to a base and of a number} */
    private static long divisor(long[] column, int count, long base, long known) {
        long divisor = known;
        for (int tick = 0; tick < count && divisor != 1; tick++) {
            long value = column[tick];
            if (value != NO_PRICE) {
                long distance = value - base;
                if (divisor == 0 || distance % divisor != 0) {
                    divisor = greatestCommonDivisor(divisor, distance);
                }
            }
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
