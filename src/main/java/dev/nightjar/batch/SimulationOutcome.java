package dev.nightjar.batch;

import dev.nightjar.outcome.SimulationJournal;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.simulation.CapitalMode;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationPart;
import dev.nightjar.simulation.SymbolHistory;
import dev.nightjar.store.RunInstance;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A simulation of a run, put together from what its partitions wrote.
 *
 * @param dataHashes of what each symbol's part depends on
 */
record SimulationOutcome(SimulationResult result, SortedMap<String, String> dataHashes) {

    /**
     * {@return what came of it}
     *
     * @throws dev.nightjar.data.DataException if its data is not as it was when the run was prepared
     * @throws dev.nightjar.outcome.InconsistentLedgerException if money appeared or vanished
     */
    static SimulationOutcome of(Night night, RunInstance row, SimulationConfig config, RunJournals journals)
            throws IOException {
        SimulationFacts facts = night.facts(row, config);
        // Only an account that is shared is walked through again.
        SortedMap<String, SymbolHistory> histories = config.capitalMode() == CapitalMode.SHARED
                ? night.data(row, config).histories()
                : new TreeMap<>();
        List<SimulationJournal> parts = journals.simulation(row.instance());
        for (SimulationJournal part : parts) {
            if (part.failure().isPresent()) {
                throw new StrategyWork.HopelessException(part.failure().get());
            }
        }
        SimulationResult result = SimulationResult.of(
                config,
                facts.exchange(),
                facts.warnings(),
                joined(
                        config,
                        histories,
                        facts,
                        parts.stream().map(SimulationJournal::part).toList(),
                        night.stop()),
                joined(
                        config.benchmark(),
                        histories,
                        facts,
                        parts.stream().map(SimulationJournal::benchmark).toList(),
                        night.stop()));
        return new SimulationOutcome(result, facts.hashes());
    }

    private static Ledger joined(
            SimulationConfig config,
            SortedMap<String, SymbolHistory> histories,
            SimulationFacts facts,
            List<String> parts,
            Stop stop) {
        return SimulationPart.join(config, histories, facts.missing(), facts.zone(), parts, stop, bars -> {});
    }
}
