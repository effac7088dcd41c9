package dev.nightjar.engine;

import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.UnreadableMarketException;
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
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small graphs on small days: start (n0), entry signal (n1), entry (n2) and what a test adds. */
class EngineTest {

    private static final String CALL = option(24250, OptionType.CE);
    private static final String PUT = option(24250, OptionType.PE);

    private static TestDay day() {
        return new TestDay().withOption(24250, OptionType.CE).withOption(24250, OptionType.PE);
    }

    private static Node.Leg leg(String vpi, Side side, OptionType type) {
        return new Node.Leg(
                vpi,
                1,
                BigDecimal.ONE,
                BigDecimal.valueOf(75),
                side,
                ContractChoice.option(type, 'W', 0, 0),
                OptionalInt.empty());
    }

    private static Condition ltp(Comparison comparison, double value) {
        return new Condition.Leaf(
                comparison,
                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                new Operand.Constant(value, "" + value),
                null);
    }

    private static Node.EntrySignal entryWhen(Condition condition) {
        return new Node.EntrySignal("signal", "signal", List.of(condition), List.of(), List.of());
    }

    private static Node.ExitSignal exitWhen(Condition condition) {
        return new Node.ExitSignal("exit-signal", "exit-signal", List.of(condition), List.of(), List.of());
    }

    private static Node.Entry entry(Node.Leg... legs) {
        return new Node.Entry("entry", "entry", List.of(legs));
    }

    private static Node.SquareOff squareOffAt(LocalTime time) {
        return new Node.SquareOff("off", "off", false, null, null, new Node.TimeExit(time, 0));
    }

    private record Edge(int from, int to) {}

    private static Edge edge(int from, int to) {
        return new Edge(from, to);
    }

    private static Instance instance(List<Node> nodes, Edge... edges) {
        return instance(new InstrumentConfig("NIFTY", List.of()), nodes, edges);
    }

    private static Instance instance(InstrumentConfig trading, List<Node> nodes, Edge... edges) {
        List<List<Integer>> children = new ArrayList<>();
        nodes.forEach(node -> children.add(new ArrayList<>()));
        for (Edge edge : edges) {
            children.get(edge.from()).add(edge.to());
        }
        return new Instance(
                new InstanceKey("user", "strategy", "broker", BigDecimal.ONE),
                new Strategy("strategy", "strategy", "NSE", trading, null, nodes, children));
    }

    private static List<String> run(MarketDay day, Instance... instances) {
        TextJournal journal = new TextJournal();
        Engine.run(List.of(day), List.of(instances), journal, Pace.UNBOUNDED, StopSignal.NEVER);
        return journal.lines();
    }

    private static final Node START = new Node.Start("start", "start");

