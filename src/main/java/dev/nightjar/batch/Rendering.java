package dev.nightjar.batch;

import dev.nightjar.market.Sha256;
import dev.nightjar.outcome.IndexEntry;
import dev.nightjar.outcome.NightFiles;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.RunFacts;
import dev.nightjar.outcome.RunFile;
import dev.nightjar.outcome.SimulationFiles;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.outcome.SimulationRunFile;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.run.Instance;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes what people are shown of a run's strategies, from the journals. The same journals and the same moment give the same bytes. */
final class Rendering {

    private final Night night;
    private final RunFacts facts;

    /**
     * @param finishedAt when the files say the run ended
     */
    Rendering(Night night, RunRow run, Instant finishedAt) {
        this.night = night;
        this.facts = facts(night, run, finishedAt);
    }

    /**
     * What is shown of a strategy.
     *
     * @param entry what the index tells of it, once it is known where it lies
     */
    record Shown(
            Map<String, byte[]> files,
            NightStrategy.Figures figures,
            Function<String, IndexEntry> entry,
            String csvRows,
            Reports.Subject subject) {

        /** {@return of the file that has the hashes of all others} */
        String runFileSha256() {
            return Sha256.hex(Objects.requireNonNull(files.get(RunFile.NAME)));
        }
    }

    RunFacts facts() {
        return facts;
    }

    Shown of(RunInstance row, SimulationConfig config, RunJournals journals) throws IOException {
        SimulationOutcome outcome;
        try (Timings.Span span = night.timings().begin(Timings.Part.READING)) {
            outcome = SimulationOutcome.of(night, row, config, journals);
        }
        try (Timings.Span span = night.timings().begin(Timings.Part.RENDERING)) {
            SimulationResult result = outcome.result();
            Map<String, byte[]> files = new LinkedHashMap<>(SimulationFiles.of(result));
            files.put(
                    SimulationRunFile.NAME,
                    SimulationRunFile.of(facts, row.key(), result, outcome.dataHashes(), new LinkedHashMap<>(files)));
            return new Shown(
                    files,
                    NightStrategy.Figures.of(result),
                    folder -> IndexEntry.of(folder, facts, row.key(), result),
                    NightFiles.csvRows(row.key(), result),
                    Reports.Subject.of(config));
        }
    }

    Shown of(RunInstance row, Instance instance, RunJournals journals) throws IOException {
        StrategyResult result;
        try (Timings.Span span = night.timings().begin(Timings.Part.READING)) {
            result = StrategyResult.of(instance, row.capital(), journals.read(row.instance()));
        }
        try (Timings.Span span = night.timings().begin(Timings.Part.RENDERING)) {
            Map<String, byte[]> files = new LinkedHashMap<>(ResultFiles.of(result));
            files.put(
                    RunFile.NAME,
                    RunFile.of(
                            facts,
                            result,
                            row.variant(),
                            row.strategyHash(),
                            row.warnings(),
                            new LinkedHashMap<>(files)));
            return new Shown(
                    files,
                    NightStrategy.Figures.of(result),
                    folder -> IndexEntry.of(folder, facts, result, row.variant()),
                    NightFiles.csvRows(result),
                    Reports.Subject.of(instance.strategy()));
        }
    }

    static NightStrategy told(RunInstance row, @Nullable String folder, NightStrategy.@Nullable Figures figures) {
        return new NightStrategy(
                row.key().userId(),
                row.key().strategyId(),
                row.strategyName(),
                row.key().brokerConnectionId(),
                row.key().scale(),
                row.variant(),
                NightStrategy.Status.valueOf(row.state().name()),
                folder,
                figures,
                row.reasons());
    }

    private static RunFacts facts(Night night, RunRow run, Instant finishedAt) {
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
                settings.replay(),
                run.sampleData(),
                run.startedAt(),
                finishedAt);
    }
}
