package dev.nightjar.strategy;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.Locale;

/** The value of one parameter of an indicator. Equal values are equal however they were written. */
public sealed interface IndicatorArgument {

    /** {@return the value as texts of conditions show it, such as {@code 14}, {@code 1.5} or {@code close}} */
    String text();

    /** A length or a factor. */
    record Number(BigDecimal value) implements IndicatorArgument {

        public Number {
            BigDecimal stripped = value.stripTrailingZeros();
            value = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        @Override
        public String text() {
            return value.toPlainString();
        }
    }

    /** The candle column an indicator reads. */
    record Field(PriceField field) implements IndicatorArgument {
        @Override
        public String text() {
            return field.label().toLowerCase(Locale.ROOT);
        }
    }

    /** One of a few words. */
    record Word(String text) implements IndicatorArgument {}

    /** A time of day on the exchange's clock. */
    record Time(LocalTime time) implements IndicatorArgument {
        @Override
        public String text() {
            return time.toString();
        }
    }
}
