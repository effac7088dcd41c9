package dev.nightjar.plan;

import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Cuts a run into partitions: the same instances, days and settings always give the same plan.
 *
 * <p>A backtest of no more partitions than days gives each partition whole days, so that no day is opened twice; with more, days
 * are cut by instance, the costliest days into most parts. Days and instances are dealt out longest first to the least loaded
 * (LPT): no partition then costs more than the average plus one whole day, or one whole instance. A live simulation plays all
 * instances on one clock, so each of its days is one partition.
 */
public final class Planner {

    /** Enough partitions a worker that the last ones to finish leave little idle, and that little is lost in a crash. */
    private static final int PARTITIONS_PER_WORKER = 4;

    /** Automatic plans cut finer than this many bytes of journal a partition. */
    private static final long JOURNAL_BYTES_PER_PARTITION = 64L << 20;

    /** An instance's day writes about 35 events of 45 bytes. */
    private static final long JOURNAL_BYTES_PER_INSTANCE_DAY = 1_600;

    private Planner() {}

    /**
     * {@return the plan}
     *
     * @param instances at least one
     * @param days at least one, each once, in any order
     * @param mode how time passes
     * @param partitions how many partitions a backtest should have; 0 lets the planner choose
     * @param threads how many may run at the same time, at least 1
     */
    public static Plan plan(List<Instance> instances, List<DayLoad> days, Mode mode, int partitions, int threads) {
        if (instances.isEmpty() || days.isEmpty() || threads < 1 || partitions < 0) {
            throw new IllegalArgumentException("a plan needs instances, days and threads, was given " + instances.size()
                    + ", " + days.size() + " and " + threads + " for " + partitions + " partitions");
        }
        Grid grid = Grid.of(instances, days);
        long journalBytes = Math.multiplyExact(grid.cells(), JOURNAL_BYTES_PER_INSTANCE_DAY);
        int count = mode == Mode.LIVE_SIMULATION ? days.size() : count(grid, partitions, threads, journalBytes);
        List<Block> blocks = mode == Mode.LIVE_SIMULATION ? grid.oneDayEach() : grid.cut(count);
        List<Partition> named = new ArrayList<>();
        int digits = Math.max(4, Integer.toString(blocks.size()).length());
        for (Block block : blocks) {
            String name = String.format(Locale.ROOT, "p%0" + digits + "d", named.size() + 1);
            named.add(new Partition(
                    name,
                    block.instances(),
                    block.days().stream().map(grid::date).toList(),
                    block.cost()));
        }
        int workers = mode == Mode.LIVE_SIMULATION ? 1 : Math.min(threads, named.size());
        return new Plan(
                named,
                workers,
                grid.cost(),
                journalBytes,
                reasons(grid, mode, partitions, named, workers, journalBytes));
    }

    private static int count(Grid grid, int wanted, int threads, long journalBytes) {
        long most = Math.min(grid.cells(), QueueSettings.MAX_PARTITIONS);
        if (wanted > 0) {
            return (int) Math.min(wanted, most);
        }
        long bySize = (journalBytes + JOURNAL_BYTES_PER_PARTITION - 1) / JOURNAL_BYTES_PER_PARTITION;
        return (int) Math.min(most, Math.max((long) PARTITIONS_PER_WORKER * threads, bySize));
    }

