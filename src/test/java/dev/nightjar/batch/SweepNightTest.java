package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Variants of a strategy, from the file to the ranking. */
class SweepNightTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    private Path folder;

    private JobHome home;
    private Path file;
    private String json;

    @BeforeEach
    void newHome() throws IOException {
        home = new JobHome(folder.resolve("home"));
        SampleData.copyTo(folder.resolve("data"));
        file = folder.resolve("sma-cross.json");
        try (InputStream in = getClass().getResourceAsStream("/bench/sma-cross.json")) {
            json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(file, json);
    }

    private List<String> add(List<String> sweeps, List<String> conditions) {
        SweepAdditions additions = SweepAdditions.read(
                "q",
                List.of(file),
                new SweepRequest(sweeps, null, List.of(), conditions, false),
                null,
                "b",
                BigDecimal.ONE,
                null,
                false);
        return home.list(database -> additions.add(new QueueStore(database), Instant.now()));
    }

    private JsonNode tree(String name) throws IOException {
        return MAPPER.readTree(
                Files.readString(home.root().resolve("backtest_data").resolve(name)));
    }

    /** Each variant trades like the file a person would have written, and the ranking is that of the results. */
    @Test
    void variantsAreRunAndRanked() throws IOException {
        add(List.of("slow=20,40", "fast=5..25:10"), List.of("fast<slow"));
        assertThat(home.list(database -> new QueueStore(database).list("q")))
                .extracting(
                        item -> item.key().strategyId() + " " + item.variant().shown())
                .containsExactly(
                        "sma-cros~0001 [fast=5 slow=20]",
                        "sma-cros~0002 [fast=15 slow=20]",
                        "sma-cros~0003 [fast=5 slow=40]",
                        "sma-cros~0004 [fast=15 slow=40]",
                        "sma-cros~0005 [fast=25 slow=40]");
        int[][] values = {{5, 20}, {15, 20}, {5, 40}, {15, 40}, {25, 40}};
        for (int[] pair : values) {
            byHand("by-hand-" + pair[0] + "-" + pair[1], pair[0], pair[1]);
        }
        byHand("no-strategy", 0, 0);

        assertThat(home.run("q", "data=" + folder.resolve("data")))
                .as(home.err())
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());

        List<JsonNode> ranked = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String name = "sma-cros~000" + (i + 1);
            JsonNode instance = tree("bench/" + name + "_b/run.json").path("instance");
            assertThat(instance.path("sweep_of").asString()).isEqualTo("sma-cross");
            assertThat(instance.path("parameters"))
                    .hasToString("{\"fast\":" + values[i][0] + ",\"slow\":" + values[i][1] + "}");
            assertThat(instance.path("strategy_name").asString())
                    .isEqualTo("SMA cross with stop and target [fast=" + values[i][0] + " slow=" + values[i][1] + "]");
            assertThat(trades("bench/" + name + "_b"))
                    .contains("trade_id")
                    .isEqualTo(trades("hand/by-hand-" + values[i][0] + "-" + values[i][1] + "_b"));
        }
        assertThat(Files.exists(home.root().resolve("backtest_data/hand/no-strategy_b")))
                .isFalse();

        JsonNode night = tree("nights/q/2024-10-29/night.json");
        night.path("strategies").forEach(ranked::add);
        assertThat(ranked.get(10).path("status").asString()).isEqualTo("rejected");
        assertThat(ranked.remove(10).path("rank").isNull()).isTrue();
        ranked.sort(Comparator.comparing((JsonNode one) -> one.path("total_pnl").decimalValue())
                .reversed()
                .thenComparing(one -> one.path("strategy_id").asString()));
        assertThat(ranked).extracting(one -> one.path("rank").asInt()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        List<String> rows = Files.readAllLines(home.root().resolve("backtest_data/nights/q/2024-10-29/ranking.csv"));
        assertThat(rows.get(0)).endsWith(",max_drawdown,fast,slow");
        assertThat(rows).hasSize(11);
        for (int rank = 1; rank <= 10; rank++) {
            JsonNode one = ranked.get(rank - 1);
            boolean swept = !one.path("sweep_of").isNull();
            assertThat(rows.get(rank))
                    .startsWith(rank + "," + one.path("user_id").asString() + ","
                            + one.path("strategy_id").asString() + ",")
                    .contains("," + one.path("total_pnl").decimalValue().setScale(2) + ",")
                    .endsWith(
                            swept
                                    ? "," + one.path("parameters").path("fast") + ","
                                            + one.path("parameters").path("slow")
                                    : ",,");
        }
        assertThat(home.out()
                        .lines()
                        .filter(line -> line.matches("\\d+ .*"))
                        .map(line -> line.substring(0, 2).strip()))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(home.out()).contains("rejected: ");
        assertThat(tree("index.json").path("folders"))
                .anySatisfy(entry -> assertThat(entry.path("parameters")).hasToString("{\"fast\":25,\"slow\":40}"));
        assertThat(home.list(database -> {
                    RunStore runs = new RunStore(database);
                    return runs.instances(runs.newest("q", 1).get(0).id());
                }))
                .extracting(instance -> instance.variant().shown())
                .startsWith("[fast=5 slow=20]", "[fast=15 slow=20]")
                .endsWith("", "");
    }

    /** Ids of events are made from those of the strategy. */
    private String trades(String name) throws IOException {
        return Files.readString(
                        home.root().resolve("backtest_data").resolve(name).resolve("trades.json"))
                .replaceAll("_[0-9a-f]{6}\"", "\"");
    }

    private void byHand(String id, int fast, int slow) {
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "q",
                                new InstanceKey("hand", id, "b", BigDecimal.ONE),
                                json.replace("\"sma-cross\"", "\"" + id + "\"")
                                        .replace("\"length\": 10", "\"length\": " + fast)
                                        .replace("\"length\": 30", "\"length\": " + slow),
                                null,
                                false,
                                false,
                                id),
                        Instant.now()));
    }

    /** More than 30 results are told by the best ten and the worst ten. */
    @Test
    void ofManyOnlyTheBestAndTheWorstAreTold() {
        add(List.of("fast=5..8", "slow=20..28"), List.of());
        assertThat(home.run("q", "data=" + folder.resolve("data")))
                .as(home.err())
                .isZero();

        assertThat(home.out()
                        .lines()
                        .filter(line -> line.matches("(\\d+ |…).*"))
                        .map(line -> line.split(" ")[0]))
                .containsExactly(
                        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "…", "27", "28", "29", "30", "31", "32",
                        "33", "34", "35", "36");
        assertThat(home.out()).contains("… 16 more: ", "nights/q/2024-10-29/ranking.csv");
    }

    @Test
    void valuesKeepTheirIdsWhateverElseIsAdded() throws IOException {
        add(List.of("fast=5..7"), List.of());
        assertThat(add(List.of("fast=5..7"), List.of()))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("stand already: 3 variants of sma-cross: bench/sma-cros~0001/b/1 [fast=5] to"));
        assertThat(add(List.of("1m.fast.length=4..6"), List.of()))
                .anySatisfy(line ->
                        assertThat(line).isEqualTo("added 1 variant of sma-cross: bench/sma-cros~0004/b/1 [fast=4]"))
                .anySatisfy(line -> assertThat(line).startsWith("stand already: 2 variants"))
                .anySatisfy(line -> assertThat(line).startsWith("1 variant of sma-cross with other values stood"));
        Files.writeString(file, json.replace("\"stopPoints\": 15", "\"stopPoints\": 16"));
        assertThat(add(List.of("fast=4..7"), List.of()))
                .anySatisfy(line -> assertThat(line).startsWith("replaced 4 variants of sma-cross"));

        List<QueueItem> items = home.list(database -> new QueueStore(database).list("q"));
        assertThat(items)
                .extracting(item -> item.key().strategyId() + item.variant().shown())
                .containsExactly(
                        "sma-cros~0001[fast=5]",
                        "sma-cros~0002[fast=6]",
                        "sma-cros~0003[fast=7]",
                        "sma-cros~0004[fast=4]");
    }
}
