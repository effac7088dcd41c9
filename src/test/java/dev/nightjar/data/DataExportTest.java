package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.BarSet;
import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.Timeframe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataExportTest {

    private static final LocalDate MONDAY = LocalDate.of(2024, 10, 28);
    private static final LocalDate TUESDAY = LocalDate.of(2024, 10, 29);

    @TempDir
    private Path temp;

    private TestFolder folder() {
        return new TestFolder(temp.resolve("folder"));
    }

    private DayStore imported(Path folder, String name) {
        DayStore store = DayStore.open(temp.resolve(name));
        DataFolder source = DataFolder.open(folder);
        store.importDays(source, source.days(), day -> {});
        return store;
    }

    private Path exported(DayStore store, String name, boolean gzip) {
        Path target = temp.resolve(name);
        new DataExport(store, target, gzip, file -> {})
                .dataFolder(store.days(), store.bars().keys());
        return target;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private static void assertSame(DayStore one, DayStore other) {
        assertThat(other.days()).isEqualTo(one.days());
        for (LocalDate day : one.days()) {
            assertThat(other.hash(day)).isEqualTo(one.hash(day));
        }
        assertThat(other.bars().keys()).isEqualTo(one.bars().keys());
        for (CandleKey key : one.bars().keys()) {
            assertThat(other.bars().open(key).hash())
                    .isEqualTo(one.bars().open(key).hash());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsExportedAndImportedAgainIsTheSame(long seed) throws IOException {
        TestFolder files = folder().randomDay(MONDAY, seed)
                .randomDay(TUESDAY, seed + 100)
                .file(
                        "candles/NIFTY/5m.csv",
                        "ask_close,ask_open,ask_high,ask_low,timestamp,open,high,low,close,volume",
                        ",,,,2024-10-28T03:45:00Z,10,12.05,9,11,5",
                        "3,1,3,1,2024-10-28 09:20:00,10,12.05,9,11,5",
                        "3,1,3,1.00,2024-10-29 09:20:00,,,,,");
        DayStore store = imported(files.root(), "store");

        Path folder = exported(store, "exported", seed % 2 == 0);

        DayStore again = imported(folder, "again");
        assertSame(store, again);
        assertThat(files(exported(again, "twice", seed % 2 == 0))).isEqualTo(files(folder));
    }

    @Test
    void theSampleComesOutAsItWentInButInCanonicalForm() throws IOException {
        Path sample = temp.resolve("sample");
        SampleData.copyTo(sample);
        DayStore store = imported(sample, "store");

        Path folder = exported(store, "exported", false);

        assertThat(Files.readAllLines(folder.resolve("ticks/" + SampleData.DAY + ".csv")))
                .isEqualTo(canonical(sample.resolve("ticks/" + SampleData.DAY + ".csv.gz")));
        assertThat(Files.readString(folder.resolve("calendar.csv")))
                .contains("NSE," + SampleData.DAY + ",09:15:00,15:30:00\n");
        assertSame(store, imported(folder, "again"));
    }

    /** The sample's rows are whole seconds of the session with two decimals and columns in the usual order. */
    private static List<String> canonical(Path file) throws IOException {
        record Row(String time, long sequence, String rest) {}
        List<Row> rows = new ArrayList<>();
        String header;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            header = reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] fields = line.split(",", 4);
                String[] rest = fields[3].split(",", 2);
                String price = new java.math.BigDecimal(rest[0]).setScale(2).toPlainString();
                rows.add(new Row(fields[0], Long.parseLong(fields[1]), fields[2] + "," + price + "," + rest[1]));
            }
        }
        rows.sort(Comparator.comparing(Row::time).thenComparingLong(Row::sequence));
        List<String> lines = new ArrayList<>(List.of(header));
        for (int rank = 0; rank < rows.size(); rank++) {
            lines.add(rows.get(rank).time() + "," + rank + "," + rows.get(rank).rest());
        }
        return lines;
    }

    @Test
    void rowsAscendByRankAndTimesHaveTheDigitsTheyNeed() throws IOException {
        TestFolder files = folder().file(
                        "ticks/2024-10-29.csv",
                        TestFolder.TICKS,
                        "2024-10-29 09:16:00.000001,9,NIFTY,1.5,7,8",
                        "2024-10-29 09:15:00.25,5,NIFTY,10000000,0,0",
                        "2024-10-29 09:15:00.25,3,NIFTY:2024-11-07:OPT:24250:CE,0.05,75,1200",
                        "2024-10-29 15:30:00.123456789,1,NIFTY,3,0,0",
                        "2024-10-29 09:15:00,4,NIFTY,2,0,0");

        Path folder = exported(imported(files.root(), "store"), "exported", false);

        assertThat(Files.readAllLines(folder.resolve("ticks/2024-10-29.csv")))
                .containsExactly(
                        TestFolder.TICKS,
                        "2024-10-29 09:15:00,0,NIFTY,2.00,0,0",
                        "2024-10-29 09:15:00.250,1,NIFTY:2024-11-07:OPT:24250:CE,0.05,75,1200",
                        "2024-10-29 09:15:00.250,2,NIFTY,10000000.00,0,0",
                        "2024-10-29 09:16:00.000001,3,NIFTY,1.50,7,8",
                        "2024-10-29 15:30:00.123456789,4,NIFTY,3.00,0,0");
    }

    @Test
    void candlesOfAMarketWithoutTicksComeBack() throws IOException {
        TestFolder files = folder().file(
                        "exchanges.csv", "exchange,zone,open,close", "FX,America/New_York,00:00,23:59:59")
                .file(
                        "instruments.csv",
                        TestFolder.INSTRUMENTS,
                        "EURUSD,CURRENCY,FX,,,,,1000,0.00001,5",
                        "CL:2014-12-19:FUT,FUTURE,FX,CL,2014-12-19,,,,,2")
                .file(
                        "candles/EURUSD/1m.csv",
                        TestFolder.CANDLES,
                        "2014-11-02T05:30:00Z,1.25,1.25,1.25,1.25,3",
                        "2014-11-02T06:30:00Z,1.26,1.26,1.26,1.26,4")
                .file("candles/EURUSD/1d.csv", TestFolder.CANDLES, "2014-11-02 00:00:00,1.25,1.27,1.25,1.26,7")
                .file("candles/CL:2014-12-19:FUT/1h.csv", TestFolder.CANDLES, "2014-11-02 12:00:00,80,81,79,80.5,7");
        DayStore store = imported(files.root(), "store");

        Path folder = exported(store, "exported", false);

        assertSame(store, imported(folder, "again"));
        assertThat(files(folder))
                .containsEntry("exchanges.csv", "exchange,zone,open,close\nFX,America/New_York,00:00:00,23:59:59\n")
                .containsEntry(
                        "candles/EURUSD/1d.csv",
                        TestFolder.CANDLES + "\n2014-11-02 00:00:00,1.25000,1.27000,1.25000," + "1.26000,7\n")
                .hasEntrySatisfying(
                        "candles/EURUSD/1m.csv",
                        text -> assertThat(text)
                                .as("half past one comes twice on that day")
                                .contains("\n2014-11-02 05:30:00Z,", "\n2014-11-02 06:30:00Z,"))
                .hasEntrySatisfying(
                        "candles/CL:2014-12-19:FUT/1h.csv",
                        text -> assertThat(text).contains("\n2014-11-02 12:00:00,80.00,81.00,"))
                .hasEntrySatisfying(
                        "instruments.csv",
                        text -> assertThat(text)
                                .contains(
                                        "\nEURUSD,CURRENCY,FX,,,,,1000,0.00001,5,,\n",
                                        "\nCL:2014-12-19:FUT,FUTURE,FX,CL,2014-12-19,,,,,2,,\n"));
    }

    @Test
    void whatBelongedToADayWithoutTickingIsListed() throws IOException {
        TestFolder files = folder().file(
                        "instruments.csv",
                        TestFolder.INSTRUMENTS + ",listed,delisted",
                        TestFolder.NIFTY + ",,",
                        "TCS,STOCK,NSE,,,,,,,2,2024-10-01,2024-10-28",
                        TestFolder.option("2024-11-07", 24_250, "CE") + ",,",
                        TestFolder.option("2024-11-07", 25_000, "CE") + ",2024-10-29,")
                .file(
                        "ticks/2024-10-28.csv",
                        TestFolder.TICKS,
                        "2024-10-28 10:00:00,0,NIFTY:2024-11-07:OPT:24250:CE,1,0,0")
                .file(
                        "ticks/2024-10-29.csv",
                        TestFolder.TICKS,
                        "2024-10-29 10:00:00,0,NIFTY:2024-11-07:OPT:24250:CE,1,0,0");
        DayStore store = imported(files.root(), "store");

        Path folder = exported(store, "exported", false);

        assertSame(store, imported(folder, "again"));
        assertThat(store.open(MONDAY).instruments())
                .extracting(Instrument::symbol)
                .containsExactly("NIFTY:2024-11-07:OPT:24250:CE", "TCS");
        assertThat(Files.readAllLines(folder.resolve("instruments.csv")))
                .filteredOn(line -> line.startsWith("TCS") || line.contains("25000"))
                .satisfiesExactly(
                        option -> assertThat(option).endsWith(",2024-10-29,"),
                        stock -> assertThat(stock).endsWith(",2024-10-01,2024-10-28"));
    }

    @Test
    void aFolderThatIsNotEmptyIsRefused() throws IOException {
        Files.createDirectories(temp.resolve("exported"));
        Files.writeString(temp.resolve("exported/notes.txt"), "mine");
        DayStore store = DayStore.open(temp.resolve("store"));

        assertThatThrownBy(() -> new DataExport(store, temp.resolve("exported"), false, file -> {}))
                .isInstanceOf(DataException.class)
                .hasMessage(temp.resolve("exported") + ": is not empty; an export goes into a folder of its own");
        assertThatThrownBy(() -> new DataExport(store, temp.resolve("other"), false, file -> {})
                        .dataFolder(List.of(), List.of()))
                .hasMessage(temp.resolve("other") + ": there is nothing to export");
    }

    @Test
    void eachFileIsToldWithItsRows() {
        DayStore store = imported(
                folder().file("ticks/2024-10-29.csv", TestFolder.TICKS, "2024-10-29 10:00:00,0,NIFTY,1,0,0")
                        .root(),
                "store");
        List<DataExport.Written> told = new ArrayList<>();

        new DataExport(store, temp.resolve("exported"), true, told::add).dataFolder(store.days(), List.of());

        assertThat(told)
                .containsExactly(
                        new DataExport.Written(Path.of("instruments.csv"), 1),
                        new DataExport.Written(Path.of("calendar.csv"), 1),
                        new DataExport.Written(Path.of("ticks", "2024-10-29.csv.gz"), 1));
    }

    @Test
    void candlesAreBuiltFromTheTicksOfDays() throws IOException {
        DayStore store =
                imported(folder().randomDay(MONDAY, 3).randomDay(TUESDAY, 4).root(), "store");

        new DataExport(store, temp.resolve("bars"), false, file -> {})
                .builtBars(store.days(), List.of("NIFTY"), new BarWidth(15));
        new DataExport(store, temp.resolve("days"), false, file -> {})
                .builtBars(store.days(), List.of("NIFTY"), BarWidth.of(new Timeframe(Timeframe.DAY)));

        List<String> expected = new ArrayList<>(List.of(TestFolder.CANDLES));
        for (LocalDate date : store.days()) {
            DataDay day = store.open(date);
            for (List<Long> bar :
                    DayAssert.bars(TickBars.trades(day.ticks("NIFTY"), new BarWidth(15), 2, day.session()))) {
                expected.add(time(day, bar.get(0)) + "," + decimal(bar.get(1)) + "," + decimal(bar.get(2)) + ","
                        + decimal(bar.get(3)) + "," + decimal(bar.get(4)) + "," + bar.get(5));
            }
        }
        assertThat(Files.readAllLines(temp.resolve("bars/bars/NIFTY/15s.csv"))).isEqualTo(expected);
        assertThat(Files.readAllLines(temp.resolve("days/bars/NIFTY/1d.csv")))
                .extracting(line -> line.split(",", 2)[0])
                .containsExactly("timestamp", "2024-10-28 00:00:00", "2024-10-29 00:00:00");
        assertThatThrownBy(() -> new DataExport(store, temp.resolve("none"), false, file -> {})
                        .builtBars(store.days(), List.of("TCS"), new BarWidth(1)))
                .hasMessage(temp.resolve("none") + ": TCS does not belong to any of the days");
    }

    private static String time(DataDay day, long start) {
        return java.time.Instant.ofEpochSecond(start)
                .atZone(day.session().zone())
                .toLocalDateTime()
                .format(java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", java.util.Locale.ROOT));
    }

    private static String decimal(long units) {
        return java.math.BigDecimal.valueOf(units, 2).toPlainString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void candlesFromCellsAreThoseOfTheTicks(long seed) {
        DayStore store = imported(folder().randomDay(TUESDAY, seed).root(), "store");
        DataDay day = store.open(TUESDAY);

        for (int seconds : new int[] {1, 10, 60, 300, 3600, 86_400}) {
            BarWidth width = new BarWidth(seconds);
            BarSet bars = DayBars.of(day, "NIFTY", width);
            assertThat(bars.bids()).isNull();
            assertThat(DayAssert.bars(Objects.requireNonNull(bars.trades())))
                    .isEqualTo(DayAssert.bars(TickBars.trades(day.ticks("NIFTY"), width, 2, day.session())));
        }
    }
}
