package dev.nightjar.market;

import java.math.BigDecimal;

/**
 * What must be known of an underlying to choose contracts on it.
 *
 * @param symbol of the underlying
 * @param derivativesExchange where its options trade, such as NFO
 * @param strikeInterval the distance of neighbouring strikes, in price; positive
 */
public record Underlying(String symbol, String derivativesExchange, BigDecimal strikeInterval) {}
