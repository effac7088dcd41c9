package dev.nightjar.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What work costs, in seconds of a processor, and what it writes.
 *
 * <p>The first model is shipped: figures of one machine. A model is learned from what past runs measured: first how much slower or faster
 * this machine is, then each cost by itself, then how much more or less strategies of each shape take than their nodes and ticks say. A
 * process begins slowly, until Java has compiled what it runs: that costs a fixed time more, spread over the first work of a process, and
 * is not mistaken for the price of that work.
 */
public final class CostModel {

    /** What an amount of work costs. */
    enum Cost {
        PARTITION("a partition", 0.01),
        PROCESS("a worker process", 0.6),
        DAY("opening a day", 0.01),
        TICK("a tick of a day", 20e-9),
        STRATEGY_DAY("a strategy's day", 40e-6),
        NODE_DAY("each node of it", 5e-6),
        ASLEEP_TICK("a tick slept through", 0.05e-9),
        AWAKE_TICK("a tick looked at", 150e-9),
        WARM_UP("warming up", 2.0);

        private final String label;
        private final double shipped;

        Cost(String label, double shipped) {
            this.label = label;
            this.shipped = shipped;
        }
    }

    /** What a run costs beside its partitions. */
    enum Rest {
        START("start and end of the process", 11.0),
        STRATEGY("a strategy's checks and files", 4e-3),
        STRATEGY_DAY("a strategy's day, read and published", 0.2e-3),
        BYTE("a byte of journal, read and published", 0.4e-6),
        TICK("a tick, counted and checked", 20e-9);

        private final String label;
        private final double shipped;

        Rest(String label, double shipped) {
            this.label = label;
            this.shipped = shipped;
        }
    }

    /** An instance's day writes about 35 events of 45 bytes. */
    private static final double BYTES_A_STRATEGY_DAY = 1_600;

    /** The first work of a process takes so many times what it takes later. */
    private static final double COLD = 8;

    private static final double BELIEF = 1.5;
    private static final double BELIEF_IN_SHAPES = 0.3;
    private static final double BELIEF_IN_REST = 0.7;
    private static final double FLOOR_SECONDS = 0.05;
    private static final double FLOOR_BYTES = 4_096;
    private static final double LONGEST_SECONDS = 30 * 86_400.0;
    private static final int ROUNDS = 6;
    /** Runs before the latest count half for each so many. */
    private static final double HALF_LIFE = 10;

    private final double[] costs;
    private final double[] rest;
    private final SortedMap<String, Double> shapes;
    private final double bytesAStrategyDay;
    private final SortedMap<String, Double> bytesOfShapes;
    private final double machine;
    private final int runs;
    private final int partitions;

    private CostModel(
            double[] costs,
            double[] rest,
            SortedMap<String, Double> shapes,
            double bytesAStrategyDay,
            SortedMap<String, Double> bytesOfShapes,
            double machine,
            int runs,
            int partitions) {
        this.costs = costs;
        this.rest = rest;
        this.shapes = Collections.unmodifiableSortedMap(shapes);
        this.bytesAStrategyDay = bytesAStrategyDay;
        this.bytesOfShapes = Collections.unmodifiableSortedMap(bytesOfShapes);
        this.machine = machine;
        this.runs = runs;
        this.partitions = partitions;
    }

    /** {@return what is believed before anything was measured} */
    public static CostModel shipped() {
        return new CostModel(
                Arrays.stream(Cost.values()).mapToDouble(cost -> cost.shipped).toArray(),
                Arrays.stream(Rest.values()).mapToDouble(part -> part.shipped).toArray(),
                new TreeMap<>(),
                BYTES_A_STRATEGY_DAY,
                new TreeMap<>(),
                1,
                0,
                0);
    }

    // What work costs.

    /** {@return the seconds of a processor that work takes in a process that is warm} */
    public double seconds(Work work, boolean ownProcess) {
        double[] amounts = amounts(work, ownProcess, shapes);
        double seconds = 0;
        for (Cost cost : Cost.values()) {
            seconds += costs[cost.ordinal()] * amounts[cost.ordinal()];
        }
        return seconds;
    }

    /**
     * {@return what it costs more that the process of a run works on so much before it is warm; nothing if others do, whose start is part
     * of what they cost}
     */
    double warmUpSeconds(double seconds, boolean ownProcesses) {
        return ownProcesses ? 0 : warmUpSeconds(seconds);
    }

