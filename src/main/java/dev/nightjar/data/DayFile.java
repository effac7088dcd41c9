package dev.nightjar.data;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * An open day file, mapped as long as it is in use. For several threads.
 *
 * <p>Opening checks preamble, length, index and header; the ticks of a minute are checked when one of them is first touched.
 */
final class DayFile {

    private final Path path;
    private final String hash;
    private final DayHeader header;
    /** Of the segments' length, which is a power of two: no division on the way to a cell. */
    private final int segmentBits;

    private final long segment;
    private final MappedByteBuffer[] bytes;
    private final LongBuffer[] words;
    /** By minute of the directory. Only ever set, so it does not matter which thread sees it when. */
    private final boolean[] checked;

    private DayFile(Path path, String hash, DayHeader header, long segment, MappedByteBuffer[] bytes) {
        this.path = path;
        this.hash = hash;
        this.header = header;
        this.segment = segment;
        segmentBits = Long.numberOfTrailingZeros(segment);
        this.bytes = bytes;
        words = new LongBuffer[bytes.length];
        for (int place = 0; place < bytes.length; place++) {
            words[place] = bytes[place].asLongBuffer();
        }
        checked = new boolean[header.minutes().count()];
    }

    /**
     * Opens a file and checks all but its ticks.
     *
     * @throws DataException if it is missing, foreign, of another version or kind, cut off or damaged
     */
    static DayFile open(Path path) {
        return open(path, DayFormat.SEGMENT);
    }

