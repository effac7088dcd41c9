package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.batch.FeeCatalog;
import dev.nightjar.batch.Home;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.Replay;
import dev.nightjar.run.TradingTerms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one-off command over the sample data, from arguments to files. */
class BacktestTest {

    private static final Path DATA = Path.of("src/main/resources/samples/data");
    private static final Path STRATEGIES = Path.of("src/main/resources/samples/strategies");
    private static final Path NINE_POSITIONS = STRATEGIES.resolve("nine-positions.json");
    private static final String DATE = "2024-10-29";

    @TempDir
    private Path folder;

    @TempDir
    private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void ninePositionsGiveNineTradesAndAllFiles() throws IOException {
        int exitCode = run("--strategy", NINE_POSITIONS.toString(), "--out", folder.toString());

        assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isZero();
        Map<String, String> files = files(folder);
        assertThat(files.keySet())
                .extracting(name -> name.substring(name.indexOf('/') + 1))
                .containsExactlyInAnyOrder(
                        "positions.json", "trades.json", "metrics.json", "events.jsonl", "run.json", "report.html");
        assertThat(files.keySet()).allMatch(name -> name.matches("[^/]{1,13}_direct/.*"));
        assertThat(file(files, "metrics.json")).contains("\"total_trades\" : 9");
        assertThat(file(files, "run.json"))
                .contains("\"capital\" : null", "\"user_id\" : \"sample-user\"", "\"sample_data\" : true");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .matches("strategy +trades +P&L +win rate +folder");
    }

    /** Every fill of the sample is a market order, so each is worse by one tick of 0.05 and costs what the schedule says. */
    @Test
    void slippageAndFeesAppearInTrades() throws IOException {
        Path plain = folder.resolve("plain");
        Path dear = folder.resolve("dear");
        run("--strategy", NINE_POSITIONS.toString(), "--out", plain.toString());
        int exitCode = run(
                "--strategy",
                NINE_POSITIONS.toString(),
                "--out",
                dear.toString(),
                "--slippage",
                "ticks:1",
                "--fees",
                "india_intraday");

        assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(file(files(dear), "run.json"))
                .contains("\"slippage\" : \"ticks:1\"", "\"fees\" : \"india_intraday\"", "\"fees_hash\" : \"");
        JsonNode before = new JsonMapper().readTree(file(files(plain), "trades.json"));
        JsonNode after = new JsonMapper().readTree(file(files(dear), "trades.json"));
        FeeSchedule schedule = new FeeCatalog(new Home(home)).named("india_intraday");
        assertThat(after.size()).isEqualTo(9).isEqualTo(before.size());
        for (int place = 0; place < 9; place++) {
            JsonNode trade = after.get(place);
            Side entry = Side.valueOf(trade.get("side").asString());
            BigDecimal tick = new BigDecimal("0.05");
            assertThat(price(trade, "entry_price"))
                    .isEqualByComparingTo(
                            price(before.get(place), "entry_price").add(signed(tick, entry)));
            assertThat(price(trade, "exit_price"))
                    .isEqualByComparingTo(price(before.get(place), "exit_price").add(signed(tick, entry.opposite())));
            long fees =
                    fees(schedule, trade, entry, "entry_price") + fees(schedule, trade, entry.opposite(), "exit_price");
            assertThat(price(trade, "fees"))
                    .isEqualByComparingTo(BigDecimal.valueOf(fees, 6).setScale(2, RoundingMode.HALF_EVEN))
                    .isPositive();
        }
    }

    private static BigDecimal price(JsonNode trade, String member) {
        return new BigDecimal(trade.get(member).asString());
    }

    private static BigDecimal signed(BigDecimal amount, Side side) {
        return side == Side.BUY ? amount : amount.negate();
    }

    private static long fees(FeeSchedule schedule, JsonNode trade, Side side, String price) {
        return schedule.fees(
                LocalDate.parse(DATE),
                trade.get("exchange").asString(),
                InstrumentKind.OPTION,
                side,
                BigDecimal.ONE,
                trade.get("quantity").asLong(),
                Decimals.exactUnits(price(trade, price), 2),
                2);
    }

    @Test
    void termsThatCannotBeUsedAreToldWithoutARun() throws IOException {
        int exitCode = run(
                "--strategy",
                NINE_POSITIONS.toString(),
                "--out",
                folder.toString(),
                "--fill",
                "mid",
                "--slippage",
                "2");
        assertThat(exitCode).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("command line: fill: must be one of last, next_tick, quote, was 'mid'")
                .contains("command line: slippage: must be none, ticks:<n>");

        run("--strategy", NINE_POSITIONS.toString(), "--out", folder.toString(), "--fees", "zerodha");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("command line: fees: must be one of india_delivery, india_intraday, none, us_per_share");
        run("--strategy", NINE_POSITIONS.toString(), "--out", folder.toString(), "--latency", "1s");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("latency 1s has no effect with fill last");
        assertThat(files(folder)).isEmpty();
    }

