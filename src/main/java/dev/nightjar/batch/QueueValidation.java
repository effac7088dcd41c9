package dev.nightjar.batch;

import dev.nightjar.batch.ValidationFinding.Phase;
import dev.nightjar.batch.ValidationFinding.Severity;
import dev.nightjar.data.DataException;
import dev.nightjar.data.DayImport;
import dev.nightjar.data.DayStore;
import dev.nightjar.engine.Engine;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.plan.GroupPlan;
import dev.nightjar.plan.Limits;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.plan.Plan;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.DaysNotAvailableException;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.simulation.Signals;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.Database;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunStore;
import dev.nightjar.strategy.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A dry run of a launch of a queue, or of one simulation from a file: goes through everything that comes before the first partition and
 * tells all that is wrong in each phase, where a launch ends at the first phase that fails. Nothing is run and nothing written to the
 * database; days and candles that are missing in the day store are imported.
 *
 * <p>A phase that needs what an earlier one could not settle is left out, and said to be.
 */
public final class QueueValidation {

    private final Home home;
    private final Consumer<String> progress;
    private final List<ValidationFinding> findings = new ArrayList<>();
    private final Set<Phase> done = EnumSet.noneOf(Phase.class);
    private List<Instance> accepted = List.of();
    /** By key. */
    private final SortedMap<String, SimulationConfig> simulations = new TreeMap<>();

    private final SortedMap<String, SimulationFacts> held = new TreeMap<>();
    private List<LocalDate> days = List.of();
    private final List<String> plan = new ArrayList<>();

    /** @param progress told what is being done where that takes long, such as an import */
    public QueueValidation(Home home, Consumer<String> progress) {
        this.home = home;
        this.progress = progress;
    }

    /**
     * Goes through all phases of a launch of a queue.
     *
     * @param overrides what the command line says, by key
     * @param database null if there is none yet
     */
    public void run(String queue, Map<String, String> overrides, @Nullable Database database) {
        QueueCatalog catalog = new QueueCatalog(home);
        QueueSettings agreed;
        try {
            agreed = catalog.settings(queue, overrides);
        } catch (InvalidSettingsException refused) {
            refused.problems().forEach(problem -> error(Phase.SETTINGS, "", problem.toString()));
            return;
        }
        done.add(Phase.SETTINGS);
        List<QueueItem> items = database == null ? List.of() : new QueueStore(database).list(queue);
        if (database == null || items.isEmpty()) {
            error(
                    Phase.STRATEGIES,
                    "",
                    NightJob.nothing(queue, catalog, database == null ? null : new QueueStore(database)));
        } else {
            judge(new QueueStore(database), catalog, agreed, items);
            done.add(Phase.STRATEGIES);
        }
        boolean simulationsOnly = done.contains(Phase.STRATEGIES) && accepted.isEmpty() && !simulations.isEmpty();
        if (simulationsOnly) {
            simulateAlone(agreed.data());
        } else {
            if (chooseDays(agreed, database == null ? Set.of() : new RunStore(database).doneDays(queue))) {
                done.add(Phase.DAYS);
                if (bring(agreed)) {
                    done.add(Phase.DATA);
                    begin(agreed);
                    done.add(Phase.WARM_UP);
                }
            }
            simulate(agreed.data());
        }
        PerformanceModel model = database == null ? PerformanceModel.learned(List.of()) : RunForecast.model(database);
        plan(RunForecast.limits(agreed), model, () -> planStrategies(agreed, model));
    }

    /**
     * Goes through all phases of a run of one simulation.
     *
     * @param place how findings name it
     * @param config null if its file was refused
     * @param reasons why it was
     * @param data the name of the data set, see {@link DataSet#open}
     */
    public void run(
            String place,
            @Nullable SimulationConfig config,
            List<String> reasons,
            String data,
            Limits limits,
            PerformanceModel model) {
        done.addAll(List.of(Phase.SETTINGS, Phase.STRATEGIES));
        reasons.forEach(reason -> error(Phase.STRATEGIES, place, reason));
        if (config != null) {
            simulations.put(place, config);
            simulateAlone(data);
            plan(limits, model, () -> {});
        }
    }

    private void plan(Limits limits, PerformanceModel model, Runnable strategies) {
        if (!done.contains(Phase.WARM_UP) || (accepted.isEmpty() && held.isEmpty())) {
            return;
        }
        if (!accepted.isEmpty()) {
            strategies.run();
        }
        held.forEach((place, data) -> {
            try {
                GroupPlan ofSimulation =
                        SimulationPlan.of(Objects.requireNonNull(simulations.get(place)), data, limits, model);
                ofSimulation.reasons().forEach(reason -> plan.add(place + ": " + reason));
                ofSimulation.recommendations().forEach(better -> plan.add(place + ": Recommended: " + better));
            } catch (IllegalArgumentException tooLarge) {
                warn(Phase.PLAN, place, String.valueOf(tooLarge.getMessage()));
            }
        });
        done.add(Phase.PLAN);
    }

