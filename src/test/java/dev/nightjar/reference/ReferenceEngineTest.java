package dev.nightjar.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.Pace;
import dev.nightjar.market.Bars;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.run.FeeRow;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FeeScheduleReader;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules on days of a few ticks, worked by hand, for both engines. TI trades around 100, its call is traded ten at a time;
 * an event reads {@code time node kind what-it-did}, and tells order type, units, slippage and fees where they are not market,
 * ten, none and none. Events of later days begin with the day of the month.
 */
final class ReferenceEngineTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String CALL = "TI:2024-11-07:OPT:100:CE";
    private static final String ALWAYS = leaf("ltp", ">", "0");
    private static final String CLOSE_CROSSES =
            "{\"lhs\": {\"type\": \"candle_data\", \"timeframeId\": \"1m\", \"field\": \"Close\", \"offset\": -1},"
                    + " \"operator\": \"crosses_above\", \"rhs\": {\"type\": \"constant\", \"value\": 100}}";

    private final ListedDay.Builder day = ListedDay.of(Session.of(
                    LocalDate.of(2024, 10, 29), ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(9, 25)))
            .index("TI", 2, "50")
            .option(CALL, 2);
    private final List<ListedDay.Builder> later = new ArrayList<>();
    private String strategyType = "intraday";
    private String evaluation = "second";
    private String exchange = "NSE";
    private String timeframes = "";
    private TradingTerms terms = TradingTerms.DEFAULT;
    private @Nullable BigDecimal capital;
    private final List<String> nodes = new ArrayList<>();
    private final List<String> edges = new ArrayList<>();

    @Test
    void anExitWaitsForTheSliceAfterItsEntryAndThenDoesNotAskItsSignalAgain() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        signal("xs", "exitSignalNode", leaf("ltp", ">", "100"));
        exit("x");
        edges("start-s", "s-e", "e-xs", "xs-x");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:05", "99");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:03", "6.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 xs node_completed",
                        "09:15:05 x node_completed closed leg 1 @6.00 exit_condition_met 10.00",
                        "09:15:05 - strategy_terminated");
    }

    @Test
    void anOrderWithoutAPriceRestsFillsAtTheFirstTickAndCompletesAtTheNextSlice() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:02.100", "102").tick("TI", "09:15:05", "103");
        day.tick(CALL, "09:15:02.250", "5.00").tick(CALL, "09:15:02.500", "5.50");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg",
                        "09:15:02.250 e order_filled opened leg 1 @5.00",
                        "09:15:02 e node_completed",
                        "09:25:00 - session_end closed leg 1 @5.50 session_end 5.00");
        assertThat(MAPPER.readTree(run().get("positions.json"))
                        .findValue("underlying_price_on_entry")
                        .decimalValue())
                .isEqualByComparingTo("102");
    }

    @Test
    void anOrderThatNeverFindsAPriceIsCancelledAtTheClose() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        edges("start-s", "s-e");
        day.tick("TI", "09:15:00", "101");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg",
                        "09:25:00 - session_end cancelled leg");
    }

    @Test
    void withNothingLeftToActWhatIsOpenIsClosedAtTheEndOfTheSlice() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        edges("start-s", "s-e");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick(CALL, "09:15:00", "5.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 - strategy_terminated closed leg 1 @5.00 strategy_terminated 0.00");
    }

    @Test
    void theClosingSecondStillCountsAndTheSessionEndsAfterItsSlice() {
        signal("s", "entrySignalNode", leaf("ltp", ">", "101"));
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:25:00.900", "102");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:25:00.950", "5.20");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:25:00 s node_completed",
                        "09:25:00 e node_completed opened leg 1 @5.20",
                        "09:25:00 - session_end closed leg 1 @5.20 session_end 0.00");
    }

    @Test
    void anEntryBeyondMaxEntriesIsSkippedAndArmsNothing() {
        cycle("\"maxEntries\": 1,", 9);
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick("TI", "09:15:02", "101");
        day.tick(CALL, "09:15:00", "5.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 xs node_completed",
                        "09:15:01 x node_completed closed leg 1 @5.00 exit_condition_met 0.00",
                        "09:15:01 r node_completed re-entry 1",
                        "09:15:02 e entry_skipped skipped leg max_entries",
                        "09:15:02 - strategy_terminated");
    }

    @Test
    void aReEntrySignalCountsAlongItsChainAndStopsAtItsMaximum() {
        cycle("", 2);
        for (int second = 0; second < 8; second++) {
            day.tick("TI", "09:15:0" + second, "101");
        }
        day.tick(CALL, "09:15:00", "5.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 xs node_completed",
                        "09:15:01 x node_completed closed leg 1 @5.00 exit_condition_met 0.00",
                        "09:15:01 r node_completed re-entry 1",
                        "09:15:02 e node_completed opened leg 2 @5.00",
                        "09:15:02 xs node_completed",
                        "09:15:03 x node_completed closed leg 2 @5.00 exit_condition_met 0.00",
                        "09:15:03 r node_completed re-entry 2",
                        "09:15:04 e node_completed opened leg 3 @5.00",
                        "09:15:04 xs node_completed",
                        "09:15:05 x node_completed closed leg 3 @5.00 exit_condition_met 0.00",
                        "09:25:00 - session_end");
    }

    /** By hand: ten calls from 5.00 make 2.40 at 5.24 and 2.50 at 5.25. */
    @Test
    void aProfitTargetIsReachedAtTheExactTouch() {
        squareOff("\"dailyPnLTarget\": {\"enabled\": true, \"targetType\": \"absolute\", \"targetAmount\": 2.5}");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick("TI", "09:15:02", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.24").tick(CALL, "09:15:02", "5.25");
        assertThat(events().get(3))
                .isEqualTo("09:15:02 off node_completed closed leg 1 @5.25 square_off 2.50 profit_target");
    }

    /** By hand: 0.025 % of 10,000 is 2.50, which ten calls from 5.00 have lost at 4.75 and not at 4.76. */
    @Test
    void aLossLimitIsReachedAtTheExactTouch() {
        squareOff("\"dailyLossLimit\": {\"enabled\": true, \"limitType\": \"percentage\", \"limitAmount\": 0.025,"
                + " \"initialCapital\": 10000}");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick("TI", "09:15:02", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "4.76").tick(CALL, "09:15:02", "4.75");
        assertThat(events().get(3))
                .isEqualTo("09:15:02 off node_completed closed leg 1 @4.75 square_off -2.50 loss_limit");
    }

    @Test
    void aDayWithoutTicksOfTheTradingInstrumentFails() {
        edges();
        Map<String, String> files = run();
        assertThat(files.get("metrics.json")).contains("\"failed\" : \"no tick of TI\"");
        assertThat(files.get("events.jsonl")).isEmpty();
    }

    // ---------------------------------------------------------------- orders

    /** By hand: 5.40 is beyond the stop of 5.10, and it is what the market gives. */
    @Test
    void aGapThroughAStopFillsAtTheTick() {
        hold("buy", 1, "\"orderType\": \"stop\", \"stopPrice\": 5.1, ");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:04", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:02", "5.09").tick(CALL, "09:15:03.500", "5.40");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg stop 5.10",
                        "09:15:03.500 e order_filled opened leg 1 @5.40 stop",
                        "09:15:04 e node_completed",
                        "09:25:00 - session_end closed leg 1 @5.40 session_end 0.00");
    }

    /** By hand: 4.98 is 4.95 in steps of 0.05, rounded down for a buyer; 4.96 is above it, and 4.80 is a better price. */
    @Test
    void aLimitIsRoundedToTheTickSizeAndFillsAtABetterTick() {
        day.option(CALL, 5, 2);
        hold("buy", 1, "\"orderType\": \"limit\", \"limitPrice\": 4.98, ");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:02", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "4.96").tick(CALL, "09:15:02", "4.80");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg limit 4.95",
                        "09:15:02 e order_filled opened leg 1 @4.80 limit",
                        "09:15:02 e node_completed",
                        "09:25:00 - session_end closed leg 1 @4.80 session_end 0.00");
    }

    /** By hand: 4 % above the last price of 5.01 are 5.2104, which a seller's limit rounds up to 5.25 in steps of 0.05. */
    @Test
    void aSellersLimitIsAboveTheLastPrice() {
        day.option(CALL, 5, 2);
        hold("sell", 1, "\"orderType\": \"limit\", \"limitOffset\": {\"type\": \"percentage\", \"value\": 4}, ");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:03", "101");
        day.tick(CALL, "09:15:00", "5.01").tick(CALL, "09:15:01", "5.24").tick(CALL, "09:15:03", "5.25");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg limit 5.25",
                        "09:15:03 e order_filled opened leg 1 @5.25 limit",
                        "09:15:03 e node_completed",
                        "09:25:00 - session_end closed leg 1 @5.25 session_end 0.00");
    }

    /** By hand: 4.80 triggers the stop of 4.90 and is below the limit of 4.85, as is 4.84; 4.86 is not. */
    @Test
    void aStopLimitWaitsForItsLimitOnceTriggered() {
        hold("sell", 1, "\"orderType\": \"stop_limit\", \"stopPrice\": 4.9, \"limitPrice\": 4.85, ");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:05", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "4.80").tick(CALL, "09:15:02", "4.84");
        day.tick(CALL, "09:15:03", "4.86");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg limit 4.85 stop 4.90",
                        "09:15:03 e order_filled opened leg 1 @4.86 stop_limit",
                        "09:15:05 e node_completed",
                        "09:25:00 - session_end closed leg 1 @4.86 session_end 0.00");
    }

    /** By hand: 2 % above the stop of 5.10 are 5.202, rounded down 5.20; 5.21 triggers only. */
    @Test
    void aStopLimitsOffsetIsFromItsStop() {
        hold(
                "buy",
                1,
                "\"orderType\": \"stop_limit\", \"stopPrice\": 5.1,"
                        + " \"limitOffset\": {\"type\": \"percentage\", \"value\": 2}, ");
        day.tick("TI", "09:15:00", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.21").tick(CALL, "09:15:02", "5.20");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg limit 5.20 stop 5.10",
                        "09:15:02 e order_filled opened leg 1 @5.20 stop_limit",
                        "09:25:00 - session_end closed leg 1 @5.20 session_end 0.00");
    }

    /** By hand: after 09:15:00 and 1.5 s comes 09:15:01.501, after 09:15:02 and 1.5 s 09:15:04; (5.30 - 5.10) x 10 = 2.00. */
    @Test
    void nextTickFillsAtTheFirstTickLaterThanTheLatency() {
        terms = filled(FillModel.NEXT_TICK, 1500);
        enterAndLeave();
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:02", "101").tick("TI", "09:15:05", "101");
        day.tick(CALL, "09:15:00.900", "5.00")
                .tick(CALL, "09:15:01.500", "5.05")
                .tick(CALL, "09:15:01.501", "5.10");
        day.tick(CALL, "09:15:03.500", "5.20").tick(CALL, "09:15:04", "5.30").tick(CALL, "09:15:04.100", "5.40");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg",
                        "09:15:01.501 e order_filled opened leg 1 @5.10",
                        "09:15:02 e node_completed",
                        "09:15:02 xs node_completed",
                        "09:15:02 x exit_pending rests leg",
                        "09:15:04 x order_filled closed leg 1 @5.30 exit_condition_met 2.00",
                        "09:15:05 x node_completed",
                        "09:15:05 - strategy_terminated");
    }

    /** By hand: bought at the ask of 5.10, sold at the bid of 5.20, which no bid and a bid of 0 leave in place. */
    @Test
    void quotesBuyAtTheAskAndSellAtTheBid() {
        terms = filled(FillModel.QUOTE, 0);
        enterAndLeave();
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:05", "101");
        day.quote(CALL, "09:15:00", "4.90", "5.10").quote(CALL, "09:15:01", null, "5.60");
        day.tick(CALL, "09:15:02", "9.00").quote(CALL, "09:15:03", "5.20", null).quote(CALL, "09:15:04", "0", "5.70");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.10",
                        "09:15:00 xs node_completed",
                        "09:15:05 x node_completed closed leg 1 @5.20 exit_condition_met 1.00",
                        "09:15:05 - strategy_terminated");
    }

    /** By hand: at 09:15:02 the price of 09:15:00 is 2 s old, at 09:15:05 it is 5 s old and the next one is waited for. */
    @Test
    void aPriceMayBeAsOldAsTheLimitAndNoOlder() {
        terms = new TradingTerms(FillModel.LAST, 0, 2_000_000_000L, Slippage.NONE, FeeSchedule.NONE);
        enterAndLeave();
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:05.999", "5.10").tick(CALL, "09:15:06.250", "5.20");
        day.tick("TI", "09:15:02", "101").tick("TI", "09:15:04", "101").tick("TI", "09:15:07", "101");
        assertThat(events())
                .containsExactly(
                        "09:15:02 start node_completed",
                        "09:15:02 s node_completed",
                        "09:15:02 e node_completed opened leg 1 @5.00",
                        "09:15:02 xs node_completed",
                        "09:15:04 x exit_pending rests leg",
                        "09:15:05.999 x order_filled closed leg 1 @5.10 exit_condition_met 1.00",
                        "09:15:07 x node_completed",
                        "09:15:07 - strategy_terminated");
    }

    /** By hand: two ticks of 0.05 make 5.00 a buyer's 5.10 and 5.30 a seller's 5.20; (5.20 - 5.10) x 10 = 1.00. */
    @Test
    void slippageInTicksIsAgainstTheTrader() {
        day.option(CALL, 5, 2);
        terms = slipped(Slippage.Unit.TICKS, "2");
        enterAndLeave();
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.30");
        assertThat(events())
                .contains(
                        "09:15:00 e node_completed opened leg 1 @5.10 slipped 0.10",
                        "09:15:01 x node_completed closed leg 1 @5.20 slipped 0.10 exit_condition_met 1.00");
    }

    /**
     * By hand: 12.5 basis points of 5.00 are 0.00625, so 5.00625, rounded up 5.05; of 5.30 0.006625, so 5.293375, rounded down
     * 5.25; (5.25 - 5.05) x 10 = 2.00.
     */
    @Test
    void slippageInBasisPointsIsRoundedToTheTickSizeAgainstTheTrader() {
        day.option(CALL, 5, 2);
        terms = slipped(Slippage.Unit.BASIS_POINTS, "12.5");
        enterAndLeave();
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.30");
        assertThat(events())
                .contains(
                        "09:15:00 e node_completed opened leg 1 @5.05 slipped 0.05",
                        "09:15:01 x node_completed closed leg 1 @5.25 slipped 0.05 exit_condition_met 2.00");
    }

    /** By hand: two ticks of 0.05 below 0.05 would be -0.05; nobody pays to sell. (0.00 - 5.10) x 10 = -51.00. */
    @Test
    void aSellersPriceDoesNotSlipBelowNothing() {
        day.option(CALL, 5, 2);
        terms = slipped(Slippage.Unit.TICKS, "2");
        enterAndLeave();
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "0.05");
        assertThat(events())
                .contains("09:15:01 x node_completed closed leg 1 @0.00 slipped 0.05 exit_condition_met -51.00");
    }

    /** By hand: a stop at 5.10 met at 5.12 slips by 0.05 to 5.17, rounded up 5.20; a limit of 5.10 met at 5.08 does not. */
    @Test
    void aStopSlipsAndALimitDoesNot() {
        day.option(CALL, 5, 2);
        terms = slipped(Slippage.Unit.TICKS, "1");
        hold("buy", 1, "\"orderType\": \"stop\", \"stopPrice\": 5.1, ");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.12");
        assertThat(events()).contains("09:15:01 e order_filled opened leg 1 @5.20 stop slipped 0.08");
        nodes.clear();
        edges.clear();
        hold("buy", 1, "\"orderType\": \"limit\", \"limitPrice\": 4.9, ");
        day.tick(CALL, "09:15:02", "4.88");
        assertThat(events()).contains("09:15:02 e order_filled opened leg 1 @4.88 limit");
    }

    /**
     * By hand: 10 paid for 30 units are 3.333333 for each of two parts of ten and 3.333334 for the last; each part has made
     * 1.00 and paid 10 more, so -12.333333 twice and -12.333334, which is -37 = 3 - 40 together.
     */
    @Test
    void theLastPartTakesWhatIsLeftOfTheEntrysFees() {
        exchange = "XNYS";
        day.index("TI", "XNYS", 2, "50");
        terms = new TradingTerms(FillModel.LAST, 0, Long.MAX_VALUE, Slippage.NONE, perOrder("10"));
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "buy", 3, "");
        signal("xs", "exitSignalNode", ALWAYS);
        partialExit("x", "");
        edges("start-s", "s-e", "e-xs", "xs-x", "x-xs");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101");
        day.tick("TI", "09:15:02", "101").tick("TI", "09:15:03", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.10");
        JsonNode trades = MAPPER.readTree(run().get("trades.json"));
        assertThat(trades.findValuesAsString("trade_id"))
                .containsExactly("leg-20241029-r0.1", "leg-20241029-r0.2", "leg-20241029-r0.3");
        assertThat(trades.findValuesAsString("fees")).containsExactly("13.333333", "13.333333", "13.333334");
        assertThat(trades.findValuesAsString("pnl")).containsExactly("-12.333333", "-12.333333", "-12.333334");
        JsonNode position =
                MAPPER.readTree(run().get("positions.json")).values().iterator().next();
        assertThat(position.path("realized_pnl").decimalValue()).isEqualByComparingTo("-37");
        assertThat(position.path("fees").decimalValue()).isEqualByComparingTo("40");
    }

    // ---------------------------------------------------------------- protections

    /** By hand: 0.333 below 5.00 is 4.667, hit from 4.66 down; 4.60 is a gap, (4.60 - 5.00) x 10 = -4.00. */
    @Test
    void aStopLossIsHitAtTheFloorOfItsLevelAndFillsAtTheTick() {
        hold("buy", 1, block("stopLoss", "\"points\", \"stopPoints\": 0.333") + ", ");
        day.tick("TI", "09:15:00", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "4.67").tick(CALL, "09:15:02.500", "4.60");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00 arms stop_loss 4.66",
                        "09:15:02.500 e protection_hit closed leg 1 @4.60 stop_loss -4.00 stop_loss 4.66",
                        "09:25:00 - session_end");
    }

    /** By hand: 3.3 % above 5.00 is 5.165, hit from 5.17 up: a buyer's target (1.70 won) and a seller's stop (1.70 lost). */
    @Test
    void aLevelAboveIsHitAtItsCeiling() {
        hold("buy", 1, block("takeProfit", "\"percentage\", \"targetPercentage\": 3.3") + ", ");
        day.tick("TI", "09:15:00", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.16").tick(CALL, "09:15:02", "5.17");
        assertThat(events())
                .contains(
                        "09:15:00 e node_completed opened leg 1 @5.00 arms take_profit 5.17",
                        "09:15:02 e protection_hit closed leg 1 @5.17 take_profit 1.70 take_profit 5.17");
        nodes.clear();
        edges.clear();
        hold("sell", 1, block("stopLoss", "\"percentage\", \"stopPercentage\": 3.3") + ", ");
        assertThat(events())
                .contains(
                        "09:15:00 e node_completed opened leg 1 @5.00 arms stop_loss 5.17",
                        "09:15:02 e protection_hit closed leg 1 @5.17 stop_loss -1.70 stop_loss 5.17");
    }

    /**
     * By hand: 5.00 - 0.30 = 4.70; a best price of 5.39 is one step of 0.20, so 4.90, and 4.91 is above it; 5.40 is two, so
     * 5.10, where it is hit: (5.10 - 5.00) x 10 = 1.00.
     */
    @Test
    void aTrailingStopMovesByWholeSteps() {
        hold("buy", 1, block("trailingStop", "\"points\", \"initialDistance\": 0.3, \"stepSize\": 0.2") + ", ");
        day.tick("TI", "09:15:00", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.39").tick(CALL, "09:15:02", "4.91");
        day.tick(CALL, "09:15:03", "5.40").tick(CALL, "09:15:04", "5.11").tick(CALL, "09:15:05", "5.10");
        assertThat(events())
                .contains(
                        "09:15:00 e node_completed opened leg 1 @5.00 arms trailing_stop 4.70",
                        "09:15:05 e protection_hit closed leg 1 @5.10 trailing_stop 1.00 trailing_stop 5.10");
    }

    /** By hand, for a seller: 2 % of 5.00 are 0.10, 5.10 at first; after 4.60 it is 4.70, and 4.72 is beyond it: 2.80 won. */
    @Test
    void aTrailingStopWithoutStepsFollowsEveryPrice() {
        hold("sell", 1, block("trailingStop", "\"percentage\", \"initialDistance\": 2") + ", ");
        day.tick("TI", "09:15:00", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "4.60").tick(CALL, "09:15:02", "4.69");
        day.tick(CALL, "09:15:03", "4.72");
        assertThat(events())
                .contains(
                        "09:15:00 e node_completed opened leg 1 @5.00 arms trailing_stop 5.10",
                        "09:15:03 e protection_hit closed leg 1 @4.72 trailing_stop 2.80 trailing_stop 4.70");
    }

    /**
     * By hand: stop 4.50, limit 4.40; 4.30 at 09:15:02 is below both, so the limit rests and the target of 5.00 + 0.10 sleeps;
     * 4.39 just before 3 s are over is below it still; at 3 s the price is taken as it is: (4.20 - 5.00) x 10 = -8.00.
     */
    @Test
    void aLimitThatWaitedLongEnoughFillsAtMarket() {
        limitedStop("\"waitTime\": 3");
        day.tick(CALL, "09:15:04.999", "4.39").tick(CALL, "09:15:05", "4.20");
        assertThat(events())
                .endsWith(
                        "09:15:00 e node_completed opened leg 1 @5.00 arms stop_loss 4.50",
                        "09:15:02 e protection_hit rests leg limit 4.40 stop_loss 4.50",
                        "09:15:05 e order_filled closed leg 1 @4.20 stop_loss -8.00",
                        "09:25:00 - session_end");
    }

    /** By hand: as above, but 4.41 comes in time: (4.41 - 5.00) x 10 = -5.90. */
    @Test
    void aLimitOfAStopFillsAtATickAtOrBetterThanIt() {
        limitedStop("\"waitTime\": 3");
        day.tick(CALL, "09:15:04.999", "4.41").tick(CALL, "09:15:05", "4.20");
        assertThat(events())
                .contains("09:15:04.999 e order_filled closed leg 1 @4.41 limit stop_loss -5.90")
                .endsWith("09:25:00 - session_end");
    }

    /** By hand: as above, without an end to the waiting; at the close the last price is 4.20. */
    @Test
    void aLimitThatWaitsForTheMarketIsCancelledAtTheClose() {
        limitedStop("\"waitTime\": 3, \"waitForMarket\": true");
        day.tick(CALL, "09:15:04.999", "4.39").tick(CALL, "09:15:05", "4.20");
        assertThat(events()).endsWith("09:25:00 - session_end closed leg 1 @4.20 session_end -8.00 cancelled leg");
    }

    private void limitedStop(String waiting) {
        hold("buy", 1, block("stopLoss", "\"points\", \"stopPoints\": 0.5, \"limitBuffer\": 0.1, " + waiting) + ", ");
        day.tick("TI", "09:15:00", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:02", "4.30");
    }

    /**
     * By hand: ten of twenty are sold at 5.20, which arms a stop at 5.20 - 0.10 = 5.10 instead of 5.00 - 0.50 = 4.50; the other
     * ten go at 5.10: 2.00 and 1.00 won.
     */
    @Test
    void whatRemainsAfterAPartialExitIsProtectedFromThatFillOn() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "buy", 2, block("stopLoss", "\"points\", \"stopPoints\": 0.5") + ", ");
        signal("xs", "exitSignalNode", leaf("ltp", ">", "101"));
        partialExit("x", ", \"postExecutionConfig\": {" + block("stopLoss", "\"points\", \"stopPoints\": 0.1") + "}");
        edges("start-s", "s-e", "e-xs", "xs-x");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:03", "102");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.05").tick(CALL, "09:15:03", "5.20");
        day.tick(CALL, "09:15:03.500", "5.20").tick(CALL, "09:15:04", "5.11").tick(CALL, "09:15:05", "5.10");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00 x20 arms stop_loss 4.50",
                        "09:15:03 xs node_completed",
                        "09:15:03 x node_completed closed leg 1 @5.20 exit_condition_met 2.00 arms stop_loss 5.10",
                        "09:15:05 e protection_hit closed leg 1 @5.10 stop_loss 1.00 stop_loss 5.10",
                        "09:25:00 - session_end");
    }

    // ---------------------------------------------------------------- crosses

    /** By hand: 101 has nothing before it; 100 is not above; then 101 comes from 100, which is at most 100. */
    @Test
    void aLivePriceCrossesFromOneSliceToTheNext() {
        signal("s", "entrySignalNode", leaf("ltp", "crosses_above", "100"));
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick(CALL, "09:15:00", "5.00").tick("TI", "09:15:01", "101").tick("TI", "09:15:02", "100");
        day.tick("TI", "09:15:03", "101").tick("TI", "09:15:04", "101");
        assertThat(events()).contains("09:15:03 e node_completed opened leg 1 @5.00");
    }

    /**
     * By hand: candles close at 99 and 101, the second is complete at 09:17:00 and crosses 100 until the next is; before the
     * first there is none to cross from.
     */
    @Test
    void aCandleCrossesUntilTheNextIsComplete() {
        timeframes = "{\"id\": \"1m\", \"unit\": \"minutes\", \"number\": 1, \"indicators\": {}}";
        signal("s", "entrySignalNode", CLOSE_CROSSES + ", " + leaf("ltp", "==", "105"));
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick(CALL, "09:15:00", "5.00").tick("TI", "09:15:00", "105").tick("TI", "09:15:30", "99");
        day.tick("TI", "09:16:00", "105").tick("TI", "09:16:59", "101");
        day.tick("TI", "09:17:00", "100").tick("TI", "09:17:30", "105").tick("TI", "09:18:00", "105");
        assertThat(events()).contains("09:17:30 e node_completed opened leg 1 @5.00");
    }

    /** By hand: the day before ended with closes of 99 and 101, and the first tick completes the second of them. */
    @Test
    void theFirstTickOfTheDayCompletesTheLastCandleBefore() {
        timeframes = "{\"id\": \"1m\", \"unit\": \"minutes\", \"number\": 1, \"indicators\": {}}";
        long before = Session.of(
                        LocalDate.of(2024, 10, 28), ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(9, 25))
                .open();
        long[] closes = {9900, 10100};
        day.warmUp(
                "TI", 1, Bars.of(2, new long[] {before, before + 60}, closes, closes, closes, closes, new long[] {1, 1
                }));
        signal("s", "entrySignalNode", CLOSE_CROSSES);
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick(CALL, "09:15:00", "5.00").tick("TI", "09:15:07", "105").tick("TI", "09:15:08", "105");
        assertThat(events()).contains("09:15:07 e node_completed opened leg 1 @5.00");
    }

    // ---------------------------------------------------------------- days

    /**
     * By hand: ten calls from 5.00 are worth 2.00 more at the first day's last price of 5.20, and have lost 6.00 at 4.40: days of
     * 2.00 and -8.00, of 1000 that is 0.2 % and -0.8 %, together -0.6 %; their mean is -0.3 %, each is 0.5 % off, so the deviation
     * is the root of 0.5, and 0.707107 % times the root of 252 is 11.224972 %. Marked it fell by 8.00, realised by 6.00.
     */
    @Test
    void aPositionAndItsStopAreKeptOvernight() {
        strategyType = "positional";
        capital = new BigDecimal("1000");
        hold("buy", 1, block("stopLoss", "\"points\", \"stopPoints\": 0.5") + ", ");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00").tick(CALL, "09:24:59", "5.20");
        next("2024-10-30").tick("TI", "09:15:00", "101").tick(CALL, "09:16:00", "4.40");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00 arms stop_loss 4.50",
                        "30 09:16:00 e protection_hit closed leg 1 @4.40 stop_loss -6.00 stop_loss 4.50");
        JsonNode metrics = MAPPER.readTree(run().get("metrics.json"));
        assertThat(metrics.path("return").decimalValue()).isEqualByComparingTo("-0.6");
        assertThat(metrics.path("volatility").decimalValue()).isEqualByComparingTo("11.224972");
        assertThat(metrics.path("max_drawdown").decimalValue()).isEqualByComparingTo("6");
        assertThat(metrics.path("max_drawdown_marked").decimalValue()).isEqualByComparingTo("8");
        assertThat(metrics.path("total_pnl").decimalValue()).isEqualByComparingTo("-6");
    }

    /** By hand: (5.20 - 5.00) x 10 = 2.00, and no trade. */
    @Test
    void whatIsOpenAtTheEndOfTheRunStaysOpen() {
        strategyType = "delivery";
        hold("buy", 1, "");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00").tick(CALL, "09:24:59", "5.20");
        assertThat(events()).last().isEqualTo("09:15:00 e node_completed opened leg 1 @5.00");
        JsonNode position =
                MAPPER.readTree(run().get("positions.json")).values().iterator().next();
        assertThat(position.path("status").asString()).isEqualTo("open");
        assertThat(position.path("open_quantity").asInt()).isEqualTo(10);
        assertThat(position.path("unrealized_pnl").decimalValue()).isEqualByComparingTo("2");
        assertThat(MAPPER.readTree(run().get("trades.json")).isEmpty()).isTrue();
    }

    /** By hand: 4.90 is not reached on the first day, and 4.85 on the second is a better price. */
    @Test
    void anOrderThatIsGoodTillCancelledWaitsOvernight() {
        strategyType = "positional";
        hold("buy", 1, "\"orderType\": \"limit\", \"limitPrice\": 4.9, \"time_in_force\": \"gtc\", ");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00");
        next("2024-10-30").tick(CALL, "09:15:00", "4.85").tick("TI", "09:15:01", "101");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg limit 4.90",
                        "30 09:15:00 e order_filled opened leg 1 @4.85 limit",
                        "30 09:15:01 e node_completed");
    }

    @Test
    void anOrderOfTheDayLeavesItsEntryWithNothingToDo() {
        strategyType = "positional";
        hold("buy", 1, "\"orderType\": \"limit\", \"limitPrice\": 4.9, ");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00");
        next("2024-10-30").tick(CALL, "09:15:00", "4.85").tick("TI", "09:15:01", "101");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg limit 4.90",
                        "09:25:00 - session_end cancelled leg",
                        "30 09:15:01 - strategy_terminated");
    }

    /** By hand: 2.00 are closed with the session, by a leg that says so. */
    @Test
    void aLegOfTheDayIsClosedWithTheSession() {
        strategyType = "positional";
        hold("buy", 1, "\"productType\": \"intraday\", ");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00").tick(CALL, "09:24:59", "5.20");
        assertThat(events()).last().isEqualTo("09:25:00 - session_end closed leg 1 @5.20 session_end 2.00");
    }

    /** By hand: at 103.40 a call on 100 is worth 3.40, so (3.40 - 5.00) x 10 - 10 paid to enter = -26.00; settling costs nothing. */
    @Test
    void anOptionIsSettledAtWhatItIsWorthWhenItExpires() {
        strategyType = "positional";
        terms = new TradingTerms(FillModel.LAST, 0, Long.MAX_VALUE, Slippage.NONE, perOrder("10"));
        hold("buy", 1, "");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00");
        next("2024-11-07")
                .tick("TI", "09:15:00", "101")
                .tick("TI", "09:20:00", "103.4")
                .tick(CALL, "09:21:00", "3.00");
        next("2024-11-08").tick("TI", "09:15:00", "101");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00 fees 10.00",
                        "07 09:25:00 - expired closed leg 1 @3.40 settlement expired -26.00");
    }

    /** By hand: the 10 calls that are worth 3.40 pay 10 % of 34.00 when they are exercised: (3.40 - 5.00) x 10 - 3.40 = -19.40. */
    @Test
    void anOptionThatIsExercisedPaysForIt() {
        strategyType = "positional";
        FeeSchedule fees = FeeScheduleReader.read(
                "exercise", "t", "component,settlement,basis,rate\nstt,,order,0\nstt,yes,percent,10\n", false);
        terms = new TradingTerms(FillModel.LAST, 0, Long.MAX_VALUE, Slippage.NONE, fees);
        hold("buy", 1, "");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00");
        next("2024-11-07").tick("TI", "09:15:00", "103.4");
        assertThat(events())
                .last()
                .isEqualTo("07 09:25:00 - expired closed leg 1 @3.40 settlement fees 3.40 expired -19.40");
    }

    @Test
    void anExpiryBetweenTwoDaysOfTheRunFailsThoseAfterIt() {
        strategyType = "positional";
        hold("buy", 1, "");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00");
        next("2024-11-08").tick("TI", "09:15:00", "101");
        next("2024-11-11").tick("TI", "09:15:00", "101");
        assertThat(events()).hasSize(3);
        assertThat(MAPPER.readTree(run().get("metrics.json")).path("days").findValuesAsString("failed"))
                .satisfiesExactly(
                        first -> assertThat(first).isEmpty(),
                        second -> assertThat(second)
                                .isEqualTo(CALL + " expired on 2024-11-07, which is not a day of this run"),
                        third -> assertThat(third).isNotEmpty());
    }

    /** By hand: the first day closes candles at 99 and 101; the second of them is complete when the next day begins. */
    @Test
    void candlesReachOverNights() {
        strategyType = "positional";
        timeframes = "{\"id\": \"1m\", \"unit\": \"minutes\", \"number\": 1, \"indicators\": {}}";
        signal("s", "entrySignalNode", CLOSE_CROSSES);
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick("TI", "09:15:00", "99").tick("TI", "09:24:59", "101").tick(CALL, "09:15:00", "5.00");
        next("2024-10-30").tick("TI", "09:15:03", "95");
        assertThat(events()).contains("30 09:15:03 e node_completed opened leg 1 @5.00");
    }

    /** By hand: one entry a day; the second day's is number 2, and the next is one too many. */
    @Test
    void numbersGoOnAndMaxEntriesCountsTheDay() {
        strategyType = "positional";
        String onThe30th = "{\"lhs\": {\"type\": \"time_function\", \"function\": \"day\"}, \"operator\": \"==\","
                + " \"rhs\": {\"type\": \"constant\", \"value\": 30}}";
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "\"maxEntries\": 1, ");
        signal("xs", "exitSignalNode", ALWAYS);
        exit("x");
        node("r", "reEntrySignalNode", conditions(onThe30th) + ", \"retryConfig\": {\"maxReEntries\": 3}");
        edges("start-s", "s-e", "e-xs", "xs-x", "x-r", "r-e");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick(CALL, "09:15:00", "5.00");
        next("2024-10-30")
                .tick("TI", "09:15:00", "101")
                .tick("TI", "09:15:01", "101")
                .tick("TI", "09:15:02", "101")
                .tick("TI", "09:15:03", "101");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 xs node_completed",
                        "09:15:01 x node_completed closed leg 1 @5.00 exit_condition_met 0.00",
                        "30 09:15:00 r node_completed re-entry 1",
                        "30 09:15:01 e node_completed opened leg 2 @5.00",
                        "30 09:15:01 xs node_completed",
                        "30 09:15:02 x node_completed closed leg 2 @5.00 exit_condition_met 0.00",
                        "30 09:15:02 r node_completed re-entry 2",
                        "30 09:15:03 e entry_skipped skipped leg max_entries",
                        "30 09:15:03 - strategy_terminated");
    }

    /** By hand: what did not fill on the first day is asked for again on the second: (5.50 - 5.10) x 10 = 4.00. */
    @Test
    void anExitWhoseOrderTheSessionCancelledActsAgain() {
        strategyType = "positional";
        terms = filled(FillModel.NEXT_TICK, 0);
        enterAndLeave();
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:01", "5.10").tick("TI", "09:15:02", "101");
        next("2024-10-30")
                .tick(CALL, "09:15:00", "5.40")
                .tick("TI", "09:15:00", "101")
                .tick(CALL, "09:15:01", "5.50");
        assertThat(events())
                .endsWith(
                        "09:15:02 x exit_pending rests leg",
                        "09:25:00 - session_end cancelled leg",
                        "30 09:15:00 x exit_pending rests leg",
                        "30 09:15:01 x order_filled closed leg 1 @5.50 exit_condition_met 4.00");
    }

    /** By hand: 2.50 are made over two days, 1.00 of them on the first; nothing happens after that. */
    @Test
    void aSquareOffLooksAtAllDaysAndEndsThemAll() {
        strategyType = "positional";
        squareOff("\"dailyPnLTarget\": {\"enabled\": true, \"targetType\": \"absolute\", \"targetAmount\": 2.5}");
        day.tick("TI", "09:15:00", "101").tick(CALL, "09:15:00", "5.00").tick(CALL, "09:16:00", "5.10");
        next("2024-10-30")
                .tick("TI", "09:15:00", "101")
                .tick("TI", "09:15:01", "101")
                .tick(CALL, "09:15:01", "5.25");
        next("2024-10-31").tick("TI", "09:15:00", "101").tick(CALL, "09:15:01", "6.00");
        assertThat(events())
                .hasSize(4)
                .endsWith("30 09:15:01 off node_completed closed leg 1 @5.25 square_off 2.50 profit_target");
    }

    private ListedDay.Builder next(String date) {
        ListedDay.Builder builder = ListedDay.of(Session.of(
                        LocalDate.parse(date), ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(9, 25)))
                .index("TI", 2, "50")
                .option(CALL, 2);
        later.add(builder);
        return builder;
    }

    // ---------------------------------------------------------------- graphs

    /** Entry, exit and re-entry, each as soon as it may. */
    private void cycle(String legMembers, int maxReEntries) {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", legMembers);
        signal("xs", "exitSignalNode", ALWAYS);
        exit("x");
        node(
                "r",
                "reEntrySignalNode",
                conditions(ALWAYS) + ", \"retryConfig\": {\"maxReEntries\": " + maxReEntries + "}");
        edges("start-s", "s-e", "e-xs", "xs-x", "x-r", "r-e");
    }

    private void squareOff(String performance) {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        node(
                "off",
                "squareOffNode",
                "\"endConditions\": {\"performanceBasedExit\": {\"enabled\": true, " + performance + "}}");
        edges("start-s", "s-e", "start-off");
    }

    private void signal(String id, String type, String leaf) {
        node(id, type, conditions(leaf));
    }

    // ---------------------------------------------------------------- bars

    /** The index at 100 with a bar in the first and the last minute, and the call at 5.00 in the first; bought at 09:16. */
    private void bars(String... rowsOfTheCall) {
        day.bars(1).bar("TI", "09:15", "100 100 100 100 7").bar(CALL, "09:15", "4.00 5.50 3.00 5.00 1");
        for (String row : rowsOfTheCall) {
            day.bar(CALL, row.substring(0, 5), row.substring(6) + " 1");
        }
        day.bar("TI", "09:24", "101 103 100 102 7");
    }

    @Test
    void aSliceIsTheEndOfABarAndTheLastClosesEndTheSession() {
        hold("buy", 1, "");
        bars("09:17 6.00 9.00 1.00 5.70");
        assertThat(events())
                .containsExactly(
                        "09:16:00 start node_completed",
                        "09:16:00 s node_completed",
                        "09:16:00 e node_completed opened leg 1 @5.00",
                        "09:25:00 - session_end closed leg 1 @5.70 session_end 7.00");
    }

    @Test
    void anExitWaitsForTheNextBarAndWithNextTickFillsAtAnOpen() {
        enterAndLeave();
        terms = filled(FillModel.NEXT_TICK, 0);
        bars("09:17 6.00 9.00 1.00 5.70");
        assertThat(events())
                .containsExactly(
                        "09:16:00 start node_completed",
                        "09:16:00 s node_completed",
                        "09:16:00 e entry_pending rests leg",
                        "09:17:00 e order_filled opened leg 1 @6.00",
                        "09:25:00 e node_completed",
                        "09:25:00 xs node_completed",
                        "09:25:00 x exit_pending rests leg",
                        "09:25:00 - session_end closed leg 1 @5.70 session_end -3.00 cancelled leg");
    }

    @Test
    void aGapHitsAStopAtTheOpenAndAPriceInsideABarAtTheLevel() {
        hold("buy", 1, block("stopLoss", "\"points\", \"stopPoints\": 1") + ", ");
        bars("09:16 5.10 5.20 4.01 4.50", "09:18 3.90 6.00 3.80 4.00");
        assertThat(events()).contains("09:18:00 e protection_hit closed leg 1 @3.90 stop_loss -11.00 stop_loss 4.00");
    }

    @Test
    void aPriceInsideABarHitsAtTheLevelWhenTheBarEnds() {
        hold("buy", 1, block("takeProfit", "\"points\", \"targetPoints\": 1") + ", ");
        bars("09:16 5.10 5.99 4.01 4.50", "09:18 5.90 6.20 3.80 4.00");
        assertThat(events())
                .contains("09:19:00 e protection_hit closed leg 1 @6.00 take_profit 10.00 take_profit 6.00");
    }

    @Test
    void aBarThatTouchesStopAndTargetIsTakenForTheStopAndAmbiguous() {
        String both = block("stopLoss", "\"points\", \"stopPoints\": 1") + ", "
                + block("takeProfit", "\"points\", \"targetPoints\": 1") + ", ";
        hold("sell", 1, both);
        bars("09:16 5.10 6.00 4.00 4.50");
        assertThat(events())
                .contains("09:17:00 e protection_hit closed leg 1 @6.00 stop_loss -10.00 ambiguous stop_loss 6.00");
    }

    /** The trailing stop is at 4.00 when the second bar begins, at 5.50 after its high of 6.50. */
    @Test
    void aTrailingStopMovesWhenABarHasEnded() {
        hold("buy", 1, block("trailingStop", "\"points\", \"initialDistance\": 1") + ", ");
        bars("09:16 5.10 6.50 4.10 5.60", "09:17 5.60 5.70 5.40 5.60");
        assertThat(events())
                .contains("09:18:00 e protection_hit closed leg 1 @5.50 trailing_stop 5.00 trailing_stop 5.50");
    }

    @Test
    void limitsFillAtABetterOpenElseInsideTheBar() {
        hold("buy", 1, "\"orderType\": \"limit\", \"limitPrice\": 4.5, ");
        bars("09:16 5.10 6.50 4.60 5.60", "09:17 5.60 5.70 4.40 5.60");
        assertThat(events()).contains("09:18:00 e order_filled opened leg 1 @4.50 limit");
    }

    @Test
    void limitsFillAtABetterOpen() {
        hold("buy", 1, "\"orderType\": \"limit\", \"limitPrice\": 4.5, ");
        bars("09:16 5.10 6.50 4.60 5.60", "09:17 4.40 5.70 4.30 5.60");
        assertThat(events()).contains("09:17:00 e order_filled opened leg 1 @4.40 limit");
    }

    /** Bought at the open of 5.00 with 1.00 of slippage, so that the stop at 5.50 lies above all that the bar saw. */
    @Test
    void aStopBehindTheOpenThatArmedItClosesAtThatOpen() {
        day.option(CALL, 100, 2);
        hold("buy", 1, block("stopLoss", "\"points\", \"stopPoints\": 0.5") + ", ");
        terms = new TradingTerms(
                FillModel.NEXT_TICK,
                0,
                Long.MAX_VALUE,
                new Slippage(Slippage.Unit.TICKS, BigDecimal.ONE),
                FeeSchedule.NONE);
        bars("09:17 5.00 5.10 4.90 5.00");
        assertThat(events())
                .contains(
                        "09:17:00 e order_filled opened leg 1 @6.00 slipped 1.00 arms stop_loss 5.50",
                        "09:18:00 e protection_hit closed leg 1 @4.00 slipped 1.00 stop_loss -20.00 stop_loss 5.50");
    }

    /** The last slice completes the candles of 09:15, whose time was over long before, and of 09:23. */
    @Test
    void aWiderCandleIsCompleteInTheFirstSliceAfterItsTime() {
        timeframes = "{\"id\": \"2m\", \"unit\": \"minutes\", \"number\": 2}";
        signal(
                "s",
                "entrySignalNode",
                "{\"lhs\": {\"type\": \"candle_data\", \"timeframeId\": \"2m\", \"field\": \"Volume\", \"offset\": -2},"
                        + " \"operator\": \">\", \"rhs\": {\"type\": \"constant\", \"value\": 0}}");
        edges("start-s");
        bars();
        assertThat(events())
                .containsExactly(
                        "09:16:00 start node_completed", "09:25:00 s node_completed", "09:25:00 - strategy_terminated");
    }

    // ---------------------------------------------------------------- every tick

    @Test
    void atEveryTickAnExitWaitsForATickOfALaterTime() {
        evaluation = "tick";
        enterAndLeave();
        day.tick("TI", "09:15:00.250", "100").tick("TI", "09:15:00.250", "101").tick("TI", "09:15:00.500", "102");
        day.tick(CALL, "09:15:00.100", "5.00")
                .tick(CALL, "09:15:00.400", "6.00")
                .tick(CALL, "09:15:00.750", "7.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00.250 start node_completed",
                        "09:15:00.250 s node_completed",
                        "09:15:00.250 e node_completed opened leg 1 @5.00",
                        "09:15:00.250 xs node_completed",
                        "09:15:00.500 x node_completed closed leg 1 @6.00 exit_condition_met 10.00",
                        "09:15:00.500 - strategy_terminated");
    }

    @Test
    void atEveryTickNextTickWantsALaterTimeAndARestingOrderOnlyALaterTick() {
        evaluation = "tick";
        hold("buy", 1, "");
        terms = filled(FillModel.NEXT_TICK, 0);
        day.tick(CALL, "09:15:00.250", "4.00").tick("TI", "09:15:00.250", "100");
        day.tick(CALL, "09:15:00.250", "5.00").tick(CALL, "09:15:00.251", "6.00");
        assertThat(events()).contains("09:15:00.251 e order_filled opened leg 1 @6.00");
    }

    @Test
    void atEveryTickALimitSeesEveryTickBehindTheOneThatPlacedIt() {
        evaluation = "tick";
        hold("buy", 1, "\"orderType\": \"limit\", \"limitPrice\": 3.5, ");
        day.tick(CALL, "09:15:00.250", "4.00").tick("TI", "09:15:00.250", "100");
        day.tick(CALL, "09:15:00.250", "3.00").tick(CALL, "09:15:00.251", "2.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00.250 start node_completed",
                        "09:15:00.250 s node_completed",
                        "09:15:00.250 e entry_pending rests leg limit 3.50",
                        "09:15:00.250 e order_filled opened leg 1 @3.00 limit",
                        "09:25:00 - session_end closed leg 1 @2.00 session_end -10.00");
    }

    private static String conditions(String leaf) {
        return "\"conditions\": [{\"groupLogic\": \"AND\", \"conditions\": [" + leaf + "]}]";
    }

    private void entry(String id, String legMembers) {
        entry(id, "buy", 1, legMembers);
    }

    private void entry(String id, String side, int lots, String legMembers) {
        node(
                id,
                "entryNode",
                "\"positions\": [{\"vpi\": \"leg\", \"priority\": 1, \"quantity\": " + lots
                        + ", \"multiplier\": 10, " + legMembers + "\"positionType\": \"" + side + "\","
                        + " \"optionDetails\": {\"expiry\": \"W0\", \"optionType\": \"CE\", \"strikeType\": \"ATM\"}}]");
    }

    private void exit(String id) {
        node(id, "exitNode", "\"exitNodeData\": {\"orderConfig\": {\"targetPositionVpi\": \"leg\"}}");
    }

    /** Closes one lot and arms what is said for the rest. */
    private void partialExit(String id, String afterwards) {
        node(
                id,
                "exitNode",
                "\"exitNodeData\": {\"orderConfig\": {\"targetPositionVpi\": \"leg\", \"quantity\": \"specific\","
                        + " \"specificQuantity\": 1}" + afterwards + "}");
    }

    /** Enters at the first slice and, by itself, never leaves. */
    private void hold(String side, int lots, String legMembers) {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", side, lots, legMembers);
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
    }

    /** Enters at the first slice, and leaves as soon as it may. */
    private void enterAndLeave() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        signal("xs", "exitSignalNode", ALWAYS);
        exit("x");
        edges("start-s", "s-e", "e-xs", "xs-x");
    }

    private static String block(String name, String members) {
        return "\"" + name + "\": {\"enabled\": true, \"triggerType\": " + members + "}";
    }

    private static FeeSchedule perOrder(String amount) {
        return FeeSchedule.of("by hand", List.of(RandomStrategies.fee("brokerage", null, FeeRow.Basis.ORDER, amount)));
    }

    private static TradingTerms filled(FillModel fill, long latencyMillis) {
        return new TradingTerms(fill, latencyMillis * 1_000_000, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE);
    }

    private static TradingTerms slipped(Slippage.Unit unit, String value) {
        return new TradingTerms(
                FillModel.LAST, 0, Long.MAX_VALUE, new Slippage(unit, new BigDecimal(value)), FeeSchedule.NONE);
    }

    private void node(String id, String type, String data) {
        nodes.add("{\"id\": \"" + id + "\", \"type\": \"" + type + "\", \"data\": {\"label\": \"" + id + "\", " + data
                + "}}");
    }

    private static String leaf(String field, String operator, String constant) {
        return "{\"lhs\": {\"type\": \"live_data\", \"field\": \"" + field + "\"}, \"operator\": \"" + operator
                + "\", \"rhs\": {\"type\": \"constant\", \"value\": " + constant + "}}";
    }

    private void edges(String... pairs) {
        for (String pair : pairs) {
            int dash = pair.indexOf('-');
            edges.add("{\"source\": \"" + pair.substring(0, dash) + "\", \"target\": \"" + pair.substring(dash + 1)
                    + "\"}");
        }
        node(
                "start",
                "startNode",
                "\"exchange\": \"" + exchange + "\", \"strategyType\": \"" + strategyType
                        + "\", \"evaluation\": \"" + evaluation
                        + "\", \"tradingInstrumentConfig\": {\"type\": \"options\", \"symbol\": \"TI\", \"timeframes\": ["
                        + timeframes + "]}");
    }

    // ---------------------------------------------------------------- what happened

    private Map<String, String> run() {
        String json = "{\"strategy_id\": \"strategy\", \"nodes\": " + nodes + ", \"edges\": " + edges + "}";
        InstanceKey key = new InstanceKey("user", "strategy", "broker", BigDecimal.ONE);
        List<MarketDay> days = new ArrayList<>(List.of(day.build()));
        later.forEach(builder -> days.add(builder.build()));
        Map<String, String> files = ReferenceEngine.run(json, key, terms, capital, days);
        Map<String, String> product = ProductEngine.run(
                        List.of(ProductEngine.instance(json, key, terms)),
                        Collections.singletonList(capital),
                        days,
                        Pace.UNBOUNDED)
                .get(0);
        files.forEach((name, content) ->
                assertThat(withoutReasons(product.getOrDefault(name, ""))).isEqualTo(withoutReasons(content)));
        return files;
    }

    /** The rules say when a day fails, but not in which words. */
    private static String withoutReasons(String content) {
        return content.replaceAll("\"failed\" : \".*\"", "\"failed\" : \"reason\"");
    }

    private List<String> events() {
        return run().get("events.jsonl")
                .lines()
                .map(ReferenceEngineTest::summary)
                .toList();
    }

    private static String summary(String line) {
        JsonNode event = MAPPER.readTree(line);
        String time = event.path("timestamp").asString();
        StringBuilder text = new StringBuilder(time.startsWith("2024-10-29") ? "" : time.substring(8, 10) + " ");
        text.append(time.replaceAll(".*T|\\+.*", ""));
        text.append(' ').append(event.path("node_id").asString("-"));
        text.append(' ').append(event.path("event_type").asString());
        for (JsonNode row : event.path("opened")) {
            text.append(" opened ").append(fill(row));
        }
        for (JsonNode row : event.path("resting")) {
            text.append(" rests ").append(row.path("position_id").asString());
            text.append(told(row, "limit_price", " limit ")).append(told(row, "stop_price", " stop "));
        }
        for (JsonNode row : event.path("skipped")) {
            text.append(" skipped ").append(row.path("position_id").asString());
            text.append(' ').append(row.path("reason").asString());
        }
        for (JsonNode row : event.path("closed")) {
            text.append(" closed ").append(fill(row));
            text.append(' ').append(row.path("reason").asString());
            text.append(' ').append(twoDigits(row.path("pnl")));
            text.append(row.path("ambiguous").asBoolean(false) ? " ambiguous" : "");
        }
        for (JsonNode row : event.path("cancelled")) {
            text.append(" cancelled ").append(row.path("position_id").asString());
        }
        for (JsonNode row : event.path("protections")) {
            text.append(" arms ").append(row.path("protection").asString());
            text.append(told(row, "level", " "));
        }
        if (event.has("protection")) {
            text.append(' ').append(event.path("protection").asString());
            text.append(told(event, "level", " "));
        }
        if (event.has("max_re_entries")) {
            text.append(" re-entry ").append(event.path("re_entry_num").asInt());
        }
        if (event.has("trigger")) {
            text.append(' ').append(event.path("trigger").asString());
        }
        return text.toString();
    }

    private static String fill(JsonNode row) {
        String type = row.path("order_type").asString();
        int units = row.path("quantity").asInt();
        return row.path("position_id").asString() + " "
                + row.path("position_num").asInt() + " @" + twoDigits(row.path("price"))
                + (type.equals("market") ? "" : " " + type)
                + (units == 10 ? "" : " x" + units)
                + (row.path("slippage").asDouble() == 0 ? "" : told(row, "slippage", " slipped "))
                + (row.path("fees").asDouble() == 0 ? "" : told(row, "fees", " fees "));
    }

    private static String told(JsonNode row, String member, String prefix) {
        return row.has(member) ? prefix + twoDigits(row.path(member)) : "";
    }

    private static String twoDigits(JsonNode number) {
        return BigDecimal.valueOf(number.asDouble()).setScale(2).toPlainString();
    }
}
