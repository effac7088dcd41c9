package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpsTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    /** Of nothing. */
    private static final String NO_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path temp;

    private TestFolder folder;

    @BeforeEach
    void folder() {
        folder = new TestFolder(temp).file("ticks/2024-10-29.csv", ticks("2024-10-29 10:00:00,0,NIFTY,1,0,0"));
    }

    private static String[] ticks(String... rows) {
        List<String> lines = new ArrayList<>(List.of(rows));
        lines.add(0, TestFolder.TICKS);
        return lines.toArray(String[]::new);
    }

    private WarmUp warmUp(int minutes) {
        return TestFolder.imported(temp, DAY).warmUp("NIFTY", new Timeframe(minutes));
    }

    private static long at(String local) {
        return LocalDateTime.parse(local)
                .atZone(java.time.ZoneId.of("Asia/Kolkata"))
                .toEpochSecond();
    }

    private static String closes(WarmUp warmUp) {
        return IntStream.range(0, warmUp.bars().count())
                .mapToObj(bar -> String.valueOf(warmUp.bars().close(bar)))
                .collect(Collectors.joining(" "));
    }

    @Test
    void storedCandlesBeforeTheDayCountAndItsOwnAndLaterOnesDoNot() {
        folder.file("ticks/2024-10-28.csv", ticks("2024-10-28 10:00:00,0,NIFTY,99,0,0"))
                .file(
                        "candles/NIFTY/5m.csv",
                        TestFolder.CANDLES,
                        "2024-10-28 15:20:00,10,12.5,9,11,7",
                        "2024-10-28 15:25:00,11,12,11,12,0",
                        "2024-10-29 09:15:00,13,13,13,13,0",
                        "2024-10-30 09:15:00,14,14,14,14,0");

        WarmUp warmUp = warmUp(5);

        assertThat(warmUp.source()).isEqualTo(WarmUp.Source.STORED);
        assertThat(DayAssert.bars(warmUp.bars()))
                .containsExactly(
                        List.of(at("2024-10-28T15:20:00"), 1000L, 1250L, 900L, 1100L, 7L),
                        List.of(at("2024-10-28T15:25:00"), 1100L, 1200L, 1100L, 1200L, 0L));
        assertThat(warmUp.hash()).hasSize(64).isNotEqualTo(NO_HASH);
    }

    @Test
    void theLastFiveHundredStoredCandlesCount() {
        String[] lines = LongStream.range(0, 600)
                .mapToObj(bar -> LocalDateTime.of(2024, 10, 24, 9, 15)
                                .plusDays(bar / 300)
                                .plusMinutes(bar % 300) + ":00," + (bar + 1) + ","
                        + (bar + 1) + "," + (bar + 1) + "," + (bar + 1) + ",0")
                .toArray(String[]::new);
        folder.file("candles/NIFTY/1m.csv", header(lines));

        WarmUp warmUp = warmUp(1);

        assertThat(warmUp.bars().count()).isEqualTo(500);
        assertThat(warmUp.bars().close(0)).isEqualTo(10_100);
        assertThat(warmUp.bars().close(499)).isEqualTo(60_000);
    }

    private static String[] header(String... rows) {
        List<String> lines = new ArrayList<>(List.of(rows));
        lines.add(0, TestFolder.CANDLES);
        return lines.toArray(String[]::new);
    }

    @Test
    void storedCandlesAreNeverMixedWithBuiltOnes() {
        folder.file("ticks/2024-10-28.csv", ticks("2024-10-28 10:00:00,0,NIFTY,99,0,0"))
                .file("candles/NIFTY/1m.csv", header("2024-10-29 09:15:00,1,1,1,1,0"));

        assertThat(warmUp(1).source()).isEqualTo(WarmUp.Source.NONE);
        assertThat(warmUp(5).source()).as("another timeframe").isEqualTo(WarmUp.Source.BUILT);
    }

    @Test
    void withoutStoredCandlesTheTicksOfEarlierDaysAreBuiltIntoSome() {
        folder.file("ticks/2024-10-25.csv", ticks("2024-10-25 15:29:00,0,NIFTY,5,9,0"))
                .file(
                        "ticks/2024-10-28.csv",
                        ticks(
                                "2024-10-28 09:14:59,0,NIFTY,90,1,0",
                                "2024-10-28 09:15:00,0,NIFTY,10,1,0",
                                "2024-10-28 09:15:00,1,NIFTY,14,2,0",
                                "2024-10-28 09:16:30,0,NIFTY,8,3,0",
                                "2024-10-28 09:17:59.999,0,NIFTY,12,4,0",
                                "2024-10-28 09:18:00,0,NIFTY,13,5,0",
                                "2024-10-28 15:30:00,0,NIFTY,11,6,0"));

        WarmUp warmUp = warmUp(3);

        assertThat(warmUp.source()).isEqualTo(WarmUp.Source.BUILT);
        assertThat(DayAssert.bars(warmUp.bars()))
                .containsExactly(
                        List.of(at("2024-10-25T15:27:00"), 500L, 500L, 500L, 500L, 9L),
                        List.of(at("2024-10-28T09:15:00"), 1000L, 1400L, 800L, 1200L, 10L),
                        List.of(at("2024-10-28T09:18:00"), 1300L, 1300L, 1300L, 1300L, 5L),
                        List.of(at("2024-10-28T15:30:00"), 1100L, 1100L, 1100L, 1100L, 6L));
        assertThat(closes(warmUp(1440))).isEqualTo("500 1100");
    }

    @Test
    void builtCandlesAreTheLastFiveHundredToo() {
        for (int day = 21; day <= 25; day++) {
            int base = day * 1000;
            String date = "2024-10-" + day;
            folder.file(
                    "ticks/" + date + ".csv",
                    ticks(IntStream.range(0, 375)
                            .mapToObj(minute -> String.format(
                                    "%s %02d:%02d:30,0,NIFTY,%d,0,0",
                                    date, (555 + minute) / 60, (555 + minute) % 60, base + minute))
                            .toArray(String[]::new)));
        }

        WarmUp warmUp = warmUp(1);

        assertThat(warmUp.bars().count()).isEqualTo(500);
        assertThat(warmUp.bars().close(0)).isEqualTo(100 * (24_000 + 250));
        assertThat(warmUp.bars().close(499)).isEqualTo(100 * (25_000 + 374));
    }

    @Test
    void withoutAnythingEarlierThereIsNone() {
        assertThat(warmUp(1)).satisfies(none -> {
            assertThat(none.source()).isEqualTo(WarmUp.Source.NONE);
            assertThat(none.bars().count()).isZero();
            assertThat(none.bars().priceScale()).isEqualTo(2);
            assertThat(none.hash()).isEqualTo(NO_HASH);
        });
        assertThat(TestFolder.imported(temp, DAY)
                        .warmUp("BANKNIFTY", new Timeframe(1))
                        .source())
                .isEqualTo(WarmUp.Source.NONE);
    }

    @Test
    void theHashIsThatOfTheCandlesUsed() {
        folder.file("candles/NIFTY/1m.csv", header("2024-10-28 09:15:00,1,1,1,1,0"));
        String hash = warmUp(1).hash();

        folder.file(
                "candles/NIFTY/1m.csv",
                header("2024-10-28T09:15:00+05:30,1.00,1.0,1,1,0", "2024-10-29 09:15:00,1,1,1,1,0"));
        assertThat(warmUp(1).hash()).isEqualTo(hash);

        folder.file("candles/NIFTY/1m.csv", header("2024-10-28 09:15:00,1,1,1,1,1"));
        assertThat(warmUp(1).hash()).isNotEqualTo(hash);
    }

    @Test
    void wrongCandlesAreToldWithTheirPlace() {
        folder.file(
                "candles/NIFTY/1m.csv",
                header(
                        "2024-10-28 09:15:00,1,2,1,1,0",
                        "2024-10-28 09:15:00,1,2,1,2,0",
                        "2024-10-28 09:16:30,1,2,1,1,0",
                        "2024-10-28 09:17:00,1,0.5,1,1,0",
                        "2024-10-28 09:14:00,1,2,1,1,0",
                        "2024-10-28 09:19:00,1,2,1,1.001,-1"));

        DataException wrong = catchThrowableOfType(DataException.class, () -> warmUp(1));

        String file = "candles/NIFTY/1m.csv";
        assertThat(wrong.problems())
                .containsExactly(
                        file + " line 3: has the timestamp of line 2 and other values",
                        file + " line 4: timestamp 2024-10-28 09:16:30 should be a whole minute, the start of the"
                                + " candle",
                        file + " line 5: high must be the highest and low the lowest of the candle's prices",
                        file + " line 6: timestamp is not after the previous candle's; candles ascend by start",
                        file + " line 7: close \"1.001\" is finer than the instrument's price_scale of 2; a price is"
                                + " above 0 with at most 2 fraction digits",
                        file + " line 7: volume \"-1\" should be a whole number, 0 or more");
    }
}
