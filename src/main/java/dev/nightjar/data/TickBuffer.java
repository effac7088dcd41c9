package dev.nightjar.data;

import dev.nightjar.market.TickColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** The ticks of a file while it is read, in any order, and how they become columns by symbol. */
final class TickBuffer {

    private long[] times = new long[1024];
    private long[] sequences = new long[1024];
    private long[] prices = new long[1024];
    private long[] quantities = new long[1024];
    private long[] openInterests = new long[1024];
    private int[] symbols = new int[1024];
    private int[] lines = new int[1024];
    private int count;
    private boolean ordered = true;

    void add(long time, long sequence, int symbol, long price, long quantity, long openInterest, long line) {
        if (count == times.length) {
            grow();
        }
        times[count] = time;
        sequences[count] = sequence;
        symbols[count] = symbol;
        prices[count] = price;
        quantities[count] = quantity;
        openInterests[count] = openInterest;
        lines[count] = (int) line;
        if (ordered && count > 0 && compare(count - 1, count) >= 0) {
            ordered = false;
        }
        count++;
    }

    int count() {
        return count;
    }

    private void grow() {
        int length = Math.addExact(count, count >> 1);
        times = Arrays.copyOf(times, length);
        sequences = Arrays.copyOf(sequences, length);
        prices = Arrays.copyOf(prices, length);
        quantities = Arrays.copyOf(quantities, length);
        openInterests = Arrays.copyOf(openInterests, length);
        symbols = Arrays.copyOf(symbols, length);
        lines = Arrays.copyOf(lines, length);
    }

    private int compare(int left, int right) {
        return times[left] != times[right]
                ? Long.compare(times[left], times[right])
                : Long.compare(sequences[left], sequences[right]);
    }

    /** Told of two ticks with one time and one sequence. */
    interface Duplicate {
        void found(int earlierLine, int laterLine);
    }

    /**
     * {@return the ticks of each symbol in (time, sequence) order}
     *
     * <p>When a duplicate was told, the result is empty.
     *
     * @param symbolCount symbols are 0 to this, exclusive
     */
    List<TickColumns> bySymbol(int symbolCount, Duplicate duplicate) {
        int[] order = order();
        boolean duplicates = false;
        for (int place = 1; place < count; place++) {
            if (compare(order[place - 1], order[place]) == 0) {
                duplicates = true;
                duplicate.found(lines[order[place - 1]], lines[order[place]]);
            }
        }
        if (duplicates) {
            return List.of();
        }
        int[] counts = new int[symbolCount];
        for (int tick = 0; tick < count; tick++) {
            counts[symbols[tick]]++;
        }
        long[][] time = dealt(times, order, counts);
        long[][] sequence = dealt(sequences, order, counts);
        long[][] price = dealt(prices, order, counts);
        long[][] quantity = dealt(quantities, order, counts);
        long[][] openInterest = dealt(openInterests, order, counts);
        List<TickColumns> columns = new ArrayList<>(symbolCount);
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            columns.add(TickColumns.of(
                    time[symbol], sequence[symbol], price[symbol], quantity[symbol], openInterest[symbol]));
        }
        return columns;
    }

    /** Deals a column out to the symbols: read from front to back, which is kinder to caches than picking by symbol. */
    private long[][] dealt(long[] column, int[] order, int[] counts) {
        long[][] own = new long[counts.length][];
        Arrays.setAll(own, symbol -> new long[counts[symbol]]);
        int[] next = new int[counts.length];
        for (int tick : order) {
            int symbol = symbols[tick];
            own[symbol][next[symbol]++] = column[tick];
        }
        return own;
    }

    private int[] order() {
        int[] order = new int[count];
        Arrays.setAll(order, tick -> tick);
        return ordered ? order : sorted(order, this::compare);
    }

    /** Merges runs that ascend already, so that files grouped by symbol need few passes. Stable. */
    private static int[] sorted(int[] order, IntBinaryOperator comparison) {
        int[] from = order;
        int[] to = new int[order.length];
        while (true) {
            int runs = 0;
            int at = 0;
            while (at < from.length) {
                int middle = runEnd(from, at, comparison);
                int end = runEnd(from, middle, comparison);
                merge(from, at, middle, end, to, comparison);
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

    private static int runEnd(int[] order, int begin, IntBinaryOperator comparison) {
        int at = begin + 1;
        while (at < order.length && comparison.applyAsInt(order[at - 1], order[at]) <= 0) {
            at++;
        }
        return Math.min(at, order.length);
    }

    private static void merge(int[] from, int begin, int middle, int end, int[] to, IntBinaryOperator comparison) {
        int left = begin;
        int right = middle;
        for (int place = begin; place < end; place++) {
            boolean takeLeft = right == end || (left < middle && comparison.applyAsInt(from[left], from[right]) <= 0);
            to[place] = takeLeft ? from[left++] : from[right++];
        }
    }
}
