package dev.nightjar.plan;

import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.strategy.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Cuts a run into partitions: the same instances, days, settings and model always give the same plan.
 *
 * <p>A backtest of no more partitions than days gives each partition whole days, so that no day is opened twice; with more, days
 * are cut by instance, the costliest days into most parts. Days and instances are dealt out longest first to the least loaded
 * (LPT): no partition then costs more than the average plus one whole day, or one whole instance. A positional strategy is one
 * after the other on all its days, so no cut runs between two of them. A live simulation plays all instances on one clock, so each of
 * its days is one partition; all its days are, if a strategy is positional.
 */
public final class Planner {

    /** Enough partitions a worker that the last ones to finish leave little idle, and that little is lost in a crash. */
    private static final int PARTITIONS_PER_WORKER = 4;

    /** Automatic plans cut finer than this many bytes of journal a partition. */
    private static final long JOURNAL_BYTES_PER_PARTITION = 64L << 20;

    /** And finer than this, so that a crash costs no more. */
    private static final double SECONDS_PER_PARTITION = 120;

    private Planner() {}

    /**
     * What is to be planned.
     *
     * @param instances at least one
     * @param days at least one, each once, in any order
     * @param mode how time passes
     * @param bars whether the days consist of bars, each of which is evaluated
     * @param partitions how many partitions a backtest should have; 0 lets the planner choose
     * @param pacedSeconds how long a live simulation takes by the clock; 0 in a backtest
     */
    public record Request(
            List<Instance> instances,
            List<DayLoad> days,
            Mode mode,
            boolean bars,
            int partitions,
            double pacedSeconds) {

        public Request {
            instances = List.copyOf(instances);
            days = days.stream().sorted(Comparator.comparing(DayLoad::date)).toList();
            if (instances.isEmpty() || days.isEmpty() || partitions < 0) {
                throw new IllegalArgumentException("a plan needs instances and days, was given " + instances.size()
                        + " and " + days.size() + " for " + partitions + " partitions");
            }
            if (days.stream().map(DayLoad::date).distinct().count() != days.size()) {
                throw new IllegalArgumentException("a plan's days are given once each");
            }
        }
    }

    /** {@return the plan of a run of ticks that nothing is known about but what is shipped, on a machine of that many processors} */
    public static Plan plan(List<Instance> instances, List<DayLoad> days, Mode mode, int partitions, int threads) {
        return plan(
                new Request(instances, days, mode, false, partitions, 0),
                Limits.workers(threads),
                PerformanceModel.shipped());
    }

    /** {@return the plan} */
    public static Plan plan(Request request, Limits limits, PerformanceModel model) {
        boolean paced = request.mode() == Mode.LIVE_SIMULATION;
        Grid grid = Grid.of(request, limits, model);
        CostModel costs = model.costs();
        long journalBytes = costs.journalBytes(grid.whole());
        double restCpu = costs.restSeconds(grid.instances(), grid.whole(), journalBytes);
        Map<Integer, List<Block>> cuts = new HashMap<>();
        IntFunction<List<Block>> blocks = workers -> cuts.computeIfAbsent(
                paced ? 0 : count(grid, request.partitions(), workers, journalBytes, limits),
                count -> paced ? grid.played() : grid.cut(count));
        int most = paced
                ? 1
                : Math.min(limits.workers(), blocks.apply(limits.workers()).size());
        ExecutionPlanner.Choice choice = ExecutionPlanner.choose(model, limits, most, workers -> {
            List<Block> cut = blocks.apply(workers);
            return new ExecutionPlanner.Cut(
                    cut.stream().mapToLong(Block::cost).toArray(),
                    cut.stream()
                            .map(block -> model.bytesOf(block.work(), costs.journalBytes(block.work())))
                            .toList(),
                    model.restSeconds(restCpu));
        });
        List<Block> chosen = blocks.apply(choice.workers());
        List<Partition> named = new ArrayList<>();
        for (Block block : chosen) {
            named.add(new Partition(
                    SymbolGrouper.name(named.size(), chosen.size()),
                    block.instances(),
                    block.days().stream().map(grid::date).toList(),
                    block.work(),
                    block.cost()));
        }
        int workers = Math.min(choice.workers(), named.size());
        Prediction prediction = new Prediction(
                workers,
                grid.whole(),
                cpuSeconds(chosen, restCpu, costs, limits.ownProcesses()),
                paced ? model.restSeconds(restCpu) + request.pacedSeconds() : choice.seconds(),
                journalBytes,
                choice.memoryBytes(),
                model.basis());
        List<String> reasons = reasons(grid, request, named, prediction, choice, limits);
        return new Plan(named, prediction, reasons, recommendations(grid, request, named, choice, limits, model));
    }

