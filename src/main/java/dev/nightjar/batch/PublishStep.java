package dev.nightjar.batch;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.outcome.FolderSwap;
import dev.nightjar.outcome.IndexEntry;
import dev.nightjar.outcome.IndexFile;
import dev.nightjar.outcome.LiveFolder;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.outcome.RunFacts;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.Publication;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts results where people look: a folder for each strategy, one for the night, the index.
 *
 * <p>Nothing here is the truth: that is the journals and the database. What a crash interrupts is done again, and a folder is always
 * the old one or the new one. The swaps stand in the database while they go on, so that the next process, whichever
 * queue it runs, puts them right.
 */
final class PublishStep {

    /** Whoever removes results so often while they are published will not stop. */
    private static final int MOST_ROUNDS = 3;

    private final Night night;
    private final Path root;
    private final Semaphore making = new Semaphore(Runtime.getRuntime().availableProcessors());

    PublishStep(Night night) {
        this.night = night;
        this.root = night.home().output();
    }

    void run() {
        Made made;
        try {
            made = publishAll();
        } catch (IOException e) {
            throw new UncheckedIOException("results cannot be written: " + FileErrors.of(root, e), e);
        }
        CrashPoint.BEFORE_DONE.pass();
        night.publications().published(made.publication(), made.runFiles(), Night.now());
        CrashPoint.AFTER_DONE.pass();
    }

    /** What somebody removes while pages are made is made again, that alone: others may have published since. */
    private Made publishAll() throws IOException {
        Made made = published(PublishProgress.of(night));
        CrashPoint.BEFORE_PAGES.pass();
        NightPages pages = new NightPages(night);
        RunRepair repair = new RunRepair(night.home(), night.database(), night.progress());
        Map<Path, Reports.Results> reports = made.reports();
        for (int round = 1; ; round++) {
            pages.reports(reports);
            pages.night(made.folder(), made.files().json(), made.files().strategies());
            try (PublishLock lock = lock()) {
                recover(night.home(), night.runs(), night.runId());
                List<String> removed = repair.removed(made.publication(), made.runFiles());
                if (removed.isEmpty()) {
                    return made;
                }
                again(
                        round,
                        (removed.size() == 1 ? "a folder" : removed.size() + " folders") + " published before, such as "
                                + removed.get(0));
                reports = repair.restored(night, made.publication(), made.runFiles());
            }
        }
    }

    /** Puts all numbers in place, while nobody else does; again if somebody removes them meanwhile. */
    private Made published(PublishProgress reached) throws IOException {
        try (PublishLock lock = lock()) {
            for (int round = 1; ; round++) {
                try {
                    recover(night.home(), night.runs(), night.runId());
                    Made made = publish(night.home().realOutput().toString(), reached);
                    removeLive(night.home(), night.runs(), night.runs().get(night.runId()));
                    return made;
                } catch (NoSuchFileException e) {
                    again(round, e.getFile());
                }
            }
        }
    }

    private PublishLock lock() throws IOException {
        return PublishLock.take(
                night.home(),
                night.queue(),
                night.stop(),
                message -> night.progress().say(message));
    }

    private void again(int round, String removed) throws IOException {
        String what = "somebody removed " + removed;
        if (round == MOST_ROUNDS) {
            throw new IOException(what + ", again and again");
        }
        night.progress().say("warning: " + what + "; publishing again");
        night.event("warning", what + "; published again");
    }

    /** Ends a run for good without its results, and leaves nothing of it half done where people look. */
    static void giveUp(
            Home home, RunStore runs, RunRow run, String why, StopSignal stop, Consumer<String> told, Instant now)
            throws IOException {
        try (PublishLock lock = PublishLock.take(home, run.queue(), stop, told)) {
            recover(home, runs, run.id());
            removeLive(home, runs, run);
            runs.end(run.id(), RunState.ABANDONED, now);
            runs.event(run.id(), "abandoned", why, now);
        }
    }

