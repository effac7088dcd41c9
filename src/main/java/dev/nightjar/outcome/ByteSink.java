package dev.nightjar.outcome;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow: whole numbers in as few bytes as they need, doubles in eight. */
final class ByteSink {

    /** An array cannot have more. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** The most bytes a number takes. */
    private static final int LONGEST_NUMBER = 10;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int length;

    ByteSink(int capacity) {
        this(new byte[capacity]);
    }

    /** Takes an array over, whatever is in it. */
    ByteSink(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Goes on in an array that has no more room than it needs. {@return the one before, which is not used any more} */
    byte[] trim() {
        byte[] roomy = bytes;
        bytes = Arrays.copyOf(roomy, length);
        return roomy;
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
        room(LONGEST_NUMBER);
        if ((value & ~0x7FL) == 0) {
            bytes[length++] = (byte) value;
        } else if (value >>> 56 == 0) {
            spread(value);
        } else {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }
    }

    /** Up to eight bytes at once: how many there are is different each time, and asking byte by byte costs more than all of it. */
    private void spread(long value) {
        long halves = (value & 0xFF_FFFF_F000_0000L) << 4 | value & 0x0FFF_FFFFL;
        long quarters = (halves & 0x0FFF_C000_0FFF_C000L) << 2 | halves & 0x0000_3FFF_0000_3FFFL;
        long sevens = (quarters & 0x3F80_3F80_3F80_3F80L) << 1 | quarters & 0x007F_007F_007F_007FL;
        int last = (Long.SIZE - 1 - Long.numberOfLeadingZeros(value)) / 7;
        LONGS.set(bytes, length, sevens | 0x8080_8080_8080_8080L & ~(-1L << (Byte.SIZE * last)));
        length += last + 1;
    }

    /** Numbers near 0 of either sign are short. */
    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void fixed(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    void real(double value) {
        fixed(Double.doubleToLongBits(value));
    }

    void text(String value) {
        int begin = length;
        unsigned(value.length());
        room(value.length());
        for (int place = 0; place < value.length(); place++) {
            char character = value.charAt(place);
            if (character > 0x7F) {
                length = begin;
                raw(value.getBytes(StandardCharsets.UTF_8), true);
                return;
            }
            bytes[length++] = (byte) character;
        }
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
