package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DayCoverage;
import dev.nightjar.data.DayImport;
import dev.nightjar.data.DayStore;
import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Replay;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settles what a run works on: the queue's items, each accepted or rejected with every reason, its days, imported into the day store, and
 * the candles of simulations. From then on neither the queue nor the data folder is looked at again.
 */
final class PrepareStep {

    /** How many remarks on a day are told in full. */
    private static final int REMARKS_TOLD = 5;

    private final Night night;

    PrepareStep(Night night) {
        this.night = night;
    }

    void run() {
        DataSet data = night.dataSet();
        @Nullable List<LocalDate> days = null;
        boolean settled = false;
        while (!settled) {
            List<QueueItem> items = night.queues().list(night.queue());
            if (items.isEmpty()) {
                throw new EmptyQueueException(night.queue());
            }
            List<RunInstance> judged =
                    new ItemJudge(night.queues(), night.strategies(), night.settings(), night.fees()).judged(items);
            // simulations say themselves which days they are of
            if (days == null && needDays(judged)) {
                days = chosen(data);
            }
            settled = settled(data, items, judged, days == null ? List.of() : days);
        }
        CrashPoint.AFTER_PREPARE.pass();
    }

    /** Of rejected strategies alone the days are told as of any run. */
    private static boolean needDays(List<RunInstance> judged) {
        return judged.stream()
                        .anyMatch(row ->
                                row.kind() == RunInstance.Kind.GRAPH && row.state() != RunInstance.State.REJECTED)
                || judged.stream().noneMatch(row -> row.kind() == RunInstance.Kind.SIMULATION);
    }

    private List<LocalDate> chosen(DataSet data) {
        List<LocalDate> days = days(night.home(), night.settings(), night.runs().doneDays(night.queue()));
        DateRule rule = night.settings().dates();
        data.gaps(night.settings().replay(), rule.first(days), rule.last(days)).ifPresent(this::warn);
        return days;
    }

    /** {@return whether the run was settled; not if the queue changed while days were imported} */
    private boolean settled(DataSet data, List<QueueItem> items, List<RunInstance> judged, List<LocalDate> days) {
        Collection<Instance> accepted = night.accepted(judged).values();
        WarmUps warmUps = WarmUps.of(accepted);
        Replay replay = night.settings().replay();
        List<String> remarks =
                days.isEmpty() ? List.of() : brought(data, replay, days, accepted, this::imported, night.stop());
        List<RunDay> runDays = days.isEmpty()
                ? List.of()
                : days.stream()
                        .map(data.opener(replay))
                        .map(day -> new RunDay(day.date(), day.hash(), warmUps.hash(day)))
                        .toList();
        TreeSet<LocalDate> ofSimulations = new TreeSet<>();
        List<RunInstance> prepared = withData(data, judged, ofSimulations);
        // a night is called by the days of its strategies, if it has any
        TreeSet<LocalDate> covered = days.isEmpty() ? ofSimulations : new TreeSet<>(days);
        if (covered.isEmpty()) {
            // all that was queued are simulations that cannot be run
            covered.add(LocalDate.ofInstant(Night.now(), ZoneOffset.UTC));
        }
        CrashPoint.BEFORE_PREPARED.pass();
        boolean unchanged = night.database().inTransaction(() -> {
            if (!night.queues().list(night.queue()).equals(items)) {
                return false;
            }
            night.runs().prepared(night.runId(), prepared, runDays, covered.first(), covered.last());
            return true;
        });
        if (unchanged) {
            remarks.forEach(this::warn);
        }
        return unchanged;
    }

    /** {@return the same, but simulations know what data they were prepared with, or are rejected because there is none} */
    private List<RunInstance> withData(DataSet data, List<RunInstance> judged, TreeSet<LocalDate> covered) {
        Map<Integer, SimulationConfig> simulations = night.simulations(judged);
        if (simulations.isEmpty()) {
            return judged;
        }
        data.importDays(List.of(), this::imported);
        List<RunInstance> prepared = new ArrayList<>();
        for (RunInstance row : judged) {
            SimulationConfig config = simulations.get(row.instance());
            prepared.add(config == null ? row : withData(data.store(), row, config, covered));
        }
        return prepared;
    }

    private RunInstance withData(DayStore store, RunInstance row, SimulationConfig config, TreeSet<LocalDate> covered) {
        night.stop().check();
        try {
            SimulationFacts known = SimulationFacts.of(store, config);
            night.prepared(row.instance(), known);
            covered.add(config.start());
            covered.add(known.last());
            return row.prepared(known.hash(), known.warnings());
        } catch (DataException unusable) {
            return row.with(RunInstance.State.REJECTED, unusable.problems());
        }
    }

    /**
     * Imports what is missing of some days, which of a replay of candles is done already.
     *
     * @return what is to be known of their data, one sentence each
     * @throws DataException if something that instances look at has holes
     */
    static List<String> brought(
            DataSet data,
            Replay replay,
            List<LocalDate> days,
            Collection<Instance> instances,
            Consumer<DayImport> progress,
            Stop stop) {
        if (replay.width() == null) {
            data.bring(days, WarmUps.of(instances), progress);
            stop.check();
        }
        List<String> remarks = new ArrayList<>(data.findings(replay, days, instances));
        if (replay.width() == null) {
            remarks.addAll(checkedCoverage(data.store(), days, DataSet.symbols(instances), stop));
        }
        return remarks;
    }

    /**
     * {@return of each day what no strategy looks at and has holes, one sentence}
     *
     * @throws DataException if something that strategies look at has
     */
    private static List<String> checkedCoverage(DayStore store, List<LocalDate> days, Set<String> symbols, Stop stop) {
        List<String> shortcomings = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (LocalDate day : days) {
            stop.check();
            DayCoverage coverage = DayCoverage.of(store.open(day), symbols);
            shortcomings.addAll(coverage.shortcomings());
            List<String> ofDay = coverage.remarks();
            if (!ofDay.isEmpty()) {
                remarks.add("no strategy of this run looks at it: "
                        + ofDay.stream().limit(REMARKS_TOLD).collect(Collectors.joining("; "))
                        + (ofDay.size() > REMARKS_TOLD ? "; and " + (ofDay.size() - REMARKS_TOLD) + " more" : ""));
            }
        }
        if (!shortcomings.isEmpty()) {
            throw new DataException("incomplete days", shortcomings);
        }
        return remarks;
    }

    private void imported(DayImport imported) {
        night.stop().check();
        if (!imported.alreadyThere()) {
            night.progress()
                    .say("imported " + imported.date() + " (" + imported.done() + " of " + imported.total() + ")");
            // the store keeps it: whoever takes the run up again goes on from here
            night.runs().progressed(night.runId());
            CrashPoint.DURING_IMPORT.pass();
        }
    }

    private void warn(String what) {
        night.progress().say("warning: " + what);
        night.event("warning", what);
    }

    /** {@return the days the settings choose among those in the data folder and those imported from it earlier} */
    static List<LocalDate> days(Home home, dev.nightjar.run.QueueSettings settings, Set<LocalDate> done) {
        return settings.dates().select(DataSet.open(home, settings.data()).days(settings.replay()), done);
    }

    /** Nothing stands in the queue. */
    static final class EmptyQueueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EmptyQueueException(String queue) {
            super("queue " + queue + " is empty; add strategies with: queue add <file> --queue " + queue);
        }
    }
}
