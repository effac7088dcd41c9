package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.CALL;
import static dev.nightjar.engine.TestGraph.PUT;
import static dev.nightjar.engine.TestGraph.all;
import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.limit;
import static dev.nightjar.engine.TestGraph.overnight;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stop;
import static dev.nightjar.engine.TestGraph.stopLimit;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.takeProfit;
import static dev.nightjar.engine.TestGraph.trailing;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Protections;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Days that consist of bars. */
class BarsTest {

    private static final String C = option(24250, OptionType.CE);
    private static final String P = option(24250, OptionType.PE);
    private static final TradingTerms NEXT =
            new TradingTerms(FillModel.NEXT_TICK, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE);

    private static TestDay day(int minutes, String... rows) {
        return new TestDay()
                .withOption(24250, OptionType.CE)
                .withOption(24250, OptionType.PE)
                .withBars(minutes, rows);
    }

    /** The index and a call that closes at 100 with the first bar, then minutes of the call: open, high, low and close. */
    private static TestDay minutes(String... bars) {
        List<String> rows =
                new ArrayList<>(List.of("09:15 NIFTY 24250 24250 24250 24250", "09:15 " + C + " 90 110 80 100"));
        for (int bar = 0; bar < bars.length; bar++) {
            rows.add("09:" + (16 + bar) + " " + C + " " + bars[bar]);
        }
        return day(1, rows.toArray(String[]::new));
    }

    /** {@return what happens from the entry on, but for marks and the session's end} */
    private static List<String> run(TestGraph graph, TestDay day) {
        return graph.squareOffAt("15:00:00").run(day).stream()
                .filter(line -> !line.startsWith("mark") && !line.contains("session_end"))
                .map(line -> line.replace(" node_completed n2 re0", "").replace(" under 2425000", ""))
                .toList();
    }

    private static List<String> entered(OrderTerms order, Side side, String... bars) {
        return run(new TestGraph(leg(side, order)), minutes(bars)).stream()
                .filter(line ->
                        !line.contains("square_off") && !line.contains("entry_pending") && line.contains("opened"))
                .toList();
    }

    private static List<String> protectedBy(Protections block, Side side, String... bars) {
        return run(new TestGraph(leg(side, block)), minutes(bars));
    }

    @Test
    void aSliceIsTheEndOfABarAndFillsAtItsClose() {
        TestDay day = day(
                5,
                "09:15 NIFTY 24240 24260 24230 24250",
                "09:15 " + C + " 90 110 80 100",
                "09:20 NIFTY 24250 24250 24250 24251",
                "09:20 " + C + " 100 130 70 104",
                "15:25 NIFTY 24250 24250 24250 24252",
                "15:25 " + C + " 104 104 90 91");

        assertThat(new TestGraph(leg(Side.BUY)).squareOffAt("15:40").run(day))
                .containsExactly(
                        "2<1 09:20 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000",
                        "mark 10 300000000",
                        "3< 15:30 session_end closed l0#1 @9100 profit -675000000",
                        "mark 375 -675000000");
    }

    @Test
    void dailyBarsEndWithTheSession() {
        TestDay day = day(1440, "00:00 NIFTY 24240 24260 24230 24250", "00:00 " + C + " 90 110 80 100");

        assertThat(new TestGraph(leg(Side.BUY)).squareOffAt("15:40").run(day))
                .containsExactly(
                        "2<1 15:30 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000",
                        "3< 15:30 session_end closed l0#1 @10000 profit 0");
    }

    @Test
    void nextTickFillsAtTheOpenOfTheContractsFirstBarThatStartsThen() {
        TestDay day = day(
                1,
                "09:15 NIFTY 24250 24250 24250 24250",
                "09:15 " + C + " 90 110 80 100",
                "09:17 " + C + " 101 120 99 105",
                "09:18 NIFTY 24250 24250 24250 24260",
                "09:20 " + C + " 103 104 102 103");

        assertThat(new TestGraph(leg(Side.BUY)).on(NEXT).exitAt("09:19", "call").run(day))
                .containsExactly(
                        "2<1 09:16 entry_pending n2 re0 rests l0",
                        "3<2 09:17 order_filled n2 opened l0#1 BUY 75@10100 under 2425000",
                        "mark 2 -75000000",
                        "mark 3 300000000",
                        "4<2 09:19 node_completed n2 re0",
                        "5<4 09:19 node_completed n3 [0 true]",
                        "6<5 09:19 exit_pending n4 rests l0 closing 75",
                        "7<6 09:20 order_filled n4 closed l0#1 @10300 profit 150000000 for exit_condition_met",
                        "mark 5 150000000",
                        "8< 15:30 session_end");
    }

