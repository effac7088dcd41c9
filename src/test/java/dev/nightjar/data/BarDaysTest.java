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
    void candlesOfOtherDaysAreNoPartOfADaysHash() {
        String monday = "2024-10-28 09:15:00,10,12,9,11,5";
        BarDays alone = imported(MINUTE, folder().file("candles/NIFTY/1m.csv", TestFolder.CANDLES, monday));
        String before = alone.open(MONDAY).hash();
        BarDays longer = imported(
                MINUTE,
                folder().file(
                                "candles/NIFTY/1m.csv",
                                TestFolder.CANDLES,
                                "2024-10-25 09:15:00,10,12,9,11,5",
                                monday,
                                "2024-10-29 09:15:00,10,12,9,11,5"));

        BarDay day = longer.open(MONDAY);
        assertThat(day.bars("NIFTY").count())
                .as("read before it is asked for its hash")
                .isEqualTo(1);
        assertThat(day.hash()).isEqualTo(before);
        assertThat(longer.open(MONDAY.plusDays(1)).hash()).isNotEqualTo(before);
    }

    @Test
    void missingDaysAndHolesAreTold() {
        BarDays days = imported(
                MINUTE,
                folder().file(
                                "candles/NIFTY/1m.csv",
                                TestFolder.CANDLES,
                                "2024-10-28 09:45:00,10,12,9,11,5",
                                "2024-10-28 10:15:00,10,12,9,11,5",
                                "2024-10-28 10:46:00,10,12,9,11,5",
                                "2024-10-28 15:00:00,10,12,9,11,5",
                                "2024-10-31 15:29:00,20,20,20,20,7"));

        assertThat(days.gaps(MONDAY.minusDays(2), MONDAY.plusDays(4)))
                .hasValueSatisfying(told -> assertThat(told)
                        .contains(" has no 1m candles for 2024-10-29, 2024-10-30, 2024-11-01, not run;"
                                + " trading was to be expected then")
                        .doesNotContain("2024-10-26", "2024-10-27"));
        assertThat(days.gaps(MONDAY, MONDAY)).isEmpty();
        assertThat(days.holes(List.of(MONDAY), List.of("NIFTY", "UNKNOWN")))
                .containsExactly("2024-10-28: NIFTY has no 1m candle between 10:47 and 15:00");
        assertThat(days.holes(List.of(MONDAY.plusDays(3)), List.of("NIFTY")))
                .containsExactly("2024-10-31: NIFTY has no 1m candle between 09:15 and 15:29");
    }

    @Test
    void anInstrumentWithoutACandleOnADayIsToldAndSoIsWhatItsImportFound() {
        BarDays days = imported(
                DAY,
                folder().file(
                                "instruments.csv",
                                TestFolder.INSTRUMENTS,
                                TestFolder.NIFTY,
                                TestFolder.NIFTY.replace("NIFTY", "BANKNIFTY"))
                        .file("candles/NIFTY/1d.csv", TestFolder.CANDLES, "2024-10-28 00:00:00,10,12,9,11,5")
                        .file(
                                "candles/BANKNIFTY/1d.csv",
                                TestFolder.CANDLES,
                                "2024-10-29 00:00:00,10,12,9,11,5",
                                "2024-10-29 00:00:00,10,12,9,11,5"));

        assertThat(days.holes(List.of(MONDAY), List.of("NIFTY", "BANKNIFTY")))
                .containsExactly("2024-10-28: BANKNIFTY has no 1d candle");
        assertThat(days.findings())
                .singleElement()
                .asString()
                .startsWith("1d candles of BANKNIFTY: 1 rows that are there already, left out; such as: ");
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