    private static double cpuSeconds(List<Block> cut, double restCpu, CostModel costs, boolean ownProcesses) {
        double seconds = cut.stream().mapToLong(Block::cost).sum() / 1e9;
        return restCpu + seconds + costs.warmUpSeconds(seconds, ownProcesses);
    }

    private static int count(Grid grid, int wanted, int workers, long journalBytes, Limits limits) {
        long most = Math.min(grid.pieces(), QueueSettings.MAX_PARTITIONS);
        if (wanted > 0) {
            return (int) Math.min(wanted, most);
        }
        long bySize = (journalBytes + JOURNAL_BYTES_PER_PARTITION - 1) / JOURNAL_BYTES_PER_PARTITION;
        long byTime = (long) Math.ceil(grid.seconds() / SECONDS_PER_PARTITION);
        // A process of its own has to be begun for each.
        long byWorkers = workers == 1 ? 1 : (long) workers * (limits.ownProcesses() ? 1 : PARTITIONS_PER_WORKER);
        return (int) Math.max(1, Math.min(most, Math.max(byWorkers, Math.max(bySize, byTime))));
    }

    private static List<String> reasons(
            Grid grid,
            Request request,
            List<Partition> partitions,
            Prediction prediction,
            ExecutionPlanner.Choice choice,
            Limits limits) {
        int wanted = request.partitions();
        List<String> reasons = new ArrayList<>();
        double cost = partitions.stream().mapToLong(Partition::cost).sum() / 1e9;
        reasons.add(
                counted(grid.instances(), "instance") + " on " + counted(grid.days(), "day") + ": predicted to take "
                        + ExecutionPlanner.seconds(prediction.cpuSeconds()) + " of a processor, "
                        + ExecutionPlanner.seconds(cost) + " of them in partitions.");
        if (request.mode() == Mode.LIVE_SIMULATION) {
            String played = grid.positional().isEmpty()
                    ? "A live simulation plays all instances of a day on one clock: "
                            + counted(partitions.size(), "partition") + ", one a day, one after the other"
                    : "A live simulation plays all instances on one clock, and positional ones from day to day: one partition";
            reasons.add(played + (wanted == 0 ? "." : "; partitions=" + wanted + " applies to backtests only."));
            reasons.add("Paced: " + ExecutionPlanner.seconds(prediction.wallSeconds()) + " by the clock.");
        } else {
            String cut = counted(partitions.size(), "partition") + " for " + counted(prediction.workers(), "worker");
            if (wanted == 0) {
                reasons.add(cut + ": "
                        + (prediction.workers() == 1
                                ? "no more than memory and a crash ask for."
                                : "about " + (limits.ownProcesses() ? 1 : PARTITIONS_PER_WORKER) + " each, at most "
                                        + grid.smallest() + "."));
            } else {
                reasons.add(cut + ", as asked"
                        + (partitions.size() == wanted ? "." : " but at most " + grid.smallest() + "."));
            }
            reasons.addAll(ExecutionPlanner.why(choice, limits));
        }
        reasons.add("The costliest partition is predicted to take " + Math.round(100 * largest(partitions) / cost)
                + " % of the whole.");
        reasons.add("Journals are expected to take about " + Math.max(1, prediction.journalBytes() >> 10)
                + " KiB, the heap at most about " + ExecutionPlanner.mebibytes(prediction.memoryBytes()) + ".");
        reasons.add("Predicted from " + prediction.basis() + ".");
        return reasons;
    }

