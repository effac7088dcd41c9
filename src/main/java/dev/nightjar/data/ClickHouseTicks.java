package dev.nightjar.data;

import dev.nightjar.data.ClickHouseClient.BrokenConnectionException;
import dev.nightjar.data.ClickHouseTables.Column;
import dev.nightjar.data.ClickHouseTables.TickTable;
import dev.nightjar.data.NativeBlocks.Kind;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.TickSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one table's ticks of a day in their order, one time after another.
 *
 * <p>The server sorts by time, a part of the day at a time so that it needs little memory; what it sends besides is where each row is
 * stored: the number of the insert it came with and its place there, which stay in order when parts are merged. The rows of
 * one time are put in order here, by symbol and by that place. If the connection breaks, reading goes on from the time that was not
 * complete yet.
 */
final class ClickHouseTicks {

    /** How many rows the server sorts at once, about. */
    private static final long ROWS_AT_ONCE = 2_000_000;

    private static final long NOTHING = Long.MIN_VALUE;

    /** How prices that are NULL are kept: no double that comes from a server. */
    private static final long NULL = 0x7ff8_dead_dead_deadL;

    private static final int INDEX_BITS = 32;

    private static final long INDEX = (1L << INDEX_BITS) - 1;

    private static final long PROGRESS = 1 << 16;

    private static final long NANOS = 1_000_000_000L;

    private static final int TIME = 0;
    private static final int SYMBOL = 1;
    private static final int PLACE = 2;
    private static final int PRICE = 3;
    private static final int QUANTITY = 4;
    private static final int OPEN_INTEREST = 5;

    private final ClickHouseClient client;
    private final String server;
    private final TickTable table;
    private final LocalDate date;
    private final ClickHouseClock clock;
    private final TickIntake intake;
    private final SymbolTable symbols;
    private final List<String> names;
    private final int[] places;
    private final List<Column> columns = new ArrayList<>();
    private final int bid;
    private final int ask;
    private final String about;
    private final long expected;
    private final long end;
    private final long width;

    private final Group group = new Group();

    /** The first second that was not asked for yet, or is asked for now. */
    private long next;

    /** The second at which the part of the day ends that is asked for now. */
    private long until;

    /** The latest time of which all rows were taken. */
    private long complete = NOTHING;

    /** Rows up to that time come again after the connection broke. */
    private long resumedAfter = NOTHING;

    private int attempts;
    private @Nullable NativeBlocks blocks;
    private int row;
    private long delivered;

    /**
     * Prepares to read.
     *
     * @param expected how many rows the table has of the day
     * @param first the second of its earliest row
     * @param last the second of its latest row
     * @param names the table's symbols
     * @param places where each of them is among the intake's instruments; -1 if it is not
     */
    ClickHouseTicks(
            ClickHouseClient client,
            String server,
            TickTable table,
            LocalDate date,
            ClickHouseClock clock,
            long expected,
            long first,
            long last,
            List<String> names,
            int[] places,
            TickIntake intake) {
        this.client = client;
        this.server = server;
        this.table = table;
        this.date = date;
        this.clock = clock;
        this.expected = expected;
        this.names = names;
        this.places = places;
        this.intake = intake;
        symbols = new SymbolTable(names);
        about = table.content().table + " of " + date;
        next = first;
        end = last + 1;
        width = Math.max(1, (end - first) / Math.max(1, expected / ROWS_AT_ONCE));
        columns.add(table.time());
        columns.add(table.symbol());
        columns.add(new Column(
                "toUInt64(splitByChar('_', CAST(_part AS String))[2]) * 4294967296 + rowNumberInAllBlocks()",
                Kind.WHOLE));
        columns.add(table.price());
        columns.add(table.quantity());
        columns.add(table.openInterest());
        bid = place(table.bid());
        ask = place(table.ask());
    }

    private int place(@Nullable Column column) {
        if (column == null) {
            return -1;
        }
        columns.add(column);
        return columns.size() - 1;
    }

    /**
     * Reads tables together, in the order of time, and of the tables where times are the same.
     *
     * @throws DataException if that is not possible
     */
    static void readAll(List<ClickHouseTicks> tables, TickIntake intake) {
        long total = tables.stream().mapToLong(table -> table.expected).sum();
        long sequence = 0;
        long told = 0;
        try {
            tables.forEach(ClickHouseTicks::group);
            for (long time = earliest(tables); time != NOTHING; time = earliest(tables)) {
                for (ClickHouseTicks table : tables) {
                    if (table.group.count > 0 && table.time() == time) {
                        sequence = table.handOn(sequence);
                        table.group();
                    }
                }
                if (sequence - told >= PROGRESS) {
                    told = sequence;
                    intake.progress(sequence, total);
                }
            }
        } finally {
            tables.forEach(ClickHouseTicks::close);
        }
        tables.forEach(ClickHouseTicks::checkComplete);
    }

