package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs over stored candles, from arguments to files. */
class CandleReplayTest {

    @TempDir
    private Path home;

    private CandleFolder folder;

    @BeforeEach
    void aShareOfThreeMinutesOnTwoDays() {
        folder = new CandleFolder(home)
                .candles(
                        "ACME",
                        "STOCK",
                        2,
                        "1m",
                        List.of(
                                "2024-10-28 09:15:00,90,91,89,90,100",
                                "2024-10-28 09:16:00,90,92,90,91,100",
                                "2024-10-28 09:18:00,92,95,91,94,100",
                                "2024-10-29 09:15:00,98,101,97,100,100",
                                "2024-10-29 09:16:00,100,106,94,101,100",
                                "2024-10-29 09:17:00,101,102,100,102,100"));
    }

    private void strategy(String timeframe, String average) {
        folder.file("strategy.json", List.of("""
                {"strategy_id": "candles", "user_id": "u", "name": "Candles", "nodes": [
                  {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "strategyType": "intraday",
                    "tradingInstrument": {"type": "stock"},
                    "tradingInstrumentConfig": {"type": "stock", "symbol": "ACME", "timeframes": [
                      {"id": "tf", "timeframe": "%s", "indicators": {"average": {"indicator_name": "sma", "length": 2}}}]}}},
                  {"id": "signal", "type": "entrySignalNode", "data": {"conditions": [{"groupLogic": "AND", "conditions": [
                    {"lhs": {"type": "indicator", "name": "average", "offset": -1, "timeframeId": "tf", "instrumentType": "TI"},
                     "operator": "==", "rhs": {"type": "constant", "value": %s}}]}]}},
                  {"id": "entry", "type": "entryNode", "data": {"positions": [
                    {"vpi": "share", "quantity": 10, "multiplier": 1, "positionType": "buy", "orderType": "market",
                     "stopLoss": {"enabled": true, "triggerType": "points", "stopPoints": 5},
                     "takeProfit": {"enabled": true, "triggerType": "points", "targetPoints": 6}}]}}],
                 "edges": [{"source": "start", "target": "signal"}, {"source": "signal", "target": "entry"}]}
                """.formatted(timeframe, average).split("\n")));
    }

    @Test
    void aTradeOfCandlesStandsInTheFilesWithWhatIsAmbiguousOfIt() {
        // of 94 before the day and 100
        strategy("1m", "97");

        int exitCode = folder.backtest("--date", "2024-10-29", "--replay", "1m", "--warm-up", "2");

        assertThat(exitCode).as(folder.said()).isZero();
        JsonNode run = folder.json("run.json");
        assertThat(run.get("replay").asString()).isEqualTo("1m");
        assertThat(run.get("warm_up").asInt()).isEqualTo(2);
        JsonNode warmUp = run.get("days").get(0).get("warm_up").get(0);
        assertThat(warmUp.get("source").asString()).isEqualTo("stored");
        assertThat(warmUp.get("candles").asInt()).isEqualTo(2);
        JsonNode trades = folder.json("trades.json");
        assertThat(trades).hasSize(1);
        JsonNode trade = trades.get(0);
        assertThat(trade.get("entry_time").asString()).startsWith("2024-10-29T09:16:00");
        assertThat(trade.get("entry_price").asDouble()).isEqualTo(100);
        assertThat(trade.get("exit_time").asString()).startsWith("2024-10-29T09:17:00");
        assertThat(trade.get("exit_price").asDouble()).isEqualTo(95);
        assertThat(trade.get("exit_reason").asString()).isEqualTo("stop_loss");
        assertThat(trade.get("ambiguous").asBoolean()).isTrue();
        assertThat(trade.get("pnl").asDouble()).isEqualTo(-50);
    }

    @Test
    void candlesThatNobodyStoredAreBuiltFromThoseThatAreReplayed() {
        // of 91 and 94 the day before
        strategy("3m", "92.5");

        int exitCode = folder.backtest("--date", "2024-10-29", "--replay", "1m");

        assertThat(exitCode).as(folder.said()).isZero();
        JsonNode warmUp =
                folder.json("run.json").get("days").get(0).get("warm_up").get(0);
        assertThat(warmUp.get("source").asString()).isEqualTo("built");
        assertThat(warmUp.get("candles").asInt()).isEqualTo(2);
        assertThat(folder.json("trades.json").get(0).get("entry_time").asString())
                .startsWith("2024-10-29T09:16:00");
    }

    @Test
    void withoutWarmUpAnIndicatorStartsEmptyWithAWarning() {
        // of 100 and 101
        strategy("1m", "100.5");

        int exitCode = folder.backtest("--date", "2024-10-29", "--replay", "1m", "--warm-up", "0");

        assertThat(exitCode).as(folder.said()).isZero();
        assertThat(folder.said()).contains("0 candles of ACME 1m before 2024-10-29; sma(2,close) needs 2");
        assertThat(folder.json("run.json")
                        .get("days")
                        .get(0)
                        .get("warm_up")
                        .get(0)
                        .get("source")
                        .asString())
                .isEqualTo("unused");
        JsonNode trade = folder.json("trades.json").get(0);
        assertThat(trade.get("entry_time").asString()).startsWith("2024-10-29T09:17:00");
        assertThat(trade.get("exit_reason").asString()).isEqualTo("session_end");
        assertThat(trade.has("ambiguous")).isFalse();
    }

    @Test
    void oneDayAfterTheOtherIsReplayed() {
        strategy("1m", "1000");

        int exitCode = folder.backtest(
                "--date", "2024-10-28", "--to", "2024-10-29", "--replay", "1m", "--warm-up", "0", "--threads", "2");

        assertThat(exitCode).as(folder.said()).isZero();
        assertThat(folder.json("run.json").get("days")).hasSize(2);
    }

    @Test
    void whatCannotBeReplayedIsSaid() {
        strategy("1m", "97");

        assertThat(folder.backtest("--date", "2024-10-29", "--replay", "1m", "--fill", "quote"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(folder.said()).contains("fill quote needs bid and ask, which replay 1m has not");
        assertThat(folder.backtest("--date", "2024-10-29", "--replay", "1s")).isEqualTo(ExitCode.USAGE.number());
        assertThat(folder.said()).contains("replay: must be ticks or the timeframe of stored candles");
        assertThat(folder.backtest("--date", "2024-10-29", "--replay", "5m")).isEqualTo(4);
        assertThat(folder.backtest("--date", "2024-10-28", "--replay", "1m"))
                .as("no candle to warm up")
                .isEqualTo(3);
        assertThat(folder.said()).contains("no candle of ACME 1m before 2024-10-28 to warm up sma(2,close)");
    }
}
