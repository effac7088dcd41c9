package dev.nightjar.engine;

import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An instance and the days it is run on, with all they hold.
 *
 * @param strategy the JSON text of the strategy
 */
record MarketCase(
        String strategy,
        InstanceKey key,
        TradingTerms terms,
        @Nullable BigDecimal capital,
        List<SmallerDay> days) {

    MarketCase {
        days = List.copyOf(days);
    }

    MarketCase with(String otherStrategy) {
        return new MarketCase(otherStrategy, key, terms, capital, days);
    }

    MarketCase with(TradingTerms otherTerms) {
        return new MarketCase(strategy, key, otherTerms, capital, days);
    }

    MarketCase with(List<SmallerDay> otherDays) {
        return new MarketCase(strategy, key, terms, capital, otherDays);
    }

    @Override
    public String toString() {
        return "strategy " + strategy + "\nscale " + key.scale().toPlainString() + ", capital " + capital + ", "
                + (terms.equals(TradingTerms.DEFAULT) ? "plain terms" : terms) + "\n"
                + days.stream().map(SmallerDay::toString).collect(Collectors.joining());
    }
}
