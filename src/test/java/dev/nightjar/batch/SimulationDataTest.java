package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayStore;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.simulation.SymbolHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationDataTest {

    @TempDir
    private Path scratch;

    private Path folder;

    @BeforeEach
    void writeFolder() throws IOException {
        folder = Files.createDirectories(scratch.resolve("folder"));
        Files.writeString(
                folder.resolve("instruments.csv"),
                "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale,listed,delisted\n"
                        + "GONE,STOCK,NSE,,,,,1,0.05,2,,2023-01-04\n"
                        + "PAYS,STOCK,NSE,,,,,1,0.05,2,,\n"
                        + "MINUTES,STOCK,NSE,,,,,1,0.05,2,,\n");
        candles(
                "GONE",
                "1d",
                "2023-01-02 00:00:00,1,2,1,2,10",
                "2023-01-03 00:00:00,2,2,2,2,5",
                "2023-01-04 00:00:00,2,2,2,2,5");
        candles(
                "PAYS",
                "1d",
                "2022-12-30 00:00:00,9,9,9,9,1",
                "2023-01-02 00:00:00,9,9,9,9,1",
                "2023-01-03 00:00:00,9,9,9,9,1",
                "2023-01-05 00:00:00,9,9,9,9,1");
        candles("MINUTES", "5m", "2023-01-02 09:15:00,1,2,1,2,10");
    }

    private void candles(String symbol, String timeframe, String... rows) throws IOException {
        Path file = folder.resolve("candles/" + symbol + "/" + timeframe + ".csv");
        Files.createDirectories(folder.resolve("candles/" + symbol));
        Files.writeString(file, "timestamp,open,high,low,close,volume\n" + String.join("\n", rows) + "\n");
    }

    private void dividend(String exDate) throws IOException {
        Files.writeString(
                folder.resolve("corporate_actions.csv"),
                "symbol,ex_date,action,value\nPAYS," + exDate + ",DIVIDEND,0.5\n");
    }

    private DayStore store() {
        DayStore store = DayStore.open(scratch.resolve("store"));
        store.importDays(DataFolder.open(folder), List.of(), imported -> {});
        return store;
    }

    private static SimulationConfig config(String symbols, String more) {
        return config(symbols, more, "buy_and_hold");
    }

    private static SimulationConfig config(String symbols, String more, String strategy) {
        String json = "{'kind': 'simulation', 'simulation_id': 's', 'symbols': [" + symbols
                + "], 'start_date': '2023-01-02', 'end_date': '2023-01-05', 'starting_capital': 10000,"
                + " 'strategy': '" + strategy + "'" + more + "}";
        return Objects.requireNonNull(SimulationReader.read(json.replace('\'', '"'), name -> FeeSchedule.NONE)
                .config());
    }

    @Test
    void barsComeRawWithTheirWarmUpAndPeriods() throws IOException {
        dividend("2023-01-03");
        SimulationData data = SimulationData.of(store(), config("'GONE', 'PAYS'", ""));

        assertThat(data.missing()).isEmpty();
        SymbolHistory pays = Objects.requireNonNull(data.histories().get("PAYS"));
        assertThat(pays.bars().count()).isEqualTo(4);
        assertThat(pays.bars().close(0)).isEqualTo(900);
        assertThat(pays.actions()).hasSize(1);
        assertThat(Objects.requireNonNull(data.histories().get("GONE")).delisted())
                .isEqualTo(LocalDate.of(2023, 1, 4));
        assertThat(data.zone().getId()).isEqualTo("Asia/Kolkata");
    }

    @Test
    void allSymbolsThatAreMissingAreToldWithTheirReasons() {
        DayStore store = store();
        String symbols = "'PAYS', 'MINUTES', 'NOBODY'";

        assertThatThrownBy(() -> SimulationData.of(store, config(symbols, "")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("MINUTES: there are no 1d candles of it, only 5m")
                .hasMessageContaining("NOBODY: the data set has no candles of it")
                .hasMessageContaining("missing_symbols is strict");

        SimulationData skipped = SimulationData.of(store, config(symbols, ", 'missing_symbols': 'skip'"));
        assertThat(skipped.histories()).containsOnlyKeys("PAYS");
        assertThat(skipped.missing()).containsOnlyKeys("MINUTES", "NOBODY");
    }

    /** PAYS has no candle of Wednesday the 4th, on which NSE traded. What the share lost by the dividend is not known. */
    @Test
    void aDividendAfterAMissingDayIsNotGuessed() throws IOException {
        dividend("2023-01-05");

        assertThatThrownBy(() -> SimulationData.of(store(), config("'PAYS'", "")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "PAYS: the close before the dividend of 2023-01-05 is not known: the last one is of"
                                + " 2023-01-03, and NSE may have traded on 2023-01-04");
    }

    @Test
    void tooFewBarsForASignalAreAReason() {
        assertThatThrownBy(() -> SimulationData.of(store(), config("'GONE'", "", "rsi")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "GONE: there are 3 bars until its last day, those of the warm-up included, and rsi needs 16");
    }

    /** A file that is damaged is no symbol that is missing: skipping it would hide that the data is broken. */
    @Test
    void damagedDataIsNeverAMissingSymbol() throws IOException {
        DayStore store = store();
        Path bars;
        try (Stream<Path> files = Files.walk(scratch.resolve("store"))) {
            bars = files.filter(file ->
                            file.toString().contains("PAYS") && file.toString().endsWith(".bars"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(bars);
        Files.write(bars, java.util.Arrays.copyOf(bytes, bytes.length / 2), StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(() -> SimulationData.of(store, config("'GONE', 'PAYS'", ", 'missing_symbols': 'skip'")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(String.valueOf(bars.getFileName()));
    }

    @Test
    void theHashOfASymbolTellsWhetherAnythingOfItChanged() throws IOException {
        SimulationConfig config = config("'GONE', 'PAYS'", "");
        SimulationData before = SimulationData.of(store(), config);
        dividend("2023-01-03");
        SimulationData after = SimulationData.of(store(), config);

        assertThat(after.hashes().get("GONE")).isEqualTo(before.hashes().get("GONE"));
        assertThat(after.hashes().get("PAYS")).isNotEqualTo(before.hashes().get("PAYS"));
        assertThat(after.facts().hash()).isNotEqualTo(before.facts().hash());
        assertThat(SimulationFacts.of(store(), config)).isEqualTo(after.facts());
    }

    @Test
    void aPartHasItsOwnSymbolsAndTellsWhichOfThemChanged() throws IOException {
        SimulationConfig config = config("'GONE', 'PAYS'", "");
        SortedMap<String, String> hashes = SimulationData.of(store(), config).hashes();
        SimulationData.Part one = SimulationData.part(store(), config, hashes.tailMap("PAYS"));
        assertThat(one.histories()).containsOnlyKeys("PAYS");
        assertThat(one.changes()).isEmpty();

        dividend("2023-01-03");
        candles("GONE", "1d", "2023-02-02 00:00:00,1,2,1,2,10");

        assertThat(SimulationData.part(store(), config, hashes).changes())
                .satisfiesExactly(
                        gone -> assertThat(gone).startsWith("GONE is missing: there are no 1d candles of it from"),
                        pays -> assertThat(pays)
                                .startsWith("what the store knows of PAYS has hash ")
                                .endsWith("asked was " + hashes.get("PAYS")));
    }
}
