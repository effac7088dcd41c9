package dev.nightjar.strategy;

import java.util.List;

/**
 * An instrument a strategy looks at.
 *
 * @param symbol the universal symbol of the index or stock
 * @param timeframes in file order; ids and widths are unique
 */
public record InstrumentConfig(String symbol, List<TimeframeConfig> timeframes) {

    public InstrumentConfig {
        timeframes = List.copyOf(timeframes);
    }

    /** {@return the timeframe of that id} */
    public TimeframeConfig timeframe(String id) {
        return timeframes.stream()
                .filter(timeframe -> timeframe.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(symbol + " has no timeframe " + id));
    }
}
