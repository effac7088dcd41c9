package dev.nightjar.outcome;

import dev.nightjar.simulation.CapitalMode;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.Profile;
import dev.nightjar.simulation.SimulationConfig;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation made, with everything recomputed from its merged ledger, checked against itself.
 *
 * @param benchmarkLedger of buying and holding the same symbols with the same capital and costs
 */
public record SimulationResult(
        SimulationConfig config,
        Ledger ledger,
        Ledger benchmarkLedger,
        Basis basis,
        SimulationStatistics statistics,
        SimulationStatistics benchmark,
        List<SymbolResult> symbols) {

    public SimulationResult {
        symbols = List.copyOf(symbols);
    }

    /**
     * {@return the result}
     *
     * @param ledger of all symbols
     * @param benchmark likewise, of {@link SimulationConfig#benchmark}
     * @throws InconsistentLedgerException if money appeared or vanished
     */
    public static SimulationResult of(SimulationConfig config, Ledger ledger, Ledger benchmark) {
        check(config, ledger);
        check(config, benchmark);
        Basis basis = new Basis(formulas(config.profile()), config.daysAYear(), config.riskFreePercent());
        SimulationStatistics statistics = SimulationStatistics.of(basis, ledger);
        List<SymbolResult> symbols = SymbolResult.of(
                ledger,
                statistics.paired(),
                config.capitalMode() == CapitalMode.SLEEVES ? config.sleeves() : new TreeMap<>());
        long pnl = symbols.stream().mapToLong(SymbolResult::pnl).reduce(0, Math::addExact);
        long change = Math.subtractExact(statistics.reconciliation().equity(), config.capital());
        if (pnl != change) {
            throw new InconsistentLedgerException(
                    "the symbols together made " + pnl + ", the equity changed by " + change + ", both x 10^-6");
        }
        return new SimulationResult(
                config, ledger, benchmark, basis, statistics, SimulationStatistics.of(basis, benchmark), symbols);
    }

    /** {@return how far its daily returns follow those of the benchmark: their covariance over its variance} */
    @Nullable BigDecimal beta() {
        return Ratios.of(slope());
    }

    /**
     * {@return what a year made in percent beyond the risk-free rate and beta times what the benchmark made beyond it; both are
     * the mean of daily returns times the days a year}
     *
     * @see <a href="https://doi.org/10.1111/j.1540-6261.1968.tb00815.x">Jensen (1968), The Performance of Mutual Funds</a>
     */
    @Nullable BigDecimal alpha() {
        return Ratios.of((excess(statistics) - slope() * excess(benchmark)) * 100);
    }

    private double slope() {
        double[] returns = ReturnStatistics.returns(basis, statistics.curve());
        double[] held = ReturnStatistics.returns(basis, benchmark.curve());
        return returns.length < 2 || returns.length != held.length ? Double.NaN : Moments.slope(returns, held);
    }

    private double excess(SimulationStatistics figures) {
        double[] returns = ReturnStatistics.returns(basis, figures.curve());
        return returns.length == 0 ? Double.NaN : Moments.mean(returns) * basis.daysPerYear() - basis.riskFree();
    }

    private static void check(SimulationConfig config, Ledger ledger) {
        if (ledger.capital() != config.capital()) {
            throw new InconsistentLedgerException("it began with " + ledger.capital() + " x 10^-6, but its capital is "
                    + config.capital() + " x 10^-6");
        }
        if (!ledger.symbols().equals(config.symbols())) {
            throw new InconsistentLedgerException(
                    "it is of " + ledger.symbols() + ", but its symbols are " + config.symbols());
        }
    }

    private static Basis.Formulas formulas(Profile profile) {
        return switch (profile) {
            case NIGHTJAR -> Basis.Formulas.NIGHTJAR;
            case BACKTESTING_PY -> Basis.Formulas.BACKTESTING_PY;
            case BACKTRADER -> Basis.Formulas.BACKTRADER;
        };
    }
}
