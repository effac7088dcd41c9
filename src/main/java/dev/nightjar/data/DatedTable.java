package dev.nightjar.data;

import dev.nightjar.market.History;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Facts by key, each valid from a day until the next one of the same key. */
final class DatedTable<T> {

    private final Map<String, History<T>> histories;

    private DatedTable(Map<String, History<T>> histories) {
        this.histories = Map.copyOf(histories);
    }

    @Nullable T asOf(String key, LocalDate date) {
        History<T> history = histories.get(key);
        return history == null ? null : history.asOf(date);
    }

    /** {@return this table, in which for each key of the other one that one alone speaks from its first day on} */
    DatedTable<T> overlaid(DatedTable<T> own) {
        Map<String, History<T>> joined = new TreeMap<>(histories);
        own.histories.forEach((key, history) -> joined.merge(key, history, History::until));
        return new DatedTable<>(joined);
    }

    /** Collects rows. */
    static final class Rows<T> {
        private final Map<String, NavigableMap<LocalDate, T>> rows = new TreeMap<>();

        /** Adds what holds from a day on, if the row and the day are good; a day may be there once. */
        void add(CsvRow row, String key, @Nullable LocalDate from, @Nullable T value) {
            if (row.refused() || from == null || value == null) {
                return;
            }
            if (rows.computeIfAbsent(key, absent -> new TreeMap<>()).putIfAbsent(from, value) != null) {
                row.refuseAsRepeated(key + (from.equals(ReferenceFile.ALWAYS) ? "" : " from " + from));
            }
        }

        DatedTable<T> table() {
            Map<String, History<T>> histories = new TreeMap<>();
            rows.forEach((key, values) -> histories.put(key, new History<>(values)));
            return new DatedTable<>(histories);
        }
    }
}
