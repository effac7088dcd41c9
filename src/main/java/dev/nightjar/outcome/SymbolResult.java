package dev.nightjar.outcome;

import dev.nightjar.market.Side;
import dev.nightjar.simulation.Ledger;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one symbol contributed. The results of all symbols add up to that of the simulation.
 *
 * @param capital of its sleeve, in money; null in a shared account
 * @param tally of its round trips
 * @param closed of these, net of fees
 * @param position what is open at the end, or null
 * @param unrealized what that would make
 * @param skips orders that were not carried out
 * @param dropped why nothing is known of it; null unless it was left out
 */
record SymbolResult(
        String symbol,
        @Nullable Long capital,
        Tally tally,
        long closed,
        long dividends,
        long unrealized,
        BigInteger bought,
        BigInteger sold,
        long fees,
        long slippage,
        Ledger.@Nullable Open position,
        int skips,
        List<String> warnings,
        @Nullable String dropped) {

    SymbolResult {
        warnings = List.copyOf(warnings);
    }

    /** {@return what it made in all, in money} */
    long pnl() {
        return Math.addExact(Math.addExact(closed, dividends), unrealized);
    }

    /**
     * {@return those of all symbols, in order}
     *
     * @param sleeves what each began with; empty for a shared account
     */
    static List<SymbolResult> of(Ledger ledger, RoundTrips.Paired paired, SortedMap<String, Long> sleeves) {
        List<SymbolResult> results = new ArrayList<>();
        for (String symbol : ledger.symbols()) {
            List<RoundTrip> trips = paired.closed().stream()
                    .filter(trip -> trip.symbol().equals(symbol))
                    .toList();
            List<Ledger.Fill> fills = ledger.fills().stream()
                    .filter(fill -> fill.symbol().equals(symbol))
                    .toList();
            Ledger.Open position = ledger.open().stream()
                    .filter(open -> open.symbol().equals(symbol))
                    .findFirst()
                    .orElse(null);
            Tally tally = TradeStatistics.tally(trips);
            results.add(new SymbolResult(
                    symbol,
                    sleeves.get(symbol),
                    tally,
                    tally.pnl(),
                    Reconciliation.dividends(ledger.flows().stream()
                            .filter(flow -> flow.symbol().equals(symbol))
                            .toList()),
                    position == null
                            ? 0
                            : Reconciliation.unrealized(position, paired.open().getOrDefault(symbol, List.of())),
                    value(fills, Side.BUY),
                    value(fills, Side.SELL),
                    fills.stream().mapToLong(Ledger.Fill::fees).reduce(0, Math::addExact),
                    fills.stream().mapToLong(Ledger.Fill::slippage).reduce(0, Math::addExact),
                    position,
                    Math.toIntExact(ledger.skips().stream()
                            .filter(skip -> skip.symbol().equals(symbol))
                            .count()),
                    ledger.warnings().getOrDefault(symbol, List.of()),
                    ledger.dropped().get(symbol)));
        }
        return results;
    }

    private static BigInteger value(List<Ledger.Fill> fills, Side side) {
        return fills.stream()
                .filter(fill -> fill.side() == side)
                .map(fill -> BigInteger.valueOf(fill.notional()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
