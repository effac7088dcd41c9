package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.CALL;
import static dev.nightjar.engine.TestGraph.PUT;
import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.run.FeeRow;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Partial exits, closing orders that rest, and how a day ends with them. */
class ExitOrdersTest {

    private static final String C = option(24250, OptionType.CE);
    private static final String P = option(24250, OptionType.PE);
    private static final TradingTerms NEXT_TICK =
            new TradingTerms(FillModel.NEXT_TICK, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE);
    private static final TradingTerms QUOTE =
            new TradingTerms(FillModel.QUOTE, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE);

    private static TestDay day(String... rows) {
        return new TestDay()
                .withOption(24250, OptionType.CE)
                .withOption(24250, OptionType.PE)
                .withTicks(rows);
    }

    /** A buy costs 1.000001, a sell 25 a lot; nothing else than options on NFO on this day is known to it. */
    private static final FeeSchedule COSTS = FeeSchedule.of(
            "costs", List.of(cost(Side.BUY, FeeRow.Basis.ORDER, "1.000001"), cost(Side.SELL, FeeRow.Basis.LOT, "25")));

    private static FeeRow cost(Side side, FeeRow.Basis basis, String rate) {
        return new FeeRow(
                "brokerage",
                new TreeSet<>(Set.of("NFO")),
                new TreeSet<>(Set.of(InstrumentKind.OPTION)),
                side,
                false,
                basis,
                new BigDecimal(rate),
                List.of(),
                null,
                null,
                null,
                FeeRow.Rounding.EXACT,
                TestDay.DATE,
                TestDay.DATE);
    }

