package dev.nightjar.batch;

import dev.nightjar.data.DayStore;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SymbolHistory;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything of a store that a portfolio simulation depends on: the bars of its symbols from its warm-up to its last day, their splits
 * and dividends, and when they could be traded.
 *
 * @param histories of the symbols that have a bar in the simulation's days, and of which all is known that it needs
 * @param facts what is to be told of them, and of the others
 */
public record SimulationData(SortedMap<String, SymbolHistory> histories, SimulationFacts facts) {

    public SimulationData {
        histories = Collections.unmodifiableSortedMap(new TreeMap<>(histories));
    }

    /**
     * {@return what a store has of a simulation}
     *
     * @throws dev.nightjar.data.DataException if a symbol is missing where none may be, all are, they trade at different exchanges, or a file of the store
     *     is damaged; with all that is wrong
     */
    public static SimulationData of(DayStore store, SimulationConfig config) {
        SortedMap<String, SymbolHistory> histories = new TreeMap<>();
        SimulationReading reading = new SimulationReading(store, config);
        config.symbols().forEach(symbol -> reading.read(symbol).ifPresent(history -> histories.put(symbol, history)));
        return new SimulationData(histories, reading.facts());
    }

    /**
     * Some symbols of a simulation, read without the others.
     *
     * @param changes what is not as it was, one sentence each; none if all is
     */
    record Part(SortedMap<String, SymbolHistory> histories, List<String> changes) {}

    /**
     * {@return what a store has of some symbols of a simulation}
     *
     * @param expected the {@link #hashes} of the symbols; an empty one is not compared
     * @throws dev.nightjar.data.DataException if a file of the store is damaged
     */
    static Part part(DayStore store, SimulationConfig config, SortedMap<String, String> expected) {
        return part(new SimulationReading(store, config), expected);
    }

    /** {@return what a reading finds of some symbols} It goes as the other does. */
    static Part part(SimulationReading reading, SortedMap<String, String> expected) {
        SortedMap<String, SymbolHistory> histories = new TreeMap<>();
        List<String> changes = new ArrayList<>();
        expected.forEach((symbol, hash) -> {
            reading.read(symbol).ifPresent(history -> histories.put(symbol, history));
            String found = reading.hashes().get(symbol);
            if (found == null) {
                changes.add(symbol + " is missing: " + reading.missing().get(symbol));
            } else if (!hash.isEmpty() && !found.equals(hash)) {
                changes.add("what the store knows of " + symbol + " has hash " + found + ", asked was " + hash);
            }
        });
        return new Part(histories, changes);
    }

    /** {@return why symbols that have no history have none} */
    public SortedMap<String, String> missing() {
        return facts.missing();
    }

    /** {@return the zone of the exchange} */
    public ZoneId zone() {
        return facts.zone();
    }

    /** {@return the exchange of the symbols} */
    public String exchange() {
        return facts.exchange();
    }

    /** {@return the hash of all that is known of each symbol that has a history; the same as long as nothing of it changes} */
    public SortedMap<String, String> hashes() {
        return facts.hashes();
    }

    /** {@return what a reader of the result should know of it, one sentence each} */
    public List<String> warnings() {
        return facts.warnings();
    }
}
