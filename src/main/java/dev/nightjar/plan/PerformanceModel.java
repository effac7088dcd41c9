package dev.nightjar.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long a run takes by the clock, by how many workers: {@code T(k) = start and rest + warm-up / k + largest share(k) * k / C(k)}, where
 * the largest share is that of the worker who ends last, no less than all of it over the machine's processors, and {@code C} is what the
 * {@linkplain Usl law of scalability} says. What is not known from runs is shipped.
 */
public final class PerformanceModel {

    private static final double REST_BY_THE_CLOCK = 0.75;

    private static final double BASE_BYTES = 40e6;
    private static final double BYTES_A_TICK = 24;
    private static final double BYTES_A_STRATEGY = 30_000;
    private static final double BYTES_A_JOURNAL_BYTE = 1.5;
    /** Of the heap; the rest is for garbage, and for what nobody foresaw. */
    private static final double USABLE = 0.6;

    private static final double BELIEF = 1;
    private static final long MOST_BYTES = 1L << 50;

    private final CostModel costs;
    private final Usl usl;
    /** By how much longer the clock says than the processors, for partitions in threads. */
    private final double shared;
    /** The same for partitions in processes, whose starts and ends are waited for. */
    private final double sharedByProcesses;

    private final double restByTheClock;
    private final double baseBytes;
    private final double bytesFactor;
    private final List<Double> errors;

    private PerformanceModel(
            CostModel costs,
            Usl usl,
            double shared,
            double sharedByProcesses,
            double restByTheClock,
            double baseBytes,
            double bytesFactor,
            List<Double> errors) {
        this.costs = costs;
        this.usl = usl;
        this.shared = shared;
        this.sharedByProcesses = sharedByProcesses;
        this.restByTheClock = restByTheClock;
        this.baseBytes = baseBytes;
        this.bytesFactor = bytesFactor;
        this.errors = List.copyOf(errors);
    }

    /** {@return what is believed before anything was measured} */
    public static PerformanceModel shipped() {
        return new PerformanceModel(
                CostModel.shipped(), Usl.SHIPPED, 1, 1, REST_BY_THE_CLOCK, BASE_BYTES, 1, List.of());
    }

    /** {@return what is believed after so many runs, the latest first} */
    public static PerformanceModel learned(List<MeasuredRun> history) {
        if (history.isEmpty()) {
            return shipped();
        }
        CostModel costs = CostModel.learned(history);
        TreeMap<Integer, List<Double>> threads = new TreeMap<>();
        TreeMap<Integer, List<Double>> processes = new TreeMap<>();
        List<Double> rests = new ArrayList<>();
        List<RobustFit.Row> memory = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (MeasuredRun run : history) {
            if (!CostModel.isPlausible(run.partitionsCpuSeconds())
                    || !CostModel.isPlausible(run.wallSeconds())
                    || !CostModel.isPlausible(run.runSeconds())
                    || !CostModel.isPlausible(run.cpuSeconds())) {
                continue;
            }
            long[] taken = run.partitions().stream()
                    .mapToLong(partition -> nanos(partition.cpuSeconds()))
                    .toArray();
            long ideal = Lpt.end(taken, run.workers());
            if (ideal > 0 && run.runSeconds() > 0) {
                boolean own = run.partitions().stream().anyMatch(MeasuredPartition::ownProcess);
                (own ? processes : threads)
                        .computeIfAbsent(Math.min(run.workers(), taken.length), workers -> new ArrayList<>())
                        .add(RobustFit.bounded(run.runSeconds() * 1e9 / ideal));
            }
            double rest = run.cpuSeconds() - run.partitionsCpuSeconds();
            if (rest > 0 && run.wallSeconds() > run.runSeconds()) {
                rests.add(RobustFit.bounded((run.wallSeconds() - run.runSeconds()) / rest));
            }
            if (run.memoryBytes() > 0 && run.memoryBytes() < MOST_BYTES) {
                double[] largest = run.partitions().stream()
                        .mapToDouble(partition -> bytes(partition.work(), partition.journalBytes()))
                        .sorted()
                        .toArray();
                double together = Arrays.stream(largest, Math.max(0, largest.length - run.workers()), largest.length)
                        .sum();
                memory.add(new RobustFit.Row(new double[] {1, together}, run.memoryBytes(), 1));
            }
            if (run.predictedCpuSeconds() > 0) {
                errors.add(run.cpuSeconds() / run.predictedCpuSeconds() - 1);
            }
        }
        // Processes share a machine as threads do; only what it costs beside that differs.
        TreeMap<Integer, List<Double>> known = threads.isEmpty() ? processes : threads;
        Usl usl = Usl.SHIPPED;
        Double alone = known.containsKey(1) ? median(known.get(1)) : null;
        if (alone != null) {
            TreeMap<Integer, Double> capacities = new TreeMap<>();
            known.forEach((workers, slow) -> capacities.put(workers, workers * alone / median(slow)));
            usl = Usl.fit(capacities);
        }
        double shared = shared(threads.isEmpty() ? processes : threads, usl);
        double sharedByProcesses = shared(processes.isEmpty() ? threads : processes, usl);
        double[] bytes = RobustFit.fit(
                new double[] {BASE_BYTES, 1},
                new double[] {BELIEF, BELIEF},
                memory.toArray(RobustFit.Row[]::new),
                BASE_BYTES / 10);
        return new PerformanceModel(
                costs,
                usl,
                shared,
                sharedByProcesses,
                rests.isEmpty() ? REST_BY_THE_CLOCK : median(rests),
                bytes[0],
                bytes[1],
                errors);
    }

