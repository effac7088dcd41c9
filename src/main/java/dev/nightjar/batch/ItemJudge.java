package dev.nightjar.batch;

import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.Mode;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.simulation.ParsedSimulation;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says of the items of a queue which of them a run with some settings would accept, and of the others every reason why not. */
final class ItemJudge {

    private final QueueStore queues;
    private final QueueSettings settings;
    private final FeeSchedules fees;
    private final QueuedStrategies strategies;

    ItemJudge(QueueStore queues, QueuedStrategies strategies, QueueSettings settings, FeeSchedules fees) {
        this.queues = queues;
        this.strategies = strategies;
        this.settings = settings;
        this.fees = fees;
    }

    /** {@return what becomes of each item in a run, in their order} */
    List<RunInstance> judged(List<QueueItem> items) {
        Map<String, BrokerConnection> brokers =
                queues.brokers().stream().collect(Collectors.toMap(BrokerConnection::id, broker -> broker));
        Map<String, List<QueueItem>> folders =
                queues.standing().stream().collect(Collectors.groupingBy(item -> sameFolder(item.key())));
        List<Integer> numbers = IntStream.range(0, items.size()).boxed().toList();
        try (StrategyWorkers workers = StrategyWorkers.ofProcessors()) {
            return workers.all(numbers, number -> judge(number, items.get(number), brokers, folders));
        }
    }

    private RunInstance judge(
            int number, QueueItem item, Map<String, BrokerConnection> brokers, Map<String, List<QueueItem>> folders) {
        List<String> collisions = folders.getOrDefault(sameFolder(item.key()), List.of()).stream()
                .filter(other -> other.id() != item.id())
                .map(other -> collision(item, other))
                .toList();
        RunInstance instance =
                judge(number, item, Optional.ofNullable(brokers.get(item.key().brokerConnectionId())));
        return collisions.isEmpty() ? instance : rejected(instance, collisions);
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

    private RunInstance judge(int number, QueueItem item, Optional<BrokerConnection> broker) {
        return strategies.kind(item.strategyHash()) == RunInstance.Kind.SIMULATION
                ? judgeSimulation(number, item, broker)
                : judgeGraph(number, item, broker);
    }

    /** A simulation says itself with what capital, when and on what terms it trades. */
    private RunInstance judgeSimulation(int number, QueueItem item, Optional<BrokerConnection> broker) {
        ParsedSimulation parsed = strategies.simulation(item.strategyHash());
        List<String> reasons = new ArrayList<>(hostile(item.key()));
        broker.ifPresent(connection -> reasons.addAll(connection.conflicts(settings)));
        if (settings.mode() != Mode.BACKTEST) {
            reasons.add("a portfolio simulation runs in a backtest only, and the queue's mode is "
                    + settings.mode().label() + "; add it to another queue");
        }
        if (item.key().scale().compareTo(BigDecimal.ONE) != 0) {
            reasons.add("a portfolio simulation has its capital in its file; scale must be 1, was "
                    + item.key().scale().toPlainString());
        }
        if (item.capital() != null) {
            reasons.add("a portfolio simulation has its capital in its file; it must be added without --capital");
        }
        parsed.errors().forEach(error -> reasons.add(error.toString()));
        SimulationConfig config = parsed.config();
        return new RunInstance(
                number,
                item.id(),
                item.key(),
                RunInstance.Kind.SIMULATION,
                item.variant(),
                config == null ? null : config.name(),
                item.strategyHash(),
                null,
                config == null ? null : config.capital(),
                config == null ? Map.of() : TradingTerms.ofFees(config.fees()),
                reasons.isEmpty() ? RunInstance.State.ACCEPTED : RunInstance.State.REJECTED,
                reasons,
                List.of());
    }

    private RunInstance judgeGraph(int number, QueueItem item, Optional<BrokerConnection> broker) {
        ParsedStrategy parsed = strategies.of(item.strategyHash());
        List<String> reasons = new ArrayList<>(hostile(item.key()));
        broker.ifPresent(connection -> reasons.addAll(connection.conflicts(settings)));
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
                RunInstance.Kind.GRAPH,
                item.variant(),
                strategy == null ? null : strategy.name(),
                item.strategyHash(),
                null,
                capital(item.capital()),
                terms.map(TradingTerms::values).orElse(Map.of()),
                reasons.isEmpty() ? RunInstance.State.ACCEPTED : RunInstance.State.REJECTED,
                reasons,
                parsed.warnings().stream().map(Problem::toString).toList());
    }

    /** {@return on what terms the items of a connection trade; empty if they cannot, for the reasons added} */
    private Optional<TradingTerms> terms(Optional<BrokerConnection> broker, List<String> reasons) {
        TradingTerms ofQueue = settings.terms();
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
                                                    fees))
                    .filter(agreed -> canServe(agreed, reasons));
        } catch (InvalidSettingsException refused) {
            refused.problems().forEach(problem -> reasons.add(problem.toString()));
            return Optional.empty();
        }
    }

    private boolean canServe(TradingTerms terms, List<String> reasons) {
        List<String> conflicts = settings.replay().conflicts(terms);
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

    /** {@return the capital base of an instance in millionths of the currency, or null} */
    private @Nullable Long capital(@Nullable Long ofItem) {
        BigDecimal ofQueue = settings.capital();
        if (ofItem != null) {
            return ofItem;
        }
        return ofQueue == null ? null : ofQueue.movePointRight(6).longValueExact();
    }
}
