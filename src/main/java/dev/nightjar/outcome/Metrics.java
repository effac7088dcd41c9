package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a run.
 *
 * @param maxDrawdown the largest fall of realised equity from its running peak, which starts at 0; positive, in money
 * @param maxDrawdownMarked the same on the equity at minute ends and at the ends of days
 * @param onCapital null without a capital base
 * @param days every day that was run
 */
public record Metrics(
        Tally total,
        long maxDrawdown,
        long maxDrawdownMarked,
        @Nullable OnCapital onCapital,
        List<Day> days) {

    public Metrics {
        days = List.copyOf(days);
    }

    /**
     * One day's statistics; its drawdowns start at 0.
     *
     * @param failedReason null unless the instance failed on this day
     */
    public record Day(
            LocalDate date,
            Tally tally,
            long maxDrawdown,
            long maxDrawdownMarked,
            @Nullable String failedReason) {}

    /**
     * What depends on the capital; percentages but for sharpe and sortino, all rounded as files show them. Null where it is
     * undefined.
     */
    public record OnCapital(
            BigDecimal totalReturn,
            @Nullable BigDecimal annualReturn,
            @Nullable BigDecimal volatility,
            @Nullable BigDecimal sharpe,
            @Nullable BigDecimal sortino,
            BigDecimal maxDrawdownPercent) {

        /** Trading days a year. */
        static final int DAYS_PER_YEAR = 252;

        /**
         * @param capital in money, positive
         * @param dailyPnl in day order
         */
        static OnCapital of(long capital, long maxDrawdown, long[] dailyPnl) {
            if (capital <= 0) {
                throw new IllegalArgumentException("capital must be positive, was " + capital + " x 10^-6");
            }
            int days = dailyPnl.length;
            long sum = 0;
            double[] returns = new double[days];
            for (int day = 0; day < days; day++) {
                sum = Math.addExact(sum, dailyPnl[day]);
                returns[day] = (double) dailyPnl[day] / (double) capital;
            }
            BigDecimal base = Ratios.money(capital);
            BigDecimal pnl = Ratios.money(sum);
            BigDecimal totalReturn = defined(Ratios.percent(pnl, base));
            BigDecimal drawdown = defined(Ratios.percent(Ratios.money(maxDrawdown), base));
            if (days < 2) {
                return new OnCapital(totalReturn, null, null, null, null, drawdown);
            }
            BigDecimal annual = Ratios.percent(
                    pnl.multiply(BigDecimal.valueOf(DAYS_PER_YEAR)), base.multiply(BigDecimal.valueOf(days)));
            double mean = Moments.mean(returns);
            double deviation = Moments.deviation(returns, 1);
            double downside = Moments.downside(returns, 0);
            double year = StrictMath.sqrt(DAYS_PER_YEAR);
            return new OnCapital(
                    totalReturn,
                    annual,
                    Ratios.of(deviation * year * 100),
                    deviation == 0 ? null : Ratios.of(mean / deviation * year),
                    downside == 0 ? null : Ratios.of(mean / downside * year),
                    drawdown);
        }

        private static BigDecimal defined(@Nullable BigDecimal quotient) {
            if (quotient == null) {
                throw new IllegalStateException("a capital of 0 was let through");
            }
            return quotient;
        }
    }
}
