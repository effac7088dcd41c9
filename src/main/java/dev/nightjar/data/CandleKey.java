package dev.nightjar.data;

import dev.nightjar.market.Timeframe;

/**
 * Whose candles.
 *
 * @param symbol of the instrument
 * @param timeframe their width
 */
public record CandleKey(String symbol, Timeframe timeframe) implements Comparable<CandleKey> {

    @Override
    public int compareTo(CandleKey other) {
        int bySymbol = symbol.compareTo(other.symbol);
        return bySymbol != 0 ? bySymbol : timeframe.compareTo(other.timeframe);
    }
}
