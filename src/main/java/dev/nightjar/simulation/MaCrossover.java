package dev.nightjar.simulation;

import dev.nightjar.engine.IndicatorSeries;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Two simple moving averages of the close, and where they cross. */
final class MaCrossover implements SignalTemplate {

    private static final String SHORT = "short_ma";
    private static final String LONG = "long_ma";
    private static final BigDecimal LEAST_RATIO = new BigDecimal("1.5");

    @Override
    public String id() {
        return "ma_crossover";
    }

    @Override
    public String displayName() {
        return "Moving average crossover";
    }

    @Override
    public String description() {
        return "Buys when the short moving average of the close goes from at or below the long one to above it, and sells when it"
                + " goes from at or above to below. A short average over 1 bar is the close itself. The strength is the distance of"
                + " the two in relation to the long one.";
    }

    @Override
    public List<TemplateParameter> parameters() {
        return List.of(
                TemplateParameter.whole(SHORT, 20, 1, 400, "Bars of the short average."),
                TemplateParameter.whole(LONG, 50, 2, 1000, "Bars of the long average."));
    }

    @Override
    public List<String> conflicts(TemplateParameters parameters) {
        List<String> conflicts = new ArrayList<>();
        BigDecimal shorter = parameters.number(SHORT);
        BigDecimal longer = parameters.number(LONG);
        if (shorter.compareTo(longer) >= 0) {
            conflicts.add(SHORT + " must be below " + LONG + ", were " + shorter + " and " + longer);
        }
        if (longer.compareTo(shorter.multiply(LEAST_RATIO)) < 0) {
            conflicts.add(LONG + " must be at least " + LEAST_RATIO + " times " + SHORT + ", were " + longer + " and "
                    + shorter);
        }
        return conflicts;
    }

    @Override
    public int minimumBars(TemplateParameters parameters) {
        return parameters.whole(LONG) + 1;
    }

    @Override
    public List<TemplateSignal> signals(Bars prices, TemplateParameters parameters, Profile profile) {
        double[] closes = IndicatorSeries.closes(prices);
        double[] shorter = IndicatorSeries.mean(closes, parameters.whole(SHORT));
        double[] longer = IndicatorSeries.mean(closes, parameters.whole(LONG));
        Crossing crossing = new Crossing(profile);
        List<TemplateSignal> signals = new ArrayList<>();
        for (int bar = 0; bar < closes.length; bar++) {
            double difference = shorter[bar] - longer[bar];
            int crossed = crossing.next(difference);
            if (crossed != 0) {
                double strength = longer[bar] > 0 ? Math.abs(difference) / longer[bar] : 0.0;
                signals.add(new TemplateSignal(bar, crossed > 0 ? Side.BUY : Side.SELL, strength));
            }
        }
        return signals;
    }
}
