package dev.nightjar.outcome;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In what money exchanges trade. */
public final class Currencies {

    private static final Set<String> INDIAN_EXCHANGES = Set.of("NSE", "NFO", "BSE", "BFO", "MCX", "CDS");

    private Currencies() {}

    /** {@return the three letters of an exchange's currency; null if it is not known} */
    public static @Nullable String of(String exchange) {
        return INDIAN_EXCHANGES.contains(exchange) ? "INR" : null;
    }
}
