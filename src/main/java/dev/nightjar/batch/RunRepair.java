package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.engine.Engine;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.FolderSwap;
import dev.nightjar.outcome.IndexEntry;
import dev.nightjar.outcome.IndexFile;
import dev.nightjar.outcome.NightFiles;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.outcome.PublishedFolder;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.outcome.RunFile;
import dev.nightjar.report.NightReport;
import dev.nightjar.report.StrategyReport;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Html;
import dev.nightjar.run.Instance;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.Database;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.Publication;
import dev.nightjar.store.PublicationStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import dev.nightjar.worker.WorkerFailedException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what a finished run left is as it was when it ended, and makes again what is not.
 *
 * <p>Nothing is put in place but what has the hashes that were kept when the run was published. A folder into which a later run was
 * published is that run's, and left alone.
 */
public final class RunRepair {

    /** A partition may have thousands. */
    private static final int MOST_TOLD = 20;

    private final Home home;
    private final Database database;
    private final Progress out;
    private final RunStore runs;
    private final PublicationStore publications;
    /** Folders into which others have published. */
    private final Set<String> ofOthers = new HashSet<>();

    /** @param out hears what is found and what is done */
    public RunRepair(Home home, Database database, PrintStream out) {
        this(home, database, new Progress(out, false));
    }

    RunRepair(Home home, Database database, Progress out) {
        this.home = home;
        this.database = database;
        this.out = out;
        this.runs = new RunStore(database);
        this.publications = new PublicationStore(database);
    }

    /** {@return {@link ExitCode#DONE} if all is as it was, else {@link ExitCode#FAILED}, having said what is not} */
    public ExitCode verify(RunRow run) {
        if (refused(run)) {
            return ExitCode.USAGE;
        }
        try (out) {
            Night night = night(run);
            Map<PlannedPartition, String> lost = new LinkedHashMap<>();
            try (RunJournals journals = journals(night, lost)) {
                // Opening them is what checks them.
            }
            tellLost(run, lost);
            Found found = look(run, night);
            found.tell();
            return end(run, lost.isEmpty() && found.isWhole(), found);
        } catch (IOException e) {
            throw new UncheckedIOException(named(run) + " cannot be verified: " + Failures.message(e), e);
        }
    }

    /**
     * Makes again what is torn, missing or changed, from the journals.
     *
     * @param rerun whether partitions whose journals are lost or damaged are run again
     * @return {@link ExitCode#DONE} if all is as it was now, else {@link ExitCode#FAILED}, having said what could not be made
     */
    public ExitCode publish(RunRow run, boolean rerun, Instant now) {
        if (refused(run)) {
            return ExitCode.USAGE;
        }
        ExitCode[] code = {ExitCode.FAILED};
        Optional<String> busy =
                new RunControl(home, database).alone(run.queue(), now, () -> code[0] = publish(run, rerun));
        if (busy.isPresent()) {
            out.say("queue " + run.queue() + " is running: " + busy.get());
            return ExitCode.BUSY;
        }
        return code[0];
    }

    private ExitCode publish(RunRow run, boolean rerun) throws IOException {
        try (out) {
            Night night = night(run);
            Map<PlannedPartition, String> lost = new LinkedHashMap<>();
            try (RunJournals journals = journals(night, lost)) {
                // Opening them is what checks them.
            }
            tellLost(run, lost);
            if (rerun && !lost.isEmpty()) {
                rerun(night, run, lost);
            }
            Found found;
            @Nullable Remake remake = null;
            try (PublishLock lock = lock(run)) {
                PublishStep.recover(home, runs, run.id());
                found = look(run, night);
                found.tell();
                if (!found.isWhole()) {
                    remake = new Remake(night, run, found);
                    lost.clear();
                    try (RunJournals journals = journals(night, lost)) {
                        remake.files(journals, lost.keySet());
                    }
                }
            }
            boolean whole = remake == null || remake.pages();
            if (!lost.isEmpty() && !rerun) {
                out.say("partitions are run again with: runs publish " + run.run() + " --queue " + run.queue()
                        + " --rerun");
            }
            return end(run, lost.isEmpty() && whole, found);
        }
    }

    /**
     * {@return the folders of a run that is being published which are not there any more, but for those into which another has published
     * since; nobody else publishes meanwhile}
     *
     * @param publication that is not kept yet
     * @param runFiles by instance: the SHA-256 of {@code run.json} in its folder
     */
    List<String> removed(Publication publication, Map<Integer, String> runFiles) throws IOException {
        return removed(new Found(publication, runFiles));
    }