    private static List<String> recommendations(
            Grid grid,
            Request request,
            List<Partition> partitions,
            ExecutionPlanner.Choice choice,
            Limits limits,
            PerformanceModel model) {
        List<String> recommendations = new ArrayList<>(ExecutionPlanner.recommendations(choice, limits, model));
        if (request.mode() == Mode.LIVE_SIMULATION) {
            return recommendations;
        }
        double all = partitions.stream().mapToLong(Partition::cost).sum() / 1e9;
        boolean uneven = choice.workers() > 1 && largest(partitions) > 1.3 * all / choice.workers();
        if (uneven
                && !partitions.get(0).instances().stream()
                        .filter(grid.positional()::contains)
                        .toList()
                        .isEmpty()) {
            recommendations.add("Partition " + partitions.get(0).name()
                    + " holds positional strategies, whose days cannot be cut: it alone is predicted to take "
                    + ExecutionPlanner.seconds(largest(partitions)) + ".");
        } else if (uneven && request.partitions() > 0) {
            recommendations.add("partitions=" + request.partitions()
                    + " leaves workers idle at the end; partitions=auto cuts finer.");
        }
        if (request.partitions() > 0
                && request.partitions() < Math.min(limits.workers(), grid.pieces())
                && choice.workers() == request.partitions()) {
            recommendations.add("partitions=" + request.partitions() + " keeps "
                    + counted(limits.workers() - request.partitions(), "worker")
                    + " from working; partitions=auto would not.");
        }
        return recommendations;
    }

    private static double largest(List<Partition> partitions) {
        return partitions.stream().mapToLong(Partition::cost).max().orElseThrow() / 1e9;
    }

    private static String counted(long count, String noun) {
        return ExecutionPlanner.counted(count, noun);
    }

    /** Some instances on some days, as places in the grid, ascending. */
    private record Block(List<Integer> instances, List<Integer> days, Work work, long cost) {

        static final Comparator<Block> COSTLIEST_FIRST = Comparator.comparingLong(Block::cost)
                .reversed()
                .thenComparing(block -> block.days().get(0))
                .thenComparing(block -> block.instances().get(0));
    }

    /** Instances that cost the same on every day. */
    private record Kind(String shape, int nodes, List<String> symbols) {

        static Kind of(Strategy strategy, String shape) {
            return new Kind(shape, strategy.nodes().size(), StrategyAnalyzer.symbols(strategy));
        }

        long ticks(DayLoad day) {
            return symbols.stream().mapToLong(day::ticksOf).reduce(0, Math::addExact);
        }
    }

    /** What every instance costs on every day; days ascending. */
    private static final class Grid {

        private final List<DayLoad> loads;
        private final CostModel model;
        private final boolean ownProcesses;
        /** Of each instance. */
        private final List<Kind> kinds;
        /** Of each instance, by day; instances of a kind have the same one. */
        private final List<long[]> costs = new ArrayList<>();
        /** What opening each day costs a partition, whoever it holds. */
        private final long[] opening;
        /** The instances whose days follow from each other, and the others. */
        private final List<Integer> positional = new ArrayList<>();

        private final List<Integer> intraday = new ArrayList<>();
        private final Work whole;

