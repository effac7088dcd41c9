package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExpiriesTest {

    private static final List<LocalDate> EXPIRIES = Stream.of(
                    "2024-10-31", "2024-11-07", "2024-11-14", "2024-11-28", "2024-12-26", "2025-03-27")
            .map(LocalDate::parse)
            .toList();

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
}