    private static long earliest(List<ClickHouseTicks> tables) {
        long earliest = NOTHING;
        for (ClickHouseTicks table : tables) {
            if (table.group.count > 0 && (earliest == NOTHING || table.time() < earliest)) {
                earliest = table.time();
            }
        }
        return earliest;
    }

    private long time() {
        return clock.time(group.stored);
    }

    /** Reads the rows of the next time, or none at the end. */
    private void group() {
        group.count = 0;
        while (true) {
            try {
                fill();
                attempts = 0;
                return;
            } catch (BrokenConnectionException broken) {
                close();
                client.pauseOrGiveUp(broken, ++attempts);
                group.count = 0;
                if (complete != NOTHING) {
                    resumedAfter = complete;
                    next = Math.floorDiv(complete, NANOS);
                }
            }
        }
    }

    private void fill() throws BrokenConnectionException {
        while (true) {
            NativeBlocks open = blocks;
            if (open == null) {
                if (next >= end) {
                    return;
                }
                until = Math.min(next + width, end);
                open = client.open(sql(), columns.stream().map(Column::kind).toList(), about);
                blocks = open;
                row = 0;
            }
            if (row == open.rows()) {
                row = 0;
                if (!client.next(open, about)) {
                    close();
                    next = until;
                    if (group.count > 0) {
                        complete = group.stored;
                        return;
                    }
                    continue;
                }
            }
            for (; row < open.rows(); row++) {
                long stored = open.whole(TIME, row);
                if (stored <= resumedAfter) {
                    continue;
                }
                if (stored < (group.count > 0 ? group.stored : complete)) {
                    throw failure("the server sends a row of " + stored
                            + " ns after one of a later time, though asked to" + " sort");
                }
                if (group.count > 0 && stored != group.stored) {
                    complete = group.stored;
                    return;
                }
                take(open, stored);
            }
        }
    }

    private String sql() {
        StringBuilder outer = new StringBuilder("SELECT ");
        StringBuilder inner = new StringBuilder("SELECT ");
        for (int column = 0; column < columns.size(); column++) {
            String separator = column == 0 ? "" : ", ";
            outer.append(separator).append("nj_").append(column);
            inner.append(separator)
                    .append(columns.get(column).sql())
                    .append(" AS nj_")
                    .append(column);
        }
        // one thread reads a part from its beginning to its end, so that numbers of rows ascend as they are stored
        return outer + " FROM (" + inner + " FROM " + table.content().table + " WHERE " + table.day() + " = toDate('"
                + date
                + "') AND " + table.rawTime() + " >= toDateTime(" + next + ") AND " + table.rawTime() + " < toDateTime("
                + until + ")) ORDER BY nj_0 SETTINGS max_threads = 1 FORMAT Native";
    }

    private void take(NativeBlocks block, long stored) {
        int symbol = symbols.find(block.bytes(SYMBOL), block.start(SYMBOL, row), block.end(SYMBOL, row));
        if (symbol < 0) {
            throw failure("the symbol \"" + CsvFile.shortened(block.text(SYMBOL, row))
                    + "\" was not there a moment ago; the table changes, import again");
        }
        int tick = group.add();
        group.stored = stored;
        group.symbols[tick] = symbol;
        group.places[tick] = block.whole(PLACE, row);
        group.prices[tick] = bits(block, PRICE);
        group.quantities[tick] = count(block, QUANTITY, row, table.quantity().kind());
        group.openInterests[tick] =
                count(block, OPEN_INTEREST, row, table.openInterest().kind());
        group.bids[tick] = bid < 0 ? NULL : bits(block, bid);
        group.asks[tick] = ask < 0 ? NULL : bits(block, ask);
    }

    private long bits(NativeBlocks block, int column) {
        return block.isNull(column, row) ? NULL : block.whole(column, row);
    }

    /** Gives the rows of the time to the intake, in their order. */
    private long handOn(long firstSequence) {
        long sequence = firstSequence;
        long time = clock.time(group.stored);
        intake.from(about, "row");
        group.sort(places);
        for (int rank = 0; rank < group.count; rank++) {
            int tick = (int) (group.order[rank] & INDEX);
            int place = places[group.symbols[tick]];
            long line = ++delivered;
            if (place < 0) {
                String name = names.get(group.symbols[tick]);
                intake.unknown(() -> name, line);
            } else {
                hand(time, sequence, place, tick, line);
            }
            sequence++;
        }
        return sequence;
    }

