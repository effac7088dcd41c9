package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;
import dev.nightjar.strategy.Evaluation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which one instrument has something new to tell, with the last price of each: the seconds in which it ticked,
 * or its ticks one by one. A bar is a second of its own, the one in which it ends.
 *
 * <p>A moment's time is what a slice at it has as now: the beginning of the second, the time of the tick. Times are epoch
 * nanoseconds, ascending; prices are units of the instrument's price scale.
 */
final class MomentTape {

    static final long NANOS = 1_000_000_000L;

    private final TickSeries ticks;
    private final int priceScale;
    private final boolean everyTick;
    private final long[] times;
    /** By tick. */
    private final long[] prices;
    /** For each moment, one past its last tick. */
    private final int[] tickEnds;
    /** By moment: the units traded until its end; made when first asked for. */
    private long @Nullable [] volumes;

    private MomentTape(
            TickSeries ticks, int priceScale, boolean everyTick, long[] prices, long[] times, int[] tickEnds) {
        this.ticks = ticks;
        this.priceScale = priceScale;
        this.everyTick = everyTick;
        this.prices = prices;
        this.times = times;
        this.tickEnds = tickEnds;
    }

    static MomentTape of(TickSeries ticks, int priceScale, Evaluation evaluation) {
        boolean everyTick = evaluation == Evaluation.TICK;
        int count = ticks.count();
        long[] times = new long[count];
        long[] prices = new long[count];
        ticks.unpack(0, count, times, prices);
        int[] tickEnds = new int[count];
        int found = 0;
        for (int tick = 0; tick < count; tick++) {
            // A moment's time takes the place of one that was looked at.
            long own = everyTick ? times[tick] : startOf(second(times[tick]));
            if (everyTick || found == 0 || times[found - 1] != own) {
                times[found++] = own;
            }
            tickEnds[found - 1] = tick + 1;
        }
        return new MomentTape(
                ticks, priceScale, everyTick, prices, Arrays.copyOf(times, found), Arrays.copyOf(tickEnds, found));
    }

    /** {@return the epoch second of an epoch nanosecond} */
    static long second(long time) {
        return Math.floorDiv(time, NANOS);
    }

    /** {@return the first nanosecond of an epoch second} */
    static long startOf(long second) {
        return Math.multiplyExact(second, NANOS);
    }

    TickSeries ticks() {
        return ticks;
    }

    int priceScale() {
        return priceScale;
    }

    int count() {
        return times.length;
    }

    long time(int place) {
        return times[place];
    }

    /** {@return whether moments are seconds, of which all ticks are seen} */
    boolean isOfSeconds() {
        return !everyTick && !(ticks instanceof BarTape);
    }

    /** {@return whether a moment comes before that of another tape (below 0), after it (above 0) or is the same one} */
    int compare(int place, MomentTape other, int others) {
        int order = Long.compare(times[place], other.times[others]);
        return order != 0 || !everyTick ? order : Long.compare(ticks.sequence(place), other.ticks.sequence(others));
    }

    /** {@return the last epoch nanosecond that belongs to the moment of a time} */
    long seenTime(long time) {
        return everyTick || ticks instanceof BarTape ? time : time + NANOS - 1;
    }

    /** {@return an epoch nanosecond in epoch seconds: the nearest double to its fraction behind the whole ones} */
    static double seconds(long time) {
        return second(time) + Math.floorMod(time, NANOS) / (double) NANOS;
    }

    /** {@return the last sequence that belongs to a moment, of its last nanosecond} */
    long seenSequence(int place) {
        return everyTick ? ticks.sequence(place) : Long.MAX_VALUE;
    }

    /** {@return the first tick of a moment} */
    int firstTick(int place) {
        return place == 0 ? 0 : tickEnds[place - 1];
    }

    /** {@return one past the last tick of a moment} */
    int tickEnd(int place) {
        return tickEnds[place];
    }

    /** {@return the open interest as of the last tick of a moment; NaN if this is not known, as of bars} */
    double openInterest(int place) {
        return ticks instanceof BarTape ? Double.NaN : ticks.openInterest(tickEnds[place] - 1);
    }

    long price(int tick) {
        return prices[tick];
    }

    long lastPrice(int place) {
        return prices[tickEnds[place] - 1];
    }

    /** {@return the units traded in the session until the end of a moment} */
    long volume(int place) {
        long[] sums = volumes;
        if (sums == null) {
            sums = new long[times.length];
            long sum = 0;
            for (int moment = 0; moment < times.length; moment++) {
                for (int tick = firstTick(moment); tick < tickEnds[moment]; tick++) {
                    sum = Math.addExact(sum, ticks.quantity(tick));
                }
                sums[moment] = sum;
            }
            volumes = sums;
        }
        return sums[place];
    }
}
