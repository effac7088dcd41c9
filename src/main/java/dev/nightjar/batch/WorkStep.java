package dev.nightjar.batch;

import dev.nightjar.engine.Pace;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.live.MarketTimePace;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.outcome.InstanceDayTotals;
import dev.nightjar.outcome.JournalFile;
import dev.nightjar.outcome.JournalReader;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.SimulationJournal;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SymbolHistory;
import dev.nightjar.store.DayTotal;
import dev.nightjar.store.Measured;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import dev.nightjar.worker.WorkerFailedException;
import dev.nightjar.worker.WorkerFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs one partition: its journal first, then one short transaction that makes it count. A process that was overtaken by another
 * attempt writes nothing that counts.
 */
final class WorkStep {

    private final Night night;

    WorkStep(Night night) {
        this.night = night;
    }

    void run(String name) {
        night.stop().check();
        OptionalLong claimed = night.partitions().claim(night.runId(), name);
        if (claimed.isEmpty()) {
            // Finished by an earlier process that did not live to tell Spring Batch.
            return;
        }
        long attempt = claimed.getAsLong();
        CrashPoint.AFTER_CLAIM.pass();
        PlannedPartition partition = night.partitions().partition(night.runId(), name);
        Done done = done(partition, name + "-" + attempt + ".journal");
        CrashPoint.AFTER_JOURNAL.pass();
        boolean counts;
        try (Timings.Span span = night.timings().begin(Timings.Part.TOTALS)) {
            counts = night.partitions()
                    .finish(
                            night.runId(),
                            name,
                            attempt,
                            done.journal().name(),
                            done.journal().sha256(),
                            done.journal().size(),
                            done.lag(),
                            done.measured(),
                            done.totals(),
                            Night.now());
        }
        if (!counts) {
            throw new IllegalStateException("partition " + name + " was taken up by another process meanwhile");
        }
        CrashPoint.AFTER_PARTITION.pass();
    }

    /**
     * A partition whose journal is written.
     *
     * @param lag how late the slices of a paced one came; null if it was not paced
     */
    private record Done(
            JournalFile journal,
            List<InstanceDayTotals> sums,
            @Nullable Long lag,
            Measured measured) {

        List<DayTotal> totals() {
            return sums.stream()
                    .map(total -> new DayTotal(
                            total.instance(),
                            total.date(),
                            total.trades(),
                            total.pnl(),
                            total.fees(),
                            total.failedReason()))
                    .toList();
        }
    }

    private Done done(PlannedPartition partition, String file) {
        if (partition.ofSimulation()) {
            return simulation(partition, file);
        }
        if (night.settings().mode() == Mode.LIVE_SIMULATION) {
            return play(partition, file);
        }
        return night.settings().workers().processes() ? inProcess(partition, file) : inThread(partition, file);
    }

