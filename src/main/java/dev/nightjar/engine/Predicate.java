package dev.nightjar.engine;

import dev.nightjar.strategy.Condition;
import org.jspecify.annotations.Nullable;

/** A compiled condition: true or false at the current slice of an instance. */
interface Predicate {

    boolean holds(InstanceDay day);

    /** Evaluated left to right until the result is known; an empty group is true. */
    record Group(boolean any, Predicate[] members) implements Predicate {
        @Override
        public boolean holds(InstanceDay day) {
            for (Predicate member : members) {
                if (member.holds(day) == any) {
                    return any;
                }
            }
            return !any || members.length == 0;
        }
    }

    /**
     * @param number its place among the leaves of its condition list
     * @param upper null unless the comparison has an upper bound
     */
    record Leaf(
            int number,
            Condition.Comparison comparison,
            Value lhs,
            Value rhs,
            @Nullable Value upper) implements Predicate {
        @Override
        public boolean holds(InstanceDay day) {
            double a = lhs.at(day);
            double b = rhs.at(day);
            double c = upper == null ? Double.NaN : upper.at(day);
            boolean result = compare(a, b, c);
            day.findings().add(number, a, b, c, result);
            return result;
        }

        /** {@return whether it holds where an instance looks, which is not told to anybody} */
        boolean isTrue(InstanceDay day) {
            return compare(lhs.at(day), rhs.at(day), upper == null ? Double.NaN : upper.at(day));
        }

        /** NaN stands for null, so a side that is NaN must make every comparison false, != included. */
        boolean compare(double a, double b, double c) {
            return switch (comparison) {
                case LESS -> a < b;
                case LESS_OR_EQUAL -> a <= b;
                case GREATER -> a > b;
                case GREATER_OR_EQUAL -> a >= b;
                case EQUAL -> a == b;
                case NOT_EQUAL -> a < b || a > b;
                case BETWEEN -> b <= a && a <= c;
                case CROSSES_ABOVE, CROSSES_BELOW -> throw new IllegalStateException("a cross looks back");
            };
        }
    }

    /**
     * Whether one side came to the other side of the other.
     *
     * @param number its place among the leaves of its condition list
     * @param above whether the left side must have come from below or from the right side itself; else from above
     * @param cross its place among the program's crosses
     */
    record Cross(int number, boolean above, int cross, Value lhs, Value rhs) implements Predicate {
        @Override
        public boolean holds(InstanceDay day) {
            day.evaluatesCross(cross);
            double a = lhs.at(day);
            double b = rhs.at(day);
            double lastA = day.crosses().lhs(cross);
            double lastB = day.crosses().rhs(cross);
            boolean result = crossed(lastA, lastB, a, b);
            day.findings().add(number, a, b, result, lastA, lastB);
            return result;
        }

        /** {@return whether it holds where an instance looks if its sides were such just before; nobody is told} */
        boolean isTrue(InstanceDay day, double lastLhs, double lastRhs) {
            return crossed(lastLhs, lastRhs, lhs.at(day), rhs.at(day));
        }

        boolean crossed(double lastA, double lastB, double a, double b) {
            return above ? lastA <= lastB && a > b : lastA >= lastB && a < b;
        }
    }
}
