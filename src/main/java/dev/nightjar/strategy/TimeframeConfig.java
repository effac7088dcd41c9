package dev.nightjar.strategy;

import dev.nightjar.market.Timeframe;
import java.util.Map;

/**
 * One timeframe of an instrument and the indicators on it.
 *
 * @param id the free text operands refer to it by
 * @param indicators by the key operands refer to them by; in file order
 */
public record TimeframeConfig(String id, Timeframe timeframe, Map<String, IndicatorSpec> indicators) {

    public TimeframeConfig {
        indicators = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(indicators));
    }
}
