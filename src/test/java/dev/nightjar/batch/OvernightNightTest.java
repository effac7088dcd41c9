package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues with strategies that keep their positions overnight, beside others that do not. */
class OvernightNightTest {

    private static final String STRATEGY = """
            {"strategy_id": "%s", "user_id": "u", "name": "Overnight", "nodes": [
              {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "strategyType": "%s",
                "tradingInstrument": {"type": "stock"},
                "tradingInstrumentConfig": {"type": "stock", "symbol": "ACME", "timeframes": [
                  {"id": "tf", "timeframe": "1m", "indicators": {"average": {"indicator_name": "ema", "length": 2}}}]}}},
              {"id": "signal", "type": "entrySignalNode", "data": {"conditions": [{"groupLogic": "AND", "conditions": [
                {"lhs": {"type": "indicator", "name": "average", "offset": -1, "timeframeId": "tf", "instrumentType": "TI"},
                 "operator": ">", "rhs": {"type": "constant", "value": 0}}]}]}},
              {"id": "entry", "type": "entryNode", "data": {"positions": [
                {"vpi": "share", "quantity": 10, "multiplier": 1, "positionType": "buy", "orderType": "market"}]}},
              {"id": "late", "type": "exitSignalNode", "data": {"conditions": [{"groupLogic": "AND", "conditions": [
                {"lhs": {"type": "current_time"}, "operator": ">=",
                 "rhs": {"type": "time_function", "timeValue": "09:18"}}]}]}},
              {"id": "exit", "type": "exitNode", "data": {"exitNodeData": {"orderConfig": {
                "orderType": "market", "targetPositionVpi": "share", "quantity": "all"}}}}],
             "edges": [{"source": "start", "target": "signal"}, {"source": "signal", "target": "entry"},
                       {"source": "entry", "target": "late"}, {"source": "late", "target": "exit"}]}
            """;

    @TempDir
    private Path folder;

    private JobHome home;
    private Path data;

    @BeforeEach
    void aShareOnThreeDays() throws IOException {
        home = new JobHome(folder.resolve("home"));
        data = folder.resolve("candles only");
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
                        "2024-10-24 15:28:00,90,91,89,90,100",
                        "2024-10-24 15:29:00,90,92,90,91,100",
                        "2024-10-25 09:15:00,98,101,97,100,100",
                        "2024-10-25 09:16:00,100,106,94,101,100",
                        "2024-10-28 09:15:00,98,101,97,99,100",
                        "2024-10-29 09:15:00,98,101,97,100,100",
                        "2024-10-29 09:16:00,100,103,96,101,100",
                        "2024-10-29 09:17:00,101,107,100,102.5,100"));
        add("kept", "positional");
        add("daily", "intraday");
        add("also-kept", "positional");
    }

    private void add(String id, String type) {
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "q",
                                new InstanceKey("u", id, "b", BigDecimal.ONE),
                                STRATEGY.formatted(id, type),
                                null,
                                false,
                                false,
                                id),
                        Instant.now()));
    }

    private int run(String to, String... more) {
        List<String> settings = new ArrayList<>(List.of("data=" + data, "replay=1m", "from=2024-10-25", "to=" + to));
        settings.addAll(List.of(more));
        return home.run("q", settings.toArray(String[]::new));
    }

    @Test
    void howeverTheRunIsCutOrPacedItsResultsAreTheSame() {
        assertThat(run("2024-10-29", "partitions=1")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        SortedMap<String, String> whole = home.results();
        assertThat(whole.get("u/kept_b/trades.json"))
                .containsOnlyOnce("trade_id")
                .contains(
                        "\"entry_time\" : \"2024-10-25T09:16:00+05:30\"",
                        "\"entry_price\" : 100.00",
                        "\"exit_time\" : \"2024-10-29T09:18:00+05:30\"",
                        "\"exit_price\" : 102.50",
                        "\"pnl\" : 25.00");
        assertThat(Objects.requireNonNull(whole.get("u/daily_b/trades.json")).split("trade_id"))
                .hasSize(4);
        assertThat(whole.get("u/kept_b/metrics.json"))
                .containsSubsequence("\"max_drawdown_marked\" : 20.00", "\"date\" : \"2024-10-28\"");

        assertThat(run("2024-10-29", "partitions=4")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results()).isEqualTo(whole);
        assertThat(run("2024-10-29", "speed=100000")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results()).isEqualTo(whole);
        assertThat(home.list(database -> {
                    RunStore runs = new RunStore(database);
                    return runs.events(runs.newest("q", 1).get(0).id());
                }))
                .extracting(event -> event.message())
                .noneMatch(message -> message.contains("not shown"));
    }

    @Test
    void whatIsOpenWhenTheRunEndsStaysOpen() {
        assertThat(run("2024-10-28")).as(home.err()).isEqualTo(ExitCode.DONE.number());

        assertThat(home.results().get("u/kept_b/positions.json"))
                .contains("\"status\" : \"open\"", "\"open_quantity\" : 10", "\"unrealized_pnl\" : -10.00");
        assertThat(home.results().get("u/kept_b/trades.json")).doesNotContain("trade_id");
    }
}
