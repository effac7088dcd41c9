package dev.nightjar.engine;

import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Condition;
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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A strategy's graph, compiled: its edges, and its conditions, in which names have become places in arrays. What is bought, how much
 * of it and how it is protected is not part of it, nor what its indicators are: strategies which differ in that alone have one
 * graph in a run.
 *
 * <p>Nodes are places in {@code Strategy.nodes()}, legs places in {@code Strategy.legs()}. Indicators are places in {@link Sight#indicator}.
 */
final class Graph {

    /**
     * Candles of one timeframe of one instrument of a strategy.
     *
     * @param id what operands call the timeframe
     */
    record Series(Role role, String id, Timeframe timeframe) {}

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

    /** The strategy a graph is made of; equal to others that have the same graph. */
    private static final class Source {

        private final Strategy strategy;
        private final int hash;

        Source(Strategy strategy) {
            this.strategy = strategy;
            int sum = 31 * strategy.trading().symbol().hashCode()
                    + strategy.children().hashCode();
            for (Node node : strategy.nodes()) {
                sum = 31 * sum + (node instanceof Node.Signal ? node.hashCode() : 0);
            }
            hash = sum;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Source source && hash == source.hash && haveOneGraph(strategy, source.strategy);
        }
    }

    private static boolean haveOneGraph(Strategy one, Strategy other) {
        return one.evaluation() == other.evaluation()
                && areAlike(one.trading(), other.trading())
                && areAlike(one.supporting(), other.supporting())
                && one.children().equals(other.children())
                && haveLike(one.nodes(), other.nodes(), Graph::areAlike);
    }

    private static boolean areAlike(@Nullable InstrumentConfig one, @Nullable InstrumentConfig other) {
        return one == other
                || one != null
                        && other != null
                        && one.symbol().equals(other.symbol())
                        && haveLike(one.timeframes(), other.timeframes(), Graph::areAlike);
    }

    private static boolean areAlike(TimeframeConfig one, TimeframeConfig other) {
        if (!one.id().equals(other.id())
                || !one.timeframe().equals(other.timeframe())
                || one.indicators().size() != other.indicators().size()) {
            return false;
        }
        Iterator<String> others = other.indicators().keySet().iterator();
        for (String key : one.indicators().keySet()) {
            if (!key.equals(others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean areAlike(Node one, Node other) {
        if (one == other) {
            return true;
        }
        if (one instanceof Node.Entry entry) {
            return other instanceof Node.Entry another
                    && haveLike(
                            entry.legs(),
                            another.legs(),
                            (leg, its) -> leg.vpi().equals(its.vpi()) && leg.priority() == its.priority());
        }
        if (one instanceof Node.Exit exit) {
            return other instanceof Node.Exit another && Objects.equals(exit.targetVpi(), another.targetVpi());
        }
        return one instanceof Node.Signal ? one.equals(other) : one.getClass() == other.getClass();
    }

    private static <T> boolean haveLike(List<T> one, List<T> other, BiPredicate<T, T> alike) {
        if (one == other) {
            return true;
        }
        if (one.size() != other.size()) {
            return false;
        }
        for (int place = 0; place < one.size(); place++) {
            if (!alike.test(one.get(place), other.get(place))) {
                return false;
            }
        }
        return true;
    }

    /** The graphs of a run and what is seen with them; equal ones exist once. */
    static final class Known {

        private final Map<Source, Graph> graphs = new HashMap<>();
        /** By indicator: how many sights have it. */
        private final Map<DayTapes.IndicatorKey, Integer> lookers = new HashMap<>();

        private @Nullable Graph latest;

        /** {@return what a strategy sees, with its graph} */
        Sight of(Strategy strategy) {
            Graph graph = latest;
            // A sweep changes little from one strategy to the next.
            if (graph == null || !haveOneGraph(graph.strategy, strategy)) {
                graph = graphs.computeIfAbsent(new Source(strategy), source -> new Graph(source.strategy));
                latest = graph;
            }
            List<IndicatorSpec> indicators = indicators(strategy);
            Sight sight = graph.sights.get(indicators);
            if (sight == null) {
                sight = new Sight(graph, indicators, strategy, this);
                graph.sights.put(indicators, sight);
                new HashSet<>(sight.keys()).forEach(key -> lookers.merge(key, 1, Integer::sum));
            }
            sight.add(strategy);
            return sight;
        }

        /** {@return whether an indicator belongs to one sight alone} */
        boolean isLonely(DayTapes.IndicatorKey indicator) {
            return lookers.getOrDefault(indicator, 0) == 1;
        }

        private static List<IndicatorSpec> indicators(Strategy strategy) {
            List<IndicatorSpec> indicators = new ArrayList<>();
            add(strategy.trading(), indicators);
            add(strategy.supporting(), indicators);
            return indicators;
        }

        private static void add(@Nullable InstrumentConfig config, List<IndicatorSpec> indicators) {
            if (config != null) {
                for (TimeframeConfig timeframe : config.timeframes()) {
                    indicators.addAll(timeframe.indicators().values());
                }
            }
        }
    }

    /** One of those that have it. */
    private final Strategy strategy;

    private final List<Node> nodes;
    private final Program.Kind[] kinds;
    /** By node: how often a re-entry signal acts; -1 of all others. */
    private final int[] reEntries;

    private final int[][] children;
    private final int start;
    private final Visits visits;
    private final @Nullable Signal[] signals;
    /** By entry node: its legs in the order in which they are placed. By exit node: its targets. */
    private final int[][] legsOf;

    private final List<Node.Leg> legs;
    /** By leg: its entry node. */
    private final int[] entries;

    private final int[] allLegs;
    /** By node: the steps it takes in a slice in which it waits or acts. */
    private final long[] steps;

    private final List<Series> series = new ArrayList<>();
    /** By series: the place of its first indicator. */
    private final List<Integer> firstIndicators = new ArrayList<>();

    private int indicatorCount;
    /** The series of which the forming candle is read. */
    private final BitSet forming = new BitSet();

    private final List<LocalTime> times = new ArrayList<>();
    private final List<Crosses.Cross> crosses = new ArrayList<>();
    private final Map<VariableName, Integer> slots = new HashMap<>();
    private final Alarms alarms = new Alarms(this);
    /** By indicators. */
    private final Map<List<IndicatorSpec>, Sight> sights = new HashMap<>();

    private Graph(Strategy strategy) {
        this.strategy = strategy;
        nodes = strategy.nodes();
        kinds = nodes.stream().map(Program.Kind::of).toArray(Program.Kind[]::new);
        reEntries = nodes.stream()
                .mapToInt(node -> node instanceof Node.ReEntrySignal counted ? counted.maxReEntries() : -1)
                .toArray();
        children = strategy.children().stream()
                .map(own -> own.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        start = strategy.start();
        visits = new Visits(children, start);
        legs = strategy.legs();
        allLegs = IntStream.range(0, legs.size()).toArray();
        entries = new int[legs.size()];
        addSeries(Role.TI, strategy.trading());
        if (strategy.supporting() != null) {
            addSeries(Role.SI, strategy.supporting());
        }
        for (Node node : nodes) {
            if (node instanceof Node.Signal signal) {
                signal.variables()
                        .forEach(variable -> slots.put(new VariableName(signal.id(), variable.name()), slots.size()));
            }
        }
        legsOf = new int[nodes.size()][];
        for (int node = 0; node < legsOf.length; node++) {
            legsOf[node] = legsOf(nodes.get(node));
            if (nodes.get(node) instanceof Node.Entry) {
                for (int leg : legsOf[node]) {
                    entries[leg] = node;
                }
            }
        }
        steps = nodes.stream().mapToLong(node -> steps(node)).toArray();
        signals = new Signal[nodes.size()];
        for (int node = 0; node < signals.length; node++) {
            if (nodes.get(node) instanceof Node.Signal signal) {
                signals[node] = compile(node, signal);
            }
        }
    }

    private void addSeries(Role role, InstrumentConfig config) {
        config.timeframes().forEach(timeframe -> {
            series.add(new Series(role, timeframe.id(), timeframe.timeframe()));
            firstIndicators.add(indicatorCount);
            indicatorCount += timeframe.indicators().size();
        });
    }

    private int[] legsOf(Node node) {
        if (node instanceof Node.Entry entry) {
            return entry.legs().stream()
                    .sorted(Comparator.comparingInt(Node.Leg::priority))
                    .mapToInt(leg -> leg(leg.vpi()))
                    .toArray();
        }
        if (node instanceof Node.Exit exit) {
            return IntStream.range(0, legs.size())
                    .filter(leg ->
                            exit.targetVpi() == null || legs.get(leg).vpi().equals(exit.targetVpi()))
                    .toArray();
        }
        return new int[0];
    }

    /** What a node looks at in a slice: itself, and every value of its conditions. */
    private static long steps(Node node) {
        return node instanceof Node.Signal signal
                ? 1 + steps(signal.conditions()) + steps(signal.reEntryConditions())
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
                        ? nodes.get(child) instanceof Node.Exit
                        : nodes.get(child) instanceof Node.Entry)
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
            if (own.role() == role && own.id().equals(timeframeId)) {
                return place;
            }
        }
        throw new IllegalArgumentException(role + " has no timeframe " + timeframeId);
    }

    private int indicator(int place, String key) {
        Series own = series.get(place);
        int indicator = firstIndicators.get(place);
        for (String known :
                strategy.instrument(own.role()).timeframe(own.id()).indicators().keySet()) {
            if (known.equals(key)) {
                return indicator;
            }
            indicator++;
        }
        throw new IllegalArgumentException(own.id() + " has no indicator " + key);
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
        return nodes.size();
    }

    Program.Kind kind(int node) {
        return kinds[node];
    }

    boolean isReEntry(int node) {
        return reEntries[node] >= 0;
    }

    /** {@return how often a re-entry signal acts} */
    int mostReEntries(int node) {
        return reEntries[node];
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

    /** {@return the place of a series' first indicator; of the one behind the last, how many there are} */
    int firstIndicator(int own) {
        return own < series.size() ? firstIndicators.get(own) : indicatorCount;
    }

    List<LocalTime> times() {
        return times;
    }

    List<Crosses.Cross> crosses() {
        return crosses;
    }

    /** {@return what instances with the same instruments find out together, see {@link Alarms#facts}} */
    List<Fact.Pattern> facts() {
        return alarms.facts();
    }

    int variableCount() {
        return slots.size();
    }
}
