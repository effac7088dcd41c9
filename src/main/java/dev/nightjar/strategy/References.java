package dev.nightjar.strategy;

import dev.nightjar.market.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a strategy call each other by. Names are declared and used in any order while nodes are read;
 * uses that name nothing are told at the end.
 */
final class References {

    private final Set<String> nodes = new LinkedHashSet<>();
    private final Set<String> entryNodes = new LinkedHashSet<>();
    private final Set<String> unreadable = new LinkedHashSet<>();
    private final Map<String, Optional<Side>> sides = new LinkedHashMap<>();
    private final Map<String, Set<String>> variables = new HashMap<>();
    private final List<Runnable> uses = new ArrayList<>();

    /** {@return whether no node before it had that id} */
    boolean declareNode(String id) {
        return nodes.add(id);
    }

    void declareEntryNode(String id) {
        entryNodes.add(id);
    }

    /** A node of a type that is not known: whatever is said of it cannot be checked. */
    void declareUnreadable(String id) {
        unreadable.add(id);
    }

    /**
     * {@return whether no leg before it had that id}
     *
     * @param side null if it could not be read
     */
    boolean declareVpi(String vpi, @Nullable Side side) {
        return sides.putIfAbsent(vpi, Optional.ofNullable(side)) == null;
    }

    /** {@return whether the node had no variable of that name} */
    boolean declareVariable(String nodeId, String variable) {
        return variables.computeIfAbsent(nodeId, id -> new LinkedHashSet<>()).add(variable);
    }

    void useEntryNode(Place place, String id) {
        uses.add(() -> {
            if (!entryNodes.contains(id) && !unreadable.contains(id)) {
                place.unknown("entry node", id, entryNodes);
            }
        });
    }

    void useVpi(Place place, String vpi) {
        uses.add(() -> {
            if (!sides.containsKey(vpi)) {
                place.unknown("position (vpi)", vpi, sides.keySet());
            }
        });
    }

    /** Tells, once all legs are known, the side of the one of that vpi, or of each if it is null. */
    void useSides(@Nullable String vpi, Consumer<Side> use) {
        uses.add(() -> sides.forEach((leg, side) -> {
            if (vpi == null || vpi.equals(leg)) {
                side.ifPresent(use);
            }
        }));
    }

    void useVariable(Place nodePlace, String nodeId, Place variablePlace, String variable) {
        uses.add(() -> {
            Set<String> stored = variables.getOrDefault(nodeId, Set.of());
            if (!nodes.contains(nodeId)) {
                nodePlace.unknown(
                        "node", nodeId, variables.keySet().stream().sorted().toList());
            } else if (!stored.contains(variable) && !unreadable.contains(nodeId)) {
                variablePlace.unknown("variable of node " + Shown.name(nodeId), variable, stored);
            }
        });
    }

    /** Tells every use that names nothing. */
    void check() {
        uses.forEach(Runnable::run);
    }
}
