package dev.nightjar.data;

import dev.nightjar.market.TickSeries;
import java.nio.LongBuffer;

/** Ticks in the columns of a file of the store. */
final class MappedTicks implements TickSeries {

    /** Time, sequence, price, quantity, open interest. */
    static final int COLUMNS = 5;

    /** A series without ticks. */
    static final MappedTicks EMPTY = new MappedTicks(
            LongBuffer.allocate(0),
            LongBuffer.allocate(0),
            LongBuffer.allocate(0),
            LongBuffer.allocate(0),
            LongBuffer.allocate(0));

    private final LongBuffer times;
    private final LongBuffer sequences;
    private final LongBuffer prices;
    private final LongBuffer quantities;
    private final LongBuffer openInterests;
    private final int count;

    private MappedTicks(
            LongBuffer times,
            LongBuffer sequences,
            LongBuffer prices,
            LongBuffer quantities,
            LongBuffer openInterests) {
        this.times = times;
        this.sequences = sequences;
        this.prices = prices;
        this.quantities = quantities;
        this.openInterests = openInterests;
        count = times.limit();
    }

    static MappedTicks of(ColumnFile file, int block) {
        return new MappedTicks(
                file.column(block, 0),
                file.column(block, 1),
                file.column(block, 2),
                file.column(block, 3),
                file.column(block, 4));
    }

    /** {@return the block that holds a series} */
    static ColumnFile.Block block(TickSeries ticks) {
        return new ColumnFile.Block() {
            @Override
            public int columns() {
                return COLUMNS;
            }

            @Override
            public int rows() {
                return ticks.count();
            }

            @Override
            public long value(int column, int row) {
                return switch (column) {
                    case 0 -> ticks.time(row);
                    case 1 -> ticks.sequence(row);
                    case 2 -> ticks.price(row);
                    case 3 -> ticks.quantity(row);
                    default -> ticks.openInterest(row);
                };
            }
        };
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long time(int tick) {
        return times.get(tick);
    }

    @Override
    public long sequence(int tick) {
        return sequences.get(tick);
    }

    @Override
    public long price(int tick) {
        return prices.get(tick);
    }

    @Override
    public long quantity(int tick) {
        return quantities.get(tick);
    }

    @Override
    public long openInterest(int tick) {
        return openInterests.get(tick);
    }
}
