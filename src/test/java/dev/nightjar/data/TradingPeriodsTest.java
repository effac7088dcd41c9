package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.TradingPeriods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradingPeriodsTest {

    private static final TradingPeriods GONE = new TradingPeriods(
            LocalDate.of(2023, 1, 2),
            LocalDate.of(2023, 1, 4),
            List.of(new TradingPeriods.Suspension(LocalDate.of(2023, 1, 3), LocalDate.of(2023, 1, 3), "news pending")));

    @TempDir
    private Path scratch;

    private Path folder;

    @BeforeEach
    void writeFolder() throws IOException {
        folder = Files.createDirectories(scratch.resolve("folder"));
        Files.writeString(
                folder.resolve("instruments.csv"),
                "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale,listed,delisted\n"
                        + "GONE,STOCK,NSE,,,,,1,0.05,2,2023-01-02,2023-01-04\n"
                        + "STAYS,STOCK,NSE,,,,,1,0.05,2,,\n");
        for (String symbol : List.of("GONE", "STAYS")) {
            Files.createDirectories(folder.resolve("candles/" + symbol));
            Files.writeString(
                    folder.resolve("candles/" + symbol + "/1d.csv"),
                    "timestamp,open,high,low,close,volume\n2023-01-02 00:00:00,1,2,1,2,10\n2023-01-04 00:00:00,2,2,2,2,5\n");
        }
        suspend("GONE,2023-01-03,2023-01-03,news pending");
    }

    @Test
    void theStoreKeepsWhatTheFolderTellsAndAnExportTellsItAgain() {
        DayStore store = DayStore.open(scratch.resolve("store"));
        store.importDays(DataFolder.open(folder), List.of(), imported -> {});

        assertThat(store.tradingPeriods()).containsOnlyKeys("GONE").containsEntry("GONE", GONE);

        Path exported = scratch.resolve("exported");
        new DataExport(store, exported, false, written -> {})
                .dataFolder(List.of(), store.bars().keys());
        assertThat(DataFolder.open(exported).tradingPeriods().orElseThrow())
                .containsOnlyKeys("GONE")
                .containsEntry("GONE", GONE);
    }

    @Test
    void aChangedListReplacesTheOneThatWasThere() throws IOException {
        DayStore store = DayStore.open(scratch.resolve("store"));
        store.importDays(DataFolder.open(folder), List.of(), imported -> {});
        suspend();

        store.importDays(DataFolder.open(folder), List.of(), imported -> {});

        assertThat(store.tradingPeriods().get("GONE"))
                .isEqualTo(new TradingPeriods(GONE.listed(), GONE.delisted(), List.of()));
    }

    @Test
    void rowsThatCannotBeAreToldAllAtOnce() throws IOException {
        suspend(
                "NOBODY,2023-01-03,2023-01-03,",
                "GONE,2023-01-04,2023-01-03,",
                "STAYS,2023-01-02,2023-01-09,",
                "STAYS,2023-01-09,2023-01-10,",
                "STAYS,2023-02-30,2023-03-01,");

        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("symbol \"NOBODY\" should be one of instruments.csv")
                .hasMessageContaining("to \"2023-01-03\" should be the last day, not before the first one, 2023-01-04")
                .hasMessageContaining("from \"2023-01-09\" should be a day that is in no other suspension of STAYS")
                .hasMessageContaining("from \"2023-02-30\" should be");
    }

    private void suspend(String... rows) throws IOException {
        Files.writeString(
                folder.resolve("suspensions.csv"), "symbol,from,to,reason\n" + String.join("\n", rows) + "\n");
    }
}
