package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFolderTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final String FILE = "ticks/2024-10-29.csv";
    private static final String GOOD = "2024-10-29 10:00:00,0,NIFTY,24300.05,0,0";

    @TempDir
    private Path temp;

    private TestFolder folder;
    private List<Finding> findings = List.of();
    private int stores;

    @BeforeEach
    void folder() {
        folder = new TestFolder(temp);
    }

    /** Imports into a store of its own. */
    private DataDay load() {
        return load(DAY);
    }

    private DataDay load(LocalDate date) {
        DayStore store = DayStore.open(temp.resolve("store" + stores++));
        findings = store.importDays(DataFolder.open(temp), List.of(date), day -> {})
                .get(0)
                .findings();
        return store.open(date);
    }

    private static Finding finding(Finding.Kind kind, long count, String... examples) {
        return new Finding(kind, count, List.of(examples));
    }

    private List<String> problems() {
        return catchThrowableOfType(DataException.class, this::load).problems();
    }

    private DataDay ticks(String... rows) {
        folder.file(FILE, withHeader(rows));
        return load();
    }

    private List<String> refused(String... rows) {
        folder.file(FILE, withHeader(rows));
        return problems();
    }

    private static String[] withHeader(String... rows) {
        return Stream.concat(Stream.of(TestFolder.TICKS), Arrays.stream(rows)).toArray(String[]::new);
    }

    private static long nanos(String instant) {
        java.time.Instant time = java.time.Instant.parse(instant);
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    // what is accepted

    @Test
    void readsPricesTimesAndInstruments() {
        DataDay day = ticks(
                "2024-10-29 09:15:00,0,NIFTY,24300.05,3,7",
                "2024-10-29T09:15:00.25,1,NIFTY,24300.1,0,0",
                "2024-10-29 09:15:01.123456789,0,NIFTY,24300,0,0",
                "2024-10-29T09:15:02,0,NIFTY,24300.5000,0,0",
                "2024-10-29 10:00:00,0,NIFTY:2024-11-07:OPT:24250:CE,0.05,75,1000");

        assertThat(DayAssert.ticks(day.ticks("NIFTY")))
                .containsExactly(
                        List.of(nanos("2024-10-29T03:45:00Z"), 0L, 2_430_005L, 3L, 7L),
                        List.of(nanos("2024-10-29T03:45:00.25Z"), 1L, 2_430_010L, 0L, 0L),
                        List.of(nanos("2024-10-29T03:45:01.123456789Z"), 2L, 2_430_000L, 0L, 0L),
                        List.of(nanos("2024-10-29T03:45:02Z"), 3L, 2_430_050L, 0L, 0L));
        assertThat(day.ticks("NIFTY:2024-11-07:OPT:24250:CE").price(0)).isEqualTo(5);
        assertThat(day.ticks("BANKNIFTY").count()).isZero();
        assertThat(day.instrument("NIFTY:2024-11-07:OPT:24250:CE"))
                .satisfies(option -> assertThat(option.strike()).isEqualTo(new BigDecimal("24250")));
        assertThat(day.instrument("BANKNIFTY")).isNull();
        assertThat(day.underlying("NIFTY"))
                .satisfies(nifty -> assertThat(nifty.strikeInterval()).isEqualTo(new BigDecimal("50")));
        assertThat(day.session())
                .isEqualTo(Session.of(DAY, ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(15, 30)));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-10-29 10:00:00.25+05:30, 2024-10-29T10:00:01+0530",
        "2024-10-29T04:30:00.25Z, 2024-10-29 04:30:01+00:00",
        "2024-10-28T23:00:00.250-05:30, 2024-10-28 23:00:01-0530"
    })
    void timesMayHaveAnOffset(String first, String second) {
        TickSeries ticks =
                ticks(first + ",0,NIFTY,1,0,0", second + ",0,NIFTY,2,0,0").ticks("NIFTY");

        assertThat(ticks.time(0)).isEqualTo(nanos("2024-10-29T04:30:00.25Z"));
        assertThat(ticks.time(1)).isEqualTo(nanos("2024-10-29T04:30:01Z"));
    }

    @Test
    void theHashKnowsContentNotForm() {
        String hash = ticks(
                        "2024-10-29 10:00:00,0,NIFTY,24300.50,0,0",
                        "2024-10-29 10:00:00,1,NIFTY:2024-11-07:OPT:24250:CE,5,0,0",
                        "2024-10-29 10:00:01,0,NIFTY,24301,0,0")
                .hash();
        assertThat(temp.resolve(FILE).toFile().delete()).isTrue();

        folder.bytes(
                FILE + ".gz",
                TestFolder.compressed(("\uFEFFsymbol,oi,ltq,ltp,timestamp,sequence\r\n"
                                + "\"NIFTY\",0,0.0,24301.00,2024-10-29T04:30:01.000Z,0\r\n\r\n"
                                + "NIFTY,0,0,24300.5,2024-10-29T04:30:00Z,0\r\n"
                                + "NIFTY:2024-11-07:OPT:24250:CE,0,0,5.00,2024-10-29 04:30:00Z,\"1\"\r\n"
                                + "NIFTY,0,0,24301.00,2024-10-29T03:44:59.999Z,0")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        DataDay other = load();

        assertThat(other.hash()).isEqualTo(hash).hasSize(64);
        assertThat(findings)
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.OUTSIDE_SESSION, Finding.Kind.OUT_OF_ORDER, Finding.Kind.GAP);
    }

    @Test
    void sequencesOrderAndAreNotKept() {
        String hash = ticks(GOOD, "2024-10-29 10:00:00,1,NIFTY,2,0,0").hash();

        DataDay day = ticks("2024-10-29 10:00:00,9,NIFTY,2,0,0", GOOD.replace(",0,NIFTY", ",7,NIFTY"));

        assertThat(day.hash()).isEqualTo(hash);
        assertThat(day.ticks("NIFTY").sequence(1)).isEqualTo(1);
        assertThat(ticks(GOOD.replace(",0,NIFTY", ",9,NIFTY"), "2024-10-29 10:00:00,7,NIFTY,2,0,0")
                        .hash())
                .isNotEqualTo(hash);
    }

    @Test
    void withoutSequencesTheRowsOrderTicksOfOneTime() {
        String hash = ticks(GOOD, "2024-10-29 10:00:00,1,NIFTY,2,0,0").hash();
        folder.file(
                FILE,
                "timestamp,symbol,ltp,ltq,oi",
                "2024-10-29 10:00:00,NIFTY,24300.05,0,0",
                "2024-10-29 10:00:00,NIFTY,2,0,0");

        assertThat(load().hash()).isEqualTo(hash);
    }

    @Test
    void quotesMayStandAloneAndSidesMayBeMissing() {
        folder.file(
                FILE,
                TestFolder.TICKS + ",bid,ask",
                "2024-10-29 10:00:00,0,NIFTY,5,1,0,4.95,5.05",
                "2024-10-29 10:00:01,0,NIFTY,,,,4.90,5.00",
                "2024-10-29 10:00:02,0,NIFTY,,0,0,,5",
                "2024-10-29 10:00:03,0,NIFTY,,0,0,4.85,0",
                "2024-10-29 10:00:04,0,NIFTY,6,0,0,,");

        TickSeries ticks = load().ticks("NIFTY");

        assertThat(IntStream.range(0, 5).mapToLong(ticks::price))
                .containsExactly(500L, TickSeries.NO_PRICE, TickSeries.NO_PRICE, TickSeries.NO_PRICE, 600L);
        assertThat(IntStream.range(0, 5).mapToLong(ticks::bid))
                .containsExactly(495L, 490L, TickSeries.NO_PRICE, 485L, TickSeries.NO_PRICE);
        assertThat(IntStream.range(0, 5).mapToLong(ticks::ask))
                .containsExactly(505L, 500L, 500L, TickSeries.NO_PRICE, TickSeries.NO_PRICE);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-10-29 10:00:00|0|NIFTY|24300.06|0|0",
        "2024-10-29 10:00:00|0|NIFTY|24300.05|1|0",
        "2024-10-29 10:00:00|0|NIFTY|24300.05|0|1",
        "2024-10-29 10:00:00.1|0|NIFTY|24300.05|0|0",
        "2024-10-29 10:00:00|0|NIFTY:2024-11-07:OPT:24250:CE|24300.05|0|0"
    })
    void theHashKnowsEveryField(String row) {
        String hash = ticks(GOOD).hash();

        assertThat(ticks(row.replace('|', ',')).hash()).isNotEqualTo(hash);
    }

    @Test
    void theHashKnowsTheInstrumentsOfTheDayAndItsHours() {
        String hash = ticks(GOOD).hash();
        folder.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS,
                TestFolder.option("2024-11-07", 24_250, "CE"),
                TestFolder.option("2024-10-28", 24_250, "CE"),
                TestFolder.NIFTY);
        assertThat(load().hash()).as("an expired contract and another order").isEqualTo(hash);

        folder.file(
                "calendar.csv", "exchange,date,open,close", "NSE,2024-10-29,09:15,15:00", "NFO,2024-10-29,09:15,15:00");
        assertThat(load().hash()).as("other hours").isNotEqualTo(hash);
    }

    @Test
    void theClosingSecondCountsAndWhatIsOutsideIsDropped() {
        DataDay day = ticks(
                "2024-10-29 09:14:59.999,0,NIFTY,1,0,0",
                "2024-10-29 09:15:00,0,NIFTY,2,0,0",
                "2024-10-29 15:30:00.999,0,NIFTY,3,0,0",
                "2024-10-29 15:30:01,0,NIFTY,4,0,0");

        TickSeries ticks = day.ticks("NIFTY");
        assertThat(ticks.count()).isEqualTo(2);
        assertThat(ticks.price(0)).isEqualTo(200);
        assertThat(ticks.price(1)).isEqualTo(300);
        assertThat(findings)
                .contains(finding(
                        Finding.Kind.OUTSIDE_SESSION,
                        2,
                        FILE + " line 2: timestamp 2024-10-29 09:14:59.999 is outside the session, 2024-10-29 09:15:00"
                                + " to 2024-10-29 15:30:00",
                        FILE + " line 5: timestamp 2024-10-29 15:30:01 is outside the session, 2024-10-29 09:15:00"
                                + " to 2024-10-29 15:30:00"));
    }

    @Test
    void rowsMayComeInAnyOrder() {
        String[] rows = IntStream.range(0, 5_000)
                .map(place -> place * 1_237 % 5_000)
                .mapToObj(tick -> String.format(
                        "2024-10-29 1%d:%02d:%02d,%d,NIFTY,%d.%02d,0,0",
                        tick / 3600, tick / 60 % 60, tick % 60, tick % 7, 1 + tick / 100, tick % 100))
                .toArray(String[]::new);

        TickSeries ticks = ticks(rows).ticks("NIFTY");

        assertThat(ticks.count()).isEqualTo(5_000);
        assertThat(IntStream.range(0, 5_000).allMatch(tick -> ticks.price(tick) == 100 + tick))
                .isTrue();
    }

    @Test
    void quotedFieldsMayHoldCommasQuotesAndLineEnds() {
        assertThat(refused(GOOD, "\"2024-10-29 10:00:00\",0,\"A,\"\"B\"\"\nC\",1,0,0", "x,0,NIFTY,1,0,0"))
                .containsExactly(FILE + " line 5: timestamp \"x\" should be " + Timestamps.ACCEPTED);

        ticks(GOOD, "\"2024-10-29 10:00:00\",0,\"A,\"\"B\"\"\nC\",1,0,0");

        assertThat(findings)
                .contains(finding(
                        Finding.Kind.UNKNOWN_SYMBOL,
                        1,
                        FILE + " line 3: symbol \"A,\"B\"\nC\" is not known, or not on this day (expiry,"
                                + " listed)"));
    }

    // what is refused

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "timestamp,sequence,symbol,ltp,ltq | column \"oi\" is missing",
                "timestamp,sequence,symbol,ltp,ltq,oi,oi | column \"oi\" is there twice",
                "timestamp,sequence,symbol,ltp,ltq,volume | column \"volume\" is unknown; the columns are timestamp,symbol,ltp,ltq,oi and, if wanted, sequence,bid,ask"
            })
    void wrongColumns(String header, String reason) {
        folder.file(FILE, header.strip(), GOOD);

        assertThat(problems().get(0)).startsWith(FILE + " line 1: " + reason.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "29.10.2024 10:00:00,0,NIFTY,1,0,0 | timestamp \"29.10.2024 10:00:00\" should be yyyy-MM-dd",
                "2024-10-29 24:00:00,0,NIFTY,1,0,0 | timestamp \"2024-10-29 24:00:00\" should be yyyy-MM-dd",
                "2024-10-29 10:00:00.,0,NIFTY,1,0,0 | timestamp \"2024-10-29 10:00:00.\" should be yyyy-MM-dd",
                "2024-10-29 10:00:00 IST,0,NIFTY,1,0,0 | timestamp \"2024-10-29 10:00:00 IST\" should be yyyy-MM-dd",
                "2024-02-30 10:00:00,0,NIFTY,1,0,0 | timestamp \"2024-02-30 10:00:00\" should be yyyy-MM-dd",
                "2024-10-30 10:00:00,0,NIFTY,1,0,0 | timestamp 2024-10-30 10:00:00 is not on 2024-10-29 in Asia/Kolkata",
                "2024-10-29T20:00:00Z,0,NIFTY,1,0,0 | timestamp \"2024-10-29T20:00:00Z\" has the offset Z, other times of the file have no offset, first in line 2; all times of a file are written alike",
                "2024-10-29 10:00:00,,NIFTY,1,0,0 | sequence \"\" should be a whole number, 0 or more",
                "2024-10-29 10:00:00,-1,NIFTY,1,0,0 | sequence \"-1\" should be a whole number, 0 or more",
                "2024-10-29 10:00:00,0,NIFTY,,0,0 | has neither ltp nor bid nor ask; one of them is needed",
                "2024-10-29 10:00:00,0,NIFTY,NaN,0,0 | ltp \"NaN\" is not a decimal number; a price is above 0",
                "2024-10-29 10:00:00,0,NIFTY,1e3,0,0 | ltp \"1e3\" is not a decimal number; a price is above 0",
                "2024-10-29 10:00:00,0,NIFTY,1.,0,0 | ltp \"1.\" is not a decimal number; a price is above 0",
                "2024-10-29 10:00:00,0,NIFTY,-5,0,0 | ltp \"-5\" is negative; a price is above 0",
                "2024-10-29 10:00:00,0,NIFTY,1.005,0,0 | ltp \"1.005\" is finer than the instrument's price_scale of 2; a price is above 0 with at most 2 fraction digits",
                "2024-10-29 10:00:00,0,NIFTY,92233720368547758.08,0,0 | ltp \"92233720368547758.08\" is too large; a price is above 0",
                "2024-10-29 10:00:00,0,NIFTY,1,1.5,0 | ltq \"1.5\" should be a whole number, 0 or more",
                "2024-10-29 10:00:00,0,NIFTY,1,0,-1 | oi \"-1\" should be a whole number, 0 or more",
                "2024-10-29 10:00:00,0,NIFTY,1,0 | has 5 fields, the header has 6",
                "2024-10-29 10:00:00,0,\"NIFTY\"x,1,0,0 | there is text behind the closing quote of field 3",
                "2024-10-29 10:00:00,0,\"NIFTY,1,0,0 | a quoted field is not closed"
            })
    void wrongRows(String row, String reason) {
        List<String> problems = refused(GOOD, row.strip());

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith(FILE + " line 3: " + reason.strip());
    }

    @Test
    void everyProblemIsToldWithFiveExamplesAndTheCount() {
        String[] rows = IntStream.range(0, 1_000)
                .mapToObj(tick -> "2024-10-29 10:00:00," + tick + ",NIFTY," + (tick == 3 ? "-1" : "y") + ",0,x")
                .toArray(String[]::new);

        List<String> problems = refused(rows);

        assertThat(problems).hasSize(6 + 6 + 1);
        assertThat(problems.get(5))
                .isEqualTo("… and 995 more like these (" + FILE
                        + ": oi should be a whole number, 0 or more: 1000 in all)");
        assertThat(problems)
                .contains(FILE + " line 5: ltp \"-1\" is negative; a price is above 0 with at most 2"
                        + " fraction digits");
    }

    @Test
    void aSequenceIsUsedOncePerTime() {
        assertThat(refused(
                        GOOD,
                        "2024-10-29 10:00:01,0,NIFTY,1,0,0",
                        "2024-10-29T10:00:00.000,0,NIFTY:2024-11-07:OPT:24250:CE,1,0,0"))
                .containsExactly(FILE + " line 4: has the timestamp and sequence of line 2; a sequence orders the ticks"
                        + " of one time and is used once");
    }

    @Test
    void overlongLinesAreSkippedAndNumbered() {
        List<String> problems = refused(GOOD, "x".repeat(10_000_000), "2024-10-29 10:00:01,0,NIFTY,x,0,0");

        assertThat(problems).hasSize(2);
        assertThat(problems).anyMatch(told -> told.equals(FILE + " line 3: the line is longer than 65536 bytes"));
        assertThat(problems).anyMatch(told -> told.startsWith(FILE + " line 4: ltp \"x\""));
    }

    @Test
    void filesLargerThanTheBufferAreReadWhole() {
        String[] rows = IntStream.range(0, 20_000)
                .mapToObj(tick -> String.format(
                        "2024-10-29 1%d:%02d:%02d,%d,%s,%d,0,0",
                        tick / 7200,
                        tick / 120 % 60,
                        tick / 2 % 60,
                        tick,
                        tick % 2 == 0 ? "NIFTY" : "\"NIFTY\"",
                        tick + 1))
                .toArray(String[]::new);

        TickSeries ticks = ticks(rows).ticks("NIFTY");

        assertThat(ticks.count()).isEqualTo(20_000);
        assertThat(IntStream.range(0, 20_000).allMatch(tick -> ticks.price(tick) == 100L * (tick + 1)))
                .isTrue();
    }

    @Test
    void emptyFilesAndDaysWithoutTicks() {
        folder.bytes(FILE, new byte[0]);
        assertThat(problems())
                .containsExactly(FILE + ": is empty, its first line should be timestamp,symbol,ltp,ltq,oi");

        assertThat(refused()).containsExactly(FILE + ": has no tick inside the session (0 outside it)");
        assertThat(refused("2024-10-29 03:00:00,0,NIFTY,1,0,0"))
                .containsExactly(FILE + ": has no tick inside the session (1 outside it)");
    }

    @Test
    void cutOffAndForeignGzip() {
        String[] rows = IntStream.range(0, 50_000)
                .mapToObj(tick -> "2024-10-29 10:00:00," + tick + ",NIFTY," + (tick % 977 + 1) + ",0,0")
                .toArray(String[]::new);
        byte[] whole = TestFolder.compressed(TestFolder.text(withHeader(rows)));
        folder.bytes(FILE + ".gz", Arrays.copyOf(whole, whole.length / 2));
        assertThat(problems())
                .singleElement()
                .asString()
                .matches("ticks/2024-10-29.csv.gz: the compressed data is cut off or damaged after line \\d{4,} .*");

        folder.bytes(FILE + ".gz", TestFolder.text(withHeader(GOOD)));
        assertThat(problems())
                .containsExactly(
                        FILE + ".gz: the compressed data is cut off or damaged after line 0 (Not in GZIP format)");
        folder.bytes(FILE + ".gz", new byte[0]);
        assertThat(problems())
                .containsExactly(
                        FILE + ".gz: the compressed data is cut off or damaged after line 0 (it ends too early)");
    }

    @Test
    void gzipOfSeveralMembersIsReadToItsLastByte() {
        byte[] head = TestFolder.compressed(TestFolder.text(withHeader(GOOD)));
        byte[] tail = TestFolder.compressed(TestFolder.text("2024-10-29 10:00:01,1,NIFTY,24300.10,0,0"));
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        folder.bytes(FILE + ".gz", both);
        assertThat(load().ticks("NIFTY").count()).isEqualTo(2);

        for (int kept = 1; kept < tail.length; kept++) {
            folder.bytes(FILE + ".gz", Arrays.copyOf(both, head.length + kept));
            assertThat(problems()).singleElement().asString().contains("cut off or damaged after line");
        }
        both[head.length] ^= 1;
        folder.bytes(FILE + ".gz", both);
        assertThat(problems())
                .containsExactly(FILE
                        + ".gz: the compressed data is cut off or damaged after line 2 (what follows its end is not"
                        + " gzip)");
    }

    @Test
    void aDayWithoutFileSaysWhatThereIs() {
        assertThat(problems()).containsExactly("ticks/2024-10-29.csv[.gz] is missing; the folder has no tick file");
        folder.randomDay(LocalDate.of(2024, 10, 25), 1).randomDay(LocalDate.of(2024, 10, 28), 1);
        assertThat(problems())
                .containsExactly(
                        "ticks/2024-10-29.csv[.gz] is missing; there are ticks of 2 days from 2024-10-25 to 2024-10-28");
    }

    @Test
    void wrongFileNamesAndTwoFilesForOneDay() {
        folder.file(FILE, withHeader(GOOD))
                .gzip(FILE + ".gz", withHeader(GOOD))
                .file("ticks/2024-13-01.csv", "")
                .file("ticks/2024-10-28.csv", "")
                .file("ticks/2024-10-28.parquet", "")
                .file("ticks/.hidden", "")
                .file("candles/NIFTY/60m.csv", "")
                .file("candles/NIFTY/1m.csv", "")
                .file("candles/NIFTY/1m.parquet", "")
                .file("candles/BANKNIFTY/1m.csv", "");

        assertThat(problems())
                .containsExactly(
                        "ticks/2024-10-28.parquet: there is also 2024-10-28.csv; only one of them may be",
                        "ticks/2024-10-29.csv.gz: there is also 2024-10-29.csv; only one of them may be",
                        "ticks/2024-13-01.csv: a tick file is called yyyy-MM-dd.csv, yyyy-MM-dd.csv.gz or"
                                + " yyyy-MM-dd.parquet",
                        "candles/BANKNIFTY: should be a folder called like a symbol of instruments.csv",
                        "candles/NIFTY/1m.parquet: there is also 1m.csv; only one of them may be",
                        "candles/NIFTY/60m.csv: a candle file is called <timeframe>.csv, <timeframe>.csv.gz or"
                                + " <timeframe>.parquet, such as 1m.csv, 90m.csv, 1h.csv, 1d.csv");
    }

    @Test
    void noFolderAndNoInstruments() {
        assertThat(catchThrowableOfType(DataException.class, () -> DataFolder.open(temp.resolve("absent"))))
                .hasMessage(temp.resolve("absent") + ": there is no such folder");
        assertThat(temp.resolve("instruments.csv").toFile().delete()).isTrue();
        assertThat(problems()).containsExactly("instruments.csv is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "../x,INDEX,NSE,,,,,,,2 | symbol \"../x\" should be 1 to 64 letters",
                "NIFTY,INDEX,NSE,,,,,,,2 | symbol \"NIFTY\" should be there once",
                "A,BOND,NSE,,,,,,,2 | kind \"BOND\" should be one of [INDEX, STOCK, FUTURE, OPTION, CURRENCY, CRYPTO]",
                "A,STOCK,MCX,,,,,,,2 | exchange \"MCX\" should be a known exchange; known are ARCX, BFO, BSE, NFO, NSE, OPRA, XASE, XNAS, XNYS; a folder may bring others in exchanges.csv",
                "A,STOCK,NSE,NIFTY,,,,,,2 | underlying \"NIFTY\" should be empty for kind STOCK",
                "A,STOCK,NSE,,,,CE,,,2 | option_type \"CE\" should be empty for kind STOCK",
                "A,STOCK,NSE,,,,,0,,2 | lot_size \"0\" should be a number above 0",
                "A,STOCK,NSE,,,,,1.5,,2 | lot_size \"1.5\" should be empty or a whole number above 0",
                "A,STOCK,NSE,,,,,,0.001,2 | tick_size \"0.001\" should be no finer than price_scale 2",
                "A,STOCK,NSE,,,,,,,10 | price_scale \"10\" should be a whole number from 0 to 9",
                "A,STOCK,NSE,,,,,,, | price_scale \"\" should be a whole number from 0 to 9",
                "X,FUTURE,NFO,X,2024-11-28,,,,,2 | symbol \"X\" should be X:2024-11-28:FUT",
                "X,FUTURE,NFO,X,28NOV24,,,,,2 | expiry \"28NOV24\" should be a date yyyy-MM-dd",
                "X,OPTION,NFO,X,2024-11-28,100.50,PE,,,2 | symbol \"X\" should be X:2024-11-28:OPT:100.5:PE",
                "X,OPTION,NFO,X,2024-11-28,0,PE,,,2 | strike \"0\" should be a number above 0",
                "X,OPTION,NFO,X,2024-11-28,100,P,,,2 | option_type \"P\" should be one of [CE, PE]"
            })
    void wrongInstruments(String row, String reason) {
        folder.file("instruments.csv", TestFolder.INSTRUMENTS, TestFolder.NIFTY, row.strip())
                .file(FILE, GOOD);

        assertThat(problems()).hasSize(1);
        assertThat(problems().get(0)).startsWith("instruments.csv line 3: " + reason.strip());
    }

    @ParameterizedTest
    @CsvSource({"2024-11-08", "soon", "29-10-2024"})
    void wrongFirstDays(String listed) {
        folder.file(
                        "instruments.csv",
                        TestFolder.INSTRUMENTS + ",listed",
                        TestFolder.NIFTY + ",",
                        TestFolder.option("2024-11-07", 24_250, "CE") + "," + listed)
                .file(FILE, withHeader(GOOD));

        assertThat(problems())
                .containsExactly("instruments.csv line 3: listed \"" + listed
                        + "\" should be empty or the first trading day, a date yyyy-MM-dd not after the expiry");
    }

    // what belongs to a day

    private static final String CALL = "NIFTY:2024-11-07:OPT:24250:CE";

    @Test
    void rowsForLaterContractsChangeNoEarlierDay() {
        DataDay before = ticks(GOOD, "2024-10-29 10:00:00,1," + CALL + ",1,0,0");
        folder.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS + ",listed",
                TestFolder.NIFTY + ",",
                TestFolder.option("2024-11-07", 24_250, "CE") + ",",
                TestFolder.option("2024-11-07", 25_000, "CE") + ",2024-10-30",
                TestFolder.option("2024-11-14", 24_250, "CE") + ",",
                TestFolder.option("2024-10-31", 24_250, "CE") + ",2024-10-30",
                "NIFTY:2024-11-28:FUT,FUTURE,NFO,NIFTY,2024-11-28,,,,,2,",
                "TCS,STOCK,NSE,,,,,,,2,");

        DataDay after = load();

        assertThat(after.hash()).isEqualTo(before.hash());
        assertThat(after.instruments()).containsExactlyElementsOf(before.instruments());
        assertThat(after.optionExpiries("NIFTY")).containsExactly(LocalDate.of(2024, 11, 7));
    }

    @Test
    void whatIsListedBelongsToItsDaysWithoutATick() {
        folder.file(
                "instruments.csv",
                "listed," + TestFolder.INSTRUMENTS,
                "," + TestFolder.NIFTY,
                "2024-10-29," + TestFolder.option("2024-11-07", 24_250, "CE"),
                "2024-01-01," + TestFolder.option("2024-10-28", 24_250, "CE"),
                "2024-10-29,TCS,STOCK,NSE,,,,,,,2");

        assertThat(ticks(GOOD).instruments()).extracting(Instrument::symbol).containsExactly("NIFTY", CALL, "TCS");
    }

    @Test
    void aStrikeWithoutTicksIsKnownWhereItsExpiryTicks() {
        folder.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS,
                TestFolder.NIFTY,
                TestFolder.option("2024-11-07", 24_250, "CE"),
                TestFolder.option("2024-11-07", 25_000, "PE"),
                TestFolder.option("2024-11-14", 24_250, "CE"));

        assertThat(ticks(GOOD, "2024-10-29 10:00:00,1," + CALL + ",1,0,0").instruments())
                .extracting(Instrument::symbol)
                .containsExactly("NIFTY", CALL, "NIFTY:2024-11-07:OPT:25000:PE");
    }

    @Test
    void aContractThatTicksBeforeItIsListedIsUnknown() {
        folder.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS + ",listed",
                TestFolder.NIFTY + ",",
                TestFolder.option("2024-11-07", 24_250, "CE") + ",2024-10-30");

        DataDay day = ticks(GOOD, "2024-10-29 10:00:00,1," + CALL + ",1,0,0");

        assertThat(day.instrument(CALL)).isNull();
        assertThat(findings)
                .contains(finding(
                        Finding.Kind.UNKNOWN_SYMBOL,
                        1,
                        FILE + " line 3: symbol \"" + CALL + "\" is not known, or not on this day (expiry, listed)"));
    }

    // calendar

    @Test
    void aCalendarOfTheFolderIsTheOnlyAuthority() {
        folder.file(
                        "calendar.csv",
                        "exchange,date,open,close",
                        "NSE,2024-10-29,18:00,19:00",
                        "NFO,2024-10-29,18:00,19:00")
                .randomDay(LocalDate.of(2024, 10, 30), 1);

        DataDay day = ticks(GOOD, "2024-10-29 18:30:00,0,NIFTY,1,0,0");

        assertThat(day.ticks("NIFTY").count()).isEqualTo(1);
        DataFolder opened = DataFolder.open(temp);
        assertThat(opened.isTradingDay(DAY)).isTrue();
        assertThat(opened.isTradingDay(LocalDate.of(2024, 10, 28))).isFalse();
        assertThat(catchThrowableOfType(DataException.class, () -> load(LocalDate.of(2024, 10, 30)))
                        .problems())
                .containsExactly(
                        "calendar.csv: has no row for NFO on 2024-10-30, of which there is data; with a"
                                + " calendar.csv every day needs a row",
                        "calendar.csv: has no row for NSE on 2024-10-30, of which there is data; with a"
                                + " calendar.csv every day needs a row");
    }

    @Test
    void wrongCalendars() {
        folder.file(
                "calendar.csv",
                "exchange,date,open,close",
                "NSE,2024-10-29,09:15,09:15",
                "NYSE,2024-10-29,09:30,16:00",
                "NFO,2024-10-29,09:15,15:30",
                "NFO,2024-10-29,09:15,15:30");

        assertThat(problems())
                .containsExactly(
                        "calendar.csv line 2: \"2024-10-29\", \"09:15\", \"09:15\" should be a date yyyy-MM-dd and an"
                                + " open before a close, both HH:mm[:ss]",
                        "calendar.csv line 3: exchange \"NYSE\" is unknown; known are ARCX, BFO, BSE, NFO, NSE, OPRA,"
                                + " XASE, XNAS, XNYS; a folder may bring others in exchanges.csv",
                        "calendar.csv line 5: NFO has 2024-10-29 twice");
    }

    @Test
    void oneFolderHoldsOneMarket() {
        folder.file("instruments.csv", TestFolder.INSTRUMENTS, TestFolder.NIFTY, "SPY,STOCK,ARCX,,,,,,,2");

        assertThat(refused(GOOD))
                .containsExactly("instruments.csv: the exchanges [ARCX, NSE] have different hours on 2024-10-29; a"
                        + " folder holds one market");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-10-28, true",
        "2024-10-27, false",
        "2024-10-26, false",
        "2024-11-15, false",
        "2024-11-01, true",
        "2024-10-02, true"
    })
    void weekendsAndHolidaysAreNoTradingDaysUnlessThereAreTicks(LocalDate date, boolean trading) {
        folder.randomDay(LocalDate.of(2024, 10, 2), 1);

        assertThat(DataFolder.open(temp).isTradingDay(date)).isEqualTo(trading);
    }

    // expiries

    @Test
    void expiriesAreThoseNotBeforeTheDayAscending() {
        folder.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS,
                TestFolder.option("2024-11-07", 24_250, "CE"),
                TestFolder.option("2024-10-29", 24_250, "PE"),
                TestFolder.option("2024-10-29", 24_300, "PE"),
                TestFolder.option("2024-10-28", 24_250, "CE"),
                "NIFTY:2024-12-26:FUT,FUTURE,NFO,NIFTY,2024-12-26,,,,,2",
                "NIFTY:2024-11-28:FUT,FUTURE,NFO,NIFTY,2024-11-28,,,,,2",
                TestFolder.NIFTY);

        DataDay day = ticks(
                GOOD,
                "2024-10-29 10:00:00,3,NIFTY:2024-12-26:FUT,1,0,0",
                "2024-10-29 10:00:00,4,NIFTY:2024-11-28:FUT,1,0,0",
                "2024-10-29 10:00:00,1,NIFTY:2024-11-07:OPT:24250:CE,1,0,0",
                "2024-10-29 10:00:00,2,NIFTY:2024-10-29:OPT:24300:PE,1,0,0");

        assertThat(day.optionExpiries("NIFTY")).containsExactly(DAY, LocalDate.of(2024, 11, 7));
        assertThat(day.optionExpiries("BANKNIFTY")).isEmpty();
        assertThat(day.futureExpiries("NIFTY")).containsExactly(LocalDate.of(2024, 11, 28), LocalDate.of(2024, 12, 26));
        assertThat(day.futureExpiries("BANKNIFTY")).isEmpty();
        assertThat(day.instrument("NIFTY:2024-10-28:OPT:24250:CE")).isNull();
        assertThat(day.instrument("NIFTY:2024-10-29:OPT:24250:PE")).isNotNull();
    }
}
