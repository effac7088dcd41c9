package dev.nightjar.strategy;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be said of an indicator besides its name. Every parameter has a default. */
public sealed interface IndicatorParameter {

    /** The longest length; as many candles as there are before a day. */
    int MAX_LENGTH = 500;

    /** {@return the name strategy files use} */
    String name();

    IndicatorArgument byDefault();

    /** {@return what may stand in its place, such as "a whole number from 2 to 500"} */
    String accepted();

    /** {@return the value a text names, or null if the parameter does not take it} */
    @Nullable IndicatorArgument parse(String text);

    /**
     * A whole number.
     *
     * @param min the least, included
     * @param max the most, included
     */
    record Whole(String name, int min, int max, IndicatorArgument byDefault) implements IndicatorParameter {
        @Override
        public String accepted() {
            return "a whole number from " + min + " to " + max;
        }

        @Override
        public @Nullable IndicatorArgument parse(String text) {
            BigDecimal number = number(text);
            boolean fits = number != null
                    && number.scale() <= 0
                    && number.compareTo(BigDecimal.valueOf(min)) >= 0
                    && number.compareTo(BigDecimal.valueOf(max)) <= 0;
            return number != null && fits ? new IndicatorArgument.Number(number) : null;
        }
    }

    /**
     * A positive number with at most 6 fraction digits.
     *
     * @param max the most, included
     */
    record Factor(String name, int max, IndicatorArgument byDefault) implements IndicatorParameter {
        @Override
        public String accepted() {
            return "a number from 0.000001 to " + max + " with at most 6 fraction digits";
        }

        @Override
        public @Nullable IndicatorArgument parse(String text) {
            BigDecimal number = number(text);
            boolean fits = number != null
                    && number.scale() <= 6
                    && number.signum() > 0
                    && number.compareTo(BigDecimal.valueOf(max)) <= 0;
            return number != null && fits ? new IndicatorArgument.Number(number) : null;
        }
    }

    /**
     * One of a few names.
     *
     * @param choices what they mean; the first is the default
     */
    record OneOf(String name, List<IndicatorArgument> choices) implements IndicatorParameter {

        public OneOf {
            choices = List.copyOf(choices);
        }

        @Override
        public IndicatorArgument byDefault() {
            return choices.get(0);
        }

        @Override
        public String accepted() {
            return (choices.size() == 1 ? "" : "one of ") + Shown.list(names());
        }

        @Override
        public @Nullable IndicatorArgument parse(String text) {
            return choices.stream()
                    .filter(choice -> choice.text().equals(text))
                    .findFirst()
                    .orElse(null);
        }

        List<String> names() {
            return choices.stream().map(IndicatorArgument::text).toList();
        }
    }

    /** A time of day. */
    record Clock(String name, IndicatorArgument byDefault) implements IndicatorParameter {
        @Override
        public String accepted() {
            return TimeText.FORM;
        }

        @Override
        public @Nullable IndicatorArgument parse(String text) {
            LocalTime time = TimeText.parse(text);
            return time == null ? null : new IndicatorArgument.Time(time);
        }
    }

    /** {@return a parameter that counts candles} */
    static IndicatorParameter candles(String name, int min, int byDefault) {
        return new Whole(name, min, MAX_LENGTH, new IndicatorArgument.Number(BigDecimal.valueOf(byDefault)));
    }

    static IndicatorParameter length(int min, int byDefault) {
        return candles("length", min, byDefault);
    }

    static IndicatorParameter factor(String name, int max, String byDefault) {
        return new Factor(name, max, new IndicatorArgument.Number(new BigDecimal(byDefault)));
    }

    static IndicatorParameter word(String name, String only) {
        return new OneOf(name, List.of(new IndicatorArgument.Word(only)));
    }

    static IndicatorParameter clock(String name, LocalTime byDefault) {
        return new Clock(name, new IndicatorArgument.Time(byDefault));
    }

    static IndicatorParameter priceField() {
        return new OneOf(
                "price_field",
                List.of(
                        new IndicatorArgument.Field(PriceField.CLOSE),
                        new IndicatorArgument.Field(PriceField.OPEN),
                        new IndicatorArgument.Field(PriceField.HIGH),
                        new IndicatorArgument.Field(PriceField.LOW)));
    }

    /** {@return the number without trailing zeros, or null if it is none or has an absurd length or exponent} */
    private static @Nullable BigDecimal number(String text) {
        if (text.length() > 100) {
            return null;
        }
        try {
            return new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }
}
