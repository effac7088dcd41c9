package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.CALL;
import static dev.nightjar.engine.TestGraph.PUT;
import static dev.nightjar.engine.TestGraph.all;
import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.limit;
import static dev.nightjar.engine.TestGraph.percent;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.takeProfit;
import static dev.nightjar.engine.TestGraph.trailing;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stop losses, targets and trailing stops do with ticks. */
class ProtectionsTest {

    private static final String C = option(24250, OptionType.CE);
    private static final String P = option(24250, OptionType.PE);

    private static TestDay day(String... rows) {
        return new TestDay()
                .withOption(24250, OptionType.CE)
                .withOption(24250, OptionType.PE)
                .withTicks(rows);
    }

    /** A call at 100 in the first slice, then ticks one second apart. */
    private static TestDay prices(String... prices) {
        List<String> rows = new ArrayList<>(List.of("09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"));
        for (int tick = 0; tick < prices.length; tick++) {
            rows.add("09:15:0" + (tick + 1) + " " + C + " " + prices[tick]);
        }
        return day(rows.toArray(String[]::new));
    }

    /** {@return what armed and what hit a call that was bought or sold at 100} */
    private static List<String> protectedBy(Protections block, Side side, String... prices) {
        return new TestGraph(leg(side, block))
                .squareOffAt("15:00:00").run(prices(prices)).stream()
                        .filter(line -> !line.startsWith("mark") && !line.contains("session_end"))
                        .map(line -> line.replace(" node_completed n2 re0 opened l0#1", "")
                                .replace(" under 2425000", ""))
                        .toList();
    }

    @Test
    void aStopIsHitAtItsLevelOrBehindItAndFillsAtTheTick() {
        assertThat(protectedBy(stopLoss(points("5")), Side.BUY, "95.05", "95"))
                .containsExactly(
                        "2<1 09:15 BUY 75@10000 armed l0 stop_loss 9500",
                        "3<2 09:15:02 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000");
        assertThat(protectedBy(stopLoss(percent("5")), Side.SELL, "104.95", "120", "105"))
                .as("a gap fills at the tick")
                .endsWith("3<2 09:15:02 protection_hit n2 hit l0 stop_loss 10500 closed l0#1 @12000"
                        + " profit -1500000000");
    }

    @Test
    void levelsAreExactAndHitBehindTheGridPriceNextToThem() {
        // 100 - 1.2345 = 98.7655: 98.77 is above it, 98.76 below
        assertThat(protectedBy(stopLoss(percent("1.2345")), Side.BUY, "98.77", "98.76"))
                .endsWith("3<2 09:15:02 protection_hit n2 hit l0 stop_loss 9876 closed l0#1 @9876 profit -93000000");
        assertThat(protectedBy(stopLoss(percent("1.2345")), Side.SELL, "101.23", "101.24"))
                .endsWith("3<2 09:15:02 protection_hit n2 hit l0 stop_loss 10124 closed l0#1 @10124 profit -93000000");
        assertThat(protectedBy(takeProfit(percent("1.2345")), Side.BUY, "101.23", "101.24"))
                .endsWith("3<2 09:15:02 protection_hit n2 hit l0 take_profit 10124 closed l0#1 @10124"
                        + " profit 93000000");
        assertThat(protectedBy(takeProfit(percent("1.2345")), Side.SELL, "98.77", "98.76"))
                .endsWith("3<2 09:15:02 protection_hit n2 hit l0 take_profit 9876 closed l0#1 @9876 profit 93000000");
    }

    @Test
    void aTrailingStopFollowsTheBestPriceContinuouslyOrInSteps() {
        assertThat(protectedBy(trailing(points("2"), "0"), Side.BUY, "103.05", "102", "101.06", "101.05"))
                .containsExactly(
                        "2<1 09:15 BUY 75@10000 armed l0 trailing_stop 9800",
                        "3<2 09:15:04 protection_hit n2 hit l0 trailing_stop 10105 closed l0#1 @10105"
                                + " profit 78750000");
        // one whole step of 3 up at 103.05: 98 + 3 = 101
        assertThat(protectedBy(trailing(points("2"), "3"), Side.BUY, "103.05", "102", "101.06", "101"))
                .endsWith("3<2 09:15:04 protection_hit n2 hit l0 trailing_stop 10100 closed l0#1 @10100"
                        + " profit 75000000");
        assertThat(protectedBy(trailing(points("2"), "3"), Side.SELL, "97", "94.01", "98.99", "99"))
                .endsWith("3<2 09:15:04 protection_hit n2 hit l0 trailing_stop 9900 closed l0#1 @9900"
                        + " profit 75000000");
        assertThat(protectedBy(trailing(percent("2"), "1"), Side.BUY, "100.99", "98.01", "98"))
                .as("no whole step yet")
                .endsWith("3<2 09:15:03 protection_hit n2 hit l0 trailing_stop 9800 closed l0#1 @9800"
                        + " profit -150000000");
    }

