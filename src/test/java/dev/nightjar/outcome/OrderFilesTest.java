package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.Protection;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.OrderType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small days of {@link TradingFixture}'s strategy and the files they make; ids are shortened to {@code <node>}. */
class OrderFilesTest {

    private static final int NONE = DayJournal.NONE;
    private static final long NO_PRICE = TickSeries.NO_PRICE;

    private final StubDay day = StubDay.of(LocalDate.of(2024, 10, 29));
    private final PartitionJournal partition = new PartitionJournal(0);
    private final DayJournal journal = partition.open(0, day);
    private long now;

    private void begin(EventKind kind, String time, int node, int parent) {
        LocalTime local = LocalTime.parse(time);
        now = day.session().at(local) * 1_000_000_000L + local.getNano();
        journal.begin(kind, now, node, parent);
    }

    private void closed(
            int leg, long units, OrderType type, long price, long slippage, long fees, long profit, ExitReason why) {
        journal.closed(leg, 1, units, type, now, price, slippage, fees, profit, why);
    }

    private StrategyResult result() {
        return StrategyResult.of(TradingFixture.instance(), null, List.of(partition.soFar(0, day.date())));
    }

    private StrategyResult resultSoFar() {
        return StrategyResult.soFar(TradingFixture.instance(), null, List.of(partition.soFar(0, day.date())));
    }

    private static String file(StrategyResult result, String name) {
        return new String(ResultFiles.of(result).get(name), StandardCharsets.UTF_8)
                .replaceAll("exec_([a-z]+)_\\d{8}_\\d{6}_[0-9a-f]{6}", "<$1>");
    }

    private static List<String> events(StrategyResult result) {
        return file(result, ResultFiles.EVENTS).lines().toList();
    }

    /** Event 0: 75 calls at 200.00 for 10.00. */
    private void boughtCalls() {
        begin(EventKind.NODE_COMPLETED, "09:16:00", TradingFixture.ENTRY, NONE);
        journal.reEntryNumber(0);
        journal.opened(0, 1, TradingFixture.CALL, Side.BUY, 75, now, 20_000, 5, 10_000_000, 2_427_220, 2);
        journal.armed(0, Protection.STOP_LOSS, 19_000);
        journal.armed(0, Protection.TAKE_PROFIT, 21_000);
        journal.end();
    }

    /**
     * Events 1 and 2. Entry fees of 25 of 75: 10 x 25 / 75 = 3.333333, of the last 50 the rest, 6.666667. First part: (204 - 200) x 25 -
     * 3.333333 - 1 = 95.666667. Last: (190 - 200) x 50 - 6.666667 - 2 = -508.666667.
     */
    private void soldInTwoParts() {
        begin(EventKind.NODE_COMPLETED, "09:20:00", TradingFixture.PART, 0);
        closed(0, 25, OrderType.MARKET, 20_400, 0, 1_000_000, 95_666_667, ExitReason.EXIT_CONDITION_MET);
        journal.armed(0, Protection.TRAILING_STOP, 19_400);
        journal.end();
        journal.mark(5, 95_666_667);
        begin(EventKind.PROTECTION_HIT, "09:30:00.250", TradingFixture.ENTRY, 0);
        journal.protection(0, Protection.STOP_LOSS, 19_000);
        closed(0, 50, OrderType.MARKET, 19_000, 0, 2_000_000, -508_666_667, ExitReason.STOP_LOSS);
        journal.end();
        journal.mark(15, -413_000_000);
    }

