package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.store.InstanceResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTableTest {

    private static InstanceResult result(int instance, long pnl, String currency) {
        return new InstanceResult(instance, 1, 1, pnl, 0, currency, null, 0, "user/strategy_" + instance);
    }

    @Test
    void amountsAreAddedUpByCurrency() {
        InstanceResult rupees = result(1, 2_000_000, "INR");
        List<InstanceResult> results = List.of(result(0, 1_000_000, "INR"), rupees, result(2, -1_500_000, "XTKS"));

        assertThat(ClosingTable.sums(results)).isEqualTo("3.00 INR, -1.50 XTKS");
        assertThat(Figures.money(rupees, true)).isEqualTo("2.00 INR");
        assertThat(Figures.money(rupees, false)).isEqualTo("2.00");
    }
}
