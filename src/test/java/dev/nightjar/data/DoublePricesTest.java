package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoublePricesTest {

    @Test
    void theDoubleOfADecimalIsThatDecimal() {
        assertThat(DoublePrices.units(24250.35, 2)).isEqualTo(2_425_035);
        assertThat(DoublePrices.units(0.05, 2)).isEqualTo(5);
        assertThat(DoublePrices.units(-1.5, 1)).isEqualTo(-15);
        assertThat(DoublePrices.units(0, 2)).isZero();
        assertThat(DoublePrices.units(7, 0)).isEqualTo(7);
    }

    @Test
    void everyDecimalComesBackFromItsDouble() {
        Random random = new Random(11);
        for (int round = 0; round < 200_000; round++) {
            int scale = random.nextInt(Decimals.MAX_SCALE + 1);
            long units = random.nextLong() >>> (14 + random.nextInt(50));
            double price = BigDecimal.valueOf(units, scale).doubleValue();
            assertThat(DoublePrices.units(price, scale)).isEqualTo(units);
        }
    }

    @Test
    void whatWasComputedMayMissByTheLastBits() {
        assertThat(DoublePrices.units(0.1 + 0.2, 2)).isEqualTo(30);
        assertThat(DoublePrices.units(24250.35 + 4e-9, 2)).isEqualTo(2_425_035);
    }

    @Test
    void finerPricesAreNotRounded() {
        assertThat(DoublePrices.units(24250.355, 2)).isEqualTo(DoublePrices.INEXACT);
        assertThat(DoublePrices.units(24250.350001, 2)).isEqualTo(DoublePrices.INEXACT);
        assertThat(DoublePrices.units((float) 24250.35, 2)).isEqualTo(DoublePrices.INEXACT);
        assertThat(DoublePrices.units(24250.1234567, 6)).isEqualTo(DoublePrices.INEXACT);
    }

    @Test
    void whatIsNoNumberOrTooLargeIsNoPrice() {
        assertThat(DoublePrices.units(Double.NaN, 2)).isEqualTo(DoublePrices.INEXACT);
        assertThat(DoublePrices.units(Double.POSITIVE_INFINITY, 2)).isEqualTo(DoublePrices.INEXACT);
        assertThat(DoublePrices.units(1e15, 2)).isEqualTo(DoublePrices.INEXACT);
    }

    @Test
    void theScaleIsTheSmallestThatIsExact() {
        assertThat(DoublePrices.scale(24250, DoublePrices.LEAST_SCALE)).isEqualTo(2);
        assertThat(DoublePrices.scale(24250.355, DoublePrices.LEAST_SCALE)).isEqualTo(3);
        assertThat(DoublePrices.scale(83.0725, DoublePrices.LEAST_SCALE)).isEqualTo(4);
        assertThat(DoublePrices.scale(24250.123456789, DoublePrices.LEAST_SCALE))
                .isEqualTo(9);
        assertThat(DoublePrices.scale(1.0 / 3, DoublePrices.LEAST_SCALE)).isEqualTo(Decimals.MAX_SCALE + 1);
        assertThat(DoublePrices.scale(Double.NaN, DoublePrices.LEAST_SCALE)).isEqualTo(Decimals.MAX_SCALE + 1);
    }
}