    @Test
    void aMarketOrderWithoutAPriceRestsUntilTheContractsFirstOpen() {
        TestDay day =
                day(1, "09:15 NIFTY 24250 24250 24250 24250", "09:18 " + C + " 90 110 80 100", "09:19 NIFTY 1 1 1 1");

        assertThat(new TestGraph(leg(Side.BUY)).squareOffAt("15:00").run(day))
                .contains("3<2 09:18 order_filled n2 opened l0#1 BUY 75@9000 under 2425000");
    }

    @Test
    void limitOrdersFillAtABetterOpenOrAtTheirLimit() {
        assertThat(entered(limit("95"), Side.BUY, "100 101 95.01 96", "94 96 90 95"))
                .containsExactly("3<2 09:17 order_filled n2 opened l0#1 BUY 75@9400");
        assertThat(entered(limit("95"), Side.BUY, "100 101 95 96"))
                .containsExactly("3<2 09:17 order_filled n2 opened l0#1 BUY 75@9500");
        assertThat(entered(limit("105"), Side.SELL, "100 104.99 95 96", "100 105 99 100"))
                .containsExactly("3<2 09:18 order_filled n2 opened l0#1 SELL 75@10500");
        assertThat(entered(limit("105"), Side.SELL, "107 110 95 96"))
                .containsExactly("3<2 09:16 order_filled n2 opened l0#1 SELL 75@10700");
    }

    @Test
    void stopOrdersFillAtAnOpenBehindTheirStopOrAtTheStop() {
        assertThat(entered(stop("105"), Side.BUY, "100 104.99 95 96", "106 108 90 95"))
                .containsExactly("3<2 09:17 order_filled n2 opened l0#1 BUY 75@10600");
        assertThat(entered(stop("105"), Side.BUY, "100 105 95 96"))
                .containsExactly("3<2 09:17 order_filled n2 opened l0#1 BUY 75@10500");
        assertThat(entered(stop("95"), Side.SELL, "100 105 94 96"))
                .containsExactly("3<2 09:17 order_filled n2 opened l0#1 SELL 75@9500");
    }

    @Test
    void aStopLimitOrderWhoseLimitLiesBeforeItsStopWaitsForTheNextBar() {
        assertThat(entered(stopLimit("105", "106"), Side.BUY, "100 110 95 96"))
                .as("reached on the way")
                .containsExactly("3<2 09:17 order_filled n2 opened l0#1 BUY 75@10500");
        assertThat(entered(stopLimit("105", "103"), Side.BUY, "100 110 95 96", "104 104 103 104"))
                .as("whether the low came after the stop nobody knows")
                .containsExactly("3<2 09:18 order_filled n2 opened l0#1 BUY 75@10300");
        assertThat(entered(stopLimit("105", "106"), Side.BUY, "107 110 106 108"))
                .as("triggered by the open, filled on the way back")
                .containsExactly("3<2 09:17 order_filled n2 opened l0#1 BUY 75@10600");
    }

    @Test
    void aBarThatIsOverWhenAnOrderIsPlacedDoesNotFillIt() {
        assertThat(entered(limit("85"), Side.BUY, "100 100 86 90")).isEmpty();
        assertThat(protectedBy(stopLoss(points("15")), Side.BUY, "100 100 86 90"))
                .containsExactly("2<1 09:16 opened l0#1 BUY 75@10000 armed l0 stop_loss 8500");
    }

