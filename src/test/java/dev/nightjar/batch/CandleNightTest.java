package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues whose runs replay stored candles. */
class CandleNightTest {

    static final String STRATEGY = """
            {"strategy_id": "%s", "user_id": "u", "name": "Candles", "nodes": [
              {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "strategyType": "intraday",
                "tradingInstrument": {"type": "stock"},
                "tradingInstrumentConfig": {"type": "stock", "symbol": "ACME", "timeframes": [
                  {"id": "tf", "timeframe": "1m", "indicators": {"average": {"indicator_name": "sma", "length": 2}}}]}}},
              {"id": "signal", "type": "entrySignalNode", "data": {"conditions": [{"groupLogic": "AND", "conditions": [
                {"lhs": {"type": "indicator", "name": "average", "offset": -1, "timeframeId": "tf", "instrumentType": "TI"},
                 "operator": ">", "rhs": {"type": "constant", "value": 0}}]}]}},
              {"id": "entry", "type": "entryNode", "data": {"positions": [
                {"vpi": "share", "quantity": 10, "multiplier": 1, "positionType": "buy", "orderType": "market",
                 "stopLoss": {"enabled": true, "triggerType": "points", "stopPoints": 5},
                 "takeProfit": {"enabled": true, "triggerType": "points", "targetPoints": 6}}]}}],
             "edges": [{"source": "start", "target": "signal"}, {"source": "signal", "target": "entry"}]}
            """;

    @TempDir
    private Path folder;

    private JobHome home;
    private Path data;

    @BeforeEach
    void aShareOnTwoDays() throws IOException {
        home = new JobHome(folder.resolve("home"));
        data = candles(folder);
        for (String strategy : List.of("one", "two")) {
            home.look(database -> new QueueStore(database)
                    .add(
                            new NewQueueItem(
                                    "q",
                                    new InstanceKey("u", strategy, "b", BigDecimal.ONE),
                                    STRATEGY.formatted(strategy),
                                    null,
                                    false,
                                    false,
                                    strategy),
                            Instant.now()));
        }
    }

    /** {@return a data folder with minutes of a share on three days} */
    static Path candles(Path folder) throws IOException {
        Path data = folder.resolve("candles only");
        Files.createDirectories(data.resolve("candles/ACME"));
        Files.write(
                data.resolve("instruments.csv"),
                List.of(
                        "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale",
                        "ACME,STOCK,NSE,,,,,,,2"));
        Files.write(
                data.resolve("candles/ACME/1m.csv"),
                List.of(
                        "timestamp,open,high,low,close,volume",
                        "2024-10-25 15:28:00,90,91,89,90,100",
                        "2024-10-25 15:29:00,90,92,90,91,100",
                        "2024-10-28 09:15:00,98,101,97,100,100",
                        "2024-10-28 09:16:00,100,106,94,101,100",
                        "2024-10-29 09:15:00,98,101,97,100,100",
                        "2024-10-29 09:16:00,100,103,96,101,100",
                        "2024-10-29 09:17:00,101,107,100,102,100"));
        return data;
    }

    private int run(String... more) {
        String[] settings = new String[more.length + 4];
        settings[0] = "data=" + data;
        settings[1] = "replay=1m";
        settings[2] = "from=2024-10-28";
        settings[3] = "to=2024-10-29";
        System.arraycopy(more, 0, settings, 4, more.length);
        return home.run("q", settings);
    }

    private List<LocalDate> days() {
        return home
                .list(database -> {
                    RunStore runs = new RunStore(database);
                    return runs.days(runs.newest("q", 1).get(0).id());
                })
                .stream()
                .map(RunDay::date)
                .toList();
    }

    @Test
    void howeverTheRunIsCutOrPacedItsResultsAreTheSame() throws IOException {
        assertThat(run("partitions=1")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(days()).containsExactly(LocalDate.of(2024, 10, 28), LocalDate.of(2024, 10, 29));
        SortedMap<String, String> whole = home.results();
        assertThat(whole.get("u/one_b/trades.json"))
                .containsSubsequence(
                        "\"exit_reason\" : \"stop_loss\"", "\"ambiguous\" : true", "\"exit_reason\" : \"take_profit\"");
        assertThat(Files.readString(home.root().resolve("backtest_data/u/one_b/run.json")))
                .contains("\"replay\" : \"1m\"");

        assertThat(run("partitions=4")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results()).isEqualTo(whole);
        assertThat(run("speed=100000")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results()).isEqualTo(whole);
    }

    @Test
    void missingDaysAndHolesAreWarnedOf() {
        assertThat(home.run("q", "data=" + data, "replay=1m", "from=2024-10-28", "to=2024-10-30"))
                .as(home.err())
                .isEqualTo(ExitCode.DONE.number());
        assertThat(home.out())
                .contains(" has no 1m candles for 2024-10-30, not run; trading was to be expected then")
                .contains("warning: 2024-10-28: ACME has no 1m candle between 09:17 and 15:30;"
                        + " 2024-10-29: ACME has no 1m candle between 09:18 and 15:30");
    }

    @Test
    void onceTheCandlesAreStoredTheFolderNeedNotBeThere() throws IOException {
        assertThat(run()).as(home.err()).isEqualTo(ExitCode.DONE.number());
        SortedMap<String, String> whole = home.results();
        Files.move(data, folder.resolve("elsewhere"));

        assertThat(run("partitions=2")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results()).isEqualTo(whole);
    }

    @Test
    void aTimeframeWithoutCandlesHasNoDays() {
        assertThat(home.run("q", "data=" + data, "replay=5m", "date=2024-10-28"))
                .isEqualTo(ExitCode.DATA.number());
    }
}
