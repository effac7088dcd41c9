package dev.nightjar.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds a symbol's place in a list by its UTF-8 bytes. */
final class SymbolTable {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private final byte[][] symbols;
    private final int[] slots;

    SymbolTable(List<String> symbols) {
        this.symbols = new byte[symbols.size()][];
        slots = new int[Integer.highestOneBit(Math.max(8, symbols.size())) * 4];
        Arrays.fill(slots, -1);
        for (int index = 0; index < symbols.size(); index++) {
            byte[] bytes = symbols.get(index).getBytes(StandardCharsets.UTF_8);
            this.symbols[index] = bytes;
            int slot = hash(bytes, 0, bytes.length) & (slots.length - 1);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = index;
        }
    }

    /** {@return the symbol's place in the list, or -1} */
    int find(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to) & (slots.length - 1);
        while (slots[slot] >= 0) {
            byte[] symbol = symbols[slots[slot]];
            if (Arrays.equals(symbol, 0, symbol.length, bytes, from, to)) {
                return slots[slot];
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    /** Eight bytes at a time: symbols of options are long, and each tick has one. */
    private static int hash(byte[] bytes, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mixed(hash ^ (long) EIGHT_BYTES.get(bytes, at));
        }
        for (; at < to; at++) {
            hash = mixed(hash ^ bytes[at]);
        }
        return (int) hash;
    }

    /** A product's high bits depend on all bits; folded down, so do its low ones. */
    private static long mixed(long value) {
        long product = value * MIXER;
        return product ^ (product >>> 32) ^ (product >>> 52);
    }
}
