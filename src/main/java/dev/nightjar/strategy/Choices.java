package dev.nightjar.strategy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names of which one must stand at a place.
 *
 * @param what a word for such a name, such as "operator"
 * @param accepted what each means, in the order in which they are listed
 * @param later names that mean something, but nothing this version can do
 */
public record Choices<T>(String what, Map<String, T> accepted, Set<String> later) {

    public static <T> Choices<T> of(String what, T[] values, Function<T, String> label, String... later) {
        Map<String, T> accepted = new LinkedHashMap<>();
        for (T value : values) {
            accepted.put(label.apply(value), value);
        }
        return new Choices<>(what, accepted, Set.copyOf(Arrays.asList(later)));
    }

    /** {@return choices whose names mean themselves} */
    static Choices<String> of(String what, String[] values, String... later) {
        return of(what, values, Function.identity(), later);
    }

    /** {@return what the name at the place means; null, and an error, if it is none of these} */
    @Nullable T read(Place place) {
        if (!(place.value() instanceof JsonValue.Text text) || text.value().isEmpty()) {
            place.error("must be one of " + Shown.list(accepted.keySet()));
            return null;
        }
        String name = text.value();
        T value = accepted.get(name);
        if (value == null && later.contains(name)) {
            place.error(what + " " + name + " is not available yet, accepted: " + Shown.list(accepted.keySet()));
        } else if (value == null) {
            place.unknown(what, name, accepted.keySet());
        }
        return value;
    }
}
