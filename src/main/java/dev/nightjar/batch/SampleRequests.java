package dev.nightjar.batch;

import dev.nightjar.data.SampleData;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Sha256;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Replay;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.store.RunDay;
import dev.nightjar.strategy.TradeLayoutReader;
import dev.nightjar.worker.Rehearsal;
import dev.nightjar.worker.WorkerRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Requests that leave a worker little to do but to begin: a strategy's day of the sample, and a simulation of it. A worker that does them
 * has loaded about all that workers ever load.
 */
public final class SampleRequests implements Rehearsal {

    private static final String DATA = "sample/data";
    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final String STRATEGY = "ema-trend-5m.json";
    private static final String SIMULATION = "ma-crossover.json";

    @Override
    public Class<?> mainClass() {
        return RehearsingWorker.class;
    }

    @Override
    public List<String> requests(Path folder) throws IOException {
        Home home = new Home(folder);
        home.create();
        SampleData.copyTo(home.sampleData());
        DataSet data = DataSet.open(home, DATA);
        data.importDays(List.of(DAY), imported -> {});
        return List.of(graph(home, data), simulation(home, data));
    }

    private static String graph(Home home, DataSet data) throws IOException {
        Path strategies = home.sampleStrategies();
        Samples.copyStrategies(strategies);
        String json = Files.readString(strategies.resolve(STRATEGY));
        String hash = Sha256.of(json);
        Instance instance = new Instance(
                new InstanceKey("sample", "sample", "sample", BigDecimal.ONE),
                Objects.requireNonNull(TradeLayoutReader.read(json).strategy()),
                TradingTerms.DEFAULT);
        WarmUps warmUps = WarmUps.of(List.of(instance));
        MarketDay day = data.opener(Replay.DEFAULT).apply(DAY);
        return document(
                "graph",
                home,
                GraphRequest.KIND,
                GraphRequest.written(
                        home,
                        DATA,
                        Replay.DEFAULT,
                        warmUps,
                        List.of(new RunDay(DAY, day.hash(), warmUps.hash(day))),
                        new TreeMap<>(Map.of(0, new GraphRequest.Sent(instance, hash))),
                        asked -> json));
    }

    private static String simulation(Home home, DataSet data) throws IOException {
        SampleSimulations.copyTo(home.sampleSimulations());
        SimulationConfig config = Objects.requireNonNull(SimulationReader.read(
                        Files.readString(home.sampleSimulations().resolve(SIMULATION)), name -> FeeSchedule.NONE)
                .config());
        return document(
                "simulation",
                home,
                SimulationRequest.KIND,
                new SimulationRequest(
                                home.dayStore(DATA),
                                config,
                                SimulationFacts.of(data.store(), config).hashes(),
                                true)
                        .written());
    }

    private static String document(String name, Home home, String kind, Map<String, Object> members) {
        return new WorkerRequest(name, kind, true, members).line(home.root());
    }
}
