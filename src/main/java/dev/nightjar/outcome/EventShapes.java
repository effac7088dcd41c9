package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Leaves;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event may tell of, by its kind and node; files have no place for anything else. */
final class EventShapes {

    private enum Part {
        LEAVES,
        VARIABLES,
        OPENED,
        RESTED,
        SKIPPED,
        CANCELLED,
        CLOSED,
        PROTECTION,
        ARMED
    }

    private static final Set<EventKind> NODELESS =
            EnumSet.of(EventKind.STRATEGY_TERMINATED, EventKind.SESSION_END, EventKind.EXPIRED);

    private final Strategy strategy;
    private final Contradictions contradictions;

    EventShapes(Strategy strategy, Contradictions contradictions) {
        this.strategy = strategy;
        this.contradictions = contradictions;
    }

    void check(int number, DayRecord.Event event) {
        checkPlaces(number, event);
        Node node = contradictions.node(event);
        Set<Part> allowed = parts(number, event.kind(), node);
        for (Part part : told(event)) {
            if (!allowed.contains(part)) {
                throw contradictions.of(
                        number,
                        "(" + event.kind().label() + (node == null ? "" : " of " + node.id()) + ") tells of "
                                + part.name().toLowerCase(Locale.ROOT) + ", which such an event does not have");
            }
        }
        for (DayRecord.Skipped skipped : event.skipped()) {
            contradictions.leg(number, skipped.leg());
        }
        if (node instanceof Node.Signal signal) {
            checkSignal(number, event, signal);
        }
        if (event.kind() == EventKind.ORDER_FILLED
                && event.opened().size() + event.closed().size() != 1) {
            throw contradictions.of(
                    number,
                    "(order_filled) opens " + event.opened().size() + " and closes "
                            + event.closed().size() + "; one order fills at a time");
        }
        if (event.kind() == EventKind.PROTECTION_HIT
                && (event.protections().size() != 1
                        || event.closed().size() + event.rested().size() != 1)) {
            throw contradictions.of(
                    number,
                    "(protection_hit) tells of " + event.protections().size() + " protections, "
                            + event.closed().size() + " closes and "
                            + event.rested().size() + " resting orders; one protection closes one position");
        }
    }

    private void checkPlaces(int number, DayRecord.Event event) {
        boolean ofNoNode = NODELESS.contains(event.kind());
        boolean mayHaveNone = event.kind() == EventKind.ORDER_FILLED && event.node() == DayJournal.NONE;
        if (ofNoNode
                ? event.node() != DayJournal.NONE
                : !mayHaveNone
                        && (event.node() < 0 || event.node() >= strategy.nodes().size())) {
            throw contradictions.of(
                    number,
                    "(" + event.kind().label() + ") is of node " + event.node() + " of "
                            + strategy.nodes().size());
        }
        if (event.parent() < DayJournal.NONE || event.parent() >= number) {
            throw contradictions.of(number, "has parent " + event.parent());
        }
    }

    private Set<Part> parts(int number, EventKind kind, @Nullable Node node) {
        return switch (kind) {
            case NODE_COMPLETED -> completed(node);
            case ENTRY_PENDING -> {
                require(number, kind, node, Node.Entry.class);
                yield EnumSet.of(Part.OPENED, Part.RESTED, Part.SKIPPED, Part.ARMED);
            }
            case ENTRY_SKIPPED -> {
                require(number, kind, node, Node.Entry.class);
                yield EnumSet.of(Part.SKIPPED);
            }
            case EXIT_PENDING -> {
                require(number, kind, node, Node.Exit.class);
                yield EnumSet.of(Part.CLOSED, Part.RESTED, Part.ARMED);
            }
            case PROTECTION_HIT -> {
                require(number, kind, node, Node.Entry.class);
                yield EnumSet.of(Part.PROTECTION, Part.CLOSED, Part.RESTED, Part.CANCELLED);
            }
            case ORDER_FILLED -> EnumSet.of(Part.OPENED, Part.CLOSED, Part.ARMED);
            case STRATEGY_TERMINATED -> EnumSet.of(Part.CLOSED, Part.RESTED, Part.CANCELLED);
            case SESSION_END, EXPIRED -> EnumSet.of(Part.CLOSED, Part.CANCELLED);
        };
    }

    private static Set<Part> completed(@Nullable Node node) {
        if (node instanceof Node.Signal) {
            return EnumSet.of(Part.LEAVES, Part.VARIABLES);
        }
        if (node instanceof Node.Entry) {
            return EnumSet.of(Part.OPENED, Part.SKIPPED, Part.ARMED);
        }
        if (node instanceof Node.Exit) {
            return EnumSet.of(Part.CLOSED, Part.ARMED);
        }
        if (node instanceof Node.SquareOff) {
            return EnumSet.of(Part.CLOSED, Part.RESTED, Part.CANCELLED);
        }
        return EnumSet.noneOf(Part.class);
    }

    private void require(int number, EventKind kind, @Nullable Node node, Class<? extends Node> type) {
        if (!type.isInstance(node)) {
            throw contradictions.of(
                    number,
                    "(" + kind.label() + ") is of " + (node == null ? "no node" : node.id() + ", a " + node.type()));
        }
    }

    private static Set<Part> told(DayRecord.Event event) {
        Set<Part> told = EnumSet.noneOf(Part.class);
        add(told, Part.LEAVES, event.leaves());
        add(told, Part.VARIABLES, event.variables());
        add(told, Part.OPENED, event.opened());
        add(told, Part.RESTED, event.rested());
        add(told, Part.SKIPPED, event.skipped());
        add(told, Part.CANCELLED, event.cancelled());
        add(told, Part.CLOSED, event.closed());
        add(told, Part.PROTECTION, event.protections());
        add(told, Part.ARMED, event.armed());
        return told;
    }

    private static void add(Set<Part> told, Part part, List<?> items) {
        if (!items.isEmpty()) {
            told.add(part);
        }
    }

    private void checkSignal(int number, DayRecord.Event event, Node.Signal signal) {
        for (DayRecord.StoredVariable variable : event.variables()) {
            if (variable.variable() < 0
                    || variable.variable() >= signal.variables().size()) {
                throw contradictions.of(
                        number,
                        "stores variable " + variable.variable() + " of "
                                + signal.variables().size());
            }
        }
        List<Condition.Leaf> known =
                Leaves.of(event.usedReEntryConditions() ? signal.reEntryConditions() : signal.conditions());
        for (DayRecord.Leaf leaf : event.leaves()) {
            if (leaf.leaf() < 0 || leaf.leaf() >= known.size()) {
                throw contradictions.of(number, "evaluates condition " + leaf.leaf() + " of " + known.size());
            }
            Condition.Comparison comparison = known.get(leaf.leaf()).comparison();
            boolean crosses = comparison == Condition.Comparison.CROSSES_ABOVE
                    || comparison == Condition.Comparison.CROSSES_BELOW;
            if (crosses != (leaf.previous() != null)) {
                throw contradictions.of(
                        number,
                        "tells " + (crosses ? "no " : "") + "previous values of condition " + leaf.leaf() + ", "
                                + comparison.label());
            }
        }
    }
}
