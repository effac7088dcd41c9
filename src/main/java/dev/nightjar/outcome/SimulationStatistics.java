package dev.nightjar.outcome;

import dev.nightjar.simulation.Ledger;
import java.time.Instant;
import java.time.LocalDate;

/** All figures of one ledger. */
record SimulationStatistics(
        EquityCurve curve,
        RoundTrips.Paired paired,
        Reconciliation reconciliation,
        ReturnStatistics returns,
        DrawdownStatistics drawdown,
        TradeStatistics trades,
        ActivityStatistics activity) {

    /** @throws InconsistentLedgerException if its money does not add up */
    static SimulationStatistics of(Basis basis, Ledger ledger) {
        RoundTrips.Paired paired = RoundTrips.of(ledger);
        Reconciliation reconciliation = Reconciliation.of(ledger, paired);
        EquityCurve curve = new EquityCurve(
                ledger.capital(),
                ledger.equity().stream()
                        .map(point -> new EquityCurve.Point(date(ledger, point.time()), point.equity()))
                        .toList());
        DrawdownStatistics drawdown = DrawdownStatistics.of(basis, curve);
        return new SimulationStatistics(
                curve,
                paired,
                reconciliation,
                ReturnStatistics.of(basis, curve, drawdown.fraction()),
                drawdown,
                TradeStatistics.of(basis, paired.closed()),
                ActivityStatistics.of(basis, ledger, curve));
    }

    /** {@return the day of a bar that ends at a time, which may be the midnight after it} */
    static LocalDate date(Ledger ledger, long time) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(time - 1), ledger.zone());
    }
}
