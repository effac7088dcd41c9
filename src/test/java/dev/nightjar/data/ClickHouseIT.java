package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server, when one is installed. */
class ClickHouseIT {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    private static final List<String> TABLES =
            List.of("nse_ticks_indices", "nse_ticks_stocks", "nse_ticks_futures", "nse_ticks_options");

    @TempDir
    private static Path serverFolder;

    private static @Nullable ClickHouseServer running;

    @TempDir
    private Path folder;

    private String database = "";

    /** A row of a table, and what it should become. */
    private record Row(int table, String clock, String text, String symbol, String price, int quantity, int interest) {

        private static final List<List<String>> SYMBOLS = List.of(
                List.of("BANKNIFTY", "NIFTY"),
                List.of("M&M", "RELIANCE"),
                List.of("NIFTY28NOV24FUT.NFO"),
                List.of("NIFTY07NOV2424250PE.NFO", "NIFTY31OCT2424250CE.NFO", "NIFTY31OCT249500CE.NFO"));

        private static final List<List<String>> UNIVERSAL = List.of(
                List.of("BANKNIFTY", "NIFTY"),
                List.of("M&M", "RELIANCE"),
                List.of("NIFTY:2024-11-28:FUT"),
                List.of(
                        "NIFTY:2024-11-07:OPT:24250:PE",
                        "NIFTY:2024-10-31:OPT:24250:CE",
                        "NIFTY:2024-10-31:OPT:9500:CE"));

        static Row random(Random random) {
            int table = random.nextInt(4);
            int of = random.nextInt(SYMBOLS.get(table).size());
            // a few seconds around the session, so that many rows share one
            int second = (random.nextInt(20) == 0 ? 9 * 3600 + 500 : 9 * 3600 + 900) + random.nextInt(400);
            return new Row(
                    table,
                    String.format(Locale.ROOT, "%s %02d:%02d:%02d", DAY, second / 3600, second / 60 % 60, second % 60),
                    SYMBOLS.get(table).get(of),
                    UNIVERSAL.get(table).get(of),
                    price(random),
                    random.nextInt(500),
                    random.nextInt(100_000));
        }

        private static String price(Random random) {
            int units = 5 * (1 + random.nextInt(1_000_000));
            return units / 100 + "." + (units / 10 % 10) + units % 10;
        }

        String values() {
            String values =
                    "('" + DAY + "', '" + clock + "', '" + text + "', " + price + ", " + quantity + ", " + interest;
            // a quote of NULL or zero is none
            return table == 1 ? values + ", NULL, 0)" : values + ")";
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        if (ClickHouseServer.isInstalled()) {
            running = ClickHouseServer.start(serverFolder);
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        ClickHouseServer server = running;
        if (server != null) {
            server.close();
        }
    }

    private static ClickHouseServer server() {
        return Objects.requireNonNull(running);
    }

    @BeforeEach
    void makeDatabase(TestInfo test) {
        // before each of them, so that each is counted as skipped
        Assumptions.assumeTrue(running != null, ClickHouseServer.MISSING);
        database = test.getTestMethod().orElseThrow().getName();
        server().run("", "CREATE DATABASE " + database);
    }

    private String sql(String sql) {
        return server().run("database=" + database + "&allow_experimental_low_cardinality_type=1", sql);
    }

    private ClickHouse source() {
        return source("");
    }

    private ClickHouse source(String options) {
        return ClickHouse.open(server().address(database) + options, Map.of(), null, null);
    }

    private static String columns(int table, String symbolType, String timeType) {
        String symbol = table == 3 ? "ticker" : "symbol";
        return "trading_day Date, timestamp " + timeType + ", " + symbol + " " + symbolType
                + ", ltp Float64, ltq UInt64, oi UInt64"
                + (table == 1 ? ", buy_price Nullable(Float64), sell_price Float64" : "");
    }

    private void create(int table, String symbolType, String timeType) {
        sql("CREATE TABLE " + TABLES.get(table) + " (" + columns(table, symbolType, timeType)
                + ") ENGINE = MergeTree PARTITION BY trading_day ORDER BY (trading_day, "
                + (table == 3 ? "ticker" : "symbol") + ", timestamp)");
    }

    private void createAll() {
        create(0, "LowCardinality(String)", "DateTime");
        create(1, "String", "DateTime('Asia/Kolkata')");
        create(2, "String", "DateTime('Europe/Berlin')");
        create(3, "String", "DateTime");
    }

    private void insert(List<Row> rows) {
        for (int table = 0; table < TABLES.size(); table++) {
            int own = table;
            String values = rows.stream()
                    .filter(row -> row.table() == own)
                    .map(Row::values)
                    .collect(Collectors.joining(", "));
            if (!values.isEmpty()) {
                sql("INSERT INTO " + TABLES.get(table) + " VALUES " + values);
            }
        }
    }

    private static List<Row> rows(int count, long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add(Row.random(random));
        }
        return rows;
    }