    /** {@return what it costs more that a process works on so much before it is warm} */
    double warmUpSeconds(double seconds) {
        return cost(Cost.WARM_UP) * -Math.expm1(-seconds / warmsIn(costs));
    }

    /** {@return the seconds of a processor that a run takes beside its partitions} */
    public double restSeconds(int strategies, Work work, long journalBytes) {
        double[] amounts = restOf(strategies, work, journalBytes);
        double seconds = 0;
        for (Rest part : Rest.values()) {
            seconds += rest[part.ordinal()] * amounts[part.ordinal()];
        }
        return seconds;
    }

    /** {@return those of them that pass before and after whatever the run does} */
    double startSeconds() {
        return rest[Rest.START.ordinal()];
    }

    double cost(Cost cost) {
        return costs[cost.ordinal()];
    }

    /** {@return how many bytes of journal work is expected to write} */
    public long journalBytes(Work work) {
        double bytes = 0;
        for (Map.Entry<String, StrategyWork> strategies : work.strategies().entrySet()) {
            bytes += strategies.getValue().days() * bytesOfShapes.getOrDefault(strategies.getKey(), bytesAStrategyDay);
        }
        return Math.round(bytes);
    }

    /** {@return the seconds of work after which a process is warm for the most part} */
    private static double warmsIn(double[] costs) {
        return Math.max(1e-3, costs[Cost.WARM_UP.ordinal()] / (COLD - 1));
    }

    private static double[] amounts(Work work, boolean ownProcess, Map<String, Double> shapes) {
        double[] amounts = new double[Cost.values().length];
        amounts[Cost.PARTITION.ordinal()] = work.partitions();
        amounts[Cost.PROCESS.ordinal()] = ownProcess ? work.partitions() : 0;
        amounts[Cost.DAY.ordinal()] = work.days();
        amounts[Cost.TICK.ordinal()] = work.ticks();
        work.strategies().forEach((shape, own) -> {
            double factor = shapes.getOrDefault(shape, 1.0);
            amounts[Cost.STRATEGY_DAY.ordinal()] += factor * own.days();
            amounts[Cost.NODE_DAY.ordinal()] += factor * own.nodes();
            amounts[(shape.endsWith(StrategyAnalyzer.AWAKE) ? Cost.AWAKE_TICK : Cost.ASLEEP_TICK).ordinal()] +=
                    factor * own.ticks();
        });
        return amounts;
    }

    private static double[] restOf(int strategies, Work work, long journalBytes) {
        double[] amounts = new double[Rest.values().length];
        amounts[Rest.START.ordinal()] = 1;
        amounts[Rest.STRATEGY.ordinal()] = strategies;
        amounts[Rest.STRATEGY_DAY.ordinal()] = work.strategyDays();
        amounts[Rest.BYTE.ordinal()] = journalBytes;
        amounts[Rest.TICK.ordinal()] = work.ticks();
        return amounts;
    }

    // What was measured.

    /** {@return what is believed after so many runs, the latest first} */
    public static CostModel learned(List<MeasuredRun> history) {
        CostModel shipped = shipped();
        List<Observed> observed = new ArrayList<>();
        for (int run = 0; run < history.size(); run++) {
            double weight = Math.pow(0.5, run / HALF_LIFE);
            for (MeasuredPartition partition : history.get(run).partitions()) {
                if (isPlausible(partition.cpuSeconds()) && partition.journalBytes() >= 0) {
                    observed.add(new Observed(run, partition, weight));
                }
            }
        }
        if (observed.isEmpty()) {
            return shipped;
        }
        double[] costs = shipped.costs.clone();
        SortedMap<String, Double> shapes = new TreeMap<>();
        double machine = 1;
        double[] believed = costs.clone();
        for (int round = 0; round < ROUNDS; round++) {
            SortedMap<String, Double> known = shapes;
            RobustFit.Row[] rows = rows(observed, costs, known);
            if (round == 0) {
                // With the shipped warm-up a slow machine looks slower still, so it is asked twice.
                costs = scaled(costs, RobustFit.scale(costs, ofThreads(observed, rows)));
                rows = rows(observed, costs, known);
                double again = RobustFit.scale(costs, ofThreads(observed, rows));
                costs = scaled(costs, again);
                double most = RobustFit.bounded(costs[0] / shipped.costs[0]) * shipped.costs[0] / costs[0];
                costs = scaled(costs, most);
                believed = costs.clone();
                machine = costs[0] / shipped.costs[0];
                rows = rows(observed, costs, known);
            }
            costs = RobustFit.fit(believed, belief(costs.length, BELIEF), rows, FLOOR_SECONDS);
            shapes = shapes(observed, costs);
        }
        RobustFit.Row[] bytes = observed.stream()
                .map(one -> new RobustFit.Row(
                        new double[] {one.partition().work().strategyDays()},
                        one.partition().journalBytes(),
                        one.weight()))
                .filter(row -> row.amounts()[0] > 0)
                .toArray(RobustFit.Row[]::new);
        double bytesAStrategyDay = BYTES_A_STRATEGY_DAY * RobustFit.scale(new double[] {BYTES_A_STRATEGY_DAY}, bytes);
        return new CostModel(
                costs,
                rest(history, shipped.rest, machine),
                shapes,
                bytesAStrategyDay,
                bytesOfShapes(observed, bytesAStrategyDay),
                machine,
                history.size(),
                observed.size());
    }

