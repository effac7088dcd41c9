package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Quotients as files show them: {@link #SCALE} decimals, rounded half-even once. */
final class Ratios {

    /** Decimals of ratios and percentages. */
    static final int SCALE = 6;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Ratios() {}

    static BigDecimal money(long units) {
        return BigDecimal.valueOf(units, Decimals.MONEY_SCALE);
    }

    /** {@return null if the divisor is 0} */
    static @Nullable BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() == 0 ? null : dividend.divide(divisor, SCALE, RoundingMode.HALF_EVEN);
    }

    /** {@return null if the divisor is 0} */
    static @Nullable BigDecimal percent(BigDecimal dividend, BigDecimal divisor) {
        return quotient(dividend.multiply(HUNDRED), divisor);
    }

    /** {@return null if it is not finite} */
    static @Nullable BigDecimal of(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).setScale(SCALE, RoundingMode.HALF_EVEN) : null;
    }

    /** {@return by how many percent a positive amount of money became more, or less} */
    static BigDecimal change(long from, long to) {
        return BigDecimal.valueOf(to)
                .subtract(BigDecimal.valueOf(from))
                .multiply(HUNDRED)
                .divide(BigDecimal.valueOf(from), SCALE, RoundingMode.HALF_EVEN);
    }
}
