package dev.nightjar.engine;

import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Leaves;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A strategy's graph, compiled: its edges, and its conditions, in which names have become places in arrays. What is bought, how much
 * of it and how it is protected is not part of it, so that strategies which differ in that alone have one graph in a run.
 *
 * <p>Nodes are places in {@code Strategy.nodes()}, legs places in {@code Strategy.legs()}.
 */
final class Graph {

    /** Candles of one timeframe of one instrument of a strategy. */
    record Series(Role role, TimeframeConfig timeframe) {}

    /** An indicator on a series. */
    record IndicatorRef(int series, IndicatorSpec spec) {}

    /**
     * A signal's compiled parts.
     *
     * @param ofMarket whether the alarm depends on nothing but the market, likewise that of re-entries
     * @param firstSlot the variables are stored in slots from it on
     */
    record Signal(
            Predicate[] conditions,
            Alarm alarm,
            boolean ofMarket,
            Predicate[] reEntryConditions,
            Alarm reEntryAlarm,
            boolean reEntryOfMarket,
            Value[] variables,
            int firstSlot,
            int[] guardedLegs) {

        /** {@return whether what is asked depends on nothing but the market} */
        boolean isOfMarket(boolean afterReEntry) {
            return afterReEntry ? reEntryOfMarket : ofMarket;
        }
    }

    private record VariableName(String nodeId, String variable) {}

    /**
     * All that a graph is made of. Of an entry that is its legs' places in the order of placing, of an exit the position it closes.
     */
    private record Source(
            Evaluation evaluation,
            InstrumentConfig trading,
            @Nullable InstrumentConfig supporting,
            List<Part> parts,
            List<List<Integer>> children) {

        static Source of(Strategy strategy) {
            return new Source(
                    strategy.evaluation(),
                    strategy.trading(),
                    strategy.supporting(),
                    strategy.nodes().stream().map(Part::of).toList(),
                    strategy.children());
        }
    }

    /** What of a node a graph is made of. */
    private sealed interface Part {

        static Part of(Node node) {
            if (node instanceof Node.Signal signal) {
                return new Question(signal);
            }
            if (node instanceof Node.Entry entry) {
                return new Opening(entry.legs().stream()
                        .map(leg -> new Position(leg.vpi(), leg.priority()))
                        .toList());
            }
            return node instanceof Node.Exit exit
                    ? new Closing(exit.targetVpi())
                    : new Other(node instanceof Node.Start);
        }

        record Question(Node.Signal signal) implements Part {}

        record Opening(List<Position> positions) implements Part {}

        record Closing(@Nullable String vpi) implements Part {}

        record Other(boolean start) implements Part {}
    }

    /** A leg of an entry. */
    private record Position(String vpi, int priority) {}

    /** The graphs of a run; equal ones exist once. */
    static final class Known {

        private final Map<Source, Graph> graphs = new HashMap<>();

        Graph of(Strategy strategy) {
            return graphs.computeIfAbsent(Source.of(strategy), Graph::new);
        }
    }

    private final List<Part> parts;
    private final int[][] children;
    private final int start;
    private final Visits visits;
    private final @Nullable Signal[] signals;
    /** By entry node: its legs in the order in which they are placed. By exit node: its targets. */
    private final int[][] legsOf;

    private final List<Position> legs = new ArrayList<>();
    /** By leg: its entry node. */
    private final int[] entries;

    private final int[] allLegs;
    /** By node: the steps it takes in a slice in which it waits or acts. */
    private final long[] steps;

    private final List<Series> series = new ArrayList<>();
    /** The series of which the forming candle is read. */
    private final BitSet forming = new BitSet();

    private final List<IndicatorRef> indicators = new ArrayList<>();
    private final List<LocalTime> times = new ArrayList<>();
    private final List<Crosses.Cross> crosses = new ArrayList<>();
    private final Map<VariableName, Integer> slots = new HashMap<>();
    private final Alarms alarms = new Alarms(this);

