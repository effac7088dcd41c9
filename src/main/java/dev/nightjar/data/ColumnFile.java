package dev.nightjar.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;

/**
 * A file of the store: a header of the caller's, and blocks of columns of 64-bit numbers that are mapped, not read.
 *
 * <p>Layout, little-endian: the magic {@code NIGHTJAR}, version, kind, length and CRC-32C of the header, length of the
 * file (32 bytes); the header, which is the number of blocks, then (columns, rows, offset, CRC-32C) of each, then the
 * caller's; zeros up to a multiple of 8; the blocks, column by column, at offsets from here. No block crosses a multiple
 * of {@link #SEGMENT}. Opening checks the preamble, the lengths and the header; a block is checked when it is first used.
 */
final class ColumnFile {

    /** What a file holds. */
    enum Kind {
        DAY,
        BARS
    }

    /** The longest range that is mapped at once. */
    static final long SEGMENT = 1L << 30;

    private static final long MAGIC = ByteBuffer.wrap("NIGHTJAR".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    private static final int VERSION = 1;
    private static final int PREAMBLE = 32;
    private static final int DIRECTORY_ENTRY = 24;
    private static final int CRC_AT = 20;

    private final Path path;
    private final ByteBuffer header;
    private final List<Entry> directory;
    private final long payload;
    private final MappedByteBuffer[] segments;
    private final AtomicReferenceArray<LongBuffer> checked;

    private ColumnFile(Path path, ByteBuffer header, List<Entry> directory, long payload, MappedByteBuffer[] segments) {
        this.path = path;
        this.header = header;
        this.directory = directory;
        this.payload = payload;
        this.segments = segments;
        checked = new AtomicReferenceArray<>(directory.size());
    }

    /** A block to be written. */
    interface Block {
        int columns();

        int rows();

        long value(int column, int row);
    }

    private record Entry(int columns, int rows, long offset, int crc) {
        long length() {
            return (long) columns * rows * Long.BYTES;
        }
    }

    /** Writes the caller's part of a header. */
    interface Header {
        void writeTo(DataOutputStream out) throws IOException;
    }

    static void write(Path target, Kind kind, Header header, List<? extends Block> blocks) {
        DurableFile.write(target, channel -> {
            ByteArrayOutputStream own = new ByteArrayOutputStream();
            header.writeTo(new DataOutputStream(own));
            int headerLength = Integer.BYTES + blocks.size() * DIRECTORY_ENTRY + own.size();
            long payload = payload(headerLength);
            ByteBuffer head = ByteBuffer.allocate(PREAMBLE + headerLength).order(ByteOrder.LITTLE_ENDIAN);
            head.position(PREAMBLE);
            head.putInt(blocks.size());
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
            long offset = 0;
            for (Block block : blocks) {
                long length = (long) block.columns() * block.rows() * Long.BYTES;
                if (length > SEGMENT) {
                    throw new IOException("one symbol has " + block.rows() + " rows; at most "
                            + SEGMENT / Long.BYTES / block.columns() + " fit");
                }
                if (offset / SEGMENT != (offset + Math.max(length, 1) - 1) / SEGMENT) {
                    offset = (offset / SEGMENT + 1) * SEGMENT;
                }
                channel.position(payload + offset);
                int crc = write(block, channel, buffer);
                head.putInt(block.columns())
                        .putInt(block.rows())
                        .putLong(offset)
                        .putInt(crc)
                        .putInt(0);
                offset += length;
            }
            head.put(own.toByteArray());
            long fileLength = payload + offset;
            head.putLong(0, MAGIC).putInt(8, VERSION).putInt(12, kind.ordinal()).putInt(16, headerLength);
            head.putLong(24, fileLength).putInt(CRC_AT, headCrc(head));
            head.rewind();
            channel.position(0);
            while (head.hasRemaining()) {
                channel.write(head);
            }
            if (channel.size() < fileLength) {
                channel.write(ByteBuffer.allocate(1), fileLength - 1);
            }
        });
    }

    private static long payload(int headerLength) {
        return (PREAMBLE + headerLength + 7L) / 8 * 8;
    }

    private static int write(Block block, FileChannel channel, ByteBuffer buffer) throws IOException {
        CRC32C crc = new CRC32C();
        buffer.clear();
        for (int column = 0; column < block.columns(); column++) {
            for (int row = 0; row < block.rows(); row++) {
                if (!buffer.hasRemaining()) {
                    drain(buffer, channel, crc);
                }
                buffer.putLong(block.value(column, row));
            }
        }
        drain(buffer, channel, crc);
        return (int) crc.getValue();
    }

    private static void drain(ByteBuffer buffer, FileChannel channel, CRC32C crc) throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** The checksum of preamble and header, its own place taken as 0. */
    private static int headCrc(ByteBuffer head) {
        ByteBuffer copy = ByteBuffer.allocate(head.capacity())
                .put(head.duplicate().rewind().limit(head.capacity()));
        copy.putInt(CRC_AT, 0);
        CRC32C crc = new CRC32C();
        crc.update(copy.array(), 0, copy.capacity());
        return (int) crc.getValue();
    }

    /**
     * Opens a file and checks all but its blocks.
     *
     * @throws DataException if it is missing, foreign, of another version or kind, cut off or damaged
     */
    static ColumnFile open(Path path, Kind kind) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer preamble = read(path, channel, PREAMBLE);
            if (preamble.getLong(0) != MAGIC) {
                throw refused(path, "is not a file of the store");
            }
            if (preamble.getInt(8) != VERSION) {
                throw refused(
                        path,
                        "has version " + preamble.getInt(8) + ", this program reads " + VERSION
                                + "; delete it and import the data again");
            }
            int headerLength = preamble.getInt(16);
            long fileLength = preamble.getLong(24);
            if (channel.size() != fileLength || headerLength < Integer.BYTES || headerLength > fileLength) {
                throw damaged(path, "it has " + channel.size() + " bytes, its beginning says " + fileLength);
            }
            ByteBuffer head = read(path, channel, PREAMBLE + headerLength);
            if (headCrc(head) != head.getInt(CRC_AT)) {
                throw damaged(path, "the checksum of its header is wrong");
            }
            if (head.getInt(12) != kind.ordinal()) {
                throw refused(path, "is not a file of kind " + kind);
            }
            long payload = payload(headerLength);
            head.position(PREAMBLE);
            List<Entry> directory = new ArrayList<>();
            for (int left = head.getInt(); left > 0; left--) {
                directory.add(new Entry(head.getInt(), head.getInt(), head.getLong(), head.getInt()));
                head.getInt();
            }
            return new ColumnFile(path, head.slice(), directory, payload, map(channel, payload));
        } catch (NoSuchFileException missing) {
            throw refused(path, "is missing; import the data again");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static ByteBuffer read(Path path, FileChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, buffer.position()) < 0) {
                throw damaged(path, "it has only " + channel.size() + " bytes");
            }
        }
        return buffer.rewind();
    }

    private static MappedByteBuffer[] map(FileChannel channel, long payload) throws IOException {
        long length = channel.size() - payload;
        MappedByteBuffer[] segments = new MappedByteBuffer[(int) ((length + SEGMENT - 1) / SEGMENT)];
        for (int segment = 0; segment < segments.length; segment++) {
            long begin = segment * SEGMENT;
            segments[segment] =
                    channel.map(FileChannel.MapMode.READ_ONLY, payload + begin, Math.min(SEGMENT, length - begin));
            segments[segment].order(ByteOrder.LITTLE_ENDIAN);
        }
        return segments;
    }

    private static DataException refused(Path path, String reason) {
        return new DataException(path.toString(), List.of(reason));
    }

    /** {@return what to throw when a file of the store holds something else than was written} */
    static DataException damaged(Path path, String reason) {
        return refused(path, "is damaged: " + reason + "; delete it and import the data again");
    }

    Path path() {
        return path;
    }

    /** {@return the caller's header} */
    DataInputStream header() {
        byte[] bytes = new byte[header.remaining()];
        header.duplicate().get(bytes);
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    int blocks() {
        return directory.size();
    }

    int rows(int block) {
        return directory.get(block).rows();
    }

    /**
     * {@return a column}
     *
     * @throws DataException if the block is damaged; checked on its first use
     */
    LongBuffer column(int block, int column) {
        int rows = directory.get(block).rows();
        return checked(block).slice(column * rows, rows);
    }

    /** Checks every block. */
    void check() {
        for (int block = 0; block < directory.size(); block++) {
            checked(block);
        }
    }

    private LongBuffer checked(int block) {
        LongBuffer known = checked.get(block);
        return known != null ? known : check(block);
    }

    private LongBuffer check(int block) {
        Entry entry = directory.get(block);
        if (entry.length() == 0) {
            LongBuffer empty = LongBuffer.allocate(0);
            checked.set(block, empty);
            return empty;
        }
        ByteBuffer bytes = segments[(int) (entry.offset() / SEGMENT)]
                .slice((int) (entry.offset() % SEGMENT), (int) entry.length())
                .order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        if ((int) crc.getValue() != entry.crc()) {
            throw damaged(
                    path,
                    "the checksum of its " + entry.length() + " bytes from " + (payload + entry.offset())
                            + " on is wrong");
        }
        LongBuffer columns = bytes.asLongBuffer();
        checked.set(block, columns);
        return columns;
    }
}
