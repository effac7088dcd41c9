package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts and sums over closed transactions, here called trades, each with all its parts. Money is exact; what cannot be said
 * without a trade of its kind is null.
 *
 * @param winning trades with a profit above 0
 * @param losing trades with a profit below 0
 * @param grossLoss negative or 0
 * @param largestWinUnits 0 without a winning trade
 * @param largestLossUnits negative, or 0 without a losing trade
 * @param reEntries trades that were not the first of their leg and day
 * @param durationNanos of all trades together
 */
public record Tally(
        int trades,
        int winning,
        int losing,
        long pnl,
        long grossProfit,
        long grossLoss,
        long largestWinUnits,
        long largestLossUnits,
        long fees,
        int reEntries,
        BigInteger durationNanos) {

    private static final int NANO_SCALE = 9;

    /** {@return the figures of those that are closed} */
    static Tally of(List<Position> positions) {
        int trades = 0;
        int winning = 0;
        int losing = 0;
        long grossProfit = 0;
        long grossLoss = 0;
        long largestWin = 0;
        long largestLoss = 0;
        long fees = 0;
        int reEntries = 0;
        BigInteger durationNanos = BigInteger.ZERO;
        for (Position position : positions) {
            Position.Exit last = position.lastExit();
            if (last == null) {
                continue;
            }
            trades++;
            long pnl = position.profit();
            if (pnl > 0) {
                winning++;
                grossProfit = Math.addExact(grossProfit, pnl);
                largestWin = Math.max(largestWin, pnl);
            } else if (pnl < 0) {
                losing++;
                grossLoss = Math.addExact(grossLoss, pnl);
                largestLoss = Math.min(largestLoss, pnl);
            }
            fees = Math.addExact(fees, position.fees());
            reEntries += position.reEntryNumber() > 0 ? 1 : 0;
            durationNanos =
                    durationNanos.add(BigInteger.valueOf(Math.subtractExact(last.time(), position.entryTime())));
        }
        return new Tally(
                trades,
                winning,
                losing,
                Math.addExact(grossProfit, grossLoss),
                grossProfit,
                grossLoss,
                largestWin,
                largestLoss,
                fees,
                reEntries,
                durationNanos);
    }

    public int breakeven() {
        return trades - winning - losing;
    }

    /** {@return winning trades in percent of all} */
    public @Nullable BigDecimal winRate() {
        return Ratios.percent(BigDecimal.valueOf(winning), BigDecimal.valueOf(trades));
    }

    /** {@return gross profit over gross loss, as a positive number} */
    public @Nullable BigDecimal profitFactor() {
        return Ratios.quotient(
                Ratios.money(grossProfit), Ratios.money(grossLoss).negate());
    }

    public @Nullable Long averageWin() {
        return average(grossProfit, winning);
    }

    public @Nullable Long averageLoss() {
        return average(grossLoss, losing);
    }

    public @Nullable Long largestWin() {
        return winning == 0 ? null : largestWinUnits;
    }

    public @Nullable Long largestLoss() {
        return losing == 0 ? null : largestLossUnits;
    }

    /** {@return the profit or loss of an average trade} */
    public @Nullable Long expectancy() {
        return average(pnl, trades);
    }

    public @Nullable BigDecimal averageDurationSeconds() {
        return Ratios.quotient(new BigDecimal(durationNanos, NANO_SCALE), BigDecimal.valueOf(trades));
    }

    private static @Nullable Long average(long sum, int count) {
        return count == 0 ? null : Decimals.divideHalfEven(sum, count);
    }
}
