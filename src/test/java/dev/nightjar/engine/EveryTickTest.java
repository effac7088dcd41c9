package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.limit;
import static dev.nightjar.engine.TestGraph.overnight;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.takeProfit;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.TimeframeConfig;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strategies that are evaluated at every tick, worked by hand. */
class EveryTickTest {

    private static final String C = option(24250, OptionType.CE);
    private static final Operand PRICE = new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE);
    private static final Operand OTHER_PRICE = new Operand.LiveValue(Role.SI, Operand.LiveField.PRICE);
    private static final TimeframeConfig MINUTE =
            new TimeframeConfig("1m", new Timeframe(1), Map.of("last", IndicatorSpec.of(IndicatorKind.SMA, "1")));

    private static TestDay day(String... rows) {
        return new TestDay().withOption(24250, OptionType.CE).withTicks(rows);
    }

    private static TestGraph buying() {
        return new TestGraph(leg(Side.BUY)).everyTick();
    }

    private static TradingTerms terms(FillModel fill, long latencyNanos, long maxAgeNanos) {
        return new TradingTerms(fill, latencyNanos, maxAgeNanos, Slippage.NONE, FeeSchedule.NONE);
    }

    private static Condition leaf(Comparison comparison, Operand lhs, double rhs) {
        return new Condition.Leaf(comparison, lhs, new Operand.Constant(rhs, "" + rhs), null);
    }

    private static Condition from(double price) {
        return leaf(Comparison.GREATER_OR_EQUAL, PRICE, price);
    }

    /** {@return when the entry signal fires first, and the value it stores then} */
    private static String firstWhen(Condition condition, TestGraph graph, TestDay day) {
        TextJournal journal = new TextJournal();
        Engine.run(
                List.of(day),
                List.of(graph.entryWhen(condition).instance()),
                journal,
                Pace.UNBOUNDED,
                StopSignal.NEVER);
        return journal.lines().stream()
                .filter(line -> line.contains(" node_completed n1 "))
                .map(line -> line.replaceFirst("^\\S+ ", "").replace(" node_completed n1 [0 true]", ""))
                .findFirst()
                .orElse("never");
    }

    private static List<String> fills(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("opened") || line.contains("closed"))
                .toList();
    }

    // Slices.

    @Test
    void everyTickOfASecondIsASliceThatSeesTheContractsTicksBeforeIt() {
        assertThat(buying().exitAt("09:15:00", null)
                        .run(day(
                                "09:15:00.050 " + C + " 100",
                                "09:15:00.100 NIFTY 24250",
                                "09:15:00.150 " + C + " 101",
                                "09:15:00.200 NIFTY 24250",
                                "09:15:00.250 " + C + " 102")))
                .containsExactly(
                        "2<1 09:15:00.100 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000",
                        "3<2 09:15:00.100 node_completed n3 [0 true]",
                        "4<3 09:15:00.200 node_completed n4 closed l0#1 @10100 profit 75000000",
                        "5< 09:15:00.200 strategy_terminated",
                        "mark 0 75000000");
    }

    @Test
    void ticksOfOneTimeAreSlicesInTheOrderOfTheirSequence() {
        TestDay day = day(
                "09:15:00 " + C + " 100",
                "09:15:00.5 NIFTY 24250",
                "09:15:00.5 " + C + " 110",
                "09:15:00.5 NIFTY 24251",
                "09:15:00.5 " + C + " 120",
                "09:15:01 NIFTY 24252");

        assertThat(fills(buying().entryWhen(from(24250)).squareOffAt("15:00:00").run(day)))
                .first()
                .isEqualTo("2<1 09:15:00.500 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000");
        assertThat(fills(buying().entryWhen(from(24251)).squareOffAt("15:00:00").run(day)))
                .first()
                .isEqualTo("2<1 09:15:00.500 node_completed n2 re0 opened l0#1 BUY 75@11000 under 2425100");
        assertThat(fills(buying().entryWhen(from(24252)).squareOffAt("15:00:00").run(day)))
                .first()
                .isEqualTo("2<1 09:15:01 node_completed n2 re0 opened l0#1 BUY 75@12000 under 2425200");
    }

    @Test
    void ticksOfTheSupportingInstrumentAreSlicesToo() {
        TestDay day = day(
                "09:15:00.1 BANKNIFTY 500",
                "09:15:00.2 NIFTY 24250",
                "09:15:00.3 BANKNIFTY 501",
                "09:15:00.3 NIFTY 24251",
                "09:15:00.3 BANKNIFTY 502");
        Condition known = leaf(Comparison.GREATER, OTHER_PRICE, 0);
        Condition risen = leaf(Comparison.GREATER, OTHER_PRICE, 500);
        Condition both = new Condition.Group(false, List.of(risen, from(24251)));

        assertThat(firstWhen(known, buying().supporting("BANKNIFTY"), day)).isEqualTo("09:15:00.100");
        assertThat(firstWhen(risen, buying().supporting("BANKNIFTY"), day)).isEqualTo("09:15:00.300");
        assertThat(buying().supporting("BANKNIFTY")
                        .entryWhen(known)
                        .valueAt("09:15:00", PRICE)
                        .valueAt("09:15:00", OTHER_PRICE)
                        .run(day))
                .contains(
                        "2<1 09:15:00.100 entry_skipped n2 re0 skipped l0 no_contract",
                        "3<0 09:15:00.100 node_completed n3 [0 true] v0=NaN",
                        "4<0 09:15:00.100 node_completed n4 [0 true] v0=500.0");
        assertThat(firstWhen(both, buying().supporting("BANKNIFTY"), day)).isEqualTo("09:15:00.300 [1 true]");
    }

    @Test
    void quotesOfTheTradingInstrumentMakeNoSlice() {
        assertThat(firstWhen(
                        leaf(Comparison.GREATER, new Operand.CurrentTime(), 0),
                        buying(),
                        day("09:15:00.1 NIFTY - 0 24249 24250", "09:15:00.2 NIFTY 24250")))
                .isEqualTo("09:15:00.200");
    }

    // What conditions see.

    @Test
    void currentTimeHasItsFractionAndClockFieldsAreWhole() {
        TestDay day = day(
                "09:19:59.999999 NIFTY 24250",
                "09:20:00 NIFTY 24251",
                "09:20:00.25 NIFTY 24252",
                "09:20:01 NIFTY 24253");
        Operand twenty = new Operand.TimeOfDay(LocalTime.of(9, 20));
        Operand now = new Operand.CurrentTime();
        Operand second = new Operand.ClockField(Operand.Clock.SECOND);

        assertThat(firstWhen(new Condition.Leaf(Comparison.GREATER_OR_EQUAL, now, twenty, null), buying(), day))
                .isEqualTo("09:20");
        assertThat(firstWhen(new Condition.Leaf(Comparison.EQUAL, now, twenty, null), buying(), day))
                .isEqualTo("09:20");
        assertThat(firstWhen(new Condition.Leaf(Comparison.GREATER, now, twenty, null), buying(), day))
                .isEqualTo("09:20:00.250");
        assertThat(firstWhen(leaf(Comparison.EQUAL, second, 59), buying(), day)).isEqualTo("09:19:59.999999");
        assertThat(firstWhen(leaf(Comparison.EQUAL, second, 0), buying(), day)).isEqualTo("09:20");
        assertThat(buying().valueAt("09:20:00", now).valueAt("09:20:00", second).run(day("09:20:00.25 NIFTY 24250")))
                .filteredOn(line -> line.contains(" v0="))
                .extracting(line -> line.substring(line.indexOf("v0=")))
                .containsExactly("v0=1.73017380025E9", "v0=0.0");
    }

    @Test
    void currentTimeIsTheNearestDouble() {
        Random random = new Random(20241029);
        for (int round = 0; round < 200; round++) {
            int nanos = round % 2 == 0 ? random.nextInt(1_000_000_000) : 1_000_000_000 - 1 - random.nextInt(300);
            LocalTime time =
                    LocalTime.of(9, 15).plusSeconds(random.nextInt(20_000)).withNano(nanos);
            TestDay day = day(time + " NIFTY 24250");
            Instant instant = time.atDate(TestDay.DATE).atZone(TestDay.ZONE).toInstant();
            double nearest = BigDecimal.valueOf(instant.getEpochSecond())
                    .add(BigDecimal.valueOf(instant.getNano(), 9))
                    .doubleValue();

            assertThat(buying().valueAt("09:15:00", new Operand.CurrentTime()).run(day))
                    .anyMatch(line -> line.endsWith(" v0=" + nearest));
        }
    }

    @Test
    void volumeIsThatUntilTheTick() {
        Operand volume = new Operand.LiveValue(Role.TI, Operand.LiveField.VOLUME);
        TestDay day = day("09:15:00.1 NIFTY 24250 10", "09:15:00.2 NIFTY 24250 5", "09:15:00.2 NIFTY 24251 7");

        assertThat(firstWhen(leaf(Comparison.EQUAL, volume, 15), buying(), day)).isEqualTo("09:15:00.200");
        assertThat(firstWhen(leaf(Comparison.GREATER, volume, 22), buying(), day))
                .isEqualTo("never");
    }

    @Test
    void candlesFormWithEveryTickAndAreCompletedByTheFirstOfTheNextBucket() {
        TestDay day = day(
                        "09:15:00.1 NIFTY 24250",
                        "09:15:59.8 NIFTY 24258",
                        "09:15:59.9 NIFTY 24255",
                        "09:16:00 NIFTY 24260",
                        "09:16:00.1 NIFTY 24240")
                .withWarmUp("NIFTY", 24200);
        TestGraph graph = buying().watching(MINUTE);
        Operand forming = new Operand.CandleValue(Role.TI, "1m", PriceField.CLOSE, 0);
        Operand high = new Operand.CandleValue(Role.TI, "1m", PriceField.HIGH, 0);
        Operand low = new Operand.CandleValue(Role.TI, "1m", PriceField.LOW, 0);
        Operand last = new Operand.CandleValue(Role.TI, "1m", PriceField.CLOSE, -1);
        Operand indicator = new Operand.IndicatorValue(Role.TI, "1m", "last", -1);

        assertThat(firstWhen(leaf(Comparison.EQUAL, forming, 24258), graph, day))
                .isEqualTo("09:15:59.800");
        assertThat(firstWhen(
                        new Condition.Group(
                                false,
                                List.of(
                                        leaf(Comparison.EQUAL, forming, 24255),
                                        leaf(Comparison.EQUAL, high, 24258),
                                        leaf(Comparison.EQUAL, last, 24200))),
                        graph,
                        day))
                .startsWith("09:15:59.900");
        assertThat(firstWhen(leaf(Comparison.EQUAL, last, 24255), graph, day)).isEqualTo("09:16");
        assertThat(firstWhen(leaf(Comparison.EQUAL, indicator, 24255), graph, day))
                .isEqualTo("09:16");
        assertThat(firstWhen(leaf(Comparison.EQUAL, low, 24260), graph, day)).isEqualTo("09:16");
        assertThat(firstWhen(leaf(Comparison.EQUAL, low, 24240), graph, day)).isEqualTo("09:16:00.100");
    }

    @Test
    void crossesLookAtTheTickBefore() {
        TestDay day = day(
                "09:15:00.1 NIFTY 24251", "09:15:00.2 NIFTY 24249", "09:15:00.2 NIFTY 24251", "09:15:01 NIFTY 24252");
        Condition cross = leaf(Comparison.CROSSES_ABOVE, PRICE, 24250);

        assertThat(firstWhen(cross, buying(), day)).isEqualTo("09:15:00.200 before 24249.0,24250.0");
        assertThat(firstWhen(cross, new TestGraph(leg(Side.BUY)), day)).isEqualTo("never");
    }

    @Test
    void crossesOfCompletedCandlesHappenAtTheTickThatCompletesThem() {
        TestDay day = day(
                        "09:15:00.5 NIFTY 24249",
                        "09:15:59.9 NIFTY 24251",
                        "09:16:00.1 NIFTY 24240",
                        "09:16:00.2 NIFTY 24240")
                .withWarmUp("NIFTY", 24240, 24249);
        Operand last = new Operand.CandleValue(Role.TI, "1m", PriceField.CLOSE, -1);

        assertThat(firstWhen(leaf(Comparison.CROSSES_ABOVE, last, 24250), buying().watching(MINUTE), day))
                .isEqualTo("09:16:00.100 before 24249.0,24250.0");
    }

    // Exits.

    @Test
    void anExitWaitsWhileItsTargetWasOpenedAtThatTime() {
        assertThat(fills(buying().exitAt("09:15:00", null)
                        .run(day(
                                "09:15:00 " + C + " 100",
                                "09:15:00.5 NIFTY 24250",
                                "09:15:00.5 " + C + " 110",
                                "09:15:00.5 NIFTY 24250",
                                "09:15:00.6 " + C + " 120",
                                "09:15:00.6 NIFTY 24250"))))
                .containsExactly(
                        "2<1 09:15:00.500 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000",
                        "4<3 09:15:00.600 node_completed n4 closed l0#1 @12000 profit 1500000000");
    }

    @Test
    void anExitWaitsWhileATickOfThatTimeOpenedItsTarget() {
        String[] rows = {
            "09:15:00.5 NIFTY 24250", "09:15:00.6 " + C + " 100", "09:15:00.6 NIFTY 24250", "09:15:00.7 " + C + " 101",
        };
        TestDay day = day(rows).withTicks("09:15:00.7 NIFTY 24250");

        assertThat(buying().exitAt("09:15:00", null).run(day))
                .containsExactly(
                        "2<1 09:15:00.500 entry_pending n2 re0 rests l0",
                        "3<2 09:15:00.600 order_filled n2 opened l0#1 BUY 75@10000 under 2425000",
                        "4<2 09:15:00.600 node_completed n2 re0",
                        "5<4 09:15:00.600 node_completed n3 [0 true]",
                        "6<5 09:15:00.700 node_completed n4 closed l0#1 @10100 profit 75000000",
                        "7< 09:15:00.700 strategy_terminated",
                        "mark 0 75000000");
    }

    @Test
    void aReEnteredPositionIsOpenedAtTheNextTick() {
        List<String> lines = buying().exitAt("09:15:00", null)
                .again()
                .run(day(
                        "09:15:00 " + C + " 100",
                        "09:15:00.1 NIFTY 24250",
                        "09:15:00.2 NIFTY 24250",
                        "09:15:00.3 NIFTY 24250"));

        assertThat(fills(lines))
                .extracting(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactly(
                        "09:15:00.100 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000",
                        "09:15:00.200 node_completed n4 closed l0#1 @10000 profit 0",
                        "09:15:00.300 node_completed n2 re0 opened l0#2 BUY 75@10000 under 2425000",
                        "15:30 session_end closed l0#2 @10000 profit 0");
    }

    // Orders and protections.

    @Test
    void nextTickIsTheFirstOneStrictlyLaterThanTheLatency() {
        String[] rows = {
            "09:15:00 " + C + " 100",
            "09:15:00.5 NIFTY 24250",
            "09:15:00.5 " + C + " 101",
            "09:15:00.500000001 " + C + " 102",
            "09:15:00.6 " + C + " 103",
            "09:15:00.600000001 " + C + " 104",
            "09:15:00.7 " + C + " 105"
        };
        TestGraph graph = buying().squareOffAt("15:00:00");

        assertThat(fills(graph.on(terms(FillModel.NEXT_TICK, 0, Long.MAX_VALUE)).run(day(rows))))
                .first()
                .isEqualTo("3<2 09:15:00.500000001 order_filled n2 opened l0#1 BUY 75@10200 under 2425000");
        assertThat(fills(graph.on(terms(FillModel.NEXT_TICK, 100_000_000, Long.MAX_VALUE))
                        .run(day(rows))))
                .first()
                .isEqualTo("3<2 09:15:00.600000001 order_filled n2 opened l0#1 BUY 75@10400 under 2425000");
    }

    @Test
    void anExitThatRestsClosesAtALaterTickOfTheSameSecond() {
        assertThat(buying().exitAt("09:15:00", null)
                        .on(terms(FillModel.NEXT_TICK, 0, Long.MAX_VALUE))
                        .run(day(
                                "09:15:00.1 NIFTY 24250",
                                "09:15:00.2 " + C + " 100",
                                "09:15:00.3 NIFTY 24250",
                                "09:15:00.3 " + C + " 101",
                                "09:15:00.4 NIFTY 24250",
                                "09:15:00.4 " + C + " 102",
                                "09:15:00.5 " + C + " 103",
                                "09:15:00.6 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15:00.100 entry_pending n2 re0 rests l0",
                        "3<2 09:15:00.200 order_filled n2 opened l0#1 BUY 75@10000 under 2425000",
                        "4<2 09:15:00.300 node_completed n2 re0",
                        "5<4 09:15:00.300 node_completed n3 [0 true]",
                        "6<5 09:15:00.300 exit_pending n4 rests l0 closing 75",
                        "7<6 09:15:00.400 order_filled n4 closed l0#1 @10200 profit 150000000"
                                + " for exit_condition_met",
                        "8<6 09:15:00.600 node_completed n4",
                        "9< 09:15:00.600 strategy_terminated",
                        "mark 0 150000000");
    }

    @Test
    void aQuotesAgeIsCountedToTheTick() {
        String[] rows = {
            "09:15:00.25 " + C + " 100", "09:15:00.75 NIFTY 24250", "09:15:00.75 " + C + " 101", "09:15:01 NIFTY 24250"
        };
        TestGraph graph = buying().squareOffAt("15:00:00");

        assertThat(fills(graph.on(terms(FillModel.LAST, 0, 500_000_000)).run(day(rows))))
                .first()
                .isEqualTo("2<1 09:15:00.750 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000");
        assertThat(fills(graph.on(terms(FillModel.LAST, 0, 499_999_999)).run(day(rows))))
                .first()
                .isEqualTo("3<2 09:15:00.750 order_filled n2 opened l0#1 BUY 75@10100 under 2425000");
    }

    @Test
    void aLimitOrderIsFilledByATickOfTheTimeOfItsSlice() {
        assertThat(fills(new TestGraph(leg(Side.BUY, limit("99")))
                        .everyTick()
                        .squareOffAt("15:00:00")
                        .run(day(
                                "09:15:00.4 " + C + " 98",
                                "09:15:00.5 " + C + " 100",
                                "09:15:00.5 NIFTY 24250",
                                "09:15:00.5 " + C + " 99",
                                "09:15:00.6 " + C + " 98"))))
                .first()
                .isEqualTo("3<2 09:15:00.500 order_filled n2 opened l0#1 BUY 75@9900 under 2425000");
    }

    @Test
    void protectionsLookAtTheTicksBehindTheSliceThatArmedThem() {
        assertThat(new TestGraph(leg(Side.BUY, stopLoss(points("5"))))
                        .everyTick()
                        .squareOffAt("15:00:00")
                        .run(day(
                                "09:15:00.5 " + C + " 90",
                                "09:15:00.5 " + C + " 100",
                                "09:15:00.5 NIFTY 24250",
                                "09:15:00.5 " + C + " 95",
                                "09:15:00.6 " + C + " 90",
                                "09:15:01 NIFTY 24250")))
                .contains(
                        "2<1 09:15:00.500 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000"
                                + " armed l0 stop_loss 9500",
                        "3<2 09:15:00.500 protection_hit n2 hit l0 stop_loss 9500 closed l0#1 @9500 profit -375000000");
    }

    @Test
    void aProtectionThatIsHitBeforeTheTickIsSeenThere() {
        assertThat(new TestGraph(leg(Side.BUY, takeProfit(points("5"))))
                        .everyTick()
                        .exitAt("09:15:00", null)
                        .run(day(
                                "09:15:00.5 " + C + " 100",
                                "09:15:00.5 NIFTY 24250",
                                "09:15:00.7 " + C + " 105",
                                "09:15:00.7 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15:00.500 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000"
                                + " armed l0 take_profit 10500",
                        "3<2 09:15:00.500 node_completed n3 [0 true]",
                        "4<2 09:15:00.700 protection_hit n2 hit l0 take_profit 10500 closed l0#1 @10500 profit"
                                + " 375000000",
                        "5<3 09:15:00.700 node_completed n4 position_closed",
                        "6< 09:15:00.700 strategy_terminated",
                        "mark 0 375000000");
    }

    // Ends.

    @Test
    void squaresOffAtTheFirstTickAtOrAfterTheTime() {
        String[] rows = {"09:15:00 " + C + " 100", "09:15:00 NIFTY 24250", "09:19:59.999999999 NIFTY 24250"};

        assertThat(fills(buying().squareOffAt("09:20:00")
                        .run(day(rows).withTicks("09:20:00 NIFTY 24250", "09:20:00.1 NIFTY 24250"))))
                .last()
                .isEqualTo("3<0 09:20 node_completed n3 time closed l0#1 @10000 profit 0");
        assertThat(fills(buying().squareOffAt("09:20:00")
                        .run(day(rows).withTicks("09:20:00.3 NIFTY 24250", "09:20:00.4 NIFTY 24250"))))
                .last()
                .isEqualTo("3<0 09:20:00.300 node_completed n3 time closed l0#1 @10000 profit 0");
    }

    @Test
    void theSessionEndsBehindTheLastTickOfItsClosingSecond() {
        assertThat(buying().entryWhen(from(24251))
                        .squareOffAt("15:30:01")
                        .run(day(
                                "09:15:00 " + C + " 100",
                                "15:30:00.2 NIFTY 24250",
                                "15:30:00.4 NIFTY 24251",
                                "15:30:00.9 " + C + " 103")))
                .containsExactly(
                        "2<1 15:30:00.400 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425100",
                        "3< 15:30 session_end closed l0#1 @10300 profit 225000000",
                        "mark 375 225000000");
    }

    @Test
    void marksAreThoseOfTheEndsOfMinutes() {
        assertThat(buying().squareOffAt("09:17:00")
                        .run(day(
                                "09:15:00 " + C + " 100",
                                "09:15:00.5 NIFTY 24250",
                                "09:15:59.9 " + C + " 101",
                                "09:16:00 " + C + " 102",
                                "09:16:00 NIFTY 24250",
                                "09:16:59 " + C + " 103",
                                "09:17:00.1 NIFTY 24250")))
                .filteredOn(line -> line.startsWith("mark"))
                .containsExactly("mark 0 75000000", "mark 1 225000000");
    }

    @Test
    void aReplayOfBarsIsRefused() {
        assertThat(buying().run(new TestDay().withBars(5, "09:15 NIFTY 24250 24250 24250 24250")))
                .containsExactly("failed evaluation tick needs ticks; this is a replay of bars of 5m, which accepts"
                        + " evaluation second");
    }

    @Test
    void aProblemNamesTheTick() {
        assertThat(new TestGraph(leg("call", Side.BUY, TestGraph.CALL, limit("99"), TestGraph.stopLoss(points("1"))))
                        .everyTick()
                        .on(new TradingTerms(
                                FillModel.LAST,
                                0,
                                Long.MAX_VALUE,
                                new Slippage(Slippage.Unit.TICKS, BigDecimal.ONE),
                                FeeSchedule.NONE))
                        .run(day("09:15:00.25 NIFTY 24250")))
                .containsExactly("failed at 09:15:00.250: slippage in ticks needs the tick size of " + C);
    }

    // Days and neighbours.

    @Test
    void positionalStrategiesGoOnTickByTick() {
        Operand last = new Operand.CandleValue(Role.TI, "1m", PriceField.CLOSE, -1);
        Operand indicator = new Operand.IndicatorValue(Role.TI, "1m", "last", -1);
        TestDay first = day("09:15:00.1 NIFTY 24250", "09:15:00.2 " + C + " 100", "15:29:59.9 NIFTY 24260")
                .withWarmUp("NIFTY", 24200);
        TestDay second = new TestDay(TestDay.DATE.plusDays(1))
                .withOption(24250, OptionType.CE)
                .withTicks(
                        "09:15:00.1 NIFTY 24270",
                        "09:15:00.2 " + C + " 107",
                        "09:15:00.2 NIFTY 24271",
                        "09:15:00.3 " + C + " 108",
                        "09:15:00.4 NIFTY 24272")
                .withWarmUp("NIFTY", 7);

        assertThat(new TestGraph(overnight(leg(Side.BUY)))
                        .everyTick()
                        .positional()
                        .watching(MINUTE)
                        .entryWhen(from(24260))
                        .exitAt("09:15:00", null)
                        .run(first, second))
                .containsExactly(
                        "2<1 15:29:59.900 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2426000",
                        "3<2 15:29:59.900 node_completed n3 [0 true]",
                        "carried l0#1 75@10000 0",
                        "day 2024-10-30",
                        "4<3 09:15:00.100 node_completed n4 closed l0#1 @10000 profit 0",
                        "5< 09:15:00.100 strategy_terminated");
        List<String> values = new ArrayList<>(new TestGraph(overnight(leg(Side.BUY)))
                .everyTick()
                .positional()
                .watching(MINUTE)
                .entryWhen(new Condition.Group(
                        false,
                        List.of(
                                leaf(Comparison.CROSSES_ABOVE, PRICE, 24265),
                                leaf(Comparison.EQUAL, last, 24260),
                                leaf(Comparison.EQUAL, indicator, 24260))))
                .run(first, second));
        assertThat(values).contains("2<1 09:15:00.100 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2427000");
    }

    /** Instances on every tick and on every second share candles, indicators and ticks, and do not see each other. */
    @Test
    void neighboursOfTheOtherKindChangeNothing() {
        TestDay day = day(
                        "09:15:00.1 NIFTY 24250",
                        "09:15:00.2 " + C + " 100",
                        "09:15:00.9 NIFTY 24252",
                        "09:16:00.1 NIFTY 24253",
                        "09:16:00.1 " + C + " 105",
                        "09:16:00.2 NIFTY 24251",
                        "09:17:00 NIFTY 24249")
                .withWarmUp("NIFTY", 24240, 24251);
        Operand indicator = new Operand.IndicatorValue(Role.TI, "1m", "last", -1);
        Operand high = new Operand.CandleValue(Role.TI, "1m", PriceField.HIGH, 0);
        Instance ticks = buying().watching(MINUTE)
                .exitAt("09:16:00", null)
                .valueAt("09:16:00", indicator)
                .valueAt("09:15:00", high)
                .instance();
        Instance seconds = new TestGraph(leg(Side.BUY))
                .watching(MINUTE)
                .exitAt("09:16:00", null)
                .valueAt("09:16:00", indicator)
                .valueAt("09:15:00", high)
                .instance();

        List<String> together = run(day, Pace.UNBOUNDED, ticks, seconds, ticks);
        assertThat(of(1, together)).isEqualTo(run(day, Pace.UNBOUNDED, seconds));
        assertThat(of(2, together)).isEqualTo(run(day, Pace.UNBOUNDED, ticks)).isNotEqualTo(of(1, together));
        assertThat(of(1, run(day, Pace.UNBOUNDED, seconds, ticks))).isEqualTo(run(day, Pace.UNBOUNDED, ticks));
    }

    @Test
    void aPaceInWholeSecondsChangesNothing() {
        TestDay day = day(
                "09:15:00.1 NIFTY 24250",
                "09:15:00.2 " + C + " 100",
                "09:15:00.9 NIFTY 24252",
                "09:15:01.1 NIFTY 24253",
                "15:30:00.1 NIFTY 24251");
        Instance instance = buying().exitAt("09:15:01", null).instance();
        List<Long> awaited = new ArrayList<>();

        List<String> paced = run(
                day,
                next -> {
                    awaited.add(next - day.session().open());
                    return next;
                },
                instance);

        assertThat(paced).isEqualTo(run(day, Pace.UNBOUNDED, instance)).anyMatch(line -> line.contains("closed"));
        assertThat(awaited).containsExactly(0L, 1L);
    }

    private static List<String> run(TestDay day, Pace pace, Instance... instances) {
        TextJournal journal = new TextJournal();
        Engine.run(List.of(day), List.of(instances), journal, pace, StopSignal.NEVER);
        return journal.lines();
    }

    private static List<String> of(int instance, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(instance + ": "))
                .map(line -> line.substring(3))
                .toList();
    }
}
