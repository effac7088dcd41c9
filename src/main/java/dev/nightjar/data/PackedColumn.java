package dev.nightjar.data;

import java.nio.LongBuffer;
import java.util.Arrays;

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

    /** So many numbers of a word are packed without a loop. */
    private static final int UNROLLED = 21;

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

    /** Writes a column, the values from a place on. */
    static void pack(long[] values, int from, int count, int width, long[] words, int at) {
        if (width == 0) {
            return;
        }
        int perWord = PER_WORD[width];
        int whole = quotient(count, width);
        for (int word = 0; word < whole; word++) {
            words[at + word] = packed(values, from + word * perWord, perWord, width);
        }
        int rest = count - whole * perWord;
        if (rest > 0) {
            words[at + whole] = packed(values, from + whole * perWord, rest, width);
        }
    }

    /** {@return a word of numbers, at least one} */
    private static long packed(long[] values, int from, int count, int width) {
        long packed = 0;
        for (int place = from + count - 1; place >= from + UNROLLED; place--) {
            packed = packed << width | values[place];
        }
        // in all but the smallest widths one jump: a loop over so few numbers would end too often to be foreseen
        switch (Math.min(count, UNROLLED)) {
            case 21:
                packed = packed << width | values[from + 20];
            // fall through
            case 20:
                packed = packed << width | values[from + 19];
            // fall through
            case 19:
                packed = packed << width | values[from + 18];
            // fall through
            case 18:
                packed = packed << width | values[from + 17];
            // fall through
            case 17:
                packed = packed << width | values[from + 16];
            // fall through
            case 16:
                packed = packed << width | values[from + 15];
            // fall through
            case 15:
                packed = packed << width | values[from + 14];
            // fall through
            case 14:
                packed = packed << width | values[from + 13];
            // fall through
            case 13:
                packed = packed << width | values[from + 12];
            // fall through
            case 12:
                packed = packed << width | values[from + 11];
            // fall through
            case 11:
                packed = packed << width | values[from + 10];
            // fall through
            case 10:
                packed = packed << width | values[from + 9];
            // fall through
            case 9:
                packed = packed << width | values[from + 8];
            // fall through
            case 8:
                packed = packed << width | values[from + 7];
            // fall through
            case 7:
                packed = packed << width | values[from + 6];
            // fall through
            case 6:
                packed = packed << width | values[from + 5];
            // fall through
            case 5:
                packed = packed << width | values[from + 4];
            // fall through
            case 4:
                packed = packed << width | values[from + 3];
            // fall through
            case 3:
                packed = packed << width | values[from + 2];
            // fall through
            case 2:
                packed = packed << width | values[from + 1];
            // fall through
            default:
                packed = packed << width | values[from];
        }
        return packed;
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
     * @param into has room for them and {@link #SLACK} more; what is written there means nothing
     */
    static void unpack(long[] words, int at, int width, int count, long base, long step, long[] into) {
        if (width == 0) {
            Arrays.fill(into, 0, count, base);
            return;
        }
        int length = words(count, width);
        // constant shifts and masks: 0.7 ns a number where shifts in registers took 1.1, on a busy machine
        switch (width) {
            case 3 -> unpack3(words, at, length, base, step, into);
            case 4 -> unpack4(words, at, length, base, step, into);
            case 5 -> unpack5(words, at, length, base, step, into);
            case 6 -> unpack6(words, at, length, base, step, into);
            case 7 -> unpack7(words, at, length, base, step, into);
            case 8 -> unpack8(words, at, length, base, step, into);
            case 9 -> unpack9(words, at, length, base, step, into);
            case 10 -> unpack10(words, at, length, base, step, into);
            case 11 -> unpack11(words, at, length, base, step, into);
            case 12 -> unpack12(words, at, length, base, step, into);
            case 13 -> unpack13(words, at, length, base, step, into);
            case 14 -> unpack14(words, at, length, base, step, into);
            case 15 -> unpack15(words, at, length, base, step, into);
            case 16 -> unpack16(words, at, length, base, step, into);
            default -> unpackAny(words, at, length, width, base, step, into);
        }
    }

    private static void unpackAny(long[] words, int at, int length, int width, long base, long step, long[] into) {
        int perWord = PER_WORD[width];
        long mask = mask(width);
        int place = 0;
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            for (int bit = 0; bit < perWord * width; bit += width) {
                into[place++] = base + (packed >>> bit & mask) * step;
            }
        }
    }

    private static void unpack3(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 21 * word;
            into[place] = base + (packed & 0x7) * step;
            into[place + 1] = base + (packed >>> 3 & 0x7) * step;
            into[place + 2] = base + (packed >>> 6 & 0x7) * step;
            into[place + 3] = base + (packed >>> 9 & 0x7) * step;
            into[place + 4] = base + (packed >>> 12 & 0x7) * step;
            into[place + 5] = base + (packed >>> 15 & 0x7) * step;
            into[place + 6] = base + (packed >>> 18 & 0x7) * step;
            into[place + 7] = base + (packed >>> 21 & 0x7) * step;
            into[place + 8] = base + (packed >>> 24 & 0x7) * step;
            into[place + 9] = base + (packed >>> 27 & 0x7) * step;
            into[place + 10] = base + (packed >>> 30 & 0x7) * step;
            into[place + 11] = base + (packed >>> 33 & 0x7) * step;
            into[place + 12] = base + (packed >>> 36 & 0x7) * step;
            into[place + 13] = base + (packed >>> 39 & 0x7) * step;
            into[place + 14] = base + (packed >>> 42 & 0x7) * step;
            into[place + 15] = base + (packed >>> 45 & 0x7) * step;
            into[place + 16] = base + (packed >>> 48 & 0x7) * step;
            into[place + 17] = base + (packed >>> 51 & 0x7) * step;
            into[place + 18] = base + (packed >>> 54 & 0x7) * step;
            into[place + 19] = base + (packed >>> 57 & 0x7) * step;
            into[place + 20] = base + (packed >>> 60 & 0x7) * step;
        }
    }

    private static void unpack4(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 16 * word;
            into[place] = base + (packed & 0xf) * step;
            into[place + 1] = base + (packed >>> 4 & 0xf) * step;
            into[place + 2] = base + (packed >>> 8 & 0xf) * step;
            into[place + 3] = base + (packed >>> 12 & 0xf) * step;
            into[place + 4] = base + (packed >>> 16 & 0xf) * step;
            into[place + 5] = base + (packed >>> 20 & 0xf) * step;
            into[place + 6] = base + (packed >>> 24 & 0xf) * step;
            into[place + 7] = base + (packed >>> 28 & 0xf) * step;
            into[place + 8] = base + (packed >>> 32 & 0xf) * step;
            into[place + 9] = base + (packed >>> 36 & 0xf) * step;
            into[place + 10] = base + (packed >>> 40 & 0xf) * step;
            into[place + 11] = base + (packed >>> 44 & 0xf) * step;
            into[place + 12] = base + (packed >>> 48 & 0xf) * step;
            into[place + 13] = base + (packed >>> 52 & 0xf) * step;
            into[place + 14] = base + (packed >>> 56 & 0xf) * step;
            into[place + 15] = base + (packed >>> 60) * step;
        }
    }

    private static void unpack5(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 12 * word;
            into[place] = base + (packed & 0x1f) * step;
            into[place + 1] = base + (packed >>> 5 & 0x1f) * step;
            into[place + 2] = base + (packed >>> 10 & 0x1f) * step;
            into[place + 3] = base + (packed >>> 15 & 0x1f) * step;
            into[place + 4] = base + (packed >>> 20 & 0x1f) * step;
            into[place + 5] = base + (packed >>> 25 & 0x1f) * step;
            into[place + 6] = base + (packed >>> 30 & 0x1f) * step;
            into[place + 7] = base + (packed >>> 35 & 0x1f) * step;
            into[place + 8] = base + (packed >>> 40 & 0x1f) * step;
            into[place + 9] = base + (packed >>> 45 & 0x1f) * step;
            into[place + 10] = base + (packed >>> 50 & 0x1f) * step;
            into[place + 11] = base + (packed >>> 55 & 0x1f) * step;
        }
    }

    private static void unpack6(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 10 * word;
            into[place] = base + (packed & 0x3f) * step;
            into[place + 1] = base + (packed >>> 6 & 0x3f) * step;
            into[place + 2] = base + (packed >>> 12 & 0x3f) * step;
            into[place + 3] = base + (packed >>> 18 & 0x3f) * step;
            into[place + 4] = base + (packed >>> 24 & 0x3f) * step;
            into[place + 5] = base + (packed >>> 30 & 0x3f) * step;
            into[place + 6] = base + (packed >>> 36 & 0x3f) * step;
            into[place + 7] = base + (packed >>> 42 & 0x3f) * step;
            into[place + 8] = base + (packed >>> 48 & 0x3f) * step;
            into[place + 9] = base + (packed >>> 54 & 0x3f) * step;
        }
    }

    private static void unpack7(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 9 * word;
            into[place] = base + (packed & 0x7f) * step;
            into[place + 1] = base + (packed >>> 7 & 0x7f) * step;
            into[place + 2] = base + (packed >>> 14 & 0x7f) * step;
            into[place + 3] = base + (packed >>> 21 & 0x7f) * step;
            into[place + 4] = base + (packed >>> 28 & 0x7f) * step;
            into[place + 5] = base + (packed >>> 35 & 0x7f) * step;
            into[place + 6] = base + (packed >>> 42 & 0x7f) * step;
            into[place + 7] = base + (packed >>> 49 & 0x7f) * step;
            into[place + 8] = base + (packed >>> 56 & 0x7f) * step;
        }
    }

    private static void unpack8(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 8 * word;
            into[place] = base + (packed & 0xff) * step;
            into[place + 1] = base + (packed >>> 8 & 0xff) * step;
            into[place + 2] = base + (packed >>> 16 & 0xff) * step;
            into[place + 3] = base + (packed >>> 24 & 0xff) * step;
            into[place + 4] = base + (packed >>> 32 & 0xff) * step;
            into[place + 5] = base + (packed >>> 40 & 0xff) * step;
            into[place + 6] = base + (packed >>> 48 & 0xff) * step;
            into[place + 7] = base + (packed >>> 56) * step;
        }
    }

    private static void unpack9(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 7 * word;
            into[place] = base + (packed & 0x1ff) * step;
            into[place + 1] = base + (packed >>> 9 & 0x1ff) * step;
            into[place + 2] = base + (packed >>> 18 & 0x1ff) * step;
            into[place + 3] = base + (packed >>> 27 & 0x1ff) * step;
            into[place + 4] = base + (packed >>> 36 & 0x1ff) * step;
            into[place + 5] = base + (packed >>> 45 & 0x1ff) * step;
            into[place + 6] = base + (packed >>> 54 & 0x1ff) * step;
        }
    }

    private static void unpack10(long[] words, int at, int length, long base, long step, long[] into) {
        for (int word = 0; word < length; word++) {
            long packed = words[at + word];
            int place = 6 * word;
            into[place] = base + (packed & 0x3ff) * step;
            into[place + 1] = base + (packed >>> 10 & 0x3ff) * step;
            into[place + 2] = base + (packed >>> 20 & 0x3ff) * step;
            into[place + 3] = base + (packed >>> 30 & 0x3ff) * step;
            into[place + 4] = base + (packed >>> 40 & 0x3ff) * step;
            into[place + 5] = base + (packed >>> 50 & 0x3ff) * step;
        }
    }

    // few numbers to a word: two words a turn, as each turn costs something, too

    private static void unpack11(long[] words, int at, int length, long base, long step, long[] into) {
        int word = 0;
        for (; word < length - 1; word += 2) {
            word5(words[at + word], 11, 5 * word, base, step, into);
            word5(words[at + word + 1], 11, 5 * word + 5, base, step, into);
        }
        if (word < length) {
            word5(words[at + word], 11, 5 * word, base, step, into);
        }
    }

    private static void unpack12(long[] words, int at, int length, long base, long step, long[] into) {
        int word = 0;
        for (; word < length - 1; word += 2) {
            word5(words[at + word], 12, 5 * word, base, step, into);
            word5(words[at + word + 1], 12, 5 * word + 5, base, step, into);
        }
        if (word < length) {
            word5(words[at + word], 12, 5 * word, base, step, into);
        }
    }

    private static void unpack13(long[] words, int at, int length, long base, long step, long[] into) {
        int word = 0;
        for (; word < length - 1; word += 2) {
            word4(words[at + word], 13, 4 * word, base, step, into);
            word4(words[at + word + 1], 13, 4 * word + 4, base, step, into);
        }
        if (word < length) {
            word4(words[at + word], 13, 4 * word, base, step, into);
        }
    }

    private static void unpack14(long[] words, int at, int length, long base, long step, long[] into) {
        int word = 0;
        for (; word < length - 1; word += 2) {
            word4(words[at + word], 14, 4 * word, base, step, into);
            word4(words[at + word + 1], 14, 4 * word + 4, base, step, into);
        }
        if (word < length) {
            word4(words[at + word], 14, 4 * word, base, step, into);
        }
    }

    private static void unpack15(long[] words, int at, int length, long base, long step, long[] into) {
        int word = 0;
        for (; word < length - 1; word += 2) {
            word4(words[at + word], 15, 4 * word, base, step, into);
            word4(words[at + word + 1], 15, 4 * word + 4, base, step, into);
        }
        if (word < length) {
            word4(words[at + word], 15, 4 * word, base, step, into);
        }
    }

    private static void unpack16(long[] words, int at, int length, long base, long step, long[] into) {
        int word = 0;
        for (; word < length - 1; word += 2) {
            word4(words[at + word], 16, 4 * word, base, step, into);
            word4(words[at + word + 1], 16, 4 * word + 4, base, step, into);
        }
        if (word < length) {
            word4(words[at + word], 16, 4 * word, base, step, into);
        }
    }

    /** The width is constant where this is called, and so are shifts and mask. */
    private static void word5(long packed, int width, int place, long base, long step, long[] into) {
        long mask = (1L << width) - 1;
        into[place] = base + (packed & mask) * step;
        into[place + 1] = base + (packed >>> width & mask) * step;
        into[place + 2] = base + (packed >>> 2 * width & mask) * step;
        into[place + 3] = base + (packed >>> 3 * width & mask) * step;
        into[place + 4] = base + (packed >>> 4 * width & mask) * step;
    }

    /** The width is constant where this is called, and so are shifts and mask. */
    private static void word4(long packed, int width, int place, long base, long step, long[] into) {
        long mask = (1L << width) - 1;
        into[place] = base + (packed & mask) * step;
        into[place + 1] = base + (packed >>> width & mask) * step;
        into[place + 2] = base + (packed >>> 2 * width & mask) * step;
        into[place + 3] = base + (packed >>> 3 * width & mask) * step;
    }
}