    @Test
    void everySplitOfTheWorkGivesTheSameBytes() throws IOException {
        Map<String, String> whole = null;
        for (String[] split : new String[][] {{"1", "1"}, {"2", "1"}, {"2", "2"}, {"7", "2"}}) {
            Path to = folder.resolve("p" + split[0] + "t" + split[1]);
            int exitCode = run(
                    "--strategy",
                    STRATEGIES.toString(),
                    "--out",
                    to.toString(),
                    "--partitions",
                    split[0],
                    "--threads",
                    split[1],
                    "--capital",
                    "100000");

            assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(3);
            Map<String, String> files = files(to);
            files.keySet().removeIf(name -> name.endsWith("/run.json"));
            assertThat(files).hasSize(7 * 5);
            if (whole == null) {
                whole = files;
            }
            assertThat(files).isEqualTo(whole);
        }
    }

    @Test
    void invalidStrategyCostsOnlyItselfAndIsToldWithItsPlace() throws IOException {
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, 0});
        Path invalid = STRATEGIES.resolve("invalid-on-purpose.json");

        int exitCode = run(
                "--strategy",
                binary.toString(),
                "--strategy",
                invalid.toString(),
                "--strategy",
                NINE_POSITIONS.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("rejected: " + binary)
                .contains("  is not UTF-8 text")
                .contains("rejected: " + invalid)
                .containsPattern("(?m)^  /\\S+: .+, was .+$");
        assertThat(files(folder.resolve("out"))).hasSize(6);
    }

    @Test
    void stoppedRunLeavesNoResults() throws IOException {
        PrintStream nowhere = new PrintStream(out, true, StandardCharsets.UTF_8);
        DateRule day = new DateRule.Day(LocalDate.parse(DATE));
        Backtest backtest = new Backtest(
                List.of(NINE_POSITIONS),
                new Home(home),
                DATA.toAbsolutePath().toString(),
                day,
                BigDecimal.ONE,
                Replay.DEFAULT,
                TradingTerms.DEFAULT,
                null,
                1,
                1,
                false,
                folder,
                nowhere,
                nowhere);
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> backtest.run(() -> asked.incrementAndGet() > 1))
                .isInstanceOf(RunStoppedException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void onlyInvalidStrategiesLeaveNothingBehind() throws IOException {
        int exitCode = run(
                "--strategy",
                STRATEGIES.resolve("invalid-on-purpose.json").toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(exitCode).isEqualTo(3);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void twoStrategiesOfOneFolderAreBothRefused() throws IOException {
        Path copy = Files.copy(NINE_POSITIONS, folder.resolve("copy.json"));

        int exitCode = run(
                "--strategy",
                NINE_POSITIONS.toString(),
                "--strategy",
                copy.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("would also be that of " + copy)
                .contains("would also be that of " + NINE_POSITIONS);
    }

    @Test
    void hostileIdsAreRejected() throws IOException {
        Path hostile = folder.resolve("hostile.json");
        String json = Files.readString(NINE_POSITIONS);
        Files.writeString(
                hostile, json.replaceAll("\"strategy_id\"\\s*:\\s*\"[^\"]*\"", "\"strategy_id\": \"../../etc\""));

        int exitCode = run(
                "--strategy", hostile.toString(), "--out", folder.resolve("out").toString());

        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("/strategy_id: must not", "../../etc");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void dayWithoutDataEndsWithTheDataExitCodeAndSaysWhatThereIs() {
        int exitCode = app().run(
                        "backtest",
                        "--strategy",
                        NINE_POSITIONS.toString(),
                        "--data",
                        DATA.toString(),
                        "--date",
                        "2024-10-30",
                        "--out",
                        folder.resolve("out").toString());

        assertThat(exitCode).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no data for 2024-10-30; available: 2024-10-29");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void missingDataFolderEndsWithTheDataExitCode() {
        int exitCode = app().run(
                        "backtest",
                        "--strategy",
                        NINE_POSITIONS.toString(),
                        "--data",
                        folder.resolve("none").toString(),
                        "--nightjar.home",
                        home.toString(),
                        "--date",
                        DATE,
                        "--out",
                        folder.resolve("out").toString());

        assertThat(exitCode).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(folder.resolve("none").toString());
    }

    @Test
    void missingStrategyFileIsWrongUsage() {
        int exitCode = run("--strategy", folder.resolve("none.json").toString(), "--out", folder.toString());

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--strategy: " + folder.resolve("none.json") + ": does not exist");
    }

    @Test
    void secondRunReplacesTheFirstWhole() throws IOException {
        run("--strategy", NINE_POSITIONS.toString(), "--out", folder.toString());
        Map<String, String> first = files(folder);
        String written = first.keySet().iterator().next();
        Files.writeString(folder.resolve(written).resolveSibling("left-over.txt"), "old");

        run("--strategy", NINE_POSITIONS.toString(), "--out", folder.toString());

        assertThat(files(folder).keySet()).isEqualTo(first.keySet());
    }

    private int run(String... more) {
        List<String> args = new ArrayList<>(
                List.of("backtest", "--data", DATA.toString(), "--date", DATE, "--nightjar.home", home.toString()));
        args.addAll(List.of(more));
        return app().run(args.toArray(String[]::new));
    }

    private CommandLineApp app() {
        return new CommandLineApp(
                (home, queue, overrides, toOut, toErr) -> -1,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String file(Map<String, String> files, String name) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().endsWith("/" + name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile)
                    .filter(path -> !path.endsWith(".backtest.lock"))
                    .toList()) {
                files.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
        return files;
    }
}
