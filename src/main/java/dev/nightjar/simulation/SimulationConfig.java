package dev.nightjar.simulation;

import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.Slippage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be simulated. Everything is said in it; nothing is left to a default any more.
 *
 * @param id {@code simulation_id}
 * @param start the first day, included
 * @param end the last day, included
 * @param capital in units of money; whole hundredths
 * @param strategy the id of a template
 * @param parameters all of the template's
 * @param weights by symbol: the parts of sleeves in the capital, as numbers that are compared with each other
 * @param contention has a meaning for a shared account only
 * @param rebalance null is never; has a meaning for a shared account only
 * @param delistingRecoveryPercent of the last close, that is paid for a share that is delisted; 0 to 100
 * @param riskFreePercent what a year without risk yields, for statistics
 * @param daysAYear trading days, for statistics and for the sizing by volatility
 */
public record SimulationConfig(
        String id,
        String name,
        SortedSet<String> symbols,
        LocalDate start,
        LocalDate end,
        long capital,
        String strategy,
        TemplateParameters parameters,
        Timeframe timeframe,
        CapitalMode capitalMode,
        SortedMap<String, BigDecimal> weights,
        Sizing sizing,
        Direction direction,
        FillAt fill,
        Slippage slippage,
        FeeSchedule fees,
        MissingSymbols missingSymbols,
        Contention contention,
        @Nullable Rebalance rebalance,
        BigDecimal delistingRecoveryPercent,
        AtEnd atEnd,
        BigDecimal riskFreePercent,
        int daysAYear,
        Profile profile) {

    /** {@return the template} */
    public SignalTemplate template() {
        return SignalTemplates.find(strategy).orElseThrow();
    }

    /** {@return a JSON document with every member, which {@link SimulationReader} reads back; equal for equal configs} */
    public String text() {
        throw new UnsupportedOperationException(id);
    }

    /** {@return the SHA-256 of everything that decides the result, in hexadecimal} */
    public String hash() {
        throw new UnsupportedOperationException(id);
    }

    /** {@return what each sleeve begins with, in units of money: whole hundredths whose sum is the capital} */
    public SortedMap<String, Long> sleeves() {
        throw new UnsupportedOperationException(id);
    }

    /** {@return how many bars before the first day are needed, at most} */
    public int warmUpBars() {
        throw new UnsupportedOperationException(id);
    }

    /** {@return the same capital, symbols, days and costs with the template that buys and holds} */
    public SimulationConfig benchmark() {
        throw new UnsupportedOperationException(id);
    }
}