    @Test
    void protectionsFillAtAnOpenBehindTheirLevelOrAtTheLevel() {
        assertThat(protectedBy(stopLoss(points("5")), Side.BUY, "100 104 95.01 96", "96 96 95 96"))
                .endsWith("3<2 09:18 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000");
        assertThat(protectedBy(stopLoss(points("5")), Side.BUY, "93 99 90 96"))
                .contains("3<2 09:16 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9300 profit -525000000");
        assertThat(protectedBy(takeProfit(points("5")), Side.BUY, "100 105 90 96"))
                .contains("3<2 09:17 protection_hit n2 hit l0 take_profit 10500 closed l0#1 @10500 profit 375000000");
        assertThat(protectedBy(takeProfit(points("5")), Side.BUY, "107 108 90 96"))
                .contains("3<2 09:16 protection_hit n2 hit l0 take_profit 10500 closed l0#1 @10700 profit 525000000");
        assertThat(protectedBy(takeProfit(points("5")), Side.SELL, "100 105 95 96"))
                .contains("3<2 09:17 protection_hit n2 hit l0 take_profit 9500 closed l0#1 @9500 profit 375000000");
    }

    @Test
    void theStopComesFirstWhereABarTouchesBothAndTheTradeIsAmbiguous() {
        Protections both = all(stopLoss(points("5")), takeProfit(points("5")), Protections.NONE);

        assertThat(protectedBy(both, Side.BUY, "100 105 95 100"))
                .contains("3<2 09:17 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000"
                        + " ambiguous");
        assertThat(protectedBy(both, Side.SELL, "100 105 95 100"))
                .contains("3<2 09:17 protection_hit n2 hit l0 stop_loss 10500 closed l0#1 @10500 profit -375000000"
                        + " ambiguous");
        assertThat(protectedBy(both, Side.BUY, "106 106 90 100"))
                .as("the open comes before all else")
                .contains("3<2 09:16 protection_hit n2 hit l0 take_profit 10500 closed l0#1 @10600 profit 450000000");
        assertThat(protectedBy(both, Side.BUY, "100 104.99 95 100"))
                .contains("3<2 09:17 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000");
    }

    @Test
    void aTrailingStopMovesWhenTheBarEnds() {
        assertThat(protectedBy(
                        trailing(points("4"), "0"),
                        Side.BUY,
                        "100 110 97 109",
                        "109 109 106.01 107",
                        "107 107 106 106"))
                .as("the bar's own high does not count against its low")
                .endsWith("3<2 09:19 protection_hit n2 hit l0 trailing_stop 10600 closed l0#1 @10600 profit 450000000");
        assertThat(protectedBy(trailing(points("4"), "0"), Side.BUY, "100 110 97 99", "99 99 99 99"))
                .as("the next open is behind it")
                .contains("3<2 09:17 protection_hit n2 hit l0 trailing_stop 10600 closed l0#1 @9900 profit -75000000");
        assertThat(protectedBy(
                        all(stopLoss(points("5")), Protections.NONE, trailing(points("4"), "0")),
                        Side.BUY,
                        "100 101 95 96"))
                .contains("3<2 09:17 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000"
                        + " ambiguous");
    }

    @Test
    void aFillAtAnOpenIsProtectedWithinItsBarAndAFillInsideABarFromTheNextOn() {
        Node.Leg next = leg("call", Side.BUY, CALL, OrderTerms.MARKET, stopLoss(points("5")));
        assertThat(run(new TestGraph(next).on(NEXT), minutes("100 104 95 96")))
                .contains("4<3 09:17 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000");

        Node.Leg inside = leg("call", Side.BUY, CALL, limit("95"), stopLoss(points("5")));
        assertThat(run(new TestGraph(inside), minutes("100 104 90 96", "96 96 90 91")))
                .contains("4<3 09:18 protection_hit n2 hit l0 stop_loss 9000 closed l0#1 @9000 profit -375000000");
    }

    /** Bought at 100 and 5 % of slippage: the stop 3 points below 105 lies above all prices of the bar that bought. */
    @Test
    void aStopThatTheOpenOfItsOwnFillIsBehindClosesAtThatOpen() {
        Slippage slippage = new Slippage(Slippage.Unit.BASIS_POINTS, new BigDecimal("500"));
        TradingTerms terms = new TradingTerms(FillModel.NEXT_TICK, 0, Long.MAX_VALUE, slippage, FeeSchedule.NONE);

        assertThat(run(new TestGraph(leg(Side.BUY, stopLoss(points("3")))).on(terms), minutes("100 101 99 99")))
                .contains("4<3 09:17 protection_hit n2 hit l0 stop_loss 10200 closed l0#1 @9500"
                        + " profit -750000000 slip 500");
    }

