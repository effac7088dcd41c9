package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DayCoverage;
import dev.nightjar.data.DayImport;
import dev.nightjar.data.DayStore;
import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.Replay;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        List<RunInstance> judged = judged(items);
        Collection<Instance> accepted = night.accepted(judged).values();
        WarmUps warmUps = WarmUps.of(accepted);
        Replay replay = night.settings().replay();
        if (replay.width() == null) {
            data.bring(days, warmUps, this::imported);
            night.stop().check();
        }
        List<String> remarks = new ArrayList<>(data.findings(replay, days, accepted));
        if (replay.width() == null) {
            remarks.addAll(checkedCoverage(data.store(), days, DataSet.symbols(accepted)));
        }
        List<RunDay> runDays = days.stream()
                .map(data.opener(replay))
                .map(day -> new RunDay(day.date(), day.hash(), warmUps.hash(day)))
                .toList();
        boolean unchanged = night.database().inTransaction(() -> {
            if (!night.queues().list(night.queue()).equals(items)) {
                return false;
            }
            night.runs().prepared(night.runId(), judged, runDays);
            return true;
        });
        if (unchanged) {
            remarks.forEach(this::warn);
        }
        return unchanged;
    }

    /**
     * {@return of each day what no strategy looks at and has holes, one sentence}
     *
     * @throws DataException if something that strategies look at has
     */
    private List<String> checkedCoverage(DayStore store, List<LocalDate> days, Set<String> symbols) {
        List<String> shortcomings = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (LocalDate day : days) {
            night.stop().check();
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

    private List<RunInstance> judged(List<QueueItem> items) {
        List<RunInstance> judged = new ArrayList<>();
        Map<String, List<QueueItem>> folders =
                night.queues().standing().stream().collect(Collectors.groupingBy(item -> sameFolder(item.key())));
        for (QueueItem item : items) {
            List<String> collisions = folders.getOrDefault(sameFolder(item.key()), List.of()).stream()
                    .filter(other -> other.id() != item.id())
                    .map(other -> collision(item, other))
                    .toList();
            RunInstance instance = judge(judged.size(), item);
            judged.add(collisions.isEmpty() ? instance : rejected(instance, collisions));
        }
        return judged;
    }

    private static String collision(QueueItem item, QueueItem other) {
        return "its result folder " + item.key().userId() + "/" + item.key().folder() + " would also be that of "
                + other.key()
                + (other.queue().equals(item.queue()) ? "" : ", item " + other.id() + " of queue " + other.queue())
                + "; remove one of them, or add one with another --broker";
    }

    /** {@return the same for keys whose folders are one on a disk that does not tell upper from lower case} */
    private static String sameFolder(InstanceKey key) {
        return (key.userId() + "/" + key.folder()).toLowerCase(Locale.ROOT);
    }

    private RunInstance judge(int number, QueueItem item) {
        ParsedStrategy parsed = TradeLayoutReader.read(night.queues().json(item.strategyHash()));
        List<String> reasons = new ArrayList<>(hostile(item.key()));
        Optional<BrokerConnection> broker = night.queues().broker(item.key().brokerConnectionId());
        broker.ifPresent(connection -> reasons.addAll(connection.conflicts(night.settings())));
        Optional<TradingTerms> terms = terms(broker, reasons);
        parsed.errors().forEach(error -> reasons.add(error.toString()));
        Strategy strategy = parsed.strategy();
        if (strategy != null) {
            new Instance(item.key(), strategy, terms.orElse(TradingTerms.DEFAULT))
                    .problems()
                    .forEach(problem -> reasons.add(problem.toString()));
        }
        return new RunInstance(
                number,
                item.id(),
                item.key(),
                strategy == null ? null : strategy.name(),
                item.strategyHash(),
                night.capital(item.capital()),
                terms.map(TradingTerms::values).orElse(Map.of()),
                reasons.isEmpty() ? RunInstance.State.ACCEPTED : RunInstance.State.REJECTED,
                reasons,
                parsed.warnings().stream().map(Problem::toString).toList());
    }

    /** {@return on what terms the items of a connection trade; empty if they cannot, for the reasons added} */
    private Optional<TradingTerms> terms(Optional<BrokerConnection> broker, List<String> reasons) {
        TradingTerms ofQueue = night.settings().terms();
        try {
            return Optional.of(
                            broker.isEmpty()
                                    ? ofQueue
                                    : broker.get()
                                            .terms()
                                            .over(
                                                    ofQueue,
                                                    "broker connection "
                                                            + broker.get().id(),
                                                    night.fees()))
                    .filter(agreed -> canServe(agreed, reasons));
        } catch (InvalidSettingsException refused) {
            refused.problems().forEach(problem -> reasons.add(problem.toString()));
            return Optional.empty();
        }
    }

    private boolean canServe(TradingTerms terms, List<String> reasons) {
        List<String> conflicts = night.settings().replay().conflicts(terms);
        reasons.addAll(conflicts);
        return conflicts.isEmpty();
    }

    /** {@return what is wrong with ids that become folder names} */
    static List<String> hostile(InstanceKey key) {
        List<String> reasons = new ArrayList<>();
        check(reasons, () -> Ids.checkUser(key.userId()));
        check(reasons, () -> Ids.check("strategy_id", key.strategyId()));
        check(reasons, () -> Ids.check("broker_connection_id", key.brokerConnectionId()));
        return reasons;
    }

    private static void check(List<String> reasons, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException refused) {
            reasons.add(String.valueOf(refused.getMessage()));
        }
    }

    private static RunInstance rejected(RunInstance instance, List<String> more) {
        List<String> reasons = new ArrayList<>(instance.reasons());
        reasons.addAll(more);
        return instance.with(RunInstance.State.REJECTED, reasons);
    }

    /** Nothing stands in the queue. */
    static final class EmptyQueueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EmptyQueueException(String queue) {
            super("queue " + queue + " is empty; add strategies with: queue add <file> --queue " + queue);
        }
    }
}
