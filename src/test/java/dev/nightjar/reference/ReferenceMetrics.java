package dev.nightjar.reference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts, money and ratios of a run and of its days. */
final class ReferenceMetrics {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final @Nullable BigDecimal capital;
    private final int moneyDigits;
    private final Figures whole = new Figures();
    private final List<Object> days = new ArrayList<>();
    private final List<BigDecimal> dailyProfits = new ArrayList<>();
    /** At the last mark. */
    private BigDecimal equity = BigDecimal.ZERO;

    ReferenceMetrics(@Nullable BigDecimal capital, int moneyDigits) {
        this.capital = capital;
        this.moneyDigits = moneyDigits;
    }

    /** @param following whether marks are counted from the first day on, not from this one */
    void add(LocalDate date, ReferenceDay day, boolean following) {
        Figures figures = new Figures();
        BigDecimal realized = BigDecimal.ZERO;
        for (ReferenceTransaction.Part part : day.desk().parts) {
            realized = realized.add(part.profit());
            figures.realized.at(realized);
            whole.realized.at(whole.before.add(realized));
            if (part == part.transaction().lastPart() && !part.transaction().open()) {
                figures.closed(part.transaction());
                whole.closed(part.transaction());
            }
        }
        BigDecimal marked = following ? equity : whole.before;
        for (BigDecimal mark : day.marks) {
            marked = following ? mark : whole.before.add(mark);
            figures.marked.at(following ? mark.subtract(equity) : mark);
            whole.marked.at(marked);
        }
        whole.before = whole.before.add(realized);
        dailyProfits.add(following ? marked.subtract(equity) : figures.profit);
        equity = marked;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("date", date.toString());
        figures.counts(row);
        row.put("total_pnl", money(figures.profit));
        row.put("gross_profit", money(figures.grossProfit));
        row.put("gross_loss", money(figures.grossLoss));
        row.put("fees", money(figures.fees));
        row.put("re_entries", figures.reEntries);
        row.put("max_drawdown", money(figures.realized.deepest));
        row.put("max_drawdown_marked", money(figures.marked.deepest));
        row.put("failed", day.failure);
        days.add(row);
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(
                "basis",
                ReferenceDay.row(
                        "sampling",
                        "daily",
                        "calendar",
                        "trading_days",
                        "days_per_year",
                        252,
                        "risk_free_rate",
                        ReferenceText.ratio(BigDecimal.ZERO),
                        "ddof",
                        1,
                        "capital",
                        capital == null ? null : money(capital)));
        whole.counts(tree);
        tree.put("total_pnl", money(whole.profit));
        tree.put("gross_profit", money(whole.grossProfit));
        tree.put("gross_loss", money(whole.grossLoss));
        tree.put(
                "profit_factor",
                whole.losing == 0
                        ? null
                        : whole.grossProfit.divide(whole.grossLoss.negate(), 6, RoundingMode.HALF_EVEN));
        tree.put("average_win", average(whole.grossProfit, whole.winning));
        tree.put("average_loss", average(whole.grossLoss, whole.losing));
        tree.put("largest_win", whole.largestWin == null ? null : money(whole.largestWin));
        tree.put("largest_loss", whole.largestLoss == null ? null : money(whole.largestLoss));
        tree.put("expectancy", average(whole.profit, whole.total));
        tree.put("max_drawdown", money(whole.realized.deepest));
        tree.put("max_drawdown_marked", money(whole.marked.deepest));
        tree.put("fees", money(whole.fees));
        tree.put("re_entries", whole.reEntries);
        tree.put(
                "average_duration_seconds",
                whole.total == 0
                        ? null
                        : whole.seconds.divide(BigDecimal.valueOf(whole.total), 6, RoundingMode.HALF_EVEN));
        if (capital != null) {
            returns(tree, capital);
        }
        tree.put("days", days);
        return tree;
    }

