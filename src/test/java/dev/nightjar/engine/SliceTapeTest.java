package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.TestDay;
import dev.nightjar.strategy.Evaluation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceTapeTest {

    private static final TestDay DAY = new TestDay()
            .withTicks(
                    "09:15:01.1 NIFTY 10 1",
                    "09:15:01.9 NIFTY 11 2",
                    "09:15:03 NIFTY 12 3",
                    "09:15:00 BANKNIFTY 20",
                    "09:15:03 BANKNIFTY 21",
                    "09:15:03.999999999 BANKNIFTY 22",
                    "09:15:04 BANKNIFTY 23");

    private static MomentTape seconds(String symbol) {
        return MomentTape.of(DAY.ticks(symbol), 2, Evaluation.SECOND);
    }

    private static MomentTape ticks(TestDay day, String symbol) {
        return MomentTape.of(day.ticks(symbol), 2, Evaluation.TICK);
    }

    @Test
    void aSecondHoldsAllItsTicks() {
        MomentTape tape = seconds("NIFTY");

        assertThat(tape.count()).isEqualTo(2);
        assertThat(List.of(tape.firstTick(0), tape.tickEnd(0), tape.firstTick(1), tape.tickEnd(1)))
                .containsExactly(0, 2, 2, 3);
        assertThat(List.of(tape.lastPrice(0), tape.lastPrice(1))).containsExactly(1100L, 1200L);
        assertThat(List.of(tape.volume(0), tape.volume(1))).containsExactly(3L, 6L);
        assertThat(seconds("BANKNIFTY").lastPrice(1)).isEqualTo(2200);
    }

    @Test
    void aSliceIsASecondOfEitherInstrument() {
        SliceTape both = SliceTape.of(seconds("NIFTY"), seconds("BANKNIFTY"));
        SliceTape one = SliceTape.of(seconds("NIFTY"), null);
        long open = DAY.session().open();

        assertThat(both.count()).isEqualTo(4);
        assertThat(IntStream.range(0, 4).mapToLong(slice -> both.second(slice) - open))
                .containsExactly(0L, 1L, 3L, 4L);
        assertThat(IntStream.range(0, 4).map(both::trading)).containsExactly(-1, 0, 1, 1);
        assertThat(IntStream.range(0, 4).map(both::supporting)).containsExactly(0, 0, 1, 2);
        assertThat(IntStream.range(0, one.count()).mapToLong(slice -> one.second(slice) - open))
                .containsExactly(1L, 3L);
        assertThat(IntStream.range(0, one.count()).map(one::supporting)).containsExactly(-1, -1);
    }

    @Test
    void aSliceOfSecondsSeesThemToTheirEnd() {
        SliceTape one = SliceTape.of(seconds("NIFTY"), null);

        assertThat(one.seenTime(0)).isEqualTo((DAY.session().open() + 2) * MomentTape.NANOS - 1);
        assertThat(one.seenSequence(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aSliceOfTicksIsATickOfEitherInstrumentInTheirOrder() {
        TestDay day = new TestDay()
                .withTicks(
                        "09:15:01.1 NIFTY 10 1",
                        "09:15:01.5 BANKNIFTY 20 4",
                        "09:15:01.5 NIFTY 11 2",
                        "09:15:01.5 NIFTY 12 3",
                        "09:15:01.5 BANKNIFTY 21",
                        "09:15:02 NIFTY 13");
        SliceTape both = SliceTape.of(ticks(day, "NIFTY"), ticks(day, "BANKNIFTY"));
        long open = day.session().open() * MomentTape.NANOS;
        long half = 1_500_000_000;

        assertThat(IntStream.range(0, both.count()).mapToLong(slice -> both.time(slice) - open))
                .containsExactly(1_100_000_000L, half, half, half, half, 2_000_000_000L);
        assertThat(IntStream.range(0, 6).map(both::trading)).containsExactly(0, 0, 1, 2, 2, 3);
        assertThat(IntStream.range(0, 6).map(both::supporting)).containsExactly(-1, 0, 0, 0, 1, 1);
        assertThat(IntStream.range(0, 6).mapToLong(both::seenTime).toArray())
                .isEqualTo(IntStream.range(0, 6).mapToLong(both::time).toArray());
        assertThat(IntStream.range(0, 6).mapToLong(both::seenSequence)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(ticks(day, "NIFTY").volume(1)).isEqualTo(3);
        assertThat(ticks(day, "NIFTY").lastPrice(2)).isEqualTo(1200);
    }
}
