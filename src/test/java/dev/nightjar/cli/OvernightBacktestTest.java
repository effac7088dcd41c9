package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Positions kept overnight, from made days to files. */
class OvernightBacktestTest {

    private static final Path STRATEGIES = Path.of("src/main/resources/samples/strategies");

    @TempDir
    private Path folder;

    @TempDir
    private Path home;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void run(String... arguments) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        int exitCode = new CommandLineApp(
                        (at, queue, overrides, toOut, toErr) -> -1,
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
        assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isZero();
    }

    /** {@return a strangle that is sold on the first day and kept until it expires} */
    private Path strangle(String id, String expiry) throws IOException {
        String text = Files.readString(STRATEGIES.resolve("expiry-week-strangle.json"))
                .replace("w0-strangle-otm2", id)
                .replace("\"strategyType\": \"intraday\"", "\"strategyType\": \"positional\"")
                .replace("\"productType\": \"intraday\"", "\"productType\": \"carryforward\"")
                .replace("\"expiry\": \"W0\"", "\"expiry\": \"" + expiry + "\"")
                .replace("\"value\": 40}", "\"value\": 100000}")
                .replace("\"value\": 1200}", "\"value\": 90000000}")
                .replace("\"value\": -1800}", "\"value\": -90000000}")
                .replace("\"value\": 800}", "\"value\": 90000000}")
                .replace("\"timeBasedExit\": {\"enabled\": true", "\"timeBasedExit\": {\"enabled\": false");
        return Files.writeString(folder.resolve(id + ".json"), text);
    }

    private Map<String, String> backtest(String out, int partitions, Path... strategies) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "backtest",
                "--nightjar.home",
                home.toString(),
                "--data",
                folder.resolve("made").toString(),
                "--date",
                "2024-10-29",
                "--to",
                "2024-10-31",
                "--capital",
                "100000",
                "--partitions",
                "" + partitions,
                "--out",
                folder.resolve(out).toString()));
        for (Path strategy : strategies) {
            arguments.addAll(List.of("--strategy", strategy.toString()));
        }
        run(arguments.toArray(String[]::new));
        return files(folder.resolve(out));
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("run.json")
                        && !file.getFileName().toString().startsWith(".")) {
                    files.put(root.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    private static JsonNode json(Map<String, String> files, String strategy, String name) {
        String found = files.entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith(strategy) && file.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        return new JsonMapper().readTree(found);
    }

    private static BigDecimal number(JsonNode node, String member) {
        return new BigDecimal(node.get(member).asString());
    }

    @Test
    void aStrangleIsKeptUntilItExpiresHoweverTheRunIsCut() throws IOException {
        run(
                "data",
                "generate",
                "--date",
                "2024-10-29..2024-10-31",
                "--symbols",
                "300",
                "--ticks",
                "60k",
                "--expiry-day",
                "--out",
                folder.resolve("made").toString());
        Path[] strategies = {strangle("held", "W0"), STRATEGIES.resolve("short-straddle.json"), strangle("open", "W1")};
        Map<String, String> files = backtest("whole", 1, strategies);

        assertThat(backtest("cut", 5, strategies)).isEqualTo(files);
        JsonNode trades = json(files, "held", "trades.json");
        assertThat(trades.size()).isEqualTo(2);
        BigDecimal pnl = BigDecimal.ZERO;
        for (JsonNode trade : trades) {
            assertThat(trade.get("exit_reason").asString()).isEqualTo("expired");
            assertThat(trade.get("entry_time").asString()).startsWith("2024-10-29T09:4");
            assertThat(trade.get("exit_time").asString()).startsWith("2024-10-31T15:30:00");
            pnl = pnl.add(number(trade, "pnl"));
        }
        JsonNode metrics = json(files, "held", "metrics.json");
        assertThat(number(metrics, "total_pnl")).isEqualByComparingTo(pnl);
        JsonNode positions = json(files, "open", "positions.json");
        assertThat(positions.size()).isEqualTo(2);
        for (JsonNode position : positions) {
            assertThat(position.get("status").asString()).isEqualTo("open");
            assertThat(position.get("open_quantity").asInt()).isEqualTo(50);
            assertThat(position.get("exit_time").isNull()).isTrue();
            assertThat(number(position, "realized_pnl")).isZero();
            assertThat(position.get("unrealized_pnl").isNull()).isFalse();
        }
        assertThat(number(json(files, "open", "metrics.json"), "total_trades")).isZero();
        eventsAreLinked(files, "held");
    }

    private static void eventsAreLinked(Map<String, String> files, String strategy) {
        String lines = files.entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith(strategy) && file.getKey().endsWith("events.jsonl"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        Set<String> known = new HashSet<>();
        for (String line : lines.split("\n")) {
            JsonNode event = new JsonMapper().readTree(line);
            JsonNode parent = event.get("parent_event_id");
            assertThat(parent.isNull() || known.contains(parent.asString()))
                    .as(line)
                    .isTrue();
            assertThat(known.add(event.get("event_id").asString())).isTrue();
        }
        assertThat(lines).contains("\"event_type\":\"expired\"", "\"order_type\":\"settlement\"");
    }
}
