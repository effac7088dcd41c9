package dev.nightjar.engine;

import dev.nightjar.market.Cells;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of an instrument that have a price of one kind, unpacked minute by minute as they are looked at: for all instances of a run,
 * which find their places in it at once. Quantities and open interests are those of the ticks it is made of.
 */
final class PriceColumn implements TickSeries {

    private static final int SECONDS = 60;

    /** Ladders and retreats are forgotten once they have more rungs than that together, at some 12 bytes each. */
    private static final int MOST_RUNGS = 1 << 17;
    /** What one of them takes besides counts as so many. */
    private static final int FEW_RUNGS = 32;

    private final TickSeries source;
    private final int count;
    private final long open;
    /** The last second of the session. */
    private final int lastSecond;

    /** By minute of the session: its ticks, with their least and greatest price. */
    private final Extremes.Stretches minutes;
    /** By minute of the session: the last price before its end; {@link #NO_PRICE} if there is none. */
    private final long[] closes;
    /** By minute of the session; null until it is looked into. */
    private final @Nullable Minute[] opened;

    private final Extremes extremes;

    private final Map<RetreatKey, Asked<Retreat>> retreats = new HashMap<>();
    /** Of ladders and retreats together. */
    private int rungs;

    PriceColumn(TickSeries source, Session session) {
        this.source = source;
        count = source.count();
        open = MomentTape.startOf(session.open());
        lastSecond = Math.toIntExact(session.close() - session.open());
        closes = new long[lastSecond / SECONDS + 1];
        minutes = Extremes.Stretches.empty(closes.length);
        opened = new Minute[closes.length];
        Cells cells = source.cells();
        if (cells == null) {
            cutIntoMinutes();
        } else {
            take(cells);
        }
        extremes = new Extremes(minutes, minute -> open(minute).prices);
    }

    private void take(Cells cells) {
        int cell = 0;
        int tick = 0;
        long close = NO_PRICE;
        for (int minute = 0; minute < closes.length; minute++) {
            if (cell < cells.count() && cells.minute(cell) == minute) {
                minutes.add(minute, cells.low(cell), cells.high(cell));
                close = cells.close(cell);
                tick = cells.tickEnd(cell);
                cell++;
            }
            minutes.ends()[minute] = tick;
            closes[minute] = close;
        }
    }

    private void cutIntoMinutes() {
        long[] times = new long[count];
        long[] prices = new long[count];
        source.unpack(0, count, times, prices);
        int tick = 0;
        long close = NO_PRICE;
        for (int minute = 0; minute < closes.length; minute++) {
            int begin = tick;
            while (tick < count && second(times[tick]) / SECONDS == minute) {
                close = prices[tick++];
                minutes.add(minute, close, close);
            }
            minutes.ends()[minute] = tick;
            closes[minute] = close;
            opened[minute] =
                    new Minute(minute, Arrays.copyOfRange(times, begin, tick), Arrays.copyOfRange(prices, begin, tick));
        }
    }

    private int begin(int minute) {
        return minute == 0 ? 0 : minutes.ends()[minute - 1];
    }

    private Minute open(int minute) {
        Minute known = opened[minute];
        if (known == null) {
            int begin = begin(minute);
            int end = minutes.ends()[minute];
            long[] times = new long[end - begin];
            long[] prices = new long[end - begin];
            source.unpack(begin, end, times, prices);
            known = new Minute(minute, times, prices);
            opened[minute] = known;
        }
        return known;
    }

    /** The ticks of a minute. */
    private final class Minute {

        private final int begin;
        private final long[] times;
        private final long[] prices;
        /** By second: its first tick, or the next one; and the one behind the minute. */
        private final int[] firsts;
        /** By the tick they begin with; made when first asked for. */
        private @Nullable Asked<Ladder> @Nullable [] ladders;

        Minute(int minute, long[] times, long[] prices) {
            this.times = times;
            this.prices = prices;
            begin = begin(minute);
            firsts = new int[Math.min(SECONDS, lastSecond + 1 - minute * SECONDS) + 1];
            long time = open + minute * SECONDS * MomentTape.NANOS;
            int tick = 0;
            for (int second = 0; second < firsts.length - 1; second++) {
                firsts[second] = begin + tick;
                time += MomentTape.NANOS;
                while (tick < times.length && times[tick] < time) {
                    tick++;
                }
            }
            firsts[firsts.length - 1] = begin + times.length;
        }
    }

