package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MinuteTicks;
import dev.nightjar.market.Session;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.TickColumns;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PriceColumnTest {

    private static final Session SESSION = new TestDay().session();
    private static final long OPEN = SESSION.open() * MomentTape.NANOS;
    private static final long CLOSE = SESSION.close() * MomentTape.NANOS;

    /** Many at one time, in gaps, and at both ends of the session. */
    private static long[] times(Random random, int count) {
        long[] times = LongStream.generate(() -> OPEN + random.nextInt(40) * MomentTape.NANOS / 4)
                .limit(count)
                .toArray();
        times[0] = OPEN;
        times[1] = CLOSE;
        times[2] = CLOSE - 1;
        Arrays.sort(times);
        return times;
    }

    @Test
    void placesAreFoundAsOneByOne() {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            int count = 3 + random.nextInt(60);
            long[] times = times(random, count);
            long[] numbers =
                    IntStream.range(0, count).mapToLong(tick -> 2L * tick).toArray();
            TickColumns ticks = TickColumns.of(times, numbers, numbers, numbers, new long[count]);
            PriceColumn column = new PriceColumn(trial % 2 == 0 ? ticks : new MinuteTicks(ticks, SESSION), SESSION);
            long[] asked = {
                Long.MIN_VALUE,
                OPEN - 1,
                OPEN,
                OPEN + 1,
                times[count / 2],
                times[count / 2] + 1,
                CLOSE - 1,
                CLOSE,
                CLOSE + 1,
                Long.MAX_VALUE
            };
            for (long time : asked) {
                assertThat(column.firstAtOrAfter(time)).isEqualTo((int)
                        Arrays.stream(times).filter(one -> one < time).count());
                for (long sequence : new long[] {-1, random.nextInt(2 * count), Long.MAX_VALUE}) {
                    assertThat(column.behind(time, sequence)).isEqualTo((int) IntStream.range(0, count)
                            .filter(tick -> times[tick] < time || times[tick] == time && 2L * tick <= sequence)
                            .count());
                }
            }
            assertThat(IntStream.range(0, count).mapToLong(column::price).toArray())
                    .isEqualTo(numbers);
            for (int minute = 0; minute < 400; minute++) {
                long end = OPEN + (minute + 1) * 60 * MomentTape.NANOS;
                int behind = (int) Arrays.stream(times).filter(one -> one < end).count();
                int next = random.nextInt(count) + 1;
                assertThat(column.priceAfter(minute, next)).isEqualTo(numbers[Math.max(behind, next) - 1]);
            }
            assertThat(column.quantity(count - 1)).isEqualTo(numbers[count - 1]);
        }
    }
}
