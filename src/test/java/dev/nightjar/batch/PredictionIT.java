package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.PredictionStore;
import dev.nightjar.store.RunPrediction;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes tell of what they took, and what the next ones learn from it. */
class PredictionIT {

    private static final String[] BACKTEST = {"queue=admin_tester", "speed=0", "partitions=7", "threads=2"};

    @TempDir
    private Path home;

    @Test
    void whatARunTookIsToldKeptAndLearnedFromButNotThatOfOneThatDied() throws InterruptedException {
        JobProcess.Ended first = JobProcess.run(home, "", BACKTEST);

        assertThat(first.code()).as(first.said()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(first.said())
                .contains("plan: Predicted from shipped figures, as no run on this host has been measured.")
                .containsPattern(
                        "predicted [0-9.]+ s of processors, took [0-9.]+ s \\(.*\\); predicted .* by the clock, took")
                .containsPattern("predicted \\d+ KiB of journals, wrote \\d+ KiB .* MiB lived at most")
                .containsPattern("7 partitions with [12] workers?, each busy \\d+ % of");
        RunPrediction kept = prediction(1);
        RunPrediction.Took took = Objects.requireNonNull(kept.took());
        assertThat(took.workers()).isEqualTo(kept.workers());
        assertThat(took.cpuNanos())
                .isGreaterThan(partitions(1).stream()
                        .mapToLong(partition -> partition.measured() == null
                                ? 0
                                : partition.measured().cpuNanos())
                        .sum());
        assertThat(took.wallNanos()).isGreaterThan(took.runWallNanos());
        assertThat(took.journalBytes())
                .isEqualTo(partitions(1).stream()
                        .mapToLong(partition -> partition.bytes() == null ? 0 : partition.bytes())
                        .sum());
        JobProcess.Ended shown = JobProcess.run(home, "", "runs", "show", "1");
        first.said()
                .lines()
                .filter(line -> line.startsWith("predicted "))
                .forEach(line -> assertThat(shown.said()).contains(line));

        JobProcess.Ended killed = JobProcess.run(home, "nightjar.crash=after-partition:0", BACKTEST);
        assertThat(killed.code()).as(killed.said()).isEqualTo(86);
        RunPrediction planned = prediction(2);
        List<PlannedPartition> cut = partitions(2);
        JobProcess.Ended resumed = JobProcess.run(home, "", BACKTEST);

        assertThat(resumed.code()).as(resumed.said()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(resumed.said()).doesNotContain("plan: ").contains("what it took is not known");
        assertThat(prediction(2)).isEqualTo(planned);
        assertThat(partitions(2))
                .extracting(PlannedPartition::name, PlannedPartition::instances, PlannedPartition::days)
                .containsExactlyElementsOf(cut.stream()
                        .map(one -> org.assertj.core.api.Assertions.tuple(one.name(), one.instances(), one.days()))
                        .toList());
        JobProcess.Ended plan = JobProcess.run(home, "", "plan", "queue=admin_tester", "speed=0", "partitions=7");
        assertThat(plan.said()).contains("Predicted from 7 partitions of 1 run on this host");
    }

    private RunPrediction prediction(long number) {
        try (Database database = Database.visit(home, DatabaseAccess.EMBEDDED)) {
            return new PredictionStore(database).of(run(database, number).id()).orElseThrow();
        }
    }

    private List<PlannedPartition> partitions(long number) {
        try (Database database = Database.visit(home, DatabaseAccess.EMBEDDED)) {
            return new PartitionStore(database).partitions(run(database, number).id());
        }
    }

    private static RunRow run(Database database, long number) {
        return new RunStore(database).find("admin_tester", number).orElseThrow();
    }
}
