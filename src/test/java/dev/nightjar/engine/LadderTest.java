package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MinuteTicks;
import dev.nightjar.market.Session;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.TickColumns;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Where levels and trailing stops are hit: asked often enough, it is looked up instead of searched. */
class LadderTest {

    private static final Session SESSION = new TestDay().session();
    private static final int COUNT = 3000;
    private static final int OFTEN = 60;

    private static long[] walk(Random random) {
        long[] prices = new long[COUNT];
        long price = 10_000;
        for (int tick = 0; tick < COUNT; tick++) {
            // Calm stretches, in which nothing goes further than before, and hasty ones.
            price += random.nextInt(7) - 3 + (tick / 500 % 2 == 0 ? 0 : random.nextInt(41) - 20);
            prices[tick] = price;
        }
        return prices;
    }

    private static PriceColumn column(long[] prices) {
        long open = SESSION.open() * MomentTape.NANOS;
        long[] numbers = LongStream.range(0, COUNT).toArray();
        long[] times = LongStream.range(0, COUNT)
                .map(tick -> open + tick * MomentTape.NANOS)
                .toArray();
        TickColumns ticks = TickColumns.of(times, numbers, prices, numbers, new long[COUNT]);
        return new PriceColumn(new MinuteTicks(ticks, SESSION), SESSION);
    }

    @Test
    void levelsAreReachedWhereTheyAreReachedOneByOne() {
        Random random = new Random(4);
        for (int trial = 0; trial < 60; trial++) {
            long[] prices = walk(random);
            PriceColumn column = column(prices);
            int begin = random.nextInt(COUNT);
            for (int time = 0; time < OFTEN; time++) {
                // A few ask later than from where they all begin, and of a level that was reached before.
                int from = time % 5 == 0 ? Math.min(COUNT, begin + random.nextInt(400)) : begin;
                long low = time % 7 == 0 ? Long.MIN_VALUE : prices[begin] - random.nextInt(400) + 5;
                long high = time % 7 == 1 ? Long.MAX_VALUE : prices[begin] + random.nextInt(400) - 5;
                int expected = from;
                while (expected < COUNT && prices[expected] >= low && prices[expected] <= high) {
                    expected++;
                }

                assertThat(column.firstOutside(begin, from, low, high)).isEqualTo(expected);
            }
        }
    }

    @Test
    void trailingStopsAreHitWhereTheyAreHitOneByOne() {
        Random random = new Random(5);
        for (int trial = 0; trial < 60; trial++) {
            long[] prices = walk(random);
            PriceColumn column = column(prices);
            int begin = random.nextInt(COUNT);
            long sign = trial % 2 == 0 ? 1 : -1;
            long best = sign * prices[begin] + random.nextInt(60) - 30;
            Retreat retreat = null;
            for (int time = 0; time < OFTEN; time++) {
                retreat = column.retreat(begin, best, sign);
                if (retreat != null) {
                    long distance = random.nextInt(300);
                    long reached = best;
                    int expected = begin;
                    while (expected < COUNT && sign * prices[expected] > reached - distance) {
                        reached = Math.max(reached, sign * prices[expected]);
                        if (sign * prices[expected] <= reached - distance) {
                            break;
                        }
                        expected++;
                    }

                    assertThat(retreat.first(distance)).isEqualTo(expected);
                }
            }
            assertThat(retreat).isNotNull();
        }
    }
}
