package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.SampleData;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpsTest {

    @TempDir
    private Path folder;

    private WarmUps warmUps() throws IOException {
        Path strategy = folder.resolve("nine.json");
        try (var resource = WarmUpsTest.class.getResourceAsStream("/samples/strategies/nine-positions.json")) {
            Files.write(strategy, Objects.requireNonNull(resource).readAllBytes());
        }
        return WarmUps.of(List.of(new Instance(
                new InstanceKey("user", "nine", "broker", BigDecimal.ONE),
                Objects.requireNonNull(
                        TradeLayoutReader.read(Files.readString(strategy)).strategy()))));
    }

    private String hash() throws IOException {
        DayStore store = DayStore.open(folder.resolve("store"));
        store.importDays(DataFolder.open(folder.resolve("data")), List.of(SampleData.DAY), day -> {});
        return warmUps().hash(store.open(SampleData.DAY));
    }

    @Test
    void changesWithTheCandlesTheStrategiesLookAtAndNoOthers() throws IOException {
        SampleData.copyTo(folder.resolve("data"));
        String before = hash();

        Path others = folder.resolve("data/candles/NIFTY/5m.csv");
        List<String> rows = Files.readAllLines(others);
        Files.write(others, rows.subList(0, rows.size() - 1));
        assertThat(hash()).isEqualTo(before);

        Path own = folder.resolve("data/candles/NIFTY/1m.csv");
        rows = Files.readAllLines(own);
        Files.write(own, rows.subList(0, rows.size() - 1));
        assertThat(hash()).isNotEqualTo(before);
    }
}
