package dev.nightjar.outcome;

import static dev.nightjar.outcome.TellingFixture.ENTRY;
import static dev.nightjar.outcome.TellingFixture.ENTRY_SIGNAL;
import static dev.nightjar.outcome.TellingFixture.EXIT;
import static dev.nightjar.outcome.TellingFixture.EXIT_SIGNAL;
import static dev.nightjar.outcome.TellingFixture.RE_ENTRY_SIGNAL;
import static dev.nightjar.outcome.TellingFixture.SQUARE_OFF;
import static dev.nightjar.outcome.TellingFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.SkipReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small tellings and the files they make; ids are shortened to {@code <node>} but where they are the point. */
class ResultFilesTest {

    private static final int NONE = DayJournal.NONE;

    private static String file(StrategyResult result, String name) {
        return new String(ResultFiles.of(result).get(name), StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.replaceAll("exec_([a-z]+)_\\d{8}_\\d{6}_[0-9a-f]{6}", "<$1>");
    }

    private static List<String> events(TellingFixture told) {
        StrategyResult result = StrategyResult.soFar(TellingFixture.instance("NSE"), null, told.days());
        return shortened(file(result, ResultFiles.EVENTS)).lines().toList();
    }

    /** The start, the signal, a short put at 181.60 for a fee of 1.25, and its close at 180.00. */
    private static TellingFixture roundTrip() {
        TellingFixture told = new TellingFixture();
        told.event(EventKind.NODE_COMPLETED, "09:15:00", START, NONE);
        told.begin(EventKind.NODE_COMPLETED, "09:19:00", ENTRY_SIGNAL, 0);
        told.journal()
                .leaf(0, told.at("09:19:00") / 1_000_000_000L, told.at("09:17:00") / 1_000_000_000L, Double.NaN, true);
        told.journal().leaf(1, 26.968018597059825, 30, Double.NaN, true);
        told.journal().variable(0, 24252.6);
        told.journal().variable(1, Double.NaN);
        told.end();
        told.begin(EventKind.NODE_COMPLETED, "09:19:00", ENTRY, 1);
        told.journal().reEntryNumber(0);
        told.opened(0, 1, "09:19:00", 18160, 1_250_000);
        told.journal().skipped(1, SkipReason.NO_CONTRACT);
        told.end();
        told.begin(EventKind.NODE_COMPLETED, "09:20:00", EXIT_SIGNAL, 2);
        told.journal().usedReEntryConditions();
        told.journal().leaf(0, 201, 200, Double.NaN, true);
        told.end();
        told.begin(EventKind.NODE_COMPLETED, "09:20:00", EXIT, 3);
        // (181.60 - 180.00) x 75 = 120.00, less the fee of 1.25
        told.closed(0, 1, "09:20:00", 18000, 118_750_000, ExitReason.EXIT_CONDITION_MET);
        told.end();
        told.journal().mark(5, 118_750_000);
        return told;
    }

    /** By hand: {@code printf 'user-1\nstrategy-1\nbroker-1\n1.5\n2024-10-29\n0' | sha256sum}, and with 4. */
    @Test
    void idsAreHashesOfInstanceDayAndNumber() {
        List<String> lines =
                file(roundTrip().result(), ResultFiles.EVENTS).lines().toList();
        assertThat(lines.get(0))
                .startsWith("{\"event_id\":\"exec_start_20241029_091500_bd2855\",\"parent_event_id\":null,");
        assertThat(lines.get(4)).startsWith("{\"event_id\":\"exec_ex_20241029_092000_31a00d\",");
    }

    @Test
    void aStartHasNothingMore() {
        assertThat(events(roundTrip()).get(0))
                .isEqualTo("{\"event_id\":\"<start>\",\"parent_event_id\":null,\"event_type\":\"node_completed\","
                        + "\"timestamp\":\"2024-10-29T09:15:00+05:30\",\"node_id\":\"start\","
                        + "\"node_type\":\"startNode\",\"node_name\":\"Start\"}");
    }

    /** 2024-10-29 09:19:00 in Kolkata is 1730173740. */
    @Test
    void aSignalShowsTheLeavesThatWereEvaluatedAndItsVariables() {
        assertThat(events(roundTrip()).get(1))
                .isEqualTo("{\"event_id\":\"<sig>\",\"parent_event_id\":\"<start>\",\"event_type\":\"node_completed\","
                        + "\"timestamp\":\"2024-10-29T09:19:00+05:30\",\"node_id\":\"sig\","
                        + "\"node_type\":\"entrySignalNode\",\"node_name\":\"Entry \\\"signal\\\"\","
                        + "\"condition_set\":\"conditions\",\"conditions\":["
                        + "{\"raw\":\"Current Time >= 09:17\",\"evaluated\":\"09:19:00 >= 09:17:00\","
                        + "\"lhs_value\":1730173740,\"rhs_value\":1730173620,\"result\":true},"
                        + "{\"raw\":\"Previous[TI.1m.rsi(14,close)] < 30\",\"evaluated\":\"26.97 < 30.00\","
                        + "\"lhs_value\":26.968018597,\"rhs_value\":30,\"result\":true}],"
                        + "\"variables\":{\"Low\":24252.6,\"Rsi\":null}}");
    }

    @Test
    void anEntryShowsWhatOpenedAndWhatWasSkipped() {
        assertThat(events(roundTrip()).get(2))
                .endsWith("\"node_type\":\"entryNode\",\"node_name\":\"Entry\",\"re_entry_num\":0,\"opened\":["
                        + "{\"position_id\":\"pos1\",\"position_num\":1,\"symbol\":\"NIFTY:2024-11-07:OPT:24250:PE\","
                        + "\"exchange\":\"NFO\",\"side\":\"SELL\",\"lots\":1.5,\"quantity\":75,"
                        + "\"order_type\":\"market\",\"price\":181.60,\"slippage\":0.00,\"fees\":1.25,"
                        + "\"fill_time\":\"2024-10-29T09:19:00+05:30\",\"underlying_price\":24272.20}],"
                        + "\"skipped\":[{\"position_id\":\"pos2\",\"reason\":\"no_contract\"}]}");
    }

    @Test
    void anExitSignalSaysWhichConditionsItUsed() {
        assertThat(events(roundTrip()).get(3))
                .endsWith("\"condition_set\":\"re_entry_conditions\",\"conditions\":["
                        + "{\"raw\":\"pos1.currentPrice > 200\",\"evaluated\":\"201.00 > 200.00\","
                        + "\"lhs_value\":201,\"rhs_value\":200,\"result\":true}],\"variables\":{}}");
    }

    @Test
    void anExitShowsTheClosingOrder() {
        assertThat(events(roundTrip()).get(4))
                .endsWith(
                        "\"node_type\":\"exitNode\",\"node_name\":\"Exit\",\"skip_reason\":null,\"closed\":["
                                + "{\"position_id\":\"pos1\",\"position_num\":1,\"symbol\":\"NIFTY:2024-11-07:OPT:24250:PE\","
                                + "\"exchange\":\"NFO\",\"side\":\"BUY\",\"lots\":1.5,\"quantity\":75,"
                                + "\"order_type\":\"market\",\"price\":180.00,\"slippage\":0.00,\"fees\":0.00,"
                                + "\"fill_time\":\"2024-10-29T09:20:00+05:30\",\"reason\":\"exit_condition_met\",\"pnl\":118.75}]}");
    }

    @Test
    void anExitWithoutATargetSaysWhy() {
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.NODE_COMPLETED, "09:20:00", EXIT, NONE);
        told.journal().detail(Detail.POSITION_CLOSED);
        told.end();
        assertThat(events(told).get(0))
                .endsWith("\"node_name\":\"Exit\",\"skip_reason\":\"position_closed\",\"closed\":[]}");
    }

