package dev.nightjar.data;

import dev.nightjar.market.TickSeries;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The ticks of one minute while they come in, and how they get into (time, sequence) order. Used again for each minute. */
final class MinuteBuffer {

    private Columns columns = new Columns(1 << 12);
    private Columns spare = new Columns(0);
    private int count;
    private boolean ordered = true;
    private boolean quotes;
    private long lastTime = Long.MIN_VALUE;
    private long lastSequence = Long.MIN_VALUE;

    /** Told of rows with one time and one sequence. */
    interface Repeated {
        /** All fields are the same. */
        void same(long firstLine, long line);

        void different(long firstLine, long line);
    }

    private static final class Columns {
        private final long[] times;
        private final long[] sequences;
        private final int[] symbols;
        private final long[] prices;
        private final long[] quantities;
        private final long[] openInterests;
        private final long[] lines;
        private long @Nullable [] bids;
        private long @Nullable [] asks;

        private Columns(int length) {
            times = new long[length];
            sequences = new long[length];
            symbols = new int[length];
            prices = new long[length];
            quantities = new long[length];
            openInterests = new long[length];
            lines = new long[length];
        }

        private Columns longer(int length, int count) {
            Columns longer = new Columns(length);
            System.arraycopy(times, 0, longer.times, 0, count);
            System.arraycopy(sequences, 0, longer.sequences, 0, count);
            System.arraycopy(symbols, 0, longer.symbols, 0, count);
            System.arraycopy(prices, 0, longer.prices, 0, count);
            System.arraycopy(quantities, 0, longer.quantities, 0, count);
            System.arraycopy(openInterests, 0, longer.openInterests, 0, count);
            System.arraycopy(lines, 0, longer.lines, 0, count);
            longer.bids = bids == null ? null : Arrays.copyOf(bids, length);
            longer.asks = asks == null ? null : Arrays.copyOf(asks, length);
            return longer;
        }

        /**
         * Sets bid and ask of a tick.
         *
         * @param known whether those of the ticks before it are set
         */
        private void quote(int tick, long bid, long ask, boolean known) {
            long[] ownBids = bids;
            long[] ownAsks = asks;
            if (ownBids == null || ownAsks == null) {
                bids = ownBids = new long[times.length];
                asks = ownAsks = new long[times.length];
            }
            if (!known) {
                noQuotes(0, tick);
            }
            ownBids[tick] = bid;
            ownAsks[tick] = ask;
        }

        private void noQuotes(int from, int to) {
            if (bids != null && asks != null) {
                Arrays.fill(bids, from, to, TickSeries.NO_PRICE);
                Arrays.fill(asks, from, to, TickSeries.NO_PRICE);
            }
        }

        private void set(int to, Columns from, int tick) {
            times[to] = from.times[tick];
            sequences[to] = from.sequences[tick];
            symbols[to] = from.symbols[tick];
            prices[to] = from.prices[tick];
            quantities[to] = from.quantities[tick];
            openInterests[to] = from.openInterests[tick];
            lines[to] = from.lines[tick];
        }

        private boolean sameKey(int tick, int other) {
            return times[tick] == times[other] && sequences[tick] == sequences[other];
        }

        /** @param quoted whether bids and asks are those of these ticks, not of a minute before */
        private boolean same(int tick, int other, boolean quoted) {
            return symbols[tick] == symbols[other]
                    && prices[tick] == prices[other]
                    && quantities[tick] == quantities[other]
                    && openInterests[tick] == openInterests[other]
                    && (!quoted || bids == null || bids[tick] == bids[other])
                    && (!quoted || asks == null || asks[tick] == asks[other]);
        }
    }

    /** Adds a tick; bid and ask may be {@link TickSeries#NO_PRICE}. */
    void add(
            long time,
            long sequence,
            int symbol,
            long price,
            long quantity,
            long openInterest,
            long bid,
            long ask,
            long line) {
        int tick = count;
        if (tick == columns.times.length) {
            grow();
        }
        Columns to = columns;
        to.times[tick] = time;
        to.sequences[tick] = sequence;
        to.symbols[tick] = symbol;
        to.prices[tick] = price;
        to.quantities[tick] = quantity;
        to.openInterests[tick] = openInterest;
        to.lines[tick] = line;
        if (quotes || bid != TickSeries.NO_PRICE || ask != TickSeries.NO_PRICE) {
            to.quote(tick, bid, ask, quotes);
            quotes = true;
        }
        ordered &= time > lastTime || (time == lastTime && sequence > lastSequence);
        lastTime = time;
        lastSequence = sequence;
        count = tick + 1;
    }

