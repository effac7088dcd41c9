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
    /** The second in which each of them completed; the last one before the day does so at the day's first tick. */
    private final List<Long> completedAt = new ArrayList<>();
    /** What was asked for, by indicator and number of candles: a value never changes. */
    private final Map<String, List<@Nullable Double>> indicators = new HashMap<>();

    private final Map<Integer, ReferenceIndicators.Columns> columns = new HashMap<>();

    private @Nullable Candle forming;
    private long formingStart;

    ReferenceCandles(Session session, ReferenceStrategy.TimeframeRow timeframe, Bars warmUp) {
        this.session = session;
        this.timeframe = timeframe;
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
    void begin(Session following) {
        session = following;
    }

    void tick(long epochSecond, BigDecimal price, long quantity) {
        long width = timeframe.minutes() * 60L;
        long start = session.open() + Math.floorDiv(epochSecond - session.open(), width) * width;
        if (forming != null && start == formingStart) {
            forming.high = forming.high.max(price);
            forming.low = forming.low.min(price);
            forming.close = price;
            forming.volume += quantity;
            return;
        }
        if (forming != null) {
            completed.add(forming);
            completedAt.add(epochSecond);
        } else if (!completed.isEmpty()) {
            completedAt.set(completed.size() - 1, epochSecond);
        }
        forming = new Candle(local(start), price, quantity);
        formingStart = start;
    }

    /** {@return the second of the latest completion, or the smallest number if there was none today} */
    long latestCompletion() {
        return completedAt.isEmpty() ? Long.MIN_VALUE : completedAt.get(completedAt.size() - 1);
    }

    private int completedBefore(long second) {
        return (int) completedAt.stream().filter(at -> at < second).count();
    }

    /**
     * {@return a column of a candle; null before the instrument's first tick of the day}
     *
     * @param offset 0 is the forming candle, -1 the last completed one
     * @param before candles that complete in this second or later are not there yet
     */
    @Nullable Double candle(String field, int offset, long before) {
        if (forming == null || offset == 0) {
            return forming == null ? null : forming.field(field);
        }
        int place = completedBefore(before) + offset;
        return place < 0 ? null : completed.get(place).field(field);
    }

    /** {@return an indicator's value; null before the instrument's first tick of the day} */
    @Nullable Double indicator(String key, int output, int offset, long before) {
        int count = completedBefore(before) + offset + 1;
        if (forming == null || count < 1) {
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
