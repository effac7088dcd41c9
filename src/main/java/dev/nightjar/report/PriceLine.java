package dev.nightjar.report;

import dev.nightjar.market.Bars;
import java.time.ZoneId;

/**
 * Prices of one symbol as they are drawn: a point at the end of each bar.
 *
 * @param span the day they are of, or what else the reader chooses them by
 * @param underlying whether the strategy looks at it; else it is a contract while it was held
 * @param width of a bar, in seconds
 * @param zone the exchange's
 */
public record PriceLine(String span, String symbol, boolean underlying, Bars bars, int width, ZoneId zone) {}
