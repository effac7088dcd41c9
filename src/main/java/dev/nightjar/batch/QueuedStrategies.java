package dev.nightjar.batch;

import dev.nightjar.store.QueueStore;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the files of strategies say that were ever queued, each read once. Several threads may ask. */
final class QueuedStrategies {

    private final QueueStore queues;
    private final Map<String, ParsedStrategy> read = new ConcurrentHashMap<>();

    QueuedStrategies(QueueStore queues) {
        this.queues = queues;
    }

    /** {@return the strategy whose file has that SHA-256, or what is wrong with it} */
    ParsedStrategy of(String strategyHash) {
        return read.computeIfAbsent(strategyHash, hash -> TradeLayoutReader.read(queues.json(hash)));
    }
}
