package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code index.json} says of one folder.
 *
 * @param folder from the folder of all results, with {@code /}
 * @param queue null for a one-off
 * @param run null for a one-off
 * @param totalPnl with the digits it is printed with
 */
public record IndexEntry(
        String folder,
        String userId,
        String strategyId,
        String strategyName,
        String brokerConnectionId,
        BigDecimal scale,
        @Nullable String queue,
        @Nullable Long run,
        Instant finishedAt,
        int totalTrades,
        BigDecimal totalPnl) {

    public IndexEntry {
        scale = scale.stripTrailingZeros();
    }

    /** {@return the entry of a result that is published in a folder} */
    public static IndexEntry of(String folder, RunFacts run, StrategyResult result) {
        Tally total = result.metrics().total();
        return new IndexEntry(
                folder,
                result.instance().key().userId(),
                result.instance().key().strategyId(),
                result.instance().strategy().name(),
                result.instance().key().brokerConnectionId(),
                result.instance().key().scale(),
                run.queue(),
                run.run(),
                run.finishedAt(),
                total.trades(),
                Numbers.money(total.pnl(), Numbers.moneyDigits(result.instance().strategy())));
    }
}
