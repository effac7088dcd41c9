package dev.nightjar.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolGrouperTest {

    /** By hand: each long one with a short one is 2516 + 630 = 3146; in consecutive pairs the first group would take 5032. */
    @Test
    void fourLongAndFourShortOnesFillFourGroupsEvenly() {
        List<WorkUnit> units = new ArrayList<>();
        for (int symbol = 0; symbol < 8; symbol++) {
            units.add(new WorkUnit("S" + symbol, symbol < 4 ? 2516 : 630, symbol));
        }

        List<WorkGroup> groups = SymbolGrouper.group(units, 4);

        assertThat(groups).extracting(WorkGroup::cpuSeconds).containsExactly(3146.0, 3146.0, 3146.0, 3146.0);
        assertThat(groups).extracting(WorkGroup::name).containsExactly("p0001", "p0002", "p0003", "p0004");
        assertThat(groups.get(0).units()).containsExactly("S0", "S4");
        assertThat(groups.get(0).bytes()).isEqualTo(4);
    }

    @Test
    void noGroupIsEmptyEvenOfUnitsThatCostNothing() {
        List<WorkUnit> units = List.of(new WorkUnit("A", 0, 0), new WorkUnit("B", 0, 0), new WorkUnit("C", 0, 0));

        assertThat(SymbolGrouper.group(units, 3)).hasSize(3);
    }

    @Test
    void aUnitTwiceOrMoreGroupsThanUnitsAreRefused() {
        WorkUnit unit = new WorkUnit("A", 1, 0);

        assertThatThrownBy(() -> SymbolGrouper.group(List.of(unit, unit), 1))
                .hasMessage("units of work are named once each");
        assertThatThrownBy(() -> SymbolGrouper.group(List.of(unit), 2))
                .hasMessage("1 items cannot be dealt to 2 hands");
    }

    /** The law's published figures for sigma 0.03 and kappa 0.004: most is done by 15 or 16 workers, and less by 24 than by 16. */
    @Test
    void scalabilityHasItsTable() {
        Usl law = new Usl(0.03, 0.004);

        assertThat(law.best()).isEqualTo(15.6, within(0.05));
        assertThat(law.capacity(1)).isEqualTo(1.0);
        assertThat(law.capacity(8)).isEqualTo(5.58, within(0.01));
        assertThat(law.capacity(16)).isEqualTo(6.64, within(0.01));
        assertThat(law.capacity(24)).isEqualTo(6.16, within(0.01));
    }

    @Test
    void scalabilityIsFoundAgainFromWhatWorkersGotDone() {
        Usl law = new Usl(0.08, 0.002);
        java.util.TreeMap<Integer, Double> done = new java.util.TreeMap<>();
        for (int workers : new int[] {1, 2, 4, 8}) {
            done.put(workers, law.capacity(workers));
        }

        Usl found = Usl.fit(done);

        assertThat(found.sigma()).isEqualTo(0.08, within(1e-9));
        assertThat(found.kappa()).isEqualTo(0.002, within(1e-9));
        done.keySet().retainAll(List.of(1));
        assertThat(Usl.fit(done)).isEqualTo(Usl.SHIPPED);
    }
}
