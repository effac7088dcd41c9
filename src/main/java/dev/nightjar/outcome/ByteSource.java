package dev.nightjar.outcome;

import java.nio.charset.StandardCharsets;

/** Reads what a {@link ByteSink} wrote; anything it could not have written is an {@link IllegalArgumentException}. */
final class ByteSource {

    private final byte[] bytes;
    private int position;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean atEnd() {
        return position == bytes.length;
    }

    int octet() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes before byte " + position);
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    int integer() {
        return Math.toIntExact(unsigned());
    }

    long fixed() {
        need(Long.BYTES);
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value |= (bytes[position++] & 0xFFL) << shift;
        }
        return value;
    }

    double real() {
        return Double.longBitsToDouble(fixed());
    }

    String text() {
        int size = integer();
        need(size);
        String value = new String(bytes, position, size, StandardCharsets.UTF_8);
        position += size;
        return value;
    }

    <E> E choice(E[] values) {
        int place = octet();
        if (place >= values.length) {
            throw new IllegalArgumentException("choice " + place + " of " + values.length + " before byte " + position);
        }
        return values[place];
    }

    private void need(int more) {
        if (more < 0 || bytes.length - position < more) {
            throw new IllegalArgumentException("it ends at byte " + bytes.length + ", in the middle of something");
        }
    }
}
