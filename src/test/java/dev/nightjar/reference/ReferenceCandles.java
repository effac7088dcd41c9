package dev.nightjar.reference;

import dev.nightjar.market.Bars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The candles of one instrument and timeframe: those before the day, those of the day, and the forming one. */
final class ReferenceCandles {

    private final long sessionOpen;
    private final ReferenceStrategy.TimeframeRow timeframe;
    private final List<Candle> completed = new ArrayList<>();
    private final Map<String, List<@Nullable Double>> indicators = new LinkedHashMap<>();
    private @Nullable Candle forming;
    private long formingBucket;

    ReferenceCandles(long sessionOpen, ReferenceStrategy.TimeframeRow timeframe, Bars warmUp) {
        this.sessionOpen = sessionOpen;
        this.timeframe = timeframe;
        for (int bar = 0; bar < warmUp.count(); bar++) {
            int scale = warmUp.priceScale();
            Candle candle = new Candle(BigDecimal.valueOf(warmUp.open(bar), scale), 0);
            candle.high = BigDecimal.valueOf(warmUp.high(bar), scale);
            candle.low = BigDecimal.valueOf(warmUp.low(bar), scale);
            candle.close = BigDecimal.valueOf(warmUp.close(bar), scale);
            candle.volume = warmUp.volume(bar);
            completed.add(candle);
        }
        computeIndicators();
    }

    void tick(long epochSecond, BigDecimal price, long quantity) {
        long bucket = Math.floorDiv(epochSecond - sessionOpen, timeframe.minutes() * 60L);
        if (forming != null && bucket == formingBucket) {
            forming.high = forming.high.max(price);
            forming.low = forming.low.min(price);
            forming.close = price;
            forming.volume += quantity;
            return;
        }
        if (forming != null) {
            completed.add(forming);
            computeIndicators();
        }
        forming = new Candle(price, quantity);
        formingBucket = bucket;
    }

    private void computeIndicators() {
        for (ReferenceStrategy.IndicatorRow indicator : timeframe.indicators().values()) {
            List<Double> prices = new ArrayList<>();
            for (Candle candle : completed) {
                prices.add(candle.field(indicator.field()));
            }
            indicators.put(indicator.key(), ReferenceIndicators.compute(indicator.name(), indicator.length(), prices));
        }
    }

    /**
     * {@return a column of a candle; null before the instrument's first tick of the day}
     *
     * @param offset 0 is the forming candle, -1 the last completed one
     */
    @Nullable Double candle(String field, int offset) {
        if (forming == null || offset == 0) {
            return forming == null ? null : forming.field(field);
        }
        int place = completed.size() + offset;
        return place < 0 ? null : completed.get(place).field(field);
    }

    /** {@return an indicator's value; null before the instrument's first tick of the day} */
    @Nullable Double indicator(String key, int offset) {
        int place = completed.size() + offset;
        return forming == null || place < 0 ? null : indicators.get(key).get(place);
    }

    private static final class Candle {
        private final BigDecimal open;
        private BigDecimal high;
        private BigDecimal low;
        private BigDecimal close;
        private long volume;

        Candle(BigDecimal price, long quantity) {
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
