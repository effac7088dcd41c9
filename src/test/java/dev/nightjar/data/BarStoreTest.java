package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightjar.market.BarSet;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Timeframe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarStoreTest {

    private static final String QUOTES =
            "timestamp,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,ask_close";
    private static final CandleKey MINUTES = new CandleKey("NIFTY", new Timeframe(1));
    private static final CandleKey DAYS = new CandleKey("NIFTY", new Timeframe(Timeframe.DAY));
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @TempDir
    private Path temp;

    private TestFolder folder() {
        return new TestFolder(temp.resolve("folder"));
    }

    private DayStore store() {
        return DayStore.open(temp.resolve("store"));
    }

    private BarStore bars() {
        return store().bars();
    }

    private CandleImport imported(TestFolder files, CandleKey key) {
        return bars().importFrom(DataFolder.open(files.root()), key, false);
    }

    private static long at(String local) {
        return LocalDateTime.parse(local.replace(' ', 'T')).atZone(ZONE).toEpochSecond();
    }

    @Test
    void aFolderWithoutTicksIsImportedAndToldOf() {
        TestFolder files = folder().file(
                        "candles/NIFTY/1d.csv",
                        TestFolder.CANDLES,
                        "1996-04-22 00:00:00,1000,1010.05,990,1005,0",
                        "2024-10-28 00:00:00,24000,24100,23900,24050,12")
                .file("candles/NIFTY/1m.csv", QUOTES, "2024-10-28 09:15:00,99,101,98,100,7,100,102,99,101");

        store().importDays(DataFolder.open(files.root()), List.of(), day -> {});

        assertThat(store().days()).isEmpty();
        assertThat(bars().keys()).containsExactly(MINUTES, DAYS);
        StoredBars days = bars().open(DAYS);
        assertThat(days.count()).isEqualTo(2);
        assertThat(days.firstStart()).isEqualTo(at("1996-04-22 00:00:00"));
        assertThat(days.lastStart()).isEqualTo(at("2024-10-28 00:00:00"));
        assertThat(days.zone()).isEqualTo(ZONE);
        assertThat(days.instrument().symbol()).isEqualTo("NIFTY");
        assertThat(days.timeframe().label()).isEqualTo("1d");
        assertThat(days.hasQuotes()).isFalse();
        assertThat(days.bars().bids()).isNull();
        assertThat(DayAssert.bars(known(days.bars().trades())))
                .containsExactly(
                        List.of(at("1996-04-22 00:00:00"), 100_000L, 101_005L, 99_000L, 100_500L, 0L),
                        List.of(at("2024-10-28 00:00:00"), 2_400_000L, 2_410_000L, 2_390_000L, 2_405_000L, 12L));
        StoredBars minutes = bars().open(MINUTES);
        assertThat(minutes.hasQuotes()).isTrue();
        assertThat(minutes.bars().trades()).isNull();
        assertThat(DayAssert.bars(known(minutes.bars().bids())))
                .containsExactly(List.of(at("2024-10-28 09:15:00"), 9_900L, 10_100L, 9_800L, 10_000L, 7L));
        assertThat(DayAssert.bars(known(minutes.bars().asks())))
                .containsExactly(List.of(at("2024-10-28 09:15:00"), 10_000L, 10_200L, 9_900L, 10_100L, 0L));
    }

    @Test
    void aRowMayLeaveASideEmpty() {
        TestFolder files = folder().file(
                        "candles/NIFTY/1m.csv",
                        TestFolder.CANDLES + QUOTES.substring("timestamp".length()),
                        "2024-10-28 09:15:00,1,2,1,2,5,,,,,,,,,",
                        "2024-10-28 09:16:00,,,,,,1,1,1,1,9,,,,",
                        "2024-10-28 09:17:00,,,,,,0,0,0,0,0,3,3,3,3",
                        "2024-10-28 09:18:00,4,4,4,4,0,3,3,3,3,,5,5,5,5");

        imported(files, MINUTES);

        BarSet bars = bars().open(MINUTES).bars();
        assertThat(starts(known(bars.trades()))).containsExactly(at("2024-10-28 09:15:00"), at("2024-10-28 09:18:00"));
        assertThat(starts(known(bars.bids()))).containsExactly(at("2024-10-28 09:16:00"), at("2024-10-28 09:18:00"));
        assertThat(starts(known(bars.asks()))).containsExactly(at("2024-10-28 09:17:00"), at("2024-10-28 09:18:00"));
        assertThat(bars().open(MINUTES).count()).isEqualTo(2);
        assertThat(known(bars().open(MINUTES).lastBefore(at("2024-10-28 09:18:00"), 5))
                        .count())
                .isEqualTo(1);
    }

    private static Bars known(@Nullable Bars bars) {
        return Objects.requireNonNull(bars);
    }

    private static List<Long> starts(Bars bars) {
        return DayAssert.bars(bars).stream().map(row -> row.get(0)).toList();
    }

    @Test
    void aFileWithoutARowHoldsNoCandles() {
        imported(folder().file("candles/NIFTY/1m.csv", TestFolder.CANDLES), MINUTES);

        assertThat(bars().open(MINUTES).count()).isZero();
        assertThat(known(bars().open(MINUTES).bars().trades()).count()).isZero();
        assertThat(known(bars().open(MINUTES).lastBefore(0, 500)).count()).isZero();
    }

    /** More than two blocks, with columns of every width. */
    @Test
    void longHistoriesComeBackWhole() {
        Random random = new Random(7);
        List<String> rows = new ArrayList<>(List.of(TestFolder.CANDLES));
        List<List<Long>> expected = new ArrayList<>();
        LocalDate date = LocalDate.of(2022, 1, 3);
        while (expected.size() < 2 * BarsFile.BLOCK + 100) {
            for (int minute = 0; minute < 376; minute++) {
                if (random.nextInt(10) > 0) {
                    boolean extreme = expected.size() > BarsFile.BLOCK && random.nextInt(50) == 0;
                    long price = extreme ? 1 + (random.nextLong() >>> 3) : 2_400_000 + random.nextInt(200);
                    long volume = extreme ? random.nextLong() >>> 1 : random.nextInt(70_000);
                    LocalDateTime start = date.atTime(9, 15).plusMinutes(minute);
                    rows.add(start.toString().replace('T', ' ') + ":00," + (price / 100) + "."
                            + String.format(java.util.Locale.ROOT, "%02d", price % 100) + "," + decimal(price + 2)
                            + "," + decimal(price) + "," + decimal(price + 1) + "," + volume);
                    expected.add(
                            List.of(start.atZone(ZONE).toEpochSecond(), price, price + 2, price, price + 1, volume));
                }
            }
            date = date.plusDays(1);
        }
        TestFolder files = folder().gzip("candles/NIFTY/1m.csv.gz", rows.toArray(String[]::new));

        imported(files, MINUTES);

        StoredBars stored = bars().open(MINUTES);
        Bars trades = known(stored.bars().trades());
        assertThat(DayAssert.bars(trades)).isEqualTo(expected);
        assertThat(stored.firstStart()).isEqualTo(expected.get(0).get(0));
        assertThat(stored.lastStart())
                .isEqualTo(expected.get(expected.size() - 1).get(0));
        for (int bar : new int[] {0, 1, BarsFile.BLOCK - 1, BarsFile.BLOCK, 2 * BarsFile.BLOCK, trades.count() - 1}) {
            long start = trades.start(bar);
            assertThat(trades.firstAtOrAfter(start)).isEqualTo(bar);
            assertThat(trades.firstAtOrAfter(start + 1)).isEqualTo(bar + 1);
            assertThat(DayAssert.bars(known(stored.lastBefore(start, 500))))
                    .isEqualTo(expected.subList(Math.max(0, bar - 500), bar));
        }
        assertThat(trades.firstAtOrAfter(Long.MIN_VALUE)).isZero();
        assertThat(trades.firstAtOrAfter(Long.MAX_VALUE)).isEqualTo(trades.count());
    }

    private static String decimal(long units) {
        return java.math.BigDecimal.valueOf(units, 2).toPlainString();
    }

    @Test
    void theHashIsOfTheContentAndAnImportCanBeRepeated() throws IOException {
        TestFolder files =
                folder().file("candles/NIFTY/1m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12.05,9,11,5");
        CandleImport first = imported(files, MINUTES);

        assertThat(first.alreadyThere()).isFalse();
        assertThat(imported(files, MINUTES)).isEqualTo(new CandleImport(MINUTES, first.hash(), true, List.of()));

        Files.delete(files.root().resolve("candles/NIFTY/1m.csv"));
        files.gzip(
                "candles/NIFTY/1m.csv.gz",
                "volume,low,high,close,open,timestamp",
                "5,9.0,12.05,11,10.00,2024-10-28T03:45:00Z");
        assertThat(imported(files, MINUTES)).isEqualTo(new CandleImport(MINUTES, first.hash(), false, List.of()));

        files.gzip("candles/NIFTY/1m.csv.gz", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12.05,9,11,6");
        CandleImport other = imported(files, MINUTES);
        assertThat(other.hash()).isNotEqualTo(first.hash());
        assertThat(bars().open(MINUTES).hash()).isEqualTo(other.hash());
        assertThat(files("NIFTY", ".bars")).as("the old file stays").hasSize(2);
        assertThat(files("NIFTY", ".tmp")).isEmpty();
    }

    private List<Path> files(String symbol, String ending) throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("store/candles").resolve(symbol))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void everyDamagedByteIsNoticedAndTheFileIsNamed() throws IOException {
        TestFolder files = folder().file(
                        "candles/NIFTY/1m.csv",
                        TestFolder.CANDLES + QUOTES.substring("timestamp".length()),
                        "2024-10-28 09:15:00,10,12.05,9,11,5,,,,,,,,,",
                        "2024-10-28 09:16:00,10,12.05,9,11,5,1,2,1,2,3,2,3,2,3");
        imported(files, MINUTES);
        Path file = files("NIFTY", ".bars").get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThatThrownBy(() -> bars().open(MINUTES).check())
                    .as("byte %s", at)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(file.toString());
        }
        for (int length : new int[] {0, 5, 70, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> bars().open(MINUTES))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(file + ": is damaged");
        }
        Files.delete(file);
        assertThatThrownBy(() -> bars().open(MINUTES)).hasMessage(file + ": is missing; import the data again");

        imported(files, MINUTES);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void candlesItDoesNotHaveAreAnError() {
        assertThatThrownBy(() -> bars().open(DAYS))
                .isInstanceOf(DataException.class)
                .hasMessage(temp.resolve("store/candles") + ": the store has no 1d candles of NIFTY");
    }

    @Test
    void everythingWrongIsToldWithItsLine() {
        TestFolder files = folder().file(
                        "candles/NIFTY/5m.csv",
                        TestFolder.CANDLES + QUOTES.substring("timestamp".length()),
                        "2024-10-28 09:15:30,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 09:17:00,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 09:20:00,1,2,1.5,1,1,,,,,,,,,",
                        "2024-10-28 09:25:00,1,1,1,1,x,,,,,,,,,",
                        "2024-10-28 09:30:00,1,1,,1,1,,,,,,,,,",
                        "2024-10-28 09:35:00,,,,,1,1,1,1,1,1,1,1,1,1",
                        "2024-10-28 09:40:00,,,,,,,,,,,,,,",
                        "2024-10-28 09:45:00,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 09:45:00,2,2,2,2,1,,,,,,,,,",
                        "2024-10-28 09:40:00,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 09:50:00,1,1,1,-1,1,,,,,,,,,",
                        "2024-10-28 09:55:00,1,1,1,1.005,1,,,,,,,,,",
                        "28.10.2024 09:55,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 10:00:00,,,,,,5,4,3,4,,,,,");
        CandleKey key = new CandleKey("NIFTY", new Timeframe(5));

        DataException wrong = catchThrowableOfType(DataException.class, () -> imported(files, key));

        String file = "candles/NIFTY/5m.csv line ";
        assertThat(wrong.problems())
                .containsExactly(
                        file + "2: timestamp 2024-10-28 09:15:30 should be a whole minute, the start of the candle",
                        file + "3: timestamp 2024-10-28 09:17:00 is no start of a candle: they are counted from the"
                                + " session's open, 2024-10-28 09:15:00; the nearest are 2024-10-28 09:15:00 and"
                                + " 2024-10-28 09:20:00",
                        file + "4: high must be the highest and low the lowest of the candle's prices",
                        file + "15: high must be the highest and low the lowest of the candle's prices (bid)",
                        file + "5: volume \"x\" should be a whole number, 0 or more",
                        file + "6: has 3 of the four trade prices; all of them or none should be there",
                        file + "7: volume 1 without prices",
                        file + "8: has neither a trade nor a quote; one of them is needed",
                        file + "10: has the timestamp of line 9 and other values",
                        file + "11: timestamp is not after the previous candle's; candles ascend by start",
                        file + "12: close \"-1\" is negative; a price is above 0 with at most 2 fraction digits",
                        file + "13: close \"1.005\" is finer than the instrument's price_scale of 2; a price is above 0"
                                + " with at most 2 fraction digits",
                        file + "14: timestamp \"28.10.2024 09:55\" should be a whole minute, " + Timestamps.ACCEPTED);
        assertThat(bars().keys()).isEmpty();
    }

    @Test
    void aDailyCandleIsLabelledByItsDate() {
        TestFolder files =
                folder().file("candles/NIFTY/1d.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12.05,9,11,5");

        assertThatThrownBy(() -> imported(files, DAYS))
                .hasMessageContaining("1d.csv line 2: timestamp 2024-10-28 09:15:00 should be the day's first,"
                        + " 2024-10-28 00:00:00; a daily candle is labelled by its date in Asia/Kolkata");
    }

    @Test
    void aSideThatIsNotWholeIsRefused() {
        TestFolder files = folder().file("candles/NIFTY/1m.csv", "timestamp,open,high,low,bid_size", "x,,,,")
                .file("candles/NIFTY/5m.csv", "timestamp", "x");

        assertThatThrownBy(() -> imported(files, MINUTES))
                .hasMessageContaining(
                        "1m.csv line 1: the columns close, volume, bid_open, bid_high, bid_low, bid_close are"
                                + " missing; beside timestamp there are open,high,low,close,volume and");
        assertThatThrownBy(() -> imported(files, new CandleKey("NIFTY", new Timeframe(5))))
                .hasMessageContaining("5m.csv line 1: has neither trades nor quotes; beside timestamp");
    }

    @Test
    void whatShouldBeKnownIsToldAndKept() {
        TestFolder files = folder().file(
                        "candles/NIFTY/1m.csv",
                        TestFolder.CANDLES + QUOTES.substring("timestamp".length()),
                        "2024-10-28 08:00:00,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 09:15:00,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 09:15:00,1.00,1,1,1,1,,,,,,,,,",
                        "2024-10-28 09:16:00,0,0,0,0,0,,,,,,,,,",
                        "2024-10-28 09:47:00,,,,,,2,2,2,2,1,1,2,1,1.9",
                        "2024-10-28 15:30:00,1,1,1,1,1,,,,,,,,,",
                        "2024-10-28 15:31:00,1,1,1,1,1,,,,,,,,,",
                        "2024-10-30 09:15:00,1,1,1,1,1,,,,,,,,,");

        CandleImport imported = imported(files, MINUTES);

        assertThat(imported.findings())
                .extracting(Finding::kind, Finding::count)
                .containsExactlyInAnyOrder(
                        tuple(Finding.Kind.DUPLICATE, 1L),
                        tuple(Finding.Kind.ZERO_PRICE, 1L),
                        tuple(Finding.Kind.CROSSED_QUOTE, 1L),
                        tuple(Finding.Kind.OUTSIDE_SESSION, 2L),
                        tuple(Finding.Kind.GAP, 3L));
        assertThat(imported.findings())
                .flatExtracting(Finding::examples)
                .contains(
                        "candles/NIFTY/1m.csv line 4: repeats line 3",
                        "candles/NIFTY/1m.csv line 5: open is zero",
                        "candles/NIFTY/1m.csv line 6: bid_close 2.00 is above ask_close 1.90",
                        "candles/NIFTY/1m.csv line 2: timestamp 2024-10-28 08:00:00 is outside the session, 2024-10-28"
                                + " 09:15:00 to 2024-10-28 15:30:00",
                        "candles/NIFTY/1m.csv: no candle from 2024-10-28 09:16:00 to 2024-10-28 09:47:00",
                        "candles/NIFTY/1m.csv: no candle from 2024-10-28 09:48:00 to 2024-10-28 15:30:00",
                        "candles/NIFTY/1m.csv: no candle of 2024-10-29");
        assertThat(bars().findings(MINUTES)).isEqualTo(imported.findings());
        assertThat(starts(known(bars().open(MINUTES).bars().trades())))
                .containsExactly(at("2024-10-28 09:15:00"), at("2024-10-28 15:30:00"), at("2024-10-30 09:15:00"));

        assertThat(imported(files, MINUTES).findings()).isEqualTo(imported.findings());
    }

    @Test
    void aStrictImportRefusesWhatSpeaksAgainstTheCandles() {
        TestFolder files = folder().file(
                        "candles/NIFTY/1m.csv",
                        TestFolder.CANDLES,
                        "2024-10-28 09:15:00,1,1,1,1,1",
                        "2024-10-28 09:15:00,1,1,1,1,1");

        DataException wrong = catchThrowableOfType(
                DataException.class, () -> bars().importFrom(DataFolder.open(files.root()), MINUTES, true));

        assertThat(wrong.problems())
                .containsExactly(
                        "candles/NIFTY/1m.csv line 3: repeats line 2",
                        "1 rows that are there already, left out: refused, as the import is strict");
        assertThat(bars().keys()).isEmpty();

        imported(files, MINUTES);
        assertThatThrownBy(() -> bars().importFrom(DataFolder.open(files.root()), MINUTES, true))
                .as("also when they are there already")
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 3: repeats line 2");
    }

    @Test
    void storedCandlesOfQuotesAloneAreNoWarmUp() {
        TestFolder files = folder().randomDay(LocalDate.of(2024, 10, 28), 1)
                .randomDay(LocalDate.of(2024, 10, 29), 2)
                .file("candles/NIFTY/1m.csv", QUOTES, "2024-10-25 09:15:00,99,101,98,100,7,100,102,99,101");
        DataFolder source = DataFolder.open(files.root());
        store().importDays(source, source.days(), day -> {});

        assertThat(store().open(LocalDate.of(2024, 10, 29))
                        .warmUp("NIFTY", new Timeframe(1))
                        .source())
                .isEqualTo(dev.nightjar.market.WarmUp.Source.BUILT);
    }
}
