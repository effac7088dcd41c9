package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The slices in which a cross holds, with what its sides were before.
 *
 * <p>The signal with the cross (n1) and one that always holds (n2) arm each other, so that the cross is asked in every slice.
 */
class CrossesTest {

    private static final String CALL = TestDay.option(24250, OptionType.CE);
    private static final Operand PRICE = new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE);
    private static final Condition ALWAYS = leaf(Comparison.GREATER, PRICE, number(0));

    private static Operand number(double value) {
        return new Operand.Constant(value, "" + value);
    }

    private static Operand candle(Role role, String timeframe, PriceField field, int offset) {
        return new Operand.CandleValue(role, timeframe, field, offset);
    }

    private static Operand close(int offset) {
        return candle(Role.TI, "1m", PriceField.CLOSE, offset);
    }

    private static Operand expression(Operand left, Operand.Operator operator, Operand right) {
        return new Operand.Expression(operator, left, right);
    }

    private static Condition leaf(Comparison comparison, Operand lhs, Operand rhs) {
        return new Condition.Leaf(comparison, lhs, rhs, null);
    }

    private static Condition above(Operand lhs, Operand rhs) {
        return leaf(Comparison.CROSSES_ABOVE, lhs, rhs);
    }

    private static Condition below(Operand lhs, Operand rhs) {
        return leaf(Comparison.CROSSES_BELOW, lhs, rhs);
    }

    private static Node signal(String id, Condition condition, Node.Variable... variables) {
        return new Node.EntrySignal(id, id, List.of(condition), List.of(), List.of(variables));
    }

    private static List<TimeframeConfig> timeframes(boolean indicator) {
        return List.of(
                new TimeframeConfig(
                        "1m",
                        new Timeframe(1),
                        indicator ? Map.of("last", IndicatorSpec.of(IndicatorKind.SMA, "1")) : Map.of()),
                new TimeframeConfig("5m", new Timeframe(5), Map.of()));
    }

    private static Instance instance(List<Node> nodes, List<List<Integer>> children) {
        return new Instance(
                new InstanceKey("user", "strategy", "broker", BigDecimal.ONE),
                new Strategy(
                        "strategy",
                        "strategy",
                        "NSE",
                        new InstrumentConfig(
                                "NIFTY", timeframes(nodes.toString().contains("IndicatorValue"))),
                        new InstrumentConfig(
                                "BANKNIFTY", List.of(new TimeframeConfig("1m", new Timeframe(1), Map.of()))),
                        nodes,
                        children));
    }

    private static TestDay day() {
        return new TestDay().withOption(24250, OptionType.CE);
    }

    /** {@return the events of a node: its time and what the crosses say} */
    private static List<String> eventsOf(int node, TestDay day, Instance instance) {
        TextJournal journal = new TextJournal();
        Engine.run(List.of(day), List.of(instance), journal, Pace.UNBOUNDED, StopSignal.NEVER);
        return journal.lines().stream()
                .filter(line -> line.contains(" n" + node))
                .map(line -> line.replaceFirst("^\\S+ ", "").replaceFirst(" node_completed n" + node, ""))
                .toList();
    }

    /** {@return the slices in which a condition holds} */
    private static List<String> held(Condition condition, TestDay day) {
        return eventsOf(
                1,
                day,
                instance(
                        List.of(new Node.Start("start", "start"), signal("cross", condition), signal("again", ALWAYS)),
                        List.of(List.of(1), List.of(2), List.of(1))));
    }

    private static TestDay prices(TestDay day, String symbol, String... timesAndPrices) {
        return day.withTicks(Stream.of(timesAndPrices)
                .map(row -> row.replace(" ", " " + symbol + " "))
                .toArray(String[]::new));
    }

    private static TestDay prices(String... timesAndPrices) {
        return prices(day(), "NIFTY", timesAndPrices);
    }

    @Test
    void aPriceCrossesOnceItIsBeyondWhatItWasNotBeyondInTheSliceBefore() {
        TestDay day = prices(
                "09:15:00 24256",
                "09:15:01 24255",
                "09:15:02 24256",
                "09:15:05 24257",
                "09:15:06 24254",
                "09:15:07 24255",
                "09:15:08 24256");

        assertThat(held(above(PRICE, number(24255)), day))
                .containsExactly(
                        "09:15:02 [0 true] before 24255.0,24255.0", "09:15:08 [0 true] before 24255.0,24255.0");
        assertThat(held(below(PRICE, number(24255)), day)).containsExactly("09:15:06 [0 true] before 24257.0,24255.0");
        assertThat(held(below(number(24255), PRICE), day))
                .as("the right side moves")
                .hasSize(2);
    }

    @Test
    void ticksWithinASecondAreNoSlice() {
        TestDay day = prices("09:15:00 24256", "09:15:01.1 24250", "09:15:01.2 24257", "09:15:02 24258");

        assertThat(held(above(PRICE, number(24255)), day)).isEmpty();
    }

    @Test
    void theSliceBeforeIsKnownToASignalThatWasNotArmedThen() {
        Node.Signal gate = (Node.Signal) signal(
                "gate",
                leaf(
                        Comparison.GREATER_OR_EQUAL,
                        new Operand.CurrentTime(),
                        new Operand.TimeOfDay(LocalTime.of(9, 15, 2))));
        TestDay day = prices("09:15:00 24250", "09:15:01 24251", "09:15:02 24256", "09:15:03 24257");

        assertThat(eventsOf(
                        1,
                        day,
                        instance(
                                List.of(
                                        new Node.Start("start", "start"),
                                        signal("cross", above(PRICE, number(24255))),
                                        gate),
                                List.of(List.of(2), List.of(), List.of(1)))))
                .containsExactly("09:15:02 [0 true] before 24251.0,24255.0");
    }

    @Test
    void aCrossOfCompletedCandlesHoldsUntilTheNextCandleCompletes() {
        TestDay day = prices(
                "09:15:00 24240",
                "09:15:59 24250",
                "09:16:00 24250",
                "09:16:30 24260",
                "09:17:01 24100",
                "09:17:40 24261",
                "09:17:59 24261",
                "09:19:00 24250",
                "09:20:00 24250");

        assertThat(held(above(close(-1), number(24250)), day))
                .containsExactly(
                        "09:17:01 [0 true] before 24250.0,24250.0",
                        "09:17:40 [0 true] before 24250.0,24250.0",
                        "09:17:59 [0 true] before 24250.0,24250.0");
        assertThat(held(below(close(-1), number(24255)), day))
                .as("the minute without ticks makes no candle")
                .containsExactly("09:20 [0 true] before 24261.0,24255.0");
        assertThat(held(above(close(-2), number(24250)), day)).containsExactly("09:19 [0 true] before 24250.0,24250.0");
    }

    @Test
    void aCandleThatIsFormingIsLookedAtInEverySlice() {
        Operand high = candle(Role.TI, "1m", PriceField.HIGH, 0);
        TestDay day = prices("09:15:00 24240", "09:15:01 24256", "09:15:02 24240", "09:16:00 24240", "09:16:01 24256");

        assertThat(held(above(high, number(24255)), day))
                .containsExactly(
                        "09:15:01 [0 true] before 24240.0,24255.0", "09:16:01 [0 true] before 24240.0,24255.0");
        assertThat(held(below(close(-1), PRICE), day))
                .as("one side that moves is enough")
                .containsExactly("09:16:01 [0 true] before 24240.0,24240.0");
    }

    @Test
    void theDaysFirstTickCompletesTheLastCandleBeforeTheDay() {
        String[] ticks = {"09:15:01 24270", "09:15:09 24270", "09:16:00 24270"};

        assertThat(held(
                        above(close(-1), number(24250)),
                        prices(day().withWarmUp("NIFTY", 24240, 24260), "NIFTY", ticks)))
                .containsExactly(
                        "09:15:01 [0 true] before 24240.0,24250.0", "09:15:09 [0 true] before 24240.0,24250.0");
        assertThat(held(above(close(-1), number(24250)), prices(day().withWarmUp("NIFTY", 24260), "NIFTY", ticks)))
                .as("there is no candle before the one before the day")
                .isEmpty();
        assertThat(held(above(close(-1), number(24265)), prices(day().withWarmUp("NIFTY", 24260), "NIFTY", ticks)))
                .containsExactly("09:16 [0 true] before 24260.0,24265.0");
    }

    @Test
    void anIndicatorCrossesWhenItsCandleCompletes() {
        Operand indicator = new Operand.IndicatorValue(Role.TI, "1m", "last", -1);
        TestDay day = prices(
                day().withWarmUp("NIFTY", 24240, 24245),
                "NIFTY",
                "09:15:00 24260",
                "09:16:00 24200",
                "09:16:01 24200",
                "09:17:00 24200");

        assertThat(held(above(indicator, number(24250)), day))
                .containsExactly("09:16 [0 true] before 24245.0,24250.0", "09:16:01 [0 true] before 24245.0,24250.0");
        assertThat(held(above(indicator, close(-2)), day))
                .as("24260 over 24245 was 24245 over 24240")
                .isEmpty();
        assertThat(held(below(indicator, close(-2)), day)).containsExactly("09:17 [0 true] before 24260.0,24245.0");
    }

    @Test
    void ofTwoTimeframesThatCompleteTogetherBothAreTakenFromBefore() {
        Operand open = candle(Role.TI, "5m", PriceField.OPEN, -1);
        TestDay day = prices(
                "09:15:00 24250",
                "09:20:00 24270",
                "09:23:00 24260",
                "09:24:00 24280",
                "09:25:00 24200",
                "09:25:30 24200",
                "09:26:00 24200");

        assertThat(held(above(close(-1), open), day))
                .as("at 09:25 24260 over 24250 became 24280 over 24270")
                .containsExactly("09:23 [0 true] before 24250.0,24250.0");
        TestDay lower = prices(
                "09:15:00 24250",
                "09:20:00 24270",
                "09:23:00 24250",
                "09:24:00 24280",
                "09:25:00 24200",
                "09:26:00 24200");
        assertThat(held(above(close(-1), open), lower))
                .containsExactly("09:23 [0 true] before 24250.0,24250.0", "09:25 [0 true] before 24250.0,24250.0");
    }

    @Test
    void aTimeframeThatDidNotCompleteIsTakenAsItIs() {
        Operand open = candle(Role.TI, "5m", PriceField.OPEN, -1);
        TestDay day = prices(
                "09:15:00 24250",
                "09:19:00 24245",
                "09:20:00 24260",
                "09:20:59 24260",
                "09:21:00 24260",
                "09:21:59 24261",
                "09:22:00 24261");

        assertThat(held(above(close(-1), open), day))
                .containsExactly("09:21 [0 true] before 24245.0,24250.0", "09:21:59 [0 true] before 24245.0,24250.0");
    }

    @Test
    void theTimeframesOfAnotherCrossDoNotCount() {
        Condition oneMinute = above(close(-1), number(1e9));
        Condition fiveMinutes = above(candle(Role.TI, "5m", PriceField.CLOSE, -1), number(24250));
        TestDay day = prices("09:15:00 24250", "09:20:00 24260", "09:25:00 24270", "09:26:00 24270", "09:30:00 24270");

        assertThat(held(new Condition.Group(true, List.of(oneMinute, fiveMinutes)), day))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("09:25 ").endsWith("[1 true] before 24250.0,24250.0"),
                        line -> assertThat(line).startsWith("09:26 ").endsWith("[1 true] before 24250.0,24250.0"));
    }

    @Test
    void ofTwoInstrumentsTheLaterCompletionCounts() {
        Operand other = candle(Role.SI, "1m", PriceField.CLOSE, -1);
        TestDay apart = prices(day(), "BANKNIFTY", "09:15:00 24250", "09:16:05 24240", "09:17:00 24240");
        prices(apart, "NIFTY", "09:15:00 24240", "09:16:02 24260", "09:17:02 24200", "09:17:03 24200");
        // NIFTY closed at 24240 and then 24260, BANKNIFTY at 24250 and then 24240
        assertThat(held(above(close(-1), other), apart))
                .as("09:17 is BANKNIFTY's, 09:17:02 NIFTY's")
                .containsExactly(
                        "09:17:02 [0 true] before 24240.0,24240.0", "09:17:03 [0 true] before 24240.0,24240.0");

        TestDay together = prices(day(), "BANKNIFTY", "09:15:00 24250", "09:16:05 24255", "09:17:00 24240");
        prices(together, "NIFTY", "09:15:00 24250", "09:16:02 24260", "09:17:00 24200", "09:17:03 24200");
        assertThat(held(above(close(-1), other), together))
                .containsExactly("09:17 [0 true] before 24250.0,24250.0", "09:17:03 [0 true] before 24250.0,24250.0");
    }

    @Test
    void nothingCrossesWhatIsOrWasNull() {
        Operand other = new Operand.LiveValue(Role.SI, Operand.LiveField.PRICE);
        TestDay day = prices(day(), "NIFTY", "09:15:00 24250", "09:15:02 24260", "09:15:04 24270");
        prices(day, "BANKNIFTY", "09:15:02 24255", "09:15:03 24265", "09:15:04 24266");

        assertThat(held(above(PRICE, other), day))
                .as("BANKNIFTY had no price before 09:15:02")
                .containsExactly("09:15:04 [0 true] before 24260.0,24265.0");
        assertThat(held(above(PRICE, expression(number(1), Operand.Operator.DIVIDED_BY, number(0))), day))
                .isEmpty();
    }

    @Test
    void expressionsAreTakenFromBeforeInAllTheirParts() {
        Operand both =
                expression(close(-1), Operand.Operator.PLUS, expression(close(-2), Operand.Operator.TIMES, number(2)));
        TestDay day = prices("09:15:00 100", "09:16:00 110", "09:17:00 120", "09:18:00 130", "09:19:00 140");

        // 110 + 2 * 100, then 120 + 2 * 110
        assertThat(held(above(both, number(330)), day)).containsExactly("09:18 [0 true] before 310.0,330.0");
        assertThat(held(above(number(330), expression(number(0), Operand.Operator.MINUS, both)), day))
                .isEmpty();
        assertThat(held(below(expression(number(0), Operand.Operator.MINUS, both), number(-330)), day))
                .containsExactly("09:18 [0 true] before -310.0,-330.0");
        assertThat(held(above(expression(PRICE, Operand.Operator.PLUS_PERCENT, number(10)), number(131)), day))
                .containsExactly("09:17 [0 true] before " + 110 * 1.1 + ",131.0");
    }

    @Test
    void theTimeCrossesATime() {
        TestDay day = prices("09:15:00 1", "09:15:01 1", "09:15:02 1", "09:15:05 1");
        long open = day.session().open();

        assertThat(held(above(new Operand.CurrentTime(), new Operand.TimeOfDay(LocalTime.of(9, 15, 1))), day))
                .containsExactly("09:15:02 [0 true] before " + (double) (open + 1) + "," + (double) (open + 1));
        assertThat(held(above(new Operand.ClockField(Operand.Clock.SECOND), number(2)), day))
                .containsExactly("09:15:05 [0 true] before 2.0,2.0");
    }

    @Test
    void positionsAreTakenAsTheyWereAfterTheFillsOfTheSliceBefore() {
        Node.Leg leg = new Node.Leg(
                "call",
                1,
                BigDecimal.ONE,
                BigDecimal.TEN,
                Side.BUY,
                ContractChoice.option(OptionType.CE, 'W', 0, 0),
                OptionalInt.empty());
        Operand current = new Operand.PositionValue("call", Operand.PositionField.CURRENT_PRICE);
        Operand entered = new Operand.PositionValue("call", Operand.PositionField.ENTRY_PRICE);
        Operand profit = new Operand.PnlValue(Operand.PnlType.TOTAL, null);
        TestDay day = prices("09:15:00 24250", "09:15:01 24250", "09:15:02 24250", "09:15:03 24250");
        prices(day, CALL, "09:15:01 100", "09:15:02 101", "09:15:03 102");
        for (Condition cross : List.of(above(current, entered), above(profit, number(0)))) {
            Instance instance = instance(
                    List.of(
                            new Node.Start("start", "start"),
                            signal("cross", cross),
                            signal(
                                    "enter",
                                    leaf(
                                            Comparison.GREATER_OR_EQUAL,
                                            new Operand.ClockField(Operand.Clock.SECOND),
                                            number(1))),
                            new Node.Entry("entry", "entry", List.of(leg))),
                    List.of(List.of(1, 2), List.of(), List.of(3), List.of()));

            assertThat(eventsOf(1, day, instance))
                    .as("filled at 100 in the slice of 09:15:01, after the cross was asked")
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("09:15:02 [0 true] before 100.0,100.0")
                            || line.startsWith("09:15:02 [0 true] before 0.0,0.0"));
        }
    }

    @Test
    void aVariableBesideCompletedCandlesIsTakenAsItWasBeforeTheSliceOfTheirCompletion() {
        Operand stored = new Operand.NodeVariable("again", "v");
        Instance instance = instance(
                List.of(
                        new Node.Start("start", "start"),
                        signal("cross", above(stored, close(-1))),
                        signal("again", ALWAYS, new Node.Variable("v", PRICE)),
                        signal("back", ALWAYS)),
                // the cross is asked before the variable is stored
                List.of(List.of(1, 2), List.of(3), List.of(3), List.of(1, 2)));
        TestDay day = prices(
                day().withWarmUp("NIFTY", 100),
                "NIFTY",
                "09:15:00 90",
                "09:15:30 95",
                "09:16:00 110",
                "09:16:01 120",
                "09:16:02 80",
                "09:16:03 80",
                "09:17:00 90",
                "09:17:01 90");

        assertThat(eventsOf(1, day, instance))
                // at 09:16 the variable went into the slice as 95, and the candle before closed at 100
                .containsExactly(
                        "09:16:01 [0 true] before 95.0,100.0",
                        "09:16:02 [0 true] before 95.0,100.0",
                        "09:17:01 [0 true] before 80.0,95.0");
    }

    /** Nothing else is waited for, so that the slices between are slept through; the one of the completion must not be. */
    @Test
    void aVariableStoredInTheSliceBeforeACompletionIsLookedAtInThatOne() {
        Operand stored = new Operand.NodeVariable("set", "v");
        Instance instance = instance(
                List.of(
                        new Node.Start("start", "start"),
                        signal("cross", above(stored, close(-1))),
                        signal(
                                "set",
                                leaf(Comparison.EQUAL, PRICE, number(90)),
                                new Node.Variable("v", expression(PRICE, Operand.Operator.PLUS, number(5)))),
                        signal("late", leaf(Comparison.EQUAL, PRICE, number(77)))),
                List.of(List.of(2), List.of(), List.of(1, 3), List.of()));
        TestDay day = prices(
                day().withWarmUp("NIFTY", 100),
                "NIFTY",
                "09:15:00 100",
                "09:15:30 100",
                "09:16:00 100",
                "09:16:59 90",
                "09:17:00 99",
                "09:17:30 99",
                "09:18:00 99",
                "09:18:30 77");

        assertThat(eventsOf(1, day, instance)).containsExactly("09:17 [0 true] before 95.0,100.0");
        assertThat(eventsOf(3, day, instance))
                .as("in a slice of its own, behind a completion that was slept through")
                .hasSize(1)
                .allMatch(line -> line.startsWith("09:18:30 "));
    }

    @Test
    void whatItWasBeforeIsToldAfterItsOwnLeaf() {
        List<Condition> members = new ArrayList<>();
        for (int member = 0; member < 40; member++) {
            members.add(member % 8 == 7 ? above(PRICE, number(24200 + member)) : leaf(Comparison.EQUAL, PRICE, PRICE));
        }
        TestDay day = prices("09:15:00 24100", "09:15:01 24300");

        assertThat(held(new Condition.Group(false, members), day)).hasSize(1).allSatisfy(line -> {
            assertThat(line).startsWith("09:15:01 [0 true] [1 true]");
            assertThat(line).contains("[7 true] before 24100.0,24207.0 [8 true] [9 true]");
            assertThat(line).contains("[23 true] before 24100.0,24223.0 [24 true]");
            assertThat(line).endsWith("[38 true] [39 true] before 24100.0,24239.0");
        });
    }

    @Test
    void aCrossThatDidNotHoldIsToldToo() {
        Condition either = new Condition.Group(true, List.of(above(PRICE, number(200)), below(PRICE, number(80))));
        TestDay day = prices("09:15:00 100", "09:15:01 70");

        assertThat(held(either, day))
                .containsExactly("09:15:01 [0 false] before 100.0,200.0 [1 true] before 100.0,80.0");
    }
}
