package dev.nightjar.data;

import java.util.Arrays;
import java.util.List;

/**
 * The prices of the indices and stocks through a made day: logarithms that drift, wander with a U-shaped volatility, most of
 * all after the open, and jump a few times, each partly with the market and partly alone.
 *
 * <p>Time runs as variance: all of the day's is 1, and the market's own factor has that variance. A price moves when it is
 * asked for, by what the factor has moved since it was last asked for, so nothing lies between two ticks.
 */
final class MadePath {

    private static final double TRADING_DAYS = 252;
    private static final double TREND = 0.4;
    private static final double OVER_NIGHT = 0.5;
    private static final int JUMPS = 4;

    private final List<MadeUnderlying> underlyings;
    private final double[] logarithms;
    private final SplitMix64 random;
    private final double[] clock;
    private final int[] jumpSeconds;
    private final double[] jumpSizes;
    private final double trend;
    private final double[] seenClock;
    private final double[] seenFactor;
    private final double[] opening;
    private double factor;
    private double factorClock;
    private int jumped;

    /**
     * @param logarithms of the prices at the last close; taken over, and at the end those of this close
     * @param seconds of the session
     */
    MadePath(List<MadeUnderlying> underlyings, double[] logarithms, int seconds, SplitMix64 random) {
        this.underlyings = underlyings;
        this.logarithms = logarithms;
        this.random = random;
        clock = clock(seconds);
        trend = TREND * random.normal();
        jumpSeconds = new int[1 + (int) (JUMPS * random.unit())];
        Arrays.setAll(jumpSeconds, jump -> seconds / 20 + (int) (random.unit() * (seconds - seconds / 10)));
        Arrays.sort(jumpSeconds);
        jumpSizes = new double[jumpSeconds.length];
        Arrays.setAll(jumpSizes, jump -> (random.unit() < 0.5 ? -1 : 1) * (0.15 + 0.35 * random.unit()));
        seenClock = new double[underlyings.size()];
        seenFactor = new double[underlyings.size()];
        double market = OVER_NIGHT * random.normal();
        for (int place = 0; place < logarithms.length; place++) {
            move(place, market, OVER_NIGHT);
        }
        opening = Arrays.stream(logarithms).map(StrictMath::exp).toArray();
    }

    private static double[] clock(int seconds) {
        double[] clock = new double[seconds + 1];
        for (int second = 0; second < seconds; second++) {
            double fromNoon = 2.0 * second / seconds - 1;
            double variance = 0.6 + 1.2 * fromNoon * fromNoon + 6 * StrictMath.exp(-second / 300.0);
            clock[second + 1] = clock[second] + variance;
        }
        double whole = clock[seconds];
        for (int second = 0; second <= seconds; second++) {
            clock[second] /= whole;
        }
        return clock;
    }

    /** {@return the seconds at which the whole market jumps, ascending} */
    int[] jumpSeconds() {
        return jumpSeconds.clone();
    }

    /** {@return where a price opens} */
    double opening(int place) {
        return opening[place];
    }

    /**
     * {@return the price of an index or stock}
     *
     * @param second of the session; it and the fraction never go back
     * @param fraction of the second that is over
     */
    double price(int place, int second, double fraction) {
        double now = clock[second] + fraction * (clock[second + 1] - clock[second]);
        double passed = now - factorClock;
        factor += Math.sqrt(passed) * random.normal() + trend * passed;
        factorClock = now;
        for (; jumped < jumpSeconds.length && jumpSeconds[jumped] <= second; jumped++) {
            factor += jumpSizes[jumped];
        }
        move(place, factor - seenFactor[place], Math.sqrt(now - seenClock[place]));
        seenFactor[place] = factor;
        seenClock[place] = now;
        return StrictMath.exp(logarithms[place]);
    }

    private void move(int place, double market, double alone) {
        MadeUnderlying underlying = underlyings.get(place);
        double correlation = underlying.correlation();
        double own = Math.sqrt(1 - correlation * correlation) * alone * random.normal();
        logarithms[place] += underlying.volatility() / Math.sqrt(TRADING_DAYS) * (correlation * market + own);
    }
}