    @Test
    void trailingPriceIsTheExactLevel() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:01 " + C + " 103",
                "09:15:01 NIFTY 24250",
                "09:15:02 " + C + " 90",
                "09:15:02 NIFTY 24250");
        Operand price = new Operand.PositionValue("call", Operand.PositionField.TRAILING_POSITION_PRICE);
        TestGraph graph = new TestGraph(leg(Side.BUY, trailing(percent("2.00005"), "0")))
                .squareOffAt("15:00:00")
                .valueAt("09:15:01", price)
                .valueAt("09:15:02", price);
        assertThat(graph.run(day))
                .anyMatch(line -> line.contains("09:15:01 node_completed n4") && line.endsWith("v0=100.99995"))
                .anyMatch(line -> line.contains("09:15:02 node_completed n5") && line.endsWith("v0=NaN"));
    }

    @Test
    void oneTickThatHitsSeveralHitsTheFirstKind() {
        Protections everything = all(stopLoss(points("5")), takeProfit(points("5")), trailing(points("4"), "0"));
        assertThat(protectedBy(everything, Side.BUY, "90"))
                .containsExactly(
                        "2<1 09:15 BUY 75@10000 armed l0 stop_loss 9500 armed l0 take_profit 10500"
                                + " armed l0 trailing_stop 9600",
                        "3<2 09:15:01 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9000 profit -750000000");
        assertThat(protectedBy(everything, Side.BUY, "96"))
                .as("the trailing stop is nearer")
                .anyMatch(line -> line.contains("hit l0 trailing_stop 9600"));
    }

    @Test
    void ticksOfTheSecondOfTheFillDoNotCountAndLaterOnesOfItsTickDo() {
        assertThat(new TestGraph(leg("call", Side.BUY, CALL, limit("99"), stopLoss(points("5"))))
                        .squareOffAt("15:00:00")
                        .run(day(
                                "09:15:00 NIFTY 24250",
                                "09:15:00 " + C + " 100",
                                "09:15:01.1 " + C + " 98",
                                "09:15:01.1 " + C + " 93")))
                .as("two ticks of one time: the second one is later")
                .containsSubsequence(
                        "3<2 09:15:01.100 order_filled n2 opened l0#1 BUY 75@9800 under 2425000"
                                + " armed l0 stop_loss 9300",
                        "4<3 09:15:01.100 protection_hit n2 hit l0 stop_loss 9300 closed l0#1 @9300"
                                + " profit -375000000");
        assertThat(new TestGraph(leg(Side.BUY, stopLoss(points("5"))))
                        .squareOffAt("15:00:00")
                        .run(day(
                                "09:15:00.1 NIFTY 24250",
                                "09:15:00.2 " + C + " 90",
                                "09:15:00.3 " + C + " 100",
                                "09:15:00.4 NIFTY 24250")))
                .noneMatch(line -> line.contains("protection_hit"));
    }

    @Test
    void protectionsOfDifferentContractsAreHitInTheOrderOfTheTicks() {
        TestGraph graph = new TestGraph(
                        leg("call", Side.BUY, CALL, OrderTerms.MARKET, stopLoss(points("5"))),
                        leg("put", Side.BUY, PUT, OrderTerms.MARKET, stopLoss(points("5"))))
                .squareOffAt("15:00:00");
        assertThat(graph.run(day(
                        "09:15:00 NIFTY 24250",
                        "09:15:00 " + C + " 100",
                        "09:15:00 " + P + " 50",
                        "09:20:00 " + P + " 45",
                        "09:20:00 " + C + " 95")))
                .containsSequence(
                        "3<2 09:20 protection_hit n2 hit l1 stop_loss 4500 closed l1#1 @4500 profit -375000000",
                        "4<2 09:20 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000");
    }

    @Test
    void theBaseIsThePriceWithSlippage() {
        TradingTerms terms = new TradingTerms(
                FillModel.LAST,
                0,
                Long.MAX_VALUE,
                new Slippage(Slippage.Unit.BASIS_POINTS, new BigDecimal("100")),
                FeeSchedule.NONE);
        assertThat(new TestGraph(leg(Side.BUY, stopLoss(points("5"))))
                        .squareOffAt("15:00:00")
                        .on(terms)
                        .run(prices("96")))
                .contains(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@10100 under 2425000 slip 100"
                                + " armed l0 stop_loss 9600",
                        "3<2 09:15:01 protection_hit n2 hit l0 stop_loss 9600 closed l0#1 @9504"
                                + " profit -447000000 slip 96");
    }

    @Test
    void aPartialExitsBlocksReplaceTheirKindAndProtectWhatRemains() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:05 " + C + " 110",
                "09:15:05 NIFTY 24250",
                "09:15:06 " + C + " 108.5",
                "09:15:07 " + C + " 108",
                "09:15:08 NIFTY 24250");
        assertThat(new TestGraph(leg(
                                Side.BUY,
                                all(stopLoss(points("5")), takeProfit(points("20")), trailing(points("50"), "0"))))
                        .exitAt("09:15:05", "call", "1", stopLoss(points("2")))
                        .run(day))
                .contains(
                        "4<3 09:15:05 node_completed n4 closed l0#1 25@11000 profit 250000000"
                                + " armed l0 stop_loss 10800",
                        "5<4 09:15:07 protection_hit n2 hit l0 stop_loss 10800 closed l0#1 @10800 profit 400000000");
        assertThat(new TestGraph(leg(Side.BUY))
                        .exitAt("09:15:05", "call", "3", stopLoss(points("2")))
                        .run(day))
                .as("nothing remains")
                .contains("4<3 09:15:05 node_completed n4 closed l0#1 @11000 profit 750000000")
                .noneMatch(line -> line.contains("armed"));
    }

    // limits

    private static Protections stopWithLimit(String buffer, long waitSeconds, boolean forever) {
        return stopLoss(
                points("5"), new Protections.LimitClose(new BigDecimal(buffer), waitSeconds * 1_000_000_000L, forever));
    }

    @Test
    void aTickInsideTheBufferFillsAtOnce() {
        assertThat(protectedBy(stopWithLimit("1", 0, false), Side.BUY, "94"))
                .endsWith("3<2 09:15:01 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9400 limit"
                        + " profit -450000000");
    }

    @Test
    void aTickBeyondTheBufferLetsTheLimitRest() {
        String rests = "3<2 09:15:01 protection_hit n2 hit l0 stop_loss 9500 rests l0 closing 75 limit limit 9400";
        assertThat(protectedBy(stopWithLimit("1", 9, false), Side.BUY, "93", "93.95", "94", "90"))
                .endsWith(
                        rests, "4<3 09:15:03 order_filled n2 closed l0#1 @9400 limit profit -450000000 for stop_loss");
        assertThat(protectedBy(stopWithLimit("1", 2, false), Side.BUY, "93", "92", "91", "90"))
                .as("the first tick when it has waited fills at market")
                .endsWith(rests, "4<3 09:15:03 order_filled n2 closed l0#1 @9100 profit -675000000 for stop_loss");
        assertThat(protectedBy(stopWithLimit("1", 2, false), Side.BUY, "93", "92", "95", "90"))
                .as("inside the limit it is a limit fill")
                .endsWith(
                        rests, "4<3 09:15:03 order_filled n2 closed l0#1 @9500 limit profit -375000000 for stop_loss");
        assertThat(protectedBy(stopWithLimit("1", 0, false), Side.BUY, "93", "92"))
                .endsWith(rests, "4<3 09:15:02 order_filled n2 closed l0#1 @9200 profit -600000000 for stop_loss");
        assertThat(protectedBy(stopWithLimit("1", 1, true), Side.BUY, "93", "92", "91", "90"))
                .as("waits for its price")
                .endsWith(rests);
        assertThat(protectedBy(stopWithLimit("1", 9, false), Side.SELL, "107", "106.05", "106"))
                .endsWith(
                        "3<2 09:15:01 protection_hit n2 hit l0 stop_loss 10500 rests l0 closing 75 limit limit 10600",
                        "4<3 09:15:03 order_filled n2 closed l0#1 @10600 limit profit -450000000 for stop_loss");
    }

    @Test
    void theOtherProtectionsAreSuspendedWhileALimitRestsAndTheEndTakesItOver() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:01 " + C + " 93",
                "09:15:02 " + C + " 80",
                "09:15:03 NIFTY 24250",
                "09:15:05 NIFTY 24250");
        Protections stop = stopWithLimit("1", 0, true);
        Protections both = new Protections(
                stop.stopLoss(), null, trailing(points("15"), "0").trailingStop());
        assertThat(new TestGraph(leg(Side.BUY, both))
                        .exitAt("09:15:03", "call")
                        .squareOffAt("09:15:05")
                        .run(day))
                .containsSubsequence(
                        "3<2 09:15:01 protection_hit n2 hit l0 stop_loss 9500 rests l0 closing 75 limit limit 9400",
                        "5<4 09:15:03 node_completed n4 position_closed",
                        "6<0 09:15:05 node_completed n5 time cancelled l0 closing closed l0#1 @8000"
                                + " profit -1500000000");
    }
}
