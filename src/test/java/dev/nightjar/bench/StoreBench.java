package dev.nightjar.bench;

import dev.nightjar.data.CellDecoder;
import dev.nightjar.data.CellIndex;
import dev.nightjar.data.DataDay;
import dev.nightjar.data.DayScan;
import dev.nightjar.data.MadeTicks;
import dev.nightjar.market.TickSeries;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Measures the day store: size, opening, and a scan of all ticks against one of plain mapped columns in the same run.
 *
 * <p>Times are CPU times of the one thread, so that other work on the machine matters less. Both scans sum all times, prices,
 * quantities and symbols, take turns, and have run often before they are timed.
 */
public final class StoreBench {

    private static final int SYMBOLS = 300;
    private static final int REPETITIONS = 41;
    private static final int WARM_UPS = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private StoreBench() {}

    /** @param args a folder for files, and how many ticks */
    public static void main(String[] args) throws IOException {
        Path scratch = Path.of(args[0]);
        int ticks = args.length > 1 ? Integer.parseInt(args[1].replace("_", "").replace(",", "")) : 10_000_000;
        measure("whole seconds", scratch.resolve("seconds"), ticks, 1_000_000_000L);
        measure("milliseconds", scratch.resolve("milliseconds"), ticks, 1_000_000L);
    }

    private static void measure(String name, Path folder, int ticks, long unit) throws IOException {
        Files.createDirectories(folder);
        MadeTicks made = new MadeTicks(ticks, SYMBOLS, unit);
        Path raw = folder.resolve("raw");
        MadeTicks.Written written = made.write(folder, raw);
        long size = Files.size(written.file());
        say("%s: %,d ticks, %,d symbols%n", name, ticks, SYMBOLS);
        say("  written at        %6.1f M ticks/s%n", ticks * 1e3 / written.nanos());
        say("  size              %6.2f bytes a tick (at most 6)%n", (double) size / ticks);

        double[] openings = times(() -> MadeTicks.open(written.file()).date().toEpochDay());
        say("  opening           %6.2f ms median, %.2f ms least (at most 10)%n", median(openings), openings[0]);

        try (FileChannel channel = FileChannel.open(raw)) {
            MappedByteBuffer columns = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            columns.order(ByteOrder.LITTLE_ENDIAN);
            DataDay day = MadeTicks.open(written.file());
            LongSupplier plain = () -> plain(columns, ticks);
            LongSupplier scan = () -> scan(day);
            LongSupplier cells = () -> cells(day, made);
            LongSupplier single = () -> single(day, made);
            if (plain.getAsLong() != scan.getAsLong()
                    || plain.getAsLong() != cells.getAsLong()
                    || plain.getAsLong() != single.getAsLong()) {
                throw new IllegalStateException("the scans do not agree");
            }
            List<LongSupplier> scans = List.of(plain, scan, cells, single);
            double[][] taken = new double[scans.size()][REPETITIONS];
            for (int round = -WARM_UPS; round < REPETITIONS; round++) {
                // what runs first in a round changes, so that none is always behind the same other
                for (int turn = 0; turn < scans.size(); turn++) {
                    int which = Math.floorMod(turn + round, scans.size());
                    double millis = times(scans.get(which), 1)[0];
                    if (round >= 0) {
                        taken[which][round] = millis;
                    }
                }
            }
            tell("plain columns", taken[0], taken[0], ticks);
            tell("store", taken[1], taken[0], ticks);
            tell("store, by cell", taken[2], taken[0], ticks);
            tell("store, by tick", taken[3], taken[0], ticks);
        }
    }

