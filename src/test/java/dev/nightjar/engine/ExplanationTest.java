package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.Explanation.Common;
import dev.nightjar.engine.Explanation.Kind;
import dev.nightjar.engine.Explanation.Path;
import dev.nightjar.market.Side;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.Evaluation;
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
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {

    private static final Operand PRICE = new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE);
    private static final Operand VOLUME = new Operand.LiveValue(Role.TI, Operand.LiveField.VOLUME);
    private static final Operand TIME = new Operand.CurrentTime();
    private static final Operand TEN = new Operand.TimeOfDay(LocalTime.of(10, 0));
    private static final Operand ELEVEN = new Operand.TimeOfDay(LocalTime.of(11, 0));
    private static final Operand HUNDRED = new Operand.Constant(100, "100");
    private static final Operand RSI = new Operand.IndicatorValue(Role.TI, "5m", "rsi", -1);
    private static final Operand LAST_HIGH = new Operand.CandleValue(Role.TI, "5m", PriceField.HIGH, -1);
    private static final Operand OTHERS_LOW = new Operand.CandleValue(Role.SI, "1m", PriceField.LOW, -1);
    private static final Operand FORMING = new Operand.CandleValue(Role.TI, "5m", PriceField.LOW, 0);
    private static final Operand CURRENT = new Operand.PositionValue("call", Operand.PositionField.CURRENT_PRICE);
    private static final Operand ENTRY = new Operand.PositionValue("call", Operand.PositionField.ENTRY_PRICE);
    private static final Operand TRAILING =
            new Operand.PositionValue("call", Operand.PositionField.TRAILING_POSITION_PRICE);
    private static final Operand PROFIT = new Operand.PnlValue(Operand.PnlType.TOTAL, null);
    private static final Operand REALIZED = new Operand.PnlValue(Operand.PnlType.REALIZED, "call");
    private static final String HAPPENED =
            "asked once whenever something has happened to the strategy: nothing in the market changes it";

    private static Condition leaf(Operand lhs, Comparison comparison, Operand rhs) {
        return new Condition.Leaf(comparison, lhs, rhs, null);
    }

    private static Operand plus(Operand left, Operand right) {
        return new Operand.Expression(Operand.Operator.PLUS, left, right);
    }

    static Stream<Arguments> conditionsAndWhatTheyWaitFor() {
        return Stream.of(
                Arguments.of(
                        leaf(TIME, Comparison.GREATER_OR_EQUAL, TEN), "sleeps until the first slice at or after 10:00"),
                Arguments.of(leaf(TIME, Comparison.GREATER, TEN), "sleeps until the first slice after 10:00"),
                Arguments.of(
                        leaf(TEN, Comparison.LESS_OR_EQUAL, TIME), "sleeps until the first slice at or after 10:00"),
                Arguments.of(
                        leaf(TIME, Comparison.LESS, TEN),
                        "holds in every slice before 10:00, and in none from then on"),
                Arguments.of(
                        leaf(TIME, Comparison.LESS_OR_EQUAL, TEN),
                        "holds in every slice up to 10:00, and in none after it"),
                Arguments.of(
                        new Condition.Leaf(Comparison.BETWEEN, TIME, TEN, ELEVEN),
                        "sleeps until the first slice from 10:00 to 11:00"),
                Arguments.of(
                        leaf(TIME, Comparison.EQUAL, TEN), "asked in every slice because times are compared by =="),
                Arguments.of(
                        leaf(plus(TIME, HUNDRED), Comparison.GREATER, TEN), "asked in every slice because of the time"),
                Arguments.of(leaf(RSI, Comparison.LESS, HUNDRED), "sleeps until a candle of 5m of TI completes"),
                Arguments.of(
                        leaf(RSI, Comparison.LESS, OTHERS_LOW),
                        "sleeps until a candle of 5m of TI, or of 1m of SI completes"),
                Arguments.of(
                        leaf(RSI, Comparison.CROSSES_ABOVE, HUNDRED), "sleeps until a candle of 5m of TI completes"),
                Arguments.of(leaf(ENTRY, Comparison.GREATER, HUNDRED), HAPPENED),
                Arguments.of(leaf(REALIZED, Comparison.GREATER, HUNDRED), HAPPENED),
                Arguments.of(
                        leaf(PRICE, Comparison.GREATER, HUNDRED), "sleeps until the last price of TI is above 100"),
                Arguments.of(
                        leaf(HUNDRED, Comparison.GREATER_OR_EQUAL, PRICE),
                        "sleeps until the last price of TI is at or below 100"),
                Arguments.of(
                        leaf(PRICE, Comparison.LESS, LAST_HIGH),
                        "sleeps until the last price of TI is below Previous[TI.5m.High], which may change when a candle of"
                                + " 5m of TI completes"),
                Arguments.of(
                        new Condition.Leaf(Comparison.BETWEEN, PRICE, ENTRY, HUNDRED),
                        "sleeps until the last price of TI lies between call.entryPrice and 100"),
                Arguments.of(
                        leaf(PRICE, Comparison.NOT_EQUAL, HUNDRED),
                        "asked in every slice because of the last price of TI"),
                Arguments.of(
                        leaf(plus(PRICE, HUNDRED), Comparison.LESS, FORMING),
                        "asked in every slice because of the last price of TI and the forming candle of 5m of TI"),
                Arguments.of(
                        leaf(VOLUME, Comparison.GREATER, HUNDRED), "asked in every slice because of the volume of TI"),
                Arguments.of(
                        leaf(new Operand.ClockField(Operand.Clock.MINUTE), Comparison.EQUAL, HUNDRED),
                        "asked in every slice because of the minute of the time"),
                Arguments.of(
                        leaf(PRICE, Comparison.CROSSES_BELOW, RSI),
                        "asked in every slice because of a cross of the last price of TI"),
                Arguments.of(
                        leaf(ENTRY, Comparison.CROSSES_BELOW, HUNDRED),
                        "asked in every slice because of a cross of the entryPrice of call"));
    }

    @ParameterizedTest
    @MethodSource("conditionsAndWhatTheyWaitFor")
    void everyKindOfConditionTellsWhatItWaitsFor(Condition condition, String when) {
        Explanation explanation = explained(List.of(condition));

        assertThat(explanation.lines()).element(2).asString().startsWith("    ").endsWith(": " + when);
        assertThat(explanation.path()).isEqualTo(when.startsWith("asked in every slice") ? Path.TICK : Path.CELL);
    }

    /** Words and alarm are of one thing: what is asked in every slice is an alarm that looks at slices one by one, and only that. */
    @ParameterizedTest
    @MethodSource("conditionsAndWhatTheyWaitFor")
    void whatTheyTellIsWhatTheyAreCompiledTo(Condition condition, String when) {
        Alarm alarm = new Program(instance("s", List.of(condition)), new Graph.Known())
                .graph()
                .signal(1)
                .alarm();
        Alarm compiled = alarm instanceof Alarm.Shared shared ? shared.alarm() : alarm;

        boolean bySlices = compiled instanceof Alarm.Slices || compiled instanceof Alarm.SliceCross;
        boolean byTimes = compiled instanceof Alarm.Time;
        assertThat(when.startsWith("asked in every slice")).isEqualTo(bySlices || byTimes && when.contains("=="));
        assertThat(when.contains("candle") && when.startsWith("sleeps until a"))
                .isEqualTo(compiled instanceof Alarm.Candles candles && candles.series().length > 0
                        || compiled instanceof Alarm.CandleCross);
        assertThat(when.startsWith("sleeps until the last price")).isEqualTo(compiled instanceof Alarm.Level);
    }

    @Test
    void positionsAreAskedAboutWhileTheyAreOpen() {
        assertThat(explained(List.of(
                                leaf(CURRENT, Comparison.GREATER, ENTRY),
                                leaf(PROFIT, Comparison.CROSSES_ABOVE, HUNDRED),
                                leaf(PRICE, Comparison.LESS, TRAILING)))
                        .lines())
                .containsExactly(
                        "tick path: 1 of 3 conditions asked slice by slice while their nodes wait; 2 of 3 conditions asked"
                                + " slice by slice while a position is open",
                        "  entrySignalNode signal",
                        "    all of:",
                        "      call.currentPrice > call.entryPrice:",
                        "        while call is not open: " + HAPPENED,
                        "        while call is open: asked in every slice because of the currentPrice of call",
                        "      overall.total_pnl crosses_above 100:",
                        "        while call is not open: asked in every slice because of a cross of the profit of all positions",
                        "        while call is open: evaluated in every slice: a cross of what an open position shows compares"
                                + " every slice with the one before",
                        "      TI.underlying_ltp < call.trailingPositionPrice:",
                        "        while call is not open: sleeps until the last price of TI is below call.trailingPositionPrice",
                        "        while call is open: evaluated in every slice: the level of a trailing stop is not known ahead");
    }

    @Test
    void groupsTellTheirMembers() {
        Condition group = new Condition.Group(
                true, List.of(leaf(RSI, Comparison.LESS, HUNDRED), leaf(TIME, Comparison.GREATER, TEN)));
        Condition empty = new Condition.Group(true, List.of());

        assertThat(explained(List.of(group, empty)).lines())
                .containsExactly(
                        "tick path: 1 of 3 conditions asked slice by slice while their nodes wait",
                        "  entrySignalNode signal",
                        "    all of:",
                        "      any of:",
                        "        Previous[TI.5m.rsi(14,close)] < 100: sleeps until a candle of 5m of TI completes",
                        "        Current Time > 10:00: sleeps until the first slice after 10:00",
                        "      evaluated in every slice: a group of no conditions holds always");
        assertThat(explained(List.of()).lines())
                .contains("    never: there is no condition")
                .first()
                .isEqualTo("cell path: sleeps between what its conditions wait for");
    }

    @Test
    void instancesNameTheSameThingAlike() throws IOException {
        List<Common> cross = Explanation.of(file("/bench/sma-cross.json")).commons();
        List<Common> trailing =
                Explanation.of(file("/bench/trailing-stop.json")).commons();
        List<Common> supertrend = Explanation.of(file("/bench/supertrend.json")).commons();

        assertThat(cross).extracting(Common::kind).containsOnly(Kind.CANDLES, Kind.INDICATOR, Kind.CONDITION);
        assertThat(cross)
                .filteredOn(common -> common.kind() != Kind.CANDLES)
                .filteredOn(supertrend::contains)
                .extracting(Common::text)
                .noneMatch(text -> text.contains("sma"));
        assertThat(cross)
                .filteredOn(trailing::contains)
                .extracting(Common::text)
                .contains(
                        "1m of NIFTY",
                        "sma(10,close) of 1m of NIFTY",
                        "sma(30,close) of 1m of NIFTY",
                        "Previous[TI.1m.sma(10,close)] crosses_above Previous[TI.1m.sma(30,close)] with TI NIFTY");
    }

    /** What is found out together by several instances is just what they say they share. */
    @Test
    void whatIsSharedIsWhatTheEngineShares() throws IOException {
        Program one = new Program(file("/bench/sma-cross.json"), new Graph.Known());
        Program other = new Program(file("/bench/trailing-stop.json"), new Graph.Known());
        List<Fact.Key> facts =
                facts(one).stream().filter(facts(other)::contains).distinct().toList();
        List<Common> commons = Explanation.of(file("/bench/trailing-stop.json")).commons();

        assertThat(Explanation.of(file("/bench/sma-cross.json")).commons().stream()
                        .filter(common -> common.kind() == Kind.CONDITION)
                        .filter(commons::contains))
                .hasSameSizeAs(facts)
                .isNotEmpty();
    }

    private static List<Fact.Key> facts(Program program) {
        return IntStream.range(0, program.graph().facts().size())
                .mapToObj(program.sight()::fact)
                .toList();
    }

    @Test
    void aBookOfTheBenchIsExplainedWhole() throws IOException {
        assertThat(Explanation.of(file("/bench/sma-cross.json")).lines())
                .containsExactly(
                        "cell path: sleeps between what its conditions wait for",
                        "  entrySignalNode up",
                        "    all of:",
                        "      Current Time >= 09:20: sleeps until the first slice at or after 09:20",
                        "      Current Time < 15:00: holds in every slice before 15:00, and in none from then on",
                        "      Previous[TI.1m.sma(10,close)] crosses_above Previous[TI.1m.sma(30,close)]: sleeps until a candle"
                                + " of 1m of TI completes",
                        "  entryNode buy",
                        "    call: sleeps until the first slice behind the tick that reaches its stop or target",
                        "  exitSignalNode down",
                        "    Previous[TI.1m.sma(10,close)] crosses_below Previous[TI.1m.sma(30,close)]: sleeps until a candle of"
                                + " 1m of TI completes",
                        "  reEntrySignalNode up-again",
                        "    all of:",
                        "      Current Time < 15:00: holds in every slice before 15:00, and in none from then on",
                        "      Previous[TI.1m.sma(10,close)] crosses_above Previous[TI.1m.sma(30,close)]: sleeps until a candle"
                                + " of 1m of TI completes",
                        "  squareOffNode square-off",
                        "    sleeps until the first slice at or after 15:15");
    }

    @Test
    void samplesTakeTheirPaths() throws IOException {
        assertThat(Explanation.of(file("/samples/strategies/nine-positions.json"))
                        .lines())
                .contains(
                        "  exitSignalNode exit-condition-4, after a re-entry",
                        "    sleeps until the first slice at or after 5 minutes before the close")
                .first()
                .isEqualTo("cell path: sleeps between what its conditions wait for");
        assertThat(Explanation.of(file("/samples/strategies/momentum-3m.json")).path())
                .isEqualTo(Path.TICK);
        assertThat(Explanation.of(file("/bench/straddle.json")).lines())
                .contains(
                        "    sleeps until the profit of all positions reaches one of its bounds, which is found by their"
                                + " contracts' highest and lowest prices");
        assertThat(Explanation.of(file("/bench/trailing-stop.json")).lines())
                .contains("    call: sleeps until the first slice behind the tick that reaches its trailing stop");
    }

    private static Explanation explained(List<Condition> conditions) {
        return Explanation.of(instance("s", conditions));
    }

    private static Instance instance(String id, List<Condition> conditions) {
        Node.Leg call = TestGraph.leg("call", Side.BUY, TestGraph.CALL, OrderTerms.MARKET, Protections.NONE);
        TimeframeConfig fives =
                new TimeframeConfig("5m", new Timeframe(5), Map.of("rsi", IndicatorSpec.of(IndicatorKind.RSI, "14")));
        return new Instance(
                new InstanceKey("u", id, "b", BigDecimal.ONE),
                new Strategy(
                        id,
                        id,
                        false,
                        Evaluation.SECOND,
                        "NSE",
                        new InstrumentConfig("NIFTY", List.of(fives)),
                        new InstrumentConfig(
                                "BANKNIFTY", List.of(new TimeframeConfig("1m", new Timeframe(1), Map.of()))),
                        Arrays.asList(
                                new Node.Start("start", "start"),
                                new Node.EntrySignal("signal", "signal", conditions, List.of(), List.of()),
                                new Node.Entry("entry", "entry", List.of(call))),
                        List.of(List.of(1), List.of(2), List.of())));
    }

    private static Instance file(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(ExplanationTest.class.getResourceAsStream(resource), resource)) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Strategy strategy =
                    Objects.requireNonNull(TradeLayoutReader.read(json).strategy(), resource);
            return new Instance(new InstanceKey("u", strategy.strategyId(), "b", BigDecimal.ONE), strategy);
        }
    }
}
