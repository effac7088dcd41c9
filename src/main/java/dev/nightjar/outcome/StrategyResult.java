package dev.nightjar.outcome;

import dev.nightjar.run.Instance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance made of its days, checked against itself.
 *
 * @param capital in money; null if returns on capital are not wanted
 * @param days in date order
 * @param positions in order of entry
 * @param trades in order of exit
 */
public record StrategyResult(
        Instance instance,
        @Nullable Long capital,
        List<DayRecord> days,
        List<Position> positions,
        List<Trade> trades,
        Metrics metrics) {

    public StrategyResult {
        days = List.copyOf(days);
        positions = List.copyOf(positions);
        trades = List.copyOf(trades);
    }

    /**
     * {@return the result of days that have ended}
     *
     * @param capitalMicros in money, positive; null if returns on capital are not wanted
     * @param days in ascending date order
     * @throws InconsistentResultException if what was told cannot all be true
     */
    public static StrategyResult of(Instance instance, @Nullable Long capitalMicros, List<DayRecord> days) {
        return of(instance, capitalMicros, days, false);
    }

    /** {@return the result so far, while the last of the days is still running} */
    public static StrategyResult soFar(Instance instance, @Nullable Long capitalMicros, List<DayRecord> days) {
        return of(instance, capitalMicros, days, true);
    }

    private static StrategyResult of(
            Instance instance, @Nullable Long capital, List<DayRecord> days, boolean lastIsRunning) {
        List<Position> positions = new ArrayList<>();
        List<Trade> trades = new ArrayList<>();
        List<Metrics.Day> dayMetrics = new ArrayList<>();
        Drawdown realised = new Drawdown();
        Drawdown marked = new Drawdown();
        long[] dailyPnl = new long[days.size()];
        long before = 0;
        for (int place = 0; place < days.size(); place++) {
            DayRecord day = days.get(place);
            if (place > 0 && !day.date().isAfter(days.get(place - 1).date())) {
                throw new InconsistentResultException(
                        instance.key(),
                        day.date(),
                        "the day comes after " + days.get(place - 1).date());
            }
            boolean running = lastIsRunning && place == days.size() - 1;
            DayTransactions transactions = DayTransactions.of(instance, place, day);
            if (!running && day.failedReason() == null) {
                transactions.checkEnd();
            }
            positions.addAll(transactions.positions());
            trades.addAll(transactions.trades());
            Tally tally = Tally.of(transactions.positions());
            dayMetrics.add(day(day, tally, transactions, running));
            follow(realised, before, transactions.trades());
            follow(marked, before, day, transactions.realised(), running);
            dailyPnl[place] = tally.pnl();
            before = Math.addExact(before, transactions.realised());
        }
        Metrics.OnCapital onCapital =
                capital == null ? null : Metrics.OnCapital.of(capital, realised.largest(), dailyPnl);
        Metrics metrics = new Metrics(Tally.of(positions), realised.largest(), marked.largest(), onCapital, dayMetrics);
        return new StrategyResult(instance, capital, days, positions, trades, metrics);
    }

    private static Metrics.Day day(DayRecord day, Tally tally, DayTransactions transactions, boolean running) {
        Drawdown realised = new Drawdown();
        Drawdown marked = new Drawdown();
        follow(realised, 0, transactions.trades());
        follow(marked, 0, day, transactions.realised(), running);
        return new Metrics.Day(day.date(), tally, realised.largest(), marked.largest(), day.failedReason());
    }

    private static void follow(Drawdown drawdown, long before, List<Trade> trades) {
        long equity = before;
        for (Trade trade : trades) {
            equity = Math.addExact(equity, trade.pnl());
            drawdown.equity(equity);
        }
    }

    private static void follow(Drawdown drawdown, long before, DayRecord day, long realisedPnl, boolean running) {
        for (DayRecord.Mark mark : day.marks()) {
            drawdown.equity(Math.addExact(before, mark.equity()));
        }
        if (!running) {
            drawdown.equity(Math.addExact(before, realisedPnl));
        }
    }
}
