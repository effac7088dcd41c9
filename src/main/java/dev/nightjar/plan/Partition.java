package dev.nightjar.plan;

import java.time.LocalDate;
import java.util.List;

/**
 * A piece of a run: every one of its instances on every one of its days. It succeeds or is run again as a whole.
 *
 * @param name unique in the run, the same for the same plan, such as {@code p0001}
 * @param instances places in the run's list of instances, ascending
 * @param days ascending
 * @param work what they have to do
 * @param cost predicted, in nanoseconds of a processor that is warm
 */
public record Partition(String name, List<Integer> instances, List<LocalDate> days, Work work, long cost) {

    public Partition {
        instances = List.copyOf(instances);
        days = List.copyOf(days);
        if (instances.isEmpty() || days.isEmpty()) {
            throw new IllegalArgumentException("partition " + name + " is empty");
        }
    }
}
