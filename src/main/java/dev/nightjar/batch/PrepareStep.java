package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DayCoverage;
import dev.nightjar.data.DayImport;
import dev.nightjar.data.DayStore;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Replay;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Settles what a run works on: its days, imported into the day store, and the queue's items, each accepted or rejected with every
 * reason; the items come first, because it depends on them which data is needed. From then on neither the queue nor the data folder is looked at again.
 */
final class PrepareStep {

    /** How many remarks on a day are told in full. */
    private static final int REMARKS_TOLD = 5;

    private final Night night;

    PrepareStep(Night night) {
        this.night = night;
    }

    void run() {
        List<LocalDate> days = days(night.home(), night.settings(), night.runs().doneDays(night.queue()));
        DataSet data = night.dataSet();
        DateRule rule = night.settings().dates();
        data.gaps(night.settings().replay(), rule.first(days), rule.last(days)).ifPresent(this::warn);
        boolean settled = false;
        while (!settled) {
            settled = settled(data, days);
        }
        CrashPoint.AFTER_PREPARE.pass();
    }

    /** {@return whether the run was settled; not if the queue changed while days were imported} */
    private boolean settled(DataSet data, List<LocalDate> days) {
        List<QueueItem> items = night.queues().list(night.queue());
        if (items.isEmpty()) {
            throw new EmptyQueueException(night.queue());
        }
        List<RunInstance> judged =
                new ItemJudge(night.queues(), night.strategies(), night.settings(), night.fees()).judged(items);
        Collection<Instance> accepted = night.accepted(judged).values();
        WarmUps warmUps = WarmUps.of(accepted);
        Replay replay = night.settings().replay();
        List<String> remarks = brought(data, replay, days, accepted, this::imported, night.stop());
        List<RunDay> runDays = days.stream()
                .map(data.opener(replay))
                .map(day -> new RunDay(day.date(), day.hash(), warmUps.hash(day)))
                .toList();
        boolean unchanged = night.database().inTransaction(() -> {
            if (!night.queues().list(night.queue()).equals(items)) {
                return false;
            }
            night.runs().prepared(night.runId(), judged, runDays, days.get(0), days.get(days.size() - 1));
            return true;
        });
        if (unchanged) {
            remarks.forEach(this::warn);
        }
        return unchanged;
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
