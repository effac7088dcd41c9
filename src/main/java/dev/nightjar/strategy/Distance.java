package dev.nightjar.strategy;

import java.math.BigDecimal;

/**
 * How far a level lies from a price.
 *
 * @param percentage whether the value is in percent of that price, else it is in points: units of price
 * @param value not negative, at most 6 fraction digits
 */
public record Distance(boolean percentage, BigDecimal value) {

    /** {@return the distance from a price, in units of price, exactly} */
    public BigDecimal from(BigDecimal price) {
        return percentage ? price.multiply(value).movePointLeft(2) : value;
    }
}
