package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTicksTest {

    private static final LocalDate DATE = LocalDate.of(2024, 10, 29);
    private static final Session SESSION =
            Session.of(DATE, ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(15, 30));
    private static final List<Instrument> INSTRUMENTS =
            List.of(index("BTC'USD", 8), index("BANKNIFTY", 2), index("NIFTY", 2), index("WHOLE", 0));

    /** One row, 09:15:00.5 of NIFTY at 24500.05, as a query to be completed by a WHERE or by other columns. */
    private static final String ROW = "SELECT TIMESTAMP '2024-10-29 09:15:00.5' AS timestamp, 7 AS sequence,"
            + " 'NIFTY' AS symbol, 24500.05::DOUBLE AS ltp, 75 AS ltq, 0 AS oi";

    @TempDir
    private Path root;

    private static Instrument index(String symbol, int scale) {
        return new Instrument(symbol, InstrumentKind.INDEX, "NSE", null, null, null, null, 0, 0, scale);
    }

    /**
     * What an import makes of a source.
     *
     * @param ticks in their order, one line each, by minute
     */
    private record Read(List<String> ticks, List<Finding> findings, List<String> problems) {}

    private static Read read(Consumer<TickIntake> source) {
        Findings findings = new Findings();
        Problems problems = new Problems();
        List<String> ticks = new ArrayList<>();
        TickIntake.Minutes minutes = (minute, count, symbols, times, prices, quantities, openInterests, bids, asks) -> {
            for (int tick = 0; tick < count; tick++) {
                ticks.add(minute + " " + times[tick] + " " + symbols[tick] + " " + prices[tick] + " "
                        + quantities[tick] + " " + openInterests[tick] + " "
                        + (bids == null ? TickSeries.NO_PRICE : bids[tick]) + " "
                        + (asks == null ? TickSeries.NO_PRICE : asks[tick]));
            }
        };
        TickIntake intake =
                new TickIntake(SESSION, INSTRUMENTS, minutes, null, findings, problems, (rows, bytes, total) -> {});
        source.accept(intake);
        intake.finish();
        return new Read(ticks, findings.list(), problems.messages());
    }

    private Read parquet(String query) {
        return parquet(query, "");
    }

    private Read parquet(String query, String options) {
        Path file = root.resolve("ticks/2024-10-29.parquet");
        TestParquet.write(file, query, options);
        return read(intake -> ParquetTicks.read(ParquetFile.of(root, file), intake));
    }

    private Path csv(String... lines) {
        new TestFolder(root).file("ticks/day.csv", lines);
        return root.resolve("ticks/day.csv");
    }

    /** A day of ticks in whole milliseconds, ordered, with quotes. */
    private Path randomDay(long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(List.of("timestamp,sequence,symbol,ltp,ltq,oi,bid,ask"));
        long milli = 9 * 3_600_000 + 14 * 60_000;
        for (int tick = 0; tick < 5000; tick++) {
            milli += random.nextInt(9000);
            boolean quote = random.nextInt(5) == 0;
            boolean trade = !quote || random.nextBoolean();
            int price = 2_450_000 + random.nextInt(1000);
            lines.add(String.format(
                    Locale.ROOT,
                    "%s %02d:%02d:%02d.%03d,%d,%s,%s,%s,%s,%s,%s",
                    DATE,
                    milli / 3_600_000,
                    milli / 60_000 % 60,
                    milli / 1000 % 60,
                    milli % 1000,
                    tick,
                    List.of("NIFTY", "BANKNIFTY", "BTC'USD", "OTHER").get(random.nextInt(4)),
                    trade ? decimal(price) : "",
                    trade ? random.nextInt(500) : "",
                    trade ? random.nextInt(100_000) : "",
                    quote ? decimal(price - random.nextInt(20)) : "",
                    quote && random.nextBoolean() ? decimal(price + random.nextInt(20) - 3) : ""));
        }
        return csv(lines.toArray(String[]::new));
    }

    private static String decimal(int hundredths) {
        return String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "epoch_ns(timestamp::TIMESTAMPTZ) | ltp::DECIMAL(9,2) | ltq::INTEGER | oi::BIGINT | compression zstd",
                "epoch_us(timestamp::TIMESTAMPTZ) | ltp::DECIMAL(18,4) | ltq::UINTEGER | oi::DOUBLE | compression snappy",
                "epoch_ms(timestamp::TIMESTAMPTZ) | ltp::DECIMAL(38,18) | ltq::SMALLINT | oi::DECIMAL(20,3) | compression gzip, row_group_size 2048",
                "timestamp::TIMESTAMP | ltp::DOUBLE | ltq::BIGINT | oi::INTEGER | compression zstd, row_group_size 2048",
                "timestamp::TIMESTAMP_NS | ltp::DOUBLE | ltq::FLOAT | oi::FLOAT | compression uncompressed, parquet_version v2",
                "timestamp::TIMESTAMP_MS | ltp::DOUBLE | ltq::UBIGINT | oi::BIGINT | compression lz4",
                "timestamp::TIMESTAMPTZ | ltp::DOUBLE | ltq::DOUBLE | oi::UBIGINT | compression snappy, row_group_size 2048",
                "timestamp::TIMESTAMPTZ::TIMESTAMPTZ_NS | ltp::DOUBLE | ltq::DOUBLE | oi::UBIGINT | compression snappy",
                "concat(timestamp, '+05:30') | ltp::DOUBLE | ltq::BIGINT | oi::BIGINT | compression zstd",
                "timestamp | ltp::DOUBLE | ltq::BIGINT | oi::BIGINT | compression zstd"
            })
    void everyFormOfADayIsTheSame(String time, String price, String quantity, String interest, String options) {
        Path csv = randomDay(options.hashCode() + time.hashCode());
        Read expected = read(intake -> naively(csv, intake));
        String bid = price.replace("ltp", "bid");
        String ask = price.replace("ltp", "ask");

        Read read = parquet(
                "SELECT " + ask + " AS ask, " + interest + " AS oi, symbol, " + time + " AS timestamp, " + price
                        + " AS ltp, sequence::INTEGER AS sequence, " + quantity + " AS ltq, " + bid + " AS bid FROM "
                        + TestParquet.csv(csv),
                options);

        assertThat(read.problems()).isEmpty();
        assertThat(read.ticks()).hasSizeGreaterThan(1000).isEqualTo(expected.ticks());
        assertThat(counts(read)).isEqualTo(counts(expected));
        assertThat(read.findings().toString()).contains("symbol \"OTHER\" is not known");
    }

    private static void naively(Path csv, TickIntake intake) {
        try {
            List<String> lines = Files.readAllLines(csv);
            List<String> symbols = INSTRUMENTS.stream().map(Instrument::symbol).toList();
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split(",", -1);
                int symbol = symbols.indexOf(fields[2]);
                long row = Long.parseLong(fields[1]) + 1;
                if (symbol < 0) {
                    intake.unknown(() -> fields[2], row);
                } else {
                    int scale = INSTRUMENTS.get(symbol).priceScale();
                    intake.add(
                            Instant.parse(fields[0].replace(' ', 'T') + "Z").toEpochMilli() * 1_000_000
                                    - 19_800_000_000_000L,
                            row - 1,
                            symbol,
                            units(fields[3], scale, TickSeries.NO_PRICE),
                            units(fields[4], 0, 0),
                            units(fields[5], 0, 0),
                            units(fields[6], scale, TickSeries.NO_PRICE),
                            units(fields[7], scale, TickSeries.NO_PRICE),
                            row);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long units(String text, int scale, long otherwise) {
        return text.isEmpty()
                ? otherwise
                : new BigDecimal(text).movePointRight(scale).longValueExact();
    }

    private static List<String> counts(Read read) {
        return read.findings().stream()
                .map(finding -> finding.kind() + " " + finding.count())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"15,2", "15,0", "12,2", "4,1", "16,1", "18,2"})
    void decimalsAreWhatIsWritten(int width, int digits) {
        long largest = LongStream.rangeClosed(1, Math.min(width, 15)).reduce(1, (power, digit) -> power * 10) - 1;
        long[] units = LongStream.concat(
                        LongStream.of(1, largest, largest - 1, largest / 10 * 3 + 1),
                        new Random(width).longs(20_000, 1, largest))
                .toArray();
        String values = Arrays.stream(units)
                .mapToObj(price -> BigDecimal.valueOf(price, digits).toPlainString())
                .collect(Collectors.joining("','", "['", "']"));
        Read read = parquet("SELECT TIMESTAMP '2024-10-29 09:15:00' AS timestamp, 'NIFTY' AS symbol, price::DECIMAL("
                + width + "," + digits + ") AS ltp, 0 AS ltq, 0 AS oi FROM (SELECT unnest(" + values + ") AS price)");

        assertThat(read.problems()).isEmpty();
        assertThat(read.ticks().stream()
                        .map(tick -> Long.valueOf(tick.split(" ")[3]))
                        .toList())
                .isEqualTo(Arrays.stream(units)
                        .mapToObj(price -> price * (long) Math.pow(10, 2 - digits))
                        .toList());
    }

    @Test
    void floatsAreTheDecimalTheyAreNearestTo() {
        Read read = parquet("SELECT TIMESTAMP '2024-10-29 09:15:00' AS timestamp, 'NIFTY' AS symbol,"
                + " (i / 100)::DECIMAL(9,2)::FLOAT AS ltp, 0 AS ltq, 0 AS oi FROM range(2400000, 2500000) r(i)");

        assertThat(read.problems()).isEmpty();
        assertThat(read.ticks().stream().map(tick -> tick.split(" ")[3]).toList())
                .isEqualTo(LongStream.range(2_400_000, 2_500_000)
                        .mapToObj(Long::toString)
                        .toList());
    }

    @Test
    void secondsMayBeWholeNumbers() {
        assertThat(parquet("SELECT 1730173500 AS timestamp, 'NIFTY' AS symbol, 5 AS ltp, 1 AS ltq, 0 AS oi")
                        .ticks())
                .containsExactly("0 1730173500000000000 2 500 1 0 " + TickSeries.NO_PRICE + " " + TickSeries.NO_PRICE);
    }

    @Test
    void rowsWithoutSequenceKeepTheOrderOfTheFile() {
        Read read = parquet(
                "SELECT TIMESTAMP '2024-10-29 09:15:00' AS timestamp, 'NIFTY' AS symbol, (i + 1)::BIGINT AS ltp,"
                        + " 0 AS ltq, 0 AS oi FROM range(20000) r(i)",
                "row_group_size 2048");

        assertThat(read.problems()).isEmpty();
        assertThat(read.ticks().stream().map(tick -> tick.split(" ")[3]).toList())
                .isEqualTo(LongStream.rangeClosed(1, 20_000)
                        .mapToObj(price -> price + "00")
                        .toList());
    }

    @Test
    void nothingGoesOnReadingWhenTheRowsAreNotWanted() {
        assertThatThrownBy(() -> parquet(
                        "SELECT TIMESTAMP '2024-10-29 15:00:00' - i * INTERVAL 1 MINUTE AS timestamp, i AS sequence,"
                                + " 'NIFTY' AS symbol, 1 AS ltp, 0 AS ltq, 0 AS oi FROM range(100000) r(i)",
                        "row_group_size 2048"))
                .isInstanceOf(TickIntake.OutOfOrderException.class);

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("parquet reader"));
    }

    @Test
    void namesThatLookLikePatternsStandForThemselves() {
        TestParquet.write(root.resolve("x1/ticks/2024-10-29.parquet"), ROW.replace("24500.05", "1"), "");
        Path file = root.resolve("x[1]*?/ticks/2024-10-29.parquet");
        TestParquet.write(root.resolve("plain.parquet"), ROW, "");
        copy(root.resolve("plain.parquet"), file);

        Read read = read(intake -> ParquetTicks.read(ParquetFile.of(root, file), intake));

        assertThat(read.problems()).isEmpty();
        assertThat(read.ticks()).hasSize(1).allMatch(tick -> tick.contains(" 2450005 "));
    }

    @Test
    void aFolderThatLooksLikeAPartitionAddsNoColumn() {
        Path file = root.resolve("oi=5/bid=3/2024-10-29.parquet");
        TestParquet.write(file, ROW, "");

        assertThat(read(intake -> ParquetTicks.read(ParquetFile.of(root, file), intake))
                        .ticks())
                .containsExactly(
                        "0 1730173500500000000 2 2450005 75 0 " + TickSeries.NO_PRICE + " " + TickSeries.NO_PRICE);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void columnsAreToldWithTheirTypes() {
        Read read = parquet("SELECT DATE '2024-10-29' AS timestamp, 5 AS symbol, 'x' AS ltp, [1] AS ltq, 'b' AS bid,"
                + " TRUE AS sequence, 1 AS price");

        String wanted = "; the columns are timestamp,symbol,ltp,ltq,oi and, if wanted, sequence,bid,ask";
        assertThat(read.problems())
                .containsExactlyInAnyOrder(
                        "ticks/2024-10-29.parquet: column \"timestamp\" has the type DATE; it may be TIMESTAMP of any unit"
                                + " (without zone the exchange's time, with zone an instant), a whole number (seconds,"
                                + " milliseconds, microseconds or nanoseconds since 1970, UTC) or VARCHAR"
                                + " (yyyy-MM-dd HH:mm:ss, with up to 9 fraction digits and an offset if need be)",
                        "ticks/2024-10-29.parquet: column \"symbol\" has the type INTEGER; it may be VARCHAR",
                        "ticks/2024-10-29.parquet: column \"ltp\" has the type VARCHAR; it may be DOUBLE, FLOAT, DECIMAL or"
                                + " an integer",
                        "ticks/2024-10-29.parquet: column \"ltq\" has the type INTEGER[]; it may be an integer, or DOUBLE,"
                                + " FLOAT or DECIMAL with whole numbers",
                        "ticks/2024-10-29.parquet: column \"bid\" has the type VARCHAR; it may be DOUBLE, FLOAT, DECIMAL or"
                                + " an integer",
                        "ticks/2024-10-29.parquet: column \"sequence\" has the type BOOLEAN; it may be an integer, or"
                                + " DOUBLE, FLOAT or DECIMAL with whole numbers",
                        "ticks/2024-10-29.parquet: column \"price\" is unknown" + wanted,
                        "ticks/2024-10-29.parquet: column \"oi\" is missing" + wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "24500.051::DOUBLE AS ltp | ltp 24500.051 is finer than the instrument's price_scale of 2; a price is above 0 with at most 2 fraction digits",
                "24500.0500001::DOUBLE AS ltp | ltp 24500.0500001 is finer than the instrument's price_scale of 2; a price is above 0 with at most 2 fraction digits",
                "24500.05::FLOAT::DOUBLE AS ltp | ltp 24500.05078125 is finer than the instrument's price_scale of 2; a price is above 0 with at most 2 fraction digits",
                "24500.051::DECIMAL(12,3) AS ltp | ltp 24500.051 is finer than the instrument's price_scale of 2; a price is above 0 with at most 2 fraction digits",
                "24500.055::FLOAT AS ltp | ltp 24500.055 is finer than the instrument's price_scale of 2; a price is above 0 with at most 2 fraction digits",
                "324500.05::FLOAT AS ltp | ltp 324500.06 could be one of several prices with 2 fraction digits, which a FLOAT does not tell apart at that size; write DOUBLE or DECIMAL; a price is above 0 with at most 2 fraction digits",
                "1e300::DOUBLE AS ltp | ltp 1.0E300 is too large; a price is above 0 with at most 2 fraction digits",
                "9223372036854775807 AS ltp | ltp 9223372036854775807 is too large; a price is above 0 with at most 2 fraction digits",
                "9223372036854775807.0::DECIMAL(38,1) AS ltp | ltp 9223372036854775807.0 is too large; a price is above 0 with at most 2 fraction digits",
                "'NaN'::DOUBLE AS ltp | ltp NaN is not a number; a price is above 0 with at most 2 fraction digits",
                "'NaN'::FLOAT AS ltp | ltp NaN is not a number; a price is above 0 with at most 2 fraction digits",
                "'-Infinity'::DOUBLE AS ltp | ltp -Infinity is not a number; a price is above 0 with at most 2 fraction digits",
                "(-24500.05)::DOUBLE AS ltp | ltp -24500.05 is negative; a price is above 0",
                "(-5) AS ltq | ltq -5 should be a whole number, 0 or more",
                "1.5::DOUBLE AS ltq | ltq 1.5 should be a whole number, 0 or more",
                "'NaN'::DOUBLE AS ltq | ltq NaN should be a whole number, 0 or more",
                "9007199254740993::DOUBLE AS ltq | ltq 9.007199254740992E15 should be a whole number, 0 or more",
                "16777217::FLOAT AS oi | oi 1.6777216E7 should be a whole number, 0 or more",
                "1.5::DECIMAL(3,1) AS oi | oi 1.5 should be a whole number, 0 or more",
                "NULL::BIGINT AS ltq | ltq is missing",
                "NULL AS oi | oi is missing",
                "NULL::BIGINT AS sequence | sequence is missing",
                "NULL::VARCHAR AS symbol | symbol is missing",
                "NULL::DOUBLE AS ltp | has neither ltp nor bid nor ask; one of them is needed",
                "NULL::TIMESTAMP AS timestamp | timestamp is missing",
                "'infinity'::TIMESTAMP AS timestamp | timestamp is missing",
                "TIMESTAMP '2024-10-30 09:15:00' AS timestamp | timestamp 2024-10-30 09:15:00 is not on 2024-10-29 in Asia/Kolkata",
                "TIMESTAMP '2500-01-01 00:00:00' AS timestamp | timestamp 2500-01-01T00:00 should be a time that exists once in the exchange's zone",
                "TIMESTAMPTZ '2500-01-01 00:00:00Z' AS timestamp | timestamp 2500-01-01T00:00Z should be a time before 2262",
                "'2024-10-29 9:15' AS timestamp | timestamp \"2024-10-29 9:15\" should be yyyy-MM-dd HH:mm:ss, with up to 9 fraction digits and an offset if need be",
                "20241029 AS timestamp | timestamp 20241029 should be a number of seconds, milliseconds, microseconds or nanoseconds since 1970",
                "(-1730173500) AS timestamp | timestamp -1730173500 should be a number of seconds, milliseconds, microseconds or nanoseconds since 1970"
            })
    void whatCannotBeUsedIsToldWithItsRow(String column, String reason) {
        assertThat(parquet("SELECT * REPLACE (" + column + ") FROM (" + ROW + ")")
                        .problems())
                .containsExactly("ticks/2024-10-29.parquet row 1: " + reason);
    }

    @Test
    void theNumberOfTheRowIsThatInTheFile() {
        Read read = parquet(
                "SELECT * EXCLUDE (i) REPLACE (TIMESTAMP '2024-10-29 09:15:00' + i * INTERVAL 1 MILLISECOND AS timestamp, i AS sequence,"
                        + " CASE WHEN i % 5000 = 4999 THEN 1.234 ELSE ltp END AS ltp) FROM (" + ROW
                        + "), range(40000) r(i)",
                "row_group_size 4096");

        assertThat(read.problems())
                .containsExactly(
                        "ticks/2024-10-29.parquet row 5000: ltp 1.234 is finer than the instrument's price_scale of 2;"
                                + " a price is above 0 with at most 2 fraction digits",
                        "ticks/2024-10-29.parquet row 10000: ltp 1.234 is finer than the instrument's price_scale of 2;"
                                + " a price is above 0 with at most 2 fraction digits",
                        "ticks/2024-10-29.parquet row 15000: ltp 1.234 is finer than the instrument's price_scale of 2;"
                                + " a price is above 0 with at most 2 fraction digits",
                        "ticks/2024-10-29.parquet row 20000: ltp 1.234 is finer than the instrument's price_scale of 2;"
                                + " a price is above 0 with at most 2 fraction digits",
                        "ticks/2024-10-29.parquet row 25000: ltp 1.234 is finer than the instrument's price_scale of 2;"
                                + " a price is above 0 with at most 2 fraction digits",
                        "… and 3 more like these (ticks/2024-10-29.parquet: ltp is finer than the instrument's price_scale"
                                + " of 2; a price is above 0 with at most 2 fraction digits: 8 in all)");
    }

    @Test
    void aFileHasOneUnitOfTime() {
        Read read = parquet("SELECT * FROM (VALUES (1730173500000, 'NIFTY', 1, 1, 0), (1730173501, 'NIFTY', 1, 1, 0))"
                + " AS v(timestamp, symbol, ltp, ltq, oi)");

        assertThat(read.problems())
                .containsExactly(
                        "ticks/2024-10-29.parquet row 2: timestamp 1730173501 should be a number of milliseconds"
                                + " since 1970, like that of the first row");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.007199254740991", "0.00000001", "64321.12345678", "1125899.90684262"})
    void doublesAreExactAtTheFinestScaleTheyReach(String price) {
        Read read = parquet(ROW.replace("'NIFTY'", "'BTC''USD'").replace("24500.05::DOUBLE", price + "::DOUBLE"));

        if (price.equals("9.007199254740991")) {
            assertThat(read.problems()).hasSize(1);
        } else {
            assertThat(read.problems()).isEmpty();
            assertThat(read.ticks().get(0).split(" ")[3])
                    .isEqualTo(new BigDecimal(price)
                            .movePointRight(8)
                            .toBigIntegerExact()
                            .toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 12, 100, 200})
    void whatIsNoParquetFileOrCutOffIsSaidToBe(int length) throws IOException {
        Path file = root.resolve("ticks/2024-10-29.parquet");
        TestParquet.write(file, ROW, "");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

        Read read = read(intake -> ParquetTicks.read(ParquetFile.of(root, file), intake));

        assertThat(read.problems())
                .first()
                .asString()
                .startsWith("ticks/2024-10-29.parquet: is no Parquet file, or is damaged or cut off (");
    }

    /** DuckDB's chunks end without an error at a page that cannot be read, once the first ones were handed out. */
    @Test
    void damageInTheMiddleIsNoEndOfTheFile() throws IOException {
        Path file = root.resolve("ticks/2024-10-29.parquet");
        TestParquet.write(
                file,
                "SELECT * EXCLUDE (i) REPLACE (TIMESTAMP '2024-10-29 09:15:00' + i * INTERVAL 1 MILLISECOND AS timestamp, i AS sequence,"
                        + " (hash(i) % 1000000)::BIGINT AS oi, (hash(i + 1) % 1000000)::BIGINT AS ltq) FROM (" + ROW
                        + "), range(1000000) r(i)",
                "compression zstd");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length * 8 / 10, bytes.length * 8 / 10 + 4096, (byte) 0x5a);
        Files.write(file, bytes);

        Read read = read(intake -> ParquetTicks.read(ParquetFile.of(root, file), intake));

        assertThat(read.problems())
                .first()
                .asString()
                .matches(
                        "ticks/2024-10-29.parquet: is damaged or cut off; [1-9][0-9]* of its 1000000 rows could be read \\(.+\\)");
    }
}
