package dev.nightjar.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Decides how many workers do some work: as many as are predicted to end first, and one if more are no faster. */
public final class ExecutionPlanner {

    /** More workers have to be faster by this share, or they are not worth it. */
    private static final double WORTH = 0.02;

    private static final int ALL_COUNTS = 8;

    private ExecutionPlanner() {}

    /**
     * How work would be cut for some number of workers.
     *
     * @param nanos of a processor of each piece, in the order in which they are begun
     * @param bytes that each of them needs in memory
     * @param restWallSeconds by the clock, before and after the pieces
     */
    record Cut(long[] nanos, List<Long> bytes, double restWallSeconds) {}

    /**
     * How many workers it is to be.
     *
     * @param curve seconds by the clock by number of workers, of those that were looked at
     * @param most as many as were allowed and had something to do
     * @param fitting how many of them fit the memory; 0 if not even one does
     * @param memoryBytes what the chosen ones need
     */
    record Choice(int workers, SortedMap<Integer, Double> curve, int most, int fitting, long memoryBytes) {

        double seconds() {
            return seconds(workers);
        }

        double seconds(int count) {
            Double known = curve.get(count);
            if (known == null) {
                throw new IllegalArgumentException(count + " workers were not looked at");
            }
            return known;
        }
    }

    /**
     * {@return the choice}
     *
     * @param most how many workers could have something to do
     * @param cuts by number of workers
     */
    static Choice choose(PerformanceModel model, Limits limits, int most, IntFunction<Cut> cuts) {
        int allowed = Math.max(1, Math.min(most, limits.workers()));
        TreeMap<Integer, Double> curve = new TreeMap<>();
        TreeMap<Integer, Long> memory = new TreeMap<>();
        int fitting = 0;
        for (int workers : counts(allowed)) {
            Cut cut = cuts.apply(workers);
            // A process of its own has a heap of its own, so that what is beside it does not matter.
            long together = PerformanceModel.largest(cut.bytes(), limits.ownProcesses() ? 1 : workers);
            boolean fits = together + model.baseBytes() <= PerformanceModel.usable(limits.heapOf(workers));
            if (fits) {
                fitting = workers;
            }
            if (fits || workers == 1) {
                memory.put(workers, together + model.baseBytes());
                curve.put(workers, cut.restWallSeconds() + model.runSeconds(cut.nanos(), workers, limits));
            }
        }
        double best =
                curve.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        int chosen = curve.entrySet().stream()
                .filter(entry -> entry.getValue() <= best * (1 + WORTH))
                .mapToInt(Map.Entry::getKey)
                .min()
                .orElseThrow();
        return new Choice(chosen, curve, allowed, fitting, memory.getOrDefault(chosen, 0L));
    }

    /** {@return all small numbers, and some of the large ones} */
    private static TreeSet<Integer> counts(int most) {
        TreeSet<Integer> counts = new TreeSet<>();
        counts.add(most);
        for (int count = 1; count < most; count = count < ALL_COUNTS ? count + 1 : count + count / 2) {
            counts.add(count);
        }
        return counts;
    }