    private void planStrategies(QueueSettings agreed, PerformanceModel model) {
        Plan ofStrategies = RunForecast.plan(
                model,
                agreed,
                accepted,
                RunForecast.loads(
                        accepted, days, DataSet.open(home, agreed.data()).opener(agreed.replay()), new Stop()));
        plan.addAll(ofStrategies.reasons());
        ofStrategies.recommendations().forEach(better -> plan.add("Recommended: " + better));
        long needed = PlanStep.bytes(ofStrategies);
        long free = PlanStep.free(home);
        if (free < needed) {
            error(
                    Phase.PLAN,
                    "",
                    "journals and results are expected to take about " + (needed >> 20) + " MiB of the disk, which has "
                            + (free >> 20) + " MiB free");
        }
    }

    private void judge(QueueStore queues, QueueCatalog catalog, QueueSettings agreed, List<QueueItem> items) {
        QueuedStrategies strategies = new QueuedStrategies(queues, catalog.fees());
        List<Instance> fit = new ArrayList<>();
        for (RunInstance row : new ItemJudge(queues, strategies, agreed, catalog.fees()).judged(items)) {
            String place = row.key().toString();
            row.warnings().forEach(warning -> warn(Phase.STRATEGIES, place, warning));
            if (row.state() == RunInstance.State.REJECTED) {
                row.reasons().forEach(reason -> error(Phase.STRATEGIES, place, reason));
            } else if (row.kind() == RunInstance.Kind.SIMULATION) {
                simulations.put(
                        place,
                        Objects.requireNonNull(
                                strategies.simulation(row.strategyHash()).config()));
            } else {
                Strategy strategy =
                        Objects.requireNonNull(strategies.of(row.strategyHash()).strategy());
                fit.add(new Instance(row.key(), strategy, TradingTerms.ofValues(row.terms(), catalog.fees())));
            }
        }
        accepted = fit;
    }

    /** Simulations say themselves which days they are of. */
    private void simulateAlone(String data) {
        done.add(Phase.DAYS);
        if (simulate(data)) {
            done.addAll(List.of(Phase.DATA, Phase.WARM_UP));
        }
    }

    /** Looks at the bars of every simulation, and at the signals they give; not if there is no data at all, which costs the run. */
    private boolean simulate(String data) {
        if (simulations.isEmpty()) {
            return true;
        }
        DayStore store;
        try {
            DataSet set = DataSet.open(home, data);
            set.importDays(List.of(), this::imported);
            store = set.store();
        } catch (DataException unusable) {
            // What cost the strategies their days is told already.
            unusable.problems().stream()
                    .filter(problem ->
                            findings.stream().noneMatch(told -> told.message().equals(problem)))
                    .forEach(problem -> error(Phase.DATA, "data " + data, problem));
            return false;
        }
        simulations.forEach((place, config) -> {
            try {
                SimulationData found = SimulationData.of(store, config);
                held.put(place, found.facts());
                found.warnings().forEach(warning -> warn(Phase.DATA, place, warning));
                found.missing().forEach((symbol, reason) -> warn(Phase.DATA, place, symbol + ": " + reason));
                found.histories()
                        .forEach((symbol, history) -> Signals.of(config, history)
                                .warnings()
                                .forEach(warning -> warn(Phase.WARM_UP, place, symbol + ": " + warning)));
            } catch (DataException unusable) {
                unusable.problems().forEach(problem -> error(Phase.DATA, place, problem));
            }
        });
        return true;
    }

    private void imported(DayImport imported) {
        if (!imported.alreadyThere()) {
            progress.accept("imported " + imported.date() + " (" + imported.done() + " of " + imported.total() + ")");
        }
    }

    private boolean chooseDays(QueueSettings agreed, Set<LocalDate> before) {
        try {
            days = PrepareStep.days(home, agreed, before);
            DateRule rule = agreed.dates();
            DataSet.open(home, agreed.data())
                    .gaps(agreed.replay(), rule.first(days), rule.last(days))
                    .ifPresent(gap -> warn(Phase.DAYS, "", gap));
            return true;
        } catch (DaysNotAvailableException none) {
            error(Phase.DAYS, "date " + agreed.dates(), String.valueOf(none.getMessage()));
        } catch (DataException unusable) {
            unusable.problems().forEach(problem -> error(Phase.DAYS, "data " + agreed.data(), problem));
        }
        return false;
    }

