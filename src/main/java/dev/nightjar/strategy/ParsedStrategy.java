package dev.nightjar.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a strategy gave.
 *
 * @param strategy null if there are errors
 * @param strategyId what the file calls itself, or null if that could not be read
 * @param userId the owner named in the file, or null
 * @param errors everything wrong with it, in document order
 * @param warnings members that no one reads
 */
public record ParsedStrategy(
        @Nullable Strategy strategy,
        @Nullable String strategyId,
        @Nullable String userId,
        List<Problem> errors,
        List<Problem> warnings) {

    public ParsedStrategy {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        if ((strategy == null) == errors.isEmpty()) {
            throw new IllegalArgumentException("a strategy is read or has errors, never both or neither");
        }
    }
}
