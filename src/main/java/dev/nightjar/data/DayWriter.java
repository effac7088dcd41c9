package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.Underlying;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a day of the store minute by minute, into a temporary file beside it that gets its name when it is whole.
 *
 * <p>Closing it without having finished leaves nothing behind. What cannot be written is an {@link UncheckedIOException}
 * that names the folder. In memory are the minute that is written and the index so far, some 70 bytes a cell.
 */
final class DayWriter implements Closeable {

    private static final long NANOS = 1_000_000_000L;

    private static final int HASH_DIGITS = 16;

    private final Path folder;
    private final Session session;
    private final List<Instrument> tradable;
    private final DurableFile.Unfinished file;
    private final HashedOutput out;
    private final long segment;
    /** Places by symbol, so that the file does not depend on the order of the list. */
    private final int[] bySymbol;

    private final @Nullable IndexBlock[] blocks;
    private final MinuteDirectory.Builder minutes = new MinuteDirectory.Builder();
    private final CellEncoder cell = new CellEncoder();
    private final BitSet ticked = new BitSet();
    private final int[] ends;
    private final int[] ranks = new int[DayFormat.SECONDS];
    /** Where each tick goes among those of the minute grouped by symbol. */
    private int[] places = new int[0];

    private int lastMinute = -1;

