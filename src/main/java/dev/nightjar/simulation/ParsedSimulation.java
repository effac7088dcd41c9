package dev.nightjar.simulation;

import dev.nightjar.strategy.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a config gave.
 *
 * @param config null if there are errors
 * @param id what the file calls itself, or null if that could not be read
 * @param errors everything wrong with it, in document order
 */
public record ParsedSimulation(
        @Nullable SimulationConfig config, @Nullable String id, List<Problem> errors) {

    public ParsedSimulation {
        errors = List.copyOf(errors);
        if ((config == null) == errors.isEmpty()) {
            throw new IllegalArgumentException("a simulation is read or has errors, never both or neither");
        }
    }
}