        private Grid(Request request, Limits limits, PerformanceModel performance) {
            loads = request.days();
            model = performance.costs();
            ownProcesses = limits.ownProcesses();
            boolean awake = request.bars() || request.mode() == Mode.LIVE_SIMULATION;
            List<Strategy> strategies =
                    request.instances().stream().map(Instance::strategy).toList();
            List<String> shapes = StrategyAnalyzer.shapes(strategies, awake);
            List<Kind> found = new ArrayList<>();
            for (int instance = 0; instance < strategies.size(); instance++) {
                found.add(Kind.of(strategies.get(instance), shapes.get(instance)));
                (strategies.get(instance).positional() ? positional : intraday).add(instance);
            }
            kinds = List.copyOf(found);
            Map<Kind, long[]> ofKinds = new HashMap<>();
            for (Kind kind : kinds) {
                costs.add(ofKinds.computeIfAbsent(kind, this::costs));
            }
            Set<String> symbols = new HashSet<>();
            kinds.forEach(kind -> symbols.addAll(kind.symbols()));
            opening = loads.stream()
                    .mapToLong(day -> nanos(new Work(
                            0, 1, symbols.stream().mapToLong(day::ticksOf).sum(), new TreeMap<>())))
                    .toArray();
            whole = work(everyInstance(), everyDay());
        }

        static Grid of(Request request, Limits limits, PerformanceModel model) {
            return new Grid(request, limits, model);
        }

        private long[] costs(Kind kind) {
            return loads.stream()
                    .mapToLong(day -> Math.max(
                            1, nanos(Work.of(kind.shape(), new StrategyWork(1, kind.nodes(), kind.ticks(day))))))
                    .toArray();
        }

        private long nanos(Work work) {
            return PerformanceModel.nanos(model.seconds(work, ownProcesses));
        }

        int instances() {
            return kinds.size();
        }

        int days() {
            return loads.size();
        }

        LocalDate date(int day) {
            return loads.get(day).date();
        }

        /** {@return all of it as one partition} */
        Work whole() {
            return whole;
        }

        double seconds() {
            return model.seconds(whole, ownProcesses);
        }

        private long cost(int day, int instance) {
            return costs.get(instance)[day];
        }

        List<Integer> positional() {
            return positional;
        }

        /** {@return how many partitions there can be: positional instances are cut from each other, but not by day} */
        long pieces() {
            return positional.size() + (long) days() * intraday.size();
        }

        /** {@return the smallest partition there can be, in words} */
        String smallest() {
            if (positional.isEmpty()) {
                return "one for each instance and day";
            }
            return "one for each positional instance"
                    + (intraday.isEmpty() ? "" : " and for each other instance and day");
        }

        private long cost(int day, List<Integer> instances) {
            return instances.stream().mapToLong(instance -> cost(day, instance)).reduce(opening[day], Math::addExact);
        }

        private long costOnAllDays(int instance) {
            return IntStream.range(0, days())
                    .mapToLong(day -> cost(day, instance))
                    .reduce(0, Math::addExact);
        }

        /** {@return what some instances have to do on some days as one partition} */
        private Work work(List<Integer> instances, List<Integer> days) {
            Map<Kind, Long> count = new HashMap<>();
            instances.forEach(instance -> count.merge(kinds.get(instance), 1L, Math::addExact));
            Set<String> symbols = new HashSet<>();
            TreeMap<String, StrategyWork> strategies = new TreeMap<>();
            count.forEach((kind, many) -> {
                symbols.addAll(kind.symbols());
                long ticks = days.stream()
                        .mapToLong(day -> kind.ticks(loads.get(day)))
                        .reduce(0, Math::addExact);
                strategies.merge(
                        kind.shape(),
                        new StrategyWork(
                                Math.multiplyExact(many, days.size()),
                                Math.multiplyExact(many, (long) kind.nodes() * days.size()),
                                Math.multiplyExact(many, ticks)),
                        StrategyWork::plus);
            });
            long ticks = days.stream()
                    .mapToLong(day ->
                            symbols.stream().mapToLong(loads.get(day)::ticksOf).sum())
                    .reduce(0, Math::addExact);
            return new Work(1, days.size(), ticks, strategies);
        }

