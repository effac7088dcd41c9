package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.PriceField;
import org.junit.jupiter.api.Test;

class CandleTapeTest {

    @Test
    void holdsItsCandlesAndNoRoomForMore() {
        TestDay day = new TestDay()
                .withTicks("09:15:00 NIFTY 10", "09:15:01 NIFTY 11", "09:15:02 NIFTY 12", "09:16:00 NIFTY 13")
                .withWarmUp("NIFTY", 9);
        Timeframe minute = new Timeframe(1);

        CandleTape tape = CandleTape.of(
                day.warmUp("NIFTY", minute).bars(), SecondTape.of(day.ticks("NIFTY"), 2), minute, day.session());

        assertThat(tape.count()).isEqualTo(3);
        assertThat(tape.value(PriceField.CLOSE, 0)).isEqualTo(9);
        assertThat(tape.value(PriceField.CLOSE, 1)).isEqualTo(12);
        assertThat(tape.value(PriceField.CLOSE, 2)).isEqualTo(13);
        assertThatThrownBy(() -> tape.value(PriceField.CLOSE, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