    @Test
    void aTransactionClosedInPartsIsOneTradeAPart() {
        boughtCalls();
        soldInTwoParts();
        assertThat(file(result(), ResultFiles.TRADES)).isEqualTo("""
                [
                  {
                    "trade_id" : "call-20241029-r0.1",
                    "position_id" : "call",
                    "position_num" : 1,
                    "re_entry_num" : 0,
                    "symbol" : "NIFTY:2024-11-07:OPT:24250:CE",
                    "exchange" : "NFO",
                    "side" : "BUY",
                    "lots" : 1,
                    "quantity" : 25,
                    "entry_time" : "2024-10-29T09:16:00+05:30",
                    "entry_price" : 200.00,
                    "entry_node" : "ent",
                    "entry_trigger" : null,
                    "exit_time" : "2024-10-29T09:20:00+05:30",
                    "exit_price" : 204.00,
                    "exit_node" : "part",
                    "exit_reason" : "exit_condition_met",
                    "fees" : 4.33,
                    "pnl" : 95.67,
                    "pnl_percent" : 1.913333,
                    "duration_seconds" : 240,
                    "entry_flow_ids" : [
                      "<ent>"
                    ],
                    "exit_flow_ids" : [
                      "<ent>",
                      "<part>"
                    ]
                  },
                  {
                    "trade_id" : "call-20241029-r0.2",
                    "position_id" : "call",
                    "position_num" : 1,
                    "re_entry_num" : 0,
                    "symbol" : "NIFTY:2024-11-07:OPT:24250:CE",
                    "exchange" : "NFO",
                    "side" : "BUY",
                    "lots" : 2,
                    "quantity" : 50,
                    "entry_time" : "2024-10-29T09:16:00+05:30",
                    "entry_price" : 200.00,
                    "entry_node" : "ent",
                    "entry_trigger" : null,
                    "exit_time" : "2024-10-29T09:30:00.250+05:30",
                    "exit_price" : 190.00,
                    "exit_node" : "ent",
                    "exit_reason" : "stop_loss",
                    "fees" : 8.67,
                    "pnl" : -508.67,
                    "pnl_percent" : -5.086667,
                    "duration_seconds" : 840.25,
                    "entry_flow_ids" : [
                      "<ent>"
                    ],
                    "exit_flow_ids" : [
                      "<ent>",
                      "<ent>"
                    ]
                  }
                ]
                """);
        assertThat(NightFiles.csvRows(result()).lines().toList().get(0))
                .startsWith(
                        "user-1,strategy-1,broker-1,1,call-20241029-r0.1,call,1,0,NIFTY:2024-11-07:OPT:24250:CE,NFO,BUY,1,25,")
                .endsWith(",4.33,95.67,1.913333,240");
    }

    @Test
    void aTransactionClosedInPartsIsOnePositionAndOneUnitOfTheFigures() {
        boughtCalls();
        soldInTwoParts();
        assertThat(file(result(), ResultFiles.POSITIONS))
                .contains("\"lots\" : 3,\n    \"quantity\" : 75,\n    \"open_quantity\" : 0,")
                .contains("\"status\" : \"closed\",\n    \"exit_time\" : \"2024-10-29T09:30:00.250+05:30\",\n"
                        + "    \"exit_price\" : 190.00,\n    \"realized_pnl\" : -413.00,\n"
                        + "    \"unrealized_pnl\" : 0.00,\n    \"fees\" : 13.00,");
        Metrics metrics = result().metrics();
        assertThat(metrics.total().trades()).isEqualTo(1);
        assertThat(metrics.total().losing()).isEqualTo(1);
        assertThat(metrics.total().pnl()).isEqualTo(-413_000_000);
        assertThat(metrics.total().fees()).isEqualTo(13_000_000);
        assertThat(metrics.total().largestLoss()).isEqualTo(-413_000_000);
        assertThat(metrics.total().averageDurationSeconds()).isEqualByComparingTo("840.25");
        // up to 95.666667 with the first part, then down to -413
        assertThat(metrics.maxDrawdown()).isEqualTo(508_666_667);
        assertThat(metrics.days().get(0).tally().trades()).isEqualTo(1);
    }

    @Test
    void aTransactionOfWhichAPartIsOpenCountsInNoFigureButTheDrawdown() {
        boughtCalls();
        begin(EventKind.NODE_COMPLETED, "09:20:00", TradingFixture.PART, 0);
        // (190 - 200) x 25 - 3.333333
        closed(0, 25, OrderType.MARKET, 19_000, 0, 0, -253_333_333, ExitReason.EXIT_CONDITION_MET);
        journal.armed(0, Protection.TRAILING_STOP, 18_000);
        journal.end();
        StrategyResult result = resultSoFar();
        assertThat(result.metrics().total().trades()).isZero();
        assertThat(result.metrics().total().pnl()).isZero();
        assertThat(result.metrics().maxDrawdown()).isEqualTo(253_333_333);
        assertThat(file(result, ResultFiles.POSITIONS))
                .contains("\"quantity\" : 75,\n    \"open_quantity\" : 50,")
                .contains("\"status\" : \"open\",\n    \"exit_time\" : null,\n    \"exit_price\" : null,\n"
                        + "    \"realized_pnl\" : -253.33,\n    \"unrealized_pnl\" : null,\n    \"fees\" : 10.00,");
        assertThat(file(result, ResultFiles.TRADES)).contains("\"trade_id\" : \"call-20241029-r0.1\"");
        assertThat(partition.totals().get(0).trades()).isZero();
    }