    private boolean bring(QueueSettings agreed) {
        try {
            PrepareStep.brought(
                            DataSet.open(home, agreed.data()),
                            agreed.replay(),
                            days,
                            accepted,
                            this::imported,
                            new Stop())
                    .forEach(remark -> warn(Phase.DATA, "", remark));
            return true;
        } catch (DataException unusable) {
            unusable.problems().forEach(problem -> error(Phase.DATA, "", problem));
            return false;
        }
    }

    /** Begins every day with every strategy. What is wrong with one is told of the first such day, and on how many it is. */
    private void begin(QueueSettings agreed) {
        if (accepted.isEmpty()) {
            return;
        }
        Function<LocalDate, MarketDay> opener =
                DataSet.open(home, agreed.data()).opener(agreed.replay());
        Map<Integer, Remarks> byInstance = new TreeMap<>();
        for (LocalDate date : days) {
            PartitionJournal journal =
                    new PartitionJournal(IntStream.range(0, accepted.size()).toArray());
            try {
                Engine.begin(opener.apply(date), accepted, journal);
            } catch (DataException unusable) {
                unusable.problems().forEach(problem -> error(Phase.WARM_UP, date.toString(), problem));
                continue;
            }
            for (int instance = 0; instance < accepted.size(); instance++) {
                DayRecord begun = journal.soFar(instance, date);
                String failure = begun.failedReason();
                if (failure != null || !begun.warnings().isEmpty()) {
                    byInstance
                            .computeIfAbsent(instance, absent -> new Remarks())
                            .add(failure, begun.warnings());
                }
            }
        }
        byInstance.forEach(
                (instance, remarks) -> remarks.tell(accepted.get(instance).key().toString()));
    }

    /** What a strategy's days began with. */
    private final class Remarks {

        private final List<String> failures = new ArrayList<>();
        private List<String> warnings = List.of();
        private int warned;

        void add(@Nullable String failure, List<String> more) {
            if (failure != null) {
                failures.add(failure);
            }
            if (!more.isEmpty()) {
                warnings = warned == 0 ? more : warnings;
                warned++;
            }
        }

        void tell(String place) {
            if (!failures.isEmpty()) {
                error(Phase.WARM_UP, place, failures.get(0) + others(failures.size() - 1));
            }
            warnings.forEach(warning -> warn(Phase.WARM_UP, place, warning + others(warned - 1)));
        }

        private static String others(int days) {
            return days == 0 ? "" : "; the like on " + days + " more " + (days == 1 ? "day" : "days");
        }
    }

    private void error(Phase phase, String place, String message) {
        findings.add(new ValidationFinding(phase, Severity.ERROR, place, message));
    }

    private void warn(Phase phase, String place, String message) {
        findings.add(new ValidationFinding(phase, Severity.WARNING, place, message));
    }

    /** {@return everything that was found, phase by phase} */
    public List<ValidationFinding> findings() {
        return List.copyOf(findings);
    }

    /** {@return how many were found of a kind} */
    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** {@return what a launch would end with because of what was found; {@link ExitCode#DONE} if nothing stands in its way} */
    public ExitCode exitCode() {
        ExitCode worst = ExitCode.DONE;
        for (ValidationFinding finding : findings) {
            if (finding.severity() == Severity.ERROR) {
                worst = worst.worse(
                        switch (finding.phase()) {
                            case SETTINGS -> ExitCode.USAGE;
                            case STRATEGIES -> isDone(Phase.STRATEGIES) ? ExitCode.DONE_WITH_REJECTS : ExitCode.USAGE;
                            // a simulation without data costs itself, strategies without data cost the run
                            case DAYS, DATA -> isDone(Phase.DATA) ? ExitCode.DONE_WITH_REJECTS : ExitCode.DATA;
                            case WARM_UP, PLAN -> ExitCode.DONE_WITH_REJECTS;
                        });
            }
        }
        return worst;
    }

    /** {@return whether a phase was gone through; its findings are all there are} */
    public boolean isDone(Phase phase) {
        return done.contains(phase);
    }

    /** {@return the strategies that a launch would take} */
    public List<Instance> accepted() {
        return accepted;
    }

    /** {@return how the run would be cut and why, one sentence each} */
    public List<String> plan() {
        return List.copyOf(plan);
    }

    /** {@return how many portfolio simulations a launch would take} */
    public int simulations() {
        return simulations.size();
    }

    /** {@return the days that a launch would run; none if nothing but simulations stands in the queue} */
    public List<LocalDate> days() {
        return days;
    }
}