    @Test
    void aStopWithALimitFillsAtTheLevelOrRestsBehindIt() {
        Protections near = stopLoss(points("5"), new Protections.LimitClose(new BigDecimal("2"), 0, true));

        assertThat(protectedBy(near, Side.BUY, "100 100 90 96"))
                .contains(
                        "3<2 09:17 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 limit profit -375000000");
        assertThat(protectedBy(near, Side.BUY, "94 94 90 92"))
                .contains(
                        "3<2 09:16 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9400 limit profit -450000000");
        assertThat(protectedBy(near, Side.BUY, "91 92.99 90 92", "92 93 90 91"))
                .contains(
                        "3<2 09:16 protection_hit n2 hit l0 stop_loss 9500 rests l0 closing 75 limit limit 9300",
                        "4<3 09:18 order_filled n2 closed l0#1 @9300 limit profit -525000000 for stop_loss");
    }

    @Test
    void fillsOfOneTimeAreInTheOrderOfTheSymbols() {
        Node.Leg put = leg("put", Side.BUY, PUT, limit("95"), Protections.NONE);
        Node.Leg call = leg("call", Side.BUY, CALL, limit("95"), Protections.NONE);
        TestDay day = day(
                1,
                "09:15 NIFTY 24250 24250 24250 24250",
                "09:15 " + C + " 100 100 100 100",
                "09:15 " + P + " 100 100 100 100",
                "09:16 " + P + " 100 100 94 96",
                "09:16 " + C + " 100 100 94 96",
                "09:17 NIFTY 24250 24250 24250 24250");

        assertThat(new TestGraph(put, call).squareOffAt("15:00").run(day))
                .containsSubsequence(
                        "3<2 09:17 order_filled n2 opened l1#1 BUY 75@9500 under 2425000",
                        "4<2 09:17 order_filled n2 opened l0#1 BUY 75@9500 under 2425000");
    }

    private static List<String> values(TestDay day, int minutes, String time, Operand... operands) {
        List<Node.Variable> variables = new ArrayList<>();
        for (Operand operand : operands) {
            variables.add(new Node.Variable("v" + variables.size(), operand));
        }
        return signalled(
                day,
                minutes,
                variables,
                leaf(
                        Condition.Comparison.GREATER_OR_EQUAL,
                        new Operand.CurrentTime(),
                        new Operand.TimeOfDay(LocalTime.parse(time))));
    }

    private static Condition leaf(Condition.Comparison comparison, Operand left, Operand right) {
        return new Condition.Leaf(comparison, left, right, null);
    }

    /** {@return what happens when a signal waits for a condition, in a strategy that looks at BANKNIFTY too} */
    private static List<String> signalled(
            TestDay day, int minutes, List<Node.Variable> variables, Condition condition) {
        Strategy strategy = new Strategy(
                "strategy",
                "strategy",
                "NSE",
                new InstrumentConfig(
                        "NIFTY",
                        List.of(
                                new TimeframeConfig("1m", new Timeframe(1), Map.of()),
                                new TimeframeConfig(
                                        "wide",
                                        new Timeframe(minutes),
                                        minutes == 1
                                                ? Map.of("ema", IndicatorSpec.of(IndicatorKind.EMA, "2"))
                                                : Map.of()))),
                new InstrumentConfig("BANKNIFTY", List.of()),
                List.of(
                        new Node.Start("start", "start"),
                        new Node.EntrySignal("signal", "signal", List.of(condition), List.of(), variables)),
                List.of(List.of(1), List.of()));
        TextJournal journal = new TextJournal();
        Engine.run(
                List.of(day),
                List.of(new Instance(new InstanceKey("user", "strategy", "broker", BigDecimal.ONE), strategy)),
                journal,
                Pace.UNBOUNDED,
                StopSignal.NEVER);
        return journal.lines();
    }

    private static Operand candle(String timeframe, PriceField field, int offset) {
        return new Operand.CandleValue(Role.TI, timeframe, field, offset);
    }

    private static final String[] INDEX = {
        "09:15 NIFTY 10 12 9 11 100",
        "09:16 NIFTY 11 15 10 14 50",
        "09:17 NIFTY 14 14 8 9 25",
        "09:19 NIFTY 9 10 9 10 5",
        "09:20 NIFTY 20 21 19 20 1"
    };

