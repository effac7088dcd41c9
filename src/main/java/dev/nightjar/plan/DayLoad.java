package dev.nightjar.plan;

import java.time.LocalDate;
import java.util.Map;

/**
 * How much happened on a day.
 *
 * @param date the trading day
 * @param ticks how many ticks each symbol had; symbols without ticks may be left out
 */
public record DayLoad(LocalDate date, Map<String, Long> ticks) {

    public DayLoad {
        ticks = Map.copyOf(ticks);
    }

    long ticksOf(String symbol) {
        return ticks.getOrDefault(symbol, 0L);
    }
}
