package dev.nightjar.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When a strategy is evaluated: at the moments of its trading instrument, and at those of its supporting instrument if it has
 * one. A slice sees all ticks of a second, or those up to one tick.
 */
final class SliceTape {

    private final MomentTape tradingTape;
    private final @Nullable MomentTape supportingTape;
    private final long[] times;
    /** By slice: the latest moment of the trading instrument's tape, -1 before its first. */
    private final int[] trading;
    /** The same of the supporting instrument. */
    private final int[] supporting;
    /** By second from the first slice's on: the first slice that is not before it; made when first asked for. */
    private int @Nullable [] bySecond;

    private SliceTape(
            MomentTape tradingTape,
            @Nullable MomentTape supportingTape,
            long[] times,
            int[] trading,
            int[] supporting) {
        this.tradingTape = tradingTape;
        this.supportingTape = supportingTape;
        this.times = times;
        this.trading = trading;
        this.supporting = supporting;
    }

    /** {@return the slices of two tapes of one kind} */
    static SliceTape of(MomentTape trading, @Nullable MomentTape supporting) {
        int ownCount = trading.count();
        int otherCount = supporting == null ? 0 : supporting.count();
        long[] times = new long[ownCount + otherCount];
        int[] own = new int[times.length];
        int[] others = new int[times.length];
        int slices = 0;
        int nextOwn = 0;
        int nextOther = 0;
        while (nextOwn < ownCount || nextOther < otherCount) {
            int order;
            if (supporting == null || nextOther == otherCount) {
                order = -1;
            } else {
                order = nextOwn == ownCount ? 1 : trading.compare(nextOwn, supporting, nextOther);
            }
            times[slices] = order > 0 && supporting != null ? supporting.time(nextOther) : trading.time(nextOwn);
            nextOwn += order <= 0 ? 1 : 0;
            nextOther += order >= 0 ? 1 : 0;
            own[slices] = nextOwn - 1;
            others[slices] = nextOther - 1;
            slices++;
        }
        return new SliceTape(
                trading,
                supporting,
                Arrays.copyOf(times, slices),
                Arrays.copyOf(own, slices),
                Arrays.copyOf(others, slices));
    }

    int count() {
        return times.length;
    }

    /** {@return what a slice has as now, epoch nanoseconds} */
    long time(int slice) {
        return times[slice];
    }

    /** {@return the epoch second in which a slice lies} */
    long second(int slice) {
        return MomentTape.second(times[slice]);
    }

    /** {@return the last epoch nanosecond of which a slice sees ticks} */
    long seenTime(int slice) {
        return tradingTape.seenTime(times[slice]);
    }

    /** {@return the last sequence of which a slice sees ticks, of those of that nanosecond} */
    long seenSequence(int slice) {
        boolean ofTrading = trading[slice] > (slice == 0 ? -1 : trading[slice - 1]);
        return ofTrading || supportingTape == null
                ? tradingTape.seenSequence(trading[slice])
                : supportingTape.seenSequence(supporting[slice]);
    }

    /** {@return the first slice from {@code from} on, before {@code end}, at or after a time in epoch seconds; else that} */
    int firstAt(double time, int from, int end) {
        if (tradingTape.isOfSeconds()) {
            // NaN is never reached.
            return time <= Long.MAX_VALUE ? Math.max(from, Math.min(end, firstAtSecond((long) Math.ceil(time)))) : end;
        }
        int low = from;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            // NaN is never reached.
            if (MomentTape.seconds(times[middle]) >= time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** {@return the first slice at or after an epoch second, of slices that are seconds; how many there are if there is none} */
    private int firstAtSecond(long second) {
        if (times.length == 0) {
            return 0;
        }
        long first = second(0);
        int[] known = bySecond;
        if (known == null) {
            known = new int[Math.toIntExact(second(times.length - 1) - first) + 1];
            int filled = 0;
            for (int slice = 0; slice < times.length; slice++) {
                int own = (int) (second(slice) - first);
                while (filled <= own) {
                    known[filled++] = slice;
                }
            }
            bySecond = known;
        }
        if (second <= first) {
            return 0;
        }
        return second - first < known.length ? known[(int) (second - first)] : times.length;
    }

    /** {@return the first slice that sees a tick} */
    int firstSeeing(PriceColumn ticks, int tick) {
        long time = ticks.time(tick);
        return tradingTape.isOfSeconds()
                ? firstAtSecond(MomentTape.second(time))
                : firstSeeing(time, ticks.sequence(tick));
    }

    private int firstSeeing(long time, long sequence) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long seen = seenTime(middle);
            if (seen > time || seen == time && seenSequence(middle) >= sequence) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    int trading(int slice) {
        return trading[slice];
    }

    int supporting(int slice) {
        return supporting[slice];
    }
}
