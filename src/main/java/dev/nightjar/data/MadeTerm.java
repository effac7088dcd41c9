package dev.nightjar.data;

import dev.nightjar.market.OptionType;

/** The time that is left to contracts of one expiry, and what they are worth for it. */
final class MadeTerm {

    /** What money earns in a year. */
    static final double RATE = 0.065;

    private static final double YEAR = 365 * 86_400.0;
    private static final double ABOVE_THE_INDEX = 1.25;
    private static final double SKEW = -0.09;
    private static final double CURVE = 0.35;

    private final double atTheMoney;
    private final long seconds;
    private int at = -1;
    private double growth;
    private double discount;
    private double rateByYears;
    private double rootOfYears;

    /** @param seconds from the open of the day to the close of the expiry, when the contracts end */
    MadeTerm(MadeUnderlying underlying, long seconds) {
        atTheMoney = ABOVE_THE_INDEX * underlying.volatility();
        this.seconds = seconds;
    }

    /** {@return the implied volatility: one smile for all expiries, by ln(strike/forward)} */
    double volatility(double distance) {
        return atTheMoney + SKEW * distance + CURVE * distance * distance;
    }

    /** {@return how long the contracts have, in years of 365 days} */
    double years(int second) {
        return (seconds - second) / YEAR;
    }

    private void moveTo(int second) {
        if (at != second) {
            at = second;
            double years = years(second);
            rateByYears = RATE * years;
            growth = StrictMath.exp(rateByYears);
            discount = 1 / growth;
            rootOfYears = Math.sqrt(years);
        }
    }

    /** {@return what a future is worth} */
    double forward(int second, double spot) {
        moveTo(second);
        return spot * growth;
    }

    /** {@return what an option is worth} */
    double option(int second, OptionType type, double spot, double logSpot, double strike, double logStrike) {
        moveTo(second);
        double moneyness = logSpot + rateByYears - logStrike;
        double deviation = volatility(-moneyness) * rootOfYears;
        return BlackScholes.onForward(type, spot * growth, strike, moneyness, deviation, discount);
    }
}