    /** The same rows as a data folder: ordered by time, table, symbol, and as they were inserted. */
    private DataFolder csv(List<Row> rows) {
        TestFolder csv = new TestFolder(folder.resolve("csv"));
        csv.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS,
                "NIFTY,INDEX,NSE,,,,,,,2",
                "BANKNIFTY,INDEX,NSE,,,,,,,2",
                "M&M,STOCK,NSE,,,,,,,2",
                "RELIANCE,STOCK,NSE,,,,,,,2",
                "NIFTY:2024-11-28:FUT,FUTURE,NFO,NIFTY,2024-11-28,,,,,2",
                "NIFTY:2024-11-07:OPT:24250:PE,OPTION,NFO,NIFTY,2024-11-07,24250,PE,,,2",
                "NIFTY:2024-10-31:OPT:24250:CE,OPTION,NFO,NIFTY,2024-10-31,24250,CE,,,2",
                "NIFTY:2024-10-31:OPT:9500:CE,OPTION,NFO,NIFTY,2024-10-31,9500,CE,,,2");
        List<Row> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparing(Row::clock).thenComparing(Row::table).thenComparing(Row::symbol));
        List<String> lines = new ArrayList<>(List.of(TestFolder.TICKS));
        for (int row = 0; row < ordered.size(); row++) {
            Row own = ordered.get(row);
            lines.add(own.clock() + "," + row + "," + own.symbol() + "," + own.price() + "," + own.quantity() + ","
                    + own.interest());
        }
        csv.file("ticks/" + DAY + ".csv", lines.toArray(String[]::new));
        return DataFolder.open(csv.root());
    }

    @Test
    void aDayIsTheSameAsFromCsvHoweverItWasInsertedAndMerged() {
        createAll();
        List<Row> rows = rows(30_000, 7);
        for (int from = 0; from < rows.size(); from += 4_000) {
            insert(rows.subList(from, Math.min(rows.size(), from + 4_000)));
        }
        TakenDay expected = TakenDay.of(csv(rows), DAY);
        assertThat(expected.ticks()).hasSizeGreaterThan(20_000);
        ClickHouse source = source();
        assertThat(source.days()).containsExactly(DAY);

        TakenDay taken = TakenDay.of(source, DAY);

        assertThat(taken.content()).isEqualTo(expected.content());
        assertThat(taken.findings())
                .extracting(Finding::kind, Finding::count)
                .isEqualTo(expected.findings().stream()
                        .map(finding -> Tuple.tuple(finding.kind(), finding.count()))
                        .toList());
        String hash = TakenDay.stored(csv(rows), DAY, folder.resolve("a"));
        assertThat(TakenDay.stored(source, DAY, folder.resolve("b"))).isEqualTo(hash);
        String fingerprint = source.fingerprint(DAY, Set.of("NIFTY"));
        for (String table : TABLES) {
            sql("OPTIMIZE TABLE " + table + " FINAL");
        }
        assertThat(source().fingerprint(DAY, Set.of("NIFTY"))).isEqualTo(fingerprint);
        assertThat(TakenDay.stored(source(), DAY, folder.resolve("c"))).isEqualTo(hash);
    }

    @Test
    void quotesAreReadWhereThereAreSome() {
        create(1, "String", "DateTime");
        sql("INSERT INTO nse_ticks_stocks VALUES ('" + DAY + "', '" + DAY
                + " 10:00:00', 'M&M', 2950.05, 3, 0, NULL, 2950.1), ('" + DAY + "', '" + DAY
                + " 10:00:00', 'M&M', 2950, 0, 0, 2949.9, 2950.125)");
        assertThat(TakenDay.of(source(), DAY).ticks())
                .containsExactly(
                        "45 2024-10-29T04:30:00Z M&M 2950050 3 0 - 2950100",
                        "45 2024-10-29T04:30:00Z M&M 2950000 0 0 2949900 2950125");
    }

    @Test
    void aChangeIsNoticedByTheFingerprint() {
        createAll();
        insert(rows(300, 1));
        ClickHouse source = source();
        String before = source.fingerprint(DAY, Set.of());
        assertThat(source.fingerprint(DAY, Set.of())).isEqualTo(before);
        insert(rows(1, 2));
        assertThat(source.fingerprint(DAY, Set.of())).isNotEqualTo(before);
        assertThat(TakenDay.of(source, DAY).ticks()).isNotEmpty();
    }

    private static int priceScale(ClickHouse source, String symbol) {
        return Objects.requireNonNull(source.tradable(DAY).get(symbol)).priceScale();
    }

    @Test
    void pricesGetTheScaleTheyNeed() {
        create(0, "String", "DateTime");
        sql("INSERT INTO nse_ticks_indices VALUES ('" + DAY + "', '" + DAY + " 10:00:00', 'NIFTY', 24250.3, 1, 0), ('"
                + DAY
                + "', '" + DAY + " 10:00:01', 'NIFTY', 24250.3575, 1, 0), ('" + DAY + "', '" + DAY
                + " 10:00:01', 'BANKNIFTY', 51000, 1, 0)");
        ClickHouse source = source();
        assertThat(priceScale(source, "NIFTY")).isEqualTo(4);
        assertThat(priceScale(source, "BANKNIFTY")).isEqualTo(2);
        assertThat(TakenDay.of(source, DAY).ticks())
                .containsExactly(
                        "45 2024-10-29T04:30:00Z NIFTY 242503000 1 0 - -",
                        "45 2024-10-29T04:30:01Z BANKNIFTY 5100000 1 0 - -",
                        "45 2024-10-29T04:30:01Z NIFTY 242503575 1 0 - -");
    }

    @Test
    void aPriceThatIsNoDecimalNumberIsRefusedWithItsRow() {
        create(0, "String", "DateTime");
        sql("INSERT INTO nse_ticks_indices VALUES ('" + DAY + "', '" + DAY + " 10:00:00', 'NIFTY', 1/3, 1, 0), ('" + DAY
                + "', '" + DAY + " 10:00:01', 'NIFTY', nan, 1, 0), ('" + DAY + "', '" + DAY
                + " 10:00:02', 'NIFTY', 5.125, 1, 0)");
        ClickHouse source = source();
        assertThat(priceScale(source, "NIFTY")).isEqualTo(3);
        assertThatThrownBy(() -> TakenDay.of(source, DAY))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("nse_ticks_indices of 2024-10-29 row 1: ltp 0.333333")
                .hasMessageContaining("row 2: ltp NaN of NIFTY is no decimal number of at most 9 fraction digits")
                .hasMessageNotContaining("row 3");
    }

    @Test
    void instantsAreTakenAsSuchWhenToldAndAreToldAsShiftedWhenNot() {
        create(0, "String", "DateTime");
        sql("INSERT INTO nse_ticks_indices VALUES ('" + DAY + "', '" + DAY + " 04:30:00', 'NIFTY', 24250, 1, 0)");
        assertThat(TakenDay.of(source("?times=instant"), DAY).ticks())
                .containsExactly("45 2024-10-29T04:30:00Z NIFTY 2425000 1 0 - -");
        assertThatThrownBy(() -> TakenDay.of(source(), DAY)).hasMessageContaining("moved by +05:30 1 would be inside");
        assertThat(source("?times=instant").fingerprint(DAY, Set.of()))
                .isNotEqualTo(source().fingerprint(DAY, Set.of()));
    }

    @Test
    void contractsWithoutATickBelongToTheDayIfTheMetadataHasThemAndTheirExpiryTicked() {
        create(3, "String", "DateTime");
        sql(
                "CREATE TABLE nse_options_metadata (underlying String, expiry_date Date, strike Float64, option_type String,"
                        + " ticker String) ENGINE = MergeTree ORDER BY (underlying, expiry_date)");
        sql(
                "INSERT INTO nse_options_metadata VALUES ('NIFTY', '2024-11-07', 24300, 'CE', ''), ('NIFTY', '2024-11-14', 24300,"
                        + " 'CE', ''), ('NIFTY', '2024-10-24', 24300, 'CE', ''), ('NIFTY', '2024-11-07', 24250, 'PE', '')");
        sql("INSERT INTO nse_ticks_options VALUES ('" + DAY + "', '" + DAY
                + " 10:00:00', 'NIFTY07NOV2424250PE.NFO', 260.05,"
                + " 25, 83225), ('" + DAY + "', '" + DAY + " 10:00:00', 'NIFTY24OCT2424250PE.NFO', 1, 25, 0), ('" + DAY
                + "', '"
                + DAY + " 10:00:00', 'NIFTY-I', 1, 25, 0)");
        ClickHouse source = source();
        assertThat(source.tradable(DAY))
                .containsOnlyKeys(
                        "NIFTY:2024-11-07:OPT:24250:PE",
                        "NIFTY:2024-11-07:OPT:24300:CE",
                        "NIFTY:2024-11-14:OPT:24300:CE");
        TakenDay taken = TakenDay.of(source, DAY);
        assertThat(taken.ticks())
                .containsExactly("45 2024-10-29T04:30:00Z NIFTY:2024-11-07:OPT:24250:PE 26005 25 83225 - -");
        assertThat(taken.findings())
                .extracting(Finding::kind, Finding::count)
                .containsExactly(Tuple.tuple(Finding.Kind.UNKNOWN_SYMBOL, 2L));
        assertThat(source.instruments(DAY, Set.of("NIFTY:2024-11-07:OPT:24250:PE")))
                .containsOnlyKeys("NIFTY:2024-11-07:OPT:24250:PE", "NIFTY:2024-11-07:OPT:24300:CE");
    }

    @Test
    void candlesAreTheSameAsFromCsv() {
        sql(
                "CREATE TABLE nse_ohlcv_indices (symbol String, timeframe String, trading_day Date, timestamp DateTime, open Float64,"
                        + " high Float64, low Float64, close Float64, volume UInt64) ENGINE = ReplacingMergeTree PARTITION BY"
                        + " toYYYYMM(trading_day) ORDER BY (symbol, timeframe, timestamp)");
        sql(
                "INSERT INTO nse_ohlcv_indices VALUES ('NIFTY', '5m', '2024-10-28', '2024-10-28 09:20:00', 2.05, 3.1, 1, 2, 7),"
                        + " ('NIFTY', '5m', '2024-10-28', '2024-10-28 09:15:00', 2, 3, 1, 2.5, 0),"
                        + " ('NIFTY', '1d', '2024-10-28', '2024-10-28 09:15:00', 2, 3, 1, 2.555, 0)");
        sql(
                "INSERT INTO nse_ohlcv_indices VALUES ('NIFTY', '5m', '2024-10-28', '2024-10-28 09:15:00', 2, 4, 1, 2.5, 0)");
        ClickHouse source = source();
        assertThat(source.candleKeys())
                .extracting(key -> key.symbol() + " " + key.timeframe().label())
                .containsExactly("NIFTY 5m", "NIFTY 1d");
        CandleKey five = source.candleKeys().get(0);
        CandleKey daily = source.candleKeys().get(1);
        assertThat(candles(source, five))
                .containsExactly("1730087100 200 400 100 250 0", "1730087400 205 310 100 200 7");
        assertThat(candles(source, daily)).containsExactly("1730053800 2000 3000 1000 2555 0");
        assertThat(source.candleSubject(daily).instrument().priceScale()).isEqualTo(3);
        String before = source.fingerprint(five);
        assertThat(source.fingerprint(five)).isEqualTo(before);
        sql(
                "INSERT INTO nse_ohlcv_indices VALUES ('NIFTY', '5m', '2024-10-28', '2024-10-28 09:25:00', 2, 4, 1, 2.5, 0)");
        assertThat(source.fingerprint(five)).isNotEqualTo(before);
    }

    private static List<String> candles(ClickHouse source, CandleKey key) {
        List<String> rows = new ArrayList<>();
        Problems problems = new Problems();
        source.readCandles(
                key,
                new CandleIntake(
                        source.candleSubject(key),
                        key.timeframe(),
                        (start, values) -> rows.add(start + " " + values[0] + " " + values[1] + " " + values[2] + " "
                                + values[3] + " " + values[4]),
                        new Findings(),
                        problems));
        problems.throwIfAny("candles");
        return rows;
    }

    @Test
    void candlesOfSeveralSourcesAreNotMixed() {
        sql(
                "CREATE TABLE nse_ohlcv_stocks (symbol String, timeframe String, timestamp DateTime, open Float64, high Float64,"
                        + " low Float64, close Float64, volume UInt64, source String) ENGINE = MergeTree ORDER BY symbol");
        sql("INSERT INTO nse_ohlcv_stocks VALUES ('M&M', '1m', '2024-10-28 09:15:00', 1, 1, 1, 1, 1, 'a'),"
                + " ('M&M', '1m', '2024-10-28 09:15:00', 2, 2, 2, 2, 2, 'b'' c')");
        ClickHouse mixed = source();
        assertThatThrownBy(mixed::candleKeys)
                .hasMessageContaining("the 1m candles of M&M are there more than once")
                .hasMessageContaining("source=<name>");
        ClickHouse one = source("?source=b'%20c");
        assertThat(candles(one, one.candleKeys().get(0))).containsExactly("1730087100 200 200 200 200 2");
    }

    @Test
    void whatKeepsAServerFromBeingReadIsToldWithoutThePassword() {
        String host = server().url().substring("http://".length());
        assertThatThrownBy(this::source).hasMessageContaining("has none of the tables nse_ticks_indices, ");
        assertThatThrownBy(() -> ClickHouse.open("http://night:wrong1@" + host + "/" + database, Map.of(), null, null))
                .hasMessageContaining(server().address(database))
                .hasMessageContaining("NIGHTJAR_CLICKHOUSE_USER")
                .hasMessageNotContaining("wrong1");
        assertThatThrownBy(() -> ClickHouse.open(server().address("nowhere"), Map.of(), null, null))
                .hasMessageContaining("nowhere")
                .hasMessageContaining("the database is the path of the address");
        createAll();
        assertThat(ClickHouse.open("http://night:p%40ss%3Aword@" + host + "/" + database, Map.of(), null, null)
                        .days())
                .isEmpty();
        assertThatThrownBy(() -> source().tradable(DAY)).hasMessageContaining("there are no ticks of 2024-10-29");
    }

    @Test
    void tablesThatAreNotAsNeededAreToldAtOnce() {
        sql(
                "CREATE TABLE nse_ticks_indices (trading_day Date, timestamp String, symbol String, ltp Float32, ltq UInt64)"
                        + " ENGINE = ReplacingMergeTree ORDER BY symbol");
        assertThatThrownBy(this::source)
                .hasMessageContaining("nse_ticks_indices: its engine is \"ReplacingMergeTree")
                .hasMessageContaining("column timestamp has type String, wanted is DateTime or DateTime64")
                .hasMessageContaining("column ltp has type Float32, wanted is Float64 or Decimal")
                .hasMessageContaining("column oi is missing");
    }

    @Test
    void aServerThatRunsOutOfMemoryOrForbidsSettingsSaysSo() {
        create(0, "String", "DateTime");
        sql("INSERT INTO nse_ticks_indices SELECT toDate('" + DAY + "'), toDateTime('" + DAY
                + " 09:15:00') + number % 20000, 'NIFTY', 24000 + number % 100, 1, 0 FROM system.numbers LIMIT 900000");
        String host = server().url().substring("http://".length());
        ClickHouse tight = ClickHouse.open("http://tight@" + host + "/" + database, Map.of(), null, null);
        assertThatThrownBy(() -> TakenDay.of(tight, DAY))
                .hasMessageContaining("nse_ticks_indices of 2024-10-29: the server says, code 241: ")
                .hasMessageContaining("max_memory_usage");
        ClickHouse fixed = ClickHouse.open("http://fixed@" + host + "/" + database, Map.of(), null, null);
        assertThatThrownBy(() -> TakenDay.of(fixed, DAY))
                .hasMessageContaining("code 164")
                .hasMessageContaining("readonly");
    }
}
