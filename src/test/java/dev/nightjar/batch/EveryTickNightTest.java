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
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues with strategies that are evaluated at every tick, beside others that are not. */
class EveryTickNightTest {

    /** Buys where the price comes back above 100, and sells 0.5 above its entry. */
    private static final String STRATEGY = """
            {"strategy_id": "%s", "user_id": "u", "name": "Ticks", "nodes": [
              {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "strategyType": "%s", "evaluation": "%s",
                "tradingInstrument": {"type": "stock"},
                "tradingInstrumentConfig": {"type": "stock", "symbol": "ACME", "timeframes": [{"id": "tf", "timeframe": "1m"}]}}},
              {"id": "signal", "type": "entrySignalNode", "data": {"conditions": [{"groupLogic": "AND", "conditions": [
                {"lhs": {"type": "current_time"}, "operator": ">", "rhs": {"type": "constant", "value": "09:16"}},
                {"lhs": {"type": "live_data", "field": "ltp"}, "operator": "crosses_above",
                 "rhs": {"type": "constant", "value": 100}}]}]}},
              {"id": "entry", "type": "entryNode", "data": {"positions": [
                {"vpi": "share", "quantity": 10, "multiplier": 1, "positionType": "buy", "orderType": "market"}]}},
              {"id": "risen", "type": "exitSignalNode", "data": {"conditions": [
                {"lhs": {"type": "live_data", "field": "ltp"}, "operator": ">=",
                 "rhs": {"type": "expression", "operation": "+", "left": {"type": "position_data", "vpi": "share", "field": "entryPrice"},
                         "right": {"type": "constant", "value": 0.5}}}]}},
              {"id": "exit", "type": "exitNode", "data": {"exitNodeData": {"orderConfig": {
                "orderType": "market", "targetPositionVpi": "share", "quantity": "all"}}}}],
             "edges": [{"source": "start", "target": "signal"}, {"source": "signal", "target": "entry"},
                       {"source": "entry", "target": "risen"}, {"source": "risen", "target": "exit"}, {"source": "exit", "target": "signal"}]}
            """;

    @TempDir
    private Path folder;

    private JobHome home;
    private Path data;

    @BeforeEach
    void aShareOnThreeDays() throws IOException {
        home = new JobHome(folder.resolve("home"));
        data = folder.resolve("ticks only");
        Files.createDirectories(data.resolve("ticks"));
        Files.write(
                data.resolve("instruments.csv"),
                List.of(
                        "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale",
                        "ACME,STOCK,NSE,,,,,,,2"));
        ticks(
                "2024-10-25",
                "09:15:00.100,99.00",
                "09:16:00.200,99.50",
                "09:16:00.300,100.25",
                "09:16:00.400,99.75",
                "09:16:00.500,100.75",
                "09:16:00.900,99.00",
                "15:29:59.000,99.00");
        ticks("2024-10-28", "09:16:00.100,99.00", "09:16:00.200,100.10", "15:30:00.700,100.20");
        ticks(
                "2024-10-29",
                "09:15:00.100,100.60",
                "09:20:00.250,99.00",
                "15:30:00.125,99.90",
                "15:30:00.250,100.10",
                "15:30:00.500,100.30");
        add("ticks", "intraday", "tick");
        add("ticks-kept", "positional", "tick");
        add("seconds", "intraday", "second");
    }

    /** Writes a day's ticks, and the last price again every 25 minutes, as a day with holes is refused. */
    private void ticks(String date, String... rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,sequence,symbol,ltp,ltq,oi"));
        LocalTime last = LocalTime.of(9, 15);
        String price = rows[0].split(",")[1];
        for (String row : rows) {
            String[] words = row.split(",");
            LocalTime time = LocalTime.parse(words[0]);
            for (LocalTime fill = last.plusMinutes(25); fill.isBefore(time); fill = fill.plusMinutes(25)) {
                lines.add(line(date, fill, lines.size(), price));
            }
            lines.add(line(date, time, lines.size(), words[1]));
            last = time;
            price = words[1];
        }
        Files.write(data.resolve("ticks").resolve(date + ".csv"), lines);
    }

