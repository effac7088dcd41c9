package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.market.Timeframe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetCandlesTest {

    private static final CandleKey MINUTES = new CandleKey("NIFTY", new Timeframe(1));

    @TempDir
    private Path temp;

    private CandleImport imported(TestFolder files, String store) {
        return DayStore.open(temp.resolve(store)).bars().importFrom(DataFolder.open(files.root()), MINUTES, false);
    }

    private TestFolder parquet(String query) {
        TestFolder files = new TestFolder(temp.resolve("parquet"));
        TestParquet.write(files.root().resolve("candles/NIFTY/1m.parquet"), query, "row_group_size 2048");
        return files;
    }

    /** Trades, bids and asks of the minutes of many days, each in some of them. */
    private TestFolder random() {
        Random random = new Random(5);
        List<String> rows = new ArrayList<>();
        rows.add("timestamp," + String.join(",", CandleIntake.COLUMNS));
        for (int day = 1; day <= 30; day++) {
            for (int minute = 0; minute < 375; minute++) {
                int time = 9 * 60 + 15 + minute;
                boolean traded = random.nextInt(10) > 0;
                boolean quoted = !traded || random.nextBoolean();
                rows.add(String.format(
                        Locale.ROOT,
                        "2024-%02d-%02d %02d:%02d:00,%s,%s,%s",
                        1 + day / 28,
                        1 + day % 28,
                        time / 60,
                        time % 60,
                        side(traded, random, true),
                        side(quoted, random, random.nextBoolean()),
                        side(quoted && random.nextBoolean(), random, true)));
            }
        }
        return new TestFolder(temp.resolve("csv")).file("candles/NIFTY/1m.csv", rows.toArray(String[]::new));
    }

    private static String side(boolean there, Random random, boolean sized) {
        if (!there) {
            return ",,,,";
        }
        int low = 2_400_000 + random.nextInt(100_000);
        return Stream.of(low + 40, low + 50 + random.nextInt(9), low, low + random.nextInt(50))
                        .map(price -> price / 100 + "." + price / 10 % 10 + price % 10)
                        .collect(Collectors.joining(","))
                + "," + (sized ? random.nextInt(1000) : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp::TIMESTAMP | DOUBLE | BIGINT",
                "epoch_ms(timestamp::TIMESTAMPTZ) | DECIMAL(9,2) | DOUBLE",
                "timestamp | DOUBLE | UINTEGER"
            })
    void candlesAreThoseOfTheCsv(String time, String price, String size) {
        TestFolder csv = random();
        String fields = CandleIntake.COLUMNS.stream()
                .map(name -> name + "::" + (name.matches("volume|.*size") ? size : price) + " AS " + name)
                .collect(Collectors.joining(", "));

        CandleImport expected = imported(csv, "csv-store");
        CandleImport read = imported(
                parquet("SELECT " + fields + ", " + time + " AS timestamp FROM "
                        + TestParquet.csv(csv.root().resolve("candles/NIFTY/1m.csv"))),
                "parquet-store");

        assertThat(read.hash()).isEqualTo(expected.hash());
        assertThat(DayStore.open(temp.resolve("parquet-store"))
                        .bars()
                        .open(MINUTES)
                        .count())
                .isGreaterThan(10_000);
    }

    @Test
    void whatIsWrongIsToldWithItsRow() {
        TestFolder files = parquet("SELECT * FROM (VALUES"
                + " (TIMESTAMP '2024-10-28 09:15:00', 1.0, 2.0, 1.0, 2.0, 5),"
                + " (TIMESTAMP '2024-10-28 09:16:00', 1.005, 2.0, 1.0, 2.0, -5),"
                + " (NULL, 1.0, 2.0, 1.0, 2.0, 5),"
                + " (TIMESTAMP '2024-10-28 09:15:00', 1.0, 2.0, 1.0, 2.5, 5))"
                + " AS v(timestamp, open, high, low, close, volume)");

        DataException refused = catchThrowableOfType(DataException.class, () -> imported(files, "store"));

        assertThat(refused.problems())
                .containsExactly(
                        "candles/NIFTY/1m.parquet row 2: open 1.005 is finer than the instrument's price_scale of 2; a"
                                + " price is above 0 with at most 2 fraction digits",
                        "candles/NIFTY/1m.parquet row 3: timestamp is missing",
                        "candles/NIFTY/1m.parquet row 4: high must be the highest and low the lowest of the candle's"
                                + " prices");
    }

    @Test
    void columnsMakeWholeSides() {
        TestFolder files = parquet("SELECT TIMESTAMP '2024-10-28 09:15:00' AS timestamp, 1.0 AS open, 2.0 AS bid_open"
                + " FROM range(5000)");

        DataException refused = catchThrowableOfType(DataException.class, () -> imported(files, "store"));

        assertThat(refused.problems())
                .containsExactly("candles/NIFTY/1m.parquet: the columns high, low, close, volume, bid_high, bid_low,"
                        + " bid_close are missing; beside timestamp there are open,high,low,close,volume and, or instead"
                        + " of them, bid_open,bid_high,bid_low,bid_close[,bid_size] and"
                        + " ask_open,ask_high,ask_low,ask_close[,ask_size]");
    }
}
