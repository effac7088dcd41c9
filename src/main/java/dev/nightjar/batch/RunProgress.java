package dev.nightjar.batch;

import dev.nightjar.store.PlannedPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the partitions of a run are, each counted by the work it was planned to be. What begins anew after a failure counts only once
 * it is further than before.
 */
final class RunProgress {

    private final Progress progress;
    /** By partition: its part of all work. */
    private final Map<String, Double> weights = new HashMap<>();
    /** By partition: how much of it is done. */
    private final Map<String, Double> parts = new HashMap<>();

    RunProgress(Progress progress) {
        this.progress = progress;
    }

    /** Begins to count. */
    synchronized void begin(List<PlannedPartition> plan) {
        weights.clear();
        parts.clear();
        double sum = plan.stream().mapToDouble(PlannedPartition::predictedCost).sum();
        for (PlannedPartition partition : plan) {
            weights.put(partition.name(), sum > 0 ? partition.predictedCost() / sum : 1.0 / plan.size());
            parts.put(partition.name(), partition.done() ? 1.0 : 0.0);
        }
        progress.begin("run", "partitions", plan.size());
        progress.advance(plan.stream().filter(PlannedPartition::done).count());
        tell();
    }

    /** So much of a partition's work is done. */
    synchronized void reached(String partition, long done, long total) {
        double part = total <= 0 ? 0 : Math.min(1, (double) done / total);
        parts.merge(partition, part, Math::max);
        tell();
    }

    /** A partition is done, or given up. */
    synchronized void ended(String partition) {
        parts.put(partition, 1.0);
        progress.advance(1);
        tell();
    }

    private void tell() {
        progress.share(weights.entrySet().stream()
                .mapToDouble(weight -> weight.getValue() * parts.getOrDefault(weight.getKey(), 0.0))
                .sum());
    }
}
