package dev.nightjar.strategy;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Comparisons as people read them: as configured, and with the values of one evaluation. */
public final class ConditionText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final int MILLIS = 3;
    private static final int MICROS = 6;

    private ConditionText() {}

    /**
     * {@return the comparison as configured, such as {@code Previous[TI.1m.rsi(14,close)] < 30}}
     *
     * @param strategy the strategy it belongs to, which knows its indicators
     */
    public static String raw(Condition.Leaf leaf, Strategy strategy) {
        Operand upper = leaf.upper();
        return join(
                leaf,
                operand(leaf.lhs(), strategy),
                operand(leaf.rhs(), strategy),
                upper == null ? null : operand(upper, strategy));
    }

    /**
     * {@return the comparison with values of two decimals, such as {@code 26.97 < 30.00}}
     *
     * <p>Times are {@code HH:mm:ss}, with milliseconds or microseconds behind where they are no whole seconds.
     *
     * @param upper used only if the comparison has an upper bound
     * @param zone the exchange's
     */
    public static String evaluated(Condition.Leaf leaf, double lhs, double rhs, double upper, ZoneId zone) {
        Operand upperOperand = leaf.upper();
        return join(
                leaf,
                value(leaf.lhs(), lhs, zone),
                value(leaf.rhs(), rhs, zone),
                upperOperand == null ? null : value(upperOperand, upper, zone));
    }

    private static String join(Condition.Leaf leaf, String lhs, String rhs, @Nullable String upper) {
        String text = lhs + " " + leaf.comparison().label() + " " + rhs;
        return upper == null ? text : text + " and " + upper;
    }

    private static String value(Operand operand, double value, ZoneId zone) {
        if (Double.isNaN(value)) {
            return "null";
        }
        if (Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (operand instanceof Operand.CurrentTime || operand instanceof Operand.TimeOfDay) {
            return time(value, zone);
        }
        String word = word(operand, value);
        if (word != null) {
            return word;
        }
        return Decimals.fits(value, 2)
                ? Decimals.format(Decimals.rounded(value, 2), 2)
                : new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String time(double epochSecond, ZoneId zone) {
        long second = (long) epochSecond;
        if (second == epochSecond) {
            return time(second, zone);
        }
        BigDecimal[] parts = new BigDecimal(epochSecond)
                .setScale(MICROS, RoundingMode.HALF_EVEN)
                .divideAndRemainder(BigDecimal.ONE);
        String text = time(parts[0].longValueExact(), zone);
        if (parts[1].signum() == 0) {
            return text;
        }
        BigDecimal fraction = parts[1].stripTrailingZeros();
        return text
                + fraction.setScale(fraction.scale() <= MILLIS ? MILLIS : MICROS)
                        .toPlainString()
                        .substring(1);
    }

    private static String time(long epochSecond, ZoneId zone) {
        return TIME.format(Instant.ofEpochSecond(epochSecond).atZone(zone));
    }

    /** {@return the word a value is shown as, if the operand is one whose values are words; else null, and for no value} */
    public static @Nullable String word(Operand operand, double value) {
        boolean isWord = operand instanceof Operand.Status || isStatus(operand);
        return isWord && !Double.isNaN(value) ? statusText(value != 0) : null;
    }

    private static boolean isStatus(Operand operand) {
        return operand instanceof Operand.PositionValue position && position.field() == Operand.PositionField.STATUS;
    }

    private static String statusText(boolean open) {
        return open ? "open" : "closed";
    }

    /** {@return one side of a comparison as configured, likewise} */
    public static String operand(Operand operand, Strategy strategy) {
        if (operand instanceof Operand.CandleValue candle) {
            return series(candle.role(), candle.timeframeId(), candle.field().label(), candle.offset());
        }
        if (operand instanceof Operand.IndicatorValue indicator) {
            return series(
                    indicator.role(), indicator.timeframeId(), displayName(indicator, strategy), indicator.offset());
        }
        if (operand instanceof Operand.Expression expression) {
            return "(" + operand(expression.left(), strategy) + " "
                    + expression.operator().label() + " " + operand(expression.right(), strategy) + ")";
        }
        return simple(operand);
    }

    private static String simple(Operand operand) {
        if (operand instanceof Operand.Constant constant) {
            return constant.text();
        }
        if (operand instanceof Operand.TimeOfDay time) {
            return time.text();
        }
        if (operand instanceof Operand.LiveValue live) {
            return live.role() + "." + live.field().label();
        }
        if (operand instanceof Operand.ClockField field) {
            return field.clock().label();
        }
        if (operand instanceof Operand.Status status) {
            return statusText(status.open());
        }
        if (operand instanceof Operand.NodeVariable variable) {
            return variable.nodeId() + "." + variable.variable();
        }
        if (operand instanceof Operand.PositionValue position) {
            return position.vpi() + "." + position.field().label();
        }
        if (operand instanceof Operand.PnlValue pnl) {
            return (pnl.vpi() == null ? "overall" : pnl.vpi()) + "."
                    + pnl.type().label() + "_pnl";
        }
        return "Current Time";
    }

    private static String series(Role role, String timeframeId, String name, int offset) {
        String text = role + "." + timeframeId + "." + name;
        if (offset == 0) {
            return text;
        }
        return offset == -1 ? "Previous[" + text + "]" : "Previous[" + text + ", " + -offset + "]";
    }

    private static String displayName(Operand.IndicatorValue indicator, Strategy strategy) {
        IndicatorSpec spec = strategy.instrument(indicator.role())
                .timeframe(indicator.timeframeId())
                .indicators()
                .get(indicator.key());
        if (spec == null) {
            throw new IllegalArgumentException("timeframe " + indicator.timeframeId() + " of " + strategy.strategyId()
                    + " has no indicator " + indicator.key());
        }
        return spec.displayName(indicator.output());
    }
}