    private List<String> removed(Found found) throws IOException {
        Publication publication = found.publication;
        Map<String, Integer> gone = new TreeMap<>();
        for (InstanceResult result : runs.results(publication.runId())) {
            if (found.runFiles.containsKey(result.instance()) && isGone(result.folder())) {
                gone.put(result.folder(), result.instance());
            }
        }
        boolean ofNight = isGone(publication.folder());
        if (gone.isEmpty() && !ofNight) {
            return List.of();
        }
        RunRow run = runs.get(publication.runId());
        ofOthers.addAll(publications.replacedSince(publication).keySet());
        // those that are not done yet have told the index, which forgets folders that are gone
        ofOthers.addAll(IndexFile.ofOthers(home.output(), run.queue(), run.run()));
        gone.keySet().removeAll(ofOthers);
        gone.forEach((folder, instance) -> found.folders.put(instance, List.of(folder)));
        if (ofNight) {
            found.ofNight.add(publication.folder());
        }
        return Stream.concat(gone.keySet().stream(), found.ofNight.stream()).toList();
    }

    private boolean isGone(String folder) {
        return !Files.exists(home.output().resolve(folder), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes those folders again.
     *
     * @return what pages are made of, by folder of a strategy that was made again
     * @throws RunJournals.LostJournalException if journals are lost or damaged, having marked their partitions to be done again
     * @throws RunStoppedException if the run is asked to stop
     * @throws IOException if a folder cannot be made again, saying why
     */
    Map<Path, Reports.Results> restored(Night night, Publication publication, Map<Integer, String> runFiles)
            throws IOException {
        Found found = new Found(publication, runFiles);
        removed(found);
        Remake remake = new Remake(night, runs.get(publication.runId()), found);
        try (RunJournals journals = RunJournals.open(night)) {
            remake.files(journals, Set.of());
        }
        if (!remake.missing.isEmpty()) {
            throw new IOException(new TreeMap<>(remake.missing)
                    .entrySet().stream()
                            .limit(MOST_TOLD)
                            .map(missing -> remake.key(missing.getKey()) + ": " + missing.getValue())
                            .collect(Collectors.joining("; ", "what was removed cannot be made again: ", "")));
        }
        if (!found.ofNight.isEmpty() && remake.remade == null) {
            throw new IOException("what was removed cannot be made again: " + publication.folder()
                    + ": the files made now are not those that were published");
        }
        return remake.reports;
    }

    private PublishLock lock(RunRow run) throws IOException {
        return PublishLock.take(home, run.queue(), StopSignal.NEVER, out::say);
    }

    private boolean refused(RunRow run) {
        if (run.state() != RunState.DONE) {
            out.say(named(run) + " is " + run.state().label() + ": only what was published can be looked after"
                    + (run.state().unfinished()
                            ? "; finish it: runs resume " + run.run() + " --queue " + run.queue()
                            : ""));
            return true;
        }
        if (publications.find(run.id()).isEmpty()) {
            out.say(named(run) + " was published by a version that kept no hashes of it: nobody knows what it was");
            return true;
        }
        return false;
    }

    private Night night(RunRow run) {
        QueueCatalog catalog = new QueueCatalog(home);
        QueueSettings settings = QueueSettings.ofValues(run.queue(), Nights.map(run.settings()), catalog.fees());
        return new Night(home, catalog.fees(), database, settings, run, new Stop(), out);
    }

    private static RunJournals journals(Night night, Map<PlannedPartition, String> lost) throws IOException {
        return RunJournals.intact(night, night.partitions().partitions(night.runId()), lost);
    }

    /** Says what is lost, and whose results could not be made again. */
    private void tellLost(RunRow run, Map<PlannedPartition, String> lost) {
        if (lost.isEmpty()) {
            return;
        }
        Map<Integer, RunInstance> rows = new HashMap<>();
        runs.instances(run.id()).forEach(row -> rows.put(row.instance(), row));
        lost.forEach((partition, why) -> {
            List<String> keys = partition.instances().stream()
                    .limit(MOST_TOLD)
                    .map(instance ->
                            Objects.requireNonNull(rows.get(instance)).key().toString())
                    .toList();
            int more = partition.instances().size() - keys.size();
            out.say("journal of partition " + partition.name() + " is lost or damaged: " + why
                    + "; without it these cannot be made again: " + String.join(", ", keys)
                    + (more > 0 ? " and " + more + " more" : ""));
        });
    }

    private ExitCode end(RunRow run, boolean whole, Found found) {
        String replaced = found.replaced.isEmpty()
                ? ""
                : "; " + found.replaced.size()
                        + (found.replaced.size() == 1 ? " folder is" : " folders are")
                        + " of later runs by now, and not looked at";
        out.say(named(run) + (whole ? " is as it was published" : " is not as it was published") + replaced);
        return whole ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Runs partitions again, and takes those that are whole from the lost ones. */
    private void rerun(Night night, RunRow run, Map<PlannedPartition, String> lost) {
        if (!run.engineVersion().equals(Engine.VERSION)) {
            out.say("the run's engine was " + run.engineVersion() + ", this is engine " + Engine.VERSION
                    + ": no partition is run again");
            return;
        }
        night.restoreLostDays();
        try {
            for (PlannedPartition partition : List.copyOf(lost.keySet())) {
                try {
                    new WorkStep(night).again(partition);
                    lost.remove(partition);
                    out.say("partition " + partition.name() + " was run again: its journal is the same");
                } catch (WorkStep.OtherJournalException | DataException | WorkerFailedException e) {
                    out.say("partition " + partition.name() + " cannot be run again: " + e.getMessage());
                }
            }
        } finally {
            night.endProcesses();
        }
    }

    // What is there.

    /** What is not as it was published. */
    private final class Found {

        private final Publication publication;
        private final Map<Integer, String> runFiles;
        /** By instance. */
        private final SortedMap<Integer, List<String>> folders = new TreeMap<>();

        private final List<String> ofNight = new ArrayList<>();
        /** What is wrong with the page of a night whose files are whole; empty if nothing is. */
        private String nightPage = "";

        /** By instance: of those whose files are whole. */
        private final SortedMap<Integer, String> reports = new TreeMap<>();

        private final List<String> replaced = new ArrayList<>();

        Found(Publication publication, Map<Integer, String> runFiles) {
            this.publication = publication;
            this.runFiles = runFiles;
        }

        boolean isWhole() {
            return folders.isEmpty() && ofNight.isEmpty() && reports.isEmpty() && nightPage.isEmpty();
        }

        void tell() {
            folders.values().forEach(problems -> problems.forEach(out::say));
            ofNight.forEach(out::say);
            reports.values().forEach(out::say);
            if (!nightPage.isEmpty()) {
                out.say(nightPage);
            }
        }
    }

    private Found look(RunRow run, Night night) throws IOException {
        Html html = night.settings().html();
        Found found = new Found(publications.find(run.id()).orElseThrow(), publications.runFiles(run.id()));
        Set<String> replaced =
                new HashSet<>(publications.replacedSince(found.publication).keySet());
        Map<String, Integer> own = new LinkedHashMap<>();
        for (InstanceResult result : runs.results(run.id())) {
            Path folder = home.output().resolve(result.folder());
            String sha256 = found.runFiles.get(result.instance());
            if (sha256 == null) {
                continue;
            }
            if (replaced.contains(result.folder()) || isOfLater(folder.resolve(RunFile.NAME), run, found)) {
                found.replaced.add(result.folder());
                continue;
            }
            own.put(result.folder(), result.instance());
            List<String> problems = PublishedFolder.strategyProblems(folder, sha256);
            if (!problems.isEmpty()) {
                found.folders.put(result.instance(), problems);
            } else if (html == Html.ALL) {
                String problem = Reports.problem(folder);
                if (!problem.isEmpty()) {
                    found.reports.put(result.instance(), problem);
                }
            }
        }
        own.values().removeAll(found.folders.keySet());
        for (String folder : IndexFile.differing(home.output(), own.keySet())) {
            found.folders.put(
                    Objects.requireNonNull(own.get(folder)),
                    List.of(home.output().resolve(IndexFile.NAME) + " does not tell what stands in " + folder));
        }
        Path ofNight = home.output().resolve(found.publication.folder());
        if (replaced.contains(found.publication.folder()) || isOfLater(ofNight.resolve(NightFiles.NIGHT), run, found)) {
            found.replaced.add(found.publication.folder());
        } else {
            found.ofNight.addAll(PublishedFolder.problems(ofNight, found.publication.files()));
            if (found.ofNight.isEmpty() && html != Html.NONE) {
                byte[] json = Files.readAllBytes(ofNight.resolve(NightFiles.NIGHT));
                found.nightPage = Reports.problem(ofNight.resolve(NightReport.NAME), NightReport.shown(json));
            }
        }
        return found;
    }

    /** The rows of whoever published last may be purged, or stand in another database: the files say it too. */
    private static boolean isOfLater(Path file, RunRow run, Found found) {
        return PublishedFolder.isOfLater(file, run.queue(), run.run(), found.publication.finishedAt());
    }

    // Making it again.

    private final class Remake {

        private final Night night;
        private final RunRow run;
        private final Found found;
        /** Where the results are now: the home may have moved since they were published. */
        private final String realRoot;

        private final Rendering rendering;
        private final Map<Integer, Instance> accepted;
        private final List<RunInstance> instances;
        private final Map<Integer, SimulationConfig> simulations;
        /** By instance: why it cannot be made. */
        private final Map<Integer, String> missing = new HashMap<>();

        private final List<IndexEntry> entries = new ArrayList<>();
        /** By folder that was made again. */
        private final Map<Path, Reports.Results> reports = new LinkedHashMap<>();

        /** The night's folder if it was made again. */
        private @Nullable NightFolder remade;

        Remake(Night night, RunRow run, Found found) throws IOException {
            realRoot = home.realOutput().toString();
            this.night = night;
            this.run = run;
            this.found = found;
            rendering = new Rendering(night, run, found.publication.finishedAt());
            accepted = night.accepted();
            instances = runs.instances(run.id());
            simulations = night.simulations(instances);
        }

        /**
         * Makes files again that are not as they were published, while nobody else publishes.
         *
         * @param lost whose journals are not among these
         * @throws RunStoppedException if the run is asked to stop
         */
        void files(RunJournals journals, Set<PlannedPartition> lost) throws IOException {
            List<RunInstance> shown = instances.stream()
                    .filter(row -> found.folders.containsKey(row.instance()))
                    .toList();
            lost.forEach(partition -> partition
                    .instances()
                    .forEach(instance ->
                            missing.put(instance, "the journal of partition " + partition.name() + " is lost")));
            try (NotedSwaps swaps = NotedSwaps.begin(night, realRoot, shown)) {
                for (RunInstance row : shown) {
                    night.stop().check();
                    remake(row, journals, swaps);
                }
                if (!found.ofNight.isEmpty()) {
                    remakeNight(journals);
                }
            }
            if (!entries.isEmpty()) {
                IndexFile.update(home.output(), entries).forEach(out::say);
            }
            missing.keySet().retainAll(found.ofNight.isEmpty() ? found.folders.keySet() : found.runFiles.keySet());
        }

        /** {@return whether all that was not as it was published is so now, having made the pages again} */
        boolean pages() throws IOException {
            Map<Integer, String> folders = new HashMap<>();
            runs.results(run.id()).forEach(result -> folders.put(result.instance(), result.folder()));
            for (RunInstance row : instances) {
                @Nullable String folder = folders.get(row.instance());
                if (folder != null && found.reports.containsKey(row.instance())) {
                    reports.put(
                            home.output().resolve(folder),
                            new Reports.Results(
                                    subject(row), Objects.requireNonNull(found.runFiles.get(row.instance()))));
                }
            }
            NightPages pages = new NightPages(night);
            pages.reports(reports);
            Path ofNight = home.output().resolve(found.publication.folder());
            if (remade != null) {
                pages.night(ofNight, remade.json(), remade.strategies());
            } else if (!found.nightPage.isEmpty()) {
                try {
                    pages.night(ofNight, Files.readAllBytes(ofNight.resolve(NightFiles.NIGHT)), strategies());
                } catch (DataException e) {
                    out.say("cannot be made again: " + ofNight.resolve(NightReport.NAME) + ": " + e.getMessage());
                }
            }
            Found now;
            try (PublishLock lock = lock(run)) {
                now = look(run, night);
            }
            for (int instance : found.reports.keySet()) {
                if (!now.reports.containsKey(instance)) {
                    out.say("made again: "
                            + Path.of(Objects.requireNonNull(folders.get(instance)), StrategyReport.NAME));
                }
            }
            if (!found.nightPage.isEmpty() && now.nightPage.isEmpty()) {
                out.say("made again: " + Path.of(found.publication.folder(), NightReport.NAME));
            }
            new TreeMap<>(missing)
                    .forEach((instance, why) -> out.say("cannot be made again: " + key(instance) + ": " + why));
            return missing.isEmpty() && now.isWhole();
        }

        /** {@return what the page of a night needs of its strategies beside its files, without any journal: no profit factors} */
        private List<NightStrategy> strategies() {
            Map<Integer, InstanceResult> results = new HashMap<>();
            runs.results(run.id()).forEach(result -> results.put(result.instance(), result));
            return instances.stream()
                    .map(row -> {
                        InstanceResult result = results.get(row.instance());
                        return result == null
                                ? Rendering.told(row, null, null)
                                : Rendering.told(
                                        row,
                                        result.folder(),
                                        new NightStrategy.Figures(
                                                exchange(row),
                                                Math.toIntExact(result.totalTrades()),
                                                result.totalPnl(),
                                                result.fees(),
                                                result.winRate(),
                                                null,
                                                result.maxDrawdown()));
                    })
                    .toList();
        }

        private String exchange(RunInstance row) {
            SimulationConfig simulation = simulations.get(row.instance());
            return simulation != null
                    ? night.facts(row, simulation).exchange()
                    : Objects.requireNonNull(accepted.get(row.instance()))
                            .strategy()
                            .exchange();
        }

        private Reports.Subject subject(RunInstance row) {
            SimulationConfig simulation = simulations.get(row.instance());
            return simulation != null
                    ? Reports.Subject.of(simulation)
                    : Reports.Subject.of(
                            Objects.requireNonNull(accepted.get(row.instance())).strategy());
        }

        private String key(int instance) {
            return instances.stream()
                    .filter(row -> row.instance() == instance)
                    .map(row -> row.key().toString())
                    .findFirst()
                    .orElse("instance " + instance);
        }

        private void remake(RunInstance row, RunJournals journals, NotedSwaps swaps) throws IOException {
            Rendering.Shown made = made(row, journals);
            if (made == null) {
                return;
            }
            try {
                String folder = swaps.swapIn(row, made.files());
                entries.add(made.entry().apply(folder));
                reports.put(home.output().resolve(folder), new Reports.Results(made.subject(), made.runFileSha256()));
                out.say("made again: " + folder);
            } catch (StrategyWork.FailedException e) {
                missing.put(row.instance(), String.valueOf(e.getMessage()));
            }
        }

        /** {@return the files of a strategy, those that were published; null if they cannot be made, which is noted} */
        private Rendering.@Nullable Shown made(RunInstance row, RunJournals journals) throws IOException {
            int number = row.instance();
            if (missing.containsKey(number)) {
                return null;
            }
            SimulationConfig simulation = simulations.get(number);
            Instance instance = accepted.get(number);
            try {
                Rendering.Shown made = simulation != null
                        ? StrategyWork.of(() -> rendering.of(row, simulation, journals))
                        : StrategyWork.of(() -> rendering.of(row, Objects.requireNonNull(instance), journals));
                if (made.runFileSha256().equals(found.runFiles.get(number))) {
                    return made;
                }
                missing.put(
                        number,
                        "the files made now are not those that were published: run.json has SHA-256 "
                                + made.runFileSha256() + ", kept is " + found.runFiles.get(number)
                                + (found.publication.nightjarVersion().equals(Version.NIGHTJAR)
                                        ? ""
                                        : "; they were made by nightjar " + found.publication.nightjarVersion()
                                                + ", this is " + Version.NIGHTJAR));
            } catch (StrategyWork.FailedException e) {
                missing.put(number, String.valueOf(e.getMessage()));
            }
            return null;
        }

        private void remakeNight(RunJournals journals) throws IOException {
            LocalDate from = Objects.requireNonNull(run.firstDay());
            LocalDate to = Objects.requireNonNull(run.lastDay());
            RunStore.Swap note = new RunStore.Swap(realRoot, found.publication.folder(), night.runId());
            runs.beginSwaps(List.of(note), Night.now());
            Path path = ResultFolders.night(home.output(), run.queue(), to);
            FolderSwap swap = FolderSwap.begin(path, night.runId());
            Map<String, String> hashes;
            NightFolder folder = new NightFolder(swap);
            try (folder) {
                for (RunInstance row : instances) {
                    night.stop().check();
                    Rendering.Shown made = found.runFiles.containsKey(row.instance()) ? made(row, journals) : null;
                    folder.add(
                            Rendering.told(
                                    row,
                                    made == null
                                            ? null
                                            : ResultFolders.name(
                                                    home.output(), ResultFolders.of(home.output(), row.key())),
                                    made == null ? null : made.figures()),
                            made == null ? "" : made.csvRows());
                }
                hashes = folder.finish(rendering.facts(), from, to);
            }
            if (hashes.equals(found.publication.files())) {
                swap.commit();
                remade = folder;
                out.say("made again: " + found.publication.folder());
            } else {
                FolderSwap.recover(path, night.runId());
                out.say("cannot be made again: " + found.publication.folder()
                        + ": the files made now are not those that were published");
            }
            runs.endSwaps(List.of(note));
        }
    }

    private static String named(RunRow run) {
        return "run " + run.run() + " of queue " + run.queue();
    }
}
