package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rounding a double agrees with rounding the exact decimal that it is. */
class DecimalsProperties {

    private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 62);

    private static void assertRounded(double value, int scale) {
        BigDecimal exact = new BigDecimal(value);
        if (!Decimals.fits(value, scale)) {
            assertThat(exact.abs().movePointRight(scale)).isGreaterThan(LARGEST.multiply(new BigDecimal("0.999")));
            return;
        }
        assertThat(Decimals.rounded(value, scale))
                .as("%s at %d", exact, scale)
                .isEqualTo(exact.setScale(scale, RoundingMode.HALF_EVEN)
                        .unscaledValue()
                        .longValueExact());
    }

    @Test
    void ofAnyDouble() {
        Random random = new Random(1);
        for (int round = 0; round < 100_000; round++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertRounded(value, random.nextInt(10));
            }
        }
    }

    @Test
    void ofEveryMagnitude() {
        Random random = new Random(2);
        for (int exponent = -100; exponent < 70; exponent++) {
            for (int round = 0; round < 300; round++) {
                assertRounded(Math.scalb(random.nextDouble() - 0.5, exponent), random.nextInt(10));
            }
        }
    }

    @Test
    void ofTiesAndTheirNeighbours() {
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            // halves, quarters ... of a unit are exact binary fractions at scale 0, and nearly ties at others
            int scale = random.nextInt(10);
            double tie = (random.nextInt(2_000_001) - 1_000_000 + 0.5) / Math.pow(10, scale);
            double exactTie = Math.scalb(random.nextInt(4_001) - 2_000, -1 - random.nextInt(4));
            for (double value : new double[] {
                tie, Math.nextUp(tie), Math.nextDown(tie), exactTie, Math.nextUp(exactTie), Math.nextDown(exactTie)
            }) {
                assertRounded(value, scale);
                assertRounded(value, 0);
                assertRounded(value, 1);
            }
        }
    }

    @Test
    void ofTheEndsOfTheRange() {
        for (int scale = 0; scale <= Decimals.MAX_SCALE; scale++) {
            double end = 0x1p62 / Math.pow(10, scale);
            for (double value : new double[] {
                0,
                -0.0,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                end,
                -end,
                Math.nextDown(end),
                -Math.nextDown(end),
                Math.nextUp(end),
                0x1p-84,
                0x1p-64,
                0x1p52,
                0x1p53
            }) {
                assertRounded(value, scale);
            }
        }
        assertThat(Decimals.fits(Double.NaN, 2)).isFalse();
        assertThat(Decimals.fits(Double.NEGATIVE_INFINITY, 2)).isFalse();
    }
}
