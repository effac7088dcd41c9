package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarWidthTest {

    @ParameterizedTest
    @CsvSource({"1s,1", "15s,15", "30s,30", "1m,60", "5m,300", "90m,5400", "1h,3600", "4h,14400", "1d,86400"})
    void everyWidthHasOneLabel(String label, int seconds) {
        assertThat(BarWidth.labelled(label)).contains(new BarWidth(seconds));
        assertThat(new BarWidth(seconds).label()).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "60s", "60m", "24h", "7s", "0m", "01m", "2d", "1M", "m", "1", "-1m", "1441m", "9999d", "1 m"
            })
    void nothingElseIsALabel(String label) {
        assertThat(BarWidth.labelled(label)).isEmpty();
    }

    @Test
    void aWidthThatDoesNotFitAMinuteIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BarWidth(7)).withMessageContaining("was 7 s");
        assertThatIllegalArgumentException().isThrownBy(() -> new BarWidth(90));
        assertThatIllegalArgumentException().isThrownBy(() -> new BarWidth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BarWidth(86_460));
    }

    @Test
    void bucketsAreCountedFromTheOpen() {
        Session session = Session.of(
                LocalDate.of(2024, 10, 29), ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(15, 30));
        long second = session.at(LocalTime.of(10, 20, 41));

        assertThat(new BarWidth(15).bucketStart(second, session)).isEqualTo(session.at(LocalTime.of(10, 20, 30)));
        assertThat(new BarWidth(3600).bucketStart(second, session)).isEqualTo(session.at(LocalTime.of(10, 15)));
        for (int minutes : new int[] {1, 3, 5, 7, 60, 90, 1440}) {
            Timeframe timeframe = new Timeframe(minutes);
            assertThat(BarWidth.of(timeframe).bucketStart(second, session))
                    .isEqualTo(timeframe.bucketStart(timeframe.bucket(second, session), session));
        }
    }
}
