package dev.nightjar.reference;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The candles of one instrument and timeframe: those before the day, those of the day, and the forming one. */
final class ReferenceCandles {

    /** That of the day in hand. */
    private Session session;

    private final ReferenceStrategy.TimeframeRow timeframe;
    private final List<Candle> completed = new ArrayList<>();
    /** The slice in which each of them completed; the last one before the first day does so at that day's first tick or bar. */
    private final List<Long> completedAt = new ArrayList<>();
    /** What was asked for, by indicator and number of candles: a value never changes. */
    private final Map<String, List<@Nullable Double>> indicators = new HashMap<>();

    private final Map<Integer, ReferenceIndicators.Columns> columns = new HashMap<>();

    private @Nullable Candle forming;
    private long formingStart;
    /** The slices before which the days began. */
    private final List<Long> begunAt = new ArrayList<>(List.of(Long.MIN_VALUE));
    /** The slices in which the instrument first ticked, or had a bar, on each day; null as long as it did not. */
    private final List<@Nullable Long> wokeAt = new ArrayList<>();

    ReferenceCandles(Session session, ReferenceStrategy.TimeframeRow timeframe, Bars warmUp) {
        this.session = session;
        this.timeframe = timeframe;
        wokeAt.add(null);
        for (int bar = 0; bar < warmUp.count(); bar++) {
            int scale = warmUp.priceScale();
            Candle candle = new Candle(local(warmUp.start(bar)), BigDecimal.valueOf(warmUp.open(bar), scale), 0);
            candle.high = BigDecimal.valueOf(warmUp.high(bar), scale);
            candle.low = BigDecimal.valueOf(warmUp.low(bar), scale);
            candle.close = BigDecimal.valueOf(warmUp.close(bar), scale);
            candle.volume = warmUp.volume(bar);
            completed.add(candle);
            completedAt.add(Long.MIN_VALUE);
        }
    }

