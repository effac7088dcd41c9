package dev.nightjar.store;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a run that is done in one go.
 *
 * @param position the order in which partitions are begun, from 0
 * @param instances places in the run
 * @param done whether its journal is written and its totals stand in the database
 * @param attempt counts who took it up; only the last may finish it
 * @param journal the file's name inside the folder of the run's journals, or null until it is done
 */
public record PlannedPartition(
        String name,
        int position,
        List<Integer> instances,
        List<LocalDate> days,
        double predictedCost,
        boolean done,
        long attempt,
        @Nullable String journal,
        @Nullable String sha256,
        @Nullable Long bytes) {

    public PlannedPartition {
        instances = List.copyOf(instances);
        days = List.copyOf(days);
    }

    /** A partition nobody has taken up. */
    public PlannedPartition(
            String name, int position, List<Integer> instances, List<LocalDate> days, double predictedCost) {
        this(name, position, instances, days, predictedCost, false, 0, null, null, null);
    }
}
