package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.market.OptionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlackScholesTest {

    /** By hand: d1 = 0.35, d2 = 0.15; 100 x 0.636831 - 95.122942 x 0.559618 = 10.4506. */
    @Test
    void aYearAtTheMoney() {
        assertThat(BlackScholes.value(OptionType.CE, 100, 100, 1, 0.05, 0.2)).isCloseTo(10.4506, within(0.00005));
        assertThat(BlackScholes.value(OptionType.PE, 100, 100, 1, 0.05, 0.2)).isCloseTo(5.5735, within(0.00005));
    }

    /** Hull (2018), Options, Futures, and Other Derivatives, example 15.6: 4.76 and 0.81. */
    @Test
    void sixMonthsInTheMoney() {
        assertThat(BlackScholes.value(OptionType.CE, 42, 40, 0.5, 0.1, 0.2)).isCloseTo(4.76, within(0.005));
        assertThat(BlackScholes.value(OptionType.PE, 42, 40, 0.5, 0.1, 0.2)).isCloseTo(0.81, within(0.005));
    }

    /** From tables of the normal distribution, and Python's math.erfc. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.8413447460685429",
        "-1, 0.15865525393145705",
        "1.959963984540054, 0.975",
        "-3, 0.0013498980316300946",
        "-7.2, 3.0106279811174218e-13",
        "-10, 7.61985302416059e-24",
        "-40, 0",
        "40, 1"
    })
    void normalDistribution(double x, double probability) {
        assertThat(BlackScholes.normal(x)).isCloseTo(probability, within(1e-14));
        if (probability > 0 && x < 0) {
            assertThat(BlackScholes.normal(x) / probability).isCloseTo(1, within(1e-8));
        }
    }

    @Test
    void callLessPutIsSpotLessDiscountedStrike() {
        SplitMix64 random = new SplitMix64(5);
        for (int trial = 0; trial < 1_000; trial++) {
            double spot = 100 + 900 * random.unit();
            double strike = spot * (0.5 + random.unit());
            double years = 0.001 + random.unit();
            double volatility = 0.05 + 0.5 * random.unit();
            double call = BlackScholes.value(OptionType.CE, spot, strike, years, 0.06, volatility);
            double put = BlackScholes.value(OptionType.PE, spot, strike, years, 0.06, volatility);

            assertThat(call - put).isCloseTo(spot - strike * StrictMath.exp(-0.06 * years), within(1e-9));
            assertThat(call).isGreaterThan(-1e-9).isLessThan(spot);
        }
    }
}
