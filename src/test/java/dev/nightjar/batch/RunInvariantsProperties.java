package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.engine.Pace;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.JournalFile;
import dev.nightjar.outcome.JournalReader;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.plan.DayLoad;
import dev.nightjar.plan.Partition;
import dev.nightjar.plan.Plan;
import dev.nightjar.plan.Planner;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A strategy's files are the same whatever runs beside it, however the work is cut, on however many threads, at whatever pace and
 * looked at in between, and however often it was killed: what counts is the run alone, in one piece.
 */
class RunInvariantsProperties {

    private static final int SEEDS = Integer.getInteger("nightjar.invariants", 10);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(RandomBook.Kind.class)
    void companionsTheirOrderAndThePaceDoNotShow(RandomBook.Kind kind) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomBook book = RandomBook.of(kind, seed);
            Random random = new Random(seed);
            List<Integer> order = new ArrayList<>(numbers(book));
            Collections.shuffle(order, random);
            // The partition takes them by number: other numbers are another order.
            SortedMap<Integer, Instance> shuffled = new TreeMap<>();
            order.forEach(number ->
                    shuffled.put(order.indexOf(number), book.instances().get(number)));
            AtomicInteger looks = new AtomicInteger();
            PartitionJournal journal = new PartitionRunner(book::day, day -> stumbling(random), StopSignal.NEVER)
                    .run(shuffled, book.dates(), (told, second) -> {
                        if (random.nextInt(40) == 0 && looks.incrementAndGet() < 20) {
                            look(told, shuffled, book.dates(), second);
                        }
                    });

            for (int place = 0; place < order.size(); place++) {
                int number = order.get(place);
                int own = place;
                List<DayRecord> records = book.dates().stream()
                        .map(date -> journal.soFar(own, date))
                        .toList();
                assertThat(book.files(number, records))
                        .as(kind + ", seed " + seed + ", strategy " + number)
                        .isEqualTo(book.alone(number));
            }
        }
    }

    /** A simulation shows the files of what has happened so far. */
    private static void look(
            PartitionJournal journal, SortedMap<Integer, Instance> instances, List<LocalDate> dates, long second) {
        instances.forEach((number, instance) -> {
            List<DayRecord> soFar = new ArrayList<>();
            for (LocalDate date : dates) {
                if (date.atStartOfDay(ZoneOffset.UTC).toEpochSecond() <= second) {
                    soFar.add(PartitionJournal.decode(journal.snapshot(number, date)));
                }
            }
            assertThat(ResultFiles.of(StrategyResult.soFar(instance, null, soFar)))
                    .hasSize(4);
        });
    }

    /** One slice at a time, some at a time, or hours. */
    private static Pace stumbling(Random random) {
        int longest = List.of(1, 60, 3_600).get(random.nextInt(3));
        return next -> next + random.nextInt(longest);
    }

    @ParameterizedTest
    @EnumSource(RandomBook.Kind.class)
    void howTheWorkIsCutAndOnHowManyThreadsDoesNotShow(RandomBook.Kind kind)
            throws IOException, InterruptedException, ExecutionException {
        int cuts = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomBook book = RandomBook.of(kind, seed);
            Random random = new Random(seed);
            int threads = 1 + random.nextInt(4);
            List<DayLoad> loads = book.days().stream()
                    .map(day -> new DayLoad(day.date(), Map.of()))
                    .toList();
            Plan plan = Planner.plan(
                    book.instances(),
                    loads,
                    random.nextInt(4) == 0 ? Mode.LIVE_SIMULATION : Mode.BACKTEST,
                    random.nextInt(8),
                    threads);
            cuts += plan.partitions().size() - 1;
            List<JournalFile> journals = run(book, plan, threads, seed);
            for (int number : numbers(book)) {
                List<DayRecord> records = new ArrayList<>();
                for (JournalFile journal : journals) {
                    try (JournalReader reader = JournalReader.open(folder.resolve(journal.name()), journal.sha256())) {
                        records.addAll(reader.read(number));
                    }
                }
                records.sort(Comparator.comparing(DayRecord::date));
                assertThat(book.files(number, records))
                        .as(kind + ", seed " + seed + ", strategy " + number + ", " + plan.partitions())
                        .isEqualTo(book.alone(number));
            }
        }
        assertThat(cuts).as("cuts").isGreaterThan(SEEDS);
    }

    private List<JournalFile> run(RandomBook book, Plan plan, int threads, long seed)
            throws InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<JournalFile>> running = new ArrayList<>();
            for (Partition partition : plan.partitions()) {
                Path file = folder.resolve(seed + "-" + running.size() + ".journal");
                running.add(workers.submit(() -> {
                    SortedMap<Integer, Instance> own = new TreeMap<>();
                    partition
                            .instances()
                            .forEach(number -> own.put(number, book.instances().get(number)));
                    return new PartitionRunner(book::day, PartitionRunner.Pacing.UNBOUNDED, StopSignal.NEVER)
                            .run(own, partition.days(), PartitionRunner.Listener.NONE)
                            .write(file);
                }));
            }
            List<JournalFile> journals = new ArrayList<>();
            for (Future<JournalFile> one : running) {
                journals.add(one.get());
            }
            return journals;
        } finally {
            workers.shutdownNow();
        }
    }

    /** Stopped before any slice, once or more, the run begins again and tells what it would have told undisturbed. */
    @ParameterizedTest
    @EnumSource(RandomBook.Kind.class)
    void aRunThatIsStoppedAtAnySliceAndRunAgainGivesTheSameBytes(RandomBook.Kind kind) {
        int looks = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomBook book = RandomBook.of(kind, seed);
            Random random = new Random(seed);
            SortedMap<Integer, Instance> all = new TreeMap<>();
            numbers(book).forEach(number -> all.put(number, book.instances().get(number)));
            AtomicInteger asked = new AtomicInteger();
            run(book, all, () -> asked.incrementAndGet() < 0);
            looks += asked.get();
            // a book whose days all fail is never stopped
            for (int kill = 0; kill < 3 && asked.get() > 0; kill++) {
                int last = random.nextInt(asked.get());
                AtomicInteger again = new AtomicInteger();
                assertThatThrownBy(() -> run(book, all, () -> again.getAndIncrement() == last))
                        .as(kind + ", seed " + seed + ", stopped at look " + last + " of " + asked)
                        .isInstanceOf(RunStoppedException.class);
            }
            PartitionJournal journal = run(book, all, StopSignal.NEVER);
            for (int number : numbers(book)) {
                List<DayRecord> records = book.dates().stream()
                        .map(date -> journal.soFar(number, date))
                        .toList();
                assertThat(book.files(number, records))
                        .as(kind + ", seed " + seed + ", strategy " + number)
                        .isEqualTo(book.alone(number));
            }
        }
        assertThat(looks).as("slices before which runs could be stopped").isGreaterThan(20 * SEEDS);
    }

    /** One slice at a time, so that the stop signal is looked at before each. */
    private static PartitionJournal run(RandomBook book, SortedMap<Integer, Instance> all, StopSignal stop) {
        return new PartitionRunner(book::day, day -> next -> next, stop)
                .run(all, book.dates(), PartitionRunner.Listener.NONE);
    }

    private static List<Integer> numbers(RandomBook book) {
        return IntStream.range(0, book.instances().size()).boxed().toList();
    }
}