    private void hand(long time, long sequence, int place, int tick, long line) {
        int scale = intake.instruments().get(place).priceScale();
        long price = units(group.prices[tick], scale);
        long quantity = group.quantities[tick];
        long openInterest = group.openInterests[tick];
        long bidPrice = units(group.bids[tick], scale);
        long askPrice = units(group.asks[tick], scale);
        boolean usable = isExact("ltp", price, group.prices[tick], place, line)
                & isExact("bid", bidPrice, group.bids[tick], place, line)
                & isExact("ask", askPrice, group.asks[tick], place, line)
                & isWhole("ltq", quantity, line)
                & isWhole("oi", openInterest, line);
        if (usable) {
            intake.add(time, sequence, place, price, quantity, openInterest, bidPrice, askPrice, line);
        }
    }

    private static long units(long bits, int scale) {
        return bits == NULL ? TickSeries.NO_PRICE : DoublePrices.units(Double.longBitsToDouble(bits), scale);
    }

    private boolean isExact(String column, long units, long bits, int place, long line) {
        if (units == DoublePrices.INEXACT) {
            intake.problems()
                    .add(
                            about + ": " + column + " that is not exact",
                            () -> intake.at(line) + column + " " + Double.longBitsToDouble(bits) + " of "
                                    + intake.instruments().get(place).symbol()
                                    + " is no decimal number of at most "
                                    + Decimals.MAX_SCALE + " fraction digits");
        }
        return units != DoublePrices.INEXACT;
    }

    private boolean isWhole(String column, long count, long line) {
        if (count == DoublePrices.INEXACT) {
            intake.problems()
                    .add(
                            about + ": " + column + " that is not whole",
                            () -> intake.at(line) + column + " should be a whole number, 0 or more");
        }
        return count != DoublePrices.INEXACT;
    }

    private void checkComplete() {
        if (delivered != expected) {
            throw failure("the server sent " + delivered + " of " + expected
                    + " rows; the table changes or the answer was cut off, import again");
        }
    }

    private DataException failure(String problem) {
        return new DataException(server, List.of(about + ": " + problem));
    }

    private void close() {
        NativeBlocks open = blocks;
        if (open != null) {
            open.close();
            blocks = null;
        }
    }

    /** {@return a whole number, 0 for NULL, {@link DoublePrices#INEXACT} if it is none} */
    static long count(NativeBlocks block, int column, int row, Kind kind) {
        if (block.isNull(column, row)) {
            return 0;
        }
        return kind == Kind.WHOLE ? block.whole(column, row) : DoublePrices.units(block.real(column, row), 0);
    }

    /** Rows of one time; prices as the bits of doubles. */
    private static final class Group {
        private int[] symbols = new int[64];
        private long[] places = new long[64];
        private long[] prices = new long[64];
        private long[] quantities = new long[64];
        private long[] openInterests = new long[64];
        private long[] bids = new long[64];
        private long[] asks = new long[64];
        private long[] order = new long[64];
        private long stored;
        private int count;

        private int add() {
            if (count == symbols.length) {
                int length = 2 * count;
                symbols = Arrays.copyOf(symbols, length);
                places = Arrays.copyOf(places, length);
                prices = Arrays.copyOf(prices, length);
                quantities = Arrays.copyOf(quantities, length);
                openInterests = Arrays.copyOf(openInterests, length);
                bids = Arrays.copyOf(bids, length);
                asks = Arrays.copyOf(asks, length);
                order = Arrays.copyOf(order, length);
            }
            return count++;
        }

        /** Orders them by the instrument's place, then by where they are stored. */
        private void sort(int[] instruments) {
            for (int tick = 0; tick < count; tick++) {
                order[tick] = (long) (instruments[symbols[tick]] + 1) << INDEX_BITS | tick;
            }
            Arrays.sort(order, 0, count);
            for (int begin = 0; begin < count; ) {
                int end = begin + 1;
                while (end < count && order[end] >>> INDEX_BITS == order[begin] >>> INDEX_BITS) {
                    end++;
                }
                sortStored(begin, end);
                begin = end;
            }
        }

        /** A few rows mostly, in order mostly. */
        private void sortStored(int begin, int end) {
            for (int at = begin + 1; at < end; at++) {
                long moved = order[at];
                long place = places[(int) (moved & INDEX)];
                int to = at;
                while (to > begin && places[(int) (order[to - 1] & INDEX)] > place) {
                    order[to] = order[to - 1];
                    to--;
                }
                order[to] = moved;
            }
        }
    }
}
