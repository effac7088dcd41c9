package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.data.LeanZip;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Simulations as other libraries run them, trade by trade, and the figures these publish. */
class GoldenSimulationTest {

    /** Figures are printed with six digits. */
    private static final BigDecimal PRINTED = new BigDecimal("0.0000006");

    @TempDir
    private Path home;

    private SimulateRuns runs(String symbol, Path csv) throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> calendar = new ArrayList<>(List.of("exchange,date,open,close"));
        List<String> lines = Files.readAllLines(csv);
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = List.of(line.split(","));
            rows.add(fields.get(0) + " 00:00:00," + String.join(",", fields.subList(1, 6)));
            calendar.add("NSE," + fields.get(0) + ",09:15,15:30");
        }
        CandleFolder folder =
                new CandleFolder(home).candles(symbol, "STOCK", 2, "1d", rows).file("data/calendar.csv", calendar);
        return new SimulateRuns(home, folder.data().toString());
    }

    private static JsonNode expected(Path data) throws IOException {
        return new JsonMapper().readTree(Files.readString(data.resolveSibling("expected.json")));
    }

    private static BigDecimal decimal(JsonNode number) {
        return new BigDecimal(number.asString());
    }

    private static LocalDate date(JsonNode time) {
        return LocalDate.parse(time.asString().substring(0, 10));
    }

    /** Eight years, always in the market with everything there is: all 66 trades and the figures published of them. */
    @Test
    void aShareThatIsAlwaysHeldOrOwed() throws IOException {
        Path data = LeanZip.golden("backtestingpy-goog-sma-cross");
        SimulateRuns runs = runs("GOOG", data.resolve("backtesting/test/GOOG.csv"));
        JsonNode golden = expected(data);

        assertThat(runs.simulate("""
                        {"kind": "simulation", "simulation_id": "goog", "symbols": ["GOOG"], "start_date": "2004-08-19",
                         "end_date": "2013-03-01", "starting_capital": 10000, "strategy": "ma_crossover",
                         "strategy_parameters": {"short_ma": 10, "long_ma": 30}, "profile": "backtesting_py"}
                        """)).as(runs.said()).isZero();

        List<List<Object>> expected = new ArrayList<>();
        for (JsonNode trade : golden.get("run_here").get("trades")) {
            expected.add(List.of(
                    trade.get(0).asInt(),
                    trade.get(3).decimalValue().setScale(2, RoundingMode.UNNECESSARY),
                    trade.get(4).decimalValue().setScale(2, RoundingMode.UNNECESSARY),
                    trade.get(5).decimalValue().setScale(2, RoundingMode.HALF_EVEN),
                    LocalDate.parse(trade.get(7).asString()),
                    LocalDate.parse(trade.get(8).asString())));
        }
        List<List<Object>> ours = new ArrayList<>();
        for (JsonNode trade : runs.json("trades.json")) {
            int sign = trade.get("side").asString().equals("BUY") ? 1 : -1;
            ours.add(List.of(
                    sign * trade.get("quantity").asInt(),
                    decimal(trade.get("entry_price")).setScale(2, RoundingMode.UNNECESSARY),
                    decimal(trade.get("exit_price")).setScale(2, RoundingMode.UNNECESSARY),
                    decimal(trade.get("pnl")).setScale(2, RoundingMode.UNNECESSARY),
                    date(trade.get("entry_time")),
                    date(trade.get("exit_time"))));
        }
        assertThat(ours).hasSize(66).isEqualTo(expected);

        JsonNode metrics = runs.json("metrics.json");
        JsonNode published = golden.get("published_statistics");
        Map<String, String> names = Map.ofEntries(
                Map.entry("# Trades", "total_trades"),
                Map.entry("Avg. Trade [%]", "average_trade_percent"),
                Map.entry("Best Trade [%]", "best_trade_percent"),
                Map.entry("Worst Trade [%]", "worst_trade_percent"),
                Map.entry("Expectancy [%]", "expectancy_percent"),
                Map.entry("Profit Factor", "profit_factor"),
                Map.entry("Win Rate [%]", "win_rate"),
                Map.entry("SQN", "sqn"),
                Map.entry("Kelly Criterion", "kelly"),
                Map.entry("Equity Final [$]", "final_equity"),
                Map.entry("Equity Peak [$]", "highest_equity"),
                Map.entry("Exposure Time [%]", "exposure_time_percent"),
                Map.entry("Return [%]", "return"),
                Map.entry("Return (Ann.) [%]", "annual_return"),
                Map.entry("CAGR [%]", "cagr"),
                Map.entry("Volatility (Ann.) [%]", "volatility"),
                Map.entry("Sharpe Ratio", "sharpe"),
                Map.entry("Sortino Ratio", "sortino"),
                Map.entry("Calmar Ratio", "calmar"));
        names.forEach((theirs, name) -> assertThat(decimal(metrics.get(name)))
                .as(theirs)
                .isCloseTo(decimal(published.get(theirs)), within(PRINTED)));
        assertThat(decimal(metrics.get("max_drawdown_percent")).negate())
                .isCloseTo(decimal(published.get("Max. Drawdown [%]")), within(PRINTED));
        assertThat(decimal(metrics.get("average_drawdown_percent")).negate())
                .isCloseTo(decimal(published.get("Avg. Drawdown [%]")), within(PRINTED));
        assertThat(metrics.get("longest_drawdown_days").asString() + " days 00:00:00")
                .isEqualTo(published.get("Max. Drawdown Duration").asString());
        assertThat(metrics.get("average_drawdown_days").asString() + " days 00:00:00")
                .isEqualTo(published.get("Avg. Drawdown Duration").asString());
    }

    /** A year of an index, one share at a time: 12 buys, 11 sales, and what is left. */
    @Test
    void oneShareWhileTheCloseIsAboveItsMean() throws IOException {
        Path data = LeanZip.golden("backtrader-daily-sma-cross");
        SimulateRuns runs = runs("INDEX50", data.resolve("datas/2006-day-001.txt"));
        JsonNode published = expected(data).get("published");

        assertThat(runs.simulate("""
                        {"kind": "simulation", "simulation_id": "index", "symbols": ["INDEX50"], "start_date": "2006-01-02",
                         "end_date": "2006-12-29", "starting_capital": 10000, "strategy": "ma_crossover",
                         "strategy_parameters": {"short_ma": 1, "long_ma": 15}, "profile": "backtrader"}
                        """)).as(runs.said()).isZero();

        List<String> bought = new ArrayList<>();
        List<String> sold = new ArrayList<>();
        for (String line : runs.text("events.jsonl").lines().toList()) {
            JsonNode event = new JsonMapper().readTree(line);
            if (event.get("event_type").asString().equals("fill")) {
                assertThat(event.get("quantity").asInt()).isEqualTo(1);
                (event.get("side").asString().equals("BUY") ? bought : sold)
                        .add(decimal(event.get("price")).setScale(2).toPlainString());
            }
        }
        assertThat(bought).isEqualTo(texts(published.get("buy_exec")));
        assertThat(sold).isEqualTo(texts(published.get("sell_exec")));
        assertThat(decimal(runs.json("metrics.json").get("final_equity")))
                .isEqualByComparingTo(decimal(published.get("stock").get("final_value")));
        List<String> equity = runs.text("equity.csv").lines().toList();
        assertThat(new BigDecimal(equity.get(equity.size() - 1).split(",")[1]))
                .isEqualByComparingTo(decimal(published.get("stock").get("final_cash")));
    }

    private static List<String> texts(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asString()));
        return all;
    }
}
