package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {

    @Test
    void formatsWithExactlyTheScalesDigits() {
        assertThat(Decimals.format(-588375, 2)).isEqualTo("-5883.75");
        assertThat(Decimals.format(5, 2)).isEqualTo("0.05");
        assertThat(Decimals.format(0, 2)).isEqualTo("0.00");
        assertThat(Decimals.format(7, 0)).isEqualTo("7");
    }

    @Test
    void rescalesHalfEvenInBothDirections() {
        assertThat(Decimals.rescale(181_60, 2, 6)).isEqualTo(181_600_000);
        assertThat(Decimals.rescale(125, 3, 2)).isEqualTo(12);
        assertThat(Decimals.rescale(135, 3, 2)).isEqualTo(14);
        assertThat(Decimals.rescale(-125, 3, 2)).isEqualTo(-12);
        assertThat(Decimals.rescale(-135, 3, 2)).isEqualTo(-14);
    }

    @Test
    void dividesHalfEvenLikeBigDecimal() {
        Random random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            long units = random.nextLong(-1_000, 1_000);
            long divisor = random.nextLong(1, 50);
            long expected = BigDecimal.valueOf(units)
                    .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_EVEN)
                    .longValueExact();
            assertThat(Decimals.divideHalfEven(units, divisor))
                    .as("%d / %d", units, divisor)
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Decimals.rescale(Long.MAX_VALUE, 2, 6)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Decimals.exactUnits(new BigDecimal("1.005"), 2))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void givesTheNearestDouble() {
        assertThat(Decimals.toDouble(2427220, 2)).isEqualTo(24272.2);
        assertThat(Decimals.toDouble(5, 2)).isEqualTo(0.05);
    }
}
