package dev.nightjar.engine;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.PriceField;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The candles of one instrument and timeframe as a day sees them: those before the day, which are a warm-up or all candles of
 * the run's day before, then the day's own, which are built from ticks. A candle completes when the first tick of a later bucket
 * arrives; empty buckets make no candle.
 *
 * <p>Values are doubles: the nearest to the exact price. For every moment of the instrument's {@link MomentTape} the
 * tape knows which candle was forming at its end, and how far it had formed.
 */
final class CandleTape {

    private static final int SECONDS_OF_DAY = 86_400;

    private final Session session;
    private final Timeframe timeframe;
    private final int count;
    /** By candle: the epoch second at which it starts. */
    private final long[] starts;
    /** By field, by candle: the candle's final values. */
    private final double[][] values;
    /** By moment: the candle that was forming. */
    private final int[] forming;
    /** By field, by moment: the forming candle at its end. */
    private final double[][] formed;

    /** By length: what {@link #meanRanges} was asked for. */
    private final Map<Integer, double[]> meanRanges = new HashMap<>();

    /** By moment of bars: from when on the forming candle is complete; of ticks the next bucket's first completes it. */
    private final long @Nullable [] completions;

    private CandleTape(
            Session session,
            Timeframe timeframe,
            int count,
            long[] starts,
            double[][] values,
            int[] forming,
            double[][] formed,
            long @Nullable [] completions) {
        this.session = session;
        this.timeframe = timeframe;
        this.count = count;
        this.starts = starts;
        this.values = values;
        this.forming = forming;
        this.formed = formed;
        this.completions = completions;
    }

    static CandleTape of(Bars warmUp, MomentTape moments, Timeframe timeframe, Session session) {
        int before = warmUp.count();
        int most = before + room(moments, timeframe, session);
        long[] starts = new long[most];
        double[][] values = new double[PriceField.values().length][most];
        putWarmUp(warmUp, starts, values);
        return of(before, starts, values, moments, timeframe, session).trimmed();
    }

    /** {@return the tape of the next day of a run: of all candles there are, and its own; this one cannot be gone on with again} */
    CandleTape goneOn(MomentTape moments, Session itsSession) {
        int most = count + room(moments, timeframe, itsSession);
        return of(count, roomFor(starts, most), roomFor(values, most), moments, timeframe, itsSession);
    }

    /** {@return how many candles a day has at most} */
    private static int room(MomentTape moments, Timeframe timeframe, Session session) {
        return (int) Math.min(moments.count(), timeframe.bucket(session.close(), session) + 1);
    }

    /** {@return the same of a day of bars} */
    CandleTape goneOn(BarTape bars, int priceScale, Session itsSession) {
        int most = count + bars.count();
        return ofBars(count, roomFor(starts, most), roomFor(values, most), bars, priceScale, timeframe, itsSession);
    }

    /** {@return the same without room for more} */
    private CandleTape trimmed() {
        return new CandleTape(
                session,
                timeframe,
                count,
                Arrays.copyOf(starts, count),
                Arrays.stream(values)
                        .map(column -> Arrays.copyOf(column, count))
                        .toArray(double[][]::new),
                forming,
                formed,
                completions);
    }

    /** {@return the column, or a longer one, so that a run of many days seldom copies what was before} */
    private static long[] roomFor(long[] column, int most) {
        return column.length >= most ? column : Arrays.copyOf(column, most + most / 2);
    }

    private static double[][] roomFor(double[][] columns, int most) {
        return Arrays.stream(columns)
                .map(column -> column.length >= most ? column : Arrays.copyOf(column, most + most / 2))
                .toArray(double[][]::new);
    }

