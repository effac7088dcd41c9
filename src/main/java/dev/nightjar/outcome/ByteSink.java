package dev.nightjar.outcome;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow: whole numbers in as few bytes as they need, doubles in eight. */
final class ByteSink {

    /** An array cannot have more. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    byte[] copy(int upTo) {
        return Arrays.copyOf(bytes, upTo);
    }

    /** Forgets what came after the first bytes. */
    void truncate(int newLength) {
        length = newLength;
    }

    void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** Seven bits a byte, lowest first; small numbers that are not negative are short. */
    void unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Numbers near 0 of either sign are short. */
    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void fixed(long value) {
        room(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void real(double value) {
        fixed(Double.doubleToLongBits(value));
    }

    void text(String value) {
        raw(value.getBytes(StandardCharsets.UTF_8), true);
    }

    /** Bytes as they are, after their number if that is wanted. */
    void raw(byte[] value, boolean withLength) {
        if (withLength) {
            unsigned(value.length);
        }
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** Makes room in the {@link #array} for bytes that are put there and told by {@link #filled}. */
    void room(int more) {
        if (bytes.length - length < more) {
            int doubled = (int) Math.min(2L * bytes.length, MOST_BYTES);
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), doubled));
        }
    }

    void filled(int upTo) {
        length = upTo;
    }
}
