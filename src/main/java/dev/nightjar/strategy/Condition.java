package dev.nightjar.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tree of comparisons. */
public sealed interface Condition {

    /**
     * Conditions joined by AND or OR, evaluated left to right until the result is known. An empty group is true.
     *
     * @param any true for OR, false for AND
     */
    record Group(boolean any, List<Condition> conditions) implements Condition {
        public Group {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * A comparison; false if a side is null.
     *
     * @param upper the upper bound of BETWEEN, else null
     */
    record Leaf(
            Comparison comparison,
            Operand lhs,
            Operand rhs,
            @Nullable Operand upper) implements Condition {}

    /** Comparisons of doubles, without any epsilon. */
    enum Comparison {
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        EQUAL("=="),
        NOT_EQUAL("!="),
        /** lhs lies between rhs and upper, both included. */
        BETWEEN("between"),
        /** lhs is above rhs and was not just before. */
        CROSSES_ABOVE("crosses_above"),
        /** lhs is below rhs and was not just before. */
        CROSSES_BELOW("crosses_below");

        private final String label;

        Comparison(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
