package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.engine.Explanation;
import dev.nightjar.plan.Partition;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.plan.Plan;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Mode;
import dev.nightjar.run.Printable;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.Replay;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.Database;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunStore;
import dev.nightjar.strategy.Strategy;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a launch of a queue would run, and how it would be cut: found out as the launch does it, but nothing is run and nothing written to
 * the database. Days that are missing in the day store are imported, as their ticks have to be counted.
 */
public final class QueuePlan {

    /** Longer lists are cut, saying by how many. */
    private static final int MOST_ROWS = 20;

    private static final int MOST_NAMES = 4;

    private final Home home;
    private final QueueCatalog catalog;
    private final QueueSettings settings;
    private final PrintStream out;
    private final PrintStream err;

    /** @throws dev.nightjar.run.InvalidSettingsException with everything that is wrong with the settings */
    public QueuePlan(Home home, String queue, Map<String, String> overrides, PrintStream out, PrintStream err) {
        this.home = home;
        this.out = out;
        this.err = err;
        catalog = new QueueCatalog(home);
        settings = catalog.settings(queue, overrides);
    }

    /** {@return what the command ends with when there is no database yet} */
    public ExitCode withoutDatabase() {
        return nothing(null);
    }

    /**
     * Prints the plan.
     *
     * @param explain whether to tell of every strategy how it is evaluated
     * @throws DataException if the data is not complete; all that is wrong is told before
     */
    public ExitCode print(Database database, boolean explain) {
        QueueStore queues = new QueueStore(database);
        RunStore runs = new RunStore(database);
        List<QueueItem> items = queues.list(settings.queue());
        if (items.isEmpty()) {
            return nothing(queues);
        }
        say("queue " + settings.queue() + ": "
                + settings.values().entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("  ")));
        runs.unfinished(settings.queue())
                .ifPresent(run -> say("run " + run.run() + " is " + run.state().label()
                        + " and not finished: on-unfinished="
                        + settings.onUnfinished().label()
                        + " says what a launch does about it; this is the plan of the run after it"));
        QueuedStrategies strategies = new QueuedStrategies(queues, catalog.fees());
        List<RunInstance> judged = new ItemJudge(queues, strategies, settings, catalog.fees()).judged(items);
        List<Instance> accepted = accepted(strategies, judged);
        List<SimulationConfig> simulations = simulations(strategies, judged);
        long rejected = judged.stream().filter(QueuePlan::isRejected).count();
        say(accepted.size() + (accepted.size() == 1 ? " strategy" : " strategies")
                + (simulations.isEmpty()
                        ? ""
                        : " and " + simulations.size() + (simulations.size() == 1 ? " simulation" : " simulations"))
                + " accepted, " + rejected + " rejected");
        judged.stream().filter(QueuePlan::isRejected).forEach(this::sayRejected);
        if (!accepted.isEmpty()) {
            sayPlan(database, accepted, PrepareStep.days(home, settings, runs.doneDays(settings.queue())), explain);
            if (explain) {
                explain(accepted);
            }
        }
        ExitCode worst = rejected == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REJECTS;
        return simulations.isEmpty() ? worst : worst.worse(sayPlans(database, simulations));
    }

    /** {@return what comes of it: a simulation without data would be rejected, the others run} */
    private ExitCode sayPlans(Database database, List<SimulationConfig> simulations) {
        PerformanceModel model = RunForecast.model(database);
        SimulationPlan plan = new SimulationPlan(home, out, err);
        ExitCode worst = ExitCode.DONE;
        for (SimulationConfig config : simulations) {
            try {
                ExitCode told =
                        plan.tell(config, settings.data(), settings.partitions(), RunForecast.limits(settings), model);
                // too large for what is estimated stops no launch
                worst = worst.worse(told == ExitCode.MEMORY ? ExitCode.DONE : told);
            } catch (DataException unusable) {
                say("would be rejected: simulation " + config.id());
                unusable.problems().forEach(problem -> say("  " + problem));
                worst = worst.worse(ExitCode.DONE_WITH_REJECTS);
            }
        }
        return worst;
    }

    private static List<SimulationConfig> simulations(QueuedStrategies strategies, List<RunInstance> judged) {
        return judged.stream()
                .filter(row -> row.kind() == RunInstance.Kind.SIMULATION && !isRejected(row))
                .map(row -> Objects.requireNonNull(
                        strategies.simulation(row.strategyHash()).config()))
                .toList();
    }

    private ExitCode nothing(@Nullable QueueStore queues) {
        err.println(NightJob.nothing(settings.queue(), catalog, queues));
        return ExitCode.USAGE;
    }

    private static boolean isRejected(RunInstance instance) {
        return instance.state() == RunInstance.State.REJECTED;
    }

    private void sayRejected(RunInstance instance) {
        say("rejected: " + instance.key());
        instance.reasons().forEach(reason -> say("  " + reason));
    }

    private List<Instance> accepted(QueuedStrategies strategies, List<RunInstance> judged) {
        List<Instance> accepted = new ArrayList<>();
        for (RunInstance row : judged) {
            if (row.kind() == RunInstance.Kind.GRAPH && !isRejected(row)) {
                Strategy strategy =
                        Objects.requireNonNull(strategies.of(row.strategyHash()).strategy());
                accepted.add(new Instance(row.key(), strategy, TradingTerms.ofValues(row.terms(), catalog.fees())));
            }
        }
        return accepted;
    }

    // The plan.

    private void sayPlan(Database database, List<Instance> instances, List<LocalDate> days, boolean explain) {
        DataSet data = DataSet.open(home, settings.data());
        Replay replay = settings.replay();
        DateRule rule = settings.dates();
        data.gaps(replay, rule.first(days), rule.last(days)).ifPresent(this::warn);
        Stop never = new Stop();
        PrepareStep.brought(
                        data,
                        replay,
                        days,
                        instances,
                        imported -> {
                            if (!imported.alreadyThere()) {
                                err.println("imported " + imported.date() + " (" + imported.done() + " of "
                                        + imported.total() + ")");
                            }
                        },
                        never)
                .forEach(this::warn);
        say(days.size() == 1 ? "day " + days.get(0) : days.size() + " days: " + shortened(days, MOST_ROWS));
        PerformanceModel model = RunForecast.model(database);
        Plan plan = RunForecast.plan(
                model, settings, instances, RunForecast.loads(instances, days, data.opener(replay), never));
        plan.reasons().forEach(reason -> say("plan: " + reason));
        plan.recommendations().forEach(better -> say("plan: recommended: " + better));
        say("plan: journals and results are expected to take about " + Math.max(1, PlanStep.bytes(plan) >> 20)
                + " MiB of the disk, which has " + (PlanStep.free(home) >> 20) + " MiB free");
        TextTable table = new TextTable("partition", "strategies", "days", "seconds", "share", "which");
        for (Partition partition : plan.partitions()
                .subList(0, Math.min(MOST_ROWS, plan.partitions().size()))) {
            table.row(
                    partition.name(),
                    Integer.toString(partition.instances().size()),
                    Integer.toString(partition.days().size()),
                    String.format(Locale.ROOT, "%.3f", partition.cost() / 1e9),
                    String.format(Locale.ROOT, "%.1f %%", 100.0 * partition.cost() / plan.cost()),
                    shortened(
                                    partition.instances().stream()
                                            .map(place -> instances.get(place).key())
                                            .toList(),
                                    MOST_NAMES)
                            + " on " + shortened(partition.days(), MOST_NAMES));
        }
        table.lines().forEach(this::say);
        if (plan.partitions().size() > MOST_ROWS) {
            say("and " + (plan.partitions().size() - MOST_ROWS) + " partitions more");
        }
        if (explain) {
            sayCosts(model, plan.prediction().work().strategies().keySet());
        }
    }

    private void sayCosts(PerformanceModel model, Collection<String> shapes) {
        say("");
        say("costs, in a processor's time, from " + model.basis() + ":");
        model.costs().words().forEach(line -> say("  " + line));
        shapes.forEach(shape -> {
            String words = model.costs().words(shape);
            if (!words.isEmpty()) {
                say("  strategies of shape " + shape + ": " + words);
            }
        });
        say("  " + model.sharing());
    }

    private void warn(String what) {
        err.println(Printable.whole("warning: " + what));
    }

    /** {@return things in a row, only the first of them if there are many} */
    static String shortened(List<?> all, int most) {
        String shown = all.stream().limit(most).map(Object::toString).collect(Collectors.joining(", "));
        return all.size() > most ? shown + " and " + (all.size() - most) + " more" : shown;
    }

    // The explanation.

    private void explain(List<Instance> instances) {
        say("");
        wakeless()
                .ifPresent(why ->
                        say("tick path for all: " + why + ". A backtest of ticks would evaluate them like this:"));
        Map<List<String>, List<InstanceKey>> alike = new LinkedHashMap<>();
        Map<Explanation.Common, Integer> commons = new LinkedHashMap<>();
        Map<String, Explanation.Common> byKey = new HashMap<>();
        for (Instance instance : instances) {
            Explanation explanation;
            try {
                explanation = Explanation.of(instance);
            } catch (IllegalArgumentException | IllegalStateException | ArithmeticException problem) {
                say(instance.key() + ": will fail: " + problem.getMessage());
                continue;
            }
            alike.computeIfAbsent(explanation.lines(), lines -> new ArrayList<>())
                    .add(instance.key());
            explanation
                    .commons()
                    .forEach(common ->
                            commons.merge(byKey.computeIfAbsent(common.key(), key -> common), 1, Integer::sum));
        }
        alike.forEach((lines, keys) -> {
            say((keys.size() == 1 ? "" : keys.size() + " strategies: ") + shortened(keys, MOST_ROWS));
            lines.forEach(line -> say("  " + line));
        });
        say("");
        for (Explanation.Kind kind : Explanation.Kind.values()) {
            sayShared(
                    kind,
                    commons.entrySet().stream()
                            .filter(common -> common.getKey().kind() == kind)
                            .sorted(Map.Entry.<Explanation.Common, Integer>comparingByValue()
                                    .reversed())
                            .toList());
        }
    }

    /** {@return why nothing sleeps, if nothing does} */
    private Optional<String> wakeless() {
        if (settings.mode() == Mode.LIVE_SIMULATION) {
            return Optional.of("a live simulation is paced, and every slice is evaluated when it comes");
        }
        return Optional.ofNullable(settings.replay().width())
                .map(width -> "a replay of candles evaluates the end of every bar of " + width.label());
    }

    private void sayShared(Explanation.Kind kind, List<Map.Entry<Explanation.Common, Integer>> commons) {
        List<Map.Entry<Explanation.Common, Integer>> shared =
                commons.stream().filter(common -> common.getValue() > 1).toList();
        say(kind.label() + ": " + commons.size() + " different, " + shared.size()
                + " of them looked at by more than one strategy");
        shared.stream()
                .limit(MOST_ROWS)
                .forEach(common -> say("  " + common.getValue() + " strategies: "
                        + common.getKey().text()));
        if (shared.size() > MOST_ROWS) {
            say("  and " + (shared.size() - MOST_ROWS) + " more, by at most "
                    + shared.get(MOST_ROWS).getValue() + " strategies each");
        }
    }

    /** Much of what is told was read from files. */
    private void say(String line) {
        out.println(Printable.whole(line));
    }
}
