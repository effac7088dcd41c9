package dev.nightjar.batch;

import dev.nightjar.engine.Engine;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.run.DaysNotAvailableException;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.Mode;
import dev.nightjar.run.OnUnfinished;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseException;
import dev.nightjar.store.JobMetadata;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunPrediction;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The runs of one launch: unfinished ones first, then tonight's. Only the holder of the queue may use it. */
final class Nights {

    /** A run that was taken up so often and did not get on will not the next time. */
    private static final int MOST_RESTARTS_WITHOUT_PROGRESS = 3;

    private static final long STOP_WATCH_MILLIS = 500;

    /** A database that goes away so often during a run is no place to go on with it. */
    private static final int MOST_LOSSES = 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final Home home;
    private final FeeSchedules fees;
    private final Database database;
    private final QueueSettings tonight;
    private final Map<String, String> overrides;
    /** Which pages this launch asks for; null if it does not say. */
    private final @Nullable String html;

    private final NightContext context;
    private final Stop stop;
    private final Progress progress;
    private final HolderLock lock;
    private final PrintStream err;
    private final RunStore runs;

    Nights(
            Home home,
            FeeSchedules fees,
            Database database,
            QueueSettings tonight,
            Map<String, String> overrides,
            NightContext context,
            Stop stop,
            Progress progress,
            HolderLock lock,
            PrintStream err) {
        this.home = home;
        this.fees = fees;
        this.database = database;
        this.tonight = tonight;
        this.overrides = new LinkedHashMap<>(overrides);
        this.html = overrides.containsKey(QueueSettings.HTML) ? tonight.html().label() : null;
        this.overrides.keySet().removeAll(QueueSettings.NOT_SHAPING);
        this.context = context;
        this.stop = stop;
        this.progress = progress;
        this.lock = lock;
        this.err = err;
        this.runs = new RunStore(database);
    }

    ExitCode run() throws IOException {
        ExitCode worst = ExitCode.DONE;
        Optional<RunRow> unfinished = runs.unfinished(tonight.queue());
        while (unfinished.isPresent()) {
            RunRow run = unfinished.get();
            OnUnfinished choice = tonight.onUnfinished();
            if (choice == OnUnfinished.REFUSE) {
                throw new NightJob.UsageException(named(run) + " is unfinished ("
                        + run.state().label() + "), and on-unfinished is refuse; " + waysOut(run));
            }
            // Some folders may be its own already: giving it up would leave them beside those of an earlier one.
            boolean publishing = !runs.results(run.id()).isEmpty();
            if (choice == OnUnfinished.ABANDON && !publishing) {
                abandon(run, "on-unfinished is abandon");
            } else {
                if (choice == OnUnfinished.ABANDON) {
                    progress.say(named(run) + " has all its results and was publishing them: it is finished instead of"
                            + " given up");
                } else {
                    refuseOtherOverrides(run);
                }
                if (!publishing && run.restartsWithoutProgress() >= MOST_RESTARTS_WITHOUT_PROGRESS) {
                    abandon(run, "it was taken up " + run.restartsWithoutProgress() + " times without getting on");
                    worst = ExitCode.FAILED;
                } else {
                    ExitCode code = resume(run);
                    if (code != ExitCode.DONE && code != ExitCode.DONE_WITH_REJECTS) {
                        return code;
                    }
                    worst = worst.worse(code);
                    if (choice == OnUnfinished.RESUME || coversTonight(run)) {
                        tellWaiting(run);
                        return worst;
                    }
                }
                if (choice == OnUnfinished.RESUME) {
                    return worst;
                }
            }
            unfinished = runs.unfinished(tonight.queue());
        }
        if (tonight.onUnfinished() == OnUnfinished.RESUME) {
            progress.say(
                    "queue " + tonight.queue() + " has no unfinished run, and on-unfinished is resume: nothing to do");
            return worst;
        }
        if (stop.stopRequested()) {
            return ExitCode.STOPPED;
        }
        return worst.worse(begin());
    }

    private ExitCode begin() throws IOException {
        RunRow run = runs.begin(new NewRun(
                tonight.queue(),
                tonight.trigger().label(),
                tonight.mode().label(),
                JSON.writeValueAsString(tonight.values()),
                JSON.writeValueAsString(overrides),
                Night.sampleData(home, tonight),
                Version.NIGHTJAR,
                Engine.VERSION,
                HolderLock.host(),
                ProcessHandle.current().pid(),
                Night.now()));
        progress.say(named(run) + ": " + tonight.mode().label()
                + (tonight.speed().signum() == 0
                        ? ""
                        : " at speed " + tonight.speed().toPlainString())
                + (run.sampleData() ? ", SAMPLE DATA" : ""));
        return work(run, tonight);
    }

