package dev.nightjar.cli;

import dev.nightjar.batch.Figures;
import dev.nightjar.batch.Reports;
import dev.nightjar.batch.StrategyWork;
import dev.nightjar.batch.StrategyWork.Work;
import dev.nightjar.batch.TextTable;
import dev.nightjar.batch.Version;
import dev.nightjar.cli.StrategyFiles.Candidate;
import dev.nightjar.data.SampleData;
import dev.nightjar.engine.Engine;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.Sha256;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.FolderSwap;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.outcome.RunFacts;
import dev.nightjar.outcome.RunFile;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.outcome.Tally;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.run.Printable;
import dev.nightjar.run.Replay;
import dev.nightjar.run.Trigger;
import dev.nightjar.run.Variant;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a one-off run leaves: a folder for each strategy, and a table on the terminal. */
final class DirectResults {

    /** Names one-off runs among those that may write a folder; they have no number. */
    private static final long DIRECT_RUN = 0;

    private final Instant startedAt = Instant.now();
    private final Path out;
    private final Replay replay;
    private final @Nullable Long capital;
    private final PrintStream terminal;
    private final PrintStream err;
    private final TextTable table = new TextTable("strategy", "trades", "P&L", "win rate", "folder");
    private final List<String> warnings = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final Map<Path, Reports.Results> pages = new LinkedHashMap<>();
    private int rejected;
    private int failed;

    DirectResults(Path out, Replay replay, @Nullable Long capital, PrintStream terminal, PrintStream err) {
        this.out = out;
        this.replay = replay;
        this.capital = capital;
        this.terminal = terminal;
        this.err = err;
    }

    /** Remembers what is to be said of a file that was read. */
    void judged(Candidate candidate) {
        candidate.warnings().forEach(warning -> warnings.add("warning: " + candidate.file() + ": " + warning));
        if (candidate.instance() == null) {
            rejected++;
            losses.add("rejected: " + candidate.file());
            candidate.reasons().forEach(reason -> losses.add("  " + reason));
        }
    }

    /**
     * Writes a strategy's folder; readers see the old one or the new one. A strategy that cannot be written costs only itself.
     *
     * @param told what was told of it, in date order
     */
    void publish(Candidate candidate, Instance instance, Work<List<DayRecord>> told) throws IOException {
        try {
            publish(candidate, instance, StrategyWork.of(told));
        } catch (StrategyWork.FailedException e) {
            lost(candidate, List.of(String.valueOf(e.getMessage())));
        }
    }

    private void publish(Candidate candidate, Instance instance, List<DayRecord> days)
            throws IOException, StrategyWork.FailedException {
        days.forEach(day -> day.warnings()
                .forEach(warning ->
                        warnings.add("warning: " + candidate.file() + " on " + day.date() + ": " + warning)));
        List<String> failures = days.stream()
                .filter(day -> day.failedReason() != null)
                .map(day -> "on " + day.date() + ": " + day.failedReason())
                .toList();
        if (!failures.isEmpty()) {
            // What a strategy made until it failed is not what it would have made: no number is better.
            lost(candidate, failures);
            return;
        }
        StrategyResult result = StrategyWork.of(() -> StrategyResult.of(instance, capital, days));
        Map<String, byte[]> files = StrategyWork.of(() -> files(candidate, result));
        Path folder = ResultFolders.direct(out, instance.key());
        try {
            FolderSwap.replace(folder, DIRECT_RUN, files);
        } catch (IOException e) {
            throw StrategyWork.FailedException.unwritable(e);
        }
        pages.put(
                folder,
                new Reports.Results(
                        Reports.Subject.of(instance.strategy()),
                        Sha256.hex(Objects.requireNonNull(files.get(RunFile.NAME)))));
        Tally total = result.metrics().total();
        table.row(
                Printable.of(instance.strategy().name()),
                Integer.toString(total.trades()),
                Figures.money(total.pnl()),
                Figures.percent(total.winRate()),
                folder.toString());
    }

    /** Makes the pages of what was published, after all of it. */
    void report(Reports reports, Reports.Lock lock, StopSignal stop) {
        reports.written(pages, lock, stop).forEach(missing -> warnings.add("warning: " + missing));
    }

    private Map<String, byte[]> files(Candidate candidate, StrategyResult result) {
        Map<String, byte[]> files = new LinkedHashMap<>(ResultFiles.of(result));
        files.put(
                RunFile.NAME,
                RunFile.of(
                        facts(isSample(result.days())),
                        result,
                        Variant.NONE,
                        Sha256.of(candidate.json()),
                        candidate.warnings(),
                        files));
        return files;
    }

    private void lost(Candidate candidate, List<String> reasons) {
        failed++;
        losses.add("failed: " + candidate.file());
        reasons.forEach(reason -> losses.add("  " + reason));
    }

    /** Says everything, and what it amounts to. */
    ExitCode close() {
        warnings.forEach(err::println);
        losses.forEach(err::println);
        if (!table.isEmpty()) {
            table.lines().forEach(terminal::println);
        }
        return rejected + failed == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REJECTS;
    }

    private static boolean isSample(List<DayRecord> days) {
        return days.stream().anyMatch(day -> day.dataHash().equals(SampleData.HASH));
    }

    private RunFacts facts(boolean sampleData) {
        return new RunFacts(
                Version.NIGHTJAR,
                Engine.VERSION,
                "backtest",
                null,
                null,
                Trigger.MANUAL,
                Mode.BACKTEST,
                BigDecimal.ZERO,
                replay,
                sampleData,
                startedAt,
                Instant.now());
    }
}
