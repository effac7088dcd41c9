package dev.nightjar.engine;

import java.util.Arrays;

/**
 * What both sides of an instance's crosses were just before.
 *
 * <p>A side that may change in any slice makes its cross look at the end of the slice before. A cross of completed candles
 * and indicators alone looks at the moment before the latest completion among their timeframes, so that it stays true until
 * the next one. Where the instance's own variables are among them this is kept up in every slice, as a cross that is armed later
 * looks back as well.
 */
final class Crosses {

    /**
     * A comparison with what was before.
     *
     * @param live whether a side may change in any slice
     * @param own whether a side is the instance's own, as its variables are; else what it was before can be found at any time
     * @param series the places of the candle series its sides look at
     */
    record Cross(boolean live, boolean own, int[] series, Value lhs, Value rhs) {}

    private final Cross[] crosses;
    private final double[] lhs;
    private final double[] rhs;
    private final boolean anyLive;
    /** Whether any must be looked at when its candles complete. */
    private final boolean anyRemembered;
    /** By series of the cross that is looked at: whether a candle completed in the slice. */
    private final boolean[] completed;

    Crosses(Graph graph) {
        crosses = graph.crosses().toArray(new Cross[0]);
        lhs = new double[crosses.length];
        rhs = new double[crosses.length];
        anyLive = Arrays.stream(crosses).anyMatch(Cross::live);
        anyRemembered = Arrays.stream(crosses).anyMatch(Crosses::isRemembered);
        completed = new boolean[graph.series().size()];
        clear();
    }

    /** Forgets what was before. */
    void clear() {
        Arrays.fill(lhs, Double.NaN);
        Arrays.fill(rhs, Double.NaN);
    }

    private static boolean isRemembered(Cross cross) {
        return cross.own() && !cross.live();
    }

    /** {@return what the left side was just before the slice in hand, if the cross was evaluated in it} */
    double lhs(int cross) {
        return lhs[cross];
    }

    double rhs(int cross) {
        return rhs[cross];
    }

    /** {@return whether a candle of a series completed in the slice that is looked at} */
    boolean completed(int own) {
        return completed[own];
    }

    /** {@return whether a side of any may change in any slice, so that the slice before must be looked at} */
    boolean anyLive() {
        return anyLive;
    }

    /**
     * The slice's ticks were applied, and no node was visited yet.
     *
     * @param before the slice that was evaluated last, or -1
     */
    void sliceBegins(InstanceDay day, int slice, int before) {
        if (!anyRemembered) {
            return;
        }
        for (int cross = 0; cross < crosses.length; cross++) {
            if (isRemembered(crosses[cross])) {
                lookBack(cross, day, slice, before);
            }
        }
        day.lookAt(slice);
    }

    /** Finds out what the sides of a cross that is about to be evaluated in a slice were just before. */
    void evaluates(int cross, InstanceDay day, int slice) {
        if (!crosses[cross].live() && !crosses[cross].own()) {
            lookBack(cross, day, slice, -1);
            day.lookAt(slice);
        }
    }

    /** The day was left behind with its last slice, and others follow. */
    void dayEnds(InstanceDay day, int last) {
        for (int cross = 0; cross < crosses.length; cross++) {
            evaluates(cross, day, last);
        }
    }

    private void lookBack(int cross, InstanceDay day, int slice, int before) {
        Cross own = crosses[cross];
        int completion = day.market().latestCompletion(own.series(), slice);
        if (completion > before) {
            lookBefore(own, day, completion);
            lhs[cross] = own.lhs().beforeCompletions(day);
            rhs[cross] = own.rhs().beforeCompletions(day);
        }
    }

    /** Looks at a slice in which candles of a cross complete. */
    private void lookBefore(Cross own, InstanceDay day, int completion) {
        day.lookAt(completion);
        for (int series : own.series()) {
            completed[series] = day.market().completesIn(series, completion);
        }
    }

    /**
     * {@return whether a cross of candles holds in a slice}
     *
     * @param remembered whether what was before a completion that the instance has seen is taken from its memory
     */
    boolean holdsAt(Predicate.Cross cross, InstanceDay day, int slice, boolean remembered) {
        Cross own = crosses[cross.cross()];
        int completion = day.market().latestCompletion(own.series(), slice);
        double lastLhs = lhs[cross.cross()];
        double lastRhs = rhs[cross.cross()];
        if (!remembered || completion >= day.nextSlice()) {
            if (completion < 0) {
                return false;
            }
            lookBefore(own, day, completion);
            lastLhs = own.lhs().beforeCompletions(day);
            lastRhs = own.rhs().beforeCompletions(day);
        }
        day.lookAt(slice);
        return cross.isTrue(day, lastLhs, lastRhs);
    }

    /** Every node was visited. */
    void sliceEnds(InstanceDay day) {
        if (!anyLive) {
            return;
        }
        for (int cross = 0; cross < crosses.length; cross++) {
            Cross own = crosses[cross];
            if (own.live()) {
                lhs[cross] = own.lhs().at(day);
                rhs[cross] = own.rhs().at(day);
            }
        }
    }
}