    /** {@return whether something can have taken so long: a clock that was set, or a damaged row, teaches nothing} */
    static boolean isPlausible(double seconds) {
        return seconds >= 0 && seconds <= LONGEST_SECONDS;
    }

    /** A partition of a run; 0 is the latest. */
    private record Observed(int run, MeasuredPartition partition, double weight) {}

    /** {@return the rows of partitions in threads, if there are any: how fast a machine is does not follow from how processes begin} */
    private static RobustFit.Row[] ofThreads(List<Observed> observed, RobustFit.Row[] rows) {
        RobustFit.Row[] some = IntStream.range(0, rows.length)
                .filter(place -> !observed.get(place).partition().ownProcess())
                .mapToObj(place -> rows[place])
                .toArray(RobustFit.Row[]::new);
        return some.length == 0 ? rows : some;
    }

    private static double[] belief(int columns, double rows) {
        double[] belief = new double[columns];
        Arrays.fill(belief, rows);
        return belief;
    }

    private static double[] scaled(double[] costs, double scale) {
        return Arrays.stream(costs).map(cost -> cost * scale).toArray();
    }

    /** {@return the amounts of each partition; how cold its process was when it began follows from what had been begun before} */
    private static RobustFit.Row[] rows(List<Observed> observed, double[] costs, SortedMap<String, Double> shapes) {
        RobustFit.Row[] rows = new RobustFit.Row[observed.size()];
        double before = 0;
        int run = -1;
        for (int place = 0; place < rows.length; place++) {
            Observed one = observed.get(place);
            MeasuredPartition partition = one.partition();
            double[] amounts = amounts(partition.work(), partition.ownProcess(), shapes);
            double warm = 0;
            for (int cost = 0; cost < amounts.length; cost++) {
                warm += amounts[cost] * costs[cost];
            }
            if (one.run() != run) {
                before = 0;
                run = one.run();
            }
            // That a process of its own begins slowly is part of what such a process costs.
            if (!partition.ownProcess()) {
                double warms = warmsIn(costs);
                amounts[Cost.WARM_UP.ordinal()] = Math.exp(-before / warms) - Math.exp(-(before + warm) / warms);
                before += warm;
            }
            rows[place] = new RobustFit.Row(amounts, partition.cpuSeconds(), one.weight());
        }
        return rows;
    }

    /** {@return by how much strategies of each shape take more than their nodes and ticks say} */
    private static SortedMap<String, Double> shapes(List<Observed> observed, double[] costs) {
        List<String> names = names(observed);
        int own = names.size();
        double[] believed = belief(own + 1, 1);
        double[] belief = belief(own + 1, BELIEF_IN_SHAPES);
        belief[own] = Double.POSITIVE_INFINITY;
        RobustFit.Row[] all = rows(observed, costs, new TreeMap<>());
        RobustFit.Row[] rows = new RobustFit.Row[all.length];
        for (int place = 0; place < rows.length; place++) {
            Observed one = observed.get(place);
            double[] amounts = new double[own + 1];
            double ofShapes = 0;
            for (int shape = 0; shape < own; shape++) {
                StrategyWork work = one.partition().work().strategies().get(names.get(shape));
                if (work != null) {
                    double[] parts = amounts(Work.of(names.get(shape), work), false, new TreeMap<>());
                    for (int cost = 0; cost < parts.length; cost++) {
                        amounts[shape] += parts[cost] * costs[cost];
                    }
                    ofShapes += amounts[shape];
                }
            }
            amounts[own] = Math.max(0, RobustFit.expected(costs, all[place]) - ofShapes);
            rows[place] = new RobustFit.Row(amounts, one.partition().cpuSeconds(), one.weight());
        }
        return named(names, RobustFit.fit(believed, belief, rows, FLOOR_SECONDS));
    }

