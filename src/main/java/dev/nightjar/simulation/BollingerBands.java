package dev.nightjar.simulation;

import dev.nightjar.engine.IndicatorSeries;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import java.util.ArrayList;
import java.util.List;

/** Bollinger bands around the close, and where it leaves the middle for one of them. */
final class BollingerBands implements SignalTemplate {

    private static final String PERIOD = "bb_period";
    private static final String DEVIATION = "bb_deviation";
    private static final String OVERSOLD = "bb_oversold_pct";
    private static final int LOWER = 0;
    private static final int UPPER = 2;
    /** Where the close is taken to be when the bands are one line. */
    private static final double MIDDLE = 0.5;

    private static final double WHOLE = 100.0;

    @Override
    public String id() {
        return "bollinger_bands";
    }

    @Override
    public String displayName() {
        return "Bollinger bands";
    }

    @Override
    public String description() {
        return "Buys when the close falls to the lower band or near it: %b, which is 0 at the lower and 100 at the upper band, to"
                + " bb_oversold_pct or below; sells when it reaches the upper band. The strength is how far %b is beyond, as a part"
                + " of 100.";
    }

    @Override
    public List<TemplateParameter> parameters() {
        return List.of(
                TemplateParameter.whole(PERIOD, 20, 15, 50, "Bars of the mean and of the deviation."),
                TemplateParameter.decimal(DEVIATION, "2", "1.5", "2.5", "Standard deviations from the mean to a band."),
                TemplateParameter.decimal(OVERSOLD, "5", "1", "10", "The %b at or below which it buys."));
    }

    @Override
    public List<String> conflicts(TemplateParameters parameters) {
        return List.of();
    }

    @Override
    public int minimumBars(TemplateParameters parameters) {
        return parameters.whole(PERIOD) + 1;
    }

    @Override
    public List<TemplateSignal> signals(Bars prices, TemplateParameters parameters, Profile profile) {
        double[][] bands = IndicatorSeries.over(
                prices,
                IndicatorSpec.of(
                        IndicatorKind.BBANDS,
                        parameters.number(PERIOD).toPlainString(),
                        parameters.number(DEVIATION).toPlainString()));
        double[] closes = IndicatorSeries.closes(prices);
        double oversold = parameters.factor(OVERSOLD) / WHOLE;
        List<TemplateSignal> signals = new ArrayList<>();
        double before = Double.NaN;
        for (int bar = 0; bar < closes.length; bar++) {
            double place = place(closes[bar], bands[LOWER][bar], bands[UPPER][bar]);
            if (before > oversold && place <= oversold) {
                signals.add(new TemplateSignal(bar, Side.BUY, oversold - place));
            } else if (before < 1.0 && place >= 1.0) {
                signals.add(new TemplateSignal(bar, Side.SELL, place - 1.0));
            }
            before = place;
        }
        return signals;
    }

    /** {@return where the close lies, 0 at the lower and 1 at or above the upper band; NaN if there are none} */
    private static double place(double close, double lower, double upper) {
        if (lower == upper) {
            return MIDDLE;
        }
        double place = (close - lower) / (upper - lower);
        // Rounding must not keep a close that has reached the band away from it.
        return close >= upper ? Math.max(place, 1.0) : place;
    }
}
