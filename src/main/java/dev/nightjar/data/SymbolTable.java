package dev.nightjar.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds a symbol's place in a list by its UTF-8 bytes. */
final class SymbolTable {

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

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = hash * 31 + bytes[at];
        }
        return hash ^ (hash >>> 15);
    }
}
