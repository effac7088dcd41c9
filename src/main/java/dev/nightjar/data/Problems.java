package dev.nightjar.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects what is wrong: a few examples of each kind, and how many there were. */
final class Problems {

    /** How many examples of one kind are told. */
    static final int EXAMPLES = 5;

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** Adds a problem that is told whatever else there is. */
    void add(String message) {
        add(message, () -> message);
    }

    /**
     * Adds a problem of which there may be many.
     *
     * @param kind what they have in common, told beside the number of those left out
     * @param message asked for only while examples are wanted
     */
    void add(String kind, Supplier<String> message) {
        Kind same = kinds.computeIfAbsent(kind, name -> new Kind());
        same.count++;
        if (same.examples.size() < EXAMPLES) {
            same.examples.add(message.get());
        }
    }

    void addAll(List<String> messages) {
        messages.forEach(this::add);
    }

    boolean any() {
        return !kinds.isEmpty();
    }

    List<String> messages() {
        List<String> messages = new ArrayList<>();
        kinds.forEach((name, kind) -> {
            messages.addAll(kind.examples);
            long untold = kind.count - kind.examples.size();
            if (untold > 0) {
                messages.add("… and " + untold + " more like these (" + name + ": " + kind.count + " in all)");
            }
        });
        return messages;
    }

    void throwIfAny(Object subject) {
        if (any()) {
            throw new DataException(subject.toString(), messages());
        }
    }

    private static final class Kind {
        private final List<String> examples = new ArrayList<>();
        private long count;
    }
}
