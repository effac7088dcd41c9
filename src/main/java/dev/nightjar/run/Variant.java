package dev.nightjar.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a strategy file when it was put into a queue: itself, or one of many that differ in the values of parameters.
 *
 * @param sweepOf the strategy_id of the file it was made from; null if it is the file itself
 * @param parameters by name, in the order they were given; empty if it is the file itself
 */
public record Variant(@Nullable String sweepOf, Map<String, ParameterValue> parameters) {

    /** The file itself. */
    public static final Variant NONE = new Variant(null, Map.of());

    public Variant {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** {@return the parameters as people read them, such as {@code [fast=7 slow=30]}; empty if there are none} */
    public String shown() {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining(" ", "[", "]"));
    }
}