    /** {@return the second of the session, or the nearest one there is} */
    private int second(long time) {
        return time <= open ? 0 : (int) Math.min((time - open) / MomentTape.NANOS, lastSecond);
    }

    /** {@return the first tick behind a place in the order of the day's ticks} */
    int behind(long order, long sequence) {
        int second = second(order);
        Minute minute = open(second / SECONDS);
        int own = second % SECONDS;
        // Behind the session's end come ticks of more than one second.
        if (sequence == Long.MAX_VALUE
                && second < lastSecond
                && order - open - second * MomentTape.NANOS == MomentTape.NANOS - 1) {
            return minute.firsts[own + 1];
        }
        int tick = minute.firsts[own];
        int end = minute.firsts[own + 1];
        while (tick < end && minute.times[tick - minute.begin] < order) {
            tick++;
        }
        while (tick < end && minute.times[tick - minute.begin] == order && source.sequence(tick) <= sequence) {
            tick++;
        }
        return tick;
    }

    /**
     * {@return the last price as of the end of a minute of the session; {@link #NO_PRICE} if there is none}
     *
     * @param next of the ticks before this one the last is known already, even if it came later
     */
    long priceAfter(int minute, int next) {
        int place = Math.min(minute, closes.length - 1);
        return minutes.ends()[place] >= next ? closes[place] : price(next - 1);
    }

    Extremes extremes() {
        return extremes;
    }

    /**
     * {@return the first tick from one on whose price is below one or above another; how many ticks there are if there is none}
     *
     * @param begin a tick up to {@code from}, from which many ask
     */
    int firstOutside(int begin, int from, long low, long high) {
        if (from == count) {
            return count;
        }
        Ladder ladder = asked(begin).once(() -> new Ladder(this, begin));
        if (ladder != null) {
            int first = ladder.firstOutside(low, high);
            if (first >= from) {
                return first;
            }
        }
        return extremes.firstOutside(from, count, low, high);
    }

    private Asked<Ladder> asked(int begin) {
        makeRoom();
        Minute minute = minuteOf(begin);
        @Nullable Asked<Ladder>[] known = minute.ladders;
        if (known == null) {
            known = noLadders(minute.times.length);
            minute.ladders = known;
        }
        Asked<Ladder> asked = known[begin - minute.begin];
        if (asked == null) {
            asked = new Asked<>();
            known[begin - minute.begin] = asked;
            rungs += FEW_RUNGS;
        }
        return asked;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Asked<Ladder>[] noLadders(int count) {
        return new Asked[count];
    }

    /** {@return what many trailing stops that begin at one tick, with one best price and side, are looked up in; null while they are few} */
    @Nullable Retreat retreat(int begin, long best, long sign) {
        makeRoom();
        RetreatKey key = new RetreatKey(begin, best, sign);
        Asked<Retreat> asked = retreats.get(key);
        if (asked == null) {
            asked = new Asked<>();
            retreats.put(key, asked);
            rungs += FEW_RUNGS;
        }
        return asked.once(() -> new Retreat(this, begin, best, sign));
    }

    /** A ladder or retreat has another rung. */
    void countRung() {
        rungs++;
    }

    private void makeRoom() {
        if (rungs > MOST_RUNGS) {
            retreats.clear();
            for (Minute minute : opened) {
                if (minute != null) {
                    minute.ladders = null;
                }
            }
            rungs = 0;
        }
    }

    private record RetreatKey(int begin, long best, long sign) {}

    @Override
    public int count() {
        return count;
    }

    @Override
    public long time(int tick) {
        Minute minute = minuteOf(tick);
        return minute.times[tick - minute.begin];
    }

    @Override
    public long sequence(int tick) {
        return source.sequence(tick);
    }

    @Override
    public long price(int tick) {
        Minute minute = minuteOf(tick);
        return minute.prices[tick - minute.begin];
    }

    @Override
    public void unpack(int from, int end, long[] intoTimes, long[] intoPrices) {
        source.unpack(from, end, intoTimes, intoPrices);
    }

    private Minute minuteOf(int tick) {
        return open(extremes.stretch(tick));
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
        return time == Long.MIN_VALUE ? 0 : behind(time - 1, Long.MAX_VALUE);
    }
}
