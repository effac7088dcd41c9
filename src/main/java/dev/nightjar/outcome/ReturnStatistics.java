package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation's equity says of itself: percentages but for the ratios sharpe, sortino and calmar, all rounded as files show
 * them. Null where it is undefined: a deviation of fewer than two returns, a quotient by 0, a root of negative equity.
 *
 * <p>E is the equity at the end of a day, C the starting capital, T the number of days, r the return of a day (E of the day over E
 * of the day before, less 1; on the first day over C), D the days a year, f the risk-free rate as a fraction.
 *
 * @param totalReturn E of the last day over C, less 1
 * @param annualReturn (E of the last day over C) to the power D / T, less 1: by trading days. By backtesting.py without the first
 *     day
 * @param cagr (E of the last day over C) to the power 365.25 / calendar days between the first and the last day, less 1. Null
 *     for a single day
 * @param volatility the standard deviation of r times the root of D. By backtesting.py: root of ((v + g²)^D - g^(2D)), v the
 *     variance of r and g 1 and the geometric mean of r
 * @param sharpe (mean of r times D, less f) over the volatility. By backtesting.py: (annual return - f) over the volatility
 * @param sortino (mean of r times D, less f) over the downside deviation, which is the root of the mean square of what each r lies
 *     below f / D, times the root of D. By backtesting.py: (annual return - f) over it with 0 for f / D
 * @param calmar cagr over the largest drawdown. By backtesting.py: the annual return over it
 * @param valueAtRisk the loss of the k-th worst day, k being 5 % of the days, rounded up; positive for a loss. Historical: nothing
 *     is assumed of how returns are distributed
 * @param conditionalValueAtRisk the mean loss of the k worst days
 * @param bestDay the largest r
 * @param worstDay the smallest r
 * @see <a href="https://web.stanford.edu/~wfsharpe/art/sr/sr.htm">Sharpe (1994), The Sharpe Ratio</a>
 * @see <a href="https://doi.org/10.3905/joi.3.3.59">Sortino and Price (1994), Performance Measurement in a Downside Risk
 *     Framework</a>
 */
record ReturnStatistics(
        BigDecimal totalReturn,
        @Nullable BigDecimal annualReturn,
        @Nullable BigDecimal cagr,
        @Nullable BigDecimal volatility,
        @Nullable BigDecimal sharpe,
        @Nullable BigDecimal sortino,
        @Nullable BigDecimal calmar,
        @Nullable BigDecimal valueAtRisk,
        @Nullable BigDecimal conditionalValueAtRisk,
        @Nullable BigDecimal bestDay,
        @Nullable BigDecimal worstDay) {

    private static final int LEAST_RETURNS = 2;

    /** @param largestDrawdown as a fraction of the peak */
    static ReturnStatistics of(Basis basis, EquityCurve curve, double largestDrawdown) {
        double[] returns = returns(basis, curve);
        double annual = grown(first(basis, curve), curve.last(), basis.daysPerYear(), returns.length);
        double cagr = grown(curve.capital(), curve.last(), Basis.CALENDAR_DAYS, curve.calendarDays());
        Annual measured = returns.length < LEAST_RETURNS
                ? Annual.UNDEFINED
                : basis.formulas() == Basis.Formulas.BACKTESTING_PY
                        ? compounded(basis, returns, annual)
                        : arithmetic(basis, returns);
        double calmar = (basis.formulas() == Basis.Formulas.BACKTESTING_PY ? annual : cagr) / largestDrawdown;
        double[] sorted = returns.clone();
        Arrays.sort(sorted);
        int worst = worstDays(sorted.length);
        return new ReturnStatistics(
                Ratios.change(curve.capital(), curve.last()),
                Ratios.of(annual * 100),
                Ratios.of(cagr * 100),
                Ratios.of(measured.volatility * 100),
                Ratios.of(measured.sharpe),
                Ratios.of(measured.sortino),
                Ratios.of(calmar),
                worst == 0 ? null : Ratios.of(-sorted[worst - 1] * 100),
                worst == 0 ? null : Ratios.of(-Moments.mean(Arrays.copyOf(sorted, worst)) * 100),
                worst == 0 ? null : Ratios.of(sorted[sorted.length - 1] * 100),
                worst == 0 ? null : Ratios.of(sorted[0] * 100));
    }

    /** {@return what the equity grows by in a time if it grew so in another; NaN without time, or if it is not above 0} */
    private static double grown(long from, long to, double time, long passed) {
        return passed == 0 || to <= 0
                ? Double.NaN
                : StrictMath.pow((double) to / (double) from, time / (double) passed) - 1;
    }

    /** {@return the equity before the first return} */
    private static long first(Basis basis, EquityCurve curve) {
        return basis.formulas().firstDayCounts() || curve.points().isEmpty()
                ? curve.capital()
                : curve.daily().get(0).equity();
    }

    /** {@return the returns of the days} */
    static double[] returns(Basis basis, EquityCurve curve) {
        List<EquityCurve.Point> days = curve.daily();
        int first = basis.formulas().firstDayCounts() ? 0 : 1;
        double[] returns = new double[Math.max(0, days.size() - first)];
        for (int day = first; day < days.size(); day++) {
            long before = day == 0 ? curve.capital() : days.get(day - 1).equity();
            if (before <= 0) {
                // a part of nothing, or of a debt, is no return; nothing is known of any of them then
                Arrays.fill(returns, Double.NaN);
                return returns;
            }
            returns[day - first] = (double) days.get(day).equity() / (double) before - 1;
        }
        return returns;
    }

    /** {@return how many days are the worst five in a hundred} */
    private static int worstDays(int days) {
        int rest = 100 - Basis.RISK_LEVEL_PERCENT;
        return Math.toIntExact(((long) days * rest + 99) / 100);
    }

    /** What is measured over a year, as fractions. */
    private record Annual(double volatility, double sharpe, double sortino) {
        static final Annual UNDEFINED = new Annual(Double.NaN, Double.NaN, Double.NaN);
    }

    private static Annual arithmetic(Basis basis, double[] returns) {
        double year = StrictMath.sqrt(basis.daysPerYear());
        double excess = Moments.mean(returns) * basis.daysPerYear() - basis.riskFree();
        double volatility = Moments.deviation(returns, basis.formulas().ddof()) * year;
        double downside = Moments.downside(returns, basis.riskFree() / basis.daysPerYear()) * year;
        return new Annual(volatility, excess / volatility, excess / downside);
    }

    /** @param annual the geometric return of a year */
    private static Annual compounded(Basis basis, double[] returns, double annual) {
        int days = basis.daysPerYear();
        double growth = StrictMath.pow(1 + annual, 1.0 / days);
        double square = growth * growth;
        double variance = Moments.variance(returns, basis.formulas().ddof());
        double volatility = StrictMath.sqrt(StrictMath.pow(variance + square, days) - StrictMath.pow(square, days));
        double downside = Moments.downside(returns, 0) * StrictMath.sqrt(days);
        double excess = annual - basis.riskFree();
        return new Annual(volatility, excess / volatility, excess / downside);
    }
}
