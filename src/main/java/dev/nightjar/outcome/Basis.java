package dev.nightjar.outcome;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * What statistics of a simulation are measured on. A figure without it says nothing: one equity curve has a Sharpe ratio for each
 * way of sampling it.
 *
 * <p>Always: one return a day, which is the change of the equity at the end of the last bar of one day to that of the next; days
 * are those on which any of the symbols has a bar. Open positions count at their last close. Fees and slippage are in every
 * figure.
 *
 * @param formulas which way figures are made that are made in several ways
 * @param daysPerYear how many such returns make a year
 * @param riskFreePercent what money earns in a year without risk
 */
public record Basis(Formulas formulas, int daysPerYear, BigDecimal riskFreePercent) {

    /** Where several ways of making a figure are in use, one of them. */
    public enum Formulas {
        /** Our own. */
        NIGHTJAR(true, 1, 1),
        /** Our own with deviations of the numbers themselves instead of a sample's. */
        POPULATION(true, 0, 0),
        /** Those of backtesting.py 0.6: compounded volatility, ratios on the geometric return, trades by their percentages. */
        BACKTESTING_PY(false, 1, 1),
        /** Our own returns, with the SQN of backtrader 1.9, whose deviation is that of the numbers themselves. */
        BACKTRADER(true, 1, 0);

        private final boolean firstDayCounts;
        private final int ddof;
        private final int tradeDdof;

        Formulas(boolean firstDayCounts, int ddof, int tradeDdof) {
            this.firstDayCounts = firstDayCounts;
            this.ddof = ddof;
            this.tradeDdof = tradeDdof;
        }

        /** {@return whether what the first day made of the starting capital is a return} */
        boolean firstDayCounts() {
            return firstDayCounts;
        }

        /** {@return what the count of returns is lessened by in their variance} */
        int ddof() {
            return ddof;
        }

        /** {@return what the count of trades is lessened by in the variance of their profits} */
        int tradeDdof() {
            return tradeDdof;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The level of value at risk: on one day in twenty the loss is as large or larger. */
    static final int RISK_LEVEL_PERCENT = 95;

    /** Days of a calendar year, leap years included. */
    static final double CALENDAR_DAYS = 365.25;

    public Basis {
        if (daysPerYear < 1) {
            throw new IllegalArgumentException("days a year must be at least 1, were " + daysPerYear);
        }
    }

    /** {@return what money earns in a year without risk, 0.02 for two percent} */
    double riskFree() {
        return riskFreePercent.movePointLeft(2).doubleValue();
    }
}
