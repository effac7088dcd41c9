package dev.nightjar.batch;

import dev.nightjar.outcome.SimulationJournal;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationPart;
import dev.nightjar.store.RunInstance;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

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
        SimulationData data = night.data(row, config);
        List<SimulationJournal> parts = journals.simulation(row.instance());
        SimulationResult result = SimulationResult.of(
                config,
                data.exchange(),
                data.warnings(),
                joined(config, data, parts.stream().map(SimulationJournal::part).toList(), night.stop()),
                joined(
                        config.benchmark(),
                        data,
                        parts.stream().map(SimulationJournal::benchmark).toList(),
                        night.stop()));
        return new SimulationOutcome(result, data.hashes());
    }

    private static Ledger joined(SimulationConfig config, SimulationData data, List<String> parts, Stop stop) {
        return SimulationPart.join(config, data.histories(), data.missing(), data.zone(), parts, stop);
    }
}
