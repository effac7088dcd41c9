package dev.nightjar.strategy;

import dev.nightjar.strategy.Condition.Comparison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists of conditions. */
final class ConditionReader {

    private static final Choices<Comparison> OPERATORS = Choices.of("operator", Comparison.values(), Comparison::label);
    private static final Choices<Boolean> LOGIC =
            Choices.of("group logic", new Boolean[] {false, true}, any -> any ? "OR" : "AND");

    private final OperandReader operands;

    ConditionReader(OperandReader operands) {
        this.operands = operands;
    }

    /** {@return those of the conditions that could be read; none if the member is missing} */
    List<Condition> list(ObjectReader reader, String name) {
        return read(reader.list(name, "conditions"));
    }

    private List<Condition> read(List<Place> places) {
        List<Condition> conditions = new ArrayList<>();
        for (Place place : places) {
            Condition condition = condition(place);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private @Nullable Condition condition(Place place) {
        ObjectReader reader = ObjectReader.of(place, "a group with conditions or a comparison with lhs, operator, rhs");
        if (reader == null) {
            return null;
        }
        reader.without("id");
        boolean group = reader.find("conditions") != null || reader.find("groupLogic") != null;
        Condition condition = group ? group(reader) : leaf(reader);
        reader.warnOfTheRest();
        return condition;
    }

    private Condition group(ObjectReader reader) {
        for (String name : List.of("lhs", "operator", "rhs", "rhs2")) {
            Place place = reader.find(name);
            if (place != null) {
                place.error("stands in a group, expected in an element of its conditions");
            }
        }
        Place logic = reader.find("groupLogic");
        Boolean any = logic == null ? Boolean.FALSE : LOGIC.read(logic);
        reader.need("conditions", "a list of conditions");
        List<Place> members = reader.list("conditions", "conditions");
        if (members.isEmpty()) {
            reader.place().warning("is a group without conditions, which is always true");
        }
        return new Condition.Group(any != null && any, read(members));
    }

    private @Nullable Condition leaf(ObjectReader reader) {
        Operand lhs = operands.side(reader, "lhs");
        Comparison comparison = reader.choice("operator", OPERATORS);
        Operand rhs = operands.side(reader, "rhs");
        Operand upper = comparison == Comparison.BETWEEN ? operands.operand(reader, "rhs2") : null;
        if (lhs == null || comparison == null || rhs == null || comparison == Comparison.BETWEEN && upper == null) {
            reader.without("rhs2");
            return null;
        }
        if (!StatusRules.check(reader, comparison, lhs, rhs)) {
            return null;
        }
        boolean crosses = comparison == Comparison.CROSSES_ABOVE || comparison == Comparison.CROSSES_BELOW;
        if (crosses && !changes(lhs) && !changes(rhs)) {
            reader.place("operator")
                    .error("neither side changes by itself, expected a price, volume, candle, indicator, the time or a"
                            + " profit on one of them");
        }
        return new Condition.Leaf(comparison, lhs, rhs, upper);
    }

    /** {@return whether the value can be another one although no node acted} */
    private static boolean changes(Operand operand) {
        if (operand instanceof Operand.Expression expression) {
            return changes(expression.left()) || changes(expression.right());
        }
        if (operand instanceof Operand.PositionValue position) {
            return switch (position.field()) {
                case CURRENT_PRICE, PNL, REALIZED_PNL, UNREALIZED_PNL, TRAILING_POSITION_PRICE -> true;
                case ENTRY_PRICE,
                        EXIT_PRICE,
                        QUANTITY,
                        UNDERLYING_PRICE_ON_ENTRY,
                        UNDERLYING_PRICE_ON_EXIT,
                        MULTIPLIER,
                        STATUS -> false;
            };
        }
        return !(operand instanceof Operand.Constant
                || operand instanceof Operand.TimeOfDay
                || operand instanceof Operand.NodeVariable
                || operand instanceof Operand.Status);
    }
}
