package dev.nightjar.store;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a published result.
 *
 * @param totalPnl in millionths of the currency, as are fees and maxDrawdown
 * @param currency its three letters, or the exchange where these are not known; null of results of earlier versions
 * @param winRate in percent, or null without a trade
 * @param folder inside the output root
 */
public record InstanceResult(
        int instance,
        long totalTrades,
        long winningTrades,
        long totalPnl,
        long fees,
        @Nullable String currency,
        @Nullable BigDecimal winRate,
        long maxDrawdown,
        String folder) {}
