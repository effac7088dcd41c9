package dev.nightjar.simulation;

import dev.nightjar.engine.IndicatorSeries;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Decimals;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** How large one symbol's positions are wanted. */
final class Sizes {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final SimulationConfig config;
    private final AdjustedBars adjusted;
    private final int priceScale;
    private AdjustedBars.@Nullable Segment segment;
    /** By bar of the segment's series: the average true range, or the deviation of the returns. */
    private double[] measures = new double[0];

    Sizes(SimulationConfig config, SymbolHistory history, int first, int end) {
        this.config = config;
        this.adjusted = new AdjustedBars(history, first, end);
        this.priceScale = history.instrument().priceScale();
    }

    /**
     * What is wanted.
     *
     * @param shares how many
     * @param money for how much; if shares are counted, what they cost
     */
    record Wanted(long shares, long money) {}

    /**
     * {@return how many shares a position should have; null if that cannot be told}
     *
     * @param bar on which it is bought
     * @param equity of the account at that moment, in units of money
     * @param price in units of the price scale, above 0
     */
    @Nullable Wanted wanted(int bar, long equity, long price) {
        Sizing sizing = config.sizing();
        long worth = Math.max(0, equity);
        if (sizing instanceof Sizing.PercentOfEquity percent) {
            return worth(part(worth, percent.percent(), HUNDRED), price);
        } else if (sizing instanceof Sizing.EqualWeight) {
            return worth(worth / config.symbols().size(), price);
        } else if (sizing instanceof Sizing.FixedAmount fixed) {
            return worth(fixed.amount(), price);
        } else if (sizing instanceof Sizing.FixedQuantity fixed) {
            return counted(fixed.quantity(), price);
        } else if (sizing instanceof Sizing.RiskAtr risk) {
            return byRisk(risk, measure(bar), worth, price);
        } else if (sizing instanceof Sizing.VolatilityTarget target) {
            return byVolatility(target, measure(bar), worth, price);
        }
        throw new IllegalStateException("there is no size for " + sizing);
    }

    private @Nullable Wanted byRisk(Sizing.RiskAtr risk, double range, long worth, long price) {
        long units = known(range);
        if (units == 0) {
            return null;
        }
        BigDecimal ofOneShare = risk.atrMultiple().multiply(BigDecimal.valueOf(units));
        BigDecimal may = risk.riskPercent().multiply(BigDecimal.valueOf(worth)).divide(HUNDRED);
        BigDecimal shares = may.divideToIntegralValue(ofOneShare);
        long most = shares(worth, price);
        return counted(shares.min(BigDecimal.valueOf(most)).longValueExact(), price);
    }

    private @Nullable Wanted byVolatility(Sizing.VolatilityTarget target, double deviation, long worth, long price) {
        long units = known(deviation * StrictMath.sqrt(config.daysAYear()));
        if (units == 0) {
            return null;
        }
        BigDecimal whole = BigDecimal.valueOf(units, Decimals.MONEY_SCALE).multiply(HUNDRED);
        return worth(
                target.annualPercent().compareTo(whole) >= 0 ? worth : part(worth, target.annualPercent(), whole),
                price);
    }

    /** {@return a measure in units of 10<sup>-6</sup>; 0 if there is none} */
    private static long known(double measure) {
        return Double.isNaN(measure) || !Decimals.fits(measure, Decimals.MONEY_SCALE)
                ? 0
                : Decimals.rounded(measure, Decimals.MONEY_SCALE);
    }

    private static long part(long money, BigDecimal numerator, BigDecimal denominator) {
        return BigDecimal.valueOf(money)
                .multiply(numerator)
                .divide(denominator, 0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private Wanted worth(long money, long price) {
        return new Wanted(shares(money, price), money);
    }

    private Wanted counted(long shares, long price) {
        return new Wanted(shares, Money.notional(shares, price, priceScale));
    }

    /** {@return how many shares an amount pays for} */
    private long shares(long money, long price) {
        BigInteger exact = BigInteger.valueOf(money).multiply(BigInteger.TEN.pow(priceScale));
        return exact.divide(BigInteger.valueOf(price).multiply(BigInteger.TEN.pow(Decimals.MONEY_SCALE)))
                .longValueExact();
    }

    /** {@return what the size depends on, as it was known when the bar traded; NaN if there were too few bars} */
    private double measure(int bar) {
        AdjustedBars.Segment asOf = adjusted.segments().stream()
                .filter(each -> each.from() <= bar && bar < each.to())
                .findFirst()
                .orElseThrow();
        if (!asOf.equals(segment)) {
            measures = measures(adjusted.of(asOf));
            segment = asOf;
        }
        int known = config.fill() == FillAt.CLOSE ? bar : bar - 1;
        return known < 0 ? Double.NaN : measures[known];
    }

    private double[] measures(Bars prices) {
        if (config.sizing() instanceof Sizing.RiskAtr risk) {
            return IndicatorSeries.over(
                    prices, IndicatorSpec.of(IndicatorKind.ATR, Integer.toString(risk.atrPeriod())))[0];
        }
        double[] closes = IndicatorSeries.closes(prices);
        double[] returns = new double[closes.length];
        for (int bar = 0; bar < returns.length; bar++) {
            returns[bar] = bar == 0 || closes[bar - 1] <= 0 ? Double.NaN : closes[bar] / closes[bar - 1] - 1.0;
        }
        int lookback = config.sizing() instanceof Sizing.VolatilityTarget target ? target.lookback() : 1;
        return IndicatorSeries.deviation(returns, lookback);
    }
}
