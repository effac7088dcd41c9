package dev.nightjar.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the events' file; parent is the event that led to it. */
final class ReferenceEvent {
    final String id;
    final @Nullable String node;
    final @Nullable ReferenceEvent parent;
    final Map<String, Object> members = new LinkedHashMap<>();

    ReferenceEvent(String id, @Nullable String node, @Nullable ReferenceEvent parent) {
        this.id = id;
        this.node = node;
        this.parent = parent;
    }

    void put(String name, @Nullable Object value) {
        members.put(name, value);
    }

    /** {@return an array for its elements, added if it is not there yet} */
    @SuppressWarnings("unchecked")
    List<Object> list(String name) {
        return (List<Object>) members.computeIfAbsent(name, any -> new ArrayList<>());
    }

    boolean is(String kind) {
        return kind.equals(members.get("event_type"));
    }

    /** {@return the ids from the root to this event, of a longer chain the last hundred} */
    List<String> flow() {
        List<String> ids = new ArrayList<>();
        for (ReferenceEvent event = this; event != null; event = event.parent) {
            ids.add(0, event.id);
        }
        return ids.subList(Math.max(0, ids.size() - 100), ids.size());
    }
}
