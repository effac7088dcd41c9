package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.BarWidth;
import dev.nightjar.market.CorporateAction.Dividend;
import dev.nightjar.market.CorporateAction.Split;
import dev.nightjar.market.Timeframe;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Corporate actions in the store, and what is exported with them. */
class CorporateActionsTest {

    private static final String ACTIONS = "symbol,ex_date,action,value";
    private static final String SPLIT = "AAPL,2014-06-09,SPLIT,7:1";
    private static final String DIVIDEND = "AAPL,2014-08-07,DIVIDEND,0.47";
    private static final BarWidth DAILY = BarWidth.of(new Timeframe(Timeframe.DAY));

    @TempDir
    private Path temp;

    /** The dividend is half a percent of the close before it, 94. */
    private TestFolder apple(String... actions) {
        return new TestFolder(temp.resolve("folder"))
                .file(
                        "instruments.csv",
                        TestFolder.INSTRUMENTS,
                        "AAPL,STOCK,XNAS,,,,,,0.01,2",
                        "MSFT,STOCK,XNAS,,,,,,0.01,2")
                .file("corporate_actions.csv", withHeader(actions))
                .file(
                        "candles/AAPL/1d.csv",
                        TestFolder.CANDLES,
                        "2014-06-06 00:00:00,640.10,650,640,645.57,100",
                        "2014-06-09 00:00:00,92.70,93.88,91.75,93.70,700",
                        "2014-08-06 00:00:00,94.75,95.48,93.71,94.00,500",
                        "2014-08-07 00:00:00,94.93,95.95,94.10,94.48,300")
                .file("candles/MSFT/1d.csv", TestFolder.CANDLES, "2014-06-06 00:00:00,41.48,41.66,41.24,41.48,9");
    }

    private static String[] withHeader(String... rows) {
        return Stream.concat(Stream.of(ACTIONS), Stream.of(rows)).toArray(String[]::new);
    }

    /** Remembers what it was told of corporate actions. */
    private static final class Told implements ImportProgress {
        private final List<String> actions = new ArrayList<>();

        @Override
        public void imported(DayImport day) {}

        @Override
        public void importedActions(int count, boolean alreadyThere) {
            actions.add(count + (alreadyThere ? " already there" : " imported"));
        }
    }

    private DayStore store() {
        return DayStore.open(temp.resolve("store"));
    }

    private List<String> imported(Path folder, DayStore store) {
        DataFolder source = DataFolder.open(folder);
        Told told = new Told();
        store.importDays(source, source.days(), false, told);
        return told.actions;
    }

