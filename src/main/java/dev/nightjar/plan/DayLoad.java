package dev.nightjar.plan;

import dev.nightjar.market.MarketDay;
import java.time.LocalDate;
import java.util.Map;

/**
 * How much happened on a day.
 *
 * @param date the trading day
 * @param ticks how many ticks or bars each symbol had; symbols without ticks may be left out
 */
public record DayLoad(LocalDate date, Map<String, Long> ticks) {

    public DayLoad {
        ticks = Map.copyOf(ticks);
    }

    /** {@return how many ticks a symbol had on a day, or bars if the day consists of those} */
    public static long count(MarketDay day, String symbol) {
        return day.barWidth() == null
                ? day.ticks(symbol).count()
                : day.bars(symbol).count();
    }

    long ticksOf(String symbol) {
        return ticks.getOrDefault(symbol, 0L);
    }
}
