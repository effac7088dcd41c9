package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;

/** Candles of one side over the mapping of a {@link BarsFile}. A block is checked when it is first used. */
final class MappedBars implements Bars {

    private static final int SHIFT = Integer.numberOfTrailingZeros(BarsFile.BLOCK);
    private static final int MASK = BarsFile.BLOCK - 1;

    private final Path path;
    private final int priceScale;
    private final int count;
    private final long lastStart;
    private final BarsFile.Block[] blocks;
    private final ByteBuffer content;
    private final AtomicReferenceArray<Columns> checked;

    MappedBars(Path path, int priceScale, int count, long lastStart, BarsFile.Block[] blocks, ByteBuffer content) {
        this.path = path;
        this.priceScale = priceScale;
        this.count = count;
        this.lastStart = lastStart;
        this.blocks = blocks;
        this.content = content;
        checked = new AtomicReferenceArray<>(blocks.length);
    }

    /** The columns of a block whose checksum was right. */
    private record Columns(ByteBuffer bytes, int[] places, int[] widths, long[] bases) {

        long value(int column, int row) {
            int width = widths[column];
            int at = places[column] + row * width;
            long above = switch (width) {
                case 0 -> 0;
                case 1 -> bytes.get(at) & 0xFFL;
                case 2 -> bytes.getShort(at) & 0xFFFFL;
                case 4 -> bytes.getInt(at) & 0xFFFF_FFFFL;
                default -> bytes.getLong(at);
            };
            return bases[column] + above;
        }
    }

    private Columns columns(int block) {
        Columns known = checked.get(block);
        return known != null ? known : check(block);
    }

    private Columns check(int number) {
        BarsFile.Block block = blocks[number];
        int length = block.length();
        if (block.offset() < BarsFile.PREAMBLE || block.offset() + length > content.capacity()) {
            throw BarsFile.damaged(path, "its directory tells of bytes it does not have");
        }
        ByteBuffer bytes = content.slice((int) block.offset(), length).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        if ((int) crc.getValue() != block.crc()) {
            throw BarsFile.damaged(
                    path, "the checksum of its " + length + " bytes from " + block.offset() + " on is wrong");
        }
        int[] places = new int[BarsFile.COLUMNS];
        for (int column = 1; column < places.length; column++) {
            places[column] = places[column - 1] + BarsFile.columnLength(block.rows(), block.widths()[column - 1]);
        }
        Columns columns = new Columns(bytes, places, block.widths(), block.bases());
        checked.set(number, columns);
        return columns;
    }

    /** Checks every block. */
    void check() {
        for (int block = 0; block < blocks.length; block++) {
            check(block);
        }
    }

    /** {@return when the first bar starts, without looking at any block} */
    long firstStart() {
        return blocks[0].bases()[0];
    }

    /** {@return when the last bar starts, without looking at any block} */
    long lastStart() {
        return lastStart;
    }

    /** {@return a copy of some of the bars} */
    Bars copy(int from, int to) {
        BarsBuilder builder = new BarsBuilder(priceScale);
        builder.addAll(this, from, to);
        return builder.bars();
    }

    private long value(int column, int bar) {
        return columns(bar >>> SHIFT).value(column, bar & MASK);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int priceScale() {
        return priceScale;
    }

    @Override
    public long start(int bar) {
        return value(0, bar);
    }

    @Override
    public long open(int bar) {
        return value(1, bar);
    }

    @Override
    public long high(int bar) {
        return value(2, bar);
    }

    @Override
    public long low(int bar) {
        return value(3, bar);
    }

    @Override
    public long close(int bar) {
        return value(4, bar);
    }

    @Override
    public long volume(int bar) {
        return value(5, bar);
    }

    @Override
    public int firstAtOrAfter(long epochSecond) {
        int block = 0;
        while (block + 1 < blocks.length && blocks[block + 1].bases()[0] < epochSecond) {
            block++;
        }
        int low = block << SHIFT;
        int high = Math.min(count, low + BarsFile.BLOCK);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (start(middle) < epochSecond) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