    @Test
    void theBarThatEndedIsTheLastCompletedCandleAndWiderOnesForm() {
        assertThat(values(
                        day(1, INDEX),
                        3,
                        "09:17",
                        candle("1m", PriceField.HIGH, -1),
                        candle("1m", PriceField.OPEN, -2),
                        candle("wide", PriceField.HIGH, 0),
                        candle("wide", PriceField.CLOSE, -1),
                        new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                        new Operand.LiveValue(Role.TI, Operand.LiveField.VOLUME),
                        new Operand.LiveValue(Role.TI, Operand.LiveField.OPEN_INTEREST)))
                .anyMatch(line -> line.endsWith("v0=15.0 v1=10.0 v2=15.0 v3=NaN v4=14.0 v5=150.0 v6=NaN"));
    }

    @Test
    void aWideCandleIsCompleteInTheSliceInWhichItsBucketEnds() {
        Operand[] wide = {
            candle("wide", PriceField.OPEN, 0),
            candle("wide", PriceField.HIGH, -1),
            candle("wide", PriceField.LOW, -1),
            candle("wide", PriceField.VOLUME, -1)
        };

        assertThat(values(day(1, INDEX), 3, "09:18", wide))
                .anyMatch(line -> line.endsWith("v0=NaN v1=15.0 v2=8.0 v3=175.0"));
        assertThat(values(day(1, INDEX), 3, "09:20", wide))
                .anyMatch(line -> line.endsWith("v0=9.0 v1=15.0 v2=8.0 v3=175.0"));
        assertThat(values(day(1, INDEX), 3, "09:21", wide))
                .as("the bucket from 09:18 has ended with 09:21")
                .anyMatch(line -> line.endsWith("v0=NaN v1=21.0 v2=9.0 v3=6.0"));
    }

    @Test
    void aWideCandleIsCompleteWhenItsTimeIsOverWhicheverInstrumentMakesTheSlice() {
        TestDay thin = day(1, INDEX[0], "09:17 BANKNIFTY 1 1 1 1", "09:18 BANKNIFTY 1 1 1 1");

        assertThat(values(thin, 3, "09:18", candle("wide", PriceField.CLOSE, -1), candle("wide", PriceField.CLOSE, 0)))
                .anyMatch(line -> line.contains("09:18 node_completed n1") && line.endsWith("v0=11.0 v1=NaN"));
        assertThat(values(thin, 3, "09:16", candle("wide", PriceField.CLOSE, -1), candle("wide", PriceField.CLOSE, 0)))
                .anyMatch(line -> line.contains("09:16 node_completed n1") && line.endsWith("v0=NaN v1=11.0"));
    }

    @Test
    void crossesLookBackBehindTheCandleThatCompletedLast() {
        Operand twelve = new Operand.Constant(12, "12");
        Condition narrow = leaf(Condition.Comparison.CROSSES_ABOVE, candle("1m", PriceField.CLOSE, -1), twelve);
        Condition wide = leaf(Condition.Comparison.CROSSES_BELOW, candle("wide", PriceField.CLOSE, -1), twelve);
        Condition live = leaf(
                Condition.Comparison.CROSSES_BELOW, new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE), twelve);
        TestDay day = day(1, INDEX).withBars(1, "09:21 NIFTY 5 5 5 5", "09:24 NIFTY 5 5 5 5");

