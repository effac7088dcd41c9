package dev.nightjar.simulation;

import dev.nightjar.engine.SlippedPrice;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Whether a symbol can be simulated at all, told before anything is. */
public final class Fitness {

    private Fitness() {}

    /** {@return everything that keeps a symbol from being simulated, one clause each; empty if nothing does} */
    public static List<String> problems(SimulationConfig config, SymbolHistory history) {
        List<String> problems = new ArrayList<>();
        Instrument instrument = history.instrument();
        if (instrument.kind().isDerivative()) {
            problems.add("it is of kind " + instrument.kind() + "; a portfolio holds what does not expire");
        }
        if (SlippedPrice.isUnknown(config.slippage(), instrument)) {
            problems.add("slippage " + config.slippage() + " needs its tick size, of which nothing is told");
        }
        int first = history.first(config);
        int end = history.end(config);
        if (first == end) {
            problems.add(
                    "no bar from " + config.start() + " to " + config.end() + " is of a day on which it was listed");
            return problems;
        }
        SignalTemplate template = config.template();
        int needed = template.minimumBars(config.parameters());
        if (end < needed) {
            problems.add("there are " + end + " bars until its last day, those of the warm-up included, and "
                    + template.id() + " needs " + needed + " for a signal");
        }
        try {
            AdjustedBars adjusted = new AdjustedBars(history, first, end);
            adjusted.of(adjusted.segments().get(adjusted.segments().size() - 1));
        } catch (IllegalArgumentException | ArithmeticException impossible) {
            problems.add(String.valueOf(impossible.getMessage()));
        }
        fees(config, history, first, end, problems);
        return problems;
    }

    private static void fees(
            SimulationConfig config, SymbolHistory history, int first, int end, List<String> problems) {
        Instrument instrument = history.instrument();
        TreeSet<LocalDate> ends = new TreeSet<>(List.of(history.date(first), history.date(end - 1)));
        try {
            for (LocalDate date : ends) {
                for (Side side : Side.values()) {
                    config.fees()
                            .fees(
                                    date,
                                    instrument.exchange(),
                                    instrument.kind(),
                                    side,
                                    BigDecimal.ONE,
                                    1,
                                    history.bars().close(first),
                                    instrument.priceScale());
                }
            }
        } catch (IllegalStateException unknown) {
            problems.add(String.valueOf(unknown.getMessage()));
        }
    }
}
