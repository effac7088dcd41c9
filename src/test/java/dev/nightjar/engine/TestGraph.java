package dev.nightjar.engine;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.Distance;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Small graphs: start (n0), a signal that fires in the first slice (n1), an entry (n2), then pairs of an exit signal and its
 * exit (n3, n4 …), which the entry arms, and square-offs, which the start arms.
 *
 * <p>Legs trade three lots of 25 units.
 */
final class TestGraph {

    static final ContractChoice CALL = ContractChoice.option(OptionType.CE, 'W', 0, 0);
    static final ContractChoice PUT = ContractChoice.option(OptionType.PE, 'W', 0, 0);

    private final List<Node> nodes = new ArrayList<>();
    private final List<List<Integer>> children = new ArrayList<>();
    private String trading = "NIFTY";
    private List<TimeframeConfig> timeframes = List.of();
    private @Nullable String supporting;
    private boolean positional;
    private Evaluation evaluation = Evaluation.SECOND;
    private TradingTerms terms = TradingTerms.DEFAULT;

    TestGraph(Node.Leg... legs) {
        add(new Node.Start("start", "start"));
        add(new Node.EntrySignal("signal", "signal", List.of(from(LocalTime.MIN)), List.of(), List.of()));
        add(new Node.Entry("entry", "entry", List.of(legs)));
        children.get(0).add(1);
        children.get(1).add(2);
    }

    private int add(Node node) {
        nodes.add(node);
        children.add(new ArrayList<>());
        return nodes.size() - 1;
    }

    private static Condition from(LocalTime time) {
        return new Condition.Leaf(
                Comparison.GREATER_OR_EQUAL, new Operand.CurrentTime(), new Operand.TimeOfDay(time), null);
    }

    static Node.Leg leg(String vpi, Side side, ContractChoice contract, OrderTerms order, Protections protections) {
        return new Node.Leg(
                vpi,
                1,
                BigDecimal.valueOf(3),
                BigDecimal.valueOf(25),
                side,
                contract,
                OptionalInt.empty(),
                order,
                false,
                protections);
    }

    /** {@return the leg, kept overnight} */
    static Node.Leg overnight(Node.Leg leg) {
        return new Node.Leg(
                leg.vpi(),
                leg.priority(),
                leg.lots(),
                leg.multiplier(),
                leg.side(),
                leg.contract(),
                leg.maxEntries(),
                leg.order(),
                true,
                leg.protections());
    }

    static Node.Leg leg(Side side, OrderTerms order) {
        return leg("call", side, CALL, order, Protections.NONE);
    }

    static Node.Leg leg(Side side, Protections protections) {
        return leg("call", side, CALL, OrderTerms.MARKET, protections);
    }

    static Node.Leg leg(Side side) {
        return leg(side, OrderTerms.MARKET);
    }

    static OrderTerms limit(String price) {
        return new OrderTerms(OrderType.LIMIT, new BigDecimal(price), null, null, false);
    }

    static OrderTerms limit(Distance offset) {
        return new OrderTerms(OrderType.LIMIT, null, offset, null, false);
    }

    static OrderTerms stop(String price) {
        return new OrderTerms(OrderType.STOP, null, null, new BigDecimal(price), false);
    }

    static OrderTerms stopLimit(String stop, String limit) {
        return new OrderTerms(OrderType.STOP_LIMIT, new BigDecimal(limit), null, new BigDecimal(stop), false);
    }

    static Distance points(String value) {
        return new Distance(false, new BigDecimal(value));
    }

    static Distance percent(String value) {
        return new Distance(true, new BigDecimal(value));
    }

    static Protections stopLoss(Distance distance) {
        return new Protections(new Protections.StopLoss(distance, null), null, null);
    }

    static Protections stopLoss(Distance distance, Protections.LimitClose limit) {
        return new Protections(new Protections.StopLoss(distance, limit), null, null);
    }

    static Protections takeProfit(Distance distance) {
        return new Protections(null, new Protections.TakeProfit(distance), null);
    }

    static Protections trailing(Distance distance, String step) {
        return new Protections(null, null, new Protections.TrailingStop(distance, new BigDecimal(step), null));
    }

    /** {@return the stop loss of the first, the target of the second, the trailing stop of the third} */
    static Protections all(Protections stop, Protections target, Protections trailing) {
        return new Protections(stop.stopLoss(), target.takeProfit(), trailing.trailingStop());
    }

    TestGraph trading(String symbol) {
        trading = symbol;
        return this;
    }

    /** Slices are made by another instrument too. */
    TestGraph supporting(String symbol) {
        supporting = symbol;
        return this;
    }

    /** Nodes are evaluated at every tick, not in every second. */
    TestGraph everyTick() {
        evaluation = Evaluation.TICK;
        return this;
    }

    TestGraph positional() {
        positional = true;
        return this;
    }

    TestGraph watching(TimeframeConfig... configs) {
        timeframes = List.of(configs);
        return this;
    }

    /** The entry signal fires on a condition, not in the first slice. */
    TestGraph entryWhen(Condition condition) {
        nodes.set(1, new Node.EntrySignal("signal", "signal", List.of(condition), List.of(), List.of()));
        return this;
    }

    TestGraph on(TradingTerms agreed) {
        terms = agreed;
        return this;
    }

    /** Adds an exit of all there is. */
    TestGraph exitAt(String time, @Nullable String vpi) {
        return exit(time, new Node.Exit("exit" + nodes.size(), "exit", vpi));
    }

    /** Adds an exit of some lots. */
    TestGraph exitAt(String time, @Nullable String vpi, String lots, Protections afterwards) {
        return exit(time, new Node.Exit("exit" + nodes.size(), "exit", vpi, new BigDecimal(lots), afterwards));
    }

    private TestGraph exit(String time, Node.Exit exit) {
        int signal = add(new Node.ExitSignal(
                "signal" + nodes.size(), "signal", List.of(from(LocalTime.parse(time))), List.of(), List.of()));
        children.get(2).add(signal);
        children.get(signal).add(add(exit));
        return this;
    }

    /** The last exit arms the entry signal again. */
    TestGraph again() {
        children.get(nodes.size() - 1).add(1);
        return this;
    }

    TestGraph squareOffAt(String time) {
        children.get(0)
                .add(add(new Node.SquareOff(
                        "off", "off", false, null, null, new Node.TimeExit(LocalTime.parse(time), 0))));
        return this;
    }

    /** Adds a signal that stores a value at a time. */
    TestGraph valueAt(String time, Operand operand) {
        children.get(0)
                .add(add(new Node.EntrySignal(
                        "value" + nodes.size(),
                        "value",
                        List.of(from(LocalTime.parse(time))),
                        List.of(),
                        List.of(new Node.Variable("v", operand)))));
        return this;
    }

    Strategy strategy() {
        return new Strategy(
                "strategy",
                "strategy",
                positional,
                evaluation,
                "NSE",
                new InstrumentConfig(trading, timeframes),
                supporting == null ? null : new InstrumentConfig(supporting, List.of()),
                nodes,
                children);
    }

    Instance instance() {
        return new Instance(new InstanceKey("user", "strategy", "broker", BigDecimal.ONE), strategy(), terms);
    }

    /** {@return what happens on days that follow each other, after the entry signal fired} */
    List<String> run(MarketDay... days) {
        TextJournal journal = new TextJournal();
        Engine.run(List.of(days), List.of(instance()), journal, Pace.UNBOUNDED, StopSignal.NEVER);
        return journal.lines().stream()
                .filter(line -> !line.contains(" node_completed n0") && !line.contains(" node_completed n1 "))
                .toList();
    }
}