    @Test
    void aPartialExitClosesSomeLotsAndTheLastOneTheRest() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:01 " + C + " 101",
                "09:15:05 NIFTY 24250",
                "09:15:06 " + C + " 102",
                "09:15:10 NIFTY 24250",
                "09:15:15 NIFTY 24250");
        assertThat(new TestGraph(leg(Side.BUY))
                        .exitAt("09:15:05", "call", "1", Protections.NONE)
                        .exitAt("09:15:10", "call", "7", Protections.NONE)
                        .exitAt("09:15:15", "call", "1", Protections.NONE)
                        .run(day))
                .filteredOn(line -> line.contains("closed"))
                .containsExactly(
                        "4<3 09:15:05 node_completed n4 closed l0#1 25@10100 profit 25000000",
                        "6<5 09:15:10 node_completed n6 closed l0#1 @10200 profit 100000000",
                        "8<7 09:15:15 node_completed n8 position_closed");
    }

    @Test
    void partsShareTheEntrysFeesAndTheLastTakesWhatRemains() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:05 NIFTY 24250",
                "09:15:10 NIFTY 24250",
                "09:15:20 NIFTY 24250");
        TradingTerms terms = new TradingTerms(FillModel.LAST, 0, Long.MAX_VALUE, Slippage.NONE, COSTS);
        assertThat(new TestGraph(leg(Side.BUY))
                        .exitAt("09:15:05", "call", "1", Protections.NONE)
                        .exitAt("09:15:10", "call", "1", Protections.NONE)
                        .exitAt("09:15:20", "call", "1", Protections.NONE)
                        .on(terms)
                        .run(day))
                .filteredOn(line -> line.contains("l0#1"))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000 fees 1000001",
                        // a third of 1.000001 is 0.333334, rounded; three of them would be one too many
                        "4<3 09:15:05 node_completed n4 closed l0#1 25@10000 profit -25333334 fees 25000000",
                        "6<5 09:15:10 node_completed n6 closed l0#1 25@10000 profit -25333334 fees 25000000",
                        "8<7 09:15:20 node_completed n8 closed l0#1 @10000 profit -25333333 fees 25000000");
    }

    @Test
    void positionDataKnowsWhatIsOpen() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:05 " + C + " 110",
                "09:15:05 NIFTY 24251",
                "09:15:06 NIFTY 24252",
                "09:15:07 " + C + " 104",
                "09:15:07 NIFTY 24253",
                "09:15:08 NIFTY 24254");
        TestGraph graph = new TestGraph(leg(Side.SELL))
                .exitAt("09:15:05", "call", "1", Protections.NONE)
                .exitAt("09:15:07", "call")
                .valueAt("09:15:06", position(Operand.PositionField.QUANTITY))
                .valueAt("09:15:06", position(Operand.PositionField.EXIT_PRICE))
                .valueAt("09:15:06", position(Operand.PositionField.REALIZED_PNL))
                .valueAt("09:15:06", position(Operand.PositionField.UNREALIZED_PNL))
                .valueAt("09:15:06", position(Operand.PositionField.STATUS))
                .valueAt("09:15:08", position(Operand.PositionField.EXIT_PRICE))
                .valueAt("09:15:08", position(Operand.PositionField.UNDERLYING_PRICE_ON_EXIT))
                .valueAt("09:15:08", position(Operand.PositionField.STATUS))
                .valueAt("09:15:08", position(Operand.PositionField.MULTIPLIER));
        assertThat(graph.run(day))
                .filteredOn(line -> line.contains(" v0="))
                .extracting(line -> line.substring(line.indexOf("v0=")))
                .containsExactly(
                        "v0=50.0",
                        "v0=NaN",
                        "v0=-250.0",
                        "v0=-500.0",
                        "v0=1.0",
                        "v0=104.0",
                        "v0=24253.0",
                        "v0=0.0",
                        "v0=25.0");
    }

    private static Operand position(Operand.PositionField field) {
        return new Operand.PositionValue("call", field);
    }

    @Test
    void aRestingClosingOrderMakesItsExitPending() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:01 " + C + " 100",
                "09:15:05 NIFTY 24250",
                "09:15:05 " + C + " 101",
                "09:15:06 NIFTY 24251",
                "09:15:07.5 " + C + " 102",
                "09:15:08 NIFTY 24252",
                "09:15:09 NIFTY 24253");
        assertThat(new TestGraph(leg(Side.BUY))
                        .exitAt("09:15:05", "call")
                        .exitAt("09:15:06", null)
                        .on(NEXT_TICK)
                        .run(day))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 rests l0",
                        "3<2 09:15:01 order_filled n2 opened l0#1 BUY 75@10000 under 2425000",
                        "4<2 09:15:05 node_completed n2 re0",
                        "5<4 09:15:05 node_completed n3 [0 true]",
                        "6<5 09:15:05 exit_pending n4 rests l0 closing 75",
                        "7<4 09:15:06 node_completed n5 [0 true]",
                        "8<7 09:15:06 node_completed n6 position_closed",
                        "9<6 09:15:07.500 order_filled n4 closed l0#1 @10200 profit 150000000"
                                + " for exit_condition_met",
                        "10<6 09:15:08 node_completed n4",
                        "11< 09:15:08 strategy_terminated",
                        "mark 0 150000000");
    }

    @Test
    void anExitIsPendingForTheLegsWhoseSideHasNoQuote() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100 1 99 100",
                "09:15:00 " + P + " 50 1 - 51",
                "09:15:05 NIFTY 24250",
                "09:15:06 " + P + " - 0 50 -",
                "09:15:07 NIFTY 24250");
        TestGraph graph = new TestGraph(
                        leg("call", Side.BUY, CALL, OrderTerms.MARKET, Protections.NONE),
                        leg("put", Side.BUY, PUT, OrderTerms.MARKET, Protections.NONE))
                .exitAt("09:15:05", null)
                .on(QUOTE);
        assertThat(graph.run(day))
                .containsSubsequence(
                        "4<3 09:15:05 exit_pending n4 closed l0#1 @9900 profit -75000000 rests l1 closing 75",
                        "5<4 09:15:06 order_filled n4 closed l1#1 @5000 profit -75000000 for exit_condition_met",
                        "6<4 09:15:07 node_completed n4");
    }

    @Test
    void aProtectionThatFillsCancelsTheClosingOrder() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100 1 100 100",
                "09:15:05 NIFTY 24250",
                "09:15:06 " + C + " 95 1 95 95",
                "09:15:07 NIFTY 24250");
        TradingTerms stale = new TradingTerms(FillModel.LAST, 0, 1_000_000_000L, Slippage.NONE, FeeSchedule.NONE);
        assertThat(new TestGraph(leg(Side.BUY, stopLoss(points("5"))))
                        .exitAt("09:15:05", "call", "1", Protections.NONE)
                        .on(stale)
                        .run(day))
                .as("the closing order comes first, and what remains is still protected on the same tick")
                .containsSubsequence(
                        "4<3 09:15:05 exit_pending n4 rests l0 closing 25",
                        "5<4 09:15:06 order_filled n4 closed l0#1 25@9500 profit -125000000 for exit_condition_met",
                        "6<2 09:15:06 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -250000000",
                        "7<4 09:15:07 node_completed n4");
        TradingTerms slow = new TradingTerms(FillModel.NEXT_TICK, 3_000_000_000L, 0, Slippage.NONE, FeeSchedule.NONE);
        assertThat(new TestGraph(leg(Side.BUY, stopLoss(points("5"))))
                        .exitAt("09:15:20", "call")
                        .on(slow)
                        .run(day(
                                "09:15:00 NIFTY 24250",
                                "09:15:10 " + C + " 100",
                                "09:15:20 NIFTY 24250",
                                "09:15:21 " + C + " 94",
                                "09:15:24 " + C + " 93",
                                "09:15:25 NIFTY 24250")))
                .containsSubsequence(
                        "6<5 09:15:20 exit_pending n4 rests l0 closing 75",
                        "7<3 09:15:21 protection_hit n2 hit l0 stop_loss 9500 cancelled l0 closing"
                                + " closed l0#1 @9400 profit -450000000",
                        "8<6 09:15:25 node_completed n4");
    }

    @Test
    void afterASquareOffTheDayEndsWithTheLastClosingOrder() {
        String[] rows = {
            "09:15:00 NIFTY 24250",
            "09:15:01 " + C + " 100",
            "09:15:01 " + P + " 50",
            "09:15:05 NIFTY 24250",
            "09:16:30 NIFTY 24250",
            "09:17:10 " + C + " 102",
            "09:18:20 " + P + " 49",
            "09:19:00 NIFTY 24250",
            "09:19:30 " + P + " 10"
        };
        TestGraph graph = new TestGraph(
                        leg("call", Side.BUY, CALL, OrderTerms.MARKET, Protections.NONE),
                        leg("put", Side.BUY, PUT, OrderTerms.MARKET, stopLoss(points("0.5"))))
                .squareOffAt("09:16:30")
                .on(NEXT_TICK);
        assertThat(graph.run(day(rows)))
                .endsWith(
                        "6<0 09:16:30 node_completed n3 time rests l0 closing 75 rests l1 closing 75",
                        "7<6 09:17:10 order_filled n3 closed l0#1 @10200 profit 150000000 for square_off",
                        "mark 2 150000000",
                        "8<6 09:18:20 order_filled n3 closed l1#1 @4900 profit -75000000 for square_off",
                        "mark 3 75000000");
    }

    @Test
    void whatASquareOffLeavesRestingIsClosedWithTheSession() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:01 " + C + " 100",
                "09:15:05 NIFTY 24250",
                "09:16:30 " + C + " 103",
                "09:16:30 NIFTY 24250");
        assertThat(new TestGraph(leg(Side.BUY))
                        .squareOffAt("09:16:30")
                        .on(NEXT_TICK)
                        .run(day))
                .endsWith(
                        "5<0 09:16:30 node_completed n3 time rests l0 closing 75",
                        "mark 1 225000000",
                        "6< 15:30 session_end cancelled l0 closing closed l0#1 @10300 profit 225000000"
                                + " for square_off");
    }

    @Test
    void aSquareOffTakesOverWhatOtherOrdersWereToClose() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:05 NIFTY 24250",
                "09:15:06 NIFTY 24250",
                "09:15:07 " + C + " 99");
        TradingTerms stale = new TradingTerms(FillModel.LAST, 0, 1_000_000_000L, Slippage.NONE, FeeSchedule.NONE);
        assertThat(new TestGraph(leg(Side.BUY))
                        .exitAt("09:15:05", "call", "1", Protections.NONE)
                        .squareOffAt("09:15:06")
                        .on(stale)
                        .run(day))
                .endsWith(
                        "4<3 09:15:05 exit_pending n4 rests l0 closing 25",
                        "5<0 09:15:06 node_completed n5 time cancelled l0 closing rests l0 closing 75",
                        "6<5 09:15:07 order_filled n5 closed l0#1 @9900 profit -75000000 for square_off",
                        "mark 0 -75000000");
    }

    @Test
    void terminationWaitsForItsClosingOrdersToo() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:01 " + C + " 100",
                "09:15:02 NIFTY 24250",
                "09:15:03 " + C + " 101",
                "09:15:04 NIFTY 24250");
        assertThat(new TestGraph(leg(Side.BUY)).on(NEXT_TICK).run(day))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 rests l0",
                        "3<2 09:15:01 order_filled n2 opened l0#1 BUY 75@10000 under 2425000",
                        "4<2 09:15:02 node_completed n2 re0",
                        "5< 09:15:02 strategy_terminated rests l0 closing 75",
                        "6<5 09:15:03 order_filled closed l0#1 @10100 profit 75000000 for strategy_terminated",
                        "mark 0 75000000");
    }

    @Test
    void anArmedProtectionKeepsTheInstanceAlive() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:16:00 " + C + " 95",
                "09:17:00 NIFTY 24250",
                "09:18:00 NIFTY 24250");
        assertThat(new TestGraph(leg(Side.BUY, stopLoss(points("5")))).run(day))
                .endsWith(
                        "3<2 09:16 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000",
                        "mark 1 -375000000",
                        "4< 09:17 strategy_terminated");
    }
}
