package dev.nightjar.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds a symbol's place in a list by its UTF-8 bytes, eight at a time: symbols of options are long, and each tick has one.
 */
final class SymbolTable {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MIXER = 0x9E3779B97F4A7C15L;

    /** What stands in an empty slot instead of a symbol. */
    private static final long NONE = -1;

    /** Words of all symbols, each filled up with zeros, one symbol behind the other. */
    private final long[] words;

    /** By symbol: where its words begin. */
    private final int[] begins;

    /** By slot, side by side: the hash of a symbol, its length in the upper half, and its place in the list in the lower. */
    private final long[] slots;

    private final int shift;

    SymbolTable(List<String> symbols) {
        int slotCount = Integer.highestOneBit(Math.max(8, symbols.size())) * 16;
        shift = Long.SIZE - Integer.numberOfTrailingZeros(slotCount);
        slots = new long[2 * slotCount];
        Arrays.fill(slots, NONE);
        begins = new int[symbols.size()];
        long[] all = new long[4 * symbols.size()];
        int used = 0;
        for (int index = 0; index < symbols.size(); index++) {
            byte[] bytes = symbols.get(index).getBytes(StandardCharsets.UTF_8);
            int length = bytes.length / Long.BYTES + 1;
            byte[] padded = Arrays.copyOf(bytes, length * Long.BYTES);
            if (used + length > all.length) {
                all = Arrays.copyOf(all, 2 * (used + length));
            }
            begins[index] = used;
            long hash = 0;
            for (int word = 0; word < length; word++) {
                all[used] = (long) EIGHT_BYTES.get(padded, word * Long.BYTES);
                hash = mixed(hash, all[used++]);
            }
            int slot = slot(hash);
            while (slots[slot + 1] != NONE) {
                slot = (slot + 2) & (slots.length - 1);
            }
            slots[slot] = hash;
            slots[slot + 1] = (long) bytes.length << Integer.SIZE | index;
        }
        words = Arrays.copyOf(all, used);
    }

    /** {@return the symbol's place in the list, or -1} */
    int find(byte[] bytes, int from, int to) {
        long hash = 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mixed(hash, (long) EIGHT_BYTES.get(bytes, at));
        }
        long last = last(bytes, at, to);
        hash = mixed(hash, last);
        int slot = slot(hash);
        while (slots[slot + 1] != NONE) {
            if (slots[slot] == hash && is(slots[slot + 1], bytes, from, to, last)) {
                return (int) slots[slot + 1];
            }
            slot = (slot + 2) & (slots.length - 1);
        }
        return -1;
    }

    /** {@return up to seven bytes as one number; none is 0} */
    private static long last(byte[] bytes, int from, int to) {
        if (from + Long.BYTES <= bytes.length) {
            return (long) EIGHT_BYTES.get(bytes, from) & ((1L << ((to - from) * Byte.SIZE)) - 1);
        }
        long last = 0;
        for (int at = to - 1; at >= from; at--) {
            last = (last << Byte.SIZE) | (bytes[at] & 0xFF);
        }
        return last;
    }

    private boolean is(long symbol, byte[] bytes, int from, int to, long last) {
        int length = (int) (symbol >>> Integer.SIZE);
        if (length != to - from) {
            return false;
        }
        if (length < Long.BYTES) {
            // the hash of one word is a function that has an inverse
            return true;
        }
        int begin = begins[(int) symbol];
        int end = begin + length / Long.BYTES;
        for (int word = begin; word < end; word++) {
            if ((long) EIGHT_BYTES.get(bytes, from + (word - begin) * Long.BYTES) != words[word]) {
                return false;
            }
        }
        return words[end] == last;
    }

    private int slot(long hash) {
        return (int) (hash * MIXER >>> shift) << 1;
    }

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * MIXER;
        return product ^ (product >>> 32);
    }
}
