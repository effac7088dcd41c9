package dev.nightjar.strategy;

import java.util.List;

/** Reads strategies in TradeLayout JSON. */
public final class TradeLayoutReader {

    private TradeLayoutReader() {}

    /** {@return the strategy, or everything that is wrong with it} */
    public static ParsedStrategy read(String json) {
        return new ParsedStrategy(null, null, null, List.of(new Problem("", "", "is not readable yet")), List.of());
    }
}
