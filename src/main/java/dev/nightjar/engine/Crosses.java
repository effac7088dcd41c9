package dev.nightjar.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

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

    private static final int NOT_YET = -1;

    private final Cross[] crosses;
    private final double[] lhs;
    private final double[] rhs;
    private final List<Program.Series> series;
    /** The series that crosses of completed candles look at. */
    private final int[] watched;
    /** By series: the candle that was forming in the slice before. */
    private final int[] forming;
    /** The series of which a candle completed in the slice in hand. */
    private final BitSet completed;

    Crosses(Program program) {
        crosses = program.crosses().toArray(new Cross[0]);
        lhs = new double[crosses.length];
        Arrays.fill(lhs, Double.NaN);
        rhs = lhs.clone();
        series = program.series();
        watched = Arrays.stream(crosses)
                .filter(cross -> !cross.live())
                .flatMapToInt(cross -> Arrays.stream(cross.series()))
                .distinct()
                .toArray();
        forming = new int[series.size()];
        Arrays.fill(forming, NOT_YET);
        completed = new BitSet(series.size());
    }

    /** {@return what the left side was just before} */
    double lhs(int cross) {
        return lhs[cross];
    }

    double rhs(int cross) {
        return rhs[cross];
    }

    /** {@return whether a candle of a series completed in the slice in hand} */
    boolean completed(int own) {
        return completed.get(own);
    }

    /** The slice's ticks were applied, and no node was visited yet. */
    void sliceBegins(InstanceDay day) {
        if (watched.length == 0) {
            return;
        }
        completed.clear();
        for (int own : watched) {
            int moment = day.place(series.get(own).role());
            int candle = moment < 0 ? forming[own] : day.candles(own).formingAt(moment, day.second());
            // The first candle there is has none before it that could have completed.
            completed.set(own, candle != forming[own] && candle > 0);
            forming[own] = candle;
        }
        if (completed.isEmpty()) {
            return;
        }
        for (int cross = 0; cross < crosses.length; cross++) {
            Cross own = crosses[cross];
            if (!own.live() && anyCompleted(own.series())) {
                lhs[cross] = own.lhs().beforeCompletions(day);
                rhs[cross] = own.rhs().beforeCompletions(day);
            }
        }
    }

    private boolean anyCompleted(int[] places) {
        for (int own : places) {
            if (completed.get(own)) {
                return true;
            }
        }
        return false;
    }

    /** Every node was visited. */
    void sliceEnds(InstanceDay day) {
        for (int cross = 0; cross < crosses.length; cross++) {
            Cross own = crosses[cross];
            if (own.live()) {
                lhs[cross] = own.lhs().at(day);
                rhs[cross] = own.rhs().at(day);
            }
        }
    }
}
