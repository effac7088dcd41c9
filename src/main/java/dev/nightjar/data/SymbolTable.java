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
    private final long[][] words;
    private final int[] lengths;
    private final int[] slots;
    private final long[] hashes;

    SymbolTable(List<String> symbols) {
        words = new long[symbols.size()][];
        lengths = new int[symbols.size()];
        slots = new int[Integer.highestOneBit(Math.max(8, symbols.size())) * 4];
        hashes = new long[slots.length];
        Arrays.fill(slots, -1);
        for (int index = 0; index < symbols.size(); index++) {
            byte[] bytes = symbols.get(index).getBytes(StandardCharsets.UTF_8);
            lengths[index] = bytes.length;
            byte[] padded = Arrays.copyOf(bytes, (bytes.length + Long.BYTES) / Long.BYTES * Long.BYTES);
            words[index] = new long[padded.length / Long.BYTES];
            long hash = 0;
            for (int word = 0; word < words[index].length; word++) {
                words[index][word] = (long) EIGHT_BYTES.get(padded, word * Long.BYTES);
                hash = mixed(hash, words[index][word]);
            }
            int slot = slot(hash);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = index;
            hashes[slot] = hash;
        }
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
        while (slots[slot] >= 0) {
            if (hashes[slot] == hash && is(slots[slot], bytes, from, to, last)) {
                return slots[slot];
            }
            slot = (slot + 1) & (slots.length - 1);
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

    private boolean is(int symbol, byte[] bytes, int from, int to, long last) {
        long[] own = words[symbol];
        if (lengths[symbol] != to - from || own[own.length - 1] != last) {
            return false;
        }
        for (int word = 0; word < own.length - 1; word++) {
            if ((long) EIGHT_BYTES.get(bytes, from + word * Long.BYTES) != own[word]) {
                return false;
            }
        }
        return true;
    }

    private int slot(long hash) {
        return (int) (hash ^ (hash >>> 32) ^ (hash >>> 52)) & (slots.length - 1);
    }

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * MIXER;
        return product ^ (product >>> 32);
    }
}
