package dev.nightjar.simulation;

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
     */
    public static Signals of(SimulationConfig config, SymbolHistory history) {
        throw new UnsupportedOperationException(config.id() + history.symbol());
    }
}
