package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final LocalDate FIRST = LocalDate.of(2024, 4, 26);
    private static final LocalDate SECOND = LocalDate.of(2024, 11, 20);
    private static final History<Integer> LOTS = new History<>(new TreeMap<>(Map.of(FIRST, 25, SECOND, 75)));

    @Test
    void aValueHoldsFromItsDayUntilTheDayBeforeTheNext() {
        assertThat(LOTS.asOf(FIRST.minusDays(1))).isNull();
        assertThat(LOTS.asOf(FIRST)).isEqualTo(25);
        assertThat(LOTS.asOf(SECOND.minusDays(1))).isEqualTo(25);
        assertThat(LOTS.asOf(SECOND)).isEqualTo(75);
        assertThat(LOTS.asOf(SECOND.plusYears(9))).isEqualTo(75);
    }

    @Test
    void fromItsFirstDayOnTheOtherOneSpeaksAlone() {
        History<Integer> own = new History<>(new TreeMap<>(Map.of(FIRST.plusDays(1), 30)));

        History<Integer> joined = LOTS.until(own);

        assertThat(joined.asOf(FIRST)).isEqualTo(25);
        assertThat(joined.asOf(FIRST.plusDays(1))).isEqualTo(30);
        assertThat(joined.asOf(SECOND)).isEqualTo(30);
        assertThat(LOTS.until(new History<>(new TreeMap<>()))).isEqualTo(LOTS);
    }

    @Test
    void laterValuesChangeNoEarlierDay() {
        Random random = new Random(7);
        TreeMap<LocalDate, Integer> values = new TreeMap<>();
        LocalDate day = FIRST;
        for (int row = 0; row < 50; row++) {
            History<Integer> before = new History<>(values);
            day = day.plusDays(1 + random.nextInt(40));
            values.put(day, row);
            History<Integer> after = new History<>(values);
            for (LocalDate date = FIRST.minusDays(3); date.isBefore(day); date = date.plusDays(1)) {
                assertThat(after.asOf(date)).isEqualTo(before.asOf(date));
            }
        }
    }
}
