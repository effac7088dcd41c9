package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation's round trips say beyond their {@link Tally}, whose money is net of fees. Null where it is undefined.
 *
 * <p>n is the number of round trips, p what one made in money, q that in percent of what its entry was worth.
 *
 * @param tally their counts and sums
 * @param profitFactor sum of p above 0 over the sum below 0, as a positive number; by backtesting.py of q
 * @param expectancyRatio mean of p over the mean loss: (win rate times average win, less loss rate times average loss) over the
 *     average loss
 * @param expectancyPercent the mean of q
 * @param averagePercent the geometric mean of q: what each of n equal trades would have to make to come to the same
 * @param bestPercent the largest q
 * @param worstPercent the smallest q
 * @param sqn root of n, times the mean of p, over the standard deviation of p, which is a sample's; by backtrader that of the
 *     numbers themselves. Null for fewer than two
 * @param kelly win rate, less one minus win rate over (average win over average loss)
 * @see <a href="https://www.vantharp.com/trading/system-quality-number-sqn/">Tharp, System Quality Number</a>
 */
record TradeStatistics(
        Tally tally,
        @Nullable BigDecimal profitFactor,
        @Nullable BigDecimal expectancyRatio,
        @Nullable BigDecimal expectancyPercent,
        @Nullable BigDecimal averagePercent,
        @Nullable BigDecimal bestPercent,
        @Nullable BigDecimal worstPercent,
        @Nullable BigDecimal sqn,
        @Nullable BigDecimal kelly) {

    private static final long NANOS = 1_000_000_000L;

    static TradeStatistics of(Basis basis, List<RoundTrip> trips) {
        Tally tally = tally(trips);
        double[] fractions = trips.stream().mapToDouble(RoundTrip::fraction).toArray();
        double[] money = trips.stream().mapToDouble(RoundTrip::pnl).toArray();
        int count = trips.size();
        if (count == 0) {
            return new TradeStatistics(tally, null, null, null, null, null, null, null, null);
        }
        double gains = 0;
        double losses = 0;
        double growth = 0;
        double best = fractions[0];
        double worst = fractions[0];
        for (double fraction : fractions) {
            gains += Math.max(fraction, 0);
            losses -= Math.min(fraction, 0);
            growth += StrictMath.log1p(fraction);
            best = Math.max(best, fraction);
            worst = Math.min(worst, fraction);
        }
        double sqn = count <= basis.formulas().tradeDdof()
                ? Double.NaN
                : StrictMath.sqrt(count)
                        * Moments.mean(money)
                        / Moments.deviation(money, basis.formulas().tradeDdof());
        return new TradeStatistics(
                tally,
                basis.formulas() == Basis.Formulas.BACKTESTING_PY ? Ratios.of(gains / losses) : tally.profitFactor(),
                tally.expectancyRatio(),
                Ratios.of(Moments.mean(fractions) * 100),
                Ratios.of(StrictMath.expm1(growth / count) * 100),
                Ratios.of(best * 100),
                Ratios.of(worst * 100),
                Ratios.of(sqn),
                kelly(tally));
    }

    static Tally tally(List<RoundTrip> trips) {
        Tally.Count tally = new Tally.Count();
        trips.forEach(
                trip -> tally.add(trip.pnl(), trip.fees(), false, Math.multiplyExact(trip.durationSeconds(), NANOS)));
        return tally.tally();
    }

    private static @Nullable BigDecimal kelly(Tally tally) {
        if (tally.winning() == 0 || tally.losing() == 0) {
            return null;
        }
        double rate = (double) tally.winning() / tally.trades();
        double win = (double) tally.grossProfit() / tally.winning();
        double loss = -(double) tally.grossLoss() / tally.losing();
        return Ratios.of(rate - (1 - rate) * loss / win);
    }
}
