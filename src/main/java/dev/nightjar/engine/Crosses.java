package dev.nightjar.engine;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What both sides of an instance's crosses were just before.
 *
 * <p>A side that may change in any slice makes its cross look at the end of the slice before. A cross of completed candles
 * and indicators alone looks at the moment before the latest completion among their timeframes, so that it stays true until
 * the next one. This is kept up in every slice, as a cross that is armed later looks back as well.
 */
final class Crosses {

    /**
     * A comparison with what was before.
     *
     * @param live whether a side may change in any slice
     * @param series the places of the candle series its sides look at
     */
    record Cross(boolean live, int[] series, Value lhs, Value rhs) {}

    private final Cross[] crosses;
    private final double[] lhs;
    private final double[] rhs;
    private final boolean anyLive;
    private final boolean anyOfCandles;
    /** The series of which a candle completed in the slice that is looked at. */
    private final BitSet completed;

    Crosses(Graph graph) {
        crosses = graph.crosses().toArray(new Cross[0]);
        lhs = new double[crosses.length];
        Arrays.fill(lhs, Double.NaN);
        rhs = lhs.clone();
        anyLive = Arrays.stream(crosses).anyMatch(Cross::live);
        anyOfCandles = Arrays.stream(crosses).anyMatch(cross -> !cross.live());
        completed = new BitSet(graph.series().size());
    }

    /** {@return what the left side was just before the slice in hand} */
    double lhs(int cross) {
        return lhs[cross];
    }

    double rhs(int cross) {
        return rhs[cross];
    }

    /** {@return whether a candle of a series completed in the slice that is looked at} */
    boolean completed(int own) {
        return completed.get(own);
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
        if (!anyOfCandles) {
            return;
        }
        for (int cross = 0; cross < crosses.length; cross++) {
            Cross own = crosses[cross];
            if (!own.live()) {
                int completion = day.market().latestCompletion(own.series(), slice);
                if (completion > before) {
                    lookBefore(own, day, completion);
                    lhs[cross] = own.lhs().beforeCompletions(day);
                    rhs[cross] = own.rhs().beforeCompletions(day);
                }
            }
        }
        day.lookAt(slice);
    }

    /** Looks at a slice in which candles of a cross complete. */
    private void lookBefore(Cross own, InstanceDay day, int completion) {
        day.lookAt(completion);
        completed.clear();
        for (int series : own.series()) {
            if (day.market().completesIn(series, completion)) {
                completed.set(series);
            }
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
