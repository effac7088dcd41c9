package dev.nightjar.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What must be known of an underlying to choose contracts on it.
 *
 * @param symbol of the underlying
 * @param derivativesExchange where its options trade, such as NFO
 * @param strikeInterval the distance of neighbouring strikes, in price; positive
 */
public record Underlying(String symbol, String derivativesExchange, BigDecimal strikeInterval) {

    public Underlying {
        if (strikeInterval.signum() <= 0) {
            throw new IllegalArgumentException(
                    symbol + ": strike_interval must be positive, was " + strikeInterval.toPlainString());
        }
    }

    /**
     * {@return a strike relative to the money} At the money is the spot's nearest multiple of the interval, a spot
     * halfway between two going to the even multiple.
     *
     * @param spot in units of the price scale
     * @param steps in intervals: positive is out of the money (up for calls, down for puts), negative in the money
     */
    public BigDecimal strike(long spot, int priceScale, OptionType type, int steps) {
        BigDecimal atTheMoney = BigDecimal.valueOf(spot, priceScale).divide(strikeInterval, 0, RoundingMode.HALF_EVEN);
        BigDecimal multiple = atTheMoney.add(BigDecimal.valueOf(type == OptionType.CE ? steps : -steps));
        return multiple.multiply(strikeInterval);
    }
}
