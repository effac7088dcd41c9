package dev.nightjar.data;

/**
 * The two words that describe a cell's columns: bit widths, steps, the unit of times, and what there is.
 *
 * <p>A step is a factor times a power of ten; all differences of its column are multiples of it.
 */
final class CellWord {

    // first word: bit and length of each field
    static final int TIME = field(0, 5);
    static final int PRICE = field(5, 7);
    static final int QUANTITY = field(12, 7);
    static final int RANK = field(19, 5);
    static final int FRACTION = field(24, 5);
    /** The unit of all times is ten to this power, in nanoseconds. */
    static final int TIME_POWER = field(29, 4);

    static final int PRICE_STEP = field(33, 12);
    static final int QUANTITY_STEP = field(45, 14);
    /** Some ticks have no traded price: 0 is none, prices count from 1. */
    static final int PRICES_MISSING = field(59, 1);
    /** There is a second word and open interest in a column; else all is that of the index. */
    static final int OPEN_INTERESTS = field(60, 1);
    /** There is a second word and there are quotes. */
    static final int QUOTES = field(61, 1);

    // second word
    static final int OPEN_INTEREST = field(0, 7);
    static final int OPEN_INTEREST_STEP = field(7, 14);
    static final int BID = field(21, 7);
    static final int ASK = field(28, 7);
    static final int QUOTE_STEP = field(35, 12);
    static final int BIDS_MISSING = field(47, 1);
    static final int ASKS_MISSING = field(48, 1);

    /** As a power of ten in nanoseconds: the finest unit of the time column. */
    static final int MILLISECOND = 6;

    private static final int POWER_BITS = 4;
    private static final long[] POWERS = powers();

    private CellWord() {}

    /** A shift takes the lowest six bits of its distance, so a field is the distance as it is. */
    private static int field(int bit, int length) {
        return length << 8 | bit;
    }

    /** {@return a field of a word} */
    static int get(long word, int field) {
        return (int) (word >>> field) & (1 << (field >>> 8)) - 1;
    }

    /** {@return the word with a field set that was 0} */
    static long with(long word, int field, long value) {
        if (value >>> (field >>> 8) != 0) {
            throw new IllegalStateException(value + " does not fit " + (field >>> 8) + " bits");
        }
        return word | value << field;
    }

    static boolean is(long word, int field) {
        return (word >>> field & 1) != 0;
    }

    /**
     * {@return the largest step the field can say that divides a number: with a factor if it fits, else a power of ten}
     *
     * @param divisor not negative; of 0 the step is 1
     */
    static int stepFor(long divisor, int field) {
        if (divisor == 0) {
            return 1 << POWER_BITS;
        }
        long factor = divisor;
        int power = 0;
        while (factor % 10 == 0 && power < (1 << POWER_BITS) - 1) {
            factor /= 10;
            power++;
        }
        boolean fits = factor < 1L << ((field >>> 8) - POWER_BITS);
        return (int) (fits ? factor : 1) << POWER_BITS | power;
    }

    /** {@return the step that a field says} */
    static long step(long word, int field) {
        return stepValue(get(word, field));
    }

    /** {@return what a step as in {@link #stepFor} is} */
    static long stepValue(int step) {
        return (step >>> POWER_BITS) * POWERS[step & (1 << POWER_BITS) - 1];
    }

    /** {@return ten to the power} */
    static long power(int power) {
        return POWERS[power];
    }

    /** {@return how many words come before the cell's columns} */
    static int words(long first) {
        return is(first, OPEN_INTERESTS) ? 3 : is(first, QUOTES) ? 2 : 1;
    }

    /** {@return how many words a cell has} */
    static int length(long first, long second, int ticks) {
        int columns = PackedColumn.words(ticks, get(first, TIME))
                + PackedColumn.words(ticks, get(first, FRACTION))
                + PackedColumn.words(ticks, get(first, PRICE))
                + PackedColumn.words(ticks, get(first, QUANTITY))
                + PackedColumn.words(ticks, get(first, RANK));
        int more = PackedColumn.words(ticks, get(second, OPEN_INTEREST))
                + PackedColumn.words(ticks, get(second, BID))
                + PackedColumn.words(ticks, get(second, ASK));
        return words(first) + columns + more;
    }

    /** {@return what the time column counts in, in nanoseconds} */
    static long timeUnit(long word) {
        return POWERS[Math.max(get(word, TIME_POWER), MILLISECOND)];
    }

    /** {@return what the column of times within the millisecond counts in, in nanoseconds} */
    static long fractionUnit(long word) {
        return POWERS[get(word, TIME_POWER)];
    }

    private static long[] powers() {
        long[] powers = new long[1 << POWER_BITS];
        powers[0] = 1;
        for (int power = 1; power < powers.length; power++) {
            powers[power] = 10 * powers[power - 1];
        }
        return powers;
    }
}
