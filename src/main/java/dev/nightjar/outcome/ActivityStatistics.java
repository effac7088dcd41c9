package dev.nightjar.outcome;

import dev.nightjar.market.Side;
import dev.nightjar.simulation.Ledger;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much a simulation was in the market and what that cost. Percentages are null without a bar.
 *
 * @param exposureTimePercent bars at some time of which something was held, in percent of all: those at the end of which it was,
 *     and those in which something was bought or sold
 * @param averageExposurePercent the mean over all bars of the positions' values without their signs over the equity
 * @param highestExposurePercent the largest of these
 * @param turnoverPercent half of what was bought and sold over the mean equity, in percent a year of so many trading days as the
 *     basis says: 100 is everything once a year
 * @param bought in money, without fees
 * @param sold in money, without fees; what is bought and sold again and again may be more than a long holds
 * @param fees of all fills, in money
 * @param slippage what it cost, in money; it is in the prices
 * @param dividends received, less what those who were short paid, in money
 */
record ActivityStatistics(
        @Nullable BigDecimal exposureTimePercent,
        @Nullable BigDecimal averageExposurePercent,
        @Nullable BigDecimal highestExposurePercent,
        @Nullable BigDecimal turnoverPercent,
        BigInteger bought,
        BigInteger sold,
        long fees,
        long slippage,
        long dividends) {

    static ActivityStatistics of(Basis basis, Ledger ledger, EquityCurve curve) {
        BigInteger bought = BigInteger.ZERO;
        BigInteger sold = BigInteger.ZERO;
        long fees = 0;
        long slippage = 0;
        Set<Long> traded = new HashSet<>();
        for (Ledger.Fill fill : ledger.fills()) {
            if (fill.side() == Side.BUY) {
                bought = bought.add(BigInteger.valueOf(fill.notional()));
            } else {
                sold = sold.add(BigInteger.valueOf(fill.notional()));
            }
            fees = Math.addExact(fees, fill.fees());
            slippage = Math.addExact(slippage, fill.slippage());
            traded.add(fill.slice());
        }
        int bars = ledger.equity().size();
        int exposed = 0;
        double sumOfExposures = 0;
        double highest = 0;
        double sumOfEquity = 0;
        for (Ledger.Point point : ledger.equity()) {
            exposed += point.held() > 0 || traded.contains(point.time()) ? 1 : 0;
            double exposure = point.equity() > 0 ? (double) point.exposure() / (double) point.equity() : Double.NaN;
            sumOfExposures += exposure;
            highest = Math.max(highest, exposure);
            sumOfEquity += point.equity() > 0 ? (double) point.equity() : Double.NaN;
        }
        double years = (double) curve.daily().size() / basis.daysPerYear();
        double turnover = (bought.doubleValue() + sold.doubleValue()) / 2 / (sumOfEquity / bars) / years;
        return new ActivityStatistics(
                Ratios.percent(BigDecimal.valueOf(exposed), BigDecimal.valueOf(bars)),
                Ratios.of(sumOfExposures / bars * 100),
                bars == 0 ? null : Ratios.of(highest * 100),
                Ratios.of(turnover * 100),
                bought,
                sold,
                fees,
                slippage,
                Reconciliation.dividends(ledger.flows()));
    }
}
