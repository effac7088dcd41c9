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
        Count count = new Count();
        for (Position position : positions) {
            Position.Exit last = position.lastExit();
            if (last != null) {
                count.add(
                        position.profit(),
                        position.fees(),
                        position.reEntryNumber() > 0,
                        Math.subtractExact(last.time(), position.entryTime()));
            }
        }
        return count.tally();
    }

    /** Counts trades as they come. */
    static final class Count {

        private int trades;
        private int winning;
        private int losing;
        private long grossProfit;
        private long grossLoss;
        private long largestWin;
        private long largestLoss;
        private long fees;
        private int reEntries;
        private BigInteger durationNanos = BigInteger.ZERO;

        /**
         * Adds a trade.
         *
         * @param pnl net of fees, in money
         */
        void add(long pnl, long itsFees, boolean reEntry, long nanos) {
            trades++;
            if (pnl > 0) {
                winning++;
                grossProfit = Math.addExact(grossProfit, pnl);
                largestWin = Math.max(largestWin, pnl);
            } else if (pnl < 0) {
                losing++;
                grossLoss = Math.addExact(grossLoss, pnl);
                largestLoss = Math.min(largestLoss, pnl);
            }
            fees = Math.addExact(fees, itsFees);
            reEntries += reEntry ? 1 : 0;
            durationNanos = durationNanos.add(BigInteger.valueOf(nanos));
        }

        Tally tally() {
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

    /** {@return what an average trade makes for each unit of money an average losing trade loses; null without a losing trade} */
    public @Nullable BigDecimal expectancyRatio() {
        BigDecimal losses = Ratios.money(grossLoss).negate();
        return trades == 0
                ? null
                : Ratios.quotient(
                        Ratios.money(pnl).multiply(BigDecimal.valueOf(losing)),
                        losses.multiply(BigDecimal.valueOf(trades)));
    }

    public @Nullable BigDecimal averageDurationSeconds() {
        return Ratios.quotient(new BigDecimal(durationNanos, NANO_SCALE), BigDecimal.valueOf(trades));
    }

    private static @Nullable Long average(long sum, int count) {
        return count == 0 ? null : Decimals.divideHalfEven(sum, count);
    }
}
