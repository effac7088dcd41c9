package dev.nightjar.bench;

import dev.nightjar.batch.DataSet;
import dev.nightjar.batch.Home;
import dev.nightjar.batch.PartitionRunner;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Replay;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a book's day allocates, by JMH's profile of the garbage collector: all of it, with compiling the strategies, opening the day and the
 * journal of what happened.
 *
 * <p>Arguments: a home with a data set {@code made} of one day.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx" + AllocationBench.HEAP)
public class AllocationBench {

    /** A day of each book must go with that. */
    static final String HEAP = "512m";

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** The home. */
    @Param("")
    public String home = "";

    @Param({"SHARED", "CROSSES", "OWN", "TRAILING", "STRADDLE", "NINE"})
    public String book = "";

    @Param({"1", "1000", "10000"})
    public int strategies;

    private Book made = new Book("", "SHARED", 0);

    @Setup
    public void open() {
        made = new Book(home, book, strategies);
    }

    @Benchmark
    public long day() {
        return made.run().bytes();
    }

    /** A book and its day. */
    private static final class Book {

        private final String home;
        private final SortedMap<Integer, Instance> instances;

        Book(String home, String book, int strategies) {
            this.home = home;
            instances = BenchBooks.valueOf(book).instances(strategies);
        }

        PartitionJournal run() {
            DataSet data = DataSet.open(new Home(Path.of(home)), "made");
            LocalDate date = data.days().get(0);
            return new PartitionRunner(
                            data.opener(Replay.DEFAULT)::apply, PartitionRunner.Pacing.UNBOUNDED, () -> false)
                    .run(instances, List.of(date), PartitionRunner.Listener.NONE);
        }

        long events() {
            PartitionJournal journal = run();
            return journal.totals().stream()
                    .mapToLong(totals -> journal.soFar(totals.instance(), totals.date())
                            .events()
                            .size())
                    .sum();
        }
    }

    public static void main(String[] args) throws Exception {
        // Bytes do not depend on what else is measured at the same time.
        System.setProperty("jmh.ignoreLock", "true");
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(AllocationBench.class.getName())
                        .param("home", args[0])
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        System.out.println("all in a heap of " + HEAP + " at most");
        System.out.printf(
                "%-24s %10s %12s %18s %12s %12s%n",
                "book", "strategies", "MB a day", "bytes a strategy", "events", "bytes each");
        for (RunResult result : results) {
            String book = result.getParams().getParam("book");
            int strategies = Integer.parseInt(result.getParams().getParam("strategies"));
            double bytes = result.getSecondaryResults().entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith(ALLOCATED))
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .getScore();
            long events = new Book(args[0], book, strategies).events();
            System.out.printf(
                    "%-24s %10d %12.1f %18.0f %12d %12.0f%n",
                    BenchBooks.valueOf(book).label(),
                    strategies,
                    bytes / 1e6,
                    bytes / strategies,
                    events,
                    bytes / events);
        }
    }
}
