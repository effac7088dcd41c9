package dev.nightjar.data;

import java.util.Arrays;
import java.util.List;

/**
 * All cells of a day in the order of the file: minutes ascend, in each the cells stand by symbol. For one thread.
 *
 * <p>After {@link #next()} the cell's ticks are those of {@link #decoder()}.
 */
public final class DayScan {

    /** Minutes that are looked up together, as a symbol's numbers for them lie side by side in its index. */
    private static final int MINUTES = 16;

    /** How many bytes are copied at once: they stay near the processor. */
    private static final int COPIED = 1 << 14;

    private final DayFile file;
    private final MinuteDirectory minutes;
    private final List<String> names;
    private final CellIndex[] symbols;
    /** By symbol: its first cell that was not looked up, and where its ticks begin. */
    private final int[] unseen;

    private final int[] unseenTicks;

    private final CellDecoder decoder = new CellDecoder();

    /** Where the looked up minutes begin, and the one that is read, as places in the directory. */
    private int from = -MINUTES;

    private int minute = -1;
    private final int[] cellsOfMinute = new int[MINUTES];

    // by minute and order in it, each minute with room for all symbols: what is known of a cell
    private final int[] symbol;
    private final int[] number;
    private final int[] ticks;
    private final long[] firstTimes;
    private final long[] lowPrices;
    private final long[] offsets;

    private int current;
    private int next;
    private int end;

    /** Words of the file from a byte on, up to a cell that is not among them. */
    private long[] words = new long[0];

    private long begin;
    private int copied;

    DayScan(DayFile file) {
        this.file = file;
        minutes = file.header().minutes();
        names = file.header().blocks().keySet().stream().sorted().toList();
        symbols = names.stream().map(file::cells).toArray(CellIndex[]::new);
        unseen = new int[symbols.length];
        unseenTicks = new int[symbols.length];
        int most = MINUTES * symbols.length;
        symbol = new int[most];
        number = new int[most];
        ticks = new int[most];
        firstTimes = new long[most];
        lowPrices = new long[most];
        offsets = new long[most];
    }

    /** {@return the symbols that ticked, ascending} */
    public List<String> symbols() {
        return names;
    }

    /**
     * Goes on to the next cell.
     *
     * @return whether there is one
     * @throws DataException if the file is damaged there
     */
    public boolean next() {
        while (next == end) {
            if (!nextMinute()) {
                return false;
            }
        }
        if (next == copied) {
            copy();
        }
        current = next++;
        decoder.open(
                symbols[symbol[current]],
                number[current],
                ticks[current],
                firstTimes[current],
                lowPrices[current],
                words,
                (int) (offsets[current] - begin) / Long.BYTES);
        return true;
    }

    /** Copies cells of the minute from the next one on: in one piece the memory is read ahead, and arrays decode faster. */
    private void copy() {
        begin = offsets[next];
        long segmentEnd = file.segmentEnd(begin);
        copied = next + 1;
        while (copied < end && offsets[copied] < Math.min(begin + COPIED, segmentEnd)) {
            copied++;
        }
        long upTo = Math.min(copied < end ? offsets[copied] : minutes.end(minute), segmentEnd);
        int length = (int) (upTo - begin) / Long.BYTES;
        if (words.length < length) {
            words = new long[length + (length >> 1)];
        }
        file.words(begin).get(file.place(begin) / Long.BYTES, words, 0, length);
    }

    private boolean nextMinute() {
        if (minute + 1 == minutes.count()) {
            return false;
        }
        minute++;
        if (minute == from + MINUTES) {
            lookUp();
        }
        next = (minute - from) * symbols.length;
        end = next + cellsOfMinute[minute - from];
        copied = next;
        file.touch(minute);
        return true;
    }

    private void lookUp() {
        from += MINUTES;
        Arrays.fill(cellsOfMinute, 0);
        int last = minutes.minute(Math.min(from + MINUTES, minutes.count()) - 1);
        for (int place = 0; place < symbols.length; place++) {
            CellIndex cells = symbols[place];
            int cell = unseen[place];
            int tick = unseenTicks[place];
            while (cell < cells.count() && cells.minute(cell) <= last) {
                int of = minutes.place(cells.minute(cell)) - from;
                int to = of * symbols.length + cellsOfMinute[of]++;
                int tickEnd = cells.tickEnd(cell);
                symbol[to] = place;
                number[to] = cell;
                ticks[to] = tickEnd - tick;
                firstTimes[to] = cells.firstTime(cell);
                lowPrices[to] = cells.low(cell);
                offsets[to] = cells.offset(cell);
                tick = tickEnd;
                cell++;
            }
            unseen[place] = cell;
            unseenTicks[place] = tick;
        }
    }

    /** {@return the cell's symbol, as a place in {@link #symbols()}} */
    public int symbol() {
        return symbol[current];
    }

    /** {@return the cell's minute of the session} */
    public int minute() {
        return minutes.minute(minute);
    }

    /** {@return how many ticks all cells of that minute have} */
    int ticksOfMinute() {
        return minutes.ticks(minute);
    }

    /** {@return how many ticks the cell has} */
    public int count() {
        return ticks[current];
    }

    /** {@return what reads the cell's columns} */
    public CellDecoder decoder() {
        return decoder;
    }
}
