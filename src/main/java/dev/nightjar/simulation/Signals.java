package dev.nightjar.simulation;

import dev.nightjar.market.Bars;
import java.util.ArrayList;
import java.util.List;

/**
 * What a template says to one symbol over the days of a simulation. Nothing in it depends on another symbol.
 *
 * @param list by time
 * @param warnings what somebody who reads the result should know, one sentence each
 */
public record Signals(List<Signal> list, List<String> warnings) {

    public Signals {
        list = List.copyOf(list);
        warnings = List.copyOf(warnings);
    }

    /**
     * {@return the signals of a symbol}
     *
     * <p>They are computed on prices adjusted by the splits and dividends up to the day of the signal, never by a later one.
     *
     * @throws IllegalArgumentException if a dividend cannot be taken into account, naming the symbol
     */
    public static Signals of(SimulationConfig config, SymbolHistory history) {
        int first = history.first(config);
        int end = history.end(config);
        SignalTemplate template = config.template();
        AdjustedBars adjusted = new AdjustedBars(history, first, end);
        List<Signal> signals = new ArrayList<>();
        for (AdjustedBars.Segment segment : adjusted.segments()) {
            for (TemplateSignal said : template.signals(adjusted.of(segment), config.parameters(), config.profile())) {
                if (said.bar() == TemplateSignal.BEFORE_FIRST && segment.from() == first) {
                    Bars bars = history.bars();
                    signals.add(new Signal(bars.start(first), said.side(), said.strength(), bars.open(first)));
                } else if (said.bar() >= segment.from()) {
                    signals.add(signal(history, said));
                }
            }
        }
        return new Signals(signals, warnings(config, history, template, first, end));
    }

    private static Signal signal(SymbolHistory history, TemplateSignal said) {
        return new Signal(
                history.end(said.bar()),
                said.side(),
                said.strength(),
                history.bars().close(said.bar()));
    }

    private static List<String> warnings(
            SimulationConfig config, SymbolHistory history, SignalTemplate template, int first, int end) {
        List<String> warnings = new ArrayList<>();
        int needed = template.minimumBars(config.parameters());
        if (end < needed) {
            warnings.add("there can be no signal: there are " + end + " bars until the end, and " + template.id()
                    + " needs " + needed);
        } else if (first + 1 < needed) {
            warnings.add("there can be no signal before " + history.date(needed - 1) + ": there are " + first
                    + " bars before the first day, and " + template.id() + " needs " + needed
                    + " for its first signal");
        }
        return warnings;
    }
}