    /** Finishes or undoes the swaps that an earlier process left in the middle; what cannot be put right now stays noted. */
    static void recover(Home home, RunStore runs, long runId) throws IOException {
        List<RunStore.Swap> ended = new ArrayList<>();
        for (RunStore.Swap swap : runs.swaps(home.realOutput().toString())) {
            try {
                FolderSwap.recover(home.output().resolve(swap.folder()), swap.runId());
                ended.add(swap);
            } catch (IOException e) {
                warn(
                        runs,
                        runId,
                        "the swap of " + swap.folder() + " that run_id " + swap.runId()
                                + " left in the middle cannot be put right: " + e);
            }
        }
        runs.endSwaps(ended);
    }

    /** Nothing of the run is going on any more. */
    private static void removeLive(Home home, RunStore runs, RunRow run) {
        if (!run.mode().equals(Mode.LIVE_SIMULATION.label())) {
            return;
        }
        for (RunInstance row : runs.instances(run.id())) {
            if (row.state() != RunInstance.State.REJECTED) {
                try {
                    new LiveFolder(ResultFolders.of(home.output(), row.key())).remove();
                } catch (IOException | IllegalArgumentException e) {
                    warn(runs, run.id(), "live results of " + row.key() + " cannot be removed: " + Failures.message(e));
                }
            }
        }
    }

    private static void warn(RunStore runs, long runId, String message) {
        runs.event(runId, "warning", message, Night.now());
    }

    private Made publish(String realRoot, PublishProgress reached) throws IOException {
        RunRow run = night.runs().get(night.runId());
        Rendering rendering = new Rendering(night, run, Night.now().truncatedTo(ChronoUnit.MICROS));
        RunFacts facts = rendering.facts();
        Map<Integer, Instance> accepted = night.accepted();
        Set<Integer> published = night.runs().results(run.id()).stream()
                .map(InstanceResult::instance)
                .collect(Collectors.toSet());
        Map<Integer, String> runFiles = new LinkedHashMap<>();
        List<IndexEntry> entries = new ArrayList<>();
        Map<Path, Reports.Results> reports = new LinkedHashMap<>();
        List<RunInstance> instances = night.runs().instances(run.id());
        Map<Integer, SimulationConfig> simulations = night.simulations(instances);
        List<RunInstance> ended = new ArrayList<>();
        LocalDate from = Objects.requireNonNull(run.firstDay());
        LocalDate to = Objects.requireNonNull(run.lastDay());
        Path nightFolder = ResultFolders.night(root, night.queue(), to);
        String nightName = ResultFolders.name(root, nightFolder);
        night.requireDataOfSimulations();
        List<RunInstance> shown = instances.stream()
                .filter(row -> accepted.containsKey(row.instance()) || simulations.containsKey(row.instance()))
                .filter(row -> published.contains(row.instance()))
                .toList();
        RunStore.Swap nightNote = new RunStore.Swap(realRoot, nightName, night.runId());
        night.runs().beginSwaps(List.of(nightNote), Night.now());
        CrashPoint.BEFORE_SWAP.pass();
        FolderSwap nightSwap = FolderSwap.begin(nightFolder, night.runId());
        night.progress().begin("publish", "strategies", instances.size());
        NightFolder folder = new NightFolder(nightSwap);
        try (folder;
                RunJournals journals = RunJournals.open(night);
                NotedSwaps swaps = NotedSwaps.begin(night, realRoot, shown);
                StrategyWorkers workers = StrategyWorkers.ofDisk()) {
            workers.each(
                    instances,
                    row -> journals.need(row.instance()),
                    row -> {
                        night.stop().check();
                        if (!published.contains(row.instance())) {
                            return Published.nothing();
                        }
                        SimulationConfig simulation = simulations.get(row.instance());
                        if (simulation != null) {
                            return published(swaps, row, () -> rendering.of(row, simulation, journals));
                        }
                        Instance instance = accepted.get(row.instance());
                        return instance == null
                                ? Published.nothing()
                                : published(swaps, row, () -> rendering.of(row, instance, journals));
                    },
                    new StrategyWorkers.Taker<RunInstance, Published>() {
                        @Override
                        public void done(RunInstance row, Published published) throws IOException {
                            folder.add(
                                    Rendering.told(row, published.folder(), published.figures()), published.csvRows());
                            if (published.entry() != null) {
                                entries.add(published.entry());
                                reached.published(entries.size());
                                runFiles.put(row.instance(), published.runFileSha256());
                            }
                            if (published.folder() != null && published.subject() != null) {
                                reports.put(
                                        root.resolve(published.folder()),
                                        new Reports.Results(published.subject(), published.runFileSha256()));
                            }
                            end(row);
                        }

                        @Override
                        public void failed(RunInstance row, StrategyWork.FailedException reason) throws IOException {
                            RunInstance end = unpublished(row, reason);
                            folder.add(Rendering.told(end, null, null), "");
                            end(end);
                        }

                        private void end(RunInstance row) {
                            ended.add(row);
                            night.progress().advance(1);
                        }
                    });
        } finally {
            night.progress().end();
        }
        settle(instances, ended);
        CrashPoint.BEFORE_NIGHT.pass();
        Map<String, String> nightFiles = folder.finish(facts, from, to);
        nightSwap.commit();
        CrashPoint.BEFORE_INDEX.pass();
        night.runs().endSwaps(List.of(nightNote));
        for (String warning : IndexFile.update(root, entries)) {
            night.progress().say(warning);
            night.event("warning", warning);
        }
        return new Made(
                new Publication(
                        night.runId(), realRoot, nightName, facts.finishedAt(), facts.nightjarVersion(), nightFiles),
                runFiles,
                nightFolder,
                folder,
                reports);
    }

