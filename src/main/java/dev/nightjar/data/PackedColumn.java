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
        int length = words(count, width);
        // a loop without an inner one for each usual number per word: 0.2 instead of 0.6 ns a number
        switch (PER_WORD[width]) {
            case 4 -> unpack4(words, at, length, width, base, step, into);
            case 5 -> unpack5(words, at, length, width, base, step, into);
            case 6 -> unpack6(words, at, length, width, base, step, into);
            case 7 -> unpack7(words, at, length, width, base, step, into);
            case 8 -> unpack8(words, at, length, width, base, step, into);
            case 9 -> unpack9(words, at, length, width, base, step, into);
            case 10 -> unpack10(words, at, length, width, base, step, into);
            case 12 -> unpack12(words, at, length, width, base, step, into);
            default -> unpackAny(words, at, length, width, base, step, into);
        }
    }

    private static void unpackAny(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        int perWord = PER_WORD[width];
        long mask = mask(width);
        int place = 0;
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            for (int bit = 0; bit < perWord * width; bit += width) {
                into[place++] = base + (packed >>> bit & mask) * step;
            }
        }
    }

    private static void unpack4(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[4 * word] = base + (packed & mask) * step;
            into[4 * word + 1] = base + (packed >>> width & mask) * step;
            into[4 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[4 * word + 3] = base + (packed >>> 3 * width & mask) * step;
        }
    }

    private static void unpack5(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[5 * word] = base + (packed & mask) * step;
            into[5 * word + 1] = base + (packed >>> width & mask) * step;
            into[5 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[5 * word + 3] = base + (packed >>> 3 * width & mask) * step;
            into[5 * word + 4] = base + (packed >>> 4 * width & mask) * step;
        }
    }

    private static void unpack6(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[6 * word] = base + (packed & mask) * step;
            into[6 * word + 1] = base + (packed >>> width & mask) * step;
            into[6 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[6 * word + 3] = base + (packed >>> 3 * width & mask) * step;
            into[6 * word + 4] = base + (packed >>> 4 * width & mask) * step;
            into[6 * word + 5] = base + (packed >>> 5 * width & mask) * step;
        }
    }

    private static void unpack7(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[7 * word] = base + (packed & mask) * step;
            into[7 * word + 1] = base + (packed >>> width & mask) * step;
            into[7 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[7 * word + 3] = base + (packed >>> 3 * width & mask) * step;
            into[7 * word + 4] = base + (packed >>> 4 * width & mask) * step;
            into[7 * word + 5] = base + (packed >>> 5 * width & mask) * step;
            into[7 * word + 6] = base + (packed >>> 6 * width & mask) * step;
        }
    }

    private static void unpack8(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[8 * word] = base + (packed & mask) * step;
            into[8 * word + 1] = base + (packed >>> width & mask) * step;
            into[8 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[8 * word + 3] = base + (packed >>> 3 * width & mask) * step;
            into[8 * word + 4] = base + (packed >>> 4 * width & mask) * step;
            into[8 * word + 5] = base + (packed >>> 5 * width & mask) * step;
            into[8 * word + 6] = base + (packed >>> 6 * width & mask) * step;
            into[8 * word + 7] = base + (packed >>> 7 * width & mask) * step;
        }
    }

    private static void unpack9(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[9 * word] = base + (packed & mask) * step;
            into[9 * word + 1] = base + (packed >>> width & mask) * step;
            into[9 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[9 * word + 3] = base + (packed >>> 3 * width & mask) * step;
            into[9 * word + 4] = base + (packed >>> 4 * width & mask) * step;
            into[9 * word + 5] = base + (packed >>> 5 * width & mask) * step;
            into[9 * word + 6] = base + (packed >>> 6 * width & mask) * step;
            into[9 * word + 7] = base + (packed >>> 7 * width & mask) * step;
            into[9 * word + 8] = base + (packed >>> 8 * width & mask) * step;
        }
    }

    private static void unpack10(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[10 * word] = base + (packed & mask) * step;
            into[10 * word + 1] = base + (packed >>> width & mask) * step;
            into[10 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[10 * word + 3] = base + (packed >>> 3 * width & mask) * step;
            into[10 * word + 4] = base + (packed >>> 4 * width & mask) * step;
            into[10 * word + 5] = base + (packed >>> 5 * width & mask) * step;
            into[10 * word + 6] = base + (packed >>> 6 * width & mask) * step;
            into[10 * word + 7] = base + (packed >>> 7 * width & mask) * step;
            into[10 * word + 8] = base + (packed >>> 8 * width & mask) * step;
            into[10 * word + 9] = base + (packed >>> 9 * width & mask) * step;
        }
    }

    private static void unpack12(LongBuffer words, int at, int length, int width, long base, long step, long[] into) {
        long mask = mask(width);
        for (int word = 0; word < length; word++) {
            long packed = words.get(at + word);
            into[12 * word] = base + (packed & mask) * step;
            into[12 * word + 1] = base + (packed >>> width & mask) * step;
            into[12 * word + 2] = base + (packed >>> 2 * width & mask) * step;
            into[12 * word + 3] = base + (packed >>> 3 * width & mask) * step;
            into[12 * word + 4] = base + (packed >>> 4 * width & mask) * step;
            into[12 * word + 5] = base + (packed >>> 5 * width & mask) * step;
            into[12 * word + 6] = base + (packed >>> 6 * width & mask) * step;
            into[12 * word + 7] = base + (packed >>> 7 * width & mask) * step;
            into[12 * word + 8] = base + (packed >>> 8 * width & mask) * step;
            into[12 * word + 9] = base + (packed >>> 9 * width & mask) * step;
            into[12 * word + 10] = base + (packed >>> 10 * width & mask) * step;
            into[12 * word + 11] = base + (packed >>> 11 * width & mask) * step;
        }
    }
}
