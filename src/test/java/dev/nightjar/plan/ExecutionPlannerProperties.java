package dev.nightjar.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every number of symbols that may be asked for, and every number of workers that may be allowed. */
class ExecutionPlannerProperties {

    private static final int MOST_SYMBOLS = 200;
    private static final int MOST_WORKERS = 16;

    @Test
    void noPlanHasMoreGroupsThanItsCapAndEverySymbolIsInOne() {
        int parallel = 0;
        int sequential = 0;
        for (int symbols = 1; symbols <= MOST_SYMBOLS; symbols++) {
            Random random = new Random(symbols);
            List<WorkUnit> units = units(random, symbols);
            List<WorkUnit> shuffled = new ArrayList<>(units);
            Collections.shuffle(shuffled, random);
            for (int cap = 1; cap <= MOST_WORKERS; cap++) {
                GroupPlan plan = plan(units, cap);

                String which = symbols + " symbols, at most " + cap + " workers";
                assertThat(plan.workers()).as(which).isBetween(1, Math.min(symbols, cap));
                assertThat(plan.groups()).as(which).hasSize(plan.workers());
                assertThat(plan.groups().stream().flatMap(group -> group.units().stream()))
                        .as(which)
                        .containsExactlyInAnyOrderElementsOf(
                                units.stream().map(WorkUnit::name).toList());
                assertThat(plan(shuffled, cap)).as(which).isEqualTo(plan);
                assertThat(plan.sequential()).as(which).isEqualTo(plan.groups().size() == 1);
                String first = plan.sequential() ? "Sequential: " : "Parallel: " + plan.workers() + " workers";
                assertThat(plan.reasons().get(1)).as(which).startsWith(first);
                assertThat(plan.wallSeconds()).as(which).isEqualTo(plan.curve().get(plan.workers()));
                assertThat(plan.curve().lastKey()).as(which).isEqualTo(Math.min(symbols, cap));
                assertBalanced(units, plan, which);
                parallel += plan.sequential() ? 0 : 1;
                sequential += plan.sequential() ? 1 : 0;
            }
        }
        assertThat(parallel).as("parallel plans").isGreaterThan(1_000);
        assertThat(sequential).as("sequential plans").isGreaterThan(MOST_SYMBOLS);
    }

    /** Longest first is within 4/3 - 1/(3m) of the best there is, which is no less than the average and the costliest symbol. */
    private static void assertBalanced(List<WorkUnit> units, GroupPlan plan, String which) {
        int workers = plan.workers();
        double all = units.stream().mapToDouble(WorkUnit::cpuSeconds).sum();
        double[] sorted = units.stream()
                .mapToDouble(unit -> -unit.cpuSeconds())
                .sorted()
                .map(seconds -> -seconds)
                .toArray();
        // Two of the m+1 costliest share a group, however they are dealt.
        double two = sorted.length > workers ? sorted[workers - 1] + sorted[workers] : 0;
        double bound = Math.max(Math.max(all / workers, sorted[0]), two);
        assertThat(plan.groups().get(0).cpuSeconds())
                .as(which)
                .isLessThanOrEqualTo((4.0 / 3 - 1 / (3.0 * workers)) * bound + 1e-6);
    }

    private static List<WorkUnit> units(Random random, int count) {
        double seconds = Math.pow(10, random.nextInt(5) - 3);
        List<WorkUnit> units = new ArrayList<>();
        for (int unit = 0; unit < count; unit++) {
            units.add(new WorkUnit("S" + unit, seconds * Math.exp(random.nextGaussian()), random.nextInt(1 << 20)));
        }
        return units;
    }

    private static GroupPlan plan(List<WorkUnit> units, int cap) {
        return ExecutionPlanner.plan(
                units, "", 1, Limits.threads(cap, MOST_WORKERS, 4L << 30), PerformanceModel.shipped());
    }
}