    @Test
    void moreEventsThanAreKeptStopTheInstance() {
        Instance instance = instance(
                List.of(
                        START,
                        entryWhen(ltp(Comparison.GREATER, 0)),
                        exitWhen(ltp(Comparison.GREATER, 0)),
                        squareOffAt(LocalTime.of(9, 20))),
                edge(0, 1),
                edge(0, 3),
                edge(1, 2),
                edge(2, 1));
        TestDay day = day().withTicks("09:15:00 NIFTY 24250.00", "09:15:01 NIFTY 24251.00", "09:15:02 NIFTY 24252.00");
        TextJournal journal = new TextJournal();
        InstanceDay limited =
                new InstanceDay(new Program(instance, new Graph.Known()), new DayTapes(day), journal.open(0, day), 5);

        assertThatThrownBy(() -> limited.advanceTo(Long.MAX_VALUE, StopSignal.NEVER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the strategy made more than 5 events on this day");
        assertThat(journal.lines()).hasSize(5);
        assertThat(limited.timeOfDay()).isEqualTo(LocalTime.of(9, 15, 2));
    }

    @Test
    void fillsAtTheLastTickOfTheSecondAndSquaresOffAtTheTime() {
        Instance instance = instance(
                List.of(
                        START,
                        entryWhen(ltp(Comparison.GREATER, 24260)),
                        entry(leg("call", Side.SELL, OptionType.CE)),
                        squareOffAt(LocalTime.of(9, 16, 30))),
                edge(0, 1),
                edge(0, 3),
                edge(1, 2));
        TestDay day = day().withTicks(
                        "09:15:00 NIFTY 24250.00",
                        "09:15:01.100 " + CALL + " 200.00",
                        "09:15:05.100 NIFTY 24261.00",
                        "09:15:05.900 " + CALL + " 201.05",
                        "09:15:06.000 " + CALL + " 250.00",
                        "09:15:59 " + CALL + " 190.00",
                        "09:16:31 NIFTY 24262.00",
                        "09:16:31.999 " + CALL + " 195.05",
                        "09:17:00 NIFTY 24262.00");

        assertThat(run(day, instance))
                .containsExactly(
                        "0< 09:15 node_completed n0",
                        "1<0 09:15:05 node_completed n1 [0 true]",
                        "2<1 09:15:05 node_completed n2 re0 opened l0#1 SELL 75@20105 under 2426100",
                        "mark 0 828750000",
                        // (201.05 - 195.05) * 75 = 450
                        "3<0 09:16:31 node_completed n3 time closed l0#1 @19505 profit 450000000",
                        "mark 1 450000000");
    }

    @Test
    void anExitWaitsASliceForItsOwnFreshPositionAndThenActsWithoutAskingAgain() {
        Instance instance = instance(
                List.of(
                        START,
                        entryWhen(ltp(Comparison.GREATER, 1)),
                        entry(leg("call", Side.BUY, OptionType.CE)),
                        exitWhen(ltp(Comparison.EQUAL, 24250)),
                        new Node.Exit("exit", "exit", "call")),
                edge(0, 1),
                edge(1, 2),
                edge(2, 3),
                edge(3, 4));
        TestDay day = day().withTicks(
                        "09:15:00 NIFTY 24250.00",
                        "09:15:00 " + CALL + " 200.00",
                        "09:15:01 NIFTY 24251.00",
                        "09:15:02 NIFTY 24250.00");

        assertThat(run(day, instance))
                .containsExactly(
                        "0< 09:15 node_completed n0",
                        "1<0 09:15 node_completed n1 [0 true]",
                        "2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@20000 under 2425000",
                        "3<2 09:15 node_completed n3 [0 true]",
                        "4<3 09:15:01 node_completed n4 closed l0#1 @20000 profit 0",
                        "5< 09:15:01 strategy_terminated");
    }

    @Test
    void anOrderWithoutAPriceRestsUntilItsContractsFirstTick() {
        Instance instance = instance(
                List.of(
                        START,
                        entryWhen(ltp(Comparison.GREATER, 1)),
                        entry(leg("call", Side.BUY, OptionType.CE), leg("put", Side.BUY, OptionType.PE)),
                        squareOffAt(LocalTime.of(15, 0))),
                edge(0, 1),
                edge(0, 3),
                edge(1, 2));
        TestDay day = day().withTicks(
                        "09:15:00 NIFTY 24250.00",
                        "09:15:00 " + PUT + " 100.00",
                        "09:15:10 NIFTY 24240.00",
                        "09:15:10.250 " + CALL + " 50.00",
                        "09:15:10.300 NIFTY 24245.00",
                        "09:15:11 NIFTY 24246.00",
                        "09:16:10 NIFTY 24246.00");

        assertThat(run(day, instance))
                .containsExactly(
                        "0< 09:15 node_completed n0",
                        "1<0 09:15 node_completed n1 [0 true]",
                        "2<1 09:15 entry_pending n2 re0 rests l0 opened l1#1 BUY 75@10000 under 2425000",
                        "3<2 09:15:10.250 order_filled n2 opened l0#1 BUY 75@5000 under 2424000",
                        "4<2 09:15:10 node_completed n2 re0",
                        "5< 15:30 session_end closed l1#1 @10000 profit 0 closed l0#1 @5000 profit 0");
    }

    @Test
    void aRestingOrderIsCancelledAtTheSessionsEnd() {
        Instance instance = instance(
                List.of(START, entryWhen(ltp(Comparison.GREATER, 1)), entry(leg("call", Side.BUY, OptionType.CE))),
                edge(0, 1),
                edge(1, 2));

        assertThat(run(day().withTicks("09:15:00 NIFTY 24250.00"), instance))
                .endsWith("2<1 09:15 entry_pending n2 re0 rests l0", "3< 15:30 session_end cancelled l0");
    }

    @Test
    void tellsWhyALegWasSkipped() {
        Node.Leg once = new Node.Leg(
                "call",
                1,
                BigDecimal.ONE,
                BigDecimal.ONE,
                Side.BUY,
                ContractChoice.option(OptionType.CE, 'W', 0, 40),
                OptionalInt.of(0));
        Node.Leg unknown = new Node.Leg(
                "put",
                0,
                BigDecimal.ONE,
                BigDecimal.ONE,
                Side.BUY,
                ContractChoice.option(OptionType.PE, 'W', 0, 40),
                OptionalInt.empty());
        Instance instance = instance(
                List.of(START, entryWhen(ltp(Comparison.GREATER, 1)), entry(once, unknown)), edge(0, 1), edge(1, 2));

        assertThat(run(day().withTicks("09:15:00 NIFTY 24250.00"), instance))
                .endsWith(
                        "2<1 09:15 entry_skipped n2 re0 skipped l1 no_contract skipped l0 max_entries",
                        "3< 09:15 strategy_terminated");
    }

    @Test
    void stopsAtTheExactTouchOfALossLimit() {
        Node squareOff = new Node.SquareOff("off", "off", false, null, 750_000_000L, null);
        Instance instance = instance(
                List.of(
                        START,
                        entryWhen(ltp(Comparison.GREATER, 1)),
                        entry(leg("call", Side.BUY, OptionType.CE)),
                        squareOff),
                edge(0, 1),
                edge(0, 3),
                edge(1, 2));
        TestDay day = day().withTicks(
                        "09:15:00 NIFTY 24250.00",
                        "09:15:00 " + CALL + " 100.00",
                        "09:15:01 " + CALL + " 90.05",
                        "09:15:01 NIFTY 24250.00",
                        "09:15:02 " + CALL + " 90.00",
                        "09:15:02 NIFTY 24250.00");

        assertThat(run(day, instance))
                .endsWith(
                        "3<0 09:15:02 node_completed n3 loss_limit closed l0#1 @9000 profit -750000000",
                        "mark 0 -750000000");
    }

    @Test
    void indicatorsContinueTheCandlesBeforeTheDay() {
        InstrumentConfig trading = new InstrumentConfig(
                "NIFTY",
                List.of(new TimeframeConfig(
                        "1m", new Timeframe(1), Map.of("fast", IndicatorSpec.of(IndicatorKind.EMA, "2")))));
        Condition always = ltp(Comparison.GREATER, 1);
        Condition second = new Condition.Leaf(
                Comparison.GREATER, new Operand.CurrentTime(), new Operand.TimeOfDay(LocalTime.of(9, 16)), null);
        Node.EntrySignal signal = new Node.EntrySignal(
                "signal",
                "signal",
                List.of(always, second),
                List.of(),
                List.of(
                        new Node.Variable("ema", new Operand.IndicatorValue(Role.TI, "1m", "fast", -1)),
                        new Node.Variable("low", new Operand.CandleValue(Role.TI, "1m", PriceField.LOW, 0)),
                        new Node.Variable("close", new Operand.CandleValue(Role.TI, "1m", PriceField.CLOSE, -2))));
        TestDay day = day().withWarmUp("NIFTY", 10, 20, 30)
                .withTicks(
                        "09:15:00 NIFTY 40.00",
                        "09:15:30 NIFTY 42.00",
                        "09:16:00 NIFTY 50.00",
                        "09:16:30 NIFTY 48.00",
                        "09:16:30.5 NIFTY 49.00",
                        "09:16:40 NIFTY 1.00");

        // EMA(2) of 10 20 30 42: 15, then (30 - 15) * 2/3 + 15 = 25, then (42 - 25) * 2/3 + 25.
        assertThat(run(day, instance(trading, List.of(START, signal), edge(0, 1))))
                .contains("1<0 09:16:30 node_completed n1 [0 true] [1 true] v0=" + ((42 - 25.0) * (2.0 / 3) + 25)
                        + " v1=48.0 v2=30.0");
    }

    @Test
    void failsWithoutCandlesToWarmUpAnIndicatorAndWarnsOfTooFew() {
        InstrumentConfig trading = new InstrumentConfig(
                "NIFTY",
                List.of(new TimeframeConfig(
                        "1m", new Timeframe(1), Map.of("rsi", IndicatorSpec.of(IndicatorKind.RSI, "14")))));
        Instance instance = instance(trading, List.of(START, entryWhen(ltp(Comparison.LESS, 0))), edge(0, 1));

        assertThat(run(day().withTicks("09:15:00 NIFTY 24250.00"), instance))
                .containsExactly("failed no candle of NIFTY 1m before 2024-10-29 to warm up rsi(14,close)");
        assertThat(run(day().withWarmUp("NIFTY", 1, 2).withTicks("09:15:00 NIFTY 24250.00"), instance))
                .startsWith("warning 2 candles of NIFTY 1m before 2024-10-29; rsi(14,close) needs 15 for its first"
                        + " value and is null until then");
    }

    private static List<String> warnings(IndicatorSpec spec, int minutes, TestDay day) {
        InstrumentConfig trading = new InstrumentConfig(
                "NIFTY", List.of(new TimeframeConfig("tf", new Timeframe(minutes), Map.of("it", spec))));
        Instance instance = instance(trading, List.of(START, entryWhen(ltp(Comparison.LESS, 0))), edge(0, 1));
        return run(day.withTicks("09:15:00 NIFTY 24250.00"), instance).stream()
                .filter(line -> line.startsWith("warning"))
                .toList();
    }

    @Test
    void warnsOfIndicatorsThatHaveNoValueWhereTheDayBegins() {
        assertThat(warnings(IndicatorSpec.of(IndicatorKind.MACD, "2", "3", "2"), 1, day().withWarmUp("NIFTY", 1, 2, 3)))
                .containsExactly("warning 3 candles of NIFTY 1m before 2024-10-29; macd(2,3,2) needs 4"
                        + " for the first value of every output, which is null until then");
        assertThat(warnings(
                        IndicatorSpec.of(IndicatorKind.MACD, "2", "3", "2"), 1, day().withWarmUp("NIFTY", 1, 2, 3, 4)))
                .isEmpty();
        assertThat(warnings(IndicatorSpec.of(IndicatorKind.VWAP), 1, day().withWarmUp("NIFTY", 1)))
                .containsExactly("warning no candle of NIFTY 1m before 2024-10-29 has volume;"
                        + " vwap is null where there is none");
        assertThat(warnings(
                        IndicatorSpec.of(IndicatorKind.ANCHORED_VWAP, "session", "15:31"),
                        1,
                        day().withWarmUp("NIFTY", 1)))
                .contains(
                        "warning no candle of NIFTY 1m starts at or after 15:31; anchored_vwap(session,15:31) is null");
        assertThat(warnings(
                        IndicatorSpec.of(IndicatorKind.ANCHORED_VWAP, "session", "15:30"),
                        1,
                        day().withWarmUp("NIFTY", 1)))
                .hasSize(1);
    }

    @Test
    void pivotsComeFromAWholeSessionOnly() {
        // the candles before the day start at 09:15 of the day before
        assertThat(warnings(IndicatorSpec.of(IndicatorKind.PIVOT), 1, day().withWarmUp("NIFTY", 1, 2, 3)))
                .isEmpty();
        assertThat(warnings(
                        IndicatorSpec.of(IndicatorKind.PIVOT), 1, day().withWarmUpFrom(LocalTime.of(9, 16), 1, 2, 3)))
                .containsExactly("warning the candles of NIFTY 1m before 2024-10-29 begin inside the session before;"
                        + " pivot(D) is null until there is a whole one");
    }

    @Test
    void operandsReadTheOutputTheyName() {
        InstrumentConfig trading = new InstrumentConfig(
                "NIFTY",
                List.of(new TimeframeConfig(
                        "1m",
                        new Timeframe(1),
                        Map.of("channel", IndicatorSpec.of(IndicatorKind.DONCHIAN, "2", "3")))));
        Node.EntrySignal signal = new Node.EntrySignal(
                "signal",
                "signal",
                List.of(ltp(Comparison.GREATER, 1)),
                List.of(),
                List.of(
                        new Node.Variable("low", new Operand.IndicatorValue(Role.TI, "1m", "channel", 0, -1)),
                        new Node.Variable("middle", new Operand.IndicatorValue(Role.TI, "1m", "channel", 1, -1)),
                        new Node.Variable("high", new Operand.IndicatorValue(Role.TI, "1m", "channel", 2, -2))));
        TestDay day = day().withWarmUp("NIFTY", 50, 10, 20, 30).withTicks("09:15:00 NIFTY 40.00");

        // The lows of the last two candles are 20 and 30, the highs of the last three up to 30, of those before to 50.
        assertThat(run(day, instance(trading, List.of(START, signal), edge(0, 1))))
                .anyMatch(line -> line.endsWith("v0=20.0 v1=25.0 v2=50.0"));
    }

    @Test
    void failsWhereTheInstrumentIsQuotedOnAnotherExchangeThanTheStrategySays() {
        Strategy elsewhere = new Strategy(
                "strategy",
                "strategy",
                "BSE",
                new InstrumentConfig("NIFTY", List.of()),
                null,
                List.of(START),
                List.of(List.of()));
        Instance instance = new Instance(new InstanceKey("user", "strategy", "broker", BigDecimal.ONE), elsewhere);

        assertThat(run(day().withTicks("09:15:00 NIFTY 24250.00"), instance))
                .containsExactly("failed NIFTY is quoted on NSE, the strategy says BSE");
    }

    @Test
    void anInstanceThatCannotBeCompiledFailsAlone() {
        List<Node> nodes =
                List.of(START, entryWhen(ltp(Comparison.GREATER, 1)), entry(leg("call", Side.BUY, OptionType.CE)));
        Instance sound = instance(nodes, edge(0, 1), edge(1, 2));
        Instance tooSmall =
                new Instance(new InstanceKey("user", "strategy", "broker", new BigDecimal("0.001")), sound.strategy());
        TestDay day = day().withTicks("09:15:00 NIFTY 24250.00", "09:15:00 " + CALL + " 100.00");

        assertThat(run(day, tooSmall, sound))
                .anyMatch(line -> line.startsWith("failed leg call: floor(lots 1 x multiplier 75 x scale 0.001)"))
                .contains("1: 2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000");
    }

    @Test
    void anOverflowFailsOnlyItsOwnInstance() {
        Node.Leg huge = new Node.Leg(
                "call",
                1,
                new BigDecimal("1000000000000"),
                BigDecimal.ONE,
                Side.BUY,
                ContractChoice.option(OptionType.CE, 'W', 0, 0),
                OptionalInt.empty());
        List<Node> nodes = List.of(START, entryWhen(ltp(Comparison.GREATER, 1)), entry(huge));
        Instance failing = instance(nodes, edge(0, 1), edge(1, 2));
        Instance sound = instance(
                List.of(START, entryWhen(ltp(Comparison.GREATER, 1)), entry(leg("call", Side.BUY, OptionType.CE))),
                edge(0, 1),
                edge(1, 2));
        TestDay day = day().withTicks("09:15:00 NIFTY 24250.00", "09:15:00 " + CALL + " 90000000.00");

        assertThat(run(day, failing, sound))
                .anyMatch(line -> line.startsWith("failed at 09:15: an amount is too large to be computed exactly"))
                .contains("1: 3< 09:15 strategy_terminated closed l0#1 @9000000000 profit 0");
    }

    @Test
    void aReEntrySignalsEntryActsInTheNextSliceHoweverItIsReached() {
        Node.ReEntrySignal again =
                new Node.ReEntrySignal("again", "again", List.of(ltp(Comparison.GREATER, 1)), List.of(), 1);
        Instance instance =
                instance(List.of(START, again, entry(leg("call", Side.BUY, OptionType.CE))), edge(0, 1), edge(1, 2));
        TestDay day =
                day().withTicks("09:15:00 NIFTY 24250.00", "09:15:00 " + CALL + " 100.00", "09:15:05 NIFTY 24250.00");

        assertThat(run(day, instance))
                .contains(
                        "1<0 09:15 node_completed n1 re1 [0 true]",
                        "2<1 09:15:05 node_completed n2 re1 opened l0#1 BUY 75@10000 under 2425000");
    }

    @Test
    void thePaceChangesNothing() {
        Instance instance = instance(
                List.of(START, entryWhen(ltp(Comparison.GREATER, 24260)), entry(leg("call", Side.SELL, OptionType.CE))),
                edge(0, 1),
                edge(1, 2));
        TestDay day =
                day().withTicks("09:15:00 NIFTY 24250.00", "09:15:01 " + CALL + " 200.00", "09:17:05 NIFTY 24261.00");
        List<Long> awaited = new ArrayList<>();
        TextJournal journal = new TextJournal();
        Engine.run(
                List.of(day),
                List.of(instance),
                journal,
                next -> {
                    awaited.add(next - day.session().open());
                    return next;
                },
                StopSignal.NEVER);

        assertThat(journal.lines()).isEqualTo(run(day, instance));
        assertThat(awaited).containsExactly(0L, 125L);
    }

    @Test
    void stopsWhenAsked() {
        Instance instance = instance(List.of(START, entryWhen(ltp(Comparison.LESS, 0))), edge(0, 1));
        TestDay day = day().withTicks("09:15:00 NIFTY 24250.00");

        assertThatThrownBy(() ->
                        Engine.run(List.of(day), List.of(instance), new TextJournal(), Pace.UNBOUNDED, () -> true))
                .isInstanceOf(RunStoppedException.class);
    }

    /** The day with ticks of one symbol that cannot be had. */
    private static MarketDay without(TestDay day, String symbol, RuntimeException problem) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("ticks") && arguments[0].equals(symbol)) {
                throw problem;
            }
            return method.invoke(day, arguments);
        };
        return (MarketDay)
                Proxy.newProxyInstance(EngineTest.class.getClassLoader(), new Class<?>[] {MarketDay.class}, handler);
    }

    private static Instance sellingACall() {
        return instance(
                List.of(START, entryWhen(ltp(Comparison.GREATER, 24260)), entry(leg("call", Side.SELL, OptionType.CE))),
                edge(0, 1),
                edge(1, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIFTY", "NIFTY:2024-10-31:OPT:24250:CE"})
    void marketDataThatCannotBeReadEndsTheRun(String symbol) {
        TestDay day = day().withTicks("09:15:00 NIFTY 24261.00", "09:15:00 " + CALL + " 200.00");
        UnreadableMarketException problem = new UnreadableMarketException("a block is damaged");

        assertThat(run(day, sellingACall())).as("looks at both").anyMatch(line -> line.contains("@20000"));
        assertThatThrownBy(() -> run(without(day, symbol, problem), sellingACall()))
                .isSameAs(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIFTY", "NIFTY:2024-10-31:OPT:24250:CE"})
    void anyOtherProblemIsTheInstancesOwn(String symbol) {
        TestDay day = day().withTicks("09:15:00 NIFTY 24261.00", "09:15:00 " + CALL + " 200.00");

        assertThat(run(without(day, symbol, new UnsupportedOperationException("no")), sellingACall()))
                .anyMatch(line -> line.startsWith("failed ") && line.contains("UnsupportedOperationException: no"));
    }
}
