package dev.nightjar.store;

import dev.nightjar.plan.Work;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of a run that is done in one go.
 *
 * @param position the order in which partitions are begun, from 0
 * @param instances places in the run
 * @param symbols of a simulation, which the partition works on, with the hash of what is known of each; empty for strategies
 * @param predictedCost seconds of a processor
 * @param work what it was counted to hold when it was planned
 * @param done whether its journal is written and its totals stand in the database
 * @param attempt counts who took it up; only the last may finish it
 * @param journal the file's name inside the folder of the run's journals, or null until it is done
 * @param measured what it took, or null if it is not done, or was done before anybody measured
 */
public record PlannedPartition(
        String name,
        int position,
        List<Integer> instances,
        List<LocalDate> days,
        SortedMap<String, String> symbols,
        double predictedCost,
        Work work,
        boolean done,
        long attempt,
        @Nullable String journal,
        @Nullable String sha256,
        @Nullable Long bytes,
        @Nullable Measured measured) {

    public PlannedPartition {
        instances = List.copyOf(instances);
        days = List.copyOf(days);
        symbols = Collections.unmodifiableSortedMap(new TreeMap<>(symbols));
    }

    /** A partition of strategies that nobody has taken up. */
    public PlannedPartition(
            String name, int position, List<Integer> instances, List<LocalDate> days, double predictedCost, Work work) {
        this(name, position, instances, days, new TreeMap<>(), predictedCost, work, false, 0, null, null, null, null);
    }

    /** {@return a partition of a simulation that nobody has taken up} */
    public static PlannedPartition ofSimulation(
            String name,
            int position,
            int instance,
            SortedMap<String, String> symbols,
            double predictedCost,
            Work work) {
        return new PlannedPartition(
                name,
                position,
                List.of(instance),
                List.of(),
                symbols,
                predictedCost,
                work,
                false,
                0,
                null,
                null,
                null,
                null);
    }

    /** {@return whether it is of a simulation} */
    public boolean ofSimulation() {
        return !symbols.isEmpty();
    }
}