    private Graph(Source source) {
        parts = source.parts();
        children = source.children().stream()
                .map(own -> own.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        start = parts.indexOf(new Part.Other(true));
        visits = new Visits(children, start);
        for (Part part : parts) {
            if (part instanceof Part.Opening entry) {
                legs.addAll(entry.positions());
            }
        }
        allLegs = IntStream.range(0, legs.size()).toArray();
        entries = new int[legs.size()];
        addSeries(Role.TI, source.trading());
        if (source.supporting() != null) {
            addSeries(Role.SI, source.supporting());
        }
        for (Part part : parts) {
            if (part instanceof Part.Question question) {
                Node.Signal signal = question.signal();
                signal.variables()
                        .forEach(variable -> slots.put(new VariableName(signal.id(), variable.name()), slots.size()));
            }
        }
        legsOf = new int[parts.size()][];
        for (int node = 0; node < legsOf.length; node++) {
            legsOf[node] = legsOf(parts.get(node));
            if (parts.get(node) instanceof Part.Opening) {
                for (int leg : legsOf[node]) {
                    entries[leg] = node;
                }
            }
        }
        steps = parts.stream().mapToLong(part -> steps(part)).toArray();
        signals = new Signal[parts.size()];
        for (int node = 0; node < signals.length; node++) {
            if (parts.get(node) instanceof Part.Question question) {
                signals[node] = compile(node, question.signal());
            }
        }
    }

    private void addSeries(Role role, InstrumentConfig config) {
        config.timeframes().forEach(timeframe -> {
            int place = series.size();
            series.add(new Series(role, timeframe));
            timeframe.indicators().values().forEach(spec -> indicators.add(new IndicatorRef(place, spec)));
        });
    }

    private int[] legsOf(Part part) {
        if (part instanceof Part.Opening entry) {
            return IntStream.range(0, legs.size())
                    .filter(leg -> entry.positions().contains(legs.get(leg)))
                    .boxed()
                    .sorted(Comparator.comparingInt(leg -> legs.get(leg).priority()))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        if (part instanceof Part.Closing exit) {
            return IntStream.range(0, legs.size())
                    .filter(leg -> exit.vpi() == null || legs.get(leg).vpi().equals(exit.vpi()))
                    .toArray();
        }
        return new int[0];
    }

    /** What a node looks at in a slice: itself, and every value of its conditions. */
    private static long steps(Part part) {
        return part instanceof Part.Question question
                ? 1
                        + steps(question.signal().conditions())
                        + steps(question.signal().reEntryConditions())
                : 1;
    }

    private static long steps(List<Condition> roots) {
        return Leaves.of(roots).stream()
                .mapToLong(leaf ->
                        steps(leaf.lhs()) + steps(leaf.rhs()) + (leaf.upper() == null ? 0 : steps(leaf.upper())))
                .sum();
    }

    private static long steps(Operand operand) {
        return operand instanceof Operand.Expression expression
                ? 1 + steps(expression.left()) + steps(expression.right())
                : 1;
    }

    /** {@return the steps a node takes in each slice in which it waits or acts} */
    long steps(int node) {
        return steps[node];
    }

    private Signal compile(int node, Node.Signal signal) {
        List<Node.Variable> variables = signal.variables();
        int firstSlot = variables.isEmpty()
                ? 0
                : slot(new VariableName(signal.id(), variables.get(0).name()));
        Predicate[] conditions = compile(signal.conditions());
        Predicate[] reEntryConditions = compile(signal.reEntryConditions());
        Alarm alarm = alarms.of(conditions);
        Alarm reEntryAlarm = alarms.of(reEntryConditions);
        return new Signal(
                conditions,
                alarm,
                alarm.isOfMarket(),
                reEntryConditions,
                reEntryAlarm,
                reEntryAlarm.isOfMarket(),
                variables.stream()
                        .map(variable -> compile(variable.expression()))
                        .toArray(Value[]::new),
                firstSlot,
                signal.reEntryConditions().isEmpty() ? new int[0] : guarded(node, signal));
    }

    /** {@return the legs of which one that was entered again brings the signal's re-entry conditions into use} */
    private int[] guarded(int node, Node.Signal signal) {
        return IntStream.of(children[node])
                .filter(child -> signal instanceof Node.ExitSignal
                        ? parts.get(child) instanceof Part.Closing
                        : parts.get(child) instanceof Part.Opening)
                .flatMap(child -> IntStream.of(legsOf[child]))
                .distinct()
                .toArray();
    }

    private Predicate[] compile(List<Condition> roots) {
        int[] leaves = new int[1];
        return roots.stream().map(root -> compile(root, leaves)).toArray(Predicate[]::new);
    }

    private Predicate compile(Condition condition, int[] leaves) {
        if (condition instanceof Condition.Group group) {
            return new Predicate.Group(
                    group.any(),
                    group.conditions().stream()
                            .map(member -> compile(member, leaves))
                            .toArray(Predicate[]::new));
        }
        Condition.Leaf leaf = (Condition.Leaf) condition;
        if (leaf.comparison() == Condition.Comparison.CROSSES_ABOVE
                || leaf.comparison() == Condition.Comparison.CROSSES_BELOW) {
            return cross(leaf, leaves[0]++);
        }
        return new Predicate.Leaf(
                leaves[0]++,
                leaf.comparison(),
                compile(leaf.lhs()),
                compile(leaf.rhs()),
                leaf.upper() == null ? null : compile(leaf.upper()));
    }

    private Predicate.Cross cross(Condition.Leaf leaf, int number) {
        Value lhs = compile(leaf.lhs());
        Value rhs = compile(leaf.rhs());
        List<Operand> parts = new ArrayList<>();
        addParts(leaf.lhs(), parts);
        addParts(leaf.rhs(), parts);
        crosses.add(new Crosses.Cross(
                parts.stream().anyMatch(Graph::changesInAnySlice),
                parts.stream().anyMatch(Operand.NodeVariable.class::isInstance),
                parts.stream().flatMapToInt(this::seriesOf).distinct().toArray(),
                lhs,
                rhs));
        return new Predicate.Cross(
                number, leaf.comparison() == Condition.Comparison.CROSSES_ABOVE, crosses.size() - 1, lhs, rhs);
    }

    private static void addParts(Operand operand, List<Operand> parts) {
        if (operand instanceof Operand.Expression expression) {
            addParts(expression.left(), parts);
            addParts(expression.right(), parts);
        } else {
            parts.add(operand);
        }
    }

    private static boolean changesInAnySlice(Operand operand) {
        return operand instanceof Operand.LiveValue
                || operand instanceof Operand.CurrentTime
                || operand instanceof Operand.ClockField
                || operand instanceof Operand.CandleValue candle && candle.offset() == 0
                || operand instanceof Operand.PositionValue
                || operand instanceof Operand.PnlValue;
    }

    private IntStream seriesOf(Operand operand) {
        if (operand instanceof Operand.CandleValue candle) {
            return IntStream.of(series(candle.role(), candle.timeframeId()));
        }
        if (operand instanceof Operand.IndicatorValue indicator) {
            return IntStream.of(series(indicator.role(), indicator.timeframeId()));
        }
        return IntStream.empty();
    }

    private Value compile(Operand operand) {
        if (operand instanceof Operand.Constant constant) {
            return new Value.Constant(constant.value());
        }
        if (operand instanceof Operand.CurrentTime) {
            return new Value.CurrentTime();
        }
        if (operand instanceof Operand.TimeOfDay time) {
            times.add(time.time());
            return new Value.TimeOfDay(times.size() - 1);
        }
        if (operand instanceof Operand.LiveValue live) {
            return new Value.Live(live.role(), live.field());
        }
        if (operand instanceof Operand.ClockField field) {
            return new Value.Clock(field.clock());
        }
        if (operand instanceof Operand.Status status) {
            return new Value.Constant(status.open() ? 1 : 0);
        }
        if (operand instanceof Operand.CandleValue candle) {
            int own = series(candle.role(), candle.timeframeId());
            if (candle.offset() == 0) {
                forming.set(own);
            }
            return new Value.Candle(candle.role(), own, candle.field(), candle.offset());
        }
        if (operand instanceof Operand.IndicatorValue value) {
            int own = series(value.role(), value.timeframeId());
            return new Value.Indicator(value.role(), own, indicator(own, value.key()), value.output(), value.offset());
        }
        if (operand instanceof Operand.NodeVariable variable) {
            return new Value.Variable(slot(new VariableName(variable.nodeId(), variable.variable())));
        }
        if (operand instanceof Operand.PositionValue position) {
            return new Value.Position(leg(position.vpi()), position.field());
        }
        if (operand instanceof Operand.PnlValue pnl) {
            return new Value.Pnl(pnl.type(), pnl.vpi() == null ? -1 : leg(pnl.vpi()));
        }
        Operand.Expression expression = (Operand.Expression) operand;
        return new Value.Expression(expression.operator(), compile(expression.left()), compile(expression.right()));
    }

    private int series(Role role, String timeframeId) {
        for (int place = 0; place < series.size(); place++) {
            Series own = series.get(place);
            if (own.role() == role && own.timeframe().id().equals(timeframeId)) {
                return place;
            }
        }
        throw new IllegalArgumentException(role + " has no timeframe " + timeframeId);
    }

    private int indicator(int place, String key) {
        IndicatorSpec spec = series.get(place).timeframe().indicators().get(key);
        for (int indicator = 0; indicator < indicators.size(); indicator++) {
            IndicatorRef ref = indicators.get(indicator);
            if (ref.series() == place && ref.spec().equals(spec)) {
                return indicator;
            }
        }
        throw new IllegalArgumentException(series.get(place).timeframe().id() + " has no indicator " + key);
    }

    private int slot(VariableName name) {
        Integer slot = slots.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("node " + name.nodeId() + " has no variable " + name.variable());
        }
        return slot;
    }

    private int leg(String vpi) {
        for (int leg = 0; leg < legs.size(); leg++) {
            if (legs.get(leg).vpi().equals(vpi)) {
                return leg;
            }
        }
        throw new IllegalArgumentException("there is no leg " + vpi);
    }

    int nodeCount() {
        return parts.size();
    }

    int start() {
        return start;
    }

    Visits visits() {
        return visits;
    }

    int[] children(int node) {
        return children[node];
    }

    Signal signal(int node) {
        Signal signal = signals[node];
        if (signal == null) {
            throw new IllegalArgumentException("node " + node + " is not a signal");
        }
        return signal;
    }

    /** {@return an entry's legs in the order of placing, or an exit's targets} */
    int[] legsOf(int node) {
        return legsOf[node];
    }

    int[] allLegs() {
        return allLegs;
    }

    /** {@return the entry node of a leg} */
    int entryOf(int leg) {
        return entries[leg];
    }

    int legCount() {
        return allLegs.length;
    }

    List<Series> series() {
        return series;
    }

    /** {@return whether the forming candle of a series is read} */
    boolean readsForming(int own) {
        return forming.get(own);
    }

    List<IndicatorRef> indicators() {
        return indicators;
    }

    List<LocalTime> times() {
        return times;
    }

    List<Crosses.Cross> crosses() {
        return crosses;
    }

    /** {@return the texts of what instances with the same instruments find out together, see {@link Alarms#facts}} */
    List<String> facts() {
        return alarms.facts();
    }

    int variableCount() {
        return slots.size();
    }
}
