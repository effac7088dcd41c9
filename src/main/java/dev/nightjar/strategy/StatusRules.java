package dev.nightjar.strategy;

import java.util.Map;

/** The status of a position is no number: it is only compared with the words for it, by == and !=. */
final class StatusRules {

    private static final Map<String, Boolean> WORDS = Map.of("open", true, "closed", false);

    private StatusRules() {}

    /** {@return the words that mean a status, and whether they mean open} */
    static Map<String, Boolean> words() {
        return WORDS;
    }

    /** {@return whether the operand is a status or a word for one} */
    static boolean applyTo(Operand operand) {
        return operand instanceof Operand.Status || isStatus(operand);
    }

    /** {@return whether the comparison is one of a status with a word, or of neither; tells what is wrong if not} */
    static boolean check(ObjectReader leaf, Condition.Comparison comparison, Operand lhs, Operand rhs) {
        if (!applyTo(lhs) && !applyTo(rhs)) {
            return true;
        }
        if (!isStatus(lhs) && !isStatus(rhs)) {
            refuse(leaf, "lhs", lhs);
            refuse(leaf, "rhs", rhs);
            return false;
        }
        String other = isStatus(lhs) ? "rhs" : "lhs";
        if (!((isStatus(lhs) ? rhs : lhs) instanceof Operand.Status)) {
            leaf.place(other).error("a status is compared with nothing but the constants \"open\" and \"closed\"");
            return false;
        }
        if (comparison != Condition.Comparison.EQUAL && comparison != Condition.Comparison.NOT_EQUAL) {
            leaf.place("operator").error("a status is compared by == and != only");
            return false;
        }
        return true;
    }

    /** Tells, if the operand in the member is a status or a word for one, that it may not stand there. */
    static boolean refuse(ObjectReader reader, String member, Operand operand) {
        if (operand instanceof Operand.Status) {
            ObjectReader constant = reader.object(member);
            if (constant != null) {
                constant.place("value")
                        .error("must be " + OperandReader.CONSTANT_FORM
                                + "; open and closed are only compared with the status of a position");
            }
            return true;
        }
        if (isStatus(operand)) {
            reader.place(member)
                    .error("a status is no number, it can only be compared with the constants \"open\" and \"closed\"");
            return true;
        }
        return false;
    }

    private static boolean isStatus(Operand operand) {
        return operand instanceof Operand.PositionValue position && position.field() == Operand.PositionField.STATUS;
    }
}
