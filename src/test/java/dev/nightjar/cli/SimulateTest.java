package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.batch.Home;
import dev.nightjar.batch.SampleSimulations;
import dev.nightjar.data.SampleData;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.report.PageData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.WorkerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class SimulateTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The home with the sample data. */
    @TempDir
    private static Path home;

    private static Map<String, String> usual;

    @TempDir
    private Path temp;

    @BeforeAll
    static void sample() {
        SampleData.copyTo(new Home(home).sampleData());
        SampleSimulations.copyTo(new Home(home).sampleSimulations());
        SimulateRuns runs = new SimulateRuns(home);
        assertThat(runs.run("--config", "sample")).as(runs.said()).isZero();
        usual = runs.files();
    }

    private static String config(String id, String symbols, String more) {
        return "{\"kind\": \"simulation\", \"simulation_id\": \"" + id + "\", \"symbols\": [" + symbols + "],"
                + " \"start_date\": \"2022-06-01\", \"end_date\": \"2024-10-28\", \"starting_capital\": 100000,"
                + " \"strategy\": \"buy_and_hold\"" + more + "}";
    }

    /** {@return the simulations of the sample, their symbols in another order} */
    private static List<String> shuffled(long seed) throws IOException {
        List<String> configs = new ArrayList<>();
        try (Stream<Path> files = Files.list(new Home(home).sampleSimulations())) {
            for (Path file : files.toList()) {
                ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(file));
                List<JsonNode> symbols = new ArrayList<>();
                config.get("symbols").forEach(symbols::add);
                Collections.shuffle(symbols, new Random(seed));
                ArrayNode list = config.putArray("symbols");
                symbols.forEach(list::add);
                configs.add(config.toString());
            }
        }
        Collections.shuffle(configs, new Random(seed));
        return configs;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "4, 2", "7, 3", "2, 4"})
    void howTheWorkIsDealtOutChangesNoByte(int partitions, int threads) throws IOException {
        SimulateRuns runs = new SimulateRuns(home);

        assertThat(runs.simulate(shuffled(partitions), "--partitions", "" + partitions, "--threads", "" + threads))
                .as(runs.said())
                .isZero();

        assertThat(runs.files()).isEqualTo(usual);
    }

    @Test
    void processesMakeTheSameFilesAsThreads() throws IOException {
        SimulateRuns runs = new SimulateRuns(home);

        assertThat(runs.simulate(shuffled(9), "--workers", "processes", "--partitions", "2", "--threads", "2"))
                .as(runs.said())
                .isZero();

        assertThat(runs.files()).isEqualTo(usual);
    }

    /** All of it is traded again and again: what was bought adds up to more than any single amount may be. */
    @Test
    void theLargestCapitalIsAddedUpExactly() throws IOException {
        for (String sample : List.of("ma-crossover", "rsi-shared")) {
            ObjectNode config = (ObjectNode) JSON.readTree(
                    Files.readString(new Home(home).sampleSimulations().resolve(sample + ".json")));
            SimulateRuns runs = new SimulateRuns(home);

            assertThat(runs.simulate(
                            config.put("starting_capital", 999_999_999_999L).toString()))
                    .as(runs.said())
                    .isZero();

            for (String name : List.of("bought", "sold")) {
                BigDecimal sum = BigDecimal.ZERO;
                for (JsonNode symbol : EXACT.readTree(runs.text("symbols.json"))) {
                    sum = sum.add(symbol.path(name).decimalValue());
                }
                assertThat(sum)
                        .as(sample)
                        .isEqualByComparingTo(EXACT.readTree(runs.text("metrics.json"))
                                .path(name)
                                .decimalValue())
                        .isGreaterThan(new BigDecimal("9223372036854.775807"));
            }
        }
    }

    @Test
    void everySampleTrades() {
        assertThat(usual.keySet().stream().filter(name -> name.endsWith("metrics.json")))
                .hasSize(5)
                .allSatisfy(name -> assertThat(
                                JSON.readTree(text(name)).get("fills").asInt())
                        .isPositive());
    }

    /** Cash and positions are the equity at every bar, and trades, dividends and what is open explain it. */
    @Test
    void everythingAddsUp() {
        usual.forEach((name, text) -> {
            if (name.endsWith("metrics.json")) {
                JsonNode metrics = JSON.readTree(text);
                JsonNode told = metrics.get("reconciliation");
                BigDecimal explained = decimal(told, "starting_capital")
                        .add(decimal(told, "closed_trades"))
                        .add(decimal(told, "dividends"))
                        .add(decimal(told, "open_positions"));
                assertThat(explained).as(name).isEqualByComparingTo(decimal(metrics, "final_equity"));
                String folder = name.substring(0, name.indexOf('/') + 1);
                List<String> rows = text(folder + "equity.csv").lines().skip(1).toList();
                rows.forEach(row -> {
                    String[] cells = row.split(",");
                    assertThat(new BigDecimal(cells[1]).add(new BigDecimal(cells[2])))
                            .as(row)
                            .isEqualByComparingTo(cells[3]);
                });
                assertThat(rows).hasSize(metrics.get("bars").asInt());
                BigDecimal ofSymbols = BigDecimal.ZERO;
                for (JsonNode symbol : JSON.readTree(text(folder + "symbols.json"))) {
                    ofSymbols = ofSymbols.add(decimal(symbol, "total_pnl"));
                }
                assertThat(ofSymbols).as(name).isEqualByComparingTo(decimal(metrics, "total_pnl"));
            }
        });
    }

    /** {@return a file of the sample's results} */
    private static String text(String name) {
        return Objects.requireNonNull(usual.get(name), name);
    }

    private static BigDecimal decimal(JsonNode object, String name) {
        return new BigDecimal(object.get(name).asString());
    }

    private static CandleFolder twoShares(Path folder) {
        return new CandleFolder(folder)
                .candles(
                        "A",
                        "STOCK",
                        2,
                        "1d",
                        List.of(
                                "2024-01-01 00:00:00,100,101,100,101,1",
                                "2024-01-02 00:00:00,101,101,100.5,100.5,1",
                                "2024-01-03 00:00:00,100.5,102,100.5,102,1"))
                .candles(
                        "B",
                        "STOCK",
                        2,
                        "1d",
                        List.of(
                                "2024-01-01 00:00:00,100,100,99,99,1",
                                "2024-01-02 00:00:00,99,101,99,101,1",
                                "2024-01-03 00:00:00,101,101,100,100,1"))
                .file(
                        "data/calendar.csv",
                        List.of(
                                "exchange,date,open,close",
                                "NSE,2024-01-01,09:15,15:30",
                                "NSE,2024-01-02,09:15,15:30",
                                "NSE,2024-01-03,09:15,15:30"));
    }

    private static final String TWO_SLEEVES = """
            {"kind": "simulation", "simulation_id": "two-sleeves", "symbols": ["A", "B"], "start_date": "2024-01-01",
             "end_date": "2024-01-03", "starting_capital": 10000, "strategy": "buy_and_hold"}
            """;

    /** 50 of each at 100: 5,050 and 4,950, 5,025 and 5,050, 5,100 and 5,000. Neither sleeve stands for both. */
    @Test
    void aPortfolioIsTheSumOfItsSleeves() {
        SimulateRuns runs = new SimulateRuns(temp, twoShares(temp).data().toString());

        assertThat(runs.simulate(TWO_SLEEVES, "--partitions", "2"))
                .as(runs.said())
                .isZero();

        assertThat(runs.text("equity.csv").lines().skip(1).map(line -> line.split(",")[3]))
                .containsExactly("10000.00", "10075.00", "10100.00");
        JsonNode metrics = runs.json("metrics.json");
        assertThat(decimal(metrics, "return")).isEqualByComparingTo("1");
        assertThat(decimal(metrics, "max_drawdown_percent")).isEqualByComparingTo("0");
        assertThat(decimal(metrics, "starting_capital")).isEqualByComparingTo("10000");
        assertThat(runs.json("positions.json").propertyNames()).containsExactly("A", "B");
        JsonNode symbols = runs.json("symbols.json");
        assertThat(decimal(symbols.get(0), "return")).isEqualByComparingTo("2");
        assertThat(decimal(symbols.get(1), "return")).isEqualByComparingTo("0");
    }

    /** Of three symbols one is too dear to be bought. */
    @Test
    void thePageHasThePricesOfWhatWasTraded() throws IOException {
        Path data = twoShares(temp)
                .candles(
                        "DEAR",
                        "STOCK",
                        2,
                        "1d",
                        List.of(
                                "2024-01-01 00:00:00,90000,90000,90000,90000,1",
                                "2024-01-03 00:00:00,90000,90000,90000,90000,1"))
                .data();
        SimulateRuns runs = new SimulateRuns(temp, data.toString());
        assertThat(runs.simulate(TWO_SLEEVES
                        .replace("[\"A\"", "[\"DEAR\", \"A\"")
                        .replace("}", ", \"fill\": \"close\", \"at_end\": \"close_at_last_close\"}")))
                .as(runs.said())
                .isZero();

        Map<String, SortedMap<Long, Long>> prices = new TreeMap<>();
        byte[] page = Files.readAllBytes(runs.out().resolve("two-sleeves_direct/report.html"));
        PageData.documents(page).stream()
                .map(JSON::readTree)
                .filter(JsonNode::isArray)
                .forEach(lines ->
                        lines.forEach(line -> prices.put(line.path("symbol").asString(), points(line))));
        assertThat(prices).containsOnlyKeys("A", "B");
        assertThat(Objects.requireNonNull(prices.get("A")).values()).containsExactly(10_100L, 10_050L, 10_200L);
        List<String> marks = new ArrayList<>();
        for (JsonNode trade : PageData.of(page).path("trades.json")) {
            for (String end : List.of("entry", "exit")) {
                String symbol = trade.path("symbol").asString();
                String time = trade.path(end + "_time").asString();
                BigDecimal price = decimal(trade, end + "_price");
                long clock = OffsetDateTime.parse(time).toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
                assertThat(Objects.requireNonNull(prices.get(symbol)).get(clock))
                        .as(symbol + " " + time)
                        .isEqualTo(price.movePointRight(2).longValueExact());
                marks.add(symbol + " " + time + " " + price.stripTrailingZeros());
            }
        }
        assertThat(marks)
                .hasSize(4)
                .hasSameElementsAs(runs.text("events.jsonl")
                        .lines()
                        .map(JSON::readTree)
                        .filter(event -> event.path("event_type").asString().equals("fill"))
                        .map(event -> event.path("symbol").asString() + " "
                                + event.path("timestamp").asString() + " "
                                + decimal(event, "price").stripTrailingZeros())
                        .toList());
    }

    /** {@return by the clock of the exchange} */
    private static SortedMap<Long, Long> points(JsonNode line) {
        SortedMap<Long, Long> points = new TreeMap<>();
        long time = 0;
        long close = 0;
        for (int point = 0; point < line.path("times").size(); point++) {
            time += line.path("times").get(point).asLong();
            close += line.path("closes").get(point).asLong();
            points.put(time, close);
        }
        return points;
    }

    /** Its own text, with every default written out, gives the same files. */
    @Test
    void theConfigBesideTheResultRunsAgain() {
        SimulateRuns first = new SimulateRuns(home);
        assertThat(first.simulate(config("again", "\"ALDER\", \"BIRCH\"", "")))
                .as(first.said())
                .isZero();
        SimulateRuns second = new SimulateRuns(home);
        assertThat(second.simulate(first.text("config.json"))).as(second.said()).isZero();

        assertThat(second.files()).isEqualTo(first.files());
    }

    /** A split and dividends on the way: held from the first bar, the account has what the shares became. */
    @Test
    void splitsDividendsAndDelistingsAreBooked() {
        SimulateRuns runs = new SimulateRuns(home);
        assertThat(runs.simulate(config("actions", "\"ALDER\", \"BIRCH\", \"ELDER\"", "")))
                .as(runs.said())
                .isZero();

        List<JsonNode> events =
                runs.text("events.jsonl").lines().map(JSON::readTree).toList();
        assertThat(events.stream()
                        .filter(event -> event.get("event_type").asString().equals("split")))
                .singleElement()
                .satisfies(split -> {
                    assertThat(split.get("symbol").asString()).isEqualTo("ALDER");
                    assertThat(split.get("quantity_after").asLong())
                            .isEqualTo(5 * split.get("quantity_before").asLong());
                    assertThat(split.get("timestamp").asString()).startsWith("2023-06-15");
                });
        assertThat(events.stream()
                        .filter(event -> event.get("event_type").asString().equals("dividend")))
                .hasSize(3);
        assertThat(runs.json("trades.json")).singleElement().satisfies(trade -> {
            assertThat(trade.get("symbol").asString()).isEqualTo("ELDER");
            assertThat(trade.get("exit_reason").asString()).isEqualTo("delisted");
            assertThat(trade.get("exit_time").asString()).startsWith("2024-03-28");
        });
        assertThat(decimal(runs.json("metrics.json"), "total_pnl"))
                .as("the benchmark of holding is holding")
                .isEqualByComparingTo(decimal(runs.json("metrics.json").get("benchmark"), "final_equity")
                        .subtract(new BigDecimal("100000")));
    }

    @Test
    void whatIsWrongIsToldAtOnceAndCostsNobodyElse() throws IOException {
        SimulateRuns runs = new SimulateRuns(home);

        int exitCode = runs.simulate(List.of(
                config("good", "\"BIRCH\"", ""),
                config("bad", "\"BIRCH\", \"birch\"", ", \"capital_mod\": \"shared\", \"fill\": \"tomorrow\""),
                config("missing", "\"BIRCH\", \"WALNUT\"", ""),
                config("no-template", "\"BIRCH\"", "").replace("buy_and_hold", "ma_cross")));

        assertThat(exitCode).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(runs.said())
                .contains("rejected: ")
                .contains("/symbols/1")
                .contains("capital_mode")
                .contains("tomorrow")
                .contains("ma_crossover")
                .contains("failed: ")
                .contains("WALNUT");
        assertThat(runs.told()).contains("good").doesNotContain("missing");
        try (Stream<Path> folders = Files.list(runs.out())) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactly("good_direct");
        }
    }

    /** Its half of the capital stays cash, and the result says so. */
    @Test
    void aSymbolWithoutBarsIsListedWhenItIsLeftOut() {
        SimulateRuns runs = new SimulateRuns(home);

        assertThat(runs.simulate(config("skipped", "\"BIRCH\", \"WALNUT\"", ", \"missing_symbols\": \"skip\"")))
                .as(runs.said())
                .isZero();

        assertThat(runs.json("metrics.json").get("dropped_symbols").propertyNames())
                .containsExactly("WALNUT");
        assertThat(runs.said()).contains("WALNUT was left out");
        assertThat(runs.json("symbols.json").get(1).get("status").asString()).isEqualTo("dropped");
        assertThat(decimal(runs.json("metrics.json"), "highest_exposure_percent"))
                .isLessThan(new BigDecimal("75"));
    }

    @Test
    void twoOfOneFolderAreBothRefused() {
        SimulateRuns runs = new SimulateRuns(home);

        assertThat(runs.simulate(List.of(config("same", "\"BIRCH\"", ""), config("SAME", "\"ALDER\"", ""))))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());

        assertThat(runs.said()).contains("would also be that of");
        assertThat(runs.told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--threads=0", "--partitions=x", "--workers=robots", "--config=nowhere.json", "--sizes=3"})
    void wrongArgumentsAreRefused(String argument) {
        SimulateRuns runs = new SimulateRuns(home);

        assertThat(runs.run("--config", "sample", argument)).isEqualTo(ExitCode.USAGE.number());
        assertThat(runs.said()).contains(argument.substring(0, argument.indexOf('=')));
    }

    @Test
    void whatIsStoppedLeavesNoHalfResult() throws IOException {
        SimulateRuns runs = new SimulateRuns(home);
        Simulate simulate = new Simulate(
                List.of(new Home(home).sampleSimulations().resolve("ma-crossover.json")),
                new Home(home),
                "sample/data",
                2,
                0,
                WorkerSettings.DEFAULT,
                false,
                runs.out(),
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(OutputStream.nullOutputStream()));

        assertThatThrownBy(() -> simulate.run(() -> true)).isInstanceOf(RunStoppedException.class);

        try (Stream<Path> left = Files.list(runs.out())) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void dataThatIsNotThereIsAnErrorOfItsOwn() {
        SimulateRuns runs = new SimulateRuns(temp, "nowhere");

        assertThat(runs.simulate(config("any", "\"BIRCH\"", ""))).isEqualTo(ExitCode.DATA.number());
    }
}
