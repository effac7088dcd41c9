package dev.nightjar.simulation;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.Slippage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private static final int WARM_UP = 500;

    /** Units of money of one hundredth. */
    private static final long CENT = Decimals.powerOfTen(Decimals.MONEY_SCALE - 2);

    public SimulationConfig {
        symbols = Collections.unmodifiableSortedSet(new TreeSet<>(symbols));
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        if (symbols.isEmpty() || capital <= 0 || capital % CENT != 0 || end.isBefore(start)) {
            throw new IllegalArgumentException(id + ": needs symbols, days and a capital of whole hundredths, had "
                    + symbols + ", " + start + " to " + end + " and " + Decimals.format(capital, Decimals.MONEY_SCALE));
        }
        if (capitalMode == CapitalMode.SLEEVES && !weights.keySet().equals(symbols)) {
            throw new IllegalArgumentException(
                    id + ": every symbol has a weight, had " + weights.keySet() + " of " + symbols);
        }
    }

    /** {@return the template} */
    public SignalTemplate template() {
        return SignalTemplates.find(strategy)
                .orElseThrow(() -> new IllegalArgumentException(id + ": there is no strategy " + strategy));
    }

    /** {@return a JSON document with every member that has a meaning, which {@link SimulationReader} reads back; the same for equal
     * configs} */
    public String text() {
        return ConfigText.of(this);
    }

    /** {@return the SHA-256, in hexadecimal, of everything that decides the result but the data: of the text and the fees} */
    public String hash() {
        return Sha256.of(text() + "\n" + fees.hash());
    }

    /**
     * {@return what each sleeve begins with, in units of money: whole hundredths whose sum is the capital}
     *
     * <p>Each has its part of the weights, rounded down; the hundredths that are left go to those that lost most by that, of
     * equals to the first by alphabet.
     */
    public SortedMap<String, Long> sleeves() {
        BigDecimal all = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal cents = BigDecimal.valueOf(capital / CENT);
        SortedMap<String, Long> sleeves = new TreeMap<>();
        SortedMap<String, BigDecimal> rests = new TreeMap<>();
        long left = capital / CENT;
        for (Map.Entry<String, BigDecimal> weight : weights.entrySet()) {
            BigDecimal[] parts = cents.multiply(weight.getValue()).divideAndRemainder(all);
            sleeves.put(weight.getKey(), parts[0].longValueExact() * CENT);
            rests.put(weight.getKey(), parts[1]);
            left -= parts[0].longValueExact();
        }
        rests.entrySet().stream()
                .sorted(Map.Entry.<String, BigDecimal>comparingByValue().reversed())
                .limit(left)
                .forEach(rest -> sleeves.merge(rest.getKey(), CENT, Long::sum));
        return sleeves;
    }

    /** {@return how many bars before the first day are looked at, at most} */
    public int warmUpBars() {
        if (profile != Profile.NIGHTJAR) {
            return 0;
        }
        int ofSizing = 0;
        if (sizing instanceof Sizing.RiskAtr risk) {
            ofSizing = risk.atrPeriod() + 1;
        } else if (sizing instanceof Sizing.VolatilityTarget target) {
            ofSizing = target.lookback() + 1;
        }
        return Math.max(WARM_UP, Math.max(ofSizing, template().minimumBars(parameters)));
    }

    /** {@return the same capital, symbols, days and costs with the template that buys and holds, all in} */
    public SimulationConfig benchmark() {
        return new SimulationConfig(
                id,
                name,
                symbols,
                start,
                end,
                capital,
                BuyAndHold.ID,
                new TemplateParameters(new TreeMap<>()),
                timeframe,
                capitalMode,
                weights,
                capitalMode == CapitalMode.SHARED
                        ? new Sizing.EqualWeight()
                        : new Sizing.PercentOfEquity(BigDecimal.valueOf(100)),
                Direction.LONG_ONLY,
                fill,
                slippage,
                fees,
                missingSymbols,
                contention,
                null,
                delistingRecoveryPercent,
                atEnd,
                riskFreePercent,
                daysAYear,
                profile);
    }
}
