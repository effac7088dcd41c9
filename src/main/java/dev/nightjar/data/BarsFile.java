package dev.nightjar.data;

import dev.nightjar.market.Bars;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;

/** The stored candles of one symbol and timeframe as a file of the store. */
final class BarsFile {

    private static final int COLUMNS = 6;

    private BarsFile() {}

    static String hash(Bars bars) {
        return new ContentHash().bars(bars).hex();
    }

    static void write(Path target, Bars bars) {
        ColumnFile.Block block = new ColumnFile.Block() {
            @Override
            public int columns() {
                return COLUMNS;
            }

            @Override
            public int rows() {
                return bars.count();
            }

            @Override
            public long value(int column, int row) {
                return switch (column) {
                    case 0 -> bars.start(row);
                    case 1 -> bars.open(row);
                    case 2 -> bars.high(row);
                    case 3 -> bars.low(row);
                    case 4 -> bars.close(row);
                    default -> bars.volume(row);
                };
            }
        };
        ColumnFile.write(
                target,
                ColumnFile.Kind.BARS,
                out -> {
                    out.writeUTF(hash(bars));
                    out.writeByte(bars.priceScale());
                },
                List.of(block));
    }

    /** {@return the last candles that start before an epoch second, at most so many} */
    static Bars lastBefore(Path path, long epochSecond, int atMost) {
        ColumnFile file = ColumnFile.open(path, ColumnFile.Kind.BARS);
        LongBuffer starts = file.column(0, 0);
        int end = starts.limit();
        while (end > 0 && starts.get(end - 1) >= epochSecond) {
            end--;
        }
        int begin = Math.max(0, end - atMost);
        return Bars.of(
                priceScale(file),
                part(starts, begin, end),
                part(file.column(0, 1), begin, end),
                part(file.column(0, 2), begin, end),
                part(file.column(0, 3), begin, end),
                part(file.column(0, 4), begin, end),
                part(file.column(0, 5), begin, end));
    }

    private static long[] part(LongBuffer column, int begin, int end) {
        long[] part = new long[end - begin];
        column.get(begin, part);
        return part;
    }

    private static int priceScale(ColumnFile file) {
        try (DataInputStream in = file.header()) {
            in.readUTF();
            return in.readByte();
        } catch (IOException unexpected) {
            throw ColumnFile.damaged(file.path(), "its header does not hold candles (" + unexpected.getMessage() + ")");
        }
    }

    /** Checks the whole file. */
    static void check(Path path) {
        ColumnFile.open(path, ColumnFile.Kind.BARS).check();
    }
}
