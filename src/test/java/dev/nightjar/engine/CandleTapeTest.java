package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.PriceField;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandleTapeTest {

    private static CandleTape tape(TestDay day, int minutes) {
        return tape(day, minutes, Evaluation.SECOND);
    }

    private static CandleTape tape(TestDay day, int minutes, Evaluation evaluation) {
        Timeframe timeframe = new Timeframe(minutes);
        return CandleTape.of(
                day.warmUp("NIFTY", timeframe).bars(),
                MomentTape.of(day.ticks("NIFTY"), 2, evaluation),
                timeframe,
                day.session());
    }

    @Test
    void holdsItsCandlesAndNoRoomForMore() {
        TestDay day = new TestDay()
                .withTicks("09:15:00 NIFTY 10", "09:15:01 NIFTY 11", "09:15:02 NIFTY 12", "09:16:00 NIFTY 13")
                .withWarmUp("NIFTY", 9);
        CandleTape tape = tape(day, 1);

        assertThat(tape.count()).isEqualTo(3);
        assertThat(tape.value(PriceField.CLOSE, 0)).isEqualTo(9);
        assertThat(tape.value(PriceField.CLOSE, 1)).isEqualTo(12);
        assertThat(tape.value(PriceField.CLOSE, 2)).isEqualTo(13);
        assertThatThrownBy(() -> tape.value(PriceField.CLOSE, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void knowsACandleAsFarAsItHasFormedAndThoseBefore() {
        TestDay day = new TestDay()
                .withTicks(
                        "09:15:00.1 NIFTY 10 5",
                        "09:15:00.2 NIFTY 12 1",
                        "09:15:30 NIFTY 8 2",
                        "09:18:00 NIFTY 9 7",
                        "09:18:01 NIFTY 11 1")
                .withWarmUp("NIFTY", 6, 7);
        CandleTape tape = tape(day, 1);

        assertThat(IntStream.range(0, 4).map(second -> tape.formingAt(second, 0)))
                .containsExactly(2, 2, 3, 3);
        assertThat(tape.valueAt(0, 0, PriceField.OPEN, 0)).isEqualTo(10);
        assertThat(tape.valueAt(0, 0, PriceField.HIGH, 0)).isEqualTo(12);
        assertThat(tape.valueAt(0, 0, PriceField.LOW, 0)).isEqualTo(10);
        assertThat(tape.valueAt(0, 0, PriceField.CLOSE, 0)).isEqualTo(12);
        assertThat(tape.valueAt(0, 0, PriceField.VOLUME, 0)).isEqualTo(6);
        assertThat(tape.valueAt(1, 0, PriceField.LOW, 0)).isEqualTo(8);
        assertThat(tape.valueAt(1, 0, PriceField.VOLUME, 0)).isEqualTo(8);
        assertThat(tape.valueAt(3, 0, PriceField.OPEN, 0)).isEqualTo(9);
        assertThat(tape.valueAt(3, 0, PriceField.VOLUME, 0)).isEqualTo(8);
        assertThat(tape.valueAt(3, 0, PriceField.CLOSE, -1)).isEqualTo(8);
        assertThat(tape.valueAt(3, 0, PriceField.CLOSE, -3)).isEqualTo(6);
        assertThat(tape.valueAt(3, 0, PriceField.CLOSE, -4)).isNaN();
    }

    @Test
    void formsWithEveryTick() {
        TestDay day = new TestDay()
                .withTicks(
                        "09:15:00.1 NIFTY 10 5",
                        "09:15:00.2 NIFTY 12 1",
                        "09:15:00.2 NIFTY 8 2",
                        "09:15:59.999 NIFTY 9 7",
                        "09:16:00 NIFTY 11 1",
                        "09:16:00 NIFTY 10 2")
                .withWarmUp("NIFTY", 6, 7);
        CandleTape tape = tape(day, 1, Evaluation.TICK);

        assertThat(IntStream.range(0, 6).map(tick -> tape.formingAt(tick, 0))).containsExactly(2, 2, 2, 2, 3, 3);
        assertThat(IntStream.range(0, 6).mapToDouble(tick -> tape.valueAt(tick, 0, PriceField.HIGH, 0)))
                .containsExactly(10.0, 12.0, 12.0, 12.0, 11.0, 11.0);
        assertThat(IntStream.range(0, 6).mapToDouble(tick -> tape.valueAt(tick, 0, PriceField.LOW, 0)))
                .containsExactly(10.0, 10.0, 8.0, 8.0, 11.0, 10.0);
        assertThat(IntStream.range(0, 6).mapToDouble(tick -> tape.valueAt(tick, 0, PriceField.VOLUME, 0)))
                .containsExactly(5.0, 6.0, 8.0, 15.0, 1.0, 3.0);
        assertThat(IntStream.range(0, 6).mapToDouble(tick -> tape.valueAt(tick, 0, PriceField.CLOSE, -1)))
                .containsExactly(7.0, 7.0, 7.0, 7.0, 9.0, 9.0);
    }

    @Test
    void tellsTimesOnTheExchangesClock() {
        TestDay day = new TestDay()
                .withTicks("09:15:00 NIFTY 10", "09:18:59 NIFTY 10")
                .withWarmUp("NIFTY", 9);
        CandleTape minutes = tape(day, 1);

        assertThat(minutes.localStart(0))
                .isEqualTo(LocalDate.of(2024, 10, 28).atTime(9, 15).toEpochSecond(ZoneOffset.UTC));
        assertThat(minutes.localStart(2))
                .isEqualTo(LocalDate.of(2024, 10, 29).atTime(9, 18).toEpochSecond(ZoneOffset.UTC));
        assertThat(minutes.openingSecond()).isEqualTo(LocalTime.of(9, 15).toSecondOfDay());
        assertThat(minutes.isDaily()).isFalse();
        assertThat(tape(day, Timeframe.DAY).isDaily()).isTrue();
    }
}
