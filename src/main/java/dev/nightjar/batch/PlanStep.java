package dev.nightjar.batch;

import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.plan.Partition;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.plan.Plan;
import dev.nightjar.plan.Prediction;
import dev.nightjar.plan.Work;
import dev.nightjar.plan.WorkGroup;
import dev.nightjar.run.Instance;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cuts a run into partitions and checks that what they will write fits on the disk. */
final class PlanStep {

    /** Result files as text beside the journals. */
    private static final long BYTES_PER_JOURNAL_BYTE = 14;

    private static final long ALWAYS_FREE = 64L << 20;

    private static final double NANOS = 1e9;

    private final Night night;

    PlanStep(Night night) {
        this.night = night;
    }

    void run() {
        PerformanceModel model = RunForecast.model(night.database());
        List<String> reasons = new ArrayList<>();
        Strategies strategies = strategies(model, reasons);
        List<PlannedPartition> planned = new ArrayList<>(strategies.planned());
        List<PlannedPartition> ofSimulations = simulations(model, planned.size(), reasons);
        planned.addAll(ofSimulations);
        if (!ofSimulations.isEmpty()) {
            requireFree(ALWAYS_FREE);
        }
        Prediction prediction = prediction(model, strategies, planned, ofSimulations);
        if (prediction != null) {
            night.predictions().predicted(night.runId(), prediction);
        }
        night.partitions().planned(night.runId(), planned);
        if (planned.isEmpty()) {
            night.progress().say("plan: every item was rejected, nothing to run");
            return;
        }
        night.event("plan", String.join("\n", reasons));
        CrashPoint.AFTER_PLAN.pass();
    }

    /**
     * How the strategies of a run are cut.
     *
     * @param prediction null if there are none
     */
    private record Strategies(
            List<PlannedPartition> planned, @Nullable Prediction prediction) {}

    private Strategies strategies(PerformanceModel model, List<String> reasons) {
        TreeMap<Integer, Instance> accepted = new TreeMap<>(night.accepted());
        if (accepted.isEmpty()) {
            return new Strategies(List.of(), null);
        }
        List<Integer> numbers = List.copyOf(accepted.keySet());
        List<Instance> instances = List.copyOf(accepted.values());
        Plan plan = RunForecast.plan(
                model,
                night.settings(),
                instances,
                RunForecast.loads(
                        instances,
                        night.runs().days(night.runId()).stream()
                                .map(RunDay::date)
                                .toList(),
                        night::open,
                        night.stop()));
        plan.reasons().forEach(reason -> night.progress().say("plan: " + reason));
        plan.recommendations().forEach(better -> night.progress().say("plan: recommended: " + better));
        reasons.addAll(plan.reasons());
        checkDisk(plan);
        List<PlannedPartition> planned = new ArrayList<>();
        for (Partition partition : plan.partitions()) {
            planned.add(new PlannedPartition(
                    partition.name(),
                    planned.size(),
                    partition.instances().stream().map(numbers::get).toList(),
                    partition.days(),
                    partition.cost() / NANOS,
                    partition.work()));
        }
        return new Strategies(planned, plan.prediction());
    }

    /** {@return what all of it is expected to take; null if nothing is to be done} */
    private @Nullable Prediction prediction(
            PerformanceModel model,
            Strategies strategies,
            List<PlannedPartition> planned,
            List<PlannedPartition> ofSimulations) {
        Prediction own = strategies.prediction();
        if (ofSimulations.isEmpty()) {
            return own;
        }
        Work whole = ofSimulations.stream()
                .map(PlannedPartition::work)
                .reduce(own == null ? Work.NONE : own.work(), Work::plus);
        // A simulation has as many groups as workers; those of another one may run beside them.
        long groups = ofSimulations.stream()
                .collect(Collectors.groupingBy(PlannedPartition::instances, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        long several = ofSimulations.stream()
                .map(PlannedPartition::instances)
                .distinct()
                .count();
        int workers =
                (int) Math.min(night.threads(), Math.max(own == null ? 1 : own.workers(), Math.max(groups, several)));
        long running = night.runs().instances(night.runId()).stream()
                .filter(row -> row.state() != RunInstance.State.REJECTED)
                .count();
        return model.prediction(
                (int) running,
                whole,
                planned.stream().map(PlannedPartition::work).toList(),
                workers,
                RunForecast.limits(night.settings()));
    }

    /** Each simulation is cut by its symbols, as many groups as are predicted to be fastest, or as many as were asked for. */
    private List<PlannedPartition> simulations(PerformanceModel model, int before, List<String> reasons) {
        List<PlannedPartition> planned = new ArrayList<>();
        for (RunInstance row : night.runs().instances(night.runId())) {
            SimulationConfig config = night.simulations(List.of(row)).get(row.instance());
            if (config == null) {
                continue;
            }
            night.stop().check();
            SimulationFacts data = night.facts(row, config);
            int number = 0;
            for (WorkGroup group : SimulationPlan.groups(
                    config, data, night.settings().partitions(), RunForecast.limits(night.settings()), model)) {
                planned.add(PlannedPartition.ofSimulation(
                        String.format(Locale.ROOT, "s%04d-%d", row.instance() + 1, ++number),
                        before + planned.size(),
                        row.instance(),
                        hashes(data, group),
                        group.cpuSeconds(),
                        SimulationPlan.work(config, data, group.units())));
            }
            String reason = "Simulation " + config.id() + ": " + data.bars().size() + " symbols in " + number
                    + (number == 1 ? " partition." : " partitions.");
            night.progress().say("plan: " + reason);
            reasons.add(reason);
        }
        return planned;
    }

    private static SortedMap<String, String> hashes(SimulationFacts data, WorkGroup group) {
        SortedMap<String, String> hashes = new TreeMap<>(data.hashes());
        hashes.keySet().retainAll(group.units());
        return hashes;
    }

    /** {@return about how many bytes journals and results of a plan take} */
    static long bytes(Plan plan) {
        return plan.journalBytes() * (1 + BYTES_PER_JOURNAL_BYTE);
    }

    private void checkDisk(Plan plan) {
        requireFree(bytes(plan) + ALWAYS_FREE);
    }

    private void requireFree(long needed) {
        long free = free(night.home());
        if (free < needed) {
            throw new DiskFullException("the disk of " + night.home().root() + " has " + (free >> 20)
                    + " MiB free, and this run needs about " + (needed >> 20) + " MiB");
        }
    }

    /** {@return how many bytes the disk of a home has free} */
    static long free(Home home) {
        try {
            return Files.getFileStore(home.root()).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the free space of " + home.root() + " is unknown", e);
        }
    }

    /** The results would not fit. */
    static final class DiskFullException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DiskFullException(String message) {
            super(message);
        }
    }
}
