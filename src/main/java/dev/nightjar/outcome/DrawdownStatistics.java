package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far and how long an equity lay below what it had been, at every bar. A drawdown goes from a peak to the first bar that
 * reaches it again, or to the last bar. The first peak is the starting capital, dated with the first bar.
 *
 * @param fraction the largest fall as a fraction of its peak; 0 if the equity never falls
 * @param percent the same in percent, as files show it
 * @param money the largest fall in money, which may be another one
 * @param from the peak of the largest fall in percent; null if there is none
 * @param to its lowest bar
 * @param recovered the bar that reached the peak again; null if none did
 * @param days calendar days from that peak to that recovery, or to the last bar
 * @param recoveryDays calendar days from the lowest bar to the recovery; null without one
 * @param longestDays calendar days of the longest drawdown
 * @param averagePercent the mean of the largest falls of all drawdowns in percent; null without any
 * @param averageDays the mean of their lengths; by backtesting.py rounded up to whole days
 */
record DrawdownStatistics(
        double fraction,
        BigDecimal percent,
        long money,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable LocalDate recovered,
        @Nullable Long days,
        @Nullable Long recoveryDays,
        @Nullable Long longestDays,
        @Nullable BigDecimal averagePercent,
        @Nullable BigDecimal averageDays) {

    static DrawdownStatistics of(Basis basis, EquityCurve curve) {
        Walk walk = new Walk(curve);
        for (int bar = 0; bar < curve.points().size(); bar++) {
            walk.see(bar);
        }
        return walk.end(basis);
    }

    /** From bar to bar. */
    private static final class Walk {

        private final EquityCurve curve;
        private final List<EquityCurve.Point> points;
        private final Drawdown money = new Drawdown();

        /** The peak, and the last bar at it; -1 before any bar, which then is dated with the first. */
        private long peak;

        private int peakBar = -1;

        /** The deepest fall so far of the drawdown under way. */
        private double deepest;

        private double largest;
        private int largestFrom;
        private int largestTo;

        /** Where the largest one was over; -1 while it is not. */
        private int largestOver = -1;

        private int count;
        private double sumOfDepths;
        private long sumOfDays;
        private long longest;

        Walk(EquityCurve curve) {
            this.curve = curve;
            points = curve.points();
            peak = curve.capital();
        }

        void see(int bar) {
            long equity = points.get(bar).equity();
            money.equity(Math.subtractExact(equity, curve.capital()));
            if (equity >= peak) {
                over(bar);
                if (largest > 0 && largestOver < 0) {
                    largestOver = bar;
                }
                peak = equity;
                peakBar = bar;
                return;
            }
            double fall = 1 - (double) equity / (double) peak;
            deepest = Math.max(deepest, fall);
            if (fall > largest) {
                largest = fall;
                largestFrom = Math.max(peakBar, 0);
                largestTo = bar;
                largestOver = -1;
            }
        }

        private void over(int bar) {
            if (deepest > 0) {
                long days = curve.days(Math.max(peakBar, 0), bar);
                count++;
                sumOfDepths += deepest;
                sumOfDays += days;
                longest = Math.max(longest, days);
                deepest = 0;
            }
        }

        DrawdownStatistics end(Basis basis) {
            int last = points.size() - 1;
            boolean unfinished = deepest > 0;
            // the library's last bar ends a drawdown only if it is a bar after the one after the peak
            if (unfinished && (basis.formulas() != Basis.Formulas.BACKTESTING_PY || last > peakBar + 1)) {
                over(last);
            }
            if (largest == 0) {
                return new DrawdownStatistics(
                        0, BigDecimal.ZERO.setScale(Ratios.SCALE), 0, null, null, null, null, null, null, null, null);
            }
            BigDecimal averageDays = Ratios.quotient(BigDecimal.valueOf(sumOfDays), BigDecimal.valueOf(count));
            return new DrawdownStatistics(
                    largest,
                    Objects.requireNonNull(Ratios.of(largest * 100)),
                    money.largest(),
                    points.get(largestFrom).date(),
                    points.get(largestTo).date(),
                    largestOver < 0 ? null : points.get(largestOver).date(),
                    curve.days(largestFrom, largestOver < 0 ? last : largestOver),
                    largestOver < 0 ? null : curve.days(largestTo, largestOver),
                    longest,
                    count == 0 ? null : Ratios.of(sumOfDepths / count * 100),
                    averageDays == null || basis.formulas() != Basis.Formulas.BACKTESTING_PY
                            ? averageDays
                            : averageDays.setScale(0, RoundingMode.CEILING));
        }
    }
}
