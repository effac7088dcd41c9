package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import dev.nightjar.simulation.CapitalMode;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.Profile;
import dev.nightjar.simulation.SimulationConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation made, with everything recomputed from its merged ledger, checked against itself.
 *
 * @param exchange of its symbols; tells the digits of money
 * @param benchmarkLedger of buying and holding the same symbols with the same capital and costs
 * @param warnings what a reader of it should know, one sentence each
 */
public record SimulationResult(
        SimulationConfig config,
        String exchange,
        Ledger ledger,
        Ledger benchmarkLedger,
        List<String> warnings,
        Basis basis,
        SimulationStatistics statistics,
        SimulationStatistics benchmark,
        List<SymbolResult> symbols) {

    public SimulationResult {
        warnings = List.copyOf(warnings);
        symbols = List.copyOf(symbols);
    }

    /**
     * {@return the result}
     *
     * @param exchange of its symbols
     * @param ofData what a reader of the result should know of the data, one sentence each
     * @param ledger of all symbols
     * @param benchmark likewise, of {@link SimulationConfig#benchmark}
     * @throws InconsistentLedgerException if money appeared or vanished
     * @throws ArithmeticException if an amount is more than is kept, naming the capital
     */
    public static SimulationResult of(
            SimulationConfig config, String exchange, List<String> ofData, Ledger ledger, Ledger benchmark) {
        try {
            return summed(config, exchange, ofData, ledger, benchmark);
        } catch (ArithmeticException e) {
            ArithmeticException told = new ArithmeticException("with a starting_capital of "
                    + Decimals.format(config.capital(), Decimals.MONEY_SCALE) + " some are beyond "
                    + Decimals.format(Long.MAX_VALUE, Decimals.MONEY_SCALE) + "; begin with less (" + e.getMessage()
                    + ")");
            told.initCause(e);
            throw told;
        }
    }

    private static SimulationResult summed(
            SimulationConfig config, String exchange, List<String> ofData, Ledger ledger, Ledger benchmark) {
        check(config, ledger);
        check(config, benchmark);
        Basis basis = new Basis(formulas(config.profile()), config.daysAYear(), config.riskFreePercent());
        SimulationStatistics statistics = SimulationStatistics.of(basis, ledger);
        List<SymbolResult> symbols = SymbolResult.of(ledger, statistics.paired(), sleeves(config));
        long pnl = symbols.stream().mapToLong(SymbolResult::pnl).reduce(0, Math::addExact);
        long change = Math.subtractExact(statistics.reconciliation().equity(), config.capital());
        if (pnl != change) {
            throw new InconsistentLedgerException(
                    "the symbols together made " + pnl + ", the equity changed by " + change + ", both x 10^-6");
        }
        return new SimulationResult(
                config,
                exchange,
                ledger,
                benchmark,
                warnings(ofData, ledger),
                basis,
                statistics,
                SimulationStatistics.of(basis, benchmark),
                symbols);
    }

    /** {@return what the equity changed by, in money} */
    public long pnl() {
        return Math.subtractExact(statistics.reconciliation().equity(), ledger.capital());
    }

    private static List<String> warnings(List<String> ofData, Ledger ledger) {
        List<String> warnings = new ArrayList<>(ofData);
        ledger.warnings()
                .forEach((symbol, sentences) -> sentences.forEach(sentence -> warnings.add(symbol + ": " + sentence)));
        ledger.dropped().forEach((symbol, reason) -> warnings.add(symbol + " was left out: " + reason));
        return warnings;
    }

    /** {@return how many round trips made money, net of fees} */
    public int winningTrades() {
        return statistics.trades().tally().winning();
    }

    /** {@return its figures as terminals show them} */
    public Headline headline() {
        return new Headline(
                statistics.curve().last(),
                statistics.returns().totalReturn(),
                statistics.returns().cagr(),
                statistics.drawdown().percent(),
                statistics.returns().sharpe(),
                statistics.trades().tally().trades(),
                statistics.trades().tally().winRate(),
                benchmark.returns().totalReturn());
    }

    /**
     * The figures everybody asks for first; percentages but for equity, sharpe and trades.
     *
     * @param equity at the end, in money
     */
    public record Headline(
            long equity,
            BigDecimal totalReturn,
            @Nullable BigDecimal cagr,
            BigDecimal maxDrawdown,
            @Nullable BigDecimal sharpe,
            int trades,
            @Nullable BigDecimal winRate,
            BigDecimal benchmarkReturn) {}

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

    /** {@return what each symbol began with; empty for a shared account} */
    private static SortedMap<String, Long> sleeves(SimulationConfig config) {
        if (config.capitalMode() != CapitalMode.SLEEVES) {
            return new TreeMap<>();
        }
        SortedMap<String, Long> sleeves = config.sleeves();
        long sum = sleeves.values().stream().reduce(0L, Math::addExact);
        if (sum != config.capital()) {
            throw new InconsistentLedgerException(
                    "the sleeves have " + sum + " x 10^-6 together, the capital is " + config.capital() + " x 10^-6");
        }
        return sleeves;
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
