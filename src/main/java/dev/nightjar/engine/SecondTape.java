package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The seconds in which one instrument ticked, with the last price of each. A bar ticks once, when it ends.
 *
 * <p>Seconds are epoch seconds, ascending; prices are units of the instrument's price scale.
 */
final class SecondTape {

    static final long NANOS = 1_000_000_000L;

    private final TickSeries ticks;
    private final int priceScale;
    private final long[] seconds;
    /** For each second, one past its last tick. */
    private final int[] tickEnds;
    /** By second: the units traded until its end; made when first asked for. */
    private long @Nullable [] volumes;

    private SecondTape(TickSeries ticks, int priceScale, long[] seconds, int[] tickEnds) {
        this.ticks = ticks;
        this.priceScale = priceScale;
        this.seconds = seconds;
        this.tickEnds = tickEnds;
    }

    static SecondTape of(TickSeries ticks, int priceScale) {
        int count = ticks.count();
        long[] seconds = new long[count];
        int[] tickEnds = new int[count];
        int found = 0;
        for (int tick = 0; tick < count; tick++) {
            long second = Math.floorDiv(ticks.time(tick), NANOS);
            if (found == 0 || seconds[found - 1] != second) {
                seconds[found++] = second;
            }
            tickEnds[found - 1] = tick + 1;
        }
        return new SecondTape(ticks, priceScale, Arrays.copyOf(seconds, found), Arrays.copyOf(tickEnds, found));
    }

    TickSeries ticks() {
        return ticks;
    }

    int priceScale() {
        return priceScale;
    }

    int count() {
        return seconds.length;
    }

    long second(int place) {
        return seconds[place];
    }

    /** {@return the first tick of a second} */
    int firstTick(int place) {
        return place == 0 ? 0 : tickEnds[place - 1];
    }

    /** {@return one past the last tick of a second} */
    int tickEnd(int place) {
        return tickEnds[place];
    }

    /** {@return the open interest as of the last tick of a second; NaN if this is not known, as of bars} */
    double openInterest(int place) {
        return ticks instanceof BarTape ? Double.NaN : ticks.openInterest(tickEnds[place] - 1);
    }

    long lastPrice(int place) {
        return ticks.price(tickEnds[place] - 1);
    }

    /** {@return the units traded in the session until the end of a second} */
    long volume(int place) {
        long[] sums = volumes;
        if (sums == null) {
            sums = new long[seconds.length];
            long sum = 0;
            for (int second = 0; second < seconds.length; second++) {
                for (int tick = firstTick(second); tick < tickEnds[second]; tick++) {
                    sum = Math.addExact(sum, ticks.quantity(tick));
                }
                sums[second] = sum;
            }
            volumes = sums;
        }
        return sums[place];
    }
}
