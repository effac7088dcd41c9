package dev.nightjar.strategy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How a leg's entry is ordered.
 *
 * @param limitPrice of a limit or stop-limit order; null otherwise, or if it is relative
 * @param limitOffset of a limit order: below the last price for a buy, above it for a sell; of a stop-limit order: above
 *     the stop price for a buy, below it for a sell; null otherwise, or if the price is absolute
 * @param stopPrice of a stop or stop-limit order; null otherwise
 * @param goodTillCancelled whether the order rests beyond the day; only in positional strategies
 */
public record OrderTerms(
        OrderType type,
        @Nullable BigDecimal limitPrice,
        @Nullable Distance limitOffset,
        @Nullable BigDecimal stopPrice,
        boolean goodTillCancelled) {

    /** A market order for the day. */
    public static final OrderTerms MARKET = new OrderTerms(OrderType.MARKET, null, null, null, false);
}
