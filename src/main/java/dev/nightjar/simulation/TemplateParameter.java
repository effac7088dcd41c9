package dev.nightjar.simulation;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;

/**
 * A number a template takes.
 *
 * @param name as configs write it
 * @param whole whether it must be a whole number
 * @param description one sentence
 */
public record TemplateParameter(
        String name, boolean whole, BigDecimal byDefault, BigDecimal min, BigDecimal max, String description) {

    static TemplateParameter whole(String name, long byDefault, long min, long max, String description) {
        return new TemplateParameter(
                name,
                true,
                BigDecimal.valueOf(byDefault),
                BigDecimal.valueOf(min),
                BigDecimal.valueOf(max),
                description);
    }

    static TemplateParameter decimal(String name, String byDefault, String min, String max, String description) {
        return new TemplateParameter(
                name, false, new BigDecimal(byDefault), new BigDecimal(min), new BigDecimal(max), description);
    }

    boolean accepts(BigDecimal value) {
        return value.compareTo(min) >= 0
                && value.compareTo(max) <= 0
                && value.stripTrailingZeros().scale() <= (whole ? 0 : Decimals.FACTOR_SCALE);
    }

    /** {@return what is accepted, for messages} */
    public String accepted() {
        return (whole ? "a whole number from " : "a number from ") + min.toPlainString() + " to " + max.toPlainString()
                + (whole ? "" : " with at most " + Decimals.FACTOR_SCALE + " fraction digits");
    }
}
