package dev.nightjar.plan;

import java.util.List;

/**
 * Units that one worker does, one after the other.
 *
 * @param name unique, the same for the same units, such as {@code p0001}
 * @param units by name, ascending; at least one
 * @param cpuSeconds of all of them
 * @param bytes of the largest
 */
public record WorkGroup(String name, List<String> units, double cpuSeconds, long bytes) {

    public WorkGroup {
        units = List.copyOf(units);
        if (units.isEmpty()) {
            throw new IllegalArgumentException("group " + name + " is empty");
        }
    }
}
