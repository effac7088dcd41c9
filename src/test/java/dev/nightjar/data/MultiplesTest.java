package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Division by multiplication says what division says. */
class MultiplesTest {

    static LongStream divisors() {
        SplittableRandom random = new SplittableRandom(7);
        LongStream some =
                LongStream.of(1, 2, 3, 5, 10, 12, 25, 75, 1_000_000_000, 1L << 62, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        return LongStream.concat(
                some,
                LongStream.generate(() -> random.nextLong(1, 1L << random.nextInt(1, 63)))
                        .limit(200));
    }

    @ParameterizedTest
    @MethodSource("divisors")
    void multiplesAreToldAndDivided(long divisor) {
        Multiples multiples = new Multiples(divisor);
        SplittableRandom random = new SplittableRandom(divisor);
        long largest = Long.MAX_VALUE / divisor;
        for (int round = 0; round < 1000; round++) {
            long quotient = switch (round) {
                case 0 -> 0;
                case 1 -> 1;
                case 2 -> largest;
                default -> random.nextLong(0, Math.max(1, largest >>> random.nextInt(63)));
            };
            quotient = Math.min(quotient, largest);
            assertThat(multiples.has(quotient * divisor)).isTrue();
            assertThat(multiples.quotient(quotient * divisor)).isEqualTo(quotient);
            long number = random.nextLong() >>> random.nextInt(1, 64);
            assertThat(multiples.has(number)).as("%d of %d", number, divisor).isEqualTo(number % divisor == 0);
        }
        assertThat(multiples.has(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE % divisor == 0);
    }
}