    private ExitCode resume(RunRow run) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(map(run.settings()));
        values.putAll(atWill(values));
        QueueSettings settings = QueueSettings.ofValues(run.queue(), values, fees);
        refuseOtherFees(run, settings);
        progress.say(named(run) + " is unfinished (" + run.state().label() + "): taking it up again"
                + (run.sampleData() ? ", SAMPLE DATA" : ""));
        if (!run.engineVersion().equals(Engine.VERSION)) {
            progress.say(named(run) + " was begun with engine " + run.engineVersion() + ", this is engine "
                    + Engine.VERSION + ": all its partitions run again");
            runs.redo(run.id(), Engine.VERSION);
        }
        runs.takeUp(run, HolderLock.host(), ProcessHandle.current().pid(), Version.NIGHTJAR);
        if (html != null) {
            // whoever looks after the run later misses no other pages than these
            Map<String, String> kept = new LinkedHashMap<>(map(run.settings()));
            kept.put(QueueSettings.HTML, html);
            runs.settings(run.id(), JSON.writeValueAsString(kept));
        }
        RunJournals.tidy(home.journals(run.queue(), run.run()), new PartitionStore(database).partitions(run.id()));
        return work(run, settings);
    }

    /** {@return how tonight's launch wants it to be worked on, which changes nothing of what comes out} */
    private Map<String, String> atWill(Map<String, String> begun) {
        Map<String, String> values = new LinkedHashMap<>(tonight.workers().values());
        if (Mode.LIVE_SIMULATION.label().equals(begun.get("mode"))) {
            values.clear();
        }
        values.put("threads", Objects.requireNonNull(tonight.values().get("threads")));
        if (html != null) {
            values.put(QueueSettings.HTML, html);
        }
        return values;
    }

    private ExitCode work(RunRow run, QueueSettings settings) throws IOException {
        lock.working(run.run());
        Night night = new Night(home, fees, database, settings, run, stop, progress);
        night.restoreLostDays();
        JobExecution execution;
        try (StopWatch watch = new StopWatch(run.id());
                LiveHeap heap = new LiveHeap()) {
            execution = executed(night);
            if (execution.getStatus() == BatchStatus.FAILED
                    && cause(execution) instanceof RunJournals.LostJournalException lost) {
                // once: who loses them again has a disk that needs somebody to look at it
                progress.say("warning: " + lost.getMessage());
                night.event("warning", Failures.message(lost));
                execution = executed(night);
            }
            if (execution.getStatus() == BatchStatus.COMPLETED) {
                took(night, execution, heap);
            }
        } catch (JobExecutionException e) {
            throw new IllegalStateException("Spring Batch refuses " + named(run), e);
        }
        progress.end();
        BatchStatus status = execution.getStatus();
        if (status == BatchStatus.COMPLETED) {
            List<String> times = new ArrayList<>(night.timings().lines(List.copyOf(execution.getStepExecutions())));
            times.addAll(RunForecast.lines(database, run.id()));
            night.event("times", String.join("\n", times));
            return new ClosingTable(night).print(times);
        }
        if (status == BatchStatus.STOPPED) {
            runs.end(run.id(), RunState.STOPPED, Night.now());
            night.event("stopped", "asked to");
            progress.say(named(run) + " has stopped; the same command takes it up again");
            return ExitCode.STOPPED;
        }
        return failed(night, execution);
    }

    /** What several processes took, or one that had worked on another run before, is not what this run takes. */
    private void took(Night night, JobExecution execution, LiveHeap heap) {
        if (runs.get(night.runId()).restarts() > 0 || !night.timings().ofWholeProcess()) {
            return;
        }
        List<PlannedPartition> partitions = night.partitions().partitions(night.runId());
        long beside = 0;
        long journals = 0;
        for (PlannedPartition partition : partitions) {
            if (partition.measured() != null && partition.measured().ownProcess()) {
                beside += partition.measured().cpuNanos();
            }
            journals += partition.bytes() == null ? 0 : partition.bytes();
        }
        long run = execution.getStepExecutions().stream()
                .filter(step -> step.getStepName().equals("run"))
                .filter(step -> step.getStartTime() != null && step.getEndTime() != null)
                .mapToLong(step ->
                        Duration.between(step.getStartTime(), step.getEndTime()).toNanos())
                .sum();
        night.predictions()
                .took(
                        night.runId(),
                        new RunPrediction.Took(
                                night.workers(),
                                night.timings().tookProcessorNanos() + beside,
                                night.timings().tookNanos(),
                                run,
                                journals,
                                heap.most()));
    }

    /**
     * Goes on with the run in this process, as another one would, if the database was lost in the midst of what Spring Batch wrote. A run
     * that is done by our own tables is not worked on again, whatever Spring Batch could still write about it.
     */
    private JobExecution executed(Night night) throws JobExecutionException {
        for (int losses = 0; ; losses++) {
            Throwable loss;
            try {
                JobExecution execution = isDone(night) ? completed(night) : execute(night);
                Optional<Throwable> found = loss(execution);
                if (found.isEmpty()) {
                    return execution;
                }
                loss = found.get();
            } catch (DataAccessException | TransactionException e) {
                if (!Database.isLoss(e)) {
                    database.require();
                    if (!isDone(night)) {
                        throw e;
                    }
                }
                loss = e;
            }
            database.require();
            if (losses == MOST_LOSSES) {
                throw new DatabaseException(
                        named(night) + " lost the database " + losses + " times: " + Failures.message(loss)
                                + "; start the same command again",
                        loss);
            }
            progress.say(named(night) + " goes on where it was when the database went away");
        }
    }

    /** {@return what failed because the database was away, unless the run ended well or was asked to stop} */
    private Optional<Throwable> loss(JobExecution execution) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return Optional.empty();
        }
        if (execution.getStatus() == BatchStatus.STOPPED) {
            // It may have been stopped because the database is given up.
            database.require();
            return Optional.empty();
        }
        return execution.getAllFailureExceptions().stream()
                .filter(failure -> Database.isLoss(failure) || given(failure))
                .findFirst();
    }

    private static boolean given(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException) {
                return true;
            }
        }
        return false;
    }

    private boolean isDone(Night night) {
        return runs.get(night.runId()).state() == RunState.DONE;
    }

    /** {@return the last execution of a run that is done, which is completed in Spring Batch's tables too now} */
    private JobExecution completed(Night night) {
        JobInstance instance =
                Objects.requireNonNull(context.repository().getJobInstance(NightSteps.JOB, parameters(night)));
        new JobMetadata(database).complete(instance.getId(), Night.now());
        return Objects.requireNonNull(context.repository().getLastJobExecution(instance));
    }

    private static JobParameters parameters(Night night) {
        return new JobParametersBuilder()
                .addString("queue", night.queue())
                .addLong("run", night.number())
                .toJobParameters();
    }

    private JobExecution execute(Night night) throws JobExecutionException {
        Job job = new NightSteps(night, context.repository()).job();
        JobParameters parameters = parameters(night);
        @Nullable JobInstance instance = context.repository().getJobInstance(job.getName(), parameters);
        if (instance != null) {
            // We hold the queue, so whatever its rows say, nobody is running it.
            new JobMetadata(database).settle(instance.getId(), Night.now());
        }
        return context.operator().start(job, parameters);
    }

    private ExitCode failed(Night night, JobExecution execution) {
        Throwable cause = cause(execution);
        String message = Failures.message(cause);
        RunRow run = runs.get(night.runId());
        boolean begun = run.firstDay() != null;
        ExitCode code = code(cause, begun);
        // a run that only lacked room is the same run once there is room
        boolean goesOn = begun || code == ExitCode.INFRASTRUCTURE;
        if (goesOn && (code == ExitCode.INFRASTRUCTURE || code == ExitCode.DATA)) {
            runs.lacked(run.id(), stackTrace(cause), Night.now());
        } else {
            runs.end(run.id(), goesOn ? RunState.FAILED : RunState.REFUSED, Night.now());
            night.event(goesOn ? "failed" : "refused", stackTrace(cause));
        }
        err.println(named(run) + (begun ? " failed: " : " could not begin: ") + message);
        if (goesOn) {
            err.println(waysOut(run));
        }
        return code;
    }

    private static ExitCode code(Throwable cause, boolean begun) {
        if (cause instanceof UnreadableMarketException || cause instanceof DaysNotAvailableException) {
            return ExitCode.DATA;
        }
        if (cause instanceof PrepareStep.EmptyQueueException) {
            return ExitCode.USAGE;
        }
        if (cause instanceof DatabaseException
                || cause instanceof DataAccessException
                || cause instanceof TransactionException
                || cause instanceof UncheckedIOException
                || cause instanceof IOException
                || cause instanceof PlanStep.DiskFullException) {
            return ExitCode.INFRASTRUCTURE;
        }
        return begun ? ExitCode.FAILED : ExitCode.INTERNAL;
    }

    /** The first thing that went wrong; what Spring Batch says about it comes later in the list. */
    private static Throwable cause(JobExecution execution) {
        List<Throwable> causes = execution.getStepExecutions().stream()
                .flatMap(step -> step.getFailureExceptions().stream())
                .toList();
        return causes.stream()
                .filter(cause -> !(cause instanceof JobExecutionException))
                .findFirst()
                .or(() -> execution.getAllFailureExceptions().stream().findFirst())
                .orElseGet(() -> new IllegalStateException("Spring Batch ended with " + execution.getExitStatus()));
    }

    private static String stackTrace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Whether tonight's run would do just what that run, which is done now, did. */
    private boolean coversTonight(RunRow run) {
        if (!QueueSettings.ofValues(run.queue(), map(run.settings()), fees)
                .fingerprint()
                .equals(tonight.fingerprint())) {
            return false;
        }
        List<LocalDate> done = runs.days(run.id()).stream().map(RunDay::date).toList();
        if (done.isEmpty()) {
            // nothing but simulations, which have the same days tonight
            return true;
        }
        try {
            return PrepareStep.days(home, tonight, runs.doneDays(tonight.queue()))
                    .equals(done);
        } catch (DaysNotAvailableException e) {
            // Nothing came after it.
            return true;
        }
    }

    /** What stands in the queue by now and was not part of a run that is all there is to do. */
    private void tellWaiting(RunRow run) {
        Set<Long> ran =
                runs.instances(run.id()).stream().map(RunInstance::queueItem).collect(Collectors.toSet());
        long waiting = new QueueStore(database)
                .list(run.queue()).stream()
                        .filter(item -> !ran.contains(item.id()))
                        .count();
        if (waiting > 0) {
            progress.say(waiting + (waiting == 1 ? " item was" : " items were") + " added to queue " + run.queue()
                    + " after " + named(run) + " was prepared; the next run takes them");
        }
    }

    private void refuseOtherOverrides(RunRow run) {
        Map<String, String> then = map(run.overrides());
        if (!then.equals(overrides)) {
            throw new NightJob.UsageException(named(run) + " is unfinished and was begun with " + words(then)
                    + "; this launch says " + words(overrides) + "; " + waysOut(run));
        }
    }

    /** What is left of a run that has all its results needs no fees, but for simulations, which are put together again. */
    private void refuseOtherFees(RunRow run, QueueSettings settings) {
        boolean simulations =
                runs.instances(run.id()).stream().anyMatch(instance -> instance.kind() == RunInstance.Kind.SIMULATION);
        if (!simulations && !runs.results(run.id()).isEmpty()) {
            return;
        }
        String changed = Stream.concat(
                        Stream.of(settings.terms()),
                        runs.instances(run.id()).stream()
                                .map(instance -> TradingTerms.ofValues(instance.terms(), fees)))
                .map(TradingTerms::fees)
                .filter(FeeSchedule::isLost)
                .distinct()
                .sorted(Comparator.comparing(FeeSchedule::name).thenComparing(FeeSchedule::hash))
                .map(this::nowAndThen)
                .collect(Collectors.joining(", "));
        if (!changed.isEmpty()) {
            throw new NightJob.UsageException(
                    named(run) + " is unfinished, and since it was begun its fees have changed: " + changed
                            + "; put the schedule back as it was, or begin anew; " + waysOut(run));
        }
    }

    private String nowAndThen(FeeSchedule then) {
        String found;
        try {
            found = "has the hash " + fees.named(then.name()).hash();
        } catch (IllegalArgumentException | InvalidSettingsException e) {
            found = "is missing or unreadable";
        }
        return then.name() + " (" + home.fees().resolve(then.name() + ".csv")
                + ", or if it is not there the one of that name in the" + " program, " + found + ", the run began with "
                + then.hash() + ")";
    }

    private static String words(Map<String, String> settings) {
        if (settings.isEmpty()) {
            return "no settings on the command line";
        }
        return String.join(
                " ",
                settings.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    private void abandon(RunRow run, String why) throws IOException {
        PublishStep.giveUp(home, runs, run, why, stop, progress::say, Night.now());
        progress.say(named(run) + " is given up: " + why);
    }

    private static String named(RunRow run) {
        return "run " + run.run() + " of queue " + run.queue();
    }

    private static String named(Night night) {
        return "run " + night.number() + " of queue " + night.queue();
    }

    private static String waysOut(RunRow run) {
        String options = run.run() + " --queue " + run.queue();
        return "go on with it: runs resume " + options + "; look at it: runs show " + options
                + "; give it up: runs abandon " + options;
    }

    /** {@return settings as a run keeps them} */
    static Map<String, String> map(String json) {
        return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    /** Looks whether somebody asked the run to stop, through the database. */
    private final class StopWatch implements AutoCloseable {

        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "stop watch");
            thread.setDaemon(true);
            return thread;
        });

        StopWatch(long runId) {
            var unused = executor.scheduleWithFixedDelay(
                    () -> look(runId), STOP_WATCH_MILLIS, STOP_WATCH_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void look(long runId) {
            try {
                database.doubt();
                if (runs.stopRequested(runId)) {
                    stop.request();
                }
            } catch (DatabaseException.QueueTaken e) {
                // Nothing may be published any more; why is told by whoever asks for the database next.
                stop.request();
            } catch (DataAccessException | TransactionException | DatabaseException e) {
                // Those who do the work will notice; the next look may succeed.
            }
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }
}