    private void returns(Map<String, Object> tree, BigDecimal base) {
        int count = dailyProfits.size();
        BigDecimal profit = dailyProfits.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean several = count >= 2;
        double[] returns = new double[count];
        double sum = 0;
        double downside = 0;
        for (int day = 0; day < count; day++) {
            returns[day] = millionths(dailyProfits.get(day)) / millionths(base);
            sum += returns[day] - returns[0];
            downside += Math.min(returns[day], 0) * Math.min(returns[day], 0);
        }
        double average = sum / count;
        double mean = returns[0] + average;
        double squares = 0;
        for (double value : returns) {
            double distance = value - returns[0] - average;
            squares += distance * distance;
        }
        double deviation = Math.sqrt(squares / (count - 1));
        double downsideDeviation = Math.sqrt(downside / count);
        tree.put("return", percent(profit, base));
        tree.put(
                "annual_return",
                several
                        ? percent(profit.multiply(BigDecimal.valueOf(252)), base.multiply(BigDecimal.valueOf(count)))
                        : null);
        tree.put("volatility", several ? ratio(deviation * Math.sqrt(252) * 100) : null);
        tree.put("sharpe", several && deviation != 0 ? ratio(mean / deviation * Math.sqrt(252)) : null);
        tree.put(
                "sortino", several && downsideDeviation != 0 ? ratio(mean / downsideDeviation * Math.sqrt(252)) : null);
        tree.put("max_drawdown_percent", percent(whole.realized.deepest, base));
    }

    private BigDecimal money(BigDecimal amount) {
        return ReferenceText.money(amount, moneyDigits);
    }

    private static double millionths(BigDecimal amount) {
        return amount.movePointRight(6).doubleValue();
    }

    private static BigDecimal ratio(double value) {
        return ReferenceText.ratio(new BigDecimal(value));
    }

    private @Nullable BigDecimal average(BigDecimal sum, int count) {
        if (count == 0) {
            return null;
        }
        return money(sum.divide(BigDecimal.valueOf(count), 6, RoundingMode.HALF_EVEN));
    }

    /** {@return a part in percent of a whole with six decimals, or null if the whole is 0} */
    static @Nullable BigDecimal percent(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? null : part.multiply(HUNDRED).divide(whole, 6, RoundingMode.HALF_EVEN);
    }

    /** What is counted of a run or of a day. */
    private static final class Figures {
        private int total;
        private int winning;
        private int losing;
        private int reEntries;
        private BigDecimal profit = BigDecimal.ZERO;
        /** What was realised on earlier days. */
        private BigDecimal before = BigDecimal.ZERO;

        private BigDecimal fees = BigDecimal.ZERO;
        private BigDecimal grossProfit = BigDecimal.ZERO;
        private BigDecimal grossLoss = BigDecimal.ZERO;
        private BigDecimal seconds = BigDecimal.ZERO;
        private @Nullable BigDecimal largestWin;
        private @Nullable BigDecimal largestLoss;
        private final Drawdown realized = new Drawdown();
        private final Drawdown marked = new Drawdown();

        void closed(ReferenceTransaction transaction) {
            BigDecimal result = transaction.realized();
            total++;
            profit = profit.add(result);
            fees = fees.add(transaction.fees());
            seconds = seconds.add(ReferenceEngine.seconds(transaction.lastPart()));
            if (transaction.number > 1) {
                reEntries++;
            }
            if (result.signum() > 0) {
                winning++;
                grossProfit = grossProfit.add(result);
                largestWin = largestWin == null ? result : largestWin.max(result);
            } else if (result.signum() < 0) {
                losing++;
                grossLoss = grossLoss.add(result);
                largestLoss = largestLoss == null ? result : largestLoss.min(result);
            }
        }

        void counts(Map<String, Object> row) {
            row.put("total_trades", total);
            row.put("winning_trades", winning);
            row.put("losing_trades", losing);
            row.put("breakeven_trades", total - winning - losing);
            row.put("win_rate", percent(BigDecimal.valueOf(winning), BigDecimal.valueOf(total)));
        }
    }

    /** The largest fall from a running peak that starts at 0. */
    private static final class Drawdown {
        private BigDecimal peak = BigDecimal.ZERO;
        private BigDecimal deepest = BigDecimal.ZERO;

        void at(BigDecimal equity) {
            peak = peak.max(equity);
            deepest = deepest.max(peak.subtract(equity));
        }
    }
}
