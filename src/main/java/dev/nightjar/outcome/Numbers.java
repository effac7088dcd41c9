package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Exact numbers with the digits files show. */
final class Numbers {

    private static final int RUPEE_DIGITS = 2;
    private static final int VALUE_DIGITS = 9;

    private Numbers() {}

    /** {@return the digits of money of what a strategy trades, in files} */
    static int moneyDigits(Strategy strategy) {
        return moneyDigits(strategy.exchange());
    }

    /** {@return the digits of money of an exchange, in files: those of rupees; all that are stored of any other} */
    static int moneyDigits(String exchange) {
        return Currencies.RUPEE.equals(Currencies.of(exchange)) ? RUPEE_DIGITS : Decimals.MONEY_SCALE;
    }

    static BigDecimal money(long units, int digits) {
        return BigDecimal.valueOf(Decimals.rescale(units, Decimals.MONEY_SCALE, digits), digits);
    }

    static BigDecimal money(BigInteger units, int digits) {
        return new BigDecimal(units, Decimals.MONEY_SCALE).setScale(digits, RoundingMode.HALF_EVEN);
    }

    static @Nullable BigDecimal money(@Nullable Long units, int digits) {
        return units == null ? null : money(units.longValue(), digits);
    }

    static BigDecimal price(long units, int scale) {
        return BigDecimal.valueOf(units, scale);
    }

    /** {@return lots and factors, without trailing zeros} */
    static BigDecimal plain(BigDecimal value) {
        return value.stripTrailingZeros();
    }

    /** {@return a side of a condition or a variable; null if it is not finite} */
    static @Nullable BigDecimal value(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return plain(new BigDecimal(value).setScale(VALUE_DIGITS, RoundingMode.HALF_EVEN));
    }
}
