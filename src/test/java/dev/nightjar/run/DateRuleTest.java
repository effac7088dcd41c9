package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateRuleTest {

    private static final LocalDate MONDAY = LocalDate.of(2024, 10, 28);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final LocalDate WEDNESDAY = MONDAY.plusDays(2);
    private static final List<LocalDate> UNSORTED = List.of(WEDNESDAY, MONDAY, TUESDAY);

    @ParameterizedTest
    @ValueSource(
            strings = {"2024-10-29", "latest", "last(1)", "last(10000)", "since_last_run", "2024-10-01..2024-10-31"})
    void readsWhatItWrites(String text) {
        assertThat(DateRule.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LATEST",
                "last",
                "last(0)",
                "last(10001)",
                "last(-1)",
                "2024-10",
                "29.10.2024",
                "2024-13-01",
                "2024-10-29T00:00",
                "2024-10-01..",
                "..2024-10-01",
                "today",
                "+12024-10-29",
                "0000-01-01"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> DateRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a date such as 2024-10-29, latest");
    }

    @Test
    void dayIsThatDayOrNothing() {
        assertThat(new DateRule.Day(TUESDAY).select(UNSORTED, Set.of())).containsExactly(TUESDAY);
        assertThatThrownBy(() -> new DateRule.Day(TUESDAY).select(List.of(WEDNESDAY, MONDAY), Set.of()))
                .isInstanceOf(DaysNotAvailableException.class)
                .hasMessage("no data for 2024-10-29; available: 2024-10-28, 2024-10-30");
    }

    @Test
    void latestIsTheLastDayWhateverTheOrder() {
        assertThat(new DateRule.Latest().select(UNSORTED, Set.of(TUESDAY))).containsExactly(WEDNESDAY);
        assertThatThrownBy(() -> new DateRule.Latest().select(List.of(), Set.of()))
                .hasMessage("no data for any day; there are no days at all");
    }

    @Test
    void lastIsExactlyThatManyDaysAscending() {
        assertThat(new DateRule.Last(2).select(UNSORTED, Set.of())).containsExactly(TUESDAY, WEDNESDAY);
        assertThatThrownBy(() -> new DateRule.Last(4).select(UNSORTED, Set.of()))
                .hasMessage("no data for 4 days; available: 2024-10-28, 2024-10-29, 2024-10-30");
    }

    @Test
    void sinceLastRunIsEverythingAfterIt() {
        DateRule rule = new DateRule.SinceLastRun();

        assertThat(rule.select(UNSORTED, Set.of(MONDAY))).containsExactly(TUESDAY, WEDNESDAY);
        assertThat(rule.select(UNSORTED, Set.of(MONDAY, WEDNESDAY)))
                .as("its file came late")
                .containsExactly(TUESDAY);
        assertThat(rule.select(UNSORTED, Set.of(TUESDAY)))
                .as("days before the first are not asked for")
                .containsExactly(WEDNESDAY);
        assertThat(rule.select(UNSORTED, Set.of())).containsExactly(MONDAY, TUESDAY, WEDNESDAY);
        assertThatThrownBy(() -> rule.select(UNSORTED, Set.of(MONDAY, TUESDAY, WEDNESDAY)))
                .hasMessage("no data for a day after 2024-10-28 that no run has done; the last done is 2024-10-30;"
                        + " available: 2024-10-28, 2024-10-29, 2024-10-30");
    }

    @Test
    void rangeIncludesBothEnds() {
        assertThat(new DateRule.Range(MONDAY, TUESDAY).select(UNSORTED, Set.of()))
                .containsExactly(MONDAY, TUESDAY);
        assertThatThrownBy(() ->
                        new DateRule.Range(WEDNESDAY.plusDays(1), WEDNESDAY.plusDays(9)).select(UNSORTED, Set.of()))
                .hasMessage("no data from 2024-10-31 to 2024-11-08; available: 2024-10-28, 2024-10-29, 2024-10-30");
        assertThatThrownBy(() -> new DateRule.Range(TUESDAY, MONDAY))
                .hasMessage("the range's end 2024-10-28 is before its start 2024-10-29");
    }

    @Test
    void manyDaysAreDescribedByTheirEndsAndTheNearest() {
        List<LocalDate> days = IntStream.range(0, 40)
                .mapToObj(day -> MONDAY.plusDays(2L * day))
                .toList();

        assertThatThrownBy(() -> new DateRule.Day(TUESDAY).select(days, Set.of()))
                .hasMessage("no data for 2024-10-29; available: 40 days from 2024-10-28 to 2025-01-14,"
                        + " nearest: 2024-10-28 and 2024-10-30");
        assertThatThrownBy(() -> new DateRule.Day(MONDAY.minusDays(1)).select(days, Set.of()))
                .hasMessageEndingWith("nearest: 2024-10-28");
    }
}
