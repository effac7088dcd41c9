package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UnderlyingTest {

    private static final Underlying NIFTY = new Underlying("NIFTY", "NFO", BigDecimal.valueOf(50));

    private static String strike(long spot, OptionType type, int steps) {
        return NIFTY.strike(spot, 2, type, steps).toPlainString();
    }

    @Test
    void atTheMoneyIsTheNearestStrikeAndTiesGoToTheEvenMultiple() {
        assertThat(strike(2427220, OptionType.PE, 0)).isEqualTo("24250");
        assertThat(strike(2427500, OptionType.PE, 0)).isEqualTo("24300");
        assertThat(strike(2422500, OptionType.PE, 0)).isEqualTo("24200");
        assertThat(strike(2442585, OptionType.CE, 0)).isEqualTo("24450");
    }

    @Test
    void outOfTheMoneyIsUpForCallsAndDownForPuts() {
        assertThat(strike(2425000, OptionType.CE, 2)).isEqualTo("24350");
        assertThat(strike(2425000, OptionType.PE, 2)).isEqualTo("24150");
        assertThat(strike(2425000, OptionType.CE, -1)).isEqualTo("24200");
        assertThat(strike(2425000, OptionType.PE, -1)).isEqualTo("24300");
    }
}
