package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.plan.Limits;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationPart;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulationRunnerTest {

    private static final PerformanceModel MODEL = PerformanceModel.shipped();

    @TempDir
    private static Path root;

    private static DataSet data;

    @BeforeAll
    static void fillStore() {
        Home home = new Home(root);
        SampleData.copyTo(home.sampleData());
        data = DataSet.open(home, "sample/data");
        data.importCandles();
    }

    private static SimulationConfig config(String name) throws IOException {
        String json = Files.readString(Path.of("src/main/resources/samples/simulations/" + name + ".json"));
        return Objects.requireNonNull(
                SimulationReader.read(json, schedule -> FeeSchedule.NONE).config());
    }

    /** {@return the symbols of each part that was made} */
    private static Set<String> parts(SimulationConfig config, Limits limits, int partitions) {
        Set<String> parts = new ConcurrentSkipListSet<>();
        var unused = new SimulationRunner(limits, partitions, MODEL, StopSignal.NEVER)
                .run(
                        config,
                        SimulationData.of(data.store(), config),
                        (part, histories, stop, walked) -> {
                            parts.add(histories.keySet().toString());
                            return SimulationPart.run(part, histories, stop, walked);
                        },
                        (done, total) -> {});
        return parts;
    }

    @ParameterizedTest
    @CsvSource({"ma-crossover, 1", "ma-crossover, 2", "ma-crossover, 4", "rsi-shared, 4"})
    void partsAreThoseOfThePlanThatIsTold(String name, int workers) throws IOException {
        SimulationConfig config = config(name);
        Limits limits = Limits.threads(workers, workers, 1L << 30);
        Set<String> planned = new ConcurrentSkipListSet<>();
        SimulationPlan.of(config, SimulationFacts.of(data.store(), config), limits, MODEL)
                .groups()
                .forEach(group ->
                        planned.add(group.units().stream().sorted().toList().toString()));

        assertThat(parts(config, limits, 0)).isEqualTo(planned);
    }

    @Test
    void asManyPartsAsAreAskedForAreMade() throws IOException {
        assertThat(parts(config("ma-crossover"), Limits.threads(2, 2, 1L << 30), 3))
                .hasSize(3);
        assertThat(parts(config("ma-crossover"), Limits.threads(2, 2, 1L << 30), 70))
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"intraday-5m", "rsi-shared", "hold-and-rebalance"})
    void barsAreCountedWhileTheyAreDone(String name) throws IOException {
        SimulationConfig config = config(name);
        List<Long> counts = new ArrayList<>();
        Set<Long> totals = new ConcurrentSkipListSet<>();

        var unused = new SimulationRunner(Limits.threads(1, 1, 1L << 30), 0, MODEL, StopSignal.NEVER)
                .run(config, SimulationData.of(data.store(), config), SimulationPart::run, (done, total) -> {
                    synchronized (counts) {
                        counts.add(done);
                        totals.add(total);
                    }
                });

        assertThat(counts).hasSizeGreaterThan(3).isSorted();
        assertThat(totals).containsExactly(counts.get(counts.size() - 1));
    }

    /** How far it is, and nothing that is not known before all parts are put together. */
    @Test
    void aWorkerTellsWhatIsDoneAndNoFigures() throws IOException {
        String request =
                new SampleRequests().requests(root.resolve("rehearsal")).get(1);
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Worker.run(
                PartitionWorker.kinds(),
                PartitionWorker.versions(),
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                err,
                "--config-json",
                request);

        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        List<JsonNode> lines = err.toString(StandardCharsets.UTF_8)
                .lines()
                .map(new JsonMapper()::readTree)
                .toList();
        assertThat(lines)
                .hasSizeGreaterThan(5)
                .allSatisfy(line -> assertThat(line.propertyNames()).containsExactly("type", "done", "total"));
        assertThat(lines).extracting(line -> line.get("done").longValue()).isSorted();
        JsonNode last = lines.get(lines.size() - 1);
        assertThat(last.get("done").longValue()).isEqualTo(last.get("total").longValue());
    }
}
