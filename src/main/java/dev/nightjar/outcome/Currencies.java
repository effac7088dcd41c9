package dev.nightjar.outcome;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In what money exchanges trade. */
public final class Currencies {

    public static final String RUPEE = "INR";

    private static final Set<String> INDIAN_EXCHANGES = Set.of("NSE", "NFO", "BSE", "BFO", "MCX", "CDS");
    private static final Set<String> US_EXCHANGES = Set.of("ARCX", "OPRA", "XASE", "XNAS", "XNYS");

    private Currencies() {}

    /** {@return the three letters of an exchange's currency; null if it is not known} */
    public static @Nullable String of(String exchange) {
        return INDIAN_EXCHANGES.contains(exchange) ? RUPEE : US_EXCHANGES.contains(exchange) ? "USD" : null;
    }

    /** {@return a name for the money an exchange trades in; amounts of two names are never added up} */
    public static String money(String exchange) {
        // of two currencies that are not known nobody can say that they are the same
        return Objects.requireNonNullElse(of(exchange), exchange);
    }
}
