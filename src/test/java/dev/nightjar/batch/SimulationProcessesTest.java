package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.data.DataException;
import dev.nightjar.data.SampleData;
import dev.nightjar.outcome.SimulationJournal;
import dev.nightjar.run.WorkerSettings;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.worker.WorkerFailedException;
import dev.nightjar.worker.WorkerFailure;
import dev.nightjar.worker.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Portfolio simulations of the sample's shares, with a split, dividends and a delisting among them, in processes. */
class SimulationProcessesTest {

    @TempDir
    private static Path root;

    private static Home home;
    private static Path store;

    @BeforeAll
    static void fillStore() throws IOException {
        home = new Home(root);
        Files.writeString(
                Files.createDirectories(home.fees()).resolve("own.csv"),
                "component,basis,rate,of,minimum\nbrokerage,percent,0.05,,20\ntax,percent_of,18,brokerage,\n");
        SampleData.copyTo(home.sampleData());
        DataSet.open(home, "sample/data").importDays(List.of(), imported -> {});
        store = home.dayStore("sample/data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleeves", "shared"})
    void aProcessMakesWhatAThreadMakes(String capital) throws IOException {
        SimulationConfig config = config(capital);
        SimulationData data =
                SimulationData.of(DataSet.open(home, "sample/data").store(), config);
        SimulationJournal here = SimulationWork.run(config, data.histories(), () -> false, (done, total) -> {});

        try (SimulationProcesses processes =
                SimulationProcesses.open(home.programs(), root.resolve("p"), WorkerSettings.DEFAULT, 1, () -> false)) {
            assertThat(processes.run("part 1", config, store, data.hashes(), SILENT))
                    .isEqualTo(here.part());
        }
        assertThat(here.part()).contains("ALDER").isNotEqualTo(here.benchmark());
    }

    @Test
    void aProcessRefusesDataThatIsNotWhatWasAskedFor() {
        SimulationConfig config = config("sleeves");
        SortedMap<String, String> hashes = new TreeMap<>(
                SimulationData.of(DataSet.open(home, "sample/data").store(), config)
                        .hashes());
        hashes.put("BIRCH", "ab");

        try (SimulationProcesses processes =
                SimulationProcesses.open(home.programs(), root.resolve("p"), WorkerSettings.DEFAULT, 1, () -> false)) {
            assertThatThrownBy(() -> processes.run("part 1", config, store, hashes, SILENT))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("DATA_CHANGED: what the store knows of BIRCH has hash")
                    .hasMessageContaining("asked was ab");
            assertThatThrownBy(() -> processes.run("part 1", config, root.resolve("nowhere"), hashes, SILENT))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("there is no store");
            hashes.put("NIFTY", "cd");
            assertThatThrownBy(() -> processes.run("part 1", config, store, hashes, SILENT))
                    .isInstanceOf(WorkerFailedException.class)
                    .hasMessageContaining("/symbols has NIFTY, which the config has not");
        }
    }

    private static final Workers.Listener SILENT = new Workers.Listener() {
        @Override
        public void again(WorkerFailure failure) {
            throw new AssertionError(failure.told());
        }

        @Override
        public void reached(long done, long total) {
            assertThat(done).isBetween(0L, total);
        }
    };

    private static SimulationConfig config(String capital) {
        return Objects.requireNonNull(SimulationReader.read("""
                        {"kind": "simulation", "simulation_id": "five", "symbols": ["ALDER", "BIRCH", "CEDAR", "ELDER", "HAZEL"],
                         "start_date": "2023-03-01", "end_date": "2024-10-28", "starting_capital": 1000000,
                         "strategy": "ma_crossover", "strategy_parameters": {"short_ma": 5, "long_ma": 20},
                         "capital_mode": "%s", "fees": "own", "slippage": "bps:5"}
                        """.formatted(capital), new FeeCatalog(home))
                .config());
    }
}