    /**
     * Makes the journal of a partition that is done once more, as fast as the machine goes; in the database nothing changes.
     *
     * @throws OtherJournalException if what comes out is not the same file
     */
    void again(PlannedPartition partition) {
        String journal = Objects.requireNonNull(partition.journal());
        String expected = Objects.requireNonNull(partition.sha256());
        Path made = night.journals().resolve(partition.name() + ".again");
        Done done = partition.ofSimulation()
                ? simulation(partition, made.getFileName().toString())
                : night.settings().workers().processes()
                        ? inProcess(partition, made.getFileName().toString())
                        : inThread(partition, made.getFileName().toString());
        try {
            if (!done.journal().sha256().equals(expected)) {
                Files.delete(made);
                throw new OtherJournalException(
                        "what comes out of it now has SHA-256 " + done.journal().sha256() + ", kept is " + expected);
            }
            JournalFile.move(
                    made, night.journals().resolve(journal), done.journal().size(), expected);
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + journal + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** A partition that was run again told something else. */
    static final class OtherJournalException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OtherJournalException(String message) {
            super(message);
        }
    }

    /** A simulation that cannot be worked on has no results, and costs no other instance its own. */
    private Done simulation(PlannedPartition partition, String file) {
        ThreadClock clock = new ThreadClock();
        night.memory().readLock().lock();
        try {
            return simulated(partition, file);
        } catch (OutOfMemoryError e) {
            // Tried again below, when nobody else needs any.
        } catch (WorkerFailedException e) {
            if (!WorkerFailure.OF_THE_WORK.contains(e.last().code())) {
                throw e;
            }
            return failed(partition, file, e.last().told(), clock);
        } finally {
            night.memory().readLock().unlock();
        }
        tell("partition " + partition.name() + " is tried again alone: the memory was not enough");
        night.memory().writeLock().lock();
        try {
            return simulated(partition, file);
        } catch (OutOfMemoryError e) {
            return failed(
                    partition,
                    file,
                    "it needs more memory than there is, alone: the Java heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20) + " MiB was not enough",
                    clock);
        } finally {
            night.memory().writeLock().unlock();
        }
    }

    private Done failed(PlannedPartition partition, String file, String reason, ThreadClock clock) {
        tell("partition " + partition.name() + " of a simulation is failed: " + reason);
        try {
            Files.createDirectories(night.journals());
            return new Done(
                    SimulationJournal.failed(reason).write(night.journals().resolve(file)),
                    List.of(),
                    null,
                    clock.measured());
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Done simulated(PlannedPartition partition, String file) {
        ThreadClock clock = new ThreadClock();
        int number = partition.instances().get(0);
        RunInstance row = night.runs().instances(night.runId()).stream()
                .filter(instance -> instance.instance() == number)
                .findFirst()
                .orElseThrow();
        SimulationConfig config =
                Objects.requireNonNull(night.simulations(List.of(row)).get(number));
        if (night.settings().workers().processes()) {
            return simulatedInProcess(partition, config, partition.symbols(), file, clock);
        }
        SortedMap<String, SymbolHistory> histories;
        try (Timings.Span span = night.timings().begin(Timings.Part.DAYS)) {
            histories = night.histories(row, config, partition.symbols());
        }
        SimulationJournal made;
        try (Timings.Span span = night.timings().begin(Timings.Part.ENGINE)) {
            made = SimulationWork.run(
                    config,
                    histories,
                    night.stop(),
                    (done, total) -> night.work().reached(partition.name(), done, total));
        } catch (RunStoppedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return failed(partition, file, Failures.message(e), clock);
        }
        try (Timings.Span span = night.timings().begin(Timings.Part.JOURNALS)) {
            Files.createDirectories(night.journals());
            return new Done(made.write(night.journals().resolve(file)), List.of(), null, clock.measured());
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Done simulatedInProcess(
            PlannedPartition partition,
            SimulationConfig config,
            SortedMap<String, String> symbols,
            String file,
            ThreadClock clock) {
        SimulationRequest request =
                new SimulationRequest(night.home().dayStore(night.settings().data()), config, symbols, true);
        try (Timings.Span span = night.timings().begin(Timings.Part.ENGINE)) {
            Path journal = night.journals().resolve(file);
            PartitionProcesses.Made made =
                    night.processes().run(partition, SimulationRequest.KIND, request.written(), journal);
            SimulationJournal.read(journal, made.journal().sha256());
            return new Done(made.journal(), List.of(), null, made.measured(clock.measured()));
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private SortedMap<Integer, Instance> instances(PlannedPartition partition) {
        Map<Integer, Instance> accepted = night.accepted();
        SortedMap<Integer, Instance> instances = new TreeMap<>();
        partition.instances().forEach(number -> instances.put(number, accepted.get(number)));
        return instances;
    }

    private Done play(PlannedPartition partition, String file) {
        ThreadClock clock = new ThreadClock();
        try (Playback playback = new Playback(instances(partition))) {
            PartitionJournal journal = new PartitionRunner(this::open, playback::pace, night.stop())
                    .run(playback.instances, partition.days(), playback::reached);
            return new Done(write(journal, file), journal.totals(), playback.lagP99Micros(), clock.measured());
        }
    }

    private Done inThread(PlannedPartition partition, String file) {
        ThreadClock clock = new ThreadClock();
        SortedMap<Integer, Instance> instances = instances(partition);
        Path journal = night.journals().resolve(file);
        Halving.NotEnoughMemoryException why;
        night.memory().readLock().lock();
        try {
            PartitionJournal told = told(partition, instances);
            return new Done(write(told, file), told.totals(), null, clock.measured());
        } catch (Halving.NotEnoughMemoryException e) {
            why = e;
        } finally {
            night.memory().readLock().unlock();
        }
        // Others may have taken the memory; now they end, and no other begins.
        Halving.Attempt attempt = (some, own) -> write(told(partition, some), String.valueOf(own.getFileName()));
        night.memory().writeLock().lock();
        try {
            JournalFile written = halved(partition, instances, journal, attempt, why);
            return new Done(written, totals(journal, written), null, clock.measured());
        } finally {
            night.memory().writeLock().unlock();
        }
    }

    /** @throws Halving.NotEnoughMemoryException if the memory is not enough for all of the instances */
    private PartitionJournal told(PlannedPartition partition, SortedMap<Integer, Instance> instances) {
        try (Timings.Span span = night.timings().begin(Timings.Part.ENGINE)) {
            return new PartitionRunner(day -> open(partition, day), PartitionRunner.Pacing.UNBOUNDED, night.stop())
                    .run(instances, partition.days(), PartitionRunner.Listener.NONE);
        } catch (OutOfMemoryError e) {
            throw notEnough();
        }
    }

    private static Halving.NotEnoughMemoryException notEnough() {
        return new Halving.NotEnoughMemoryException(
                "the Java heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB was not enough");
    }

    /** {@return the journal of a partition for which the memory was not enough beside others} */
    private JournalFile halved(
            PlannedPartition partition,
            SortedMap<Integer, Instance> instances,
            Path journal,
            Halving.Attempt attempt,
            Halving.NotEnoughMemoryException before) {
        tell("partition " + partition.name() + " is tried again alone: " + before.getMessage());
        Halving.NotEnoughMemoryException why;
        try {
            return attempt.run(instances, journal);
        } catch (Halving.NotEnoughMemoryException e) {
            why = e;
        }
        return inHalves(partition, instances, journal, attempt, why);
    }

    private JournalFile inHalves(
            PlannedPartition partition,
            SortedMap<Integer, Instance> instances,
            Path journal,
            Halving.Attempt attempt,
            Halving.NotEnoughMemoryException why) {
        tell("partition " + partition.name() + " is run in halves: " + why.getMessage());
        try {
            return new Halving(attempt, (number, reason, own) -> failed(partition, number, reason, own))
                    .run(instances, journal, why);
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + journal + " cannot be written: " + e.getMessage(), e);
        }
    }

    private JournalFile failed(PlannedPartition partition, int number, String reason, Path file) {
        PartitionJournal told = new PartitionJournal(number);
        partition.days().forEach(day -> told.open(0, open(day)).failed(reason));
        tell("instance " + number + " of partition " + partition.name() + " is failed: " + reason);
        return write(told, String.valueOf(file.getFileName()));
    }

    private void tell(String what) {
        night.progress().say(what);
        night.event("memory", what);
    }

    private static List<InstanceDayTotals> totals(Path journal, JournalFile written) {
        try (JournalReader reader = JournalReader.open(journal, written.sha256())) {
            return reader.totals();
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + journal + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Done inProcess(PlannedPartition partition, String file) {
        ThreadClock clock = new ThreadClock();
        Path journal = night.journals().resolve(file);
        List<PartitionProcesses.Made> made = new ArrayList<>();
        Halving.Attempt attempt = (some, own) -> {
            try {
                PartitionProcesses.Made one =
                        night.processes().run(partition, GraphRequest.KIND, request(partition, some), own);
                made.add(one);
                return one.journal();
            } catch (WorkerFailedException e) {
                if (e.last().code().equals(WorkerFailure.OUT_OF_MEMORY)) {
                    throw new Halving.NotEnoughMemoryException(e.last().message());
                }
                throw e;
            } catch (IOException e) {
                throw new UncheckedIOException("journal " + own + " cannot be written: " + e.getMessage(), e);
            }
        };
        try (Timings.Span span = night.timings().begin(Timings.Part.ENGINE)) {
            SortedMap<Integer, Instance> instances = instances(partition);
            JournalFile written;
            try {
                written = attempt.run(instances, journal);
            } catch (Halving.NotEnoughMemoryException e) {
                written = inHalves(partition, instances, journal, attempt, e);
            }
            List<InstanceDayTotals> totals = totals(journal, written);
            requireAll(partition, totals);
            return new Done(written, totals, null, PartitionProcesses.measured(made, clock.measured()));
        }
    }

    private Map<String, Object> request(PlannedPartition partition, SortedMap<Integer, Instance> instances) {
        Map<Integer, RunInstance> rows = night.runs().instances(night.runId()).stream()
                .collect(Collectors.toMap(RunInstance::instance, row -> row));
        SortedMap<Integer, GraphRequest.Sent> sent = new TreeMap<>();
        instances.forEach((number, instance) -> sent.put(
                number,
                new GraphRequest.Sent(
                        instance, Objects.requireNonNull(rows.get(number)).strategyHash())));
        Map<LocalDate, RunDay> days =
                night.runs().days(night.runId()).stream().collect(Collectors.toMap(RunDay::date, day -> day));
        return GraphRequest.written(
                night.home(),
                night.settings().data(),
                night.settings().replay(),
                night.warmUps(),
                partition.days().stream()
                        .map(day -> Objects.requireNonNull(days.get(day)))
                        .toList(),
                sent,
                night.queues()::json);
    }

    /** A journal that is whole may still be one of something else. */
    private static void requireAll(PlannedPartition partition, List<InstanceDayTotals> totals) {
        Set<String> expected = new TreeSet<>();
        partition
                .instances()
                .forEach(instance ->
                        partition.days().forEach(day -> expected.add("instance " + instance + " on " + day)));
        Set<String> found = totals.stream()
                .map(total -> "instance " + total.instance() + " on " + total.date())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!found.equals(expected)) {
            throw new IllegalStateException("partition " + partition.name() + " was to hold " + expected
                    + "; its worker's journal holds " + found);
        }
    }

    private MarketDay open(PlannedPartition partition, LocalDate date) {
        night.work()
                .reached(
                        partition.name(),
                        partition.days().indexOf(date),
                        partition.days().size());
        return open(date);
    }

    private MarketDay open(LocalDate date) {
        try (Timings.Span span = night.timings().begin(Timings.Part.DAYS)) {
            return night.open(date);
        }
    }

    private JournalFile write(PartitionJournal journal, String name) {
        try (Timings.Span span = night.timings().begin(Timings.Part.JOURNALS)) {
            Path folder = night.journals();
            Files.createDirectories(folder);
            return journal.write(folder.resolve(name));
        } catch (OutOfMemoryError e) {
            throw notEnough();
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + name + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The days of a partition, paced and shown one after the other. */
    private final class Playback implements AutoCloseable {

        private final SortedMap<Integer, Instance> instances;
        private @Nullable MarketTimePace pace;
        private @Nullable LivePlayback live;
        private final List<LocalDate> played = new ArrayList<>();
        private @Nullable Long largestLag;
        private long open;
        private long close;

        Playback(SortedMap<Integer, Instance> instances) {
            this.instances = instances;
        }

        Pace pace(MarketDay day) {
            open = day.session().open();
            close = day.session().close();
            close();
            largestLag = lagP99Micros();
            live = LivePlayback.begin(night, instances, day, played);
            played.add(day.date());
            night.progress()
                    .say("playing " + day.date() + " at speed "
                            + night.settings().speed().toPlainString());
            night.progress().begin("play " + day.date(), "s", close - open);
            MarketTimePace today = MarketTimePace.of(night.settings().speed(), open, night.stop());
            pace = today;
            return today;
        }

        void reached(PartitionJournal journal, long epochSecond) {
            night.progress().reached(Math.min(epochSecond, close) - open);
            if (live != null) {
                live.reached(journal);
            }
        }

        /** {@return that of the day on which it was largest} */
        @Nullable Long lagP99Micros() {
            if (pace == null) {
                return null;
            }
            long ofDay = pace.playback().p99Nanos() / 1_000;
            return largestLag == null ? ofDay : Math.max(largestLag, ofDay);
        }

        @Override
        public void close() {
            if (live != null) {
                live.close();
            }
        }
    }
}
