package dev.nightjar.simulation;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money for shares, in units of 10<sup>-6</sup>. */
final class Money {

    private Money() {}

    /**
     * {@return what shares cost at a price, rounded half-even once}
     *
     * @param shares may be negative, and so is the result then
     */
    static long notional(long shares, long price, int priceScale) {
        if (Math.multiplyHigh(shares, price) == (shares * price) >> (Long.SIZE - 1)) {
            long exact = shares * price;
            return Decimals.rescale(exact, priceScale, Decimals.MONEY_SCALE);
        }
        return exact(BigDecimal.valueOf(shares), price, priceScale);
    }

    /** {@return what a number of shares that need not be whole costs at a price, rounded half-even once} */
    static long exact(BigDecimal shares, long price, int priceScale) {
        return shares.multiply(BigDecimal.valueOf(price, priceScale))
                .setScale(Decimals.MONEY_SCALE, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }
}
