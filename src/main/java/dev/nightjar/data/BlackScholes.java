package dev.nightjar.data;

import dev.nightjar.market.OptionType;

/**
 * What a European option is worth by Black and Scholes, the same to the last bit in every Java.
 *
 * <p>With forward {@code F = S exp(rT)}, {@code s = sigma sqrt(T)} and {@code d1 = ln(F/K)/s + s/2} a call is worth
 * {@code exp(-rT) (F N(d1) - K N(d1 - s))} and a put {@code exp(-rT) (K N(s - d1) - F N(-d1))}, so that call less put is
 * {@code S - K exp(-rT)}.
 *
 * @see <a href="https://doi.org/10.1086/260062">Black and Scholes (1973), The Pricing of Options and Corporate
 *     Liabilities</a>
 */
final class BlackScholes {

    /** From here on the rational formula gives way to the continued fraction. */
    private static final double TAIL = 7.07106781186547;

    private static final double ROOT_OF_TWO_PI = 2.506628274631;

    private BlackScholes() {}

    /**
     * {@return the probability that a standard normal variable is at most x}
     *
     * <p>Rational approximation in double precision, algorithm 5666 of Hart and others (1968), Computer Approximations, as
     * given by West (2005), Better Approximations to Cumulative Normal Functions, Wilmott Magazine, May 2005; the absolute
     * error is below 1e-14.
     */
    static double normal(double x) {
        double distance = Math.abs(x);
        double tail = distance > 37 ? 0 : upperTail(distance);
        return x > 0 ? 1 - tail : tail;
    }

    private static double upperTail(double x) {
        double density = StrictMath.exp(-x * x / 2);
        if (x >= TAIL) {
            double fraction = x + 0.65;
            fraction = x + 4 / fraction;
            fraction = x + 3 / fraction;
            fraction = x + 2 / fraction;
            fraction = x + 1 / fraction;
            return density / fraction / ROOT_OF_TWO_PI;
        }
        double above = 3.52624965998911E-02 * x + 0.700383064443688;
        above = above * x + 6.37396220353165;
        above = above * x + 33.912866078383;
        above = above * x + 112.079291497871;
        above = above * x + 221.213596169931;
        above = above * x + 220.206867912376;
        double below = 8.83883476483184E-02 * x + 1.75566716318264;
        below = below * x + 16.064177579207;
        below = below * x + 86.7807322029461;
        below = below * x + 296.564248779674;
        below = below * x + 637.333633378831;
        below = below * x + 793.826512519948;
        below = below * x + 440.413735824752;
        return density * above / below;
    }

    /**
     * {@return the value of an option}
     *
     * @param years to the expiry; above 0
     * @param volatility a year; above 0
     */
    static double value(OptionType type, double spot, double strike, double years, double rate, double volatility) {
        double growth = StrictMath.exp(rate * years);
        double forward = spot * growth;
        return onForward(
                type, forward, strike, StrictMath.log(forward / strike), volatility * Math.sqrt(years), 1 / growth);
    }

    /**
     * {@return the value of an option}
     *
     * @param moneyness ln(forward/strike)
     * @param deviation of the logarithm of the price at the expiry: the volatility by the root of the years
     * @param discount what one unit of money at the expiry is worth now
     */
    static double onForward(
            OptionType type, double forward, double strike, double moneyness, double deviation, double discount) {
        double d1 = moneyness / deviation + deviation / 2;
        double d2 = d1 - deviation;
        return type == OptionType.CE
                ? discount * (forward * normal(d1) - strike * normal(d2))
                : discount * (strike * normal(-d2) - forward * normal(-d1));
    }
}
