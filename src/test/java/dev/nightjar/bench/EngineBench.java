package dev.nightjar.bench;

import dev.nightjar.batch.DataSet;
import dev.nightjar.batch.Home;
import dev.nightjar.batch.PartitionRunner;
import dev.nightjar.data.DataDay;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.InstanceDayTotals;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Replay;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a day costs the engine by how many strategies run on it, against one pass over all its ticks that was written by hand for
 * one strategy ({@link TickLoops#pass}), in the same run.
 *
 * <p>Strategies run as in the job: compiled, on a freshly opened day, with everything recorded. Times are CPU times of the one thread,
 * medians of rounds that alternate with the pass, so that other work on the machine matters less.
 *
 * <p>Arguments: a home with a data set {@code made} of one day.
 */
public final class EngineBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 9;
    private static final int NAIVE = 100;

    private final DataSet data;
    private final LocalDate date;
    private final TickLoops loops;

    private EngineBench(DataSet data) {
        this.data = data;
        date = data.days().get(0);
        loops = TickLoops.of((DataDay) open());
    }

    public static void main(String[] args) throws Exception {
        EngineBench bench = new EngineBench(DataSet.open(new Home(Path.of(args[0])), "made"));
        for (int round = 0; round < 5; round++) {
            bench.pass();
        }
        System.out.printf("%,d ticks; JDK %s; CPU time%n", bench.loops.count(), Runtime.version());
        System.out.printf(
                "%-24s %9s %10s %10s %12s %12s %9s%n",
                "book", "strategies", "ms a day", "us each", "/ one pass", "added, each", "trades");
        bench.opening();
        for (BenchBooks book : BenchBooks.values()) {
            bench.measure(book, new int[] {1, 10, 100, 1_000, 10_000});
        }
        bench.naive();
        bench.secondCore();
    }

    private MarketDay open() {
        return data.opener(Replay.DEFAULT).apply(date);
    }

    private double pass() {
        long before = THREADS.getCurrentThreadCpuTime();
        keep(loops.pass());
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    /** A result that nobody needs must not be left out. */
    private static void keep(long checksum) {
        if (checksum == 42) {
            System.out.print("");
        }
    }

    private PartitionJournal run(SortedMap<Integer, Instance> instances) {
        return new PartitionRunner(any -> open(), PartitionRunner.Pacing.UNBOUNDED, () -> false)
                .run(instances, List.of(date), PartitionRunner.Listener.NONE);
    }

    /** The pass, with its spread. */
    private void opening() {
        double[] passes = new double[ROUNDS];
        Arrays.setAll(passes, round -> pass());
        Arrays.sort(passes);
        System.out.printf(
                "%-24s %10s %10.2f %10s %12.3f   %.2f ns a tick, %.1f to %.1f ms%n",
                "hand-written pass",
                1,
                median(passes) / 1e6,
                "",
                1.0,
                median(passes) / loops.count(),
                passes[0] / 1e6,
                passes[ROUNDS - 1] / 1e6);
    }

    private void measure(BenchBooks book, int[] counts) {
        double fewest = 0;
        for (int count : counts) {
            SortedMap<Integer, Instance> instances = book.instances(count);
            int rounds = count >= 10_000 ? 5 : ROUNDS;
            double[] times = new double[rounds];
            double[] ratios = new double[rounds];
            long trades = 0;
            for (int round = -Math.max(2, 200 / count); round < rounds; round++) {
                double pass = round < 0 ? 1 : pass();
                long before = THREADS.getCurrentThreadCpuTime();
                PartitionJournal journal = run(instances);
                double time = THREADS.getCurrentThreadCpuTime() - before;
                if (round < 0) {
                    trades = trades(journal);
                } else {
                    times[round] = time;
                    ratios[round] = time / pass;
                }
            }
            double time = median(times);
            double ratio = median(ratios);
            fewest = count == counts[0] ? ratio : fewest;
            System.out.printf(
                    "%-24s %10d %10.2f %10.2f %12.3f %11.4f%% %9d%n",
                    book.label(),
                    count,
                    time / 1e6,
                    time / 1e3 / count,
                    ratio,
                    count == 1 ? 100 * ratio : 100 * (ratio - fewest) / (count - 1),
                    trades);
        }
    }

    private static long trades(PartitionJournal journal) {
        long trades = 0;
        for (InstanceDayTotals totals : journal.totals()) {
            if (totals.failedReason() != null) {
                throw new IllegalStateException("strategy " + totals.instance() + " failed: " + totals.failedReason());
            }
            trades += totals.trades();
        }
        return trades;
    }

    /** Strategies that are objects which are told of every tick. */
    private void naive() {
        double[] passes = {pass(), pass(), pass()};
        long before = THREADS.getCurrentThreadCpuTime();
        keep(loops.objects(NAIVE));
        double time = THREADS.getCurrentThreadCpuTime() - before;
        System.out.printf(
                "%-24s %10d %10.2f %10.2f %12.3f%n",
                "objects told every tick", NAIVE, time / 1e6, time / 1e3 / NAIVE, time / median(passes));
    }

    /** The same book on one and on two threads, as two partitions; by the clock. */
    private void secondCore() throws Exception {
        SortedMap<Integer, Instance> book = BenchBooks.SHARED.instances(1_000);
        double[] gains = new double[ROUNDS];
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                threads.submit(() -> run(book)).get();
                threads.submit(() -> run(book)).get();
                long alone = System.nanoTime() - start;
                start = System.nanoTime();
                List<Future<PartitionJournal>> both = new ArrayList<>();
                both.add(threads.submit(() -> run(book)));
                both.add(threads.submit(() -> run(book)));
                for (Future<PartitionJournal> one : both) {
                    one.get();
                }
                gains[round] = (double) alone / (System.nanoTime() - start);
            }
        } finally {
            threads.shutdownNow();
        }
        Arrays.sort(gains);
        System.out.printf(
                "two threads instead of one: %.2f times as fast (median; %.2f to %.2f)%n",
                median(gains), gains[0], gains[ROUNDS - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
