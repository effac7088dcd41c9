package dev.nightjar.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the start node says about the market; operands are checked against it. */
record Instruments(
        @Nullable String exchange,
        @Nullable Declared trading,
        @Nullable Declared supporting) {

    /** There is no start node, or it says nothing that can be read. */
    static final Instruments NONE = new Instruments(null, null, null);

    @Nullable Declared of(Role role) {
        return role == Role.TI ? trading : supporting;
    }

    /**
     * One instrument as far as it could be read.
     *
     * @param config null if it has errors
     * @param indicators for each timeframe id, the kinds by key; errors inside leave null kinds
     */
    record Declared(@Nullable InstrumentConfig config, Map<String, Map<String, @Nullable IndicatorSpec>> indicators) {
        Declared {
            indicators = new LinkedHashMap<>(indicators);
        }
    }
}
