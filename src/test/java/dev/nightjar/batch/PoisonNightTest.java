package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import dev.nightjar.store.DayTotal;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one strategy does costs that strategy, and no other. */
class PoisonNightTest {

    private static final int REJECTS = ExitCode.DONE_WITH_REJECTS.number();

    @TempDir
    private Path folder;

    private JobHome home;

    @BeforeEach
    void newHome() {
        home = new JobHome(folder.resolve("home"));
    }

    /** The strategies of the sample take from some ten thousand steps to some million. */
    @Test
    void whoExceedsTheStepBudgetIsTheSameHoweverTheNightIsRun() {
        assertThat(home.run("admin_tester", "speed=0")).as(home.err()).isEqualTo(REJECTS);
        SortedMap<String, String> unlimited = home.results();
        String budget = "step-budget=200000";

        assertThat(home.run("admin_tester", "speed=0", budget, "partitions=1"))
                .as(home.err())
                .isEqualTo(REJECTS);
        Map<String, List<String>> reasons = reasons(2);
        List<DayTotal> totals = totals(2);
        assertThat(reasons.values())
                .filteredOn(
                        one -> one.toString().contains("more than 200000 steps on this day, which is its step budget"))
                .hasSizeBetween(1, 6);
        assertThat(home.out()).contains("which is its step budget");

        assertThat(home.run("admin_tester", "speed=0", budget, "partitions=4", "threads=2"))
                .isEqualTo(REJECTS);
        assertThat(reasons(3)).isEqualTo(reasons);
        assertThat(home.run("admin_tester", "speed=0", budget, "partitions=2", "workers=processes"))
                .as(home.err())
                .isEqualTo(REJECTS);
        assertThat(reasons(4)).isEqualTo(reasons);
        assertThat(home.run("admin_tester", "speed=100000", budget)).isEqualTo(REJECTS);
        assertThat(reasons(5)).isEqualTo(reasons);
        assertThat(List.of(totals(3), totals(4), totals(5))).containsOnly(totals);

        // Those that keep within it have the results they would have without it.
        List<RunInstance> completed = instances(2).stream()
                .filter(row -> row.state() == RunInstance.State.COMPLETED)
                .toList();
        assertThat(completed).isNotEmpty();
        for (RunInstance row : completed) {
            String trades = row.key().userId() + "/" + row.key().folder() + "/trades.json";
            assertThat(home.results()).containsEntry(trades, unlimited.get(trades));
        }
    }

    private Map<String, List<String>> reasons(long run) {
        return instances(run).stream().collect(Collectors.toMap(row -> row.key().toString(), RunInstance::reasons));
    }

    private List<RunInstance> instances(long run) {
        return home.list(database -> new RunStore(database).instances(row(run).id()));
    }

    private List<DayTotal> totals(long run) {
        return home.list(database -> new PartitionStore(database).totals(row(run).id()));
    }

    private RunRow row(long run) {
        return home.look(
                database -> new RunStore(database).find("admin_tester", run).orElseThrow());
    }
}
