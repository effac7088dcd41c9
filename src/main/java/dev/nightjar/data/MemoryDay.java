package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Underlying;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Writes a day that is in memory. */
final class MemoryDay {

    private static final long MINUTE = 60_000_000_000L;

    private final DataDay day;
    private final List<Instrument> instruments;
    private final List<TickSeries> series;
    private final int[] next;

    private MemoryDay(DataDay day) {
        this.day = day;
        instruments = List.copyOf(day.instruments());
        series = instruments.stream()
                .map(instrument -> day.ticks(instrument.symbol()))
                .toList();
        next = new int[series.size()];
    }

    /** {@return the hash of the stored day} */
    static String write(Path folder, DataDay day) {
        return new MemoryDay(day).write(folder);
    }

    private String write(Path folder) {
        try (DayWriter writer = DayWriter.begin(folder, day.session(), instruments)) {
            long seconds = day.session().close() - day.session().open();
            for (int minute = 0; minute <= seconds / 60; minute++) {
                write(writer, minute, (day.session().open() + 60L * minute) * 1_000_000_000L + MINUTE);
            }
            SortedMap<String, Instrument> bySymbol = new TreeMap<>();
            instruments.forEach(instrument -> bySymbol.put(instrument.symbol(), instrument));
            SortedMap<String, Underlying> underlyings = Reference.shipped().underlyings(day.date(), instruments);
            return writer.finish(bySymbol, underlyings);
        }
    }

    private void write(DayWriter writer, int minute, long end) {
        int[] symbols = new int[0];
        int[] ticks = new int[0];
        int count = 0;
        for (int symbol = 0; symbol < next.length; symbol++) {
            TickSeries own = series.get(symbol);
            while (next[symbol] < own.count() && own.time(next[symbol]) < end) {
                if (count == symbols.length) {
                    symbols = Arrays.copyOf(symbols, 2 * count + 16);
                    ticks = Arrays.copyOf(ticks, 2 * count + 16);
                }
                symbols[count] = symbol;
                ticks[count++] = next[symbol]++;
            }
        }
        int[] of = symbols;
        int[] at = ticks;
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(
                                tick -> series.get(of[tick]).time(at[tick]))
                        .thenComparingLong(tick -> series.get(of[tick]).sequence(at[tick])))
                .mapToInt(Integer::intValue)
                .toArray();
        writer.minute(
                minute,
                count,
                Arrays.stream(order).map(tick -> of[tick]).toArray(),
                column(order, of, at, TickSeries::time),
                column(order, of, at, TickSeries::price),
                column(order, of, at, TickSeries::quantity),
                column(order, of, at, TickSeries::openInterest),
                null,
                null);
    }

    private interface Column {
        long of(TickSeries series, int tick);
    }

    private long[] column(int[] order, int[] symbols, int[] ticks, Column column) {
        return Arrays.stream(order)
                .mapToLong(tick -> column.of(series.get(symbols[tick]), ticks[tick]))
                .toArray();
    }
}
