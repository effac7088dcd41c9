package dev.nightjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.batch.PartitionRunner;
import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.GoldenNine;
import dev.nightjar.data.SampleData;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.live.MarketTimePace;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.reference.RecordedNine;
import dev.nightjar.reference.ReferenceEngine;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nine positions through reader, data folder, engine, journal and result files: from the recorded day and the sample day. */
class NinePositionsTest {

    @TempDir
    Path temp;

    private MarketDay recordedDay() throws IOException {
        return imported(GoldenNine.folder(temp));
    }

    private static String recordedStrategy() throws IOException {
        return Files.readString(GoldenNine.SOURCE.resolve("strategy_5708424d.json"));
    }

    private MarketDay sampleDay() {
        Path folder = temp.resolve("sample");
        SampleData.copyTo(folder);
        return imported(folder);
    }

    private MarketDay imported(Path folder) {
        DayStore store = DayStore.open(temp.resolve("store of " + folder.getFileName()));
        store.importDays(DataFolder.open(folder), List.of(SampleData.DAY), day -> {});
        return store.open(SampleData.DAY);
    }

    private static String sample(String name) {
        try (InputStream resource =
                NinePositionsTest.class.getResourceAsStream("/samples/strategies/" + name + ".json")) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static InstanceKey key(String strategyId, int scale) {
        return new InstanceKey("user", strategyId, "broker", BigDecimal.valueOf(scale));
    }

    private static Instance instance(String json, int scale) {
        ParsedStrategy parsed = TradeLayoutReader.read(json);
        assertThat(parsed.errors()).isEmpty();
        return new Instance(
                key(Objects.requireNonNull(parsed.strategyId()), scale), Objects.requireNonNull(parsed.strategy()));
    }

    /** The files of the first instance, run beside the others. */
    private static Map<String, String> run(MarketDay day, PartitionRunner.Pacing pacing, Instance... instances) {
        SortedMap<Integer, Instance> numbered = new TreeMap<>();
        for (Instance instance : instances) {
            numbered.put(numbered.size(), instance);
        }
        PartitionJournal journal = new PartitionRunner(date -> day, pacing, StopSignal.NEVER)
                .run(numbered, List.of(day.date()), PartitionRunner.Listener.NONE);
        Map<String, String> files = new TreeMap<>();
        ResultFiles.of(StrategyResult.of(instances[0], null, List.of(journal.soFar(0, day.date()))))
                .forEach((name, bytes) -> files.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return files;
    }

    private static Map<String, String> run(MarketDay day, Instance... instances) {
        return run(day, PartitionRunner.Pacing.UNBOUNDED, instances);
    }

    @Test
    void theRecordedDayGivesTheRecordedTradesAndEvents() throws IOException {
        Map<String, String> files = run(recordedDay(), instance(recordedStrategy(), 1));

        RecordedNine.assertTrades(files, 1);
        RecordedNine.assertEvents(files.get(ResultFiles.EVENTS), GoldenNine.SOURCE);
    }

    @Test
    void theRecordedDayEqualsTheReferenceEngineByteForByte() throws IOException {
        MarketDay day = recordedDay();
        Instance instance = instance(recordedStrategy(), 1);

        assertThat(run(day, instance))
                .isEqualTo(ReferenceEngine.run(recordedStrategy(), instance.key(), null, List.of(day)));
    }

    @Test
    void companionsChangeNoByte() throws IOException {
        MarketDay day = recordedDay();
        Instance instance = instance(recordedStrategy(), 1);
        Instance[] withCompanions = Stream.of(
                        Stream.of(instance, instance(recordedStrategy(), 3)),
                        Stream.of("short-straddle", "rsi-mean-reversion", "opening-range-breakout")
                                .map(name -> instance(sample(name), 1)))
                .flatMap(instances -> instances)
                .toArray(Instance[]::new);

        assertThat(run(day, withCompanions)).isEqualTo(run(day, instance));
    }

    @Test
    void twiceTheScaleIsTwiceTheMoneyToThePaisa() throws IOException {
        RecordedNine.assertTrades(run(recordedDay(), instance(recordedStrategy(), 2)), 2);
    }

    @Test
    void aLiveSimulationEqualsTheBacktest() throws IOException {
        MarketDay day = recordedDay();
        Instance instance = instance(recordedStrategy(), 1);
        PartitionRunner.Pacing fast = today ->
                MarketTimePace.of(BigDecimal.valueOf(50_000), today.session().open(), StopSignal.NEVER);

        assertThat(run(day, fast, instance)).isEqualTo(run(day, instance));
    }

    @Test
    void theSampleDayGivesTheSameNine() {
        RecordedNine.assertTrades(run(sampleDay(), instance(sample("nine-positions"), 1)), 1);
    }

    @Test
    void everySampleStrategyEqualsTheReferenceEngineByteForByte() {
        MarketDay day = sampleDay();
        for (String name : List.of(
                "ema-trend-5m",
                "expiry-week-strangle",
                "momentum-3m",
                "nine-positions",
                "opening-range-breakout",
                "rsi-mean-reversion",
                "short-straddle")) {
            Instance instance = instance(sample(name), 1);
            assertThat(run(day, instance))
                    .as(name)
                    .isEqualTo(ReferenceEngine.run(sample(name), instance.key(), null, List.of(day)));
        }
    }
}