    private LocalDateTime local(long epochSecond) {
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(epochSecond), session.zone());
    }

    /** Another day begins; the candle that forms completes at its first tick. */
    void begin(Session following, long slice) {
        session = following;
        begunAt.add(slice);
        wokeAt.add(null);
    }

    void tick(long slice, long epochSecond, BigDecimal price, long quantity) {
        begin(slice, epochSecond, price);
        forming.high = forming.high.max(price);
        forming.low = forming.low.min(price);
        forming.close = price;
        forming.volume += quantity;
    }

    /** A bar has ended. */
    void bar(long slice, ReferencePrices.Bar bar) {
        begin(slice, Math.floorDiv(bar.start(), ReferencePrices.NANOS), bar.open());
        forming.high = forming.high.max(bar.high());
        forming.low = forming.low.min(bar.low());
        forming.close = bar.close();
        forming.volume += bar.volume();
    }

    /** Begins another candle if a tick or bar of that second does not belong to the one that forms. */
    private void begin(long slice, long epochSecond, BigDecimal price) {
        wake(slice);
        long width = timeframe.minutes() * 60L;
        long start = session.open() + Math.max(0, Math.floorDiv(epochSecond - session.open(), width)) * width;
        if (forming != null && start != formingStart) {
            complete(slice);
        }
        if (forming == null) {
            forming = new Candle(local(start), price, 0);
            formingStart = start;
        }
    }

    /** A slice of bars completes the candle that forms if its time is over, at the latest when the session is. */
    void complete(long slice, long time) {
        long end = Math.min(formingStart + timeframe.minutes() * 60L, session.close());
        if (forming != null && time >= end * ReferencePrices.NANOS) {
            complete(slice);
        }
    }

    private void complete(long slice) {
        completed.add(forming);
        completedAt.add(slice);
        forming = null;
    }

    /** The first tick there is, or the first bar, completes the last candle before it. */
    private void wake(long slice) {
        int today = wokeAt.size() - 1;
        if (wokeAt.get(today) == null) {
            wokeAt.set(today, slice);
        }
        if (forming == null && !completed.isEmpty() && completedAt.get(completed.size() - 1) == Long.MIN_VALUE) {
            completedAt.set(completed.size() - 1, slice);
        }
    }

    /** {@return whether the instrument had ticked on the day of a slice, up to that slice} */
    private boolean isAwake(long slice) {
        int day = begunAt.size() - 1;
        while (begunAt.get(day) >= slice) {
            day--;
        }
        @Nullable Long woke = wokeAt.get(day);
        return woke != null && woke <= slice;
    }

    /** {@return the slice of the latest completion, or the smallest number if there was none yet} */
    long latestCompletion() {
        return completedAt.isEmpty() ? Long.MIN_VALUE : completedAt.get(completedAt.size() - 1);
    }

    /** {@return how many were complete before a slice; if several completed in it, all of these but the last were} */
    private int completedBefore(long slice) {
        int upTo = (int) completedAt.stream().filter(at -> at <= slice).count();
        return completedAt.contains(slice) ? upTo - 1 : upTo;
    }

    /**
     * {@return a column of a candle; null before the instrument's first tick of the day}
     *
     * @param offset 0 is the forming candle, of which there may be none, -1 the last completed one
     * @param before as it was before this slice
     */
    @Nullable Double candle(String field, int offset, long before) {
        if (!isAwake(before) || offset == 0) {
            return !isAwake(before) || forming == null ? null : forming.field(field);
        }
        int place = completedBefore(before) + offset;
        return place < 0 ? null : completed.get(place).field(field);
    }

    /** {@return an indicator's value; null before the instrument's first tick of the day} */
    @Nullable Double indicator(String key, int output, int offset, long before) {
        int count = completedBefore(before) + offset + 1;
        if (!isAwake(before) || count < 1) {
            return null;
        }
        ReferenceStrategy.IndicatorRow row = timeframe.indicators().get(key);
        return indicators
                .computeIfAbsent(
                        key + " " + count,
                        name -> ReferenceIndicators.atTheLast(
                                row.name(), row.parameters(), columns.computeIfAbsent(count, this::columns)))
                .get(output);
    }

    private ReferenceIndicators.Columns columns(int count) {
        List<Candle> candles = completed.subList(0, count);
        return new ReferenceIndicators.Columns(
                numbers(candles, candle -> candle.field("Open")),
                numbers(candles, candle -> candle.field("High")),
                numbers(candles, candle -> candle.field("Low")),
                numbers(candles, candle -> candle.field("Close")),
                numbers(candles, candle -> candle.field("Volume")),
                wholes(candles, candle -> candle.start.toLocalDate().toEpochDay()),
                wholes(candles, candle -> candle.start.toLocalTime().toSecondOfDay()),
                local(session.open()).toLocalTime().toSecondOfDay(),
                timeframe.minutes() == 1440);
    }

    private static double[] numbers(List<Candle> candles, ToDoubleFunction<Candle> value) {
        return candles.stream().mapToDouble(value).toArray();
    }

    private static long[] wholes(List<Candle> candles, ToLongFunction<Candle> value) {
        return candles.stream().mapToLong(value).toArray();
    }

    private static final class Candle {
        private final LocalDateTime start;
        private final BigDecimal open;
        private BigDecimal high;
        private BigDecimal low;
        private BigDecimal close;
        private long volume;

        Candle(LocalDateTime start, BigDecimal price, long quantity) {
            this.start = start;
            open = price;
            high = price;
            low = price;
            close = price;
            volume = quantity;
        }

        double field(String name) {
            return switch (name) {
                case "Open" -> open.doubleValue();
                case "High" -> high.doubleValue();
                case "Low" -> low.doubleValue();
                case "Close" -> close.doubleValue();
                case "Volume" -> (double) volume;
                default -> throw new IllegalArgumentException("no candle column " + name);
            };
        }
    }
}