    @Test
    void aReEntrySignalCountsAndARangeHasAnUpperValue() {
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.NODE_COMPLETED, "09:20:00", RE_ENTRY_SIGNAL, NONE);
        told.journal().leaf(0, Double.POSITIVE_INFINITY, 24000, 25000, false);
        told.journal().variable(0, -0.0);
        told.journal().reEntryNumber(2);
        told.end();
        assertThat(events(told).get(0))
                .endsWith("\"condition_set\":\"conditions\",\"conditions\":["
                        + "{\"raw\":\"TI.underlying_ltp between 24000 and 25000\","
                        + "\"evaluated\":\"Infinity between 24000.00 and 25000.00\","
                        + "\"lhs_value\":null,\"rhs_value\":24000,\"upper_value\":25000,\"result\":false}],"
                        + "\"variables\":{\"Seen\":0},\"re_entry_num\":2,\"max_re_entries\":3}");
    }

    @Test
    void anOrderRestsFillsAtATickAndIsCancelledAtTheEnd() {
        TellingFixture told = new TellingFixture();
        told.event(EventKind.NODE_COMPLETED, "09:15:00", START, NONE);
        told.begin(EventKind.ENTRY_PENDING, "09:16:00", ENTRY, 0);
        told.journal().reEntryNumber(1);
        told.rested(0);
        told.rested(1);
        told.end();
        told.begin(EventKind.ORDER_FILLED, "09:16:00.250", ENTRY, 1)
                .opened(0, 1, "09:16:00.250", 18160, 0)
                .end();
        told.begin(EventKind.SESSION_END, "15:30:00", NONE, NONE);
        told.journal().cancelled(1, false);
        told.closed(0, 1, "15:30:00", 18161, -750_000, ExitReason.SESSION_END).end();
        told.journal().mark(375, -750_000);
        List<String> lines = events(told);
        assertThat(lines.get(1))
                .contains("\"event_type\":\"entry_pending\"")
                .endsWith("\"re_entry_num\":1,\"opened\":[],\"resting\":["
                        + "{\"position_id\":\"pos1\",\"symbol\":\"NIFTY:2024-11-07:OPT:24250:PE\",\"exchange\":\"NFO\","
                        + "\"side\":\"SELL\",\"lots\":1.5,\"quantity\":75,\"order_type\":\"market\"},"
                        + "{\"position_id\":\"pos2\",\"symbol\":\"NIFTY:2024-11-07:OPT:24250:CE\",\"exchange\":\"NFO\","
                        + "\"side\":\"BUY\",\"lots\":1.5,\"quantity\":75,\"order_type\":\"market\"}],\"skipped\":[]}");
        assertThat(lines.get(2))
                .startsWith("{\"event_id\":\"<ent>\",\"parent_event_id\":\"<ent>\",\"event_type\":\"order_filled\","
                        + "\"timestamp\":\"2024-10-29T09:16:00.250+05:30\",\"node_id\":\"ent\"")
                .contains("\"fill_time\":\"2024-10-29T09:16:00.250+05:30\"");
        assertThat(lines.get(3))
                .startsWith("{\"event_id\":\"<instance>\",\"parent_event_id\":null,\"event_type\":\"session_end\","
                        + "\"timestamp\":\"2024-10-29T15:30:00+05:30\",\"node_id\":null,\"node_type\":null,"
                        + "\"node_name\":null,\"closed\":[{\"position_id\":\"pos1\"")
                .endsWith("\"cancelled\":[{\"position_id\":\"pos2\","
                        + "\"symbol\":\"NIFTY:2024-11-07:OPT:24250:CE\",\"quantity\":75}]}");

        String trade = shortened(file(told.result(), ResultFiles.TRADES));
        assertThat(trade)
                .contains("\"entry_trigger\" : \"start\"")
                .contains("\"exit_node\" : null")
                .contains("\"exit_reason\" : \"session_end\"")
                .contains("\"duration_seconds\" : 22439.75,")
                .contains("\"entry_flow_ids\" : [\n      \"<start>\",\n      \"<ent>\",\n      \"<ent>\"\n    ]")
                .contains("\"exit_flow_ids\" : [\n      \"<instance>\"\n    ]");
    }

    @Test
    void aSkippedEntryAndASquareOffSayWhy() {
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.ENTRY_SKIPPED, "09:16:00", ENTRY, NONE);
        told.journal().reEntryNumber(0);
        told.journal().skipped(0, SkipReason.MAX_ENTRIES);
        told.journal().skipped(1, SkipReason.POSITION_OPEN);
        told.end();
        told.begin(EventKind.NODE_COMPLETED, "09:17:00", SQUARE_OFF, 0);
        told.journal().detail(Detail.LOSS_LIMIT);
        told.end();
        List<String> lines = events(told);
        assertThat(lines.get(0))
                .contains("\"event_type\":\"entry_skipped\"")
                .endsWith("\"re_entry_num\":0,\"skipped\":[{\"position_id\":\"pos1\",\"reason\":\"max_entries\"},"
                        + "{\"position_id\":\"pos2\",\"reason\":\"position_open\"}]}");
        assertThat(lines.get(1))
                .endsWith("\"node_type\":\"squareOffNode\",\"node_name\":\"Off\",\"trigger\":\"loss_limit\","
                        + "\"closed\":[],\"cancelled\":[]}");

        TellingFixture over = new TellingFixture();
        over.event(EventKind.STRATEGY_TERMINATED, "09:17:00", NONE, NONE);
        assertThat(events(over).get(0))
                .contains("\"event_type\":\"strategy_terminated\"")
                .endsWith("\"closed\":[],\"cancelled\":[]}");
    }

    @Test
    void positionsOfARoundTrip() {
        assertThat(file(roundTrip().result(), ResultFiles.POSITIONS)).isEqualTo("""
                {
                  "pos1-20241029-r0" : {
                    "position_id" : "pos1",
                    "position_num" : 1,
                    "re_entry_num" : 0,
                    "symbol" : "NIFTY:2024-11-07:OPT:24250:PE",
                    "exchange" : "NFO",
                    "side" : "SELL",
                    "lots" : 1.5,
                    "quantity" : 75,
                    "open_quantity" : 0,
                    "entry_time" : "2024-10-29T09:19:00+05:30",
                    "entry_price" : 181.60,
                    "entry_node" : "ent",
                    "status" : "closed",
                    "exit_time" : "2024-10-29T09:20:00+05:30",
                    "exit_price" : 180.00,
                    "realized_pnl" : 118.75,
                    "unrealized_pnl" : 0.00,
                    "fees" : 1.25,
                    "underlying_price_on_entry" : 24272.20,
                    "node_variables" : {
                      "sig" : {
                        "Low" : 24252.6,
                        "Rsi" : null
                      }
                    }
                  }
                }
                """);
    }

    /** 118.75 of 181.60 x 75 = 13620.00 is 0.871879588... percent. */
    @Test
    void tradesOfARoundTrip() {
        assertThat(shortened(file(roundTrip().result(), ResultFiles.TRADES))).isEqualTo("""
                [
                  {
                    "trade_id" : "pos1-20241029-r0",
                    "position_id" : "pos1",
                    "position_num" : 1,
                    "re_entry_num" : 0,
                    "symbol" : "NIFTY:2024-11-07:OPT:24250:PE",
                    "exchange" : "NFO",
                    "side" : "SELL",
                    "lots" : 1.5,
                    "quantity" : 75,
                    "entry_time" : "2024-10-29T09:19:00+05:30",
                    "entry_price" : 181.60,
                    "entry_node" : "ent",
                    "entry_trigger" : "sig",
                    "exit_time" : "2024-10-29T09:20:00+05:30",
                    "exit_price" : 180.00,
                    "exit_node" : "ex",
                    "exit_reason" : "exit_condition_met",
                    "fees" : 1.25,
                    "pnl" : 118.75,
                    "pnl_percent" : 0.871880,
                    "duration_seconds" : 60,
                    "entry_flow_ids" : [
                      "<start>",
                      "<sig>",
                      "<ent>"
                    ],
                    "exit_flow_ids" : [
                      "<start>",
                      "<sig>",
                      "<ent>",
                      "<xs>",
                      "<ex>"
                    ]
                  }
                ]
                """);
    }

    @Test
    void metricsOfARoundTrip() {
        assertThat(file(roundTrip().result(), ResultFiles.METRICS)).isEqualTo("""
                {
                  "basis" : {
                    "sampling" : "daily",
                    "calendar" : "trading_days",
                    "days_per_year" : 252,
                    "risk_free_rate" : 0.000000,
                    "ddof" : 1,
                    "capital" : null
                  },
                  "total_trades" : 1,
                  "winning_trades" : 1,
                  "losing_trades" : 0,
                  "breakeven_trades" : 0,
                  "win_rate" : 100.000000,
                  "total_pnl" : 118.75,
                  "gross_profit" : 118.75,
                  "gross_loss" : 0.00,
                  "profit_factor" : null,
                  "average_win" : 118.75,
                  "average_loss" : null,
                  "largest_win" : 118.75,
                  "largest_loss" : null,
                  "expectancy" : 118.75,
                  "max_drawdown" : 0.00,
                  "max_drawdown_marked" : 0.00,
                  "fees" : 1.25,
                  "re_entries" : 0,
                  "average_duration_seconds" : 60.000000,
                  "days" : [
                    {
                      "date" : "2024-10-29",
                      "total_trades" : 1,
                      "winning_trades" : 1,
                      "losing_trades" : 0,
                      "breakeven_trades" : 0,
                      "win_rate" : 100.000000,
                      "total_pnl" : 118.75,
                      "gross_profit" : 118.75,
                      "gross_loss" : 0.00,
                      "fees" : 1.25,
                      "re_entries" : 0,
                      "max_drawdown" : 0.00,
                      "max_drawdown_marked" : 0.00,
                      "failed" : null
                    }
                  ]
                }
                """);
    }

    @Test
    void whileItIsOpenAPositionHasNoExit() {
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.NODE_COMPLETED, "09:19:00", ENTRY, NONE)
                .opened(0, 1, "09:19:00", 18160, 1_250_000)
                .end();
        told.journal().mark(4, -500_000_000);
        StrategyResult result = StrategyResult.soFar(TellingFixture.instance("NSE"), null, told.days());
        assertThat(file(result, ResultFiles.POSITIONS))
                .contains("\"open_quantity\" : 75,")
                .contains("\"status\" : \"open\",\n    \"exit_time\" : null,\n    \"exit_price\" : null,\n"
                        + "    \"realized_pnl\" : 0.00,\n    \"unrealized_pnl\" : null,\n    \"fees\" : 1.25,")
                .contains("\"node_variables\" : { }");
        assertThat(file(result, ResultFiles.TRADES)).isEqualTo("[ ]\n");
        assertThat(result.metrics().maxDrawdownMarked()).isEqualTo(500_000_000);
    }

    @Test
    void nothingHappening() {
        Map<String, byte[]> files = ResultFiles.of(new TellingFixture().result());
        assertThat(files.keySet()).containsExactly("positions.json", "trades.json", "metrics.json", "events.jsonl");
        assertThat(files.get("events.jsonl")).isEmpty();
        assertThat(new String(files.get("positions.json"), StandardCharsets.UTF_8))
                .isEqualTo("{ }\n");
        assertThat(new String(files.get("metrics.json"), StandardCharsets.UTF_8))
                .contains("\"win_rate\" : null,", "\"average_duration_seconds\" : null,", "\"expectancy\" : null,");
    }

    @Test
    void moneyOfAnUnknownCurrencyKeepsAllItsDigits() {
        TellingFixture told = roundTrip();
        StrategyResult result = StrategyResult.of(TellingFixture.instance("EUREX"), null, told.days());
        assertThat(file(result, ResultFiles.TRADES)).contains("\"pnl\" : 118.750000,", "\"entry_price\" : 181.60,");
    }
}
