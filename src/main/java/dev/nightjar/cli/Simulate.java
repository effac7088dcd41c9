package dev.nightjar.cli;

import dev.nightjar.batch.DataSet;
import dev.nightjar.batch.FeeCatalog;
import dev.nightjar.batch.Figures;
import dev.nightjar.batch.Home;
import dev.nightjar.batch.Progress;
import dev.nightjar.batch.PublishLock;
import dev.nightjar.batch.Reports;
import dev.nightjar.batch.RunForecast;
import dev.nightjar.batch.SimulationData;
import dev.nightjar.batch.SimulationProcesses;
import dev.nightjar.batch.SimulationRunner;
import dev.nightjar.batch.StrategyWork;
import dev.nightjar.batch.TextTable;
import dev.nightjar.batch.Version;
import dev.nightjar.cli.SimulationConfigs.Candidate;
import dev.nightjar.engine.Engine;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.outcome.FolderSwap;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.outcome.RunFacts;
import dev.nightjar.outcome.SimulationFiles;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.outcome.SimulationRunFile;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Mode;
import dev.nightjar.run.Printable;
import dev.nightjar.run.Replay;
import dev.nightjar.run.Trigger;
import dev.nightjar.run.WorkerSettings;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationPart;
import dev.nightjar.worker.WorkerFailure;
import dev.nightjar.worker.WorkerKind;
import dev.nightjar.worker.Workers;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One-off runs of simulations: what the job makes of them, with files instead of queue and database. A simulation that cannot be run
 * costs only itself.
 *
 * @param configs files, each with one simulation
 * @param home in whose day store the data is kept
 * @param data the name of the data set, see {@link DataSet#open}
 * @param partitions 0 for as many as are predicted to be fastest
 * @param workers where parts are worked on
 * @param html whether a page is made for each simulation
 */
record Simulate(
        List<Path> configs,
        Home home,
        String data,
        int threads,
        int partitions,
        WorkerSettings workers,
        boolean html,
        Path out,
        PrintStream terminal,
        PrintStream err) {

    /** One-off runs into one folder write their results one after another. */
    private static final String LOCK = ".simulate.lock";

    /** Names one-off runs among those that may write a folder; they have no number. */
    private static final long DIRECT_RUN = 0;

    /** @throws RunStoppedException if it was asked to stop; simulations that were finished before have their results */
    ExitCode run(StopSignal stop) throws IOException {
        List<Candidate> candidates = SimulationConfigs.read(configs, new FeeCatalog(home));
        Told told = new Told();
        candidates.forEach(told::judged);
        if (candidates.stream().allMatch(candidate -> candidate.config() == null)) {
            return told.close();
        }
        DataSet set = DataSet.open(home, data);
        set.importCandles();
        Files.createDirectories(out);
        // What a host has learned stands in its database, which a one-off run does without.
        SimulationRunner runner = new SimulationRunner(
                RunForecast.limits(threads, workers), partitions, PerformanceModel.shipped(), stop);
        try (Progress progress = new Progress(err, Progress.onTerminal());
                Processes processes = workers.processes() ? Processes.open(this, set, progress, stop) : null) {
            progress.begin("simulate", "simulations", candidates.size());
            for (int number = 0; number < candidates.size(); number++) {
                Candidate candidate = candidates.get(number);
                SimulationConfig config = candidate.config();
                if (config != null) {
                    double before = number;
                    run(
                            candidate.file(),
                            config,
                            set,
                            runner,
                            processes,
                            told,
                            stop,
                            (done, total) -> progress.share(
                                    (before + Math.min(1, (double) done / Math.max(1, total))) / candidates.size()));
                }
                progress.advance(1);
                progress.share((number + 1.0) / candidates.size());
            }
            progress.end();
        }
        return told.close();
    }

    private void run(
            Path file,
            SimulationConfig config,
            DataSet set,
            SimulationRunner runner,
            @Nullable Processes processes,
            Told told,
            StopSignal stop,
            WorkerKind.Reached reached)
            throws IOException {
        Instant startedAt = Instant.now();
        SimulationData history;
        try {
            history = SimulationData.of(set.store(), config);
        } catch (UnreadableMarketException unusable) {
            told.lost(file, String.valueOf(unusable.getMessage()).lines().toList());
            return;
        }
        try {
            SimulationResult result = StrategyWork.of(() -> processes == null
                    ? runner.run(config, history, SimulationPart::run, reached)
                    : processes.run(runner, config, history, reached));
            InstanceKey key = SimulationConfigs.key(config);
            Map<String, byte[]> files = new LinkedHashMap<>(StrategyWork.of(() -> SimulationFiles.of(result)));
            RunFacts facts = facts(config, isSample(), startedAt);
            files.put(SimulationRunFile.NAME, SimulationRunFile.of(facts, key, result, history.hashes(), files));
            Path folder = ResultFolders.direct(out, key);
            Reports.Lock lock = () -> PublishLock.take(out.resolve(LOCK), StopSignal.NEVER, err::println);
            try (PublishLock alone = lock.take()) {
                FolderSwap.replace(folder, DIRECT_RUN, files);
            } catch (IOException e) {
                throw StrategyWork.FailedException.unwritable(e);
            }
            if (html) {
                new Reports(set.opener(new Replay(config.timeframe(), 0)), set::store)
                        .written(
                                Map.of(
                                        folder,
                                        new Reports.Results(
                                                Reports.Subject.of(config),
                                                Sha256.hex(Objects.requireNonNull(files.get(SimulationRunFile.NAME))))),
                                lock,
                                stop)
                        .forEach(missing -> err.println("warning: " + missing));
            }
            told.done(file, result, folder);
        } catch (StrategyWork.FailedException e) {
            told.lost(file, List.of(String.valueOf(e.getMessage())));
        }
    }

    private boolean isSample() {
        return home.data(data).equals(home.sampleData());
    }

    private static RunFacts facts(SimulationConfig config, boolean sampleData, Instant startedAt) {
        return new RunFacts(
                Version.NIGHTJAR,
                Engine.VERSION,
                "simulate",
                null,
                null,
                Trigger.MANUAL,
                Mode.BACKTEST,
                BigDecimal.ZERO,
                new Replay(config.timeframe(), 0),
                sampleData,
                startedAt,
                Instant.now());
    }

    /** Parts are made by processes, which have a folder of their own while they are needed. */
    private record Processes(Path store, SimulationProcesses processes, Progress progress) implements AutoCloseable {

        static Processes open(Simulate simulate, DataSet set, Progress progress, StopSignal stop) throws IOException {
            Path folder = Files.createTempDirectory("nightjar-simulate");
            return new Processes(
                    set.storeFolder(),
                    SimulationProcesses.open(
                            simulate.home().programs(), folder, simulate.workers(), simulate.threads(), stop),
                    progress);
        }

        SimulationResult run(
                SimulationRunner runner, SimulationConfig config, SimulationData data, WorkerKind.Reached reached) {
            AtomicInteger count = new AtomicInteger();
            SimulationRunner.Worker worker = (part, histories, stop, walked) -> {
                SortedMap<String, String> hashes = new TreeMap<>(data.hashes());
                hashes.keySet().retainAll(histories.keySet());
                String name = "part " + count.incrementAndGet() + " of " + config.id();
                try {
                    return processes.run(name, part, store, hashes, new Heard(progress, name, walked));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            return runner.run(config, data, worker, reached);
        }

        @Override
        public void close() {
            // Deletes the folder, too.
            processes.close();
        }
    }

    /** Tells of what is tried again, and how far it is. */
    private static final class Heard implements Workers.Listener {

        private final Progress progress;
        private final String name;
        private final LongConsumer walked;
        private long most;

        Heard(Progress progress, String name, LongConsumer walked) {
            this.progress = progress;
            this.name = name;
            this.walked = walked;
        }

        @Override
        public void again(WorkerFailure failure) {
            progress.say(name + " is tried again: " + failure.told());
        }

        /** What begins anew counts once it is further than before. */
        @Override
        public synchronized void reached(long done, long total) {
            if (done > most) {
                walked.accept(done - most);
                most = done;
            }
        }
    }

    /** What is said at the end. */
    private final class Told {

        private final TextTable table = new TextTable(
                "simulation",
                "equity",
                "return",
                "buy and hold",
                "a year",
                "drawdown",
                "Sharpe",
                "trades",
                "win rate",
                "folder");
        private final List<String> warnings = new ArrayList<>();
        private final List<String> losses = new ArrayList<>();
        private boolean lost;

        void judged(Candidate candidate) {
            if (candidate.config() == null) {
                lost("rejected", candidate.file(), candidate.reasons());
            }
        }

        void lost(Path file, List<String> reasons) {
            lost("failed", file, reasons);
        }

        private void lost(String how, Path file, List<String> reasons) {
            lost = true;
            losses.add(how + ": " + file);
            reasons.forEach(reason -> losses.add("  " + reason));
        }

        void done(Path file, SimulationResult result, Path folder) {
            result.warnings().forEach(warning -> warnings.add("warning: " + file + ": " + warning));
            SimulationResult.Headline figures = result.headline();
            table.row(
                    Printable.of(result.config().name()),
                    Figures.money(figures.equity()),
                    Figures.percent(figures.totalReturn()),
                    Figures.percent(figures.benchmarkReturn()),
                    Figures.percent(figures.cagr()),
                    Figures.percent(figures.maxDrawdown()),
                    ratio(figures.sharpe()),
                    Integer.toString(figures.trades()),
                    Figures.percent(figures.winRate()),
                    folder.toString());
        }

        private static String ratio(@Nullable BigDecimal ratio) {
            return ratio == null
                    ? "-"
                    : ratio.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
        }

        /** Says everything, and what it amounts to. */
        ExitCode close() {
            warnings.forEach(err::println);
            losses.forEach(err::println);
            if (!table.isEmpty()) {
                table.lines().forEach(terminal::println);
            }
            return lost ? ExitCode.DONE_WITH_REJECTS : ExitCode.DONE;
        }
    }
}
