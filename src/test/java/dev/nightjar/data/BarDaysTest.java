package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarDaysTest {

    private static final Timeframe MINUTE = new Timeframe(1);
    private static final Timeframe DAY = new Timeframe(Timeframe.DAY);
    private static final LocalDate MONDAY = LocalDate.of(2024, 10, 28);
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @TempDir
    private Path temp;

    private BarDays imported(Timeframe width, TestFolder files) {
        DataFolder folder = DataFolder.open(files.root());
        DayStore store = DayStore.open(temp.resolve("store"));
        store.importDays(folder, List.of(), day -> {});
        return store.barDays(width, folder);
    }

    private TestFolder folder() {
        return new TestFolder(temp.resolve("folder"));
    }

    private static long at(LocalDate date, String time) {
        return LocalDateTime.parse(date + "T" + time).atZone(ZONE).toEpochSecond();
    }

    @Test
    void aDayHasTheMinutesThatStartInsideItsSession() {
        BarDays days = imported(
                MINUTE,
                folder().file(
                                "candles/NIFTY/1m.csv",
                                TestFolder.CANDLES,
                                "2024-10-28 09:15:00,10,12,9,11,5",
                                "2024-10-28 15:29:00,11,13,10,12,6",
                                "2024-10-29 09:20:00,20,20,20,20,7"));

        assertThat(days.days()).containsExactly(MONDAY, MONDAY.plusDays(1));
        MarketDay monday = days.open(MONDAY);
        assertThat(monday.barWidth()).isEqualTo(MINUTE);
        assertThat(monday.session().close()).isEqualTo(at(MONDAY, "15:30"));
        assertThat(DayAssert.bars(monday.bars("NIFTY")))
                .containsExactly(
                        List.of(at(MONDAY, "09:15"), 1_000L, 1_200L, 900L, 1_100L, 5L),
                        List.of(at(MONDAY, "15:29"), 1_100L, 1_300L, 1_000L, 1_200L, 6L));
        assertThat(monday.ticks("NIFTY").count()).isZero();
        assertThat(monday.bars("UNKNOWN").count()).isZero();
        assertThat(monday.instrument("NIFTY")).isNotNull();
    }

    @Test
    void theMinutesBeforeADayWarmItUp() {
        BarDays days = imported(
                MINUTE,
                folder().file(
                                "candles/NIFTY/1m.csv",
                                TestFolder.CANDLES,
                                "2024-10-28 09:15:00,10,12,9,11,5",
                                "2024-10-29 09:20:00,20,20,20,20,7"));

        WarmUp warmUp = days.open(MONDAY.plusDays(1)).warmUp("NIFTY", MINUTE);

        assertThat(warmUp.source()).isEqualTo(WarmUp.Source.STORED);
        assertThat(DayAssert.bars(warmUp.bars()))
                .containsExactly(List.of(at(MONDAY, "09:15"), 1_000L, 1_200L, 900L, 1_100L, 5L));
    }

    @Test
    void aDailyCandleBelongsToTheDayItStartsOnBeforeTheOpen() {
        BarDays days = imported(
                DAY,
                folder().file(
                                "candles/NIFTY/1d.csv",
                                TestFolder.CANDLES,
                                "2024-10-28 00:00:00,10,12,9,11,5",
                                "2024-10-29 00:00:00,20,21,19,20,7"));

        assertThat(days.days()).containsExactly(MONDAY, MONDAY.plusDays(1));
        assertThat(days.open(MONDAY).bars("NIFTY").close(0)).isEqualTo(1_100);
        assertThat(days.open(MONDAY.plusDays(1)).bars("NIFTY").close(0)).isEqualTo(2_000);
    }

    @Test
    void otherCandlesMakeAnotherHash() {
        BarDays one = imported(
                MINUTE, folder().file("candles/NIFTY/1m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12,9,11,5"));
        String before = one.open(MONDAY).hash();
        BarDays other = imported(
                MINUTE, folder().file("candles/NIFTY/1m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12,9,11,66"));

        assertThat(one.open(MONDAY).hash()).isEqualTo(before);
        assertThat(other.open(MONDAY).hash()).isNotEqualTo(before);
    }

    @Test
    void withoutCandlesOfThatWidthThereIsNoDay() {
        BarDays days = imported(
                new Timeframe(5),
                folder().file("candles/NIFTY/1m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12,9,11,5"));

        assertThat(days.days()).isEmpty();
        assertThatThrownBy(() -> days.open(MONDAY)).hasMessageContaining("the store has no 5m candles to replay");
    }
}
