package dev.nightjar.strategy;

import java.util.Set;

/** Members that only the drawing tool uses; they are skipped without a word. */
final class DrawingMembers {

    static final Set<String> OF_NODES = Set.of(
            "position",
            "positionAbsolute",
            "style",
            "className",
            "measured",
            "width",
            "height",
            "zIndex",
            "selected",
            "selectable",
            "dragging",
            "draggable",
            "deletable",
            "hidden",
            "sourcePosition",
            "targetPosition",
            "parents",
            "children");

    static final Set<String> OF_EDGES = Set.of(
            "id",
            "type",
            "style",
            "className",
            "animated",
            "selected",
            "selectable",
            "deletable",
            "hidden",
            "label",
            "zIndex",
            "sourceHandle",
            "targetHandle",
            "markerEnd",
            "markerStart",
            "data");

    static final Set<String> OF_FILES =
            Set.of("strategy_description", "strategy_status", "strategy_version", "metadata");

    private static final Set<String> EVERYWHERE = Set.of("_lastUpdated", "_initialized", "created_at", "updated_at");

    private DrawingMembers() {}

    /** {@return whether a member of this name is the drawing tool's in any object} */
    static boolean everywhere(String name) {
        return EVERYWHERE.contains(name) || name.endsWith("Preview");
    }
}