    /** @param segment in bytes, a power of two; no less than what the file was written with */
    static DayFile open(Path path, long segment) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer preamble = ByteBuffer.allocate(DayFormat.PREAMBLE).order(ByteOrder.LITTLE_ENDIAN);
            read(path, channel, preamble, 0);
            checkKind(path, preamble);
            long indexAt = Integer.toUnsignedLong(preamble.getInt(DayFormat.INDEX_AT)) * Long.BYTES;
            long headerAt = Integer.toUnsignedLong(preamble.getInt(DayFormat.HEADER_AT)) * Long.BYTES;
            int headerLength = preamble.getInt(DayFormat.HEADER_LENGTH_AT);
            if (indexAt < DayFormat.PREAMBLE
                    || headerAt < indexAt
                    || headerLength < 0
                    || headerAt + headerLength != channel.size()) {
                throw DayFormat.damaged(
                        path, "it has " + channel.size() + " bytes, its beginning says " + (headerAt + headerLength));
            }
            MappedByteBuffer[] segments = map(channel, segment);
            ByteBuffer head = ByteBuffer.allocate(headerLength).order(ByteOrder.LITTLE_ENDIAN);
            read(path, channel, head, headerAt);
            CRC32C crc = new CRC32C();
            update(crc, segments, segment, indexAt, headerAt);
            crc.update(head.array());
            int expected = preamble.getInt(DayFormat.CRC_AT);
            crc.update(preamble.putInt(DayFormat.CRC_AT, 0).array());
            if ((int) crc.getValue() != expected) {
                throw DayFormat.damaged(path, "the checksum of its index and header is wrong");
            }
            byte[] hash = new byte[DayFormat.HASH_LENGTH];
            preamble.get(DayFormat.HASH_AT, hash);
            return new DayFile(path, HexFormat.of().formatHex(hash), header(path, head), segment, segments);
        } catch (NoSuchFileException missing) {
            throw DayFormat.refused(path, "is missing; import the data again");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static void read(Path path, FileChannel channel, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                throw DayFormat.damaged(path, "it has only " + channel.size() + " bytes");
            }
        }
        into.rewind();
    }

    private static void checkKind(Path path, ByteBuffer preamble) {
        if (preamble.getLong(0) != DayFormat.MAGIC) {
            throw DayFormat.refused(path, "is not a file of the store; move it away and import the data again");
        }
        if (preamble.getInt(DayFormat.KIND_AT) != DayFormat.KIND) {
            throw DayFormat.refused(path, "does not hold a market day; move it away and import the data again");
        }
        int version = preamble.getInt(DayFormat.VERSION_AT);
        if (version != DayFormat.VERSION) {
            throw DayFormat.refused(
                    path,
                    "is of version " + version + ", this program reads " + DayFormat.VERSION
                            + "; delete it and import the data again");
        }
    }

    private static DayHeader header(Path path, ByteBuffer head) {
        try {
            return DayHeader.read(head);
        } catch (RuntimeException unexpected) {
            throw DayFormat.damaged(path, "its header does not hold a day (" + unexpected.getMessage() + ")");
        }
    }

    private static MappedByteBuffer[] map(FileChannel channel, long segment) throws IOException {
        long length = channel.size();
        MappedByteBuffer[] segments = new MappedByteBuffer[Math.toIntExact((length + segment - 1) / segment)];
        for (int place = 0; place < segments.length; place++) {
            long begin = place * segment;
            segments[place] = channel.map(FileChannel.MapMode.READ_ONLY, begin, Math.min(segment, length - begin));
            segments[place].order(ByteOrder.LITTLE_ENDIAN);
        }
        return segments;
    }

    private static void update(CRC32C crc, ByteBuffer[] segments, long segment, long begin, long end) {
        for (long at = begin; at < end; ) {
            int from = (int) (at % segment);
            int length = (int) Math.min(end - at, segment - from);
            crc.update(segments[(int) (at / segment)].slice(from, length));
            at += length;
        }
    }

    Path path() {
        return path;
    }

    /** {@return the hash of the day's content, as the file says} */
    String hash() {
        return hash;
    }

    DayHeader header() {
        return header;
    }

    /** {@return the cells of a symbol; none if it has no ticks} */
    CellIndex cells(String symbol) {
        return new CellIndex(this, header.blocks().getOrDefault(symbol, DayHeader.NONE));
    }

    /** {@return the segment with a byte of the file} */
    ByteBuffer bytes(long at) {
        return bytes[(int) (at >>> segmentBits)];
    }

    /** {@return the same segment as words} */
    LongBuffer words(long at) {
        return words[(int) (at >>> segmentBits)];
    }

    /** {@return where the segment with a byte of the file ends} */
    long segmentEnd(long at) {
        return (at | segment - 1) + 1;
    }

    /** {@return the place in its segment of a byte of the file} */
    int place(long at) {
        return (int) (at & segment - 1);
    }

    /**
     * Checks a minute's ticks unless that was done.
     *
     * @param minute its place in the directory
     * @throws DataException if they are damaged
     */
    void touch(int minute) {
        if (!checked[minute]) {
            checkMinute(minute);
            checked[minute] = true;
        }
    }

    private void checkMinute(int place) {
        MinuteDirectory minutes = header.minutes();
        CRC32C crc = new CRC32C();
        update(crc, bytes, segment, minutes.begin(place), minutes.end(place));
        if ((int) crc.getValue() != minutes.crc(place)) {
            throw DayFormat.damaged(
                    path,
                    "the checksum of its " + (minutes.end(place) - minutes.begin(place)) + " bytes from "
                            + minutes.begin(place) + " on, minute " + minutes.minute(place)
                            + " of the session, is wrong");
        }
    }

    /**
     * Checks the whole file against its hash.
     *
     * @throws DataException if it is damaged
     */
    void check() {
        for (int place = 0; place < checked.length; place++) {
            touch(place);
        }
        MessageDigest digest = Sha256.digest();
        for (int place = 0; place < bytes.length; place++) {
            ByteBuffer all = bytes[place].duplicate();
            digest.update(place == 0 ? all.position(DayFormat.PREAMBLE) : all);
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(hash)) {
            throw DayFormat.damaged(path, "its content has the hash " + actual + ", its beginning says " + hash);
        }
    }

    /** {@return whether there is a file of that name with that content and nothing is wrong with it} */
    static boolean isWhole(Path path, String hash) {
        try {
            DayFile file = open(path);
            file.check();
            return file.hash().equals(hash);
        } catch (DataException missingOrDamaged) {
            return false;
        }
    }
}
