package dev.nightjar.batch;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which variants of a strategy file are wanted, as it was written.
 *
 * @param sweeps {@code parameter=values} each; all combinations are meant
 * @param list a file with a column for every parameter and a row for every variant, instead of sweeps
 * @param bindings {@code name=place,place} each: one name for several places that are always equal
 * @param conditions on combinations, such as {@code fast<slow}
 * @param skipInvalid whether combinations that are no valid strategies are left out, instead of refusing all
 */
public record SweepRequest(
        List<String> sweeps, @Nullable Path list, List<String> bindings, List<String> conditions, boolean skipInvalid) {

    public SweepRequest {
        sweeps = List.copyOf(sweeps);
        bindings = List.copyOf(bindings);
        conditions = List.copyOf(conditions);
    }

    /** {@return whether there is only the file itself} */
    public boolean isNone() {
        return sweeps.isEmpty() && list == null && bindings.isEmpty() && conditions.isEmpty() && !skipInvalid;
    }
}