    private DayWriter(
            Path folder, Session session, List<Instrument> tradable, DurableFile.Unfinished file, long segment)
            throws IOException {
        this.folder = folder;
        this.session = session;
        this.tradable = List.copyOf(tradable);
        this.file = file;
        this.segment = segment;
        out = new HashedOutput(file.channel(), DayFormat.PREAMBLE);
        blocks = new @Nullable IndexBlock[tradable.size()];
        ends = new int[tradable.size()];
        bySymbol = IntStream.range(0, tradable.size())
                .boxed()
                .sorted(Comparator.comparing(place -> tradable.get(place).symbol()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * {@return a writer}
     *
     * @param folder is made if it is not there
     * @param tradable what may tick; a symbol is a place in it
     */
    static DayWriter begin(Path folder, Session session, List<Instrument> tradable) {
        return begin(folder, session, tradable, DayFormat.SEGMENT);
    }

    /** @param segment in bytes, a power of two up to {@link DayFormat#SEGMENT} */
    static DayWriter begin(Path folder, Session session, List<Instrument> tradable, long segment) {
        try {
            DurableFile.Unfinished file =
                    DurableFile.begin(folder, session.date().toString());
            try {
                return new DayWriter(folder, session, tradable, file, segment);
            } catch (IOException | RuntimeException failed) {
                file.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw cannotWrite(folder, session, failed);
        }
    }

    private static UncheckedIOException cannotWrite(Path folder, Session session, IOException failed) {
        return new UncheckedIOException(
                folder + ": the day " + session.date() + " cannot be written: " + failed.getMessage(), failed);
    }

    /**
     * Adds the ticks of one minute, all symbols together.
     *
     * <p>The arrays are read from 0 to {@code count}, in canonical order: times ascend; ticks of one time stand in the order
     * of their sequence. They are not kept.
     *
     * @param minute of the session, from 0, counted from its open; later than the one before
     * @param times epoch nanoseconds, inside the session and the minute
     * @param prices not negative, or {@link dev.nightjar.market.TickSeries#NO_PRICE}
     * @param bids like {@code prices}; null if none of the ticks has a bid or an ask; likewise {@code asks}
     */
    void minute(
            int minute,
            int count,
            int[] symbols,
            long[] times,
            long[] prices,
            long[] quantities,
            long[] openInterests,
            long @Nullable [] bids,
            long @Nullable [] asks) {
        if (minute <= lastMinute || minute > Character.MAX_VALUE) {
            throw new IllegalArgumentException("minute " + minute + " comes after minute " + lastMinute);
        }
        if (count == 0) {
            return;
        }
        lastMinute = minute;
        long minuteTime = (session.open() + 60L * minute) * NANOS;
        place(count, symbols);
        boolean quotes = bids != null || asks != null;
        boolean fractions = rank(minuteTime, count, times);
        boolean interests = bits(openInterests, count) != 0;
        cell.reserve(count, interests, quotes, fractions);
        dealTimes(minuteTime, count, times, fractions);
        deal(count, prices, quantities, interests ? openInterests : null, bids, asks);
        try {
            int begin = 0;
            for (int place : bySymbol) {
                int end = ends[place];
                if (end > begin) {
                    ticked.set(place);
                    write(place, minute, begin, end, quotes);
                    begin = end;
                }
            }
            minutes.add(minute, count, ranks, word(out.position()), out.takeCrc());
        } catch (IOException failed) {
            throw cannotWrite(folder, session, failed);
        }
    }

    /** Groups the ticks by symbol, in their order. */
    private void place(int count, int[] symbols) {
        if (places.length < count) {
            places = new int[(int) Math.min(Integer.MAX_VALUE - 64L, count * 5L / 4)];
        }
        Arrays.fill(ends, 0);
        for (int tick = 0; tick < count; tick++) {
            ends[symbols[tick]]++;
        }
        int begin = 0;
        for (int place : bySymbol) {
            int length = ends[place];
            ends[place] = begin;
            begin += length;
        }
        for (int tick = 0; tick < count; tick++) {
            places[tick] = ends[symbols[tick]]++;
        }
    }

    /** Tells how many ticks of the minute come before each second; {@return whether not all times are whole seconds} */
    private boolean rank(long minuteTime, int count, long[] times) {
        long end = Math.min(minuteTime + DayFormat.SECONDS * NANOS, (session.close() + 1) * NANOS);
        checkTimes(minuteTime, end, count, times);
        long fractions = 0;
        int tick = 0;
        for (int second = 0; second < DayFormat.SECONDS; second++) {
            long time = minuteTime + second * NANOS;
            tick = firstFrom(time, times, tick, count);
            ranks[second] = tick;
        }
        for (int second = 0; second < DayFormat.SECONDS; second++) {
            long time = minuteTime + second * NANOS;
            int next = second + 1 < DayFormat.SECONDS ? ranks[second + 1] : count;
            for (tick = ranks[second]; tick < next; tick++) {
                fractions |= times[tick] - time;
            }
        }
        return fractions != 0;
    }

    private static void checkTimes(long first, long end, int count, long[] times) {
        long wrong = times[0] < first || times[count - 1] >= end ? -1 : times[0];
        for (int tick = 1; tick < count; tick++) {
            wrong |= times[tick] | times[tick] - times[tick - 1];
        }
        long before = first;
        for (int tick = 0; tick < count && wrong < 0; tick++) {
            long time = times[tick];
            if (time < before || time >= end) {
                throw new IllegalArgumentException("tick " + tick + ": time " + time + " is not between " + before
                        + ", the one before or the minute's first, and " + end);
            }
            before = time;
        }
    }

    /** {@return the first tick, not before another, whose time is not before a time} */
    private static int firstFrom(long time, long[] times, int from, int count) {
        int low = from;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void dealTimes(long minuteTime, int count, long[] times, boolean fractions) {
        for (int second = 0; second < DayFormat.SECONDS; second++) {
            int begin = ranks[second];
            int end = second + 1 < DayFormat.SECONDS ? ranks[second + 1] : count;
            long moment = CellEncoder.moment(second, 0);
            for (int tick = begin; tick < end; tick++) {
                cell.moments[places[tick]] = moment + (tick - begin);
            }
            long time = minuteTime + second * NANOS;
            for (int tick = begin; tick < end && fractions; tick++) {
                cell.fractions[places[tick]] = times[tick] - time;
            }
        }
    }

    private void deal(
            int count,
            long[] prices,
            long[] quantities,
            long @Nullable [] openInterests,
            long @Nullable [] bids,
            long @Nullable [] asks) {
        boolean missing = deal(count, prices, cell.prices) < 0;
        long bits = deal(count, quantities, cell.quantities);
        missing |= bits < 0;
        cell.smallQuantities = bits >= 0 && Long.numberOfLeadingZeros(bits) > Integer.SIZE;
        if (openInterests != null) {
            missing |= deal(count, openInterests, cell.openInterests) < 0;
        }
        if (bids != null || asks != null) {
            missing |= deal(count, bids, cell.bids) < 0;
            missing |= deal(count, asks, cell.asks) < 0;
        }
        cell.somePricesMissing = missing;
    }

    /** {@return all bits of the numbers together} */
    private static long bits(long[] column, int count) {
        // four at a time, so that none waits for the one before
        long first = 0;
        long second = 0;
        long third = 0;
        long fourth = 0;
        int tick = 0;
        for (; tick + 3 < count; tick += 4) {
            first |= column[tick];
            second |= column[tick + 1];
            third |= column[tick + 2];
            fourth |= column[tick + 3];
        }
        for (; tick < count; tick++) {
            first |= column[tick];
        }
        return first | second | third | fourth;
    }

    /** {@return all bits of the numbers together: below 0 if one of them is} */
    private long deal(int count, long @Nullable [] from, long[] to) {
        if (from == null) {
            Arrays.fill(to, 0, count, NO_PRICE);
            return NO_PRICE;
        }
        int[] at = places;
        long bits = 0;
        for (int tick = 0; tick < count; tick++) {
            long number = from[tick];
            bits |= number;
            to[at[tick]] = number;
        }
        for (int tick = 0; tick < count && bits < 0; tick++) {
            if (from[tick] < 0 && from[tick] != NO_PRICE) {
                throw new IllegalArgumentException("tick " + tick + ": " + from[tick] + " is negative");
            }
        }
        return bits;
    }

    private void write(int place, int minute, int begin, int end, boolean quotes) throws IOException {
        String symbol = tradable.get(place).symbol();
        try {
            IndexBlock block = blocks[place];
            if (block == null) {
                block = new IndexBlock();
                blocks[place] = block;
            }
            cell.encode(begin, end, quotes, block.steps());
            int at = room((long) cell.used() * Long.BYTES, symbol);
            out.putLongs(cell.words(), cell.used());
            block.add(minute, at, end - begin, cell);
        } catch (ArithmeticException tooMuch) {
            throw new DataException(
                    folder.toString(),
                    List.of(session.date() + " " + symbol + " minute " + minute + " of the session: "
                            + "more than 2^31 ticks in the day, or quantities that add up to more than 2^63"));
        }
    }

    /** {@return the word at which so many bytes fit into one segment; up to there is filled} */
    private int room(long bytes, String symbol) throws IOException {
        if (bytes > segment) {
            throw new IOException(symbol + " takes " + bytes + " bytes in one piece; at most " + segment + " fit");
        }
        long at = out.position();
        if (at / segment != (at + bytes - 1) / segment) {
            out.padTo((at / segment + 1) * segment);
        }
        return word(out.position());
    }

    private static int word(long position) throws IOException {
        long word = position / Long.BYTES;
        if (word > 0xFFFF_FFFFL) {
            throw new IOException("a day file has at most 32 GiB");
        }
        return (int) word;
    }

    /** {@return the places of the symbols that ticked} */
    BitSet ticked() {
        return (BitSet) ticked.clone();
    }

    /**
     * Writes the rest and gives the file its name, {@code <date>-<16 digits of the hash>.day}. If there is a whole one of
     * that name already, it stays.
     *
     * @param instruments those of the day, by symbol; every one that ticked is among them
     * @param underlyings by symbol
     * @return the hash of the day's content
     */
    String finish(SortedMap<String, Instrument> instruments, SortedMap<String, Underlying> underlyings) {
        try {
            int index = word(out.position());
            Map<String, DayHeader.Block> written = new HashMap<>();
            for (int place : bySymbol) {
                IndexBlock block = blocks[place];
                if (block != null) {
                    String symbol = tradable.get(place).symbol();
                    int at = room(block.layout().length(), symbol);
                    block.writeTo(out);
                    written.put(symbol, new DayHeader.Block(at, block.cells(), block.flags()));
                }
            }
            if (!instruments.keySet().containsAll(written.keySet())) {
                throw new IllegalArgumentException("instruments lack one of those that ticked, " + written.keySet());
            }
            int header = word(out.position());
            new DayHeader(session, minutes.build(), instruments, underlyings, written).writeTo(out);
            return finish(index, header, Math.toIntExact(out.position() - (header & 0xFFFF_FFFFL) * Long.BYTES));
        } catch (IOException failed) {
            throw cannotWrite(folder, session, failed);
        }
    }

    private String finish(int index, int header, int headerLength) throws IOException {
        byte[] hash = out.hash();
        byte[] bytes = new byte[DayFormat.PREAMBLE];
        ByteBuffer preamble = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        preamble.putLong(0, DayFormat.MAGIC)
                .putInt(DayFormat.VERSION_AT, DayFormat.VERSION)
                .putInt(DayFormat.KIND_AT, DayFormat.KIND)
                .putInt(DayFormat.INDEX_AT, index)
                .putInt(DayFormat.HEADER_AT, header)
                .putInt(DayFormat.HEADER_LENGTH_AT, headerLength)
                .put(DayFormat.HASH_AT, hash);
        preamble.putInt(DayFormat.CRC_AT, out.crcWith(bytes));
        FileChannel channel = file.channel();
        while (preamble.hasRemaining()) {
            channel.write(preamble, preamble.position());
        }
        String hex = HexFormat.of().formatHex(hash);
        Path target = folder.resolve(session.date() + "-" + hex.substring(0, HASH_DIGITS) + ".day");
        if (!DayFile.isWhole(target, hex)) {
            file.finish(target);
        }
        return hex;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failed) {
            throw cannotWrite(folder, session, failed);
        }
    }
}
