package dev.nightjar.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What kind of contract is traded on the trading instrument. */
enum TradedKind {
    OPTIONS("options"),
    FUTURES("futures"),
    STOCK("stock");

    /** The kinds by all names files use for them. */
    static final Choices<TradedKind> CHOICES = new Choices<>("instrument type", byName(), Set.of());

    private final String label;

    TradedKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    private static Map<String, TradedKind> byName() {
        Map<String, TradedKind> kinds = new LinkedHashMap<>();
        for (TradedKind kind : values()) {
            kinds.put(kind.label, kind);
        }
        kinds.put("future", FUTURES);
        kinds.put("stocks", STOCK);
        kinds.put("equity", STOCK);
        return kinds;
    }
}