    private static String line(String date, LocalTime time, int sequence, String price) {
        return date + " " + time.format(DateTimeFormatter.ISO_LOCAL_TIME) + "," + sequence + ",ACME," + price + ",1,0";
    }

    private void add(String id, String type, String evaluation) {
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "q",
                                new InstanceKey("u", id, "b", BigDecimal.ONE),
                                STRATEGY.formatted(id, type, evaluation),
                                null,
                                false,
                                false,
                                id),
                        Instant.now()));
    }

    private int run(String... more) {
        List<String> settings = new ArrayList<>(List.of("data=" + data, "from=2024-10-25", "to=2024-10-29"));
        settings.addAll(List.of(more));
        return home.run("q", settings.toArray(String[]::new));
    }

    @Test
    void howeverTheRunIsCutOrPacedItsResultsAreTheSame() {
        assertThat(run("partitions=1")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        SortedMap<String, String> whole = home.results();
        assertThat(whole.get("u/ticks_b/trades.json"))
                .containsSubsequence(
                        "\"entry_time\" : \"2024-10-25T09:16:00.300+05:30\"",
                        "\"entry_price\" : 100.25",
                        "\"exit_time\" : \"2024-10-25T09:16:00.500+05:30\"",
                        "\"exit_price\" : 100.75",
                        "\"duration_seconds\" : 0.2",
                        "\"entry_time\" : \"2024-10-28T09:16:00.200+05:30\"",
                        "\"exit_time\" : \"2024-10-28T15:30:00+05:30\"",
                        "\"exit_reason\" : \"session_end\"",
                        "\"entry_time\" : \"2024-10-29T15:30:00.250+05:30\"",
                        "\"entry_price\" : 100.10",
                        "\"exit_time\" : \"2024-10-29T15:30:00+05:30\"",
                        "\"exit_price\" : 100.30",
                        "\"duration_seconds\" : -0.25");
        assertThat(whole.get("u/ticks-kept_b/trades.json"))
                .containsSubsequence(
                        "\"entry_time\" : \"2024-10-28T09:16:00.200+05:30\"",
                        "\"exit_time\" : \"2024-10-29T09:15:00.100+05:30\"",
                        "\"exit_reason\" : \"exit_condition_met\"");
        assertThat(whole.get("u/ticks-kept_b/positions.json"))
                .contains("\"status\" : \"open\"", "\"entry_time\" : \"2024-10-29T15:30:00.250+05:30\"");
        assertThat(whole.get("u/ticks_b/events.jsonl"))
                .contains("\"timestamp\":\"2024-10-25T09:16:00.300+05:30\"", "exec_signal_20241025_091600_")
                .contains("\"evaluated\":\"09:16:00.300 > 09:16:00\",\"lhs_value\":1729827960.299999952,");
        assertThat(whole.get("u/seconds_b/trades.json")).doesNotContain("2024-10-25T09:16");

        assertThat(run("partitions=5")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results()).isEqualTo(whole);
        assertThat(run("speed=100000")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results()).isEqualTo(whole);
        assertThat(home.list(database -> {
                    RunStore runs = new RunStore(database);
                    return runs.events(runs.newest("q", 1).get(0).id());
                }))
                .extracting(event -> event.message())
                .noneMatch(message -> message.contains("not shown"));
    }

    @Test
    void aReplayOfCandlesIsRefusedByName() throws IOException {
        Files.createDirectories(data.resolve("candles/ACME"));
        Files.write(
                data.resolve("candles/ACME/1m.csv"),
                List.of("timestamp,open,high,low,close,volume", "2024-10-28 09:15:00,98,101,97,99,100"));

        assertThat(home.run("q", "data=" + data, "replay=1m", "date=2024-10-28"))
                .as(home.err())
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.out())
                .contains(
                        "evaluation tick needs ticks; this is a replay of bars of 1m, which accepts evaluation second");
        assertThat(home.results().get("u/seconds_b/metrics.json")).doesNotContain("evaluation");
    }
}
