package dev.nightjar.outcome;

import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** {@return what is open of a position would make at the last prices, in money; null if that is not known} */
    public @Nullable Long unrealized(Position position) {
        List<DayRecord.Carried> open =
                days.isEmpty() ? List.of() : days.get(days.size() - 1).carried();
        List<Node.Leg> legs = instance.strategy().legs();
        for (DayRecord.Carried carried : open) {
            if (legs.get(carried.leg()).equals(position.leg())
                    && carried.positionNumber() == position.positionNumber()) {
                return carried.unrealized();
            }
        }
        return null;
    }

    private static StrategyResult of(
            Instance instance, @Nullable Long capital, List<DayRecord> days, boolean lastIsRunning) {
        boolean ongoing = instance.strategy().positional();
        Map<String, Position> positions = new LinkedHashMap<>();
        List<Trade> trades = new ArrayList<>();
        List<Metrics.Day> dayMetrics = new ArrayList<>();
        Drawdown realised = new Drawdown();
        Drawdown marked = new Drawdown();
        long[] dailyPnl = new long[days.size()];
        long before = 0;
        long equity = 0;
        DayTransactions latest = null;
        for (int place = 0; place < days.size(); place++) {
            DayRecord day = days.get(place);
            if (place > 0 && !day.date().isAfter(days.get(place - 1).date())) {
                throw new InconsistentResultException(
                        instance.key(),
                        day.date(),
                        "the day comes after " + days.get(place - 1).date());
            }
            boolean running = lastIsRunning && place == days.size() - 1;
            DayTransactions transactions =
                    ongoing && latest != null ? latest.next(place, day) : DayTransactions.of(instance, place, day);
            latest = transactions;
            if (!running && day.failedReason() == null) {
                transactions.checkEnd();
            }
            transactions.positions().forEach(position -> positions.put(position.key(), position));
            trades.addAll(transactions.trades());
            Tally tally = Tally.of(transactions.positions());
            // Marks of days that follow from each other count from the first of them on.
            long atEnd = ongoing ? transactions.equity() : Math.addExact(equity, transactions.realised());
            long markedFrom = ongoing ? 0 : equity;
            dayMetrics.add(
                    day(day, tally, transactions, Math.subtractExact(markedFrom, equity), atEnd - equity, running));
            follow(realised, before, transactions.trades());
            follow(marked, markedFrom, day, atEnd, running);
            dailyPnl[place] = ongoing ? Math.subtractExact(atEnd, equity) : tally.pnl();
            before = Math.addExact(before, transactions.realised());
            equity = atEnd;
        }
        List<Position> all = List.copyOf(positions.values());
        Metrics.OnCapital onCapital =
                capital == null ? null : Metrics.OnCapital.of(capital, realised.largest(), dailyPnl);
        Metrics metrics = new Metrics(Tally.of(all), realised.largest(), marked.largest(), onCapital, dayMetrics);
        return new StrategyResult(instance, capital, days, all, trades, metrics);
    }

    /**
     * @param markedFrom what the day's marks are counted from, less the equity at its start
     * @param gain of its equity
     */
    private static Metrics.Day day(
            DayRecord day, Tally tally, DayTransactions transactions, long markedFrom, long gain, boolean running) {
        Drawdown realised = new Drawdown();
        Drawdown marked = new Drawdown();
        follow(realised, 0, transactions.trades());
        follow(marked, markedFrom, day, gain, running);
        return new Metrics.Day(day.date(), tally, realised.largest(), marked.largest(), day.failedReason());
    }

    private static void follow(Drawdown drawdown, long before, List<Trade> trades) {
        long equity = before;
        for (Trade trade : trades) {
            equity = Math.addExact(equity, trade.pnl());
            drawdown.equity(equity);
        }
    }

    private static void follow(Drawdown drawdown, long before, DayRecord day, long atEnd, boolean running) {
        for (DayRecord.Mark mark : day.marks()) {
            drawdown.equity(Math.addExact(before, mark.equity()));
        }
        if (!running) {
            drawdown.equity(atEnd);
        }
    }
}
