package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slices in which nothing happens allocate nothing, with an open position and every kind of operand looked at. */
class AllocationTest {

    private static final String CALL = TestDay.option(24250, OptionType.CE);

    private static TestDay day(int seconds) {
        TestDay day = new TestDay().withOption(24250, OptionType.CE).withWarmUp("NIFTY", 24250, 24251, 24252);
        String[] rows = new String[2 * seconds];
        for (int second = 0; second < seconds; second++) {
            LocalTime time = LocalTime.of(9, 15).plusSeconds(second);
            rows[2 * second] = time + " " + CALL + " 100.00";
            rows[2 * second + 1] = time + " NIFTY 24250.00";
        }
        return day.withTicks(rows);
    }

    private static Condition never(Operand operand) {
        return new Condition.Leaf(Comparison.LESS, operand, new Operand.Constant(-1e12, "-1e12"), null);
    }

    private static Condition neverCrosses(Operand operand) {
        return new Condition.Leaf(Comparison.CROSSES_BELOW, operand, new Operand.Constant(-1e12, "-1e12"), null);
    }

    private static Instance instance(Evaluation evaluation) {
        Node.Leg leg = new Node.Leg(
                "call",
                1,
                BigDecimal.ONE,
                BigDecimal.TEN,
                Side.SELL,
                ContractChoice.option(OptionType.CE, 'W', 0, 0),
                OptionalInt.empty());
        Condition any = new Condition.Group(
                true,
                List.of(
                        never(new Operand.CurrentTime()),
                        never(new Operand.IndicatorValue(Role.TI, "1m", "ema", -1)),
                        never(new Operand.CandleValue(Role.TI, "1m", PriceField.LOW, 0)),
                        never(new Operand.PositionValue("call", Operand.PositionField.CURRENT_PRICE)),
                        never(new Operand.PnlValue(Operand.PnlType.TOTAL, null)),
                        neverCrosses(new Operand.PnlValue(Operand.PnlType.TOTAL, null)),
                        neverCrosses(new Operand.CandleValue(Role.TI, "1m", PriceField.HIGH, -1)),
                        never(new Operand.Expression(
                                Operand.Operator.PLUS_PERCENT,
                                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                                new Operand.Constant(1, "1")))));
        List<Node> nodes = List.of(
                new Node.Start("start", "start"),
                new Node.EntrySignal(
                        "signal",
                        "signal",
                        List.of(new Condition.Leaf(
                                Comparison.GREATER,
                                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                                new Operand.Constant(0, "0"),
                                null)),
                        List.of(),
                        List.of()),
                new Node.Entry("entry", "entry", List.of(leg)),
                new Node.ExitSignal("exit", "exit", List.of(any), List.of(), List.of()),
                new Node.SquareOff("off", "off", false, 1_000_000_000L, 1_000_000_000L, null));
        InstrumentConfig trading = new InstrumentConfig(
                "NIFTY",
                List.of(new TimeframeConfig(
                        "1m", new Timeframe(1), Map.of("ema", IndicatorSpec.of(IndicatorKind.EMA, "2")))));
        return new Instance(
                new InstanceKey("user", "strategy", "broker", BigDecimal.ONE),
                new Strategy(
                        "strategy",
                        "strategy",
                        false,
                        evaluation,
                        "NSE",
                        trading,
                        null,
                        nodes,
                        List.of(List.of(1, 4), List.of(2), List.of(3), List.of(), List.of())));
    }

    private static long allocated(TestDay day, Evaluation evaluation) {
        TextJournal journal = new TextJournal();
        InstanceDay running = new InstanceDay(
                new Program(instance(evaluation), new Graph.Known()), new DayTapes(day), journal.open(0, day));
        long warmedUp = day.session().open() + 60;
        running.advanceTo(warmedUp, StopSignal.NEVER);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        running.advanceTo(day.session().close() - 1, StopSignal.NEVER);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(journal.lines()).as("the position is open").hasSize(3);
        return after - before;
    }

    @ParameterizedTest
    @EnumSource
    void slicesWithoutEventsAllocateNothing(Evaluation evaluation) {
        allocated(day(5_000), evaluation);
        // what the engine allocates it allocates every time; what the virtual machine does meanwhile it does not
        long least = IntStream.range(0, 5)
                .mapToLong(round -> allocated(day(20_000), evaluation) - allocated(day(200), evaluation))
                .min()
                .orElseThrow();
        assertThat(least).isLessThan(1_000);
    }

    /** A busy day, on which every tick is a slice, with candles: no more than 30 MB are made before its first slice. */
    @Test
    void aDayOf200000TicksNeedsLittleMoreThanItsCandles() {
        int count = 200_000;
        TestDay day = new TestDay().withOption(24250, OptionType.CE).withWarmUp("NIFTY", 24250, 24251, 24252);
        String[] rows = new String[count];
        for (int tick = 0; tick < count; tick++) {
            rows[tick] = LocalTime.of(9, 15).plusNanos(tick * 100_000_000L) + " NIFTY " + (24250 + tick % 7);
        }
        DayTapes tapes = new DayTapes(day.withTicks(rows));
        Program program = new Program(instance(Evaluation.TICK), new Graph.Known());
        DayJournal journal = new TextJournal().open(0, day);
        day.ticks("NIFTY");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        InstanceDay running = new InstanceDay(program, tapes, journal);
        long after = threads.getCurrentThreadAllocatedBytes();

        assertThat(running.nextSecond()).isEqualTo(day.session().open());
        assertThat(after - before).isLessThan(30_000_000);
    }
}
