package dev.nightjar.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the start node says; other nodes are checked against it.
 *
 * @param positional null if that could not be read
 * @param traded what legs trade unless they say otherwise; null if that could not be read
 */
record Instruments(
        @Nullable Boolean positional,
        Evaluation evaluation,
        @Nullable TradedKind traded,
        @Nullable String exchange,
        @Nullable Declared trading,
        @Nullable Declared supporting) {

    /** There is no start node, or it says nothing that can be read. */
    static final Instruments NONE = new Instruments(null, Evaluation.SECOND, null, null, null, null);

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
