package dev.nightjar.run;

import java.math.BigDecimal;

/**
 * The value a parameter has in one variant of a strategy.
 *
 * @param text as it stands in the strategy; of a number its plain digits without trailing zeros
 */
public record ParameterValue(Kind kind, String text) {

    /** What the value is in JSON. */
    public enum Kind {
        NUMBER,
        FLAG,
        TEXT
    }

    public ParameterValue {
        if (kind == Kind.NUMBER) {
            text = plain(new BigDecimal(text));
        }
    }

    public static ParameterValue number(String text) {
        return new ParameterValue(Kind.NUMBER, text);
    }

    public static ParameterValue flag(boolean value) {
        return new ParameterValue(Kind.FLAG, Boolean.toString(value));
    }

    public static ParameterValue text(String text) {
        return new ParameterValue(Kind.TEXT, text);
    }

    /** {@return the number in plain digits without trailing zeros, so that equal numbers are equal texts} */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return text;
    }
}