        assertThat(signalled(day, 3, List.of(), narrow))
                .contains("1<0 09:17 node_completed n1 [0 true] before 11.0,12.0");
        // candles of three minutes close at 9 and 20; then the one from 09:21 at 5, which is complete at 09:24
        assertThat(signalled(day, 3, List.of(), wide))
                .contains("1<0 09:25 node_completed n1 [0 true] before 20.0,12.0");
        assertThat(signalled(day, 3, List.of(), live))
                .contains("1<0 09:18 node_completed n1 [0 true] before 14.0,12.0");
    }

    @Test
    void indicatorsSeeTheBarThatJustEnded() {
        Operand ema = new Operand.IndicatorValue(Role.TI, "wide", "ema", -1);

        // 20 and 30 make 25, then (11 - 25) * 2/3 + 25
        assertThat(values(day(1, INDEX).withWarmUp("NIFTY", 20, 30), 1, "09:16", ema))
                .anyMatch(line -> line.endsWith("v0=" + ((11 - 25.0) * (2.0 / 3) + 25)));
    }

    private static TestDay nextDay(int minutes, String... rows) {
        return new TestDay(TestDay.DATE.plusDays(1))
                .withOption(24250, OptionType.CE)
                .withBars(minutes, rows);
    }

    @Test
    void aGapOvernightHitsAStopAtTheOpenAndATrailingStopKeepsItsLevel() {
        TestDay day = day(
                5,
                "09:15 NIFTY 24240 24260 24230 24250",
                "09:15 " + C + " 90 110 80 100",
                "15:25 NIFTY 24250 24250 24250 24251",
                "15:25 " + C + " 100 120 99 118");

        assertThat(new TestGraph(overnight(leg(Side.BUY, stopLoss(points("5")))))
                        .positional()
                        .exitAt("15:40", null)
                        .run(day, nextDay(5, "09:15 " + C + " 90 91 89 90", "09:20 NIFTY 1 1 1 1")))
                .containsSubsequence(
                        "carried l0#1 75@11800 1350000000",
                        "3<2 09:15 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9000 profit -750000000");
        assertThat(new TestGraph(overnight(leg(Side.BUY, trailing(points("5"), "0"))))
                        .positional()
                        .exitAt("15:40", null)
                        .run(day, nextDay(5, "09:15 " + C + " 116 117 115 116", "09:20 NIFTY 1 1 1 1")))
                .contains("3<2 09:20 protection_hit n2 hit l0 trailing_stop 11500 closed l0#1 @11500"
                        + " profit 1125000000");
    }

    @Test
    void anOrderOfTheLastSliceFillsAtTheNextDaysFirstOpenIfItIsKept() {
        OrderTerms kept = new OrderTerms(OrderType.LIMIT, new BigDecimal("95"), null, null, true);
        TestDay day = day(5, "15:25 NIFTY 24250 24250 24250 24250", "15:25 " + C + " 100 100 100 100");

        assertThat(new TestGraph(overnight(leg(Side.BUY, kept)))
                        .positional()
                        .run(day, nextDay(5, "09:15 NIFTY 24250 24250 24250 24250", "09:15 " + C + " 94 96 93 95")))
                .contains("3<2 09:15 order_filled n2 opened l0#1 BUY 75@9400 under 2425000");
    }

    @Test
    void whatBarsCannotGiveFailsTheDayByName() {
        assertThat(values(day(1, INDEX), 5, "09:16", candle("1m", PriceField.CLOSE, 0)))
                .containsExactly("failed offset 0 of 1m, the driving timeframe: a bar is known when it has ended,"
                        + " which is offset -1");
        assertThat(values(day(5, INDEX[0], INDEX[4]), 5, "09:16"))
                .containsExactly("failed candles of 1m cannot be made of the bars of 5m that this run replays");
        assertThat(values(day(1, "09:15 BANKNIFTY 1 1 1 1"), 5, "09:16"))
                .containsExactly("failed NIFTY has no bar on 2024-10-29");
        assertThat(new TestGraph(leg(Side.BUY)).run(day(5, "09:17 NIFTY 1 1 1 1")))
                .containsExactly("failed NIFTY has a bar of 5m that starts at 09:17; bars are counted from the"
                        + " session's open, 09:15");
        assertThat(new TestGraph(leg(Side.BUY))
                        .positional()
                        .run(
                                day(5, "09:17 NIFTY 1 1 1 1"),
                                new TestDay(TestDay.DATE.plusDays(1)).withBars(5, INDEX[0])))
                .filteredOn(line -> line.startsWith("failed"))
                .containsExactly(
                        "failed NIFTY has a bar of 5m that starts at 09:17; bars are counted from the session's open, 09:15",
                        "failed it failed on 2024-10-29");
        assertThat(new TestGraph(leg(Side.BUY))
                        .on(new TradingTerms(FillModel.QUOTE, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE))
                        .run(day(1, INDEX)))
                .containsExactly("failed fill quote needs bid and ask, which bars of 1m have not");
        assertThat(new TestGraph(leg(Side.BUY))
                        .on(new TradingTerms(FillModel.NEXT_TICK, 1, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE))
                        .run(day(1, INDEX)))
                .containsExactly("failed latency needs ticks; this is a replay of bars of 1m");
    }
}
