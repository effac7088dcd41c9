package dev.nightjar.market;

import java.time.LocalDate;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A fact that changes over the years: each value is valid from its day until the day before the next one's.
 *
 * <p>Adding a later value changes nothing on earlier days.
 *
 * @param values by their first day
 */
public record History<T>(NavigableMap<LocalDate, T> values) {

    public History {
        values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
    }

    /** {@return the value on a day, or null if none was valid yet} */
    public @Nullable T asOf(LocalDate date) {
        var entry = values.floorEntry(date);
        return entry == null ? null : entry.getValue();
    }

    /** {@return this history until the day before the other one begins, and the other one from then on} */
    public History<T> until(History<T> other) {
        if (other.values.isEmpty()) {
            return this;
        }
        NavigableMap<LocalDate, T> joined = new TreeMap<>(values.headMap(other.values.firstKey(), false));
        joined.putAll(other.values);
        return new History<>(joined);
    }
}
