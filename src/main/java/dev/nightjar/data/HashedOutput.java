package dev.nightjar.data;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** Appends little-endian numbers to a file, with a checksum of a stretch and a hash of all. */
final class HashedOutput {

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    private final LongBuffer longs = buffer.asLongBuffer();
    private final MessageDigest digest = Sha256.digest();
    private final CRC32C crc = new CRC32C();
    private long position;

    /** @param position a multiple of 8, where the first byte goes */
    HashedOutput(FileChannel channel, long position) throws IOException {
        this.channel = channel;
        this.position = position;
        channel.position(position);
    }

    /** {@return where the next byte goes} */
    long position() {
        return position + buffer.position();
    }

    void putByte(int value) throws IOException {
        room(Byte.BYTES);
        buffer.put((byte) value);
    }

    void putShort(int value) throws IOException {
        room(Short.BYTES);
        buffer.putShort((short) value);
    }

    void putInt(int value) throws IOException {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) throws IOException {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    /** Writes numbers where the position is a multiple of 8. */
    void putLongs(long[] values, int count) throws IOException {
        for (int done = 0; done < count; ) {
            room(Long.BYTES);
            int length = Math.min(count - done, buffer.remaining() / Long.BYTES);
            longs.put(buffer.position() / Long.BYTES, values, done, length);
            buffer.position(buffer.position() + length * Long.BYTES);
            done += length;
        }
    }

    /** Writes a text: its length in UTF-8, in two bytes, and the bytes. */
    void putText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xFFFF) {
            throw new IOException("\"" + text.substring(0, 40) + "…\" has " + bytes.length
                    + " bytes; a text of a day's header has at most 65535");
        }
        putShort(bytes.length);
        for (byte one : bytes) {
            putByte(one);
        }
    }

    /** Writes zeros up to a position. */
    void padTo(long end) throws IOException {
        while (position() < end) {
            room(Byte.BYTES);
            int length = (int) Math.min(end - position(), buffer.remaining());
            buffer.put(new byte[length]);
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            drain();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        crc.update(buffer.array(), 0, buffer.limit());
        digest.update(buffer.array(), 0, buffer.limit());
        position += buffer.limit();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** {@return the CRC-32C since the last call, or since the beginning} */
    int takeCrc() throws IOException {
        drain();
        int value = (int) crc.getValue();
        crc.reset();
        return value;
    }

    /** {@return the CRC-32C since {@link #takeCrc}, continued over more bytes that are not written} */
    int crcWith(byte[] more) throws IOException {
        drain();
        crc.update(more);
        return (int) crc.getValue();
    }

    /** {@return the SHA-256 of all that was written} */
    byte[] hash() throws IOException {
        drain();
        return digest.digest();
    }
}