    private static List<String> reasons(
            Grid grid, Mode mode, int wanted, List<Partition> partitions, int workers, long journalBytes) {
        List<String> reasons = new ArrayList<>();
        reasons.add(counted(grid.instances(), "instance") + " on " + counted(grid.days(), "day") + ": predicted cost "
                + grid.cost() + " weighted ticks.");
        if (mode == Mode.LIVE_SIMULATION) {
            reasons.add("A live simulation plays all instances of a day on one clock: "
                    + counted(partitions.size(), "partition") + ", one a day, one after the other"
                    + (wanted == 0 ? "." : "; partitions=" + wanted + " applies to backtests only."));
        } else if (wanted == 0) {
            reasons.add(counted(partitions.size(), "partition") + " for " + counted(workers, "worker") + ": about "
                    + PARTITIONS_PER_WORKER + " each, at most one for each instance and day.");
        } else {
            reasons.add(counted(partitions.size(), "partition") + " for " + counted(workers, "worker") + ", as asked"
                    + (partitions.size() == wanted ? "." : " but at most one for each instance and day."));
        }
        long costliest = partitions.stream().mapToLong(Partition::cost).max().orElseThrow();
        reasons.add("The costliest partition is predicted to take "
                + Math.round(100.0 * (double) costliest / (double) grid.cost()) + " % of the whole.");
        reasons.add("Journals are expected to take about " + Math.max(1, journalBytes >> 10) + " KiB.");
        return reasons;
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Some instances on some days, as places in the grid, ascending. */
    private record Block(List<Integer> instances, List<Integer> days, long cost) {

        static final Comparator<Block> COSTLIEST_FIRST = Comparator.comparingLong(Block::cost)
                .reversed()
                .thenComparing(block -> block.days().get(0))
                .thenComparing(block -> block.instances().get(0));
    }

    /** What every instance costs on every day; days ascending. */
    private static final class Grid {

        private final List<LocalDate> dates;
        private final long[][] costs;

        private Grid(List<LocalDate> dates, long[][] costs) {
            this.dates = dates;
            this.costs = costs;
        }

        static Grid of(List<Instance> instances, List<DayLoad> loads) {
            List<DayLoad> days =
                    loads.stream().sorted(Comparator.comparing(DayLoad::date)).toList();
            if (days.stream().map(DayLoad::date).distinct().count() != days.size()) {
                throw new IllegalArgumentException("a plan's days are given once each");
            }
            long[][] costs = new long[days.size()][instances.size()];
            for (int day = 0; day < days.size(); day++) {
                for (int instance = 0; instance < instances.size(); instance++) {
                    costs[day][instance] = cost(instances.get(instance).strategy(), days.get(day));
                }
            }
            return new Grid(days.stream().map(DayLoad::date).toList(), costs);
        }

        /** Ticks of the instruments it looks at, each with a small weight for every node that may look at them. */
        private static long cost(Strategy strategy, DayLoad day) {
            long ticks = day.ticksOf(strategy.trading().symbol());
            InstrumentConfig supporting = strategy.supporting();
            if (supporting != null
                    && !supporting.symbol().equals(strategy.trading().symbol())) {
                ticks = Math.addExact(ticks, day.ticksOf(supporting.symbol()));
            }
            return Math.max(1, Math.multiplyExact(ticks, 100L + strategy.nodes().size()) / 100);
        }

        int instances() {
            return costs[0].length;
        }

        int days() {
            return costs.length;
        }

        long cells() {
            return (long) days() * instances();
        }

        LocalDate date(int day) {
            return dates.get(day);
        }

        long cost() {
            return IntStream.range(0, days()).mapToLong(this::cost).reduce(0, Math::addExact);
        }

        long cost(int day) {
            return Arrays.stream(costs[day]).reduce(0, Math::addExact);
        }

        List<Block> oneDayEach() {
            return IntStream.range(0, days())
                    .mapToObj(day -> new Block(everyInstance(), List.of(day), cost(day)))
                    .toList();
        }

        List<Block> cut(int count) {
            List<Block> blocks = new ArrayList<>();
            if (count <= days()) {
                long[] dayCosts =
                        IntStream.range(0, days()).mapToLong(this::cost).toArray();
                for (List<Integer> days : deal(dayCosts, count)) {
                    long cost = days.stream().mapToLong(day -> dayCosts[day]).sum();
                    blocks.add(new Block(everyInstance(), days, cost));
                }
            } else {
                int[] parts = partsOfDays(count);
                for (int day = 0; day < days(); day++) {
                    long[] instanceCosts = costs[day];
                    for (List<Integer> instances : deal(instanceCosts, parts[day])) {
                        long cost = instances.stream()
                                .mapToLong(instance -> instanceCosts[instance])
                                .sum();
                        blocks.add(new Block(instances, List.of(day), cost));
                    }
                }
            }
            blocks.sort(Block.COSTLIEST_FIRST);
            return blocks;
        }

        /** {@return into how many parts each day is cut: one each, and every further one to the day with the largest parts} */
        private int[] partsOfDays(int count) {
            int[] parts = new int[days()];
            Arrays.fill(parts, 1);
            PriorityQueue<Integer> largestParts =
                    new PriorityQueue<>(Comparator.comparingDouble((Integer day) -> -(double) cost(day) / parts[day])
                            .thenComparing(day -> day));
            IntStream.range(0, days()).filter(day -> instances() > 1).forEach(largestParts::add);
            for (int given = days(); given < count; given++) {
                int day = largestParts.remove();
                parts[day]++;
                if (parts[day] < instances()) {
                    largestParts.add(day);
                }
            }
            return parts;
        }

        private List<Integer> everyInstance() {
            return IntStream.range(0, instances()).boxed().toList();
        }
    }

    /** {@return the items in that many hands, none empty: longest first, each to the hand with the least so far} */
    private static List<List<Integer>> deal(long[] costs, int hands) {
        List<Integer> longestFirst = IntStream.range(0, costs.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer item) -> -costs[item]).thenComparing(item -> item))
                .toList();
        long[] loads = new long[hands];
        PriorityQueue<Integer> leastLoaded = new PriorityQueue<>(
                Comparator.comparingLong((Integer hand) -> loads[hand]).thenComparing(hand -> hand));
        List<List<Integer>> dealt = new ArrayList<>();
        for (int hand = 0; hand < hands; hand++) {
            dealt.add(new ArrayList<>());
            leastLoaded.add(hand);
        }
        for (int item : longestFirst) {
            int hand = leastLoaded.remove();
            dealt.get(hand).add(item);
            loads[hand] += costs[item];
            leastLoaded.add(hand);
        }
        dealt.forEach(hand -> hand.sort(Comparator.naturalOrder()));
        return dealt;
    }
}
