package dev.nightjar.engine;

import dev.nightjar.engine.Explanation.Asked;
import dev.nightjar.engine.Explanation.Wait;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.ConditionText;
import dev.nightjar.strategy.Leaves;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.Role;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The words in which the alarms of one list of conditions tell what they wait for. */
final class AlarmWords {

    private final Program program;
    private final List<Condition.Leaf> leaves;

    AlarmWords(Program program, List<Condition> conditions) {
        this.program = program;
        leaves = Leaves.of(conditions);
    }

    /** {@return several alarms together} */
    Wait group(String what, Alarm[] members) {
        return Wait.group(
                what, Arrays.stream(members).map(member -> member.told(this)).toList());
    }

    /** {@return one without a comparison that needs no slice looked at} */
    Wait seldom(String when) {
        return Wait.of("", when, Asked.SELDOM);
    }

    /** {@return one without a comparison that rings in every slice} */
    Wait always(String because) {
        return Wait.of("", "evaluated in every slice: " + because, Asked.EVERY_SLICE);
    }

    /** {@return one that is another one while some legs are open} */
    Wait positions(int[] legs, Wait closed, Wait open) {
        String names =
                Arrays.stream(legs).mapToObj(leg -> program.leg(leg).vpi()).collect(Collectors.joining(", "));
        boolean several = legs.length > 1;
        return Wait.either(
                closed.condition(),
                closed.named("while " + (several ? "none of " : "") + names + (several ? " is" : " is not") + " open"),
                open.named("while " + (several ? "any of " : "") + names + " is open"));
    }

    Wait time(int number, Comparison comparison, boolean timeIsLeft) {
        Condition.Leaf leaf = leaves.get(number);
        String time = text(timeIsLeft ? leaf.rhs() : leaf.lhs());
        String when = switch (comparison) {
            case GREATER_OR_EQUAL -> "sleeps until the first slice at or after " + time;
            case GREATER -> "sleeps until the first slice after " + time;
            case BETWEEN -> "sleeps until the first slice from " + time + " to " + upper(leaf);
            case LESS -> "holds in every slice before " + time + ", and in none from then on";
            case LESS_OR_EQUAL -> "holds in every slice up to " + time + ", and in none after it";
            default -> "";
        };
        return when.isEmpty()
                ? wait(number, "asked in every slice because times are compared by " + comparison.label(), true)
                : wait(number, when, false);
    }

    /** {@return a comparison or cross that changes when candles complete} */
    Wait completions(int number, int[] series) {
        return wait(
                number,
                series.length == 0
                        ? "asked once whenever something has happened to the strategy: nothing in the market changes it"
                        : "sleeps until " + completion(series),
                false);
    }

    Wait level(int number, Comparison comparison, boolean priceIsLeft, Role role, int[] series) {
        Condition.Leaf leaf = leaves.get(number);
        String level = text(priceIsLeft ? leaf.rhs() : leaf.lhs());
        String reached = switch (comparison) {
            case GREATER -> "is above " + level;
            case GREATER_OR_EQUAL -> "is at or above " + level;
            case LESS -> "is below " + level;
            case LESS_OR_EQUAL -> "is at or below " + level;
            case BETWEEN -> "lies between " + level + " and " + upper(leaf);
            default -> "is " + level;
        };
        return wait(
                number,
                "sleeps until the last price of " + role + " " + reached
                        + (series.length == 0 ? "" : ", which may change when " + completion(series)),
                false);
    }

    /** {@return a comparison or cross that is asked slice by slice} */
    Wait everySlice(Predicate.Leaf leaf) {
        Set<String> reasons = new LinkedHashSet<>();
        addReasons(leaf.lhs(), false, reasons);
        addReasons(leaf.rhs(), false, reasons);
        if (leaf.upper() != null) {
            addReasons(leaf.upper(), false, reasons);
        }
        return wait(leaf.number(), "asked in every slice because of " + String.join(" and ", reasons), true);
    }

    /** {@return a cross that is asked slice by slice} */
    Wait everySlice(Predicate.Cross cross) {
        Set<String> reasons = new LinkedHashSet<>();
        addReasons(cross.lhs(), true, reasons);
        addReasons(cross.rhs(), true, reasons);
        return wait(
                cross.number(), "asked in every slice because of a cross of " + String.join(" and ", reasons), true);
    }

    /** @param positions whether any fact of a position counts as one that may change in any slice, as it does in a cross */
    private void addReasons(Value value, boolean positions, Set<String> reasons) {
        if (value instanceof Value.Expression expression) {
            addReasons(expression.left(), positions, reasons);
            addReasons(expression.right(), positions, reasons);
        } else if (value instanceof Value.CurrentTime) {
            reasons.add("the time");
        } else if (value instanceof Value.Clock clock) {
            reasons.add("the " + clock.clock().label() + " of the time");
        } else if (value instanceof Value.Live live) {
            reasons.add((live.field() == Operand.LiveField.PRICE
                            ? "the last price"
                            : "the "
                                    + live.field()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' '))
                    + " of " + live.role());
        } else if (value instanceof Value.Candle candle && candle.offset() == 0) {
            reasons.add("the forming candle of " + series(candle.series()));
        } else if (value instanceof Value.Position position && (positions || Alarms.moves(position.field()))) {
            reasons.add("the " + position.field().label() + " of "
                    + program.leg(position.leg()).vpi());
        } else if (value instanceof Value.Pnl pnl && (positions || pnl.type() != Operand.PnlType.REALIZED)) {
            reasons.add("the profit of "
                    + (pnl.leg() < 0 ? "all positions" : program.leg(pnl.leg()).vpi()));
        }
    }

    private Wait wait(int number, String when, boolean everySlice) {
        return Wait.of(
                ConditionText.raw(leaves.get(number), program.strategy()),
                when,
                everySlice ? Asked.EVERY_SLICE : Asked.SELDOM);
    }

    private String text(Operand operand) {
        return ConditionText.operand(operand, program.strategy());
    }

    private String upper(Condition.Leaf leaf) {
        Operand upper = leaf.upper();
        return upper == null ? "nothing" : text(upper);
    }

    private String completion(int[] series) {
        return "a candle of "
                + Arrays.stream(series).mapToObj(this::series).collect(Collectors.joining(", or of "))
                + " completes";
    }

    private String series(int place) {
        Graph.Series own = program.graph().series().get(place);
        return own.timeframe().label() + " of " + own.role();
    }
}
