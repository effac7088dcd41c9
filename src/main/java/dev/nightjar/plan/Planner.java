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
 * (LPT): no partition then costs more than the average plus one whole day, or one whole instance. A positional strategy is one
 * after the other on all its days, so no cut runs between two of them. A live simulation plays all instances on one clock, so each of
 * its days is one partition; all its days are, if a strategy is positional.
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
        List<Block> blocks =
                mode == Mode.LIVE_SIMULATION ? grid.played() : grid.cut(count(grid, partitions, threads, journalBytes));
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
        long most = Math.min(grid.pieces(), QueueSettings.MAX_PARTITIONS);
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
        if (mode == Mode.LIVE_SIMULATION && !grid.positional().isEmpty()) {
            reasons.add(
                    "A live simulation plays all instances on one clock, and positional ones from day to day: one partition"
                            + (wanted == 0 ? "." : "; partitions=" + wanted + " applies to backtests only."));
        } else if (mode == Mode.LIVE_SIMULATION) {
            reasons.add("A live simulation plays all instances of a day on one clock: "
                    + counted(partitions.size(), "partition") + ", one a day, one after the other"
                    + (wanted == 0 ? "." : "; partitions=" + wanted + " applies to backtests only."));
        } else if (wanted == 0) {
            reasons.add(counted(partitions.size(), "partition") + " for " + counted(workers, "worker") + ": about "
                    + PARTITIONS_PER_WORKER + " each, at most " + grid.smallest() + ".");
        } else {
            reasons.add(counted(partitions.size(), "partition") + " for " + counted(workers, "worker") + ", as asked"
                    + (partitions.size() == wanted ? "." : " but at most " + grid.smallest() + "."));
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
        /** The instances whose days follow from each other, and the others. */
        private final List<Integer> positional = new ArrayList<>();

        private final List<Integer> intraday = new ArrayList<>();

        private Grid(List<LocalDate> dates, long[][] costs, List<Instance> instances) {
            this.dates = dates;
            this.costs = costs;
            for (int instance = 0; instance < instances.size(); instance++) {
                (instances.get(instance).strategy().positional() ? positional : intraday).add(instance);
            }
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
            return new Grid(days.stream().map(DayLoad::date).toList(), costs, instances);
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

        /** {@return the cost of some instances on a day} */
        private long cost(int day, List<Integer> instances) {
            return instances.stream()
                    .mapToLong(instance -> costs[day][instance])
                    .reduce(0, Math::addExact);
        }

        private long costOnAllDays(int instance) {
            return IntStream.range(0, days())
                    .mapToLong(day -> costs[day][instance])
                    .reduce(0, Math::addExact);
        }

        List<Block> played() {
            return positional.isEmpty()
                    ? IntStream.range(0, days())
                            .mapToObj(day -> new Block(everyInstance(), List.of(day), cost(day)))
                            .toList()
                    : List.of(everything());
        }

        private Block everything() {
            return new Block(everyInstance(), everyDay(), cost());
        }

        private List<Integer> everyInstance() {
            return IntStream.range(0, instances()).boxed().toList();
        }

        List<Block> cut(int count) {
            if (count == 1) {
                return List.of(everything());
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
            long own = positional.stream().mapToLong(this::costOnAllDays).reduce(0, Math::addExact);
            long share = Math.round((double) count * (double) own / (double) cost());
            long mostOfOthers = (long) days() * intraday.size();
            long least = Math.max(1, count - mostOfOthers);
            return (int) Math.min(positional.size(), Math.max(least, Math.min(share, count - 1L)));
        }

        private List<Block> cutPositional(int count) {
            long[] own = positional.stream().mapToLong(this::costOnAllDays).toArray();
            List<Block> blocks = new ArrayList<>();
            for (List<Integer> places : deal(own, count)) {
                long cost = places.stream().mapToLong(place -> own[place]).sum();
                blocks.add(new Block(places.stream().map(positional::get).toList(), everyDay(), cost));
            }
            return blocks;
        }

        private List<Block> cutIntraday(int count) {
            List<Block> blocks = new ArrayList<>();
            if (count <= days()) {
                long[] dayCosts = IntStream.range(0, days())
                        .mapToLong(day -> cost(day, intraday))
                        .toArray();
                for (List<Integer> days : deal(dayCosts, count)) {
                    long cost = days.stream().mapToLong(day -> dayCosts[day]).sum();
                    blocks.add(new Block(List.copyOf(intraday), days, cost));
                }
                return blocks;
            }
            int[] parts = partsOfDays(count);
            for (int day = 0; day < days(); day++) {
                long[] dayCosts = costs[day];
                long[] own = intraday.stream()
                        .mapToLong(instance -> dayCosts[instance])
                        .toArray();
                for (List<Integer> places : deal(own, parts[day])) {
                    long cost = places.stream().mapToLong(place -> own[place]).sum();
                    blocks.add(new Block(places.stream().map(intraday::get).toList(), List.of(day), cost));
                }
            }
            return blocks;
        }

        /** {@return into how many parts each day is cut: one each, and every further one to the day with the largest parts} */
        private int[] partsOfDays(int count) {
            int[] parts = new int[days()];
            Arrays.fill(parts, 1);
            PriorityQueue<Integer> largestParts = new PriorityQueue<>(
                    Comparator.comparingDouble((Integer day) -> -(double) cost(day, intraday) / parts[day])
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

        private List<Integer> everyDay() {
            return IntStream.range(0, days()).boxed().toList();
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
