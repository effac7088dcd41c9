package dev.nightjar.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketTimePaceTest {

    private static final long OPEN = 1_730_173_500L;
    private static final long MILLI = 1_000_000L;

    private final FakeTime time = new FakeTime();

    @Test
    void secondIsDueWhenMarketTimeReachesIt() {
        MarketTimePace pace = pace("500", StopSignal.NEVER);

        assertThat(pace.await(OPEN)).isEqualTo(OPEN);
        assertThat(time.sinceStart()).isZero();
        assertThat(pace.await(OPEN + 1)).isEqualTo(OPEN + 1);
        assertThat(time.sinceStart()).isEqualTo(2 * MILLI);
        assertThat(pace.await(OPEN + 22_500)).isEqualTo(OPEN + 22_500);
        assertThat(time.sinceStart()).as("a whole session at 500").isEqualTo(45_000 * MILLI);
    }

    @Test
    void everySecondOfASessionTakesItsShareAtAnOddSpeed() {
        MarketTimePace pace = pace("7", StopSignal.NEVER);
        for (long second = 0; second <= 700; second++) {
            pace.await(OPEN + second);
        }

        assertThat(time.sinceStart()).isEqualTo(100_000 * MILLI);
        assertThat(pace.playback().maxNanos()).isZero();
    }

    @Test
    void firstSliceWaitsForItsPlaceInTheSession() {
        MarketTimePace pace = pace("60", StopSignal.NEVER);

        pace.await(OPEN + 120);

        assertThat(time.sinceStart()).isEqualTo(2_000 * MILLI);
    }

    @Test
    void whatIsAlreadyDueIsGivenFreeTogether() {
        MarketTimePace pace = pace("500", StopSignal.NEVER);
        pace.await(OPEN);
        time.pass(21 * MILLI);

        assertThat(pace.await(OPEN + 1)).isEqualTo(OPEN + 10);
        assertThat(pace.playback()).isEqualTo(new MarketTimePace.Playback(2, 0, 19 * MILLI, 19 * MILLI, 0, 0));
    }

    @Test
    void longDelaySlipsInsteadOfCatchingUp() {
        MarketTimePace pace = pace("500", StopSignal.NEVER);
        pace.await(OPEN);
        time.pass(1_002 * MILLI);

        assertThat(pace.await(OPEN + 1)).as("no burst").isEqualTo(OPEN + 1);
        long resumed = time.sinceStart();
        assertThat(pace.await(OPEN + 2)).isEqualTo(OPEN + 2);
        assertThat(time.sinceStart() - resumed).as("at its speed again").isEqualTo(2 * MILLI);
        assertThat(pace.playback().slips()).isEqualTo(1);
        assertThat(pace.playback().slippedNanos()).isEqualTo(1_000 * MILLI);
    }

    @Test
    void delayOfExactlyTheLargestBurstIsCaughtUp() {
        MarketTimePace pace = pace("500", StopSignal.NEVER);
        pace.await(OPEN);
        time.pass(102 * MILLI);

        assertThat(pace.await(OPEN + 1)).isEqualTo(OPEN + 51);
        assertThat(pace.playback().slips()).isZero();
    }

    @Test
    void percentilesCountEveryWait() {
        MarketTimePace pace = pace("1000", StopSignal.NEVER);
        pace.await(OPEN);
        for (long wait = 1; wait <= 99; wait++) {
            time.at(wait * 100 * MILLI + wait * MILLI / 10);
            pace.await(OPEN + wait * 100);
        }

        MarketTimePace.Playback playback = pace.playback();

        assertThat(playback.waits()).isEqualTo(100);
        assertThat(playback.p50Nanos()).isEqualTo(49 * MILLI / 10);
        assertThat(playback.p99Nanos()).isEqualTo(98 * MILLI / 10);
        assertThat(playback.maxNanos()).isEqualTo(99 * MILLI / 10);
    }

    @Test
    void playbackOfNothingIsNothing() {
        assertThat(pace("1", StopSignal.NEVER).playback()).isEqualTo(new MarketTimePace.Playback(0, 0, 0, 0, 0, 0));
    }

    @Test
    void stopEndsTheWaitWithinTwentyMilliseconds() {
        MarketTimePace pace = pace("1", () -> time.sinceStart() >= 500 * MILLI);
        pace.await(OPEN);

        assertThatThrownBy(() -> pace.await(OPEN + 3_600)).isInstanceOf(RunStoppedException.class);
        assertThat(time.sinceStart()).isBetween(500 * MILLI, 520 * MILLI);
        assertThat(time.parks).allMatch(nanos -> nanos <= 20 * MILLI);
    }

    @Test
    void interruptEndsTheWaitAndStaysVisible() {
        MarketTimePace pace = pace("1", StopSignal.NEVER);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pace.await(OPEN + 1)).isInstanceOf(RunStoppedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void earlyWakingIsWaitedOut() {
        List<Long> parks = new ArrayList<>();
        MarketTimePace pace = MarketTimePace.of(BigDecimal.ONE, OPEN, StopSignal.NEVER, time::nanos, nanos -> {
            parks.add(nanos);
            time.pass(Math.max(1, nanos / 2));
        });
        pace.await(OPEN);
        pace.await(OPEN + 1);

        assertThat(time.sinceStart()).isGreaterThanOrEqualTo(1_000 * MILLI);
        assertThat(parks).isNotEmpty();
    }

    @Test
    void slowestSpeedDoesNotOverflow() {
        MarketTimePace pace = pace("0.000001", () -> time.sinceStart() > 50 * MILLI);
        pace.await(OPEN);

        assertThatThrownBy(() -> pace.await(OPEN + 22_500)).isInstanceOf(RunStoppedException.class);
    }

    @Test
    void refusesASpeedOfZero() {
        assertThatThrownBy(() -> pace("0", StopSignal.NEVER)).hasMessage("speed must be above 0, was 0");
    }

    private MarketTimePace pace(String speed, StopSignal stop) {
        return MarketTimePace.of(new BigDecimal(speed), OPEN, stop, time::nanos, time::park);
    }

    /** A clock that moves only when somebody waits; it begins below 0 as System.nanoTime may. */
    private static final class FakeTime {

        private static final long START = -5_000_000_000L;

        private final List<Long> parks = new ArrayList<>();
        private long now = START;

        long nanos() {
            return now;
        }

        void park(long nanos) {
            parks.add(nanos);
            now += nanos;
        }

        void pass(long nanos) {
            now += nanos;
        }

        void at(long sinceStart) {
            now = START + sinceStart;
        }

        long sinceStart() {
            return now - START;
        }
    }
}
