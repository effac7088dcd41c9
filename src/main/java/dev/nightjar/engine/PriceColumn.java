package dev.nightjar.engine;

import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of an instrument that have a price of one kind, unpacked: for all instances of a run, which find their places in it at
 * once. Quantities and open interests are those of the ticks it is made of.
 */
final class PriceColumn implements TickSeries {

    private static final int SECONDS = 60;

    /** So many ladders are known at most, and retreats. */
    private static final int MOST = 4096;

    private final TickSeries source;
    private final long[] times;
    private final long[] prices;
    /** Made when first asked for. */
    private @Nullable Extremes extremes;
    /** Made when first asked for. */
    private @Nullable Minutes minutes;

    private final long open;
    /** By second of the session: the first tick that is not before it; of the one behind the last, how many ticks there are. */
    private final int[] firsts;

    /** By the tick they begin with; made when first asked for. */
    private @Nullable Asked<Ladder> @Nullable [] ladders;

    private int ladderCount;

    private final Map<RetreatKey, Asked<Retreat>> retreats = new HashMap<>();

    PriceColumn(TickSeries source, Session session) {
        this.source = source;
        int count = source.count();
        times = new long[count];
        prices = new long[count];
        source.unpack(times, prices);
        open = MomentTape.startOf(session.open());
        int seconds = Math.toIntExact(session.close() - session.open()) + 1;
        firsts = new int[seconds + 1];
        Arrays.fill(firsts, count);
        for (int tick = count - 1; tick >= 0; tick--) {
            firsts[second(times[tick])] = tick;
        }
        for (int second = seconds - 1; second >= 0; second--) {
            firsts[second] = Math.min(firsts[second], firsts[second + 1]);
        }
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

    private Minutes minutes() {
        Minutes known = minutes;
        if (known == null) {
            known = new Minutes((firsts.length + SECONDS - 2) / SECONDS);
            for (int minute = 0; minute < known.prices.length; minute++) {
                int behind = firsts[Math.min((minute + 1) * SECONDS, firsts.length - 1)];
                known.behind[minute] = behind;
                known.prices[minute] = behind == 0 ? NO_PRICE : prices[behind - 1];
            }
            minutes = known;
        }
        return known;
    }

    /**
     * {@return the last price as of the end of a minute of the session; {@link #NO_PRICE} if there is none}
     *
     * @param next of the ticks before this one the last is known already, even if it came later
     */
    long priceAfter(int minute, int next) {
        Minutes known = minutes();
        int place = Math.min(minute, known.prices.length - 1);
        if (known.behind[place] >= next) {
            return known.prices[place];
        }
        return prices[next - 1];
    }

    Extremes extremes() {
        Extremes known = extremes;
        if (known == null) {
            known = new Extremes(prices);
            extremes = known;
        }
        return known;
    }

    /**
     * {@return the first tick from one on whose price is below one or above another; how many ticks there are if there is none}
     *
     * @param begin a tick up to {@code from}, from which many ask
     */
    int firstOutside(int begin, int from, long low, long high) {
        Ladder ladder = asked(begin).once(() -> new Ladder(this, begin));
        if (ladder != null) {
            int first = ladder.firstOutside(low, high);
            if (first >= from) {
                return first;
            }
        }
        return extremes().firstOutside(from, times.length, low, high);
    }

    private Asked<Ladder> asked(int begin) {
        @Nullable Asked<Ladder>[] known = ladders;
        if (known == null) {
            known = noLadders();
            ladders = known;
        }
        Asked<Ladder> asked = known[begin];
        if (asked == null) {
            if (ladderCount == MOST) {
                Arrays.fill(known, null);
                ladderCount = 0;
            }
            asked = new Asked<>();
            known[begin] = asked;
            ladderCount++;
        }
        return asked;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private @Nullable Asked<Ladder>[] noLadders() {
        return new Asked[times.length + 1];
    }

    /** {@return what many trailing stops that begin at one tick, with one best price and side, are looked up in; null while they are few} */
    @Nullable Retreat retreat(int begin, long best, long sign) {
        RetreatKey key = new RetreatKey(begin, best, sign);
        Asked<Retreat> asked = retreats.get(key);
        if (asked == null) {
            asked = new Asked<>();
            if (retreats.size() == MOST) {
                retreats.clear();
            }
            retreats.put(key, asked);
        }
        return asked.once(() -> new Retreat(this, begin, best, sign));
    }

    /** By minute of the session: the first tick behind it, and the last price before that, side by side as marks ask for them. */
    private static final class Minutes {

        private final int[] behind;
        private final long[] prices;

        Minutes(int count) {
            behind = new int[count];
            prices = new long[count];
        }
    }

    private record RetreatKey(int begin, long best, long sign) {}

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
