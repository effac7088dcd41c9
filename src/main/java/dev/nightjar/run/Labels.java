package dev.nightjar.run;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds constants by the names users write. */
final class Labels {

    private Labels() {}

    static <T> T find(List<T> constants, Function<T, String> labelOf, String label) {
        for (T constant : constants) {
            if (labelOf.apply(constant).equals(label)) {
                return constant;
            }
        }
        String accepted = constants.stream().map(labelOf).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                constants.size() == 1 ? "must be " + accepted : "must be one of " + accepted);
    }
}
