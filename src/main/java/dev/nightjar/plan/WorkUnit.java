package dev.nightjar.plan;

/**
 * Something that any worker can do by itself, such as a symbol with capital of its own.
 *
 * @param name unique among those planned together
 * @param cpuSeconds of a processor
 * @param bytes in the heap while it is worked on
 */
public record WorkUnit(String name, double cpuSeconds, long bytes) {

    public WorkUnit {
        if (!(cpuSeconds >= 0) || bytes < 0) {
            throw new IllegalArgumentException(
                    name + " cannot take " + cpuSeconds + " seconds and " + bytes + " bytes");
        }
    }
}
