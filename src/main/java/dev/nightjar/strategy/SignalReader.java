package dev.nightjar.strategy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what signal nodes have in common, and what re-entry signals add. */
final class SignalReader {

    private static final int MAX_RE_ENTRIES = 1_000_000;

    private final References references;
    private final OperandReader operands;
    private final ConditionReader conditions;

    SignalReader(Instruments instruments, References references) {
        this.references = references;
        this.operands = new OperandReader(instruments, references);
        this.conditions = new ConditionReader(operands);
    }

    Node entrySignal(String id, String label, ObjectReader data) {
        return new Node.EntrySignal(
                id,
                label,
                conditions(data),
                reEntryConditions(data, "hasReEntryConditions", "reEntryConditions"),
                variables(id, data));
    }

    Node exitSignal(String id, String label, ObjectReader data) {
        return new Node.ExitSignal(
                id,
                label,
                conditions(data),
                reEntryConditions(data, "hasReEntryExitConditions", "reEntryExitConditions"),
                variables(id, data));
    }

    Node reEntrySignal(String id, String label, ObjectReader data) {
        String target = data.optionalText("targetEntryNodeId", "the id of an entry node");
        if (target != null) {
            references.useEntryNode(data.place("targetEntryNodeId"), target);
        }
        return new Node.ReEntrySignal(id, label, conditions(data), variables(id, data), maxReEntries(data));
    }

    private List<Condition> conditions(ObjectReader data) {
        List<Condition> roots = conditions.list(data, "conditions");
        Place place = data.find("conditions");
        if (place == null
                || place.value() instanceof JsonValue.Array array
                        && array.elements().isEmpty()) {
            data.place("conditions").warning("there are no conditions, the signal never fires");
        }
        return roots;
    }

    /** They count only where the flag is set; without it they are left unread. */
    private List<Condition> reEntryConditions(ObjectReader data, String flag, String name) {
        if (data.flag(flag)) {
            return conditions.list(data, name);
        }
        Place unused = data.find(name);
        if (unused != null
                && data.find(flag) == null
                && !(unused.value() instanceof JsonValue.Array array
                        && array.elements().isEmpty())) {
            unused.warning("has no effect because " + flag + " is not true");
        }
        return List.of();
    }

    /** A variable's own nodeId has no effect: it belongs to the node it stands in. */
    private List<Node.Variable> variables(String nodeId, ObjectReader data) {
        List<Node.Variable> variables = new ArrayList<>();
        for (Place place : data.list("variables", "variables with name and expression")) {
            Node.Variable variable = variable(nodeId, place);
            if (variable != null) {
                variables.add(variable);
            }
        }
        return variables;
    }

    private Node.@Nullable Variable variable(String nodeId, Place place) {
        ObjectReader reader = ObjectReader.of(place, "a variable: an object with name and expression");
        if (reader == null) {
            return null;
        }
        String name = reader.text("name", "the name of the variable");
        if (name != null && !references.declareVariable(nodeId, name)) {
            reader.place("name").error("another variable of the node has this name already");
        }
        Operand expression = operands.operand(reader, "expression");
        reader.without("id", "nodeId").warnOfTheRest();
        return name == null || expression == null ? null : new Node.Variable(name, expression);
    }

    private static int maxReEntries(ObjectReader data) {
        Place place = data.need("retryConfig", "an object with maxReEntries");
        ObjectReader retry = place == null ? null : ObjectReader.of(place, "an object with maxReEntries");
        if (retry == null) {
            return 0;
        }
        Integer max = retry.integer("maxReEntries", 0, MAX_RE_ENTRIES);
        retry.without("groupNumber", "maxEntries").warnOfTheRest();
        return max == null ? 0 : max;
    }
}