    private static SortedMap<String, Double> bytesOfShapes(List<Observed> observed, double believed) {
        List<String> names = names(observed);
        RobustFit.Row[] rows = observed.stream()
                .map(one -> new RobustFit.Row(
                        names.stream()
                                .map(shape ->
                                        one.partition().work().strategies().get(shape))
                                .mapToDouble(work -> work == null ? 0 : work.days())
                                .toArray(),
                        one.partition().journalBytes(),
                        one.weight()))
                .toArray(RobustFit.Row[]::new);
        double[] bytes = new double[names.size()];
        Arrays.fill(bytes, believed);
        return named(names, RobustFit.fit(bytes, belief(bytes.length, BELIEF_IN_SHAPES), rows, FLOOR_BYTES));
    }

    private static double[] rest(List<MeasuredRun> history, double[] shipped, double machine) {
        List<RobustFit.Row> known = new ArrayList<>();
        for (int run = 0; run < history.size(); run++) {
            MeasuredRun measured = history.get(run);
            if (isPlausible(measured.cpuSeconds()) && isPlausible(measured.partitionsCpuSeconds())) {
                known.add(new RobustFit.Row(
                        restOf(measured.strategies(), measured.work(), measured.journalBytes()),
                        Math.max(0, measured.cpuSeconds() - measured.partitionsCpuSeconds()),
                        Math.pow(0.5, run / HALF_LIFE)));
            }
        }
        RobustFit.Row[] rows = known.toArray(RobustFit.Row[]::new);
        double[] believed =
                scaled(shipped, RobustFit.bounded(RobustFit.scale(scaled(shipped, machine), rows) * machine));
        return RobustFit.fit(believed, belief(believed.length, BELIEF_IN_REST), rows, FLOOR_SECONDS);
    }

    private static List<String> names(List<Observed> observed) {
        TreeSet<String> names = new TreeSet<>();
        observed.forEach(one -> names.addAll(one.partition().work().strategies().keySet()));
        names.remove(StrategyAnalyzer.OTHER);
        names.remove(StrategyAnalyzer.OTHER + StrategyAnalyzer.AWAKE);
        return List.copyOf(names);
    }

    private static SortedMap<String, Double> named(List<String> names, double[] values) {
        SortedMap<String, Double> named = new TreeMap<>();
        for (int place = 0; place < names.size(); place++) {
            named.put(names.get(place), values[place]);
        }
        return named;
    }

    // In words.

    /** {@return what it is made from, in a sentence} */
    public String basis() {
        if (runs == 0) {
            return "shipped figures, as no run on this host has been measured";
        }
        return partitions + (partitions == 1 ? " partition of " : " partitions of ") + runs
                + (runs == 1 ? " run" : " runs") + " on this host, which takes "
                + String.format(Locale.ROOT, "%.2g", machine) + " times the shipped figures";
    }

    /** {@return what each amount of work costs, a line each} */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        for (Cost cost : Cost.values()) {
            words.add(cost.label + ": " + duration(costs[cost.ordinal()]));
        }
        for (Rest part : Rest.values()) {
            words.add(part.label + ": " + duration(rest[part.ordinal()]));
        }
        words.add("a strategy's day writes " + Math.round(bytesAStrategyDay) + " bytes of journal");
        return words;
    }

    /** {@return how strategies of a shape differ from what their nodes and ticks say, and what they write; empty if none was measured} */
    public String words(String shape) {
        Double factor = shapes.get(shape);
        return factor == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.2g times what its nodes say, %.0f bytes of journal a day",
                        factor,
                        bytesOfShapes.getOrDefault(shape, bytesAStrategyDay));
    }

    private static String duration(double seconds) {
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds >= 1e-3) {
            return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
        }
        return seconds >= 1e-6
                ? String.format(Locale.ROOT, "%.1f us", seconds * 1e6)
                : String.format(Locale.ROOT, "%.2f ns", seconds * 1e9);
    }
}
