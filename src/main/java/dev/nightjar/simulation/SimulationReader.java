package dev.nightjar.simulation;

import dev.nightjar.run.FeeSchedules;

/** Reads the config of a simulation. */
public final class SimulationReader {

    private SimulationReader() {}

    /** {@return the config, or everything that is wrong with it} */
    public static ParsedSimulation read(String json, FeeSchedules schedules) {
        throw new UnsupportedOperationException(json + schedules);
    }
}
