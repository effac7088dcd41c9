package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.market.Side;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Mode;
import dev.nightjar.run.Replay;
import dev.nightjar.run.Trigger;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.simulation.SkipReason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulationResultTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final InstanceKey KEY = new InstanceKey("ann", "two", "paper", BigDecimal.ONE);
    private static final RunFacts FACTS = new RunFacts(
            "1",
            "5",
            "night",
            7L,
            "evening",
            Trigger.MANUAL,
            Mode.BACKTEST,
            BigDecimal.ZERO,
            Replay.DEFAULT,
            false,
            Instant.EPOCH,
            Instant.EPOCH);

    private static SimulationConfig config(String symbols, String more) {
        return Objects.requireNonNull(SimulationReader.read("""
                        {"kind": "simulation", "simulation_id": "two", "name": "Two", "symbols": [%s], "start_date": "2024-01-01",
                         "end_date": "2024-01-03", "starting_capital": 10000, "strategy": "buy_and_hold"%s}
                        """.formatted(symbols, more), name -> FeeSchedule.NONE)
                .config());
    }

    /** Two sleeves of 5,000, 50 shares of each at 100: 10,100 of 101 and 99, then 100.5 and 101, then 102 and 100. */
    private static LedgerFixture twoSleeves() {
        LedgerFixture account =
                new LedgerFixture(10_000, "A", "B").buy("A", 50, 100).buy("B", 50, 100);
        return account.mark("A", 101)
                .close("B", 99)
                .mark("A", 100.5)
                .close("B", 101)
                .mark("A", 102)
                .close("B", 100);
    }

    private static SimulationResult twoSleevesMade() {
        Ledger ledger = twoSleeves().ledger();
        return SimulationResult.of(
                config("\"A\", \"B\"", ", \"risk_free_percent\": 2"), "NSE", List.of("of the data"), ledger, ledger);
    }

    private static JsonNode json(SimulationResult result, String name) {
        return JSON.readTree(Objects.requireNonNull(SimulationFiles.of(result).get(name), name));
    }

    @Test
    void whatTwoSleevesMakeIsNotWhatOneOfThemMakes() {
        JsonNode metrics = json(twoSleevesMade(), SimulationFiles.METRICS);

        assertThat(metrics.get("return").decimalValue()).isEqualByComparingTo("1");
        assertThat(metrics.get("final_equity").decimalValue()).isEqualByComparingTo("10100");
        assertThat(metrics.get("max_drawdown_percent").decimalValue()).isEqualByComparingTo("0");
        // of a sample: 4.95 % times the root of 3 / 2
        assertThat(metrics.get("volatility").asDouble()).isCloseTo(4.9524 * Math.sqrt(1.5), within(0.001));
        assertThat(metrics.get("sharpe").asDouble()).isCloseTo(16.53 / Math.sqrt(1.5), within(0.005));
        assertThat(metrics.get("basis").get("ddof").asInt()).isEqualTo(1);
        assertThat(metrics.get("basis").get("risk_free_percent").asInt()).isEqualTo(2);
        assertThat(metrics.get("win_rate").isNull()).isTrue();
        assertThat(metrics.get("calmar").isNull()).isTrue();
        assertThat(metrics.get("benchmark").get("beta").decimalValue()).isEqualByComparingTo("1");
        assertThat(metrics.get("benchmark").get("alpha").decimalValue()).isEqualByComparingTo("0");
        assertThat(metrics.get("benchmark").get("excess_return").decimalValue()).isEqualByComparingTo("0");
        assertThat(metrics.get("warnings").get(0).asString()).isEqualTo("of the data");
        // held 10,000 of 10,000; then 10,075; then 10,100: always all, and half of one purchase of 10,000 in three days
        assertThat(metrics.get("exposure_time_percent").decimalValue()).isEqualByComparingTo("100");
        assertThat(metrics.get("average_exposure_percent").decimalValue()).isEqualByComparingTo("100");
        assertThat(metrics.get("turnover_percent").asDouble())
                .isCloseTo(100 * 5_000 / ((10_000 + 10_075 + 10_100) / 3.0) * 252 / 3, within(0.001));
    }

    @Test
    void everySymbolHasARowAndTheRowsAddUp() {
        JsonNode symbols = json(twoSleevesMade(), SimulationFiles.SYMBOLS);

        assertThat(symbols).hasSize(2);
        assertThat(symbols.get(0).get("capital").decimalValue()).isEqualByComparingTo("5000");
        assertThat(symbols.get(0).get("return").decimalValue()).isEqualByComparingTo("2");
        assertThat(symbols.get(0).get("contribution_percent").decimalValue()).isEqualByComparingTo("1");
        assertThat(symbols.get(1).get("total_pnl").decimalValue()).isEqualByComparingTo("0");
    }

    @Test
    void capitalThatIsNotConservedIsNoResult() {
        Ledger tooMuch = new LedgerFixture(20_000, "A", "B").endOfDay().ledger();
        Ledger right = twoSleeves().ledger();
        Ledger half = new LedgerFixture(10_000, "A").endOfDay().ledger();
        SimulationConfig config = config("\"A\", \"B\"", "");

        assertThatThrownBy(() -> SimulationResult.of(config, "NSE", List.of(), tooMuch, right))
                .isInstanceOf(InconsistentLedgerException.class)
                .hasMessageContaining("20000000000", "10000000000");
        assertThatThrownBy(() -> SimulationResult.of(config, "NSE", List.of(), right, tooMuch))
                .isInstanceOf(InconsistentLedgerException.class);
        assertThatThrownBy(() -> SimulationResult.of(config, "NSE", List.of(), half, right))
                .isInstanceOf(InconsistentLedgerException.class)
                .hasMessageContaining("[A]", "[A, B]");
    }

    /** One point for each bar, at its own time; the last is the equity at the end. */
    @Test
    void whatDoesNotFitTellsTheCapitalAndWhatWasComputed() {
        Ledger ledger = new LedgerFixture(10_000, "A", "B")
                .trade("A", Side.BUY, 1, 100, Long.MAX_VALUE / 2)
                .trade("A", Side.BUY, 1, 100, Long.MAX_VALUE / 2)
                .trade("A", Side.BUY, 1, 100, Long.MAX_VALUE / 2)
                .close("A", 100)
                .ledger();

        assertThatThrownBy(() -> SimulationResult.of(config("\"A\", \"B\"", ""), "NSE", List.of(), ledger, ledger))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("with a starting_capital of 10000")
                .hasMessageEndingWith("begin with less (long overflow)")
                .hasRootCauseMessage("long overflow");
    }

    @Test
    void theCurveHasEveryBarAndEndsWithTheEquity() {
        String csv = new String(
                Objects.requireNonNull(SimulationFiles.of(twoSleevesMade()).get(SimulationFiles.EQUITY)),
                StandardCharsets.UTF_8);

        assertThat(csv).isEqualTo("""
                time,cash,positions,equity,exposure,held,drawdown_percent,benchmark
                2024-01-01T23:59:59+05:30,0.00,10000.00,10000.00,10000.00,2,0.000000,10000.00
                2024-01-02T23:59:59+05:30,0.00,10075.00,10075.00,10075.00,2,0.000000,10075.00
                2024-01-03T23:59:59+05:30,0.00,10100.00,10100.00,10100.00,2,0.000000,10100.00
                """);
    }

    private static SimulationResult traded() {
        Ledger ledger = new LedgerFixture(10_000, "A")
                .trade("A", Side.BUY, 10, 100, 5_000_000)
                .close("A", 110)
                .split("A", 2, 1, 0)
                .skip("A", SkipReason.NO_CASH)
                .close("A", 55)
                .trade("A", Side.SELL, 20, 60, 6_000_000)
                .close("A", 60)
                .ledger();
        return SimulationResult.of(config("\"A\"", ""), "NSE", List.of(), ledger, ledger);
    }

    /** 10 bought for 1,000 and 5, sold as 20 for 1,200 less 6: 189. */
    @Test
    void aRoundTripIsARowOfTheNight() {
        SimulationResult result = traded();

        assertThat(NightFiles.csvRows(KEY, result))
                .isEqualTo("ann,two,paper,1,A-20240101-1,A,1,0,A,NSE,BUY,20,20,"
                        + "2024-01-01T09:15:00+05:30,100.00,buy_and_hold,signal,2024-01-03T09:15:00+05:30,60.00,buy_and_hold,signal,"
                        + "11.00,189.00,18.900000,172800\n");
        assertThat(NightFiles.csvHeader().split(","))
                .hasSameSizeAs(NightFiles.csvRows(KEY, result).split(","));
        assertThat(NightStrategy.Figures.of(result))
                .isEqualTo(new NightStrategy.Figures(
                        "NSE", 1, 189_000_000, 11_000_000, new BigDecimal("100.000000"), null, 0));
    }

    @Test
    void theIndexReadsWhatASimulationLeft(@TempDir Path root) throws IOException {
        SimulationResult result = traded();
        Map<String, byte[]> files = new LinkedHashMap<>(SimulationFiles.of(result));
        files.put(
                SimulationRunFile.NAME,
                SimulationRunFile.of(FACTS, KEY, result, new TreeMap<>(Map.of("A", "00")), files));
        FolderSwap.replace(root.resolve("ann/two_paper"), 1, files);

        assertThat(IndexFile.update(root, List.of())).isEmpty();
        String scanned = Files.readString(root.resolve(IndexFile.NAME));
        IndexFile.update(root, List.of(IndexEntry.of("ann/two_paper", FACTS, KEY, result)));

        assertThat(Files.readString(root.resolve(IndexFile.NAME))).isEqualTo(scanned);
        assertThat(JSON.readTree(scanned).get("folders").get(0).get("total_pnl").decimalValue())
                .isEqualByComparingTo("189");
    }

    @Test
    void whatHappenedIsToldInOrder() {
        List<JsonNode> events = new String(
                        Objects.requireNonNull(SimulationFiles.of(traded()).get(SimulationFiles.EVENTS)),
                        StandardCharsets.UTF_8)
                .lines()
                .map(JSON::readTree)
                .toList();

        assertThat(events)
                .extracting(event -> event.get("event_type").asString())
                .containsExactly("fill", "split", "skipped", "fill");
        assertThat(events.get(2).get("reason").asString()).isEqualTo("no_cash");
        assertThat(events.get(2).get("wanted").decimalValue()).isEqualByComparingTo("12000");
        assertThat(events.get(3).get("position_after").asLong()).isZero();
    }
}
