package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.SimulateRuns;
import dev.nightjar.data.SampleData;
import dev.nightjar.report.PageData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Portfolio simulations in queues, beside strategies. */
class SimulationNightTest {

    private static final Path SAMPLES = Path.of("src/main/resources/samples");

    @TempDir
    private Path folder;

    private JobHome home;
    private String data;

    @BeforeEach
    void newHome() {
        home = new JobHome(folder.resolve("home"));
        SampleData.copyTo(folder.resolve("data"));
        data = "data=" + folder.resolve("data");
    }

    private void add(String queue, Path... files) {
        QueueAdditions additions = QueueAdditions.read(
                queue, List.of(files), null, "b", BigDecimal.ONE, null, false, new FeeCatalog(new Home(home.root())));
        home.list(database -> additions.add(new QueueStore(database), Instant.now()));
    }

    private Path results() {
        return home.root().resolve("backtest_data");
    }

    /** {@return the files of a folder but run.json and the page that tells what it says, by name} */
    private static Map<String, String> files(Path results) {
        try (Stream<Path> entries = Files.list(results)) {
            Map<String, String> files = new TreeMap<>();
            for (Path file : entries.sorted(Comparator.naturalOrder()).toList()) {
                if (!file.endsWith("run.json") && !file.endsWith("report.html")) {
                    files.put(String.valueOf(file.getFileName()), Files.readString(file));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A night makes of a simulation what the one-off command makes of it, byte for byte, however it is cut. */
    @ParameterizedTest
    @CsvSource({"1, 1, threads", "2, 2, threads", "4, 2, processes", "7, 3, threads"})
    void aNightMakesWhatTheCommandMakes(int partitions, int threads, String workers) throws IOException {
        List<Path> simulations;
        try (Stream<Path> all = Files.list(SAMPLES.resolve("simulations"))) {
            simulations = all.sorted().toList();
        }
        add("q", SAMPLES.resolve("simulations"));

        assertThat(home.run("q", data, "partitions=" + partitions, "threads=" + threads, "workers=" + workers))
                .as(home.err())
                .isEqualTo(ExitCode.DONE.number());

        SimulateRuns direct =
                new SimulateRuns(home.root(), folder.resolve("data").toString());
        List<String> configs = new ArrayList<>();
        for (Path file : simulations) {
            configs.add(Files.readString(file));
        }
        assertThat(direct.simulate(configs)).isZero();
        for (String config : configs) {
            String id = new JsonMapper().readTree(config).path("simulation_id").asString();
            String name = id.substring(0, Math.min(13, id.length()));
            assertThat(files(results().resolve("local").resolve(name + "_b")))
                    .as(id)
                    .containsKeys("metrics.json", "trades.json", "positions.json", "events.jsonl", "equity.csv")
                    .isEqualTo(files(direct.out().resolve(name + "_direct")));
        }
    }

    @Test
    void simulationsAndStrategiesRunInOneNight() throws IOException {
        add("q", SAMPLES.resolve("simulations/ma-crossover.json"), SAMPLES.resolve("strategies/ema-trend-5m.json"));

        assertThat(home.run("q", data)).as(home.err()).isEqualTo(ExitCode.DONE.number());

        JsonNode night =
                new JsonMapper().readTree(Files.readString(results().resolve("nights/q/2024-10-29/night.json")));
        assertThat(night.path("from").asString()).isEqualTo("2024-10-29");
        assertThat(night.path("strategies"))
                .extracting(strategy -> strategy.path("strategy_id").asString() + " "
                        + strategy.path("status").asString())
                .containsExactly("ma-crossover completed", "ema-trend-5m completed");
        List<String> trades = Files.readAllLines(results().resolve("nights/q/2024-10-29/trades.csv"));
        assertThat(trades).anyMatch(row -> row.contains("ma-crossover")).anyMatch(row -> row.contains("ema-trend-5m"));
        JsonNode index = new JsonMapper().readTree(Files.readString(results().resolve("index.json")));
        assertThat(index.toString()).contains("local/ma-crossover_b", "ema-trend-5m_b");
        assertThat(home.list(database -> {
                    RunStore runs = new RunStore(database);
                    return runs.instances(runs.newest("q", 1).get(0).id());
                }))
                .extracting(RunInstance::kind)
                .containsExactly(RunInstance.Kind.SIMULATION, RunInstance.Kind.GRAPH);
    }

    /** Prices are those the simulation ran on, or none. */
    @Test
    void aPageIsMadeAgainWhetherItsPricesAreThereOrNot() throws IOException {
        add("q", SAMPLES.resolve("simulations/ma-crossover.json"));
        assertThat(home.run("q", data)).as(home.err()).isEqualTo(ExitCode.DONE.number());
        Path page = results().resolve("local/ma-crossover_b/report.html");
        byte[] first = Files.readAllBytes(page);
        assertThat(drawn(first)).hasSize(5).contains("ALDER");

        Files.delete(page);
        publishAgain();
        assertThat(page).hasBinaryContent(first);

        Files.delete(page);
        Path candles = new Home(home.root())
                .dayStore(folder.resolve("data").toString())
                .resolve("candles/ALDER");
        try (Stream<Path> files = Files.list(candles)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        publishAgain();
        assertThat(drawn(Files.readAllBytes(page))).hasSize(4).doesNotContain("ALDER");
        assertThat(documents(Files.readAllBytes(page)).toString()).contains("\"unreadable\":{\"ALDER\":");
    }

    private static List<JsonNode> documents(byte[] page) {
        return PageData.documents(page).stream().map(new JsonMapper()::readTree).toList();
    }

    /** {@return the symbols whose prices are in a page} */
    private static List<String> drawn(byte[] page) {
        return documents(page).stream()
                .filter(JsonNode::isArray)
                .flatMap(JsonNode::valueStream)
                .map(line -> line.path("symbol").asString())
                .toList();
    }

    private void publishAgain() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ExitCode code = home.look(database -> new RunRepair(
                        new Home(home.root()), database, new PrintStream(said, true, StandardCharsets.UTF_8))
                .publish(new RunStore(database).newest("q", 1).get(0), false, Instant.now()));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.DONE);
    }

    /** One that cannot be run costs itself: the reasons are told, the others have results. */
    @Test
    void asManyAsCanBeRunAreRun() throws IOException {
        Path wrong = folder.resolve("wrong.json");
        String right = Files.readString(SAMPLES.resolve("simulations/ma-crossover.json"));
        Files.writeString(
                wrong,
                right.replace("\"ma-crossover\"", "\"wrong\"")
                        .replace("\"short_ma\": 10", "\"short_ma\": 29")
                        .replace("ma_crossover", "ma_crosover"));
        Path unknown = folder.resolve("unknown.json");
        Files.writeString(
                unknown, right.replace("\"ma-crossover\"", "\"unknown\"").replace("\"ALDER\"", "\"ALDRE\""));
        add("q", wrong, unknown, SAMPLES.resolve("simulations/ma-crossover.json"));

        assertThat(home.run("q", data)).as(home.err()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());

        List<RunInstance> rows = home.list(database -> {
            RunStore runs = new RunStore(database);
            return runs.instances(runs.newest("q", 1).get(0).id());
        });
        assertThat(rows)
                .extracting(RunInstance::state)
                .containsExactly(RunInstance.State.REJECTED, RunInstance.State.REJECTED, RunInstance.State.COMPLETED);
        assertThat(rows.get(0).reasons()).anyMatch(reason -> reason.contains("ma_crossover"));
        assertThat(rows.get(1).reasons()).anyMatch(reason -> reason.contains("did you mean ALDER"));
        assertThat(results().resolve("local/ma-crossover_b")).isDirectory();
        assertThat(results().resolve("local/unknown_b")).doesNotExist();
    }

    /** The night is called by the days there are, not by those that somebody hoped for. */
    @Test
    void aNightOfSimulationsIsCalledByTheirLastBar() throws IOException {
        Path file = folder.resolve("until-2099.json");
        Files.writeString(
                file,
                Files.readString(SAMPLES.resolve("simulations/ma-crossover.json"))
                        .replace("2024-10-28", "2099-12-31"));
        add("q", file);

        assertThat(home.run("q", data)).as(home.err()).isEqualTo(ExitCode.DONE.number());

        try (Stream<Path> nights = Files.list(results().resolve("nights/q"))) {
            assertThat(nights.map(night -> night.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .startsWith("2024-");
        }
    }

    /** The fees of a simulation are those it was prepared with, or the run waits until they are again. */
    @Test
    void feesThatChangeBetweenACrashAndTheRestartAreNoticed() throws IOException {
        Path fees = Files.createDirectories(home.root().resolve("fees")).resolve("own.csv");
        String table = Files.readString(Path.of("src/main/resources/fees/us_per_share.csv"));
        Files.writeString(fees, table);
        Path file = folder.resolve("with-fees.json");
        Files.writeString(
                file,
                Files.readString(SAMPLES.resolve("simulations/ma-crossover.json"))
                        .replace("\"slippage\": \"bps:5\"", "\"fees\": \"own\""));
        add("q", file);
        home.run("q", data);

        List<Map<String, String>> terms = home.list(database -> {
            RunStore runs = new RunStore(database);
            return runs.instances(runs.newest("q", 1).get(0).id()).stream()
                    .map(RunInstance::terms)
                    .toList();
        });

        assertThat(terms).singleElement().satisfies(told -> assertThat(told).containsEntry("fees", "own"));
        Files.writeString(fees, table + "\n");
        assertThat(TradingTerms.ofValues(terms.get(0), new FeeCatalog(new Home(home.root())))
                        .fees()
                        .isLost())
                .as("a blank line changes nothing")
                .isFalse();
        Files.delete(fees);
        assertThat(TradingTerms.ofValues(terms.get(0), new FeeCatalog(new Home(home.root())))
                        .fees()
                        .isLost())
                .isTrue();
    }

    /** Played back a simulation of days would be no simulation of the moment; and a scale has no meaning for it. */
    @Test
    void whatASimulationCannotServeIsSaid() {
        Path file = SAMPLES.resolve("simulations/ma-crossover.json");
        QueueAdditions additions = QueueAdditions.read(
                "q",
                List.of(file),
                null,
                "b",
                BigDecimal.TEN,
                BigDecimal.ONE,
                false,
                new FeeCatalog(new Home(home.root())));
        home.list(database -> additions.add(new QueueStore(database), Instant.now()));

        assertThat(home.run("q", data, "mode=live_simulation", "speed=500"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());

        assertThat(home.list(database -> {
                            RunStore runs = new RunStore(database);
                            return runs.instances(runs.newest("q", 1).get(0).id());
                        })
                        .get(0)
                        .reasons())
                .hasSize(3)
                .anyMatch(reason -> reason.contains("the queue's mode is live_simulation"))
                .anyMatch(reason -> reason.contains("scale must be 1, was 10"))
                .anyMatch(reason -> reason.contains("without --capital"));
    }
}
