package dev.nightjar.engine;

/**
 * The ticks from one on at which a contract was higher than at all since, or lower: where any level is reached first is a look-up in
 * it. It goes on as far as anybody asks.
 */
final class Ladder {

    private final PriceColumn ticks;
    /** The ticks before this one are in it. */
    private int walked;

    private final Rungs highs = new Rungs();
    /** Of negative prices. */
    private final Rungs lows = new Rungs();

    /** @param first the tick it begins with */
    Ladder(PriceColumn ticks, int first) {
        this.ticks = ticks;
        walked = first;
    }

    /**
     * {@return the first tick whose price is below one or above another; how many ticks there are if there is none}
     *
     * @param low {@link Long#MIN_VALUE} if none is below, unless it is so of {@code high}
     * @param high {@link Long#MAX_VALUE} if none is above
     */
    int firstOutside(long low, long high) {
        if (low == Long.MIN_VALUE) {
            return first(highs, high + 1);
        }
        if (high == Long.MAX_VALUE) {
            return first(lows, 1 - low);
        }
        while (!lows.reach(1 - low) && !highs.reach(high + 1) && walked < ticks.count()) {
            walk();
        }
        int first = lows.reach(1 - low) ? lows.first(1 - low) : ticks.count();
        return highs.reach(high + 1) ? Math.min(first, highs.first(high + 1)) : first;
    }

    private int first(Rungs rungs, long mirrored) {
        while (!rungs.reach(mirrored)) {
            if (walked == ticks.count()) {
                return walked;
            }
            walk();
        }
        return rungs.first(mirrored);
    }

    /** Goes on to the next tick that is higher or lower than all before. */
    private void walk() {
        int next = highs.isEmpty()
                ? walked
                : ticks.extremes().firstOutside(walked, ticks.count(), -lows.greatest(), highs.greatest());
        if (next < ticks.count()) {
            highs.add(ticks.price(next), next);
            lows.add(-ticks.price(next), next);
            ticks.countRung();
            next++;
        }
        walked = next;
    }
}