    /** {@return how much longer partitions take by the clock than on processors, beside what workers wait for each other} */
    private static double shared(SortedMap<Integer, List<Double>> slowness, Usl usl) {
        List<Double> alone = slowness.get(1);
        if (alone != null) {
            return median(alone);
        }
        return slowness.isEmpty()
                ? 1
                : median(slowness.entrySet().stream()
                        .map(entry -> median(entry.getValue()) * usl.capacity(entry.getKey()) / entry.getKey())
                        .toList());
    }

    private static double median(List<Double> values) {
        return RobustFit.median(values.stream().mapToDouble(Double::doubleValue).toArray(), null);
    }

    public CostModel costs() {
        return costs;
    }

    public Usl usl() {
        return usl;
    }

    /**
     * {@return the seconds by the clock while workers are busy}
     *
     * @param shares nanoseconds of a processor of each partition, in the order in which they are begun
     */
    double runSeconds(long[] shares, int workers, Limits limits) {
        int busy = Math.min(workers, shares.length);
        double all = Arrays.stream(shares).sum() / 1e9;
        double longest = Lpt.end(shares, workers) / 1e9;
        double warmUp = costs.warmUpSeconds(all, limits.ownProcesses()) / Math.min(busy, limits.processors());
        // More workers than processors take turns.
        double least = Math.max(longest, all / limits.processors());
        return (limits.ownProcesses() ? sharedByProcesses : shared) * (warmUp + least * busy / usl.capacity(busy));
    }

    /**
     * {@return what a run is expected to take that is cut already}
     *
     * @param strategies how many run
     * @param whole the work of all of them, days counted once
     * @param partitions in the order in which they are begun
     */
    public Prediction prediction(int strategies, Work whole, List<Work> partitions, int workers, Limits limits) {
        long[] shares = partitions.stream()
                .mapToLong(work -> nanos(costs.seconds(work, limits.ownProcesses())))
                .toArray();
        long journalBytes = costs.journalBytes(whole);
        double rest = costs.restSeconds(strategies, whole, journalBytes);
        double all = Arrays.stream(shares).sum() / 1e9;
        List<Long> bytes = partitions.stream()
                .map(work -> bytesOf(work, costs.journalBytes(work)))
                .toList();
        return new Prediction(
                workers,
                whole,
                rest + all + costs.warmUpSeconds(all, limits.ownProcesses()),
                restSeconds(rest) + runSeconds(shares, workers, limits),
                journalBytes,
                baseBytes() + largest(bytes, limits.ownProcesses() ? 1 : workers),
                basis());
    }

    /** {@return the seconds by the clock of what a run does beside its partitions} */
    double restSeconds(double cpuSeconds) {
        return restByTheClock * cpuSeconds;
    }

    /** {@return what a partition needs in the heap while it runs} */
    long bytesOf(Work work, long journalBytes) {
        return Math.round(bytesFactor * bytes(work, journalBytes));
    }

    /** {@return what a process needs in the heap that works on nothing} */
    long baseBytes() {
        return Math.round(baseBytes);
    }

    /** {@return how much of a heap may be used for partitions} */
    static long usable(long heapBytes) {
        return Math.round(USABLE * heapBytes);
    }

    private static double bytes(Work work, long journalBytes) {
        double days = Math.max(1, work.days());
        return BYTES_A_JOURNAL_BYTE * journalBytes
                + BYTES_A_TICK * work.ticks() / days
                + BYTES_A_STRATEGY * work.strategyDays() / days;
    }

    static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    /** {@return the sum of the largest ones} */
    static long largest(List<Long> bytes, int count) {
        return bytes.stream().sorted(Comparator.reverseOrder()).limit(count).reduce(0L, Math::addExact);
    }

    /** {@return what it is made from, in a sentence} */
    public String basis() {
        if (errors.isEmpty()) {
            return costs.basis();
        }
        double[] wrong = errors.stream().mapToDouble(Math::abs).toArray();
        return costs.basis()
                + String.format(
                        Locale.ROOT,
                        "; predictions of them were wrong by %.0f %% of processors' time, in the middle",
                        100 * RobustFit.median(wrong, null));
    }

    /** {@return how workers share the machine, in a sentence} */
    public String sharing() {
        return String.format(
                Locale.ROOT,
                "2 workers get %.2f times as much done as one, 4 %.2f times; by the clock partitions take %.2f times their time on"
                        + " processors, in processes of their own %.2f times",
                usl.capacity(2),
                usl.capacity(4),
                shared,
                sharedByProcesses);
    }
}
