package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.DayTotal;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
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

    /** Bands of six thousand widths, which nobody can tell in advance will not fit. */
    static String greedy() {
        StringBuilder bands = new StringBuilder();
        for (int band = 0; band < 6_000; band++) {
            bands.append(band == 0 ? "" : ", ")
                    .append("\"b")
                    .append(band)
                    .append("\": {\"indicator_name\": \"bbands\", \"length\": 20, \"std\": ")
                    .append(BigDecimal.valueOf(1_000 + band, 3).toPlainString())
                    .append("}");
        }
        return """
                {"strategy_id": "greedy", "user_id": "me", "name": "Greedy", "nodes": [
                  {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "tradingInstrument": {"type": "options"},
                    "tradingInstrumentConfig": {"symbol": "NIFTY", "timeframes": [
                      {"id": "1m", "timeframe": "1m", "indicators": {%s}}]}}},
                  {"id": "in", "type": "entrySignalNode", "data": {"conditions": [{"lhs": {"type": "live_data", "field": "ltp"},
                    "operator": ">", "rhs": {"type": "constant", "value": 0}}]}},
                  {"id": "entry", "type": "entryNode", "data": {"positions": [
                    {"vpi": "leg", "quantity": 1, "multiplier": 75, "positionType": "sell",
                     "optionDetails": {"optionType": "CE", "strikeType": "ATM", "expiry": "W1"}}]}}],
                 "edges": [{"source": "start", "target": "in"}, {"source": "in", "target": "entry"}]}
                """.formatted(bands);
    }

    @Test
    void whoNeedsMoreMemoryThanAProcessHasIsFoundAndTheOthersGoOn() {
        assertThat(home.run("admin_tester", "speed=0")).as(home.err()).isEqualTo(REJECTS);
        SortedMap<String, String> results = home.results();
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "admin_tester",
                                new InstanceKey("me", "greedy", "sample", BigDecimal.ONE),
                                greedy(),
                                null,
                                false,
                                false,
                                "greedy"),
                        Instant.now()));

        assertThat(home.run("admin_tester", "speed=0", "partitions=1", "workers=processes", "worker-memory=96m"))
                .as(home.err())
                .isEqualTo(REJECTS);

        assertThat(home.out()).contains("partition p0001 is run in halves: ", "is failed: it needs more memory");
        assertThat(home.course("admin_tester").path("events")).anySatisfy(event -> {
            assertThat(event.path("partition").asString("")).isEqualTo("p0001");
            assertThat(event.path("message").asString()).startsWith("partition p0001 is run in halves: ");
        });
        assertThat(reasons(2).get("me/greedy/sample/1"))
                .singleElement()
                .asString()
                .contains("2024-10-29: it needs more memory than there is, alone: the Java heap of ");
        assertThat(results.keySet()).allSatisfy(name -> {
            if (!name.startsWith("nights/")) {
                assertThat(home.results()).containsEntry(name, results.get(name));
            }
        });
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
