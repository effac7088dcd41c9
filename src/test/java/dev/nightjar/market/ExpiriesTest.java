package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiriesTest {

    private static final List<LocalDate> EXPIRIES =
            dates("2024-10-31", "2024-11-07", "2024-11-14", "2024-11-28", "2024-12-26", "2025-03-27");

    private static String choose(char unit, int number) {
        return String.valueOf(Expiries.choose(EXPIRIES, unit, number));
    }

    @Test
    void weeksCountEveryExpiry() {
        assertThat(choose('W', 0)).isEqualTo("2024-10-31");
        assertThat(choose('W', 1)).isEqualTo("2024-11-07");
        assertThat(choose('W', 5)).isEqualTo("2025-03-27");
    }

    @Test
    void longerPeriodsTakeTheirLastExpiry() {
        assertThat(choose('M', 0)).isEqualTo("2024-10-31");
        assertThat(choose('M', 1)).isEqualTo("2024-11-28");
        assertThat(choose('Q', 0)).isEqualTo("2024-12-26");
        assertThat(choose('Q', 1)).isEqualTo("2025-03-27");
        assertThat(choose('Y', 1)).isEqualTo("2025-03-27");
    }

    @Test
    void thereMayNotBeThatMany() {
        assertThat(choose('W', 6)).isEqualTo("null");
        assertThat(choose('Y', 2)).isEqualTo("null");
        assertThat(Expiries.choose(List.of(), 'W', 0)).isNull();
    }

    /** NIFTY's W1 as it was recorded on the days of October 2024; its expiries were the Thursdays. */
    @ParameterizedTest
    @CsvSource({
        "2024-10-01, 2024-10-10",
        "2024-10-03, 2024-10-10",
        "2024-10-04, 2024-10-17",
        "2024-10-10, 2024-10-17",
        "2024-10-11, 2024-10-24",
        "2024-10-17, 2024-10-24",
        "2024-10-18, 2024-10-31",
        "2024-10-24, 2024-10-31",
        "2024-10-25, 2024-11-07",
        "2024-10-28, 2024-11-07",
        "2024-10-29, 2024-11-07"
    })
    void theExpiryDayItselfIsWeekZero(LocalDate day, LocalDate next) {
        List<LocalDate> thursdays = LocalDate.of(2024, 10, 3)
                .datesUntil(LocalDate.of(2024, 12, 1), Period.ofWeeks(1))
                .filter(thursday -> !thursday.isBefore(day))
                .toList();

        assertThat(Expiries.choose(thursdays, 'W', 1)).isEqualTo(next);
    }

    @Test
    void theMonthlyExpiryIsTheLastOfItsCalendarMonth() {
        List<LocalDate> expiries = dates("2024-10-24", "2024-10-31", "2024-11-07", "2024-11-28", "2024-12-05");
        assertThat(Expiries.choose(expiries, 'M', 0)).isEqualTo("2024-10-31");
        assertThat(Expiries.choose(expiries, 'M', 1)).isEqualTo("2024-11-28");
        assertThat(Expiries.choose(expiries, 'M', 2))
                .as("the last that is there, if the month's own is not")
                .isEqualTo("2024-12-05");
        assertThat(Expiries.choose(dates("2024-10-31", "2024-11-28"), 'M', 0))
                .as("on the monthly expiry day it is still that day")
                .isEqualTo("2024-10-31");
    }

    @Test
    void monthsQuartersAndYearsWithoutAnExpiryAreNotCounted() {
        List<LocalDate> expiries = dates("2024-12-26", "2025-03-27", "2025-12-24", "2026-06-25", "2026-12-31");
        assertThat(Expiries.choose(expiries, 'M', 1)).isEqualTo("2025-03-27");
        assertThat(Expiries.choose(expiries, 'Q', 2)).isEqualTo("2025-12-24");
        assertThat(Expiries.choose(expiries, 'Q', 3)).isEqualTo("2026-06-25");
        assertThat(Expiries.choose(expiries, 'Y', 0)).isEqualTo("2024-12-26");
        assertThat(Expiries.choose(expiries, 'Y', 2)).isEqualTo("2026-12-31");
    }

    @Test
    void decemberAndJanuaryAreTwoMonthsAndQuarters() {
        List<LocalDate> expiries = dates("2024-12-26", "2025-01-02");
        assertThat(Expiries.choose(expiries, 'M', 0)).isEqualTo("2024-12-26");
        assertThat(Expiries.choose(expiries, 'Q', 1)).isEqualTo("2025-01-02");
    }

    @Test
    void onlyFourUnitsAreKnown() {
        assertThatThrownBy(() -> Expiries.choose(EXPIRIES, 'D', 0))
                .hasMessage("an expiry is chosen by W, M, Q or Y, not by D");
    }

    private static List<LocalDate> dates(String... texts) {
        return Stream.of(texts).map(LocalDate::parse).toList();
    }
}
