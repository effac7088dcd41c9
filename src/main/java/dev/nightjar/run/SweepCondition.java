package dev.nightjar.run;

import dev.nightjar.strategy.StrategyParameter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which combinations of values are wanted, such as {@code fast<slow}.
 *
 * @param left the name of a parameter, or a value
 * @param right the name of a parameter, or a value
 */
public record SweepCondition(String left, Comparison comparison, String right) {

    private static final Pattern FORM = Pattern.compile("(.+?)(<=|>=|==|!=|<|>)(.+)", Pattern.DOTALL);

    /** How two values compare. */
    public enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        EQUAL("=="),
        DIFFERENT("!=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        private static Comparison of(String sign) {
            for (Comparison comparison : values()) {
                if (comparison.sign.equals(sign)) {
                    return comparison;
                }
            }
            throw new IllegalArgumentException("no comparison " + sign);
        }
    }

    /**
     * {@return the condition a text says}
     *
     * @throws IllegalArgumentException if it says none
     */
    public static SweepCondition parse(String written) {
        Matcher matcher = FORM.matcher(written);
        if (!matcher.matches() || matcher.group(1).isBlank() || matcher.group(3).isBlank()) {
            throw new IllegalArgumentException(
                    "must be two parameters, or a parameter and a value, with one of < <= > >= == != between them,"
                            + " such as fast<slow, was " + Printable.of(written));
        }
        return new SweepCondition(
                matcher.group(1).strip(),
                Comparison.of(matcher.group(2)),
                matcher.group(3).strip());
    }

    /** {@return whether values of a kind can be compared so} */
    public boolean fits(StrategyParameter.Kind kind) {
        return kind == StrategyParameter.Kind.NUMBER
                || kind == StrategyParameter.Kind.TIME
                || comparison == Comparison.EQUAL
                || comparison == Comparison.DIFFERENT;
    }

    /**
     * {@return whether it holds}
     *
     * @param leftValue of the kind
     * @param rightValue of the kind
     */
    public boolean holds(String leftValue, String rightValue, StrategyParameter.Kind kind) {
        int order = switch (kind) {
            case NUMBER -> SweepValues.number(leftValue).compareTo(SweepValues.number(rightValue));
            case TIME -> SweepValues.time(leftValue).compareTo(SweepValues.time(rightValue));
            case TEXT, FLAG -> leftValue.compareTo(rightValue);
        };
        return switch (comparison) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
            case EQUAL -> order == 0;
            case DIFFERENT -> order != 0;
        };
    }

    @Override
    public String toString() {
        return left + comparison.sign + right;
    }
}