    /**
     * Adds ticks without bid and ask.
     *
     * @param from the first of them in the arrays
     * @param to one past the last; in the arrays they ascend by time and sequence, none twice
     * @param firstLine of the first row in the arrays; the others follow it
     */
    void addAll(
            int from,
            int to,
            long[] times,
            long[] sequences,
            int[] symbols,
            long[] prices,
            long[] quantities,
            long[] openInterests,
            long firstLine) {
        int more = to - from;
        while (columns.times.length - count < more) {
            grow();
        }
        Columns into = columns;
        System.arraycopy(times, from, into.times, count, more);
        System.arraycopy(sequences, from, into.sequences, count, more);
        System.arraycopy(symbols, from, into.symbols, count, more);
        System.arraycopy(prices, from, into.prices, count, more);
        System.arraycopy(quantities, from, into.quantities, count, more);
        System.arraycopy(openInterests, from, into.openInterests, count, more);
        for (int row = 0; row < more; row++) {
            into.lines[count + row] = firstLine + from + row;
        }
        if (quotes) {
            into.noQuotes(count, count + more);
        }
        ordered &= times[from] > lastTime || (times[from] == lastTime && sequences[from] > lastSequence);
        lastTime = times[to - 1];
        lastSequence = sequences[to - 1];
        count += more;
    }

    int count() {
        return count;
    }

    private void grow() {
        try {
            int length = columns.times.length;
            columns = columns.longer(Math.addExact(length, length >> 1), count);
            spare = new Columns(0);
        } catch (OutOfMemoryError | ArithmeticException tooMany) {
            throw new TooManyException(count);
        }
    }

    /** The ticks of one minute do not fit into memory. */
    static final class TooManyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyException(int count) {
            super("has more than " + count + " ticks in one minute, which do not fit into memory; give the program more"
                    + " (-Xmx)");
        }
    }

    /** Hands the ticks on, those that are there twice once, and is empty then. */
    void handTo(int minute, TickIntake.Minutes minutes, Repeated repeated) {
        if (!ordered) {
            sort();
            leaveOutRepeated(repeated);
        }
        Columns full = columns;
        minutes.minute(
                minute,
                count,
                full.symbols,
                full.times,
                full.prices,
                full.quantities,
                full.openInterests,
                quotes ? full.bids : null,
                quotes ? full.asks : null);
        clear();
    }

    void clear() {
        count = 0;
        ordered = true;
        quotes = false;
        lastTime = Long.MIN_VALUE;
        lastSequence = Long.MIN_VALUE;
    }

    private void leaveOutRepeated(Repeated repeated) {
        Columns all = columns;
        int kept = 1;
        for (int tick = 1; tick < count; tick++) {
            int first = kept - 1;
            if (!all.sameKey(tick, first)) {
                if (tick != kept) {
                    all.set(kept, all, tick);
                    moveQuote(all, kept, all, tick);
                }
                kept++;
            } else if (all.same(tick, first, quotes)) {
                repeated.same(all.lines[first], all.lines[tick]);
            } else {
                repeated.different(all.lines[first], all.lines[tick]);
            }
        }
        count = kept;
    }

    private void moveQuote(Columns to, int place, Columns from, int tick) {
        if (quotes && to.bids != null && to.asks != null && from.bids != null && from.asks != null) {
            to.bids[place] = from.bids[tick];
            to.asks[place] = from.asks[tick];
        }
    }

    /** Stable: rows with one time and sequence stay in the order they came in. */
    private void sort() {
        int[] order = order();
        Columns from = columns;
        Columns to = spare;
        if (to.times.length != from.times.length) {
            to = new Columns(from.times.length);
        }
        if (quotes && to.bids == null) {
            to.bids = new long[from.times.length];
            to.asks = new long[from.times.length];
        }
        for (int place = 0; place < count; place++) {
            to.set(place, from, order[place]);
            moveQuote(to, place, from, order[place]);
        }
        columns = to;
        spare = from;
    }

    /** Merges runs that ascend already, so that rows grouped by symbol need few passes. */
    private int[] order() {
        int[] from = new int[count];
        Arrays.setAll(from, tick -> tick);
        int[] to = new int[count];
        while (true) {
            int runs = 0;
            int at = 0;
            while (at < count) {
                int middle = runEnd(from, at);
                int end = runEnd(from, middle);
                merge(from, at, middle, end, to);
                at = end;
                runs++;
            }
            int[] merged = to;
            to = from;
            from = merged;
            if (runs <= 1) {
                return from;
            }
        }
    }

    private boolean ascend(int left, int right) {
        long leftTime = columns.times[left];
        long rightTime = columns.times[right];
        return leftTime < rightTime || (leftTime == rightTime && columns.sequences[left] <= columns.sequences[right]);
    }

    private int runEnd(int[] order, int begin) {
        int at = begin + 1;
        while (at < count && ascend(order[at - 1], order[at])) {
            at++;
        }
        return Math.min(at, count);
    }

    private void merge(int[] from, int begin, int middle, int end, int[] to) {
        int left = begin;
        int right = middle;
        for (int place = begin; place < end; place++) {
            boolean takeLeft = right == end || (left < middle && ascend(from[left], from[right]));
            to[place] = takeLeft ? from[left++] : from[right++];
        }
    }
}
