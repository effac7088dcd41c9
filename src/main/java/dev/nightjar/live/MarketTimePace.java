package dev.nightjar.live;

import dev.nightjar.engine.Pace;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets market time pass at a constant speed: second s is due (s - start) / speed seconds after the playback began.
 *
 * <p>The playback begins with the first {@link #await}. Whatever is due may be evaluated at once, but never more than
 * {@link #LARGEST_BURST_NANOS} of playback: when the run is later than that, the playback slips, that is, it goes on from where it is
 * at its speed, and the slip is counted. One pace serves one day; it is used by one thread.
 */
public final class MarketTimePace implements Pace {

    /** How late a slice may be before the playback slips instead of catching up. */
    public static final long LARGEST_BURST_NANOS = 100_000_000;

    /** How long a stop may go unnoticed. */
    private static final long LONGEST_PARK_NANOS = 20_000_000;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Nothing is due later than this after the beginning; far from overflow. */
    private static final double LATEST_NANOS = 4e18;

    private final double nanosPerMarketSecond;
    private final long start;
    private final StopSignal stop;
    private final LongSupplier nanoClock;
    private final LongConsumer parker;

    private boolean begun;
    private long base;
    private long slips;
    private long slippedNanos;
    private long[] lags = new long[1024];
    private int slices;

    private MarketTimePace(BigDecimal speed, long start, StopSignal stop, LongSupplier nanoClock, LongConsumer parker) {
        if (speed.signum() <= 0) {
            throw new IllegalArgumentException("speed must be above 0, was " + speed.toPlainString());
        }
        this.nanosPerMarketSecond = NANOS_PER_SECOND / speed.doubleValue();
        this.start = start;
        this.stop = stop;
        this.nanoClock = nanoClock;
        this.parker = parker;
    }

    /**
     * {@return a pace by this machine's clock}
     *
     * @param speed seconds of market time per second, above 0
     * @param start the epoch second with which the playback begins, such as the session's open
     * @param stop ends a wait with {@link RunStoppedException}
     */
    public static MarketTimePace of(BigDecimal speed, long start, StopSignal stop) {
        return new MarketTimePace(speed, start, stop, System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * {@return a pace by another clock}
     *
     * @param nanoClock like {@link System#nanoTime}
     * @param parker waits about that many nanoseconds; may return early
     */
    static MarketTimePace of(
            BigDecimal speed, long start, StopSignal stop, LongSupplier nanoClock, LongConsumer parker) {
        return new MarketTimePace(speed, start, stop, nanoClock, parker);
    }

    @Override
    public long await(long nextSecond) {
        if (!begun) {
            begun = true;
            base = nanoClock.getAsLong();
        }
        long due = dueNanos(nextSecond);
        long elapsed = elapsedWhenDue(due);
        long lag = elapsed - due;
        record(lag);
        if (lag > LARGEST_BURST_NANOS) {
            slips++;
            slippedNanos += lag;
            base += lag;
            elapsed = due;
        }
        long reached = start + (long) Math.floor((double) elapsed / nanosPerMarketSecond);
        return Math.max(nextSecond, reached);
    }

    /** {@return how smooth the playback was so far} */
    public Playback playback() {
        long[] sorted = Arrays.copyOf(lags, slices);
        Arrays.sort(sorted);
        return new Playback(
                slices, percentile(sorted, 50), percentile(sorted, 99), percentile(sorted, 100), slips, slippedNanos);
    }

    private long elapsedWhenDue(long due) {
        while (true) {
            if (stop.stopRequested() || Thread.currentThread().isInterrupted()) {
                throw new RunStoppedException();
            }
            long elapsed = nanoClock.getAsLong() - base;
            if (elapsed >= due) {
                return elapsed;
            }
            parker.accept(Math.min(due - elapsed, LONGEST_PARK_NANOS));
        }
    }

    private long dueNanos(long second) {
        return (long) Math.min(LATEST_NANOS, Math.max(0, (second - start) * nanosPerMarketSecond));
    }

    private void record(long lag) {
        if (slices == lags.length) {
            lags = Arrays.copyOf(lags, slices * 2);
        }
        lags[slices++] = lag;
    }

    /** The smallest lag that at least that many percent of the slices kept. */
    private static long percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) (((long) sorted.length * percent + 99) / 100) - 1];
    }

    /**
     * How smooth a playback was. A lag is how long after it was due a slice was begun.
     *
     * @param waits how often the run waited for its next slice; slices due together count once, with the lag of the first
     * @param p50Nanos the median lag
     * @param p99Nanos the lag that 99 of 100 kept
     * @param maxNanos the largest lag
     * @param slips how often the playback slipped
     * @param slippedNanos by how much, in total
     */
    public record Playback(long waits, long p50Nanos, long p99Nanos, long maxNanos, long slips, long slippedNanos) {}
}
