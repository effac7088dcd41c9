package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.all;
import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.takeProfit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
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
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Protections;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Slices in which nothing happens allocate nothing, with an open position and every kind of operand looked at; nor do trades. */
class AllocationTest {

    private static final int SMALLEST_OBJECT = 16;
    /** So many instances find out what all share, and let it be compiled. */
    private static final int MANY = 80;

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

    private static TestDay tradingDay(int trades) {
        TestDay day = new TestDay().withOption(24250, OptionType.CE);
        String[] rows = new String[4 * trades];
        for (int trade = 0; trade < trades; trade++) {
            LocalTime time = LocalTime.of(9, 15).plusSeconds(2L * trade);
            // Bought at 100 in the first second; nothing, the stop or the target in the next one, which sells what is
            // left.
            rows[4 * trade] = time + " " + CALL + " 100.00";
            rows[4 * trade + 1] = time + " NIFTY 24250.00";
            rows[4 * trade + 2] = time.plusSeconds(1) + " " + CALL + " "
                    + List.of("101.00", "94.00", "106.00").get(trade % 3);
            rows[4 * trade + 3] = time.plusSeconds(1).plusNanos(1) + " NIFTY 24250.00";
        }
        return day.withTicks(rows);
    }

    /**
     * {@return what a day of trades allocates, of an instance that begins where another one left}
     *
     * <p>Everything is known to it that instances find out together.
     */
    private static long allocatedByTrades(int trades, Protections protections) {
        TestDay day = tradingDay(trades);
        DayTapes tapes = new DayTapes(day);
        Program program = new Program(
                new TestGraph(leg(Side.BUY, protections))
                        .exitAt("09:15:00", "call")
                        .again()
                        .instance(),
                new Graph.Known());
        Deaf journal = new Deaf();
        InstanceDay running = new InstanceDay(program, tapes, journal);
        running.advanceTo(Long.MAX_VALUE, StopSignal.NEVER);
        assertThat(journal.closed).isEqualTo(trades);
        for (int instance = 0; instance < MANY; instance++) {
            running.begin(program, tapes, journal);
            running.advanceTo(Long.MAX_VALUE, StopSignal.NEVER);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        running.begin(program, tapes, journal);
        running.advanceTo(Long.MAX_VALUE, StopSignal.NEVER);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @MethodSource
    void tradesAllocateNothing(Protections protections, int most) {
        allocatedByTrades(3_000, protections);
        long least = IntStream.range(0, 5)
                .mapToLong(round -> allocatedByTrades(3_000, protections) - allocatedByTrades(1_000, protections))
                .min()
                .orElseThrow();
        assertThat(least / 2_000).isLessThan(most + SMALLEST_OBJECT);
    }

    static Stream<Arguments> tradesAllocateNothing() {
        Protections stop = stopLoss(points("5"));
        Protections target = takeProfit(points("5"));
        return Stream.of(
                arguments(Protections.NONE, 0),
                // the question whether it is known already where they are hit
                arguments(all(stop, target, Protections.NONE), 24));
    }

    /** Hears everything and keeps nothing. */
    private static final class Deaf implements DayJournal {

        private int closed;

        @Override
        public void continues(int firstEvent) {}

        @Override
        public void warmUp(String symbol, Timeframe timeframe, WarmUp warmUp) {}

        @Override
        public void begin(EventKind kind, long time, int node, int parent) {}

        @Override
        public void detail(Detail detail) {}

        @Override
        public void reEntryNumber(int number) {}

        @Override
        public void usedReEntryConditions() {}

        @Override
        public void leaf(int leaf, double lhs, double rhs, double upper, boolean result) {}

        @Override
        public void previous(double lhs, double rhs) {}

        @Override
        public void variable(int variable, double value) {}

        @Override
        public void opened(
                int leg,
                int positionNumber,
                Contract contract,
                Side side,
                long quantity,
                long time,
                long price,
                long slippage,
                long fees,
                long underlyingPrice,
                int underlyingScale) {}

        @Override
        public void rested(
                int leg,
                boolean closing,
                Contract contract,
                Side side,
                long quantity,
                OrderType type,
                long limitPrice,
                long stopPrice) {}

        @Override
        public void skipped(int leg, SkipReason reason) {}

        @Override
        public void cancelled(int leg, boolean closing) {}

        @Override
        public void closed(
                int leg,
                int positionNumber,
                long quantity,
                OrderType type,
                long time,
                long price,
                long slippage,
                long fees,
                long profit,
                ExitReason reason) {
            closed++;
        }

        @Override
        public void ambiguous() {}

        @Override
        public void protection(int leg, Protection kind, long level) {}

        @Override
        public void armed(int leg, Protection kind, long level) {}

        @Override
        public void end() {}

        @Override
        public void mark(int minute, long equity) {}

        @Override
        public void carried(int leg, int positionNumber, long quantity, long price, long unrealized) {}

        @Override
        public void warning(String message) {}

        @Override
        public void failed(String reason) {}
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