    private Path stored() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("store"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("corporate_actions-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private DataExport export(DayStore store, String name) {
        return new DataExport(store, temp.resolve(name), false, file -> {});
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(temp.resolve(file));
    }

    // in the store

    @Test
    void theyAreKeptInOneFormAndComeOutAsTheyWentIn() throws IOException {
        TestFolder folder = apple().file(
                        "corporate_actions.csv",
                        "ex_date,symbol,value,action,source",
                        "2014-08-07,AAPL,0.470,DIVIDEND,10-Q",
                        "2003-02-18,MSFT,2:1,SPLIT,",
                        "2014-06-09,AAPL,7:1,SPLIT,8-K",
                        "2014-06-09,AAPL,1,DIVIDEND,");
        DayStore store = store();

        assertThat(imported(folder.root(), store)).containsExactly("4 imported");
        assertThat(store.corporateActions("AAPL"))
                .containsExactlyInAnyOrder(
                        new Split(LocalDate.of(2014, 6, 9), 7, 1),
                        new Dividend(LocalDate.of(2014, 6, 9), BigDecimal.ONE),
                        new Dividend(LocalDate.of(2014, 8, 7), new BigDecimal("0.47")));
        assertThat(store.corporateActions("IBM")).isEmpty();
        assertThat(Files.readAllLines(stored()))
                .containsExactly(ACTIONS, "AAPL,2014-06-09,DIVIDEND,1", SPLIT, DIVIDEND, "MSFT,2003-02-18,SPLIT,2:1");

        export(store, "exported").dataFolder(store.days(), store.bars().keys());
        assertThat(lines("exported/corporate_actions.csv")).isEqualTo(Files.readAllLines(stored()));
        DayStore again = DayStore.open(temp.resolve("again"));
        assertThat(imported(temp.resolve("exported"), again)).containsExactly("4 imported");
        assertThat(again.corporateActions()).isEqualTo(store.corporateActions());
        assertThat(imported(temp.resolve("exported"), store)).containsExactly("4 already there");
    }

    @Test
    void aFolderThatDoesNotTellLeavesThemAndOneThatTellsNoneTakesThemAway() throws IOException {
        TestFolder folder = apple(SPLIT, DIVIDEND);
        DayStore store = store();
        assertThat(store.hasCorporateActions()).isFalse();
        imported(folder.root(), store);
        Path file = stored();
        Object written = Files.getLastModifiedTime(file);

        assertThat(imported(folder.root(), store)).containsExactly("2 already there");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
        Files.delete(folder.root().resolve("corporate_actions.csv"));
        assertThat(imported(folder.root(), store)).isEmpty();
        assertThat(store.corporateActions("AAPL")).hasSize(2);
        folder.file("corporate_actions.csv", ACTIONS);
        assertThat(imported(folder.root(), store)).containsExactly("0 imported");
        assertThat(store.corporateActions()).isEmpty();
        assertThat(store.hasCorporateActions()).isTrue();
    }

    @Test
    void wrongRowsAreToldWithAllElseThatIsWrongAndLeaveWhatIsThere() {
        TestFolder folder = apple(SPLIT, DIVIDEND);
        DayStore store = store();
        imported(folder.root(), store);
        folder.file("corporate_actions.csv", withHeader("AAPL,2014-06-09,SPLIT,7", "AAPL,soon,DIVIDEND,1"))
                .file("candles/AAPL/7x.csv", TestFolder.CANDLES);

        assertThatThrownBy(() -> imported(folder.root(), store))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(
                        "corporate_actions.csv line 2: value \"7\"",
                        "corporate_actions.csv line 3: ex_date \"soon\"",
                        "candles/AAPL/7x.csv: a candle file is called");
        assertThat(store.corporateActions("AAPL")).hasSize(2);
    }

    @Test
    void damageIsNamedAndRepairedByAnotherImport() throws IOException {
        TestFolder folder = apple(SPLIT, DIVIDEND);
        DayStore store = store();
        imported(folder.root(), store);
        Path file = stored();

        Files.writeString(file, Files.readString(file).replace("7:1", "8:1"));
        assertThatThrownBy(() -> store.corporateActions("AAPL"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file + ": is damaged: its content has the hash ")
                .hasMessageEndingWith("; import the data again");
        assertThat(imported(folder.root(), store)).containsExactly("2 imported");
        assertThat(store.corporateActions("AAPL")).contains(new Split(LocalDate.of(2014, 6, 9), 7, 1));

        Files.delete(file);
        assertThatThrownBy(() -> store.corporateActions("AAPL"))
                .hasMessage(file + ": is missing; import the data again");
        assertThat(imported(folder.root(), store)).containsExactly("2 imported");
        assertThat(file).exists();
    }

    // adjusted candles

    /**
     * By hand: the dividend's factor is 1 - 0.47 / 94 = 0.995, the split's 1 / 7. 640.10 * 0.995 / 7 = 90.98564…,
     * 650 * 0.995 / 7 = 92.392857…, 640 * 0.995 / 7 = 90.971428…, 645.57 * 0.995 / 7 = 91.763164….
     */
    @Test
    void aSplitAndADividend() throws IOException {
        DayStore store = store();
        imported(apple(SPLIT, DIVIDEND).root(), store);

        export(store, "exported").adjustedFolder(store.bars().keys(), null, null);

        assertThat(lines("exported/candles/AAPL/1d.csv"))
                .containsExactly(
                        TestFolder.CANDLES,
                        "2014-06-06 00:00:00,90.985643,92.392857,90.971429,91.763164,700",
                        "2014-06-09 00:00:00,92.236500,93.410600,91.291250,93.231500,700",
                        "2014-08-06 00:00:00,94.276250,95.002600,93.241450,93.530000,500",
                        "2014-08-07 00:00:00,94.930000,95.950000,94.100000,94.480000,300");
        assertThat(lines("exported/candles/MSFT/1d.csv"))
                .containsExactly(TestFolder.CANDLES, "2014-06-06 00:00:00,41.48,41.66,41.24,41.48,9");
        assertThat(lines("exported/instruments.csv"))
                .contains("AAPL,STOCK,XNAS,,,,,,,6,,", "MSFT,STOCK,XNAS,,,,,,0.01,2,,");
        assertThat(lines("exported/ADJUSTED.txt"))
                .containsExactly(
                        "Prices and volumes of AAPL are adjusted for splits and dividends as of 2014-08-07; all"
                                + " others are as they were traded. Ticks are never adjusted.");
        assertThat(temp.resolve("exported/corporate_actions.csv")).doesNotExist();
        DayStore again = DayStore.open(temp.resolve("again"));
        assertThat(imported(temp.resolve("exported"), again)).isEmpty();
        CandleKey key = new CandleKey("AAPL", new Timeframe(Timeframe.DAY));
        assertThat(again.bars().open(key).count()).isEqualTo(4);
        assertThat(again.bars().findings(key)).extracting(Finding::kind).doesNotContain(Finding.Kind.OFF_TICK_SIZE);
    }

    /** By hand: 640.10 / 7 = 91.442857…, 650 / 7 = 92.857142…, 640 / 7 = 91.428571…, 645.57 / 7 = 92.224285…. */
    @Test
    void whatIsToComeIsNotKnownYet() throws IOException {
        DayStore store = store();
        imported(apple(SPLIT, DIVIDEND).root(), store);

        export(store, "exported").adjustedFolder(store.bars().keys(), null, LocalDate.of(2014, 8, 5));

        assertThat(lines("exported/candles/AAPL/1d.csv"))
                .containsExactly(
                        TestFolder.CANDLES,
                        "2014-06-06 00:00:00,91.442857,92.857143,91.428571,92.224286,700",
                        "2014-06-09 00:00:00,92.700000,93.880000,91.750000,93.700000,700");
        assertThat(lines("exported/ADJUSTED.txt").get(0)).contains("as of 2014-06-09;");
    }

    @Test
    void theCloseBeforeADividendMayLieBeforeWhatIsExported() throws IOException {
        DayStore store = store();
        imported(
                apple("AAPL,2014-06-09,DIVIDEND,1", DIVIDEND)
                        .file(
                                "candles/AAPL/1h.csv",
                                TestFolder.CANDLES,
                                "2014-08-06 09:30:00,94,95,93,93.50,10",
                                "2014-08-07 09:30:00,94,95,93,94,10")
                        .root(),
                store);

        export(store, "exported")
                .adjustedFolder(List.of(new CandleKey("AAPL", new Timeframe(60))), LocalDate.of(2014, 8, 6), null);

        assertThat(lines("exported/candles/AAPL/1h.csv"))
                .as("the daily candle's close of 94 counts")
                .containsExactly(
                        TestFolder.CANDLES,
                        "2014-08-06 09:30:00,93.530000,94.525000,92.535000,93.032500,10",
                        "2014-08-07 09:30:00,94.000000,95.000000,93.000000,94.000000,10");
    }

    @Test
    void aMissingDayBeforeADividendIsRefused() {
        DayStore store = store();
        imported(
                apple(DIVIDEND)
                        .file(
                                "candles/AAPL/1d.csv",
                                TestFolder.CANDLES,
                                "2014-08-01 00:00:00,94,95,93,94,10",
                                "2014-08-07 00:00:00,94,95,93,94,10")
                        .root(),
                store);

        assertThatThrownBy(() ->
                        export(store, "exported").adjustedFolder(store.bars().keys(), null, null))
                .isInstanceOf(DataException.class)
                .hasMessage("AAPL: the close before the dividend of 2014-08-07 is not known: the last one is of"
                        + " 2014-08-01, and XNAS may have traded on 2014-08-04; import candles that have the day before"
                        + " the dividend");
    }

    @ParameterizedTest
    @ValueSource(strings = {"94", "95"})
    void aDividendOfAllAShareIsWorthIsRefused(String amount) {
        DayStore store = store();
        imported(apple("AAPL,2014-08-07,DIVIDEND," + amount).root(), store);

        assertThatThrownBy(() ->
                        export(store, "exported").adjustedFolder(store.bars().keys(), null, null))
                .isInstanceOf(DataException.class)
                .hasMessage("AAPL: the dividend of 2014-08-07, " + amount
                        + ", is not below the close of 2014-08-06, 94.00");
    }

    @Test
    void withoutAnyActionNothingIsCalledAdjusted() {
        DayStore store = store();
        imported(apple("IBM,2014-06-09,SPLIT,7:1").root(), store);

        assertThatThrownBy(() ->
                        export(store, "exported").adjustedFolder(store.bars().keys(), null, null))
                .hasMessageStartingWith(temp.resolve("exported") + ": there is nothing to adjust: ");
        assertThatThrownBy(() ->
                        export(store, "other").adjustedFolder(store.bars().keys(), LocalDate.of(2015, 1, 1), null))
                .hasMessage(temp.resolve("other") + ": there are no stored candles to export");
    }

    // candles built from ticks

    private DayStore ticks(String... actions) {
        DayStore store = store();
        imported(
                new TestFolder(temp.resolve("folder"))
                        .file(
                                "instruments.csv",
                                TestFolder.INSTRUMENTS,
                                "TCS,STOCK,NSE,,,,,,0.05,2",
                                "NIFTY,INDEX,NSE,,,,,,0.05,2")
                        .file("corporate_actions.csv", withHeader(actions))
                        .file(
                                "ticks/2024-10-28.csv",
                                TestFolder.TICKS,
                                "2024-10-28 09:15:00,0,TCS,4100.05,10,0",
                                "2024-10-28 09:15:00,1,NIFTY,24000,0,0",
                                "2024-10-28 15:29:00,2,TCS,4000,5,0")
                        .file(
                                "ticks/2024-10-29.csv",
                                TestFolder.TICKS,
                                "2024-10-29 09:15:00,0,TCS,570,70,0",
                                "2024-10-29 09:15:00,1,NIFTY,24100,0,0")
                        .root(),
                store);
        return store;
    }

    /**
     * By hand: the dividend of 4 is for a new share, so it is 28 of the old one's 4000: 0.993. 4100.05 / 7 * 0.993 =
     * 581.6213785…, 4000 / 7 * 0.993 = 567.428571….
     */
    @Test
    void builtCandlesAreAdjustedAndTicksAreNot() throws IOException {
        DayStore store = ticks("TCS,2024-10-29,SPLIT,7:1", "TCS,2024-10-29,DIVIDEND,4");

        export(store, "bars").adjustedBars(store.days(), List.of("NIFTY", "TCS"), DAILY);

        assertThat(lines("bars/bars/TCS/1d.csv"))
                .containsExactly(
                        TestFolder.CANDLES,
                        "2024-10-28 00:00:00,581.621379,581.621379,567.428571,567.428571,105",
                        "2024-10-29 00:00:00,570.000000,570.000000,570.000000,570.000000,70");
        assertThat(lines("bars/bars/NIFTY/1d.csv"))
                .contains("2024-10-28 00:00:00,24000.00,24000.00,24000.00,24000.00,0");
        assertThat(lines("bars/ADJUSTED.txt").get(0))
                .startsWith("Prices and volumes of TCS are")
                .contains("2024-10-29");

        export(store, "monday").adjustedBars(store.days().subList(0, 1), List.of("TCS"), DAILY);
        assertThat(lines("monday/bars/TCS/1d.csv"))
                .contains("2024-10-28 00:00:00,4100.050000,4100.050000,4000.000000,4000.000000,15");
        export(store, "raw").dataFolder(store.days(), List.of());
        assertThat(lines("raw/ticks/2024-10-28.csv")).contains("2024-10-28 15:29:00,2,TCS,4000.00,5,0");
    }

    @Test
    void daysHaveTheHashTheyHaveWithoutThem() throws IOException {
        DayStore store = ticks("TCS,2024-10-29,SPLIT,7:1");
        Files.delete(temp.resolve("folder/corporate_actions.csv"));
        DayStore without = DayStore.open(temp.resolve("without"));
        imported(temp.resolve("folder"), without);

        assertThat(without.hasCorporateActions()).isFalse();
        assertThat(store.days())
                .hasSize(2)
                .allSatisfy(day -> assertThat(without.hash(day)).isEqualTo(store.hash(day)));
    }

    @Test
    void onlyStocksAreAdjusted() {
        DayStore store = ticks("TCS,2024-10-29,SPLIT,7:1", "NIFTY,2024-10-29,SPLIT,2:1");

        assertThatThrownBy(() -> export(store, "bars").adjustedBars(store.days(), List.of("NIFTY", "TCS"), DAILY))
                .hasMessage("NIFTY: has corporate actions and is of kind INDEX; only stocks are adjusted");
        assertThatThrownBy(() -> export(store, "none").adjustedBars(store.days(), List.of("IBM"), DAILY))
                .hasMessageStartingWith(temp.resolve("none") + ": there is nothing to adjust: ");
    }
}
