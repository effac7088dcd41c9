package dev.nightjar.batch;

import dev.nightjar.data.DayStore;
import dev.nightjar.market.Sha256;
import dev.nightjar.simulation.SimulationConfig;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be told of the data of a portfolio simulation, without the data, which may be large.
 *
 * @param bars how many each symbol has that has any in the simulation's days, those of its warm-up included
 * @param missing why the others have none
 * @param zone of the exchange
 * @param exchange of the symbols
 * @param last the last day on which a symbol has a bar
 * @param hashes the SHA-256, in hexadecimal, of all that is known of each symbol that has bars; the same as long as nothing of it changes
 * @param warnings what a reader of the result should know of it, one sentence each
 */
public record SimulationFacts(
        SortedMap<String, Integer> bars,
        SortedMap<String, String> missing,
        ZoneId zone,
        String exchange,
        LocalDate last,
        SortedMap<String, String> hashes,
        List<String> warnings) {

    public SimulationFacts {
        bars = Collections.unmodifiableSortedMap(new TreeMap<>(bars));
        missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
        warnings = List.copyOf(warnings);
    }

    /**
     * {@return what is to be told of a simulation's data, one symbol of which is read after the other}
     *
     * @throws dev.nightjar.data.DataException as {@link SimulationData#of} does
     */
    static SimulationFacts of(DayStore store, SimulationConfig config) {
        SimulationReading reading = new SimulationReading(store, config);
        config.symbols().forEach(reading::read);
        return reading.facts();
    }

    /** {@return the SHA-256, in hexadecimal, of all the data} */
    public String hash() {
        return Sha256.of(hashes + " without " + missing.keySet());
    }
}