        private Block block(List<Integer> instances, List<Integer> days) {
            Work work = work(instances, days);
            return new Block(instances, days, work, Math.max(1, nanos(work)));
        }

        List<Block> played() {
            return positional.isEmpty()
                    ? IntStream.range(0, days())
                            .mapToObj(day -> block(everyInstance(), List.of(day)))
                            .toList()
                    : List.of(block(everyInstance(), everyDay()));
        }

        private List<Integer> everyInstance() {
            return IntStream.range(0, instances()).boxed().toList();
        }

        private List<Integer> everyDay() {
            return IntStream.range(0, days()).boxed().toList();
        }

        List<Block> cut(int count) {
            if (count == 1) {
                return List.of(block(everyInstance(), everyDay()));
            }
            List<Block> blocks = new ArrayList<>();
            int ofPositional = partsOfPositional(count);
            if (ofPositional > 0) {
                blocks.addAll(cutPositional(ofPositional));
            }
            if (!intraday.isEmpty()) {
                blocks.addAll(cutIntraday(count - ofPositional));
            }
            blocks.sort(Block.COSTLIEST_FIRST);
            return blocks;
        }

        /**
         * {@return how many of two partitions or more are positional instances': their share of the cost, at least one, and at
         * least one for the others}
         */
        private int partsOfPositional(int count) {
            if (positional.isEmpty()) {
                return 0;
            }
            if (intraday.isEmpty()) {
                return Math.min(count, positional.size());
            }
            double own = positional.stream().mapToDouble(this::costOnAllDays).sum();
            double all =
                    own + intraday.stream().mapToDouble(this::costOnAllDays).sum();
            long share = Math.round(count * own / all);
            long mostOfOthers = (long) days() * intraday.size();
            long least = Math.max(1, count - mostOfOthers);
            return (int) Math.min(positional.size(), Math.max(least, Math.min(share, count - 1L)));
        }

        private List<Block> cutPositional(int count) {
            long[] own = positional.stream().mapToLong(this::costOnAllDays).toArray();
            return Lpt.deal(own, count).stream()
                    .map(places -> block(places.stream().map(positional::get).toList(), everyDay()))
                    .toList();
        }

        private List<Block> cutIntraday(int count) {
            if (count <= days()) {
                long[] dayCosts = IntStream.range(0, days())
                        .mapToLong(day -> cost(day, intraday))
                        .toArray();
                return Lpt.deal(dayCosts, count).stream()
                        .map(days -> block(List.copyOf(intraday), days))
                        .toList();
            }
            List<Block> blocks = new ArrayList<>();
            int[] parts = partsOfDays(count);
            for (int day = 0; day < days(); day++) {
                int today = day;
                long[] own = intraday.stream()
                        .mapToLong(instance -> cost(today, instance))
                        .toArray();
                for (List<Integer> places : Lpt.deal(own, parts[day])) {
                    blocks.add(block(places.stream().map(intraday::get).toList(), List.of(day)));
                }
            }
            return blocks;
        }

        /** {@return into how many parts each day is cut: one each, and every further one to the day with the largest parts} */
        private int[] partsOfDays(int count) {
            int[] parts = new int[days()];
            Arrays.fill(parts, 1);
            long[] dayCosts = IntStream.range(0, days())
                    .mapToLong(day -> cost(day, intraday))
                    .toArray();
            PriorityQueue<Integer> largestParts = new PriorityQueue<>(
                    Comparator.comparingDouble((Integer day) -> -(double) dayCosts[day] / parts[day])
                            .thenComparing(day -> day));
            IntStream.range(0, days()).filter(day -> intraday.size() > 1).forEach(largestParts::add);
            for (int given = days(); given < count; given++) {
                int day = largestParts.remove();
                parts[day]++;
                if (parts[day] < intraday.size()) {
                    largestParts.add(day);
                }
            }
            return parts;
        }
    }
}
