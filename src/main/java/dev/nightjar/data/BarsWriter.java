package dev.nightjar.data;

import dev.nightjar.market.Sha256;
import dev.nightjar.market.TickSeries;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes the candles of one instrument and timeframe candle by candle, into a temporary file beside the target that gets
 * its name when it is whole. It holds one block of each side in memory.
 *
 * <p>Closing it without having finished leaves nothing behind.
 */
final class BarsWriter implements Closeable, CandleIntake.Rows {

    private final Path folder;
    private final BarsFile.Subject subject;
    private final DurableFile.Unfinished file;
    private final MessageDigest digest = Sha256.digest();
    private final Side[] sides = new Side[BarsFile.SIDES];
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BarsFile.BLOCK * BarsFile.COLUMNS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long offset = BarsFile.PREAMBLE;

    private BarsWriter(Path folder, BarsFile.Subject subject, DurableFile.Unfinished file) throws IOException {
        this.folder = folder;
        this.subject = subject;
        this.file = file;
        for (int side = 0; side < sides.length; side++) {
            sides[side] = new Side();
        }
        file.channel().position(offset);
    }

    private static final class Side {
        private final long[][] columns = new long[BarsFile.COLUMNS][BarsFile.BLOCK];
        private final List<BarsFile.Block> blocks = new ArrayList<>();
        private int rows;
        private int written;
        private long lastStart;
    }

    /** {@return a writer into that folder, which is made if need be} */
    static BarsWriter begin(Path folder, BarsFile.Subject subject) {
        try {
            DurableFile.Unfinished file =
                    DurableFile.begin(folder, subject.timeframe().label() + ".bars");
            return new BarsWriter(folder, subject, file);
        } catch (IOException failed) {
            throw failed(folder, failed);
        }
    }

    @Override
    public void add(long start, long[] values) {
        for (int place = 0; place < sides.length; place++) {
            int from = place * CandleIntake.FIELDS;
            if (values[from] == TickSeries.NO_PRICE) {
                continue;
            }
            Side side = sides[place];
            side.columns[0][side.rows] = start;
            for (int field = 0; field < CandleIntake.FIELDS; field++) {
                side.columns[1 + field][side.rows] = values[from + field];
            }
            side.lastStart = start;
            if (++side.rows == BarsFile.BLOCK) {
                write(side);
            }
        }
    }

    private void write(Side side) {
        long[] bases = new long[BarsFile.COLUMNS];
        int[] widths = new int[BarsFile.COLUMNS];
        buffer.clear();
        for (int column = 0; column < BarsFile.COLUMNS; column++) {
            put(side.columns[column], side.rows, column, bases, widths);
        }
        buffer.flip();
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), 0, buffer.limit());
        if (offset + buffer.limit() > Integer.MAX_VALUE) {
            throw new UncheckedIOException(
                    new IOException(folder + " cannot be written: candles of one symbol and timeframe take more than "
                            + Integer.MAX_VALUE + " bytes"));
        }
        side.blocks.add(new BarsFile.Block(side.rows, offset, (int) crc.getValue(), bases, widths));
        append(buffer);
        side.written += side.rows;
        side.rows = 0;
    }

    private void put(long[] values, int rows, int column, long[] bases, int[] widths) {
        long low = values[0];
        long high = values[0];
        for (int row = 1; row < rows; row++) {
            low = Math.min(low, values[row]);
            high = Math.max(high, values[row]);
        }
        int width = width(high - low);
        for (int row = 0; row < rows; row++) {
            long value = values[row] - low;
            switch (width) {
                case 0 -> {}
                case 1 -> buffer.put((byte) value);
                case 2 -> buffer.putShort((short) value);
                case 4 -> buffer.putInt((int) value);
                default -> buffer.putLong(value);
            }
        }
        for (int filled = rows * width; filled < BarsFile.columnLength(rows, width); filled++) {
            buffer.put((byte) 0);
        }
        bases[column] = low;
        widths[column] = width;
    }

    /** {@return in how many bytes numbers from 0 to the given one fit} */
    private static int width(long range) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(range);
        if (bits > Integer.SIZE) {
            return Long.BYTES;
        }
        if (bits > Short.SIZE) {
            return Integer.BYTES;
        }
        return (bits + 7) / 8;
    }

    private void append(ByteBuffer bytes) {
        digest.update(bytes.array(), 0, bytes.limit());
        offset += bytes.limit();
        try {
            while (bytes.hasRemaining()) {
                file.channel().write(bytes);
            }
        } catch (IOException failed) {
            throw failed(folder, failed);
        }
    }

    /**
     * Writes the rest and gives the file its name.
     *
     * @return the SHA-256 of the content
     */
    String finish() {
        for (Side side : sides) {
            if (side.rows > 0) {
                write(side);
            }
        }
        try {
            byte[] directory = directory();
            long directoryOffset = offset;
            append(ByteBuffer.wrap(directory));
            byte[] hash = digest.digest();
            ByteBuffer preamble = BarsFile.preamble(directoryOffset, directory, hash);
            while (preamble.hasRemaining()) {
                file.channel().write(preamble, preamble.position());
            }
            String name = HexFormat.of().formatHex(hash);
            file.finish(BarStore.file(folder, subject.timeframe(), name));
            return name;
        } catch (IOException failed) {
            throw failed(folder, failed);
        }
    }

    private byte[] directory() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        subject.writeTo(out);
        for (Side side : sides) {
            out.writeInt(side.written);
            if (side.written > 0) {
                out.writeLong(side.lastStart);
            }
            for (BarsFile.Block block : side.blocks) {
                out.writeLong(block.offset());
                out.writeInt(block.crc());
                for (int column = 0; column < BarsFile.COLUMNS; column++) {
                    out.writeLong(block.bases()[column]);
                    out.writeByte(block.widths()[column]);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static UncheckedIOException failed(Path folder, IOException failed) {
        return new UncheckedIOException(folder + " cannot be written: " + failed.getMessage(), failed);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failed) {
            throw failed(folder, failed);
        }
    }
}
