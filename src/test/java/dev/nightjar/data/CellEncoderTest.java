package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.TickSeries;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cell is packed by its ticks alone, whatever was packed before it, and with the widest steps there are. */
class CellEncoderTest {

    private static final long[] STEPS = {1, 1, 2, 5, 5, 5, 10, 25, 75, 250, 4097, 10_000_000};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatWasPackedBeforeDoesNotShow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CellEncoder used = new CellEncoder();
        CellEncoder.Steps steps = new CellEncoder.Steps();
        for (int round = 0; round < 400; round++) {
            boolean quotes = random.nextInt(3) == 0;
            int begin = random.nextInt(5);
            int end = begin + 1 + random.nextInt(random.nextBoolean() ? 3 : 60);
            fill(used, random, begin, end, quotes);
            CellEncoder fresh = new CellEncoder();
            copy(used, fresh, begin, end, quotes);
            used.encode(begin, end, quotes, steps);
            fresh.encode(0, end - begin, quotes, new CellEncoder.Steps());
            assertThat(Arrays.copyOf(used.words(), used.used())).isEqualTo(Arrays.copyOf(fresh.words(), fresh.used()));
            assertThat(used.mask()).isEqualTo(fresh.mask());
            assertThat(used.volume()).isEqualTo(fresh.volume());
            assertThat(used.flags()).isEqualTo(fresh.flags());
            long[] distances = Arrays.stream(used.prices, begin, end)
                    .filter(price -> price != TickSeries.NO_PRICE)
                    .map(price -> price - used.price[2])
                    .toArray();
            assertThat(CellWord.get(used.words()[0], CellWord.PRICE_STEP))
                    .isEqualTo(CellWord.stepFor(divisor(distances), CellWord.PRICE_STEP));
            long[] quantities = Arrays.copyOfRange(used.quantities, begin, end);
            assertThat(CellWord.get(used.words()[0], CellWord.QUANTITY_STEP))
                    .isEqualTo(CellWord.stepFor(divisor(quantities), CellWord.QUANTITY_STEP));
        }
    }

    private static long divisor(long[] numbers) {
        return Arrays.stream(numbers)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .longValueExact();
    }

    private static void fill(CellEncoder into, SplittableRandom random, int begin, int end, boolean quotes) {
        boolean missing = random.nextInt(4) == 0;
        into.reserve(end, true, quotes, true);
        into.somePricesMissing = missing;
        into.smallQuantities = random.nextBoolean();
        long priceStep = step(random);
        long quantityStep = step(random);
        long interestStep = step(random);
        long quoteStep = step(random);
        long unit = CellWord.power(random.nextInt(10));
        long second = random.nextInt(20);
        for (int tick = begin; tick < end; tick++) {
            boolean untraded = missing && random.nextInt(3) == 0;
            into.prices[tick] = untraded ? TickSeries.NO_PRICE : 1003 + priceStep * random.nextInt(40);
            into.quantities[tick] = untraded ? 0 : quantityStep * random.nextInt(9);
            into.openInterests[tick] = 77 + interestStep * random.nextInt(9);
            second = Math.min(59, second + random.nextInt(3));
            into.fractions[tick] = random.nextLong(1_000_000_000) / unit * unit;
            into.moments[tick] = CellEncoder.moment((int) second, random.nextInt(1000));
            if (quotes) {
                boolean without = missing && random.nextInt(3) == 0;
                into.bids[tick] = without ? TickSeries.NO_PRICE : 1001 + quoteStep * random.nextInt(40);
                into.asks[tick] = without ? TickSeries.NO_PRICE : 1004 + quoteStep * random.nextInt(40);
            }
        }
    }

    private static long step(SplittableRandom random) {
        return STEPS[random.nextInt(STEPS.length)];
    }

    private static void copy(CellEncoder from, CellEncoder to, int begin, int end, boolean quotes) {
        int count = end - begin;
        to.reserve(count, true, quotes, true);
        // so that the columns are searched, and sums are watched
        to.somePricesMissing = true;
        to.smallQuantities = false;
        System.arraycopy(from.prices, begin, to.prices, 0, count);
        System.arraycopy(from.quantities, begin, to.quantities, 0, count);
        System.arraycopy(from.openInterests, begin, to.openInterests, 0, count);
        System.arraycopy(from.moments, begin, to.moments, 0, count);
        System.arraycopy(from.fractions, begin, to.fractions, 0, count);
        if (quotes) {
            System.arraycopy(from.bids, begin, to.bids, 0, count);
            System.arraycopy(from.asks, begin, to.asks, 0, count);
        }
    }
}
