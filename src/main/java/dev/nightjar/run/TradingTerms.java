package dev.nightjar.run;

/**
 * At what prices and costs an instance trades.
 *
 * @param latencyNanos an order of {@link FillModel#NEXT_TICK} reaches the market so long after its slice
 * @param maxQuoteAgeNanos a last tick older than this fills no market order; {@link Long#MAX_VALUE} is unlimited
 */
public record TradingTerms(
        FillModel fill, long latencyNanos, long maxQuoteAgeNanos, Slippage slippage, FeeSchedule fees) {

    /** Last prices, without slippage and fees. */
    public static final TradingTerms DEFAULT =
            new TradingTerms(FillModel.LAST, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE);

    public TradingTerms {
        if (latencyNanos < 0 || maxQuoteAgeNanos < 0) {
            throw new IllegalArgumentException("latency and age of quotes must not be negative, were " + latencyNanos
                    + " and " + maxQuoteAgeNanos + " ns");
        }
    }
}
