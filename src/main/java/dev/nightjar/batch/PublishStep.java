package dev.nightjar.batch;

import dev.nightjar.outcome.FolderSwap;
import dev.nightjar.outcome.IndexEntry;
import dev.nightjar.outcome.IndexFile;
import dev.nightjar.outcome.LiveFolder;
import dev.nightjar.outcome.NightFiles;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.outcome.RunFacts;
import dev.nightjar.outcome.RunFile;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts results where people look: a folder for each strategy, one for the night, the index.
 *
 * <p>Nothing here is the truth: that is the journals and the database. What a crash interrupts is done again, and a folder is always
 * the old one or the new one. Each swap stands in the database while it goes on, so that the next process, whichever
 * queue it runs, puts it right.
 */
final class PublishStep {

    private final Night night;
    private final Path root;

    PublishStep(Night night) {
        this.night = night;
        this.root = night.home().output();
    }

    void run() {
        try (PublishLock lock = PublishLock.take(night.home())) {
            recover(night.home(), night.runs());
            publish();
        } catch (IOException e) {
            throw new UncheckedIOException("results cannot be written to " + root + ": " + e, e);
        }
        CrashPoint.BEFORE_DONE.pass();
        night.runs().published(night.runId(), Night.now());
    }

    /** Finishes or undoes the swaps that an earlier process left in the middle. */
    static void recover(Home home, RunStore runs) throws IOException {
        for (RunStore.Swap swap : runs.swaps()) {
            FolderSwap.recover(home.output().resolve(swap.folder()), swap.runId());
            runs.endSwap(swap.folder());
        }
    }

    private void publish() throws IOException {
        RunRow run = night.runs().get(night.runId());
        RunFacts facts = facts(run);
        Map<Integer, Instance> accepted = night.accepted();
        Set<Integer> published = night.runs().results(run.id()).stream()
                .map(InstanceResult::instance)
                .collect(Collectors.toSet());
        List<NightStrategy> strategies = new ArrayList<>();
        List<IndexEntry> entries = new ArrayList<>();
        List<RunInstance> instances = night.runs().instances(run.id());
        LocalDate from = Objects.requireNonNull(run.firstDay());
        LocalDate to = Objects.requireNonNull(run.lastDay());
        Path nightFolder = ResultFolders.night(root, night.queue(), to);
        String nightName = ResultFolders.name(root, nightFolder);
        note(nightName);
        FolderSwap nightSwap = FolderSwap.begin(nightFolder, night.runId());
        night.progress().begin("publish", "strategies", instances.size());
        try (RunJournals journals = RunJournals.open(night);
                Writer trades = writer(nightSwap.staging().resolve(NightFiles.TRADES))) {
            trades.write(NightFiles.csvHeader());
            for (RunInstance row : instances) {
                night.stop().check();
                Instance instance = accepted.get(row.instance());
                if (instance == null || !published.contains(row.instance())) {
                    strategies.add(told(row, null, null));
                } else {
                    StrategyResult result = StrategyResult.of(instance, row.capital(), journals.read(row.instance()));
                    Path folder = ResultFolders.of(root, row.key());
                    String name = ResultFolders.name(root, folder);
                    swapIn(folder, name, files(facts, row, result));
                    strategies.add(told(row, name, NightStrategy.Figures.of(result)));
                    entries.add(IndexEntry.of(name, facts, result));
                    trades.write(NightFiles.csvRows(result));
                }
                night.progress().advance(1);
            }
        } finally {
            night.progress().end();
        }
        nightSwap.put(NightFiles.NIGHT, NightFiles.night(facts, from, to, strategies));
        nightSwap.commit();
        swapped(nightName);
        for (String warning : IndexFile.update(root, entries)) {
            night.progress().say(warning);
            night.event("warning", warning);
        }
    }

    private Map<String, byte[]> files(RunFacts facts, RunInstance row, StrategyResult result) {
        Map<String, byte[]> files = new LinkedHashMap<>(ResultFiles.of(result));
        files.put(
                RunFile.NAME,
                RunFile.of(facts, result, row.strategyHash(), row.warnings(), new LinkedHashMap<>(files)));
        return files;
    }

    private void swapIn(Path folder, String name, Map<String, byte[]> files) throws IOException {
        note(name);
        FolderSwap.replace(folder, night.runId(), files);
        swapped(name);
        if (night.settings().mode() == Mode.LIVE_SIMULATION) {
            new LiveFolder(folder).remove();
        }
    }

    private void note(String name) {
        night.runs().beginSwap(new RunStore.Swap(name, night.runId()), Night.now());
        CrashPoint.BEFORE_SWAP.pass();
    }

    private void swapped(String name) {
        CrashPoint.AFTER_SWAP.pass();
        night.runs().endSwap(name);
    }

    /** Half a surrogate pair becomes a question mark, as in the other files. */
    private static Writer writer(Path file) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
    }

    private static NightStrategy told(
            RunInstance row, @Nullable String folder, NightStrategy.@Nullable Figures figures) {
        return new NightStrategy(
                row.key().userId(),
                row.key().strategyId(),
                row.strategyName(),
                row.key().brokerConnectionId(),
                row.key().scale(),
                NightStrategy.Status.valueOf(row.state().name()),
                folder,
                figures,
                row.reasons());
    }

    private RunFacts facts(RunRow run) {
        QueueSettings settings = night.settings();
        return new RunFacts(
                run.nightjarVersion(),
                run.engineVersion(),
                NightSteps.JOB,
                run.run(),
                run.queue(),
                settings.trigger(),
                settings.mode(),
                settings.speed(),
                run.sampleData(),
                run.startedAt(),
                Night.now(),
                settings.fill(),
                settings.fees());
    }
}