    /** The ratio is that of two scans of one round, as whatever else the machine does then meets both. */
    private static void tell(String what, double[] millis, double[] plain, int ticks) {
        double[] ratios = new double[REPETITIONS];
        Arrays.setAll(ratios, round -> millis[round] / plain[round]);
        Arrays.sort(ratios);
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        say(
                "  scan %-14s %5.2f ns a tick median, %.2f least; ratio to plain columns in a round %.2f median,"
                        + " %.2f to %.2f in half of them%s%n",
                what,
                median(sorted) * 1e6 / ticks,
                sorted[0] * 1e6 / ticks,
                median(ratios),
                ratios[REPETITIONS / 4],
                ratios[REPETITIONS * 3 / 4],
                what.equals("store") ? " (at most 2)" : "");
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    private static double[] times(LongSupplier work) {
        double[] times = times(work, REPETITIONS);
        Arrays.sort(times);
        return times;
    }

    /** {@return milliseconds of each repetition} */
    private static double[] times(LongSupplier work, int repetitions) {
        double[] times = new double[repetitions];
        for (int repetition = 0; repetition < repetitions; repetition++) {
            long before = THREADS.getCurrentThreadCpuTime();
            long result = work.getAsLong();
            times[repetition] = (THREADS.getCurrentThreadCpuTime() - before) / 1e6;
            if (result == 42) {
                System.out.print(' ');
            }
        }
        return times;
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /** The limit: every column in the order of time, one loop. */
    private static long plain(MappedByteBuffer columns, int ticks) {
        LongBuffer times = columns.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        IntBuffer others = columns.slice(8 * ticks, 12 * ticks)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        IntBuffer symbols = others.slice(0, ticks);
        IntBuffer prices = others.slice(ticks, ticks);
        IntBuffer quantities = others.slice(2 * ticks, ticks);
        long sum = 0;
        long symbolSum = 0;
        for (int tick = 0; tick < ticks; tick++) {
            sum += times.get(tick) + prices.get(tick) + quantities.get(tick);
            symbolSum += symbols.get(tick);
        }
        return sum + 31 * symbolSum;
    }

    private static long cells(DataDay day, MadeTicks made) {
        CellIndex[] symbols = made.symbols().stream().map(day::cells).toArray(CellIndex[]::new);
        int[] next = new int[symbols.length];
        CellDecoder decoder = new CellDecoder();
        long sum = 0;
        long symbolSum = 0;
        for (int minute = 0; minute < MadeTicks.MINUTES; minute++) {
            for (int symbol = 0; symbol < symbols.length; symbol++) {
                CellIndex cells = symbols[symbol];
                int cell = next[symbol];
                if (cell < cells.count() && cells.minute(cell) == minute) {
                    sum += sum(decoder, decoder.open(cells, cell));
                    symbolSum += (long) symbol * (cells.tickEnd(cell) - cells.firstTick(cell));
                    next[symbol]++;
                }
            }
        }
        return sum + 31 * symbolSum;
    }

    private static long scan(DataDay day) {
        long sum = 0;
        long symbolSum = 0;
        DayScan scan = day.scan();
        while (scan.next()) {
            sum += sum(scan.decoder(), scan.count());
            symbolSum += (long) scan.symbol() * scan.count();
        }
        return sum + 31 * symbolSum;
    }

    private static long sum(CellDecoder decoder, int count) {
        long[] times = decoder.times();
        long[] prices = decoder.prices();
        long[] quantities = decoder.quantities();
        long sum = 0;
        for (int tick = 0; tick < count; tick++) {
            sum += times[tick] + prices[tick] + quantities[tick];
        }
        return sum;
    }

    private static long single(DataDay day, MadeTicks made) {
        long sum = 0;
        long symbolSum = 0;
        for (int symbol = 0; symbol < made.symbols().size(); symbol++) {
            TickSeries ticks = day.ticks(made.symbols().get(symbol));
            int count = ticks.count();
            for (int tick = 0; tick < count; tick++) {
                sum += ticks.time(tick) + ticks.price(tick) + ticks.quantity(tick);
                symbolSum += symbol;
            }
        }
        return sum + 31 * symbolSum;
    }
}
