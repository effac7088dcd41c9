package dev.nightjar.engine;

import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;

/**
 * The ticks of an instrument that have a price of one kind, unpacked: for all instances of a run, which find their places in it at
 * once. Quantities and open interests are those of the ticks it is made of.
 */
final class PriceColumn implements TickSeries {

    private final TickSeries source;
    private final long[] times;
    private final long[] prices;
    private final Extremes extremes;
    private final long open;
    /** By second of the session: the first tick that is not before it; of the one behind the last, how many ticks there are. */
    private final int[] firsts;

    PriceColumn(TickSeries source, Session session) {
        this.source = source;
        int count = source.count();
        times = new long[count];
        prices = new long[count];
        open = MomentTape.startOf(session.open());
        int seconds = Math.toIntExact(session.close() - session.open()) + 1;
        firsts = new int[seconds + 1];
        int second = 0;
        for (int tick = 0; tick < count; tick++) {
            times[tick] = source.time(tick);
            prices[tick] = source.price(tick);
            int own = second(times[tick]);
            while (second <= own) {
                firsts[second++] = tick;
            }
        }
        while (second <= seconds) {
            firsts[second++] = count;
        }
        extremes = new Extremes(prices);
    }

    /** {@return the second of the session, or the nearest one there is} */
    private int second(long time) {
        if (time <= open) {
            return 0;
        }
        return (int) Math.min((time - open) / MomentTape.NANOS, firsts.length - 2);
    }

    /** {@return the first tick behind a place in the order of the day's ticks} */
    int behind(long order, long sequence) {
        int second = second(order);
        // Behind the session's end come ticks of more than one second.
        if (sequence == Long.MAX_VALUE
                && second < firsts.length - 2
                && order - open - second * MomentTape.NANOS == MomentTape.NANOS - 1) {
            return firsts[second + 1];
        }
        int tick = firsts[second];
        int end = firsts[second + 1];
        if (end == tick || times[end - 1] < order || times[end - 1] == order && sequence == Long.MAX_VALUE) {
            return end;
        }
        while (tick < end && (times[tick] < order || times[tick] == order && source.sequence(tick) <= sequence)) {
            tick++;
        }
        return tick;
    }

    /** {@return the first tick behind a minute of the session} */
    int behindMinute(int minute) {
        return firsts[Math.min((minute + 1) * 60, firsts.length - 1)];
    }

    Extremes extremes() {
        return extremes;
    }

    @Override
    public int count() {
        return times.length;
    }

    @Override
    public long time(int tick) {
        return times[tick];
    }

    @Override
    public long sequence(int tick) {
        return source.sequence(tick);
    }

    @Override
    public long price(int tick) {
        return prices[tick];
    }

    @Override
    public long quantity(int tick) {
        return source.quantity(tick);
    }

    @Override
    public long openInterest(int tick) {
        return source.openInterest(tick);
    }

    @Override
    public int firstAtOrAfter(long time) {
        int tick = firsts[second(time)];
        while (tick < times.length && times[tick] < time) {
            tick++;
        }
        return tick;
    }
}