    @Test
    void eventsTellProtectionsAndThePartsOfAnExit() {
        boughtCalls();
        soldInTwoParts();
        List<String> lines = events(result());
        assertThat(lines.get(0))
                .contains("\"order_type\":\"market\",\"price\":200.00,\"slippage\":0.05,\"fees\":10.00,")
                .endsWith("\"skipped\":[],\"protections\":["
                        + "{\"position_id\":\"call\",\"protection\":\"stop_loss\",\"level\":190.00},"
                        + "{\"position_id\":\"call\",\"protection\":\"take_profit\",\"level\":210.00}]}");
        assertThat(lines.get(1))
                .contains("\"skip_reason\":null,\"closed\":[{\"position_id\":\"call\",\"position_num\":1,"
                        + "\"symbol\":\"NIFTY:2024-11-07:OPT:24250:CE\",\"exchange\":\"NFO\",\"side\":\"SELL\","
                        + "\"lots\":1,\"quantity\":25,\"order_type\":\"market\",")
                .endsWith("\"reason\":\"exit_condition_met\",\"pnl\":95.67}],\"protections\":["
                        + "{\"position_id\":\"call\",\"protection\":\"trailing_stop\",\"level\":194.00}]}");
        assertThat(lines.get(2))
                .startsWith("{\"event_id\":\"<ent>\",\"parent_event_id\":\"<ent>\",\"event_type\":\"protection_hit\","
                        + "\"timestamp\":\"2024-10-29T09:30:00.250+05:30\",\"node_id\":\"ent\"")
                .contains("\"node_name\":\"Entry\",\"position_id\":\"call\",\"protection\":\"stop_loss\","
                        + "\"level\":190.00,\"closed\":[{\"position_id\":\"call\",\"position_num\":1,")
                .contains("\"lots\":2,\"quantity\":50,\"order_type\":\"market\",\"price\":190.00,")
                .endsWith("\"reason\":\"stop_loss\",\"pnl\":-508.67}],\"resting\":[],\"cancelled\":[]}");
    }

    @Test
    void eventsTellOrdersThatRestAndWhatBecomesOfThem() {
        begin(EventKind.ENTRY_PENDING, "09:16:00", TradingFixture.ENTRY, NONE);
        journal.reEntryNumber(0);
        journal.opened(0, 1, TradingFixture.CALL, Side.BUY, 75, now, 20_000, 0, 0, 2_427_220, 2);
        journal.rested(1, false, TradingFixture.PUT, Side.SELL, 17, OrderType.LIMIT, 18_000, NO_PRICE);
        journal.armed(0, Protection.STOP_LOSS, 19_000);
        journal.armed(0, Protection.TAKE_PROFIT, 21_000);
        journal.end();
        begin(EventKind.ORDER_FILLED, "09:17:00.500", TradingFixture.ENTRY, 0);
        journal.opened(1, 1, TradingFixture.PUT, Side.SELL, 17, now, 18_010, 0, 0, 2_427_220, 2);
        journal.armed(1, Protection.TRAILING_STOP, 19_010);
        journal.end();
        begin(EventKind.EXIT_PENDING, "09:18:00", TradingFixture.PART, 0);
        closed(1, 7, OrderType.MARKET, 18_000, 0, 0, 700_000, ExitReason.EXIT_CONDITION_MET);
        journal.rested(0, true, TradingFixture.CALL, Side.SELL, 25, OrderType.MARKET, NO_PRICE, NO_PRICE);
        journal.armed(1, Protection.TRAILING_STOP, 19_000);
        journal.end();
        begin(EventKind.PROTECTION_HIT, "09:19:00", TradingFixture.ENTRY, 0);
        journal.protection(0, Protection.TAKE_PROFIT, 21_000);
        journal.cancelled(0, true);
        closed(0, 75, OrderType.MARKET, 21_000, 0, 0, 750_000_000, ExitReason.TAKE_PROFIT);
        journal.end();
        begin(EventKind.NODE_COMPLETED, "09:20:00", TradingFixture.PART, 2);
        journal.end();
        begin(EventKind.PROTECTION_HIT, "09:21:00", TradingFixture.ENTRY, 2);
        journal.protection(1, Protection.TRAILING_STOP, 18_900);
        journal.rested(1, true, TradingFixture.PUT, Side.BUY, 10, OrderType.LIMIT, 19_000, NO_PRICE);
        journal.end();
        begin(EventKind.NODE_COMPLETED, "09:22:00", TradingFixture.SQUARE_OFF, NONE);
        journal.detail(Detail.IMMEDIATE);
        journal.cancelled(1, true);
        journal.rested(1, true, TradingFixture.PUT, Side.BUY, 10, OrderType.MARKET, NO_PRICE, NO_PRICE);
        journal.end();
        begin(EventKind.ORDER_FILLED, "09:22:01", TradingFixture.SQUARE_OFF, 6);
        closed(1, 10, OrderType.MARKET, 18_020, 10, 0, -1_000_000, ExitReason.SQUARE_OFF);
        journal.end();
        journal.mark(7, 749_700_000);

        List<String> lines = events(result());
        String put = "{\"position_id\":\"put\",\"symbol\":\"NIFTY:2024-11-07:OPT:24250:PE\",\"exchange\":\"NFO\",";
        assertThat(lines.get(0))
                .contains("\"resting\":[" + put + "\"side\":\"SELL\",\"lots\":2.5,\"quantity\":17,"
                        + "\"order_type\":\"limit\",\"limit_price\":180.00}],\"skipped\":[],\"protections\":[");
        assertThat(lines.get(1))
                .contains("\"event_type\":\"order_filled\"")
                .contains("\"opened\":[{\"position_id\":\"put\",")
                .contains("\"order_type\":\"limit\",\"price\":180.10,");
        assertThat(lines.get(2))
                .contains("\"event_type\":\"exit_pending\"")
                .contains("\"node_name\":\"Part\",\"closed\":[{\"position_id\":\"put\",\"position_num\":1,")
                .contains("\"side\":\"BUY\",\"lots\":1,\"quantity\":7,")
                .contains("}],\"resting\":[{\"position_id\":\"call\",\"symbol\":\"NIFTY:2024-11-07:OPT:24250:CE\","
                        + "\"exchange\":\"NFO\",\"side\":\"SELL\",\"lots\":1,\"quantity\":25,"
                        + "\"order_type\":\"market\"}],\"protections\":[");
        assertThat(lines.get(3))
                .contains("\"lots\":3,\"quantity\":75,")
                .endsWith("\"resting\":[],\"cancelled\":[{\"position_id\":\"call\","
                        + "\"symbol\":\"NIFTY:2024-11-07:OPT:24250:CE\",\"quantity\":25}]}");
        assertThat(lines.get(4)).endsWith("\"skip_reason\":null,\"closed\":[]}");
        assertThat(lines.get(5))
                .endsWith("\"protection\":\"trailing_stop\",\"level\":189.00,\"closed\":[],\"resting\":[" + put
                        + "\"side\":\"BUY\",\"lots\":1.5,\"quantity\":10,\"order_type\":\"limit\","
                        + "\"limit_price\":190.00}],\"cancelled\":[]}");
        assertThat(lines.get(6))
                .endsWith("\"trigger\":\"immediate\",\"closed\":[],\"resting\":[" + put
                        + "\"side\":\"BUY\",\"lots\":1.5,\"quantity\":10,\"order_type\":\"market\"}],\"cancelled\":[{"
                        + "\"position_id\":\"put\",\"symbol\":\"NIFTY:2024-11-07:OPT:24250:PE\",\"quantity\":10}]}");
        assertThat(lines.get(7))
                .contains("\"node_name\":\"Off\",\"closed\":[{\"position_id\":\"put\",")
                .endsWith("\"slippage\":0.10,\"fees\":0.00,\"fill_time\":\"2024-10-29T09:22:01+05:30\","
                        + "\"reason\":\"square_off\",\"pnl\":-1.00}]}");
    }