    /**
     * {@return a tape whose first candles are there}
     *
     * @param before how many; there is room for all of the day
     */
    private static CandleTape of(
            int before, long[] starts, double[][] values, MomentTape moments, Timeframe timeframe, Session session) {
        int[] forming = new int[moments.count()];
        double[][] formed = new double[PriceField.values().length][moments.count()];
        TickSeries ticks = moments.ticks();
        int candle = before - 1;
        long bucket = Long.MIN_VALUE;
        long open = 0;
        long high = 0;
        long low = 0;
        long close = 0;
        long volume = 0;
        for (int moment = 0; moment < moments.count(); moment++) {
            long ownBucket = timeframe.bucket(MomentTape.second(moments.time(moment)), session);
            int first = moments.firstTick(moment);
            if (ownBucket != bucket) {
                bucket = ownBucket;
                candle++;
                starts[candle] = timeframe.bucketStart(bucket, session);
                open = moments.price(first);
                high = open;
                low = open;
                volume = 0;
            }
            for (int tick = first; tick < moments.tickEnd(moment); tick++) {
                close = moments.price(tick);
                high = Math.max(high, close);
                low = Math.min(low, close);
                volume = Math.addExact(volume, ticks.quantity(tick));
            }
            forming[moment] = candle;
            put(formed, moment, moments.priceScale(), open, high, low, close, volume);
            put(values, candle, moments.priceScale(), open, high, low, close, volume);
        }
        int count = candle + 1;
        // There was room for a candle in every bucket.
        return new CandleTape(session, timeframe, count, starts, values, forming, formed, null);
    }

    /**
     * {@return the candles of a day of bars, which are joined into wider ones}
     *
     * <p>A candle completes when its bucket ends, which is at the latest when the session closes.
     */
    static CandleTape ofBars(Bars warmUp, BarTape bars, Timeframe timeframe, Session session) {
        int before = warmUp.count();
        int most = before + bars.count();
        long[] starts = new long[most];
        double[][] values = new double[PriceField.values().length][most];
        putWarmUp(warmUp, starts, values);
        return ofBars(before, starts, values, bars, warmUp.priceScale(), timeframe, session)
                .trimmed();
    }

    private static CandleTape ofBars(
            int before,
            long[] starts,
            double[][] values,
            BarTape bars,
            int priceScale,
            Timeframe timeframe,
            Session session) {
        int[] forming = new int[bars.count()];
        double[][] formed = new double[PriceField.values().length][bars.count()];
        long[] completions = new long[bars.count()];
        int candle = before - 1;
        long bucket = Long.MIN_VALUE;
        long open = 0;
        long high = 0;
        long low = 0;
        long volume = 0;
        for (int bar = 0; bar < bars.count(); bar++) {
            long ownBucket = timeframe.bucket(bars.start(bar), session);
            if (ownBucket != bucket) {
                bucket = ownBucket;
                candle++;
                starts[candle] = timeframe.bucketStart(bucket, session);
                open = bars.open(bar);
                high = bars.high(bar);
                low = bars.low(bar);
                volume = 0;
            }
            high = Math.max(high, bars.high(bar));
            low = Math.min(low, bars.low(bar));
            volume = Math.addExact(volume, bars.quantity(bar));
            forming[bar] = candle;
            completions[bar] =
                    MomentTape.startOf(Math.min(starts[candle] + timeframe.minutes() * 60L, session.close()));
            put(formed, bar, priceScale, open, high, low, bars.price(bar), volume);
            put(values, candle, priceScale, open, high, low, bars.price(bar), volume);
        }
        int count = candle + 1;
        return new CandleTape(session, timeframe, count, starts, values, forming, formed, completions);
    }

    /** {@return candles that are all there, of no day in particular} */
    static CandleTape ofCandles(Bars bars, Timeframe timeframe, Session session) {
        long[] starts = new long[bars.count()];
        double[][] values = new double[PriceField.values().length][bars.count()];
        putWarmUp(bars, starts, values);
        return new CandleTape(session, timeframe, bars.count(), starts, values, new int[0], new double[0][], null);
    }

    private static void putWarmUp(Bars warmUp, long[] starts, double[][] values) {
        for (int bar = 0; bar < warmUp.count(); bar++) {
            starts[bar] = warmUp.start(bar);
            put(
                    values,
                    bar,
                    warmUp.priceScale(),
                    warmUp.open(bar),
                    warmUp.high(bar),
                    warmUp.low(bar),
                    warmUp.close(bar),
                    warmUp.volume(bar));
        }
    }