    /**
     * {@return how units of work are done}
     *
     * @param given at least one, in any order
     * @param together why they cannot be separated, or empty if they can
     * @param restCpuSeconds of a processor, of what is done once beside them
     * @throws IllegalArgumentException if a unit does not fit the memory, naming it
     */
    public static GroupPlan plan(
            List<WorkUnit> given, String together, double restCpuSeconds, Limits limits, PerformanceModel model) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to plan");
        }
        // Sums of the same numbers differ in their last digits by their order.
        List<WorkUnit> units =
                given.stream().sorted(Comparator.comparing(WorkUnit::name)).toList();
        int most = together.isEmpty() ? units.size() : 1;
        double all = units.stream().mapToDouble(WorkUnit::cpuSeconds).sum();
        // Every group is a partition, whatever is in it.
        double each = model.costs().seconds(new Work(1, 0, 0, new TreeMap<>()), limits.ownProcesses());
        Choice choice = choose(model, limits, most, workers -> {
            List<WorkGroup> groups = SymbolGrouper.group(units, workers);
            return new Cut(
                    groups.stream()
                            .mapToLong(group -> PerformanceModel.nanos(each + group.cpuSeconds()))
                            .toArray(),
                    groups.stream().map(WorkGroup::bytes).toList(),
                    model.restSeconds(restCpuSeconds));
        });
        if (choice.fitting() == 0) {
            WorkUnit largest = units.stream()
                    .max(Comparator.comparingLong(WorkUnit::bytes).thenComparing(WorkUnit::name))
                    .orElseThrow();
            throw new IllegalArgumentException(largest.name() + " needs about " + mebibytes(largest.bytes())
                    + " beside the " + mebibytes(model.baseBytes()) + " of the process, and of its heap of "
                    + mebibytes(limits.heapOf(1)) + " only " + mebibytes(PerformanceModel.usable(limits.heapOf(1)))
                    + " may be used; " + more(limits));
        }
        List<WorkGroup> groups = SymbolGrouper.group(units, choice.workers());
        List<String> reasons = new ArrayList<>();
        reasons.add(counted(units.size(), "symbol") + ": " + seconds(all) + " of a processor predicted, "
                + seconds(restCpuSeconds) + " beside them.");
        if (!together.isEmpty()) {
            reasons.add("One group: " + together + ".");
        }
        reasons.addAll(why(choice, limits));
        reasons.add("The costliest group is predicted to take "
                + Math.round(
                        all == 0 ? 100.0 / groups.size() : 100 * groups.get(0).cpuSeconds() / all)
                + " % of the whole.");
        return new GroupPlan(
                groups,
                restCpuSeconds + all + each * groups.size() + model.costs().warmUpSeconds(all, limits.ownProcesses()),
                choice.seconds(),
                choice.curve(),
                choice.memoryBytes(),
                reasons,
                recommendations(choice, limits, model));
    }

    /** {@return why it is so many workers, a sentence or two} */
    static List<String> why(Choice choice, Limits limits) {
        List<String> why = new ArrayList<>();
        String alone = seconds(choice.seconds(1)) + " by the clock with 1 worker";
        if (choice.workers() > 1) {
            why.add("Parallel: " + counted(choice.workers(), "worker") + ", predicted to take "
                    + seconds(choice.seconds()) + " by the clock instead of " + alone + ".");
        } else if (choice.curve().size() > 1) {
            Map.Entry<Integer, Double> other = choice.curve().entrySet().stream()
                    .filter(entry -> entry.getKey() > 1)
                    .min(Map.Entry.<Integer, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .orElseThrow();
            why.add("Sequential: predicted to take " + alone + ", and " + seconds(other.getValue()) + " with "
                    + other.getKey() + ", which is not worth it.");
        } else {
            why.add("Sequential: predicted to take " + alone + ".");
        }
        if (choice.fitting() < choice.most()) {
            why.add("Memory: "
                    + (choice.fitting() == 0
                            ? "not even 1 worker fits"
                            : "at most " + counted(choice.fitting(), "worker")
                                    + (choice.fitting() == 1 ? " fits" : " fit"))
                    + (limits.ownProcesses() ? " heaps of " : " a heap of ")
                    + mebibytes(limits.heapOf(choice.fitting() == 0 ? 1 : choice.fitting()))
                    + (limits.ownProcesses() ? " each." : "."));
        }
        return why;
    }

    static List<String> recommendations(Choice choice, Limits limits, PerformanceModel model) {
        List<String> recommendations = new ArrayList<>();
        if (choice.fitting() < choice.most()) {
            double needed = limits.ownProcesses()
                    ? choice.memoryBytes()
                    : model.baseBytes()
                            + (double) (choice.memoryBytes() - model.baseBytes()) * choice.most() / choice.workers();
            boolean own = limits.ownProcesses() && limits.workerHeapBytes() > 0;
            if (limits.ownProcesses() && !own) {
                needed *= choice.most();
            }
            long heap = Math.round(needed / PerformanceModel.usable(1_000) * 1_000) >> 20;
            recommendations.add("With " + (own ? "worker-memory=" : "-Xmx") + heap + "m, "
                    + counted(choice.most(), "worker") + " would fit.");
        }
        if (choice.workers() > limits.processors()) {
            recommendations.add(
                    counted(choice.workers(), "worker") + " share " + counted(limits.processors(), "processor")
                            + "; more processors would help, more workers would not.");
        }
        return recommendations;
    }

    private static String more(Limits limits) {
        return limits.ownProcesses() && limits.workerHeapBytes() > 0
                ? "give it more with worker-memory"
                : "give it more with -Xmx";
    }

    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }

    static String mebibytes(long bytes) {
        return Math.max(1, bytes >> 20) + " MiB";
    }
}
