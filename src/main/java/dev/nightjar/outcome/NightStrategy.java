package dev.nightjar.outcome;

import dev.nightjar.run.Variant;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a night says of one queued strategy.
 *
 * @param strategyId null if it could not be read
 * @param strategyName null if it could not be read
 * @param variant which of many variants of a file it is, if it is one
 * @param folder of its results, from the folder of all results, with {@code /}; null if it has none
 * @param figures null if it has no results
 * @param reasons why it was rejected or failed; else empty
 */
public record NightStrategy(
        String userId,
        @Nullable String strategyId,
        @Nullable String strategyName,
        String brokerConnectionId,
        BigDecimal scale,
        Variant variant,
        Status status,
        @Nullable String folder,
        @Nullable Figures figures,
        List<String> reasons) {

    public NightStrategy {
        reasons = List.copyOf(reasons);
    }

    /** How it went. */
    public enum Status {
        COMPLETED,
        REJECTED,
        FAILED;

        /** {@return the name used in files} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The sums of one result.
     *
     * @param exchange it trades at, whose money it is
     */
    public record Figures(
            String exchange,
            int trades,
            long pnl,
            long fees,
            @Nullable BigDecimal winRate,
            @Nullable BigDecimal profitFactor,
            long maxDrawdown) {

        public static Figures of(StrategyResult result) {
            Tally total = result.metrics().total();
            return new Figures(
                    result.instance().strategy().exchange(),
                    total.trades(),
                    total.pnl(),
                    total.fees(),
                    total.winRate(),
                    total.profitFactor(),
                    result.metrics().maxDrawdown());
        }

        /** {@return those of a simulation: pnl is what its equity changed by, open positions and dividends included} */
        public static Figures of(SimulationResult result) {
            TradeStatistics trades = result.statistics().trades();
            return new Figures(
                    result.exchange(),
                    trades.tally().trades(),
                    result.pnl(),
                    result.statistics().activity().fees(),
                    trades.tally().winRate(),
                    trades.profitFactor(),
                    result.statistics().drawdown().money());
        }

        int moneyDigits() {
            return Numbers.moneyDigits(exchange);
        }
    }
}