    private static void put(
            double[][] columns, int row, int scale, long open, long high, long low, long close, long volume) {
        columns[PriceField.OPEN.ordinal()][row] = Decimals.toDouble(open, scale);
        columns[PriceField.HIGH.ordinal()][row] = Decimals.toDouble(high, scale);
        columns[PriceField.LOW.ordinal()][row] = Decimals.toDouble(low, scale);
        columns[PriceField.CLOSE.ordinal()][row] = Decimals.toDouble(close, scale);
        columns[PriceField.VOLUME.ordinal()][row] = volume;
    }

    /** {@return how many candles there are, those before the day and the last one of the day included} */
    int count() {
        return count;
    }

    /** {@return the final value of a candle} */
    double value(PriceField field, int candle) {
        return values[field.ordinal()][candle];
    }

    /** {@return when a candle starts, in seconds since 1970-01-01 00:00 on the exchange's clock} */
    long localStart(int candle) {
        return onTheClock(starts[candle]);
    }

    /** {@return the day on which the first candle starts; that of the session if there is none} */
    LocalDate firstDate() {
        return count == 0
                ? session.date()
                : Instant.ofEpochSecond(starts[0]).atZone(session.zone()).toLocalDate();
    }

    /** {@return when the day's session opens, in seconds of the day on the exchange's clock} */
    int openingSecond() {
        return (int) Math.floorMod(onTheClock(session.open()), (long) SECONDS_OF_DAY);
    }

    private long onTheClock(long epochSecond) {
        return epochSecond
                + session.zone()
                        .getRules()
                        .getOffset(Instant.ofEpochSecond(epochSecond))
                        .getTotalSeconds();
    }

    /** {@return whether bars complete its candles, by ending} */
    boolean isOfBars() {
        return completions != null;
    }

    /** {@return how many candles there are before the day's first one} */
    int before() {
        return forming[0];
    }

    /** {@return whether each candle is a whole day} */
    boolean isDaily() {
        return timeframe.minutes() == Timeframe.DAY;
    }

    /** {@return the finished candles' values of a field, by candle; of the one that forms they are not these} */
    double[] values(PriceField field) {
        return values[field.ordinal()];
    }

    /**
     * {@return by candle: Wilder's average of so many true ranges, of which the first candle's is its high minus its low; NaN where
     * there are not enough}
     */
    double[] meanRanges(int length) {
        return meanRanges.computeIfAbsent(length, key -> {
            double[] means = new double[count];
            Volatilities.TrueRange trueRange = new Volatilities.TrueRange();
            MovingAverages.WilderAverage average = new MovingAverages.WilderAverage(key);
            Candle candle = new Candle(this, 0);
            for (int place = 0; place < count; place++) {
                candle.advance();
                double range = trueRange.next(candle);
                means[place] = average.next(Double.isNaN(range) ? candle.high() - candle.low() : range);
            }
            return means;
        });
    }

    /**
     * {@return the candle that is forming in a slice; of bars that may be one of which there is nothing yet}
     *
     * @param moment the latest moment of the instrument
     * @param now the slice's time, epoch nanoseconds
     */
    int formingAt(int moment, long now) {
        return isComplete(moment, now) ? forming[moment] + 1 : forming[moment];
    }

    private boolean isComplete(int moment, long now) {
        return completions != null && completions[moment] <= now;
    }

    /**
     * {@return a candle's value as it is known in a slice, or NaN if there is no such candle}
     *
     * @param moment the latest moment of the instrument
     * @param now the slice's time, epoch nanoseconds
     * @param offset 0 is the forming candle, -1 the last completed one
     */
    double valueAt(int moment, long now, PriceField field, int offset) {
        if (offset == 0) {
            return isComplete(moment, now) ? Double.NaN : formed[field.ordinal()][moment];
        }
        int candle = formingAt(moment, now) + offset;
        return candle < 0 ? Double.NaN : values[field.ordinal()][candle];
    }
}
