package dev.nightjar.simulation;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Side;
import java.util.List;

/** Buys once and waits. */
final class BuyAndHold implements SignalTemplate {

    static final String ID = "buy_and_hold";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Buy and hold";
    }

    @Override
    public String description() {
        return "Buys on the first bar on which the symbol can be traded, and never sells.";
    }

    @Override
    public List<TemplateParameter> parameters() {
        return List.of();
    }

    @Override
    public List<String> conflicts(TemplateParameters parameters) {
        return List.of();
    }

    @Override
    public int minimumBars(TemplateParameters parameters) {
        return 1;
    }

    @Override
    public List<TemplateSignal> signals(Bars prices, TemplateParameters parameters, Profile profile) {
        return List.of(new TemplateSignal(TemplateSignal.BEFORE_FIRST, Side.BUY, 0.0));
    }
}
