package dev.nightjar.batch;

import dev.nightjar.run.FeeSchedules;
import dev.nightjar.simulation.ParsedSimulation;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.SharedParts;
import dev.nightjar.strategy.TradeLayoutReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the files say that were ever queued, strategies and portfolio simulations, each read once. Several threads may ask. */
final class QueuedStrategies {

    private final QueueStore queues;
    private final FeeSchedules fees;
    private final Map<String, Content> read = new ConcurrentHashMap<>();
    private final SharedParts parts = new SharedParts();

    QueuedStrategies(QueueStore queues, FeeSchedules fees) {
        this.queues = queues;
        this.fees = fees;
    }

    /** What a file holds. */
    private sealed interface Content {

        record Graph(ParsedStrategy parsed) implements Content {}

        record Simulation(ParsedSimulation parsed) implements Content {}
    }

    private Content content(String strategyHash) {
        return read.computeIfAbsent(strategyHash, hash -> {
            String json = queues.json(hash);
            return StrategySources.isSimulation(json)
                    ? new Content.Simulation(SimulationReader.read(json, fees))
                    : new Content.Graph(parts.of(TradeLayoutReader.read(json)));
        });
    }

    /** {@return what the file with that SHA-256 holds} */
    RunInstance.Kind kind(String strategyHash) {
        return content(strategyHash) instanceof Content.Simulation
                ? RunInstance.Kind.SIMULATION
                : RunInstance.Kind.GRAPH;
    }

    /**
     * {@return the strategy whose file has that SHA-256, or what is wrong with it}
     *
     * @throws IllegalStateException if it is a simulation
     */
    ParsedStrategy of(String strategyHash) {
        if (content(strategyHash) instanceof Content.Graph graph) {
            return graph.parsed();
        }
        throw new IllegalStateException(strategyHash + " is a simulation");
    }

    /**
     * {@return the simulation whose file has that SHA-256, or what is wrong with it}
     *
     * @throws IllegalStateException if it is a strategy
     */
    ParsedSimulation simulation(String strategyHash) {
        if (content(strategyHash) instanceof Content.Simulation simulation) {
            return simulation.parsed();
        }
        throw new IllegalStateException(strategyHash + " is a strategy");
    }
}
