package dev.nightjar.data;

import java.nio.LongBuffer;

/**
 * Small numbers in 64-bit words.
 *
 * <p>Numbers of {@code width} bits, 0 to 64, unsigned, lie {@code 64 / width} to a word, lowest bits first; none crosses a
 * word. A column of width 0 takes no word, and all its numbers are 0.
 */
final class PackedColumn {

    /** What {@link #unpack} may write beyond the numbers asked for. */
    static final int SLACK = 64;

    /** By width: how many numbers a word holds, and the factor and shift that divide by it. */
    private static final int[] PER_WORD = new int[Long.SIZE + 1];

    private static final long[] FACTOR = new long[Long.SIZE + 1];
    private static final int[] SHIFT = new int[Long.SIZE + 1];

    static {
        for (int width = 1; width <= Long.SIZE; width++) {
            int perWord = Long.SIZE / width;
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(perWord - 1);
            PER_WORD[width] = perWord;
            // rounded up, which divides every number below 2^32 exactly
            SHIFT[width] = Integer.SIZE + bits;
            FACTOR[width] = ((1L << SHIFT[width]) + perWord - 1) / perWord;
        }
    }

    private PackedColumn() {}

    /** {@return the bits that a number needs, taken as unsigned} */
    static int width(long largest) {
        return Long.SIZE - Long.numberOfLeadingZeros(largest);
    }

    /** {@return the words that a column takes} */
    static int words(int count, int width) {
        return width == 0 ? 0 : quotient(count + PER_WORD[width] - 1, width);
    }

    private static int quotient(int place, int width) {
        return (int) (place * FACTOR[width] >>> SHIFT[width]);
    }

    private static long mask(int width) {
        return -1L >>> (Long.SIZE - width);
    }

    /** Writes a column. */
    static void pack(long[] values, int count, int width, long[] words, int at) {
        if (width == 0) {
            return;
        }
        int perWord = PER_WORD[width];
        int word = at;
        for (int begin = 0; begin < count; begin += perWord) {
            int end = Math.min(begin + perWord, count);
            long packed = 0;
            for (int place = end - 1; place > begin; place--) {
                packed = (packed | values[place]) << width;
            }
            words[word++] = packed | values[begin];
        }
    }

    static long get(LongBuffer words, int at, int width, int place) {
        if (width == 0) {
            return 0;
        }
        int word = quotient(place, width);
        return words.get(at + word) >>> (place - word * PER_WORD[width]) * width & mask(width);
    }

    /**
     * Reads a column: {@code base + number * step} each.
     *
     * @param into has room for {@link #SLACK} more; what is written there means nothing
     */
    static void unpack(LongBuffer words, int at, int width, int count, long base, long step, long[] into) {
        if (width == 0) {
            for (int place = 0; place < count; place++) {
                into[place] = base;
            }
            return;
        }
        int end = at + words(count, width);
        // a loop without an inner one for each usual number per word: 0.2 instead of 0.6 ns a number
        switch (PER_WORD[width]) {
            case 4 -> unpack4(words, at, end, width, base, step, into);
            case 5 -> unpack5(words, at, end, width, base, step, into);
            case 6 -> unpack6(words, at, end, width, base, step, into);
            case 7 -> unpack7(words, at, end, width, base, step, into);
            case 8 -> unpack8(words, at, end, width, base, step, into);
            case 9 -> unpack9(words, at, end, width, base, step, into);
            case 10 -> unpack10(words, at, end, width, base, step, into);
            case 12 -> unpack12(words, at, end, width, base, step, into);
            default -> unpackAny(words, at, end, width, base, step, into);
        }
    }

    /** Adds the numbers of a column, each {@code step} times, to what is there; {@code into} as in {@link #unpack}. */
    static void add(LongBuffer words, int at, int width, int count, long step, long[] into) {
        int perWord = PER_WORD[width];
        long mask = mask(width);
        int place = 0;
        for (int word = at; place < count; word++) {
            long packed = words.get(word);
            for (int bit = 0; bit < perWord * width; bit += width) {
                into[place++] += (packed >>> bit & mask) * step;
            }
        }
    }

    private static void unpackAny(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        int perWord = PER_WORD[width];
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            for (int bit = 0; bit < perWord * width; bit += width) {
                into[place++] = base + (packed >>> bit & mask) * step;
            }
        }
    }

    private static void unpack4(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            place += 4;
        }
    }

    private static void unpack5(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            into[place + 4] = base + (packed >>> 4 * width & mask) * step;
            place += 5;
        }
    }

    private static void unpack6(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            into[place + 4] = base + (packed >>> 4 * width & mask) * step;
            into[place + 5] = base + (packed >>> 5 * width & mask) * step;
            place += 6;
        }
    }

    private static void unpack7(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            into[place + 4] = base + (packed >>> 4 * width & mask) * step;
            into[place + 5] = base + (packed >>> 5 * width & mask) * step;
            into[place + 6] = base + (packed >>> 6 * width & mask) * step;
            place += 7;
        }
    }

    private static void unpack8(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            into[place + 4] = base + (packed >>> 4 * width & mask) * step;
            into[place + 5] = base + (packed >>> 5 * width & mask) * step;
            into[place + 6] = base + (packed >>> 6 * width & mask) * step;
            into[place + 7] = base + (packed >>> 7 * width & mask) * step;
            place += 8;
        }
    }

    private static void unpack9(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            into[place + 4] = base + (packed >>> 4 * width & mask) * step;
            into[place + 5] = base + (packed >>> 5 * width & mask) * step;
            into[place + 6] = base + (packed >>> 6 * width & mask) * step;
            into[place + 7] = base + (packed >>> 7 * width & mask) * step;
            into[place + 8] = base + (packed >>> 8 * width & mask) * step;
            place += 9;
        }
    }

    private static void unpack10(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            into[place + 4] = base + (packed >>> 4 * width & mask) * step;
            into[place + 5] = base + (packed >>> 5 * width & mask) * step;
            into[place + 6] = base + (packed >>> 6 * width & mask) * step;
            into[place + 7] = base + (packed >>> 7 * width & mask) * step;
            into[place + 8] = base + (packed >>> 8 * width & mask) * step;
            into[place + 9] = base + (packed >>> 9 * width & mask) * step;
            place += 10;
        }
    }

    private static void unpack12(LongBuffer words, int at, int end, int width, long base, long step, long[] into) {
        long mask = mask(width);
        int place = 0;
        for (int word = at; word < end; word++) {
            long packed = words.get(word);
            into[place] = base + (packed & mask) * step;
            into[place + 1] = base + (packed >>> width & mask) * step;
            into[place + 2] = base + (packed >>> 2 * width & mask) * step;
            into[place + 3] = base + (packed >>> 3 * width & mask) * step;
            into[place + 4] = base + (packed >>> 4 * width & mask) * step;
            into[place + 5] = base + (packed >>> 5 * width & mask) * step;
            into[place + 6] = base + (packed >>> 6 * width & mask) * step;
            into[place + 7] = base + (packed >>> 7 * width & mask) * step;
            into[place + 8] = base + (packed >>> 8 * width & mask) * step;
            into[place + 9] = base + (packed >>> 9 * width & mask) * step;
            into[place + 10] = base + (packed >>> 10 * width & mask) * step;
            into[place + 11] = base + (packed >>> 11 * width & mask) * step;
            place += 12;
        }
    }
}
