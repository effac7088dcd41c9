package dev.nightjar.simulation;

import dev.nightjar.engine.IndicatorSeries;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Wilder's relative strength index of the close, and where it comes back from an extreme. */
final class Rsi implements SignalTemplate {

    private static final String PERIOD = "rsi_period";
    private static final String OVERSOLD = "rsi_oversold";
    private static final String OVERBOUGHT = "rsi_overbought";
    private static final BigDecimal LEAST_GAP = BigDecimal.valueOf(20);
    private static final double WHOLE = 100.0;

    @Override
    public String id() {
        return "rsi";
    }

    @Override
    public String displayName() {
        return "RSI reversal";
    }

    @Override
    public String description() {
        return "Buys when the relative strength index rises from at or below the oversold level to above it, and sells when it"
                + " falls from at or above the overbought level to below it; once a crossing. The strength is the distance to the"
                + " level as a part of 100.";
    }

    @Override
    public List<TemplateParameter> parameters() {
        return List.of(
                TemplateParameter.whole(PERIOD, 14, 10, 50, "Changes of the close the index averages."),
                TemplateParameter.decimal(OVERSOLD, "30", "10", "40", "The level below which it has fallen too far."),
                TemplateParameter.decimal(OVERBOUGHT, "70", "60", "90", "The level above which it has risen too far."));
    }

    @Override
    public List<String> conflicts(TemplateParameters parameters) {
        BigDecimal oversold = parameters.number(OVERSOLD);
        BigDecimal overbought = parameters.number(OVERBOUGHT);
        return overbought.subtract(oversold).compareTo(LEAST_GAP) < 0
                ? List.of(OVERBOUGHT + " must be at least " + LEAST_GAP + " above " + OVERSOLD + ", were "
                        + overbought.toPlainString() + " and " + oversold.toPlainString())
                : List.of();
    }

    @Override
    public int minimumBars(TemplateParameters parameters) {
        return parameters.whole(PERIOD) + 2;
    }

    @Override
    public List<TemplateSignal> signals(Bars prices, TemplateParameters parameters, Profile profile) {
        double[] index = IndicatorSeries.over(
                prices,
                IndicatorSpec.of(IndicatorKind.RSI, parameters.number(PERIOD).toPlainString()))[0];
        double oversold = parameters.factor(OVERSOLD);
        double overbought = parameters.factor(OVERBOUGHT);
        List<TemplateSignal> signals = new ArrayList<>();
        for (int bar = 1; bar < index.length; bar++) {
            if (index[bar - 1] <= oversold && index[bar] > oversold) {
                signals.add(new TemplateSignal(bar, Side.BUY, (index[bar] - oversold) / WHOLE));
            } else if (index[bar - 1] >= overbought && index[bar] < overbought) {
                signals.add(new TemplateSignal(bar, Side.SELL, (overbought - index[bar]) / WHOLE));
            }
        }
        return signals;
    }
}