    @Test
    void crossingsTellWhatWasBeforeAndAStatusIsAWord() {
        begin(EventKind.NODE_COMPLETED, "09:16:00", TradingFixture.SIGNAL, NONE);
        journal.leaf(0, 24001, 24000, Double.NaN, true);
        journal.previous(23999.5, Double.NaN);
        journal.leaf(1, 1, 1, Double.NaN, true);
        journal.end();
        begin(EventKind.NODE_COMPLETED, "09:17:00", TradingFixture.SIGNAL, NONE);
        journal.leaf(1, Double.NaN, 1, Double.NaN, false);
        journal.end();
        List<String> lines = events(result());
        assertThat(lines.get(0))
                .contains("\"conditions\":[{\"raw\":\"TI.underlying_ltp crosses_above 24000\","
                        + "\"evaluated\":\"24001.00 crosses_above 24000.00\",\"lhs_value\":24001,\"rhs_value\":24000,"
                        + "\"previous_lhs_value\":23999.5,\"previous_rhs_value\":null,\"result\":true},"
                        + "{\"raw\":\"call.status == open\",\"evaluated\":\"open == open\",\"lhs_value\":\"open\","
                        + "\"rhs_value\":\"open\",\"result\":true}]");
        assertThat(lines.get(1))
                .contains("\"evaluated\":\"null == open\",\"lhs_value\":null,\"rhs_value\":\"open\",\"result\":false}");
    }

    @Test
    void lotsOfPartsAreNeverBelowNothing() {
        OpenUnits all = new OpenUnits(17, new BigDecimal("1.5"));
        Node one = TradingFixture.instance().strategy().nodes().get(TradingFixture.PART);
        assertThat(all.lotsOf(7, one)).isEqualByComparingTo("1");
        OpenUnits some = all.without(7, all.lotsOf(7, one));
        assertThat(some.lotsOf(7, one)).isEqualByComparingTo("0.5");
        assertThat(some.without(7, some.lotsOf(7, one)).lotsOf(3, one)).isEqualByComparingTo("0");
    }
}
