package dev.nightjar.engine;

import java.util.Arrays;

/**
 * The ticks from one on at which a contract was further behind its best price than ever since: where a trailing stop of any distance
 * is hit is a look-up in it. It goes on as far as anybody asks. Prices are mirrored as {@link Steps} says.
 */
final class Retreat implements Extremes.Walker {

    private static final int FEW = 16;

    private final PriceColumn ticks;
    private final long sign;
    private long best;
    /** The ticks before this one are in it. */
    private int walked;

    private final Rungs distances = new Rungs();
    /** By rung of these: the best price until then. */
    private long[] bests = new long[FEW];

    /**
     * @param first the tick it begins with
     * @param best the best price before it
     * @param sign of the position's side
     */
    Retreat(PriceColumn ticks, int first, long best, long sign) {
        this.ticks = ticks;
        this.best = best;
        this.sign = sign;
        walked = first;
    }

    /** {@return the first tick at which the price is at least so far behind the best one; how many ticks there are if there is none} */
    int first(long distance) {
        while (!distances.reach(distance)) {
            if (walked == ticks.count()) {
                return walked;
            }
            walk();
        }
        return distances.first(distance);
    }

    /** {@return the best price until the {@link #first} tick that is so far behind it, which there is} */
    long best(long distance) {
        return bests[distances.rung(distance)];
    }

    private void walk() {
        int next = ticks.extremes().walk(walked, ticks.count(), this);
        if (next < ticks.count()) {
            long price = sign * ticks.price(next);
            best = Math.max(best, price);
            if (distances.count() == bests.length) {
                bests = Arrays.copyOf(bests, 2 * bests.length);
            }
            bests[distances.count()] = best;
            distances.add(Math.subtractExact(best, price), next);
            ticks.countRung();
            next++;
        }
        walked = next;
    }

    @Override
    public boolean passes(long least, long greatest) {
        long low = sign > 0 ? least : -greatest;
        long high = sign > 0 ? greatest : -least;
        long bestOfThem = Math.max(best, high);
        if (!distances.reach(Math.subtractExact(bestOfThem, low))) {
            return false;
        }
        best = bestOfThem;
        return true;
    }
}
