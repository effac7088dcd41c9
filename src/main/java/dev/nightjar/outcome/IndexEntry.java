package dev.nightjar.outcome;

import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Variant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code index.json} says of one folder.
 *
 * @param folder from the folder of all results, with {@code /}
 * @param variant which of many variants of a file the strategy is, if it is one
 * @param queue null for a one-off
 * @param run null for a one-off
 * @param terms what was replayed and on what terms it traded, by {@link #TERMS}; those that are not known are missing
 * @param totalPnl with the digits it is printed with
 */
public record IndexEntry(
        String folder,
        String userId,
        String strategyId,
        String strategyName,
        String brokerConnectionId,
        BigDecimal scale,
        Variant variant,
        @Nullable String queue,
        @Nullable Long run,
        Map<String, String> terms,
        Instant finishedAt,
        int totalTrades,
        BigDecimal totalPnl) {

    /** The names of terms, in the order in which they are listed; results of earlier versions do not tell them. */
    static final List<String> TERMS = List.of("replay", "fill", "latency", "max_quote_age", "slippage", "fees");

    public IndexEntry {
        terms = Map.copyOf(terms);
        scale = scale.stripTrailingZeros();
    }

    /** {@return the entry of a result that is published in a folder} */
    public static IndexEntry of(String folder, RunFacts run, StrategyResult result, Variant variant) {
        Tally total = result.metrics().total();
        Map<String, String> terms = RunFile.terms(result.instance().terms());
        terms.put("replay", run.replay().label());
        return new IndexEntry(
                folder,
                result.instance().key().userId(),
                result.instance().key().strategyId(),
                result.instance().strategy().name(),
                result.instance().key().brokerConnectionId(),
                result.instance().key().scale(),
                variant,
                run.queue(),
                run.run(),
                terms,
                run.finishedAt(),
                total.trades(),
                Numbers.money(total.pnl(), Numbers.moneyDigits(result.instance().strategy())));
    }

    /**
     * {@return the entry of a simulation whose result is published in a folder}
     *
     * @param key how it was queued
     */
    public static IndexEntry of(String folder, RunFacts run, InstanceKey key, SimulationResult result) {
        return new IndexEntry(
                folder,
                key.userId(),
                key.strategyId(),
                result.config().name(),
                key.brokerConnectionId(),
                key.scale(),
                Variant.NONE,
                run.queue(),
                run.run(),
                SimulationRunFile.terms(result.config()),
                run.finishedAt(),
                result.statistics().trades().tally().trades(),
                Numbers.money(result.pnl(), Numbers.moneyDigits(result.exchange())));
    }
}