    /**
     * What was published.
     *
     * @param runFiles by instance: the SHA-256 of {@code run.json} in its folder
     * @param folder the night's, and {@code files} what stands there
     * @param reports what pages are made of, by folder
     */
    private record Made(
            Publication publication,
            Map<Integer, String> runFiles,
            Path folder,
            NightFolder files,
            Map<Path, Reports.Results> reports) {}

    /** What the night and the index tell of a strategy whose folder is in place; null if it has none. */
    private record Published(
            @Nullable String folder,
            NightStrategy.@Nullable Figures figures,
            @Nullable IndexEntry entry,
            String csvRows,
            String runFileSha256,
            Reports.@Nullable Subject subject) {

        static Published nothing() {
            return new Published(null, null, null, "", "", null);
        }
    }

    private Published published(NotedSwaps swaps, RunInstance row, StrategyWork.Work<Rendering.Shown> work)
            throws StrategyWork.FailedException, IOException {
        Rendering.Shown shown;
        // Most of the threads wait for the disk; more of them than processors at this would only be in each other's
        // way.
        making.acquireUninterruptibly();
        try {
            shown = StrategyWork.of(work);
        } finally {
            making.release();
        }
        String name;
        try (Timings.Span span = night.timings().begin(Timings.Part.WRITING)) {
            name = swaps.swapIn(row, shown.files());
        }
        return new Published(
                name,
                shown.figures(),
                shown.entry().apply(name),
                shown.csvRows(),
                shown.runFileSha256(),
                shown.subject());
    }

    private static RunInstance unpublished(RunInstance row, StrategyWork.FailedException e) {
        List<String> reasons = new ArrayList<>(row.reasons());
        reasons.add(String.valueOf(e.getMessage()));
        return row.with(RunInstance.State.FAILED, reasons);
    }

    /** Those whose results could not be made or written have none, in the database as well. */
    private void settle(List<RunInstance> before, List<RunInstance> ended) {
        if (ended.equals(before)) {
            return;
        }
        Set<Integer> unwritten = new HashSet<>();
        for (int place = 0; place < ended.size(); place++) {
            if (!ended.get(place).equals(before.get(place))) {
                unwritten.add(ended.get(place).instance());
            }
        }
        List<InstanceResult> written = night.runs().results(night.runId()).stream()
                .filter(result -> !unwritten.contains(result.instance()))
                .toList();
        night.runs()
                .aggregated(night.runId(), ended, written, night.partitions().lagP99Micros(night.runId()), Night.now());
    }
}
