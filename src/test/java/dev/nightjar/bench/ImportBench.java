package dev.nightjar.bench;

import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.ImportStages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How fast a day is imported from CSV: ticks a second of processor time, by stage, each with the stages before it.
 *
 * <p>Arguments: a folder to work in; how many ticks; any of {@code shuffled}, {@code options}, {@code gzip}, {@code once}.
 * The yardstick is a loop that knows the columns and sums their numbers.
 */
public final class ImportBench {

    private static final LocalDate DATE = LocalDate.parse(TickRows.DATE);
    private static final int ROUNDS = 8;

    private ImportBench() {}

    public static void main(String[] args) throws IOException {
        Path scratch = Path.of(args[0]).resolve("import");
        long ticks = args.length > 1 ? Long.parseLong(args[1].replace("_", "")) : 10_000_000;
        List<String> how = Arrays.asList(args);
        boolean ordered = !how.contains("shuffled");
        boolean gzip = how.contains("gzip");
        TickRows.write(scratch, ticks, ordered, how.contains("options"), gzip);
        Path file = scratch.resolve("ticks/" + TickRows.DATE + (gzip ? ".csv.gz" : ".csv"));
        System.out.printf(
                Locale.ROOT,
                "%,d ticks, %.1f bytes a row%s%n",
                ticks,
                (double) Files.size(file) / ticks,
                gzip ? ", compressed" : "");
        int rounds = how.contains("once") ? 1 : ROUNDS;
        DataFolder folder = DataFolder.open(scratch);
        double parse = gzip ? Double.NaN : best("a bare loop over the bytes", ticks, rounds, () -> bareLoop(file));
        if (ordered) {
            double intake =
                    best("reading and putting in order", ticks, rounds, () -> ImportStages.intake(folder, DATE));
            ratio(intake, parse);
        }
        int[] round = {0};
        double whole = best("the whole import, to the finished file", ticks, rounds, () -> {
            DayStore store = DayStore.open(scratch.resolve("store" + round[0]++));
            store.importDays(folder, List.of(DATE), day -> {});
            return ticks;
        });
        ratio(whole, parse);
    }

    private static double best(String what, long ticks, int rounds, LongSupplier work) {
        double best = 0;
        for (int round = 0; round < rounds; round++) {
            long cpu = cpu();
            long wall = System.nanoTime();
            if (work.getAsLong() == 0) {
                throw new IllegalStateException(what + " did nothing");
            }
            double seconds = (cpu() - cpu) / 1e9;
            double rate = ticks / seconds / 1e6;
            best = Math.max(best, rate);
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %6.2f M ticks/s of CPU (%.2f s CPU, %.2f s wall)%n",
                    what,
                    rate,
                    seconds,
                    (System.nanoTime() - wall) / 1e9);
        }
        return best;
    }

    private static void ratio(double rate, double parse) {
        System.out.printf(Locale.ROOT, "%-40s %6.2f M ticks/s, %.2f of the bare loop%n", "best", rate, rate / parse);
    }

    /** All threads: collecting garbage is part of the price. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long bareLoop(Path file) {
        byte[] bytes = new byte[1 << 20];
        long sum = 0;
        long number = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
                for (int at = 0; at < length; at++) {
                    int digit = bytes[at] - '0';
                    if (digit >= 0 && digit <= 9) {
                        number = number * 10 + digit;
                    } else if (bytes[at] == ',' || bytes[at] == '\n') {
                        sum += number;
                        number = 0;
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return sum;
    }
}
