package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExtremesTest {

    private static final int COUNT = 3000;

    private static int first(long[] values, int from, int end, LongPredicate wanted) {
        for (int place = from; place < end; place++) {
            if (wanted.test(values[place])) {
                return place;
            }
        }
        return end;
    }

    /** Walks that stay near a level, so that whole stretches are inside a band, outside, and neither. */
    private static long[] values(Random random) {
        long[] values = new long[COUNT];
        long value = 0;
        for (int place = 0; place < COUNT; place++) {
            value += random.nextInt(7) - 3;
            values[place] = place < 40 || random.nextInt(50) == 0 ? Extremes.NONE : value;
        }
        return values;
    }

    @Test
    void whatIsFoundIsWhatOneByOneIsFound() {
        Random random = new Random(1);
        for (int trial = 0; trial < 300; trial++) {
            long[] values = values(random);
            Extremes extremes = new Extremes(values.clone());
            for (int search = 0; search < 30; search++) {
                int from = random.nextInt(COUNT);
                int end = from + random.nextInt(COUNT - from + 1);
                long low = random.nextInt(200) - 100;
                long high = low + random.nextInt(60) - 3;

                assertThat(extremes.firstInside(from, end, low, high))
                        .isEqualTo(first(values, from, end, value -> value >= low && value <= high));
                // Places without a value are passed over.
                assertThat(extremes.firstOutside(from, end, low, high))
                        .isEqualTo(
                                low > high
                                        ? from
                                        : first(
                                                values,
                                                from,
                                                end,
                                                value -> value != Extremes.NONE && (value < low || value > high)));
            }
        }
    }

    @Test
    void aRangeHasTheExtremesOfItsValues() {
        Random random = new Random(2);
        long[] values = values(random);
        Extremes extremes = new Extremes(values.clone());
        for (int search = 0; search < 500; search++) {
            int from = random.nextInt(COUNT);
            int end = from + random.nextInt(COUNT - from + 1);
            LongStream there = Arrays.stream(values, from, end).filter(value -> value != Extremes.NONE);
            Extremes.Range range = extremes.range(from, end);

            long[] sorted = there.sorted().toArray();
            assertThat(range.least()).isEqualTo(sorted.length == 0 ? Long.MAX_VALUE : sorted[0]);
            assertThat(range.greatest()).isEqualTo(sorted.length == 0 ? Extremes.NONE : sorted[sorted.length - 1]);
        }
    }

    @Test
    void keysAreInTheOrderOfTheirDoubles() {
        double[] ascending = {
            Double.NEGATIVE_INFINITY,
            -Double.MAX_VALUE,
            -24200.05,
            -1,
            -Double.MIN_VALUE,
            0,
            Double.MIN_VALUE,
            0.05,
            1,
            24200.05,
            Math.nextUp(24200.05),
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY
        };
        long[] keys = Arrays.stream(ascending).mapToLong(Extremes::key).toArray();

        assertThat(keys).isSorted().doesNotHaveDuplicates();
        assertThat(Extremes.key(-0.0)).isEqualTo(Extremes.key(0.0));
        assertThat(Extremes.key(Double.NaN)).isEqualTo(Extremes.NONE);
    }
}
