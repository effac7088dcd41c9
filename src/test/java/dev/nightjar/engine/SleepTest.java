package dev.nightjar.engine;

import static dev.nightjar.market.TestDay.option;
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
import dev.nightjar.strategy.Distance;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Protections;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * An instance that nothing concerns is not evaluated, and one that sleeps tells what one tells that is awake in every slice.
 *
 * <p>The day is an hour of one tick a second: the index rises by 0.05 a second from 24200.00, and every call falls by as much from
 * 300.00.
 */
class SleepTest {

    private static final int SECONDS = 3600;
    private static final int[] STRIKES = {24200, 24250, 24300, 24350, 24400};
    private static final IndicatorSpec SMA = IndicatorSpec.of(IndicatorKind.SMA, "3");
    private static final Operand LTP = new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE);
    private static final Operand AVERAGE = new Operand.IndicatorValue(Role.TI, "1m", "sma", -1);

    private final TestDay day = day();

    private static TestDay day() {
        TestDay day = new TestDay().withWarmUp("NIFTY", 24100, 24110, 24120, 24130, 24140);
        List<String> rows = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            String time = LocalTime.of(9, 15).plusSeconds(second).toString();
            rows.add(row(time, "NIFTY", 24200 + second * 0.05));
            for (int strike : STRIKES) {
                rows.add(row(time, option(strike, OptionType.CE), 300 - second * 0.05));
            }
        }
        for (int strike : STRIKES) {
            day.withOption(strike, OptionType.CE);
        }
        return day.withTicks(rows.toArray(new String[0]));
    }

    private static String row(String time, String symbol, double price) {
        return String.format(Locale.ROOT, "%s %s %.2f", time, symbol, price);
    }

    private static Operand number(double value) {
        return new Operand.Constant(value, "" + value);
    }

    private static Condition leaf(Operand lhs, Comparison comparison, Operand rhs) {
        return new Condition.Leaf(comparison, lhs, rhs, null);
    }

    private static Condition between(Operand lhs, Operand low, Operand high) {
        return new Condition.Leaf(Comparison.BETWEEN, lhs, low, high);
    }

    private static Condition all(Condition... members) {
        return new Condition.Group(false, List.of(members));
    }

    private static Condition any(Condition... members) {
        return new Condition.Group(true, List.of(members));
    }

    private static Operand at(int hour, int minute) {
        return new Operand.TimeOfDay(LocalTime.of(hour, minute));
    }

    private static Operand candle(PriceField field, int offset) {
        return new Operand.CandleValue(Role.TI, "1m", field, offset);
    }

    private static Operand position(Operand.PositionField field) {
        return new Operand.PositionValue("call", field);
    }

    /** {@return start, entry signal, entry, exit signal, exit} */
    private static Instance instance(Condition entry, Condition exit, Protections protections) {
        TimeframeConfig minutes = new TimeframeConfig("1m", new Timeframe(1), Map.of("sma", SMA));
        return instance(new InstrumentConfig("NIFTY", List.of(minutes)), entry, exit, protections);
    }

    private static Instance instance(
            InstrumentConfig trading, Condition entry, Condition exit, Protections protections) {
        List<Node> nodes = List.of(
                new Node.Start("start", "start"),
                new Node.EntrySignal("in", "in", List.of(entry), List.of(), List.of()),
                new Node.Entry(
                        "entry",
                        "entry",
                        List.of(new Node.Leg(
                                "call",
                                1,
                                BigDecimal.ONE,
                                BigDecimal.valueOf(25),
                                Side.BUY,
                                ContractChoice.option(OptionType.CE, 'W', 0, 0),
                                OptionalInt.empty(),
                                OrderTerms.MARKET,
                                false,
                                protections))),
                new Node.ExitSignal("out", "out", List.of(exit), List.of(), List.of()),
                new Node.Exit("exit", "exit", "call"));
        return new Instance(
                new InstanceKey("user", "strategy", "broker", BigDecimal.ONE),
                new Strategy(
                        "strategy",
                        "strategy",
                        "NSE",
                        trading,
                        null,
                        nodes,
                        List.of(List.of(1), List.of(2), List.of(3), List.of(4), List.of())));
    }

    private record Run(int evaluations, List<String> lines) {}

    /** @param step how many seconds it goes on at a time; null for all at once, which alone lets it sleep */
    private Run run(Instance instance, @Nullable Integer step) {
        TextJournal journal = new TextJournal();
        InstanceDay running =
                new InstanceDay(new Program(instance, new Graph.Known()), new DayTapes(day), journal.open(0, day));
        while (running.nextSecond() != Long.MAX_VALUE) {
            running.advanceTo(step == null ? Long.MAX_VALUE : running.nextSecond() + step, StopSignal.NEVER);
        }
        return new Run(running.evaluations(), journal.lines());
    }

    private record Case(String name, Condition condition, int first) {}

    /** Each holds from some second of the hour on, or never. */
    private static List<Case> entries() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("a time", leaf(new Operand.CurrentTime(), Comparison.GREATER_OR_EQUAL, at(9, 45)), 1800));
        cases.add(new Case("a time, behind", leaf(at(9, 45), Comparison.LESS, new Operand.CurrentTime()), 1801));
        cases.add(new Case("times", between(new Operand.CurrentTime(), at(9, 50), at(9, 55)), 2100));
        cases.add(new Case("no time left", leaf(new Operand.CurrentTime(), Comparison.LESS, at(9, 15)), -1));
        cases.add(new Case("a level above", leaf(LTP, Comparison.GREATER, number(24290)), 1801));
        cases.add(new Case("a level reached", leaf(LTP, Comparison.GREATER_OR_EQUAL, number(24290)), 1800));
        cases.add(new Case("one price", leaf(number(24290), Comparison.EQUAL, LTP), 1800));
        cases.add(new Case("prices", between(LTP, number(24290), number(24290.1)), 1800));
        cases.add(new Case("no such level", leaf(LTP, Comparison.LESS, number(24200)), -1));
        cases.add(new Case("a candle", leaf(candle(PriceField.CLOSE, -1), Comparison.GREATER, number(24290)), 1860));
        cases.add(new Case("an indicator", leaf(AVERAGE, Comparison.GREATER, number(24290)), 1920));
        cases.add(new Case(
                "an average of the price",
                leaf(
                        new Operand.Expression(Operand.Operator.MINUS, LTP, number(90)),
                        Comparison.GREATER_OR_EQUAL,
                        number(24200)),
                1800));
        cases.add(new Case("a cross of candles", leaf(AVERAGE, Comparison.CROSSES_ABOVE, number(24290)), 1920));
        cases.add(new Case("a cross of the price", leaf(LTP, Comparison.CROSSES_ABOVE, number(24290)), 1801));
        cases.add(new Case(
                "all of several",
                all(
                        leaf(new Operand.CurrentTime(), Comparison.GREATER, at(9, 30)),
                        leaf(LTP, Comparison.GREATER, number(24290)),
                        leaf(AVERAGE, Comparison.GREATER, number(24250))),
                1801));
        cases.add(new Case(
                "any of several",
                any(
                        leaf(new Operand.CurrentTime(), Comparison.GREATER, at(10, 0)),
                        leaf(LTP, Comparison.GREATER, number(24290))),
                1801));
        return cases;
    }

    @TestFactory
    List<DynamicTest> anInstanceSleepsUntilItsConditionHolds() {
        Condition never = leaf(LTP, Comparison.LESS, number(1));
        return entries().stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    Instance instance = instance(one.condition(), never, Protections.NONE);
                    Run asleep = run(instance, null);
                    Run awake = run(instance, 7);

                    assertThat(asleep.lines()).isEqualTo(awake.lines());
                    assertThat(awake.evaluations()).isEqualTo(SECONDS + 1);
                    // The first slice, the one before a cross and that of the cross, and the session's close.
                    assertThat(asleep.evaluations()).isLessThanOrEqualTo(one.first() < 0 ? 2 : 5);
                    if (one.first() < 0) {
                        assertThat(asleep.lines()).noneMatch(line -> line.contains("opened"));
                    } else {
                        assertThat(asleep.lines().get(1))
                                .contains(LocalTime.of(9, 15)
                                        .plusSeconds(one.first())
                                        .toString());
                    }
                }))
                .toList();
    }

    private static Condition atOnce() {
        return leaf(LTP, Comparison.GREATER, number(0));
    }

    @TestFactory
    List<DynamicTest> anOpenPositionIsWatchedAsleep() {
        List<Case> exits = List.of(
                new Case(
                        "its price",
                        leaf(position(Operand.PositionField.CURRENT_PRICE), Comparison.LESS, number(280)),
                        401),
                new Case(
                        "its profit",
                        leaf(new Operand.PnlValue(Operand.PnlType.TOTAL, null), Comparison.LESS, number(-500)),
                        401),
                new Case(
                        "its entry",
                        leaf(
                                LTP,
                                Comparison.GREATER,
                                new Operand.Expression(
                                        Operand.Operator.TIMES,
                                        position(Operand.PositionField.ENTRY_PRICE),
                                        number(81))),
                        2001));
        return exits.stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    Instance instance = instance(atOnce(), one.condition(), Protections.NONE);
                    Run asleep = run(instance, null);

                    assertThat(asleep.lines()).isEqualTo(run(instance, 7).lines());
                    assertThat(asleep.evaluations()).isLessThanOrEqualTo(5);
                    assertThat(asleep.lines())
                            .anyMatch(line -> line.contains(
                                    LocalTime.of(9, 15).plusSeconds(one.first()).toString()));
                }))
                .toList();
    }

    @Test
    void aProtectionWakesTheSliceBehindTheTickThatHitsIt() {
        Protections stop =
                new Protections(new Protections.StopLoss(new Distance(false, new BigDecimal("50")), null), null, null);
        Instance instance = instance(atOnce(), leaf(LTP, Comparison.LESS, number(1)), stop);
        Run asleep = run(instance, null);

        assertThat(asleep.lines()).isEqualTo(run(instance, 7).lines());
        assertThat(asleep.lines()).anyMatch(line -> line.contains("09:31:40"));
        assertThat(asleep.evaluations()).isLessThanOrEqualTo(4);
    }

    private static Operand candle(String timeframe, PriceField field, int offset) {
        return new Operand.CandleValue(Role.TI, timeframe, field, offset);
    }

    private static Operand live(Operand.LiveField field) {
        return new Operand.LiveValue(Role.TI, field);
    }

    private static Operand plus(Operand left, Operand right) {
        return new Operand.Expression(Operand.Operator.PLUS, left, right);
    }

    private static Fact.Key fact(Condition condition) {
        InstrumentConfig trading = new InstrumentConfig(
                "NIFTY",
                List.of(
                        new TimeframeConfig(
                                "1m",
                                new Timeframe(1),
                                Map.of(
                                        "sma",
                                        SMA,
                                        "longer",
                                        IndicatorSpec.of(IndicatorKind.SMA, "4"),
                                        "bands",
                                        IndicatorSpec.of(IndicatorKind.BBANDS, "3"))),
                        new TimeframeConfig("5m", new Timeframe(5), Map.of("sma", SMA))));
        Instance instance = instance(trading, condition, leaf(LTP, Comparison.LESS, number(1)), Protections.NONE);
        return new Program(instance, new Graph.Known()).sight().fact(0);
    }

    /** What instances find out together must be one and the same condition: each of these is another one. */
    @Test
    void conditionsThatDifferInOnePartAreFoundOutApart() {
        Operand close = candle("1m", PriceField.CLOSE, -1);
        List<Condition> different = List.of(
                leaf(LTP, Comparison.GREATER, number(1)),
                leaf(LTP, Comparison.GREATER, number(2)),
                leaf(LTP, Comparison.GREATER_OR_EQUAL, number(1)),
                leaf(number(1), Comparison.GREATER, LTP),
                leaf(live(Operand.LiveField.VOLUME), Comparison.GREATER, number(1)),
                leaf(live(Operand.LiveField.OPEN_INTEREST), Comparison.GREATER, number(1)),
                leaf(LTP, Comparison.GREATER, at(9, 16)),
                leaf(LTP, Comparison.GREATER, at(9, 17)),
                between(LTP, number(1), number(2)),
                between(LTP, number(1), number(3)),
                leaf(new Operand.ClockField(Operand.Clock.HOUR), Comparison.GREATER, number(1)),
                leaf(new Operand.ClockField(Operand.Clock.MINUTE), Comparison.GREATER, number(1)),
                leaf(close, Comparison.GREATER, number(1)),
                leaf(close, Comparison.CROSSES_ABOVE, number(1)),
                leaf(close, Comparison.CROSSES_BELOW, number(1)),
                leaf(close, Comparison.CROSSES_BELOW, number(2)),
                leaf(candle("1m", PriceField.CLOSE, -2), Comparison.GREATER, number(1)),
                leaf(candle("1m", PriceField.HIGH, -1), Comparison.GREATER, number(1)),
                leaf(candle("5m", PriceField.CLOSE, -1), Comparison.GREATER, number(1)),
                leaf(AVERAGE, Comparison.GREATER, number(1)),
                leaf(new Operand.IndicatorValue(Role.TI, "1m", "sma", -2), Comparison.GREATER, number(1)),
                leaf(new Operand.IndicatorValue(Role.TI, "1m", "longer", -1), Comparison.GREATER, number(1)),
                leaf(new Operand.IndicatorValue(Role.TI, "1m", "bands", 0, -1), Comparison.GREATER, number(1)),
                leaf(new Operand.IndicatorValue(Role.TI, "1m", "bands", 1, -1), Comparison.GREATER, number(1)),
                leaf(new Operand.IndicatorValue(Role.TI, "5m", "sma", -1), Comparison.GREATER, number(1)),
                leaf(plus(close, number(1)), Comparison.GREATER, number(1)),
                leaf(plus(close, number(2)), Comparison.GREATER, number(1)),
                leaf(plus(number(1), close), Comparison.GREATER, number(1)),
                leaf(new Operand.Expression(Operand.Operator.MINUS, close, number(1)), Comparison.GREATER, number(1)));

        assertThat(different.stream().map(SleepTest::fact)).doesNotHaveDuplicates();
        assertThat(different.stream().map(SleepTest::fact).toList())
                .isEqualTo(different.stream().map(SleepTest::fact).toList());
    }

    /** The same instruments, one condition apart: neither takes what the other found out. */
    @Test
    void instancesThatRunTogetherWaitForTheirOwnConditions() {
        List<Instance> instances = entries().stream()
                .map(one -> instance(one.condition(), leaf(LTP, Comparison.LESS, number(1)), Protections.NONE))
                .toList();
        TextJournal together = new TextJournal();
        Engine.run(List.of(day), instances, together, Pace.UNBOUNDED, StopSignal.NEVER);

        for (int number = 0; number < instances.size(); number++) {
            String prefix = number == 0 ? "" : number + ": ";
            int own = number;
            assertThat(together.lines())
                    .filteredOn(line -> own == 0 ? !line.matches("\\d+: .*") : line.startsWith(prefix))
                    .extracting(line -> line.substring(prefix.length()))
                    .isEqualTo(run(instances.get(number), null).lines());
        }
    }
}
