package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Timeframe;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The stored candles of one instrument and timeframe as a file of the store.
 *
 * <p>Layout: a preamble of 64 bytes, little-endian: the magic {@code NIGHTJAR}, version, kind, offset (64 bit) and length
 * of the directory, CRC-32C of preamble and directory, SHA-256 of everything behind the preamble; then blocks of up to
 * {@link #BLOCK} bars of one side (trades, bids or asks), each of six columns: start, open, high, low, close, volume. A
 * column is numbers above its base in 0, 1, 2, 4 or 8 bytes, little-endian, filled up to a multiple of 8 bytes. The
 * directory, behind the blocks, is in the form of {@link DataOutputStream}: instrument, zone, timeframe; then for each side
 * its bars, last start and blocks, and of each block offset, CRC-32C, and base and width of its columns.
 *
 * <p>Opening checks all but the blocks; a block is checked when it is first used.
 */
final class BarsFile {

    /** Bars of a block; the last one of a side may have fewer. */
    static final int BLOCK = 1 << 14;

    static final int PREAMBLE = 64;
    static final int COLUMNS = 6;

    /** Trades, bids and asks. */
    static final int SIDES = 3;

    private static final long MAGIC = ByteBuffer.wrap("NIGHTJAR".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    private static final int VERSION = 2;
    private static final int KIND = 1;
    private static final int CRC_AT = 28;
    private static final int HASH_AT = 32;

    private BarsFile() {}

    /**
     * Whose candles a file holds.
     *
     * @param zone of the instrument's exchange
     */
    record Subject(Instrument instrument, ZoneId zone, Timeframe timeframe) {

        void writeTo(DataOutputStream out) throws IOException {
            out.writeUTF(instrument.symbol());
            out.writeUTF(instrument.kind().name());
            out.writeUTF(instrument.exchange());
            writeOptional(out, instrument.underlying());
            writeOptional(out, instrument.expiry());
            writeOptional(out, instrument.strike());
            writeOptional(out, instrument.optionType());
            out.writeLong(instrument.lotSize());
            out.writeLong(instrument.tickSize());
            out.writeInt(instrument.priceScale());
            out.writeUTF(zone.getId());
            out.writeInt(timeframe.minutes());
        }

        private static void writeOptional(DataOutputStream out, @Nullable Object value) throws IOException {
            out.writeUTF(value == null ? "" : value.toString());
        }

        static Subject readFrom(DataInputStream in) throws IOException {
            String symbol = in.readUTF();
            InstrumentKind kind = InstrumentKind.valueOf(in.readUTF());
            String exchange = in.readUTF();
            String underlying = in.readUTF();
            String expiry = in.readUTF();
            String strike = in.readUTF();
            String optionType = in.readUTF();
            Instrument instrument = new Instrument(
                    symbol,
                    kind,
                    exchange,
                    underlying.isEmpty() ? null : underlying,
                    expiry.isEmpty() ? null : LocalDate.parse(expiry),
                    strike.isEmpty() ? null : new BigDecimal(strike),
                    optionType.isEmpty() ? null : OptionType.valueOf(optionType),
                    in.readLong(),
                    in.readLong(),
                    in.readInt());
            return new Subject(instrument, ZoneId.of(in.readUTF()), new Timeframe(in.readInt()));
        }
    }

    /**
     * Where a block is and how its columns are written.
     *
     * @param offset in the file
     */
    record Block(int rows, long offset, int crc, long[] bases, int[] widths) {

        int length() {
            int length = 0;
            for (int width : widths) {
                length += columnLength(rows, width);
            }
            return length;
        }
    }

    /** {@return how many bytes the values of a column take} */
    static int columnLength(int rows, int width) {
        return (rows * width + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    /** {@return the first bytes of a file, the place of the checksum already filled} */
    static ByteBuffer preamble(long directoryOffset, byte[] directory, byte[] hash) {
        ByteBuffer preamble = ByteBuffer.allocate(PREAMBLE).order(ByteOrder.LITTLE_ENDIAN);
        preamble.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(KIND)
                .putLong(directoryOffset)
                .putInt(directory.length);
        preamble.putInt(0).put(hash);
        return preamble.putInt(CRC_AT, crc(preamble, directory)).rewind();
    }

    /** The checksum of preamble and directory, its own place taken as 0. */
    private static int crc(ByteBuffer preamble, byte[] directory) {
        byte[] bytes = preamble.array().clone();
        ByteBuffer.wrap(bytes).putInt(CRC_AT, 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        crc.update(directory);
        return (int) crc.getValue();
    }

    /**
     * Opens a file and checks all but its blocks.
     *
     * @throws DataException if it is missing, foreign, of another version or kind, cut off or damaged
     */
    static StoredBars open(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer preamble = read(path, channel, 0, PREAMBLE);
            if (preamble.getLong(0) != MAGIC) {
                throw refused(path, "is not a file of the store; move it away and import the data again");
            }
            if (preamble.getInt(8) != VERSION) {
                throw refused(
                        path,
                        "has version " + preamble.getInt(8) + ", this program reads " + VERSION
                                + "; delete it and import the data again");
            }
            if (preamble.getInt(12) != KIND) {
                throw refused(path, "does not hold candles; move it away and import the data again");
            }
            long offset = preamble.getLong(16);
            int length = preamble.getInt(24);
            if (offset < PREAMBLE || length < 0 || channel.size() != offset + length) {
                throw damaged(path, "it has " + channel.size() + " bytes, its beginning says " + (offset + length));
            }
            byte[] directory = read(path, channel, offset, length).array();
            if (crc(preamble, directory) != preamble.getInt(CRC_AT)) {
                throw damaged(path, "the checksum of its directory is wrong");
            }
            byte[] hash = new byte[PREAMBLE - HASH_AT];
            preamble.get(HASH_AT, hash);
            ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, offset);
            return stored(path, HexFormat.of().formatHex(hash), directory, content);
        } catch (NoSuchFileException missing) {
            throw refused(path, "is missing; import the data again");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static ByteBuffer read(Path path, FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw damaged(path, "it has only " + channel.size() + " bytes");
            }
        }
        return buffer.rewind();
    }

    private static StoredBars stored(Path path, String hash, byte[] directory, ByteBuffer content) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(directory))) {
            Subject subject = Subject.readFrom(in);
            int scale = subject.instrument().priceScale();
            List<@Nullable MappedBars> sides = new ArrayList<>(Collections.nCopies(SIDES, null));
            for (int side = 0; side < SIDES; side++) {
                int count = in.readInt();
                if (count > 0) {
                    long last = in.readLong();
                    sides.set(side, new MappedBars(path, scale, count, last, blocks(in, count), content));
                }
            }
            return new StoredBars(path, hash, subject, sides.get(0), sides.get(1), sides.get(2));
        } catch (IOException | DateTimeException | IllegalArgumentException unexpected) {
            throw damaged(path, "its directory does not hold candles (" + unexpected.getMessage() + ")");
        }
    }

    private static Block[] blocks(DataInputStream in, int count) throws IOException {
        Block[] blocks = new Block[(count + BLOCK - 1) / BLOCK];
        for (int block = 0; block < blocks.length; block++) {
            int rows = Math.min(BLOCK, count - block * BLOCK);
            blocks[block] = new Block(rows, in.readLong(), in.readInt(), new long[COLUMNS], new int[COLUMNS]);
            for (int column = 0; column < COLUMNS; column++) {
                blocks[block].bases()[column] = in.readLong();
                blocks[block].widths()[column] = in.readByte();
            }
        }
        return blocks;
    }

    private static DataException refused(Path path, String reason) {
        return new DataException(path.toString(), List.of(reason));
    }

    /** {@return what to throw when a file of the store holds something else than was written} */
    static DataException damaged(Path path, String reason) {
        return refused(path, "is damaged: " + reason + "; delete it and import the data again");
    }
}
