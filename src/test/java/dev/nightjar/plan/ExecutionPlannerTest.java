package dev.nightjar.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutionPlannerTest {

    private static final PerformanceModel MODEL = PerformanceModel.shipped();

    private static List<WorkUnit> units(int count, double seconds, long bytes) {
        List<WorkUnit> units = new ArrayList<>();
        for (int unit = 0; unit < count; unit++) {
            units.add(new WorkUnit("S" + unit, seconds, bytes));
        }
        return units;
    }

    @Test
    void muchWorkIsSharedByAllWorkersThereAreProcessorsFor() {
        GroupPlan plan = ExecutionPlanner.plan(units(8, 60, 0), "", 5, Limits.threads(4, 4, 4L << 30), MODEL);

        assertThat(plan.workers()).isEqualTo(4);
        assertThat(plan.sequential()).isFalse();
        assertThat(plan.wallSeconds()).isLessThan(plan.curve().getOrDefault(1, 0.0) / 2);
    }

    @Test
    void workersBeyondTheProcessorsAreNotPlanned() {
        GroupPlan plan = ExecutionPlanner.plan(units(64, 60, 0), "", 5, Limits.threads(16, 2, 4L << 30), MODEL);

        assertThat(plan.workers()).isEqualTo(2);
    }

    @Test
    void oneSymbolIsSequentialWhateverIsAllowed() {
        GroupPlan plan = ExecutionPlanner.plan(units(1, 600, 0), "", 5, Limits.threads(16, 16, 4L << 30), MODEL);

        assertThat(plan.sequential()).isTrue();
        assertThat(plan.reasons()).anyMatch(reason -> reason.startsWith("Sequential: predicted to take "));
    }

    @Test
    void littleWorkIsSequentialAndTheReasonTellsWhatMoreWorkersWouldTake() {
        GroupPlan plan = ExecutionPlanner.plan(units(8, 0.0001, 0), "", 5, Limits.threads(4, 4, 4L << 30), MODEL);

        assertThat(plan.sequential()).isTrue();
        assertThat(plan.reasons())
                .anyMatch(
                        reason -> reason.matches(
                                "Sequential: predicted to take \\d.* s by the clock with 1 worker, and .* s with \\d, which is not worth it\\."));
    }

    @Test
    void whatSharesCashIsOneGroup() {
        GroupPlan plan = ExecutionPlanner.plan(
                units(8, 60, 0), "the symbols share one capital", 5, Limits.threads(4, 4, 4L << 30), MODEL);

        assertThat(plan.groups()).hasSize(1);
        assertThat(plan.groups().get(0).units()).hasSize(8);
        assertThat(plan.reasons()).contains("One group: the symbols share one capital.");
    }

    /** By hand: of 1000 MiB 600 may be used, 38 of them by the process itself; two of 200 MiB fit beside it, three do not. */
    @Test
    void memoryCapsTheWorkersAndTheRecommendationSaysWhatWouldNot() {
        Limits limits = Limits.threads(4, 4, 1000L << 20);
        GroupPlan plan = ExecutionPlanner.plan(units(8, 60, 200L << 20), "", 5, limits, MODEL);

        assertThat(plan.workers()).isEqualTo(2);
        assertThat(plan.memoryBytes()).isEqualTo((400L << 20) + 40_000_000);
        assertThat(plan.reasons()).contains("Memory: at most 2 workers fit a heap of 1000 MiB.");
        assertThat(plan.recommendations()).containsExactly("With -Xmx1396m, 4 workers would fit.");
        Limits more = Limits.threads(4, 4, 1397L << 20);
        assertThat(ExecutionPlanner.plan(units(8, 60, 200L << 20), "", 5, more, MODEL)
                        .workers())
                .isEqualTo(4);
    }

    @Test
    void workersWithMemoryOfTheirOwnAreNotCappedByEachOther() {
        Limits limits = new Limits(4, 4, 1000L << 20, true, 1000L << 20);

        assertThat(ExecutionPlanner.plan(units(8, 60, 200L << 20), "", 5, limits, MODEL)
                        .workers())
                .isEqualTo(4);
    }

    @Test
    void whatDoesNotFitAloneIsRefusedByName() {
        List<WorkUnit> units = new ArrayList<>(units(2, 60, 1));
        units.add(new WorkUnit("BIG", 60, 900L << 20));

        assertThatThrownBy(() -> ExecutionPlanner.plan(units, "", 5, Limits.threads(2, 2, 1000L << 20), MODEL))
                .hasMessageStartingWith("BIG needs about 900 MiB beside the 38 MiB of the process")
                .hasMessageEndingWith("give it more with -Xmx");
    }

    /** A thread costs next to nothing to begin; processes get in each other's way while they begin, longer than these symbols take. */
    @Test
    void whatIsWorthThreadsNeedNotBeWorthProcesses() {
        List<WorkUnit> units = units(8, 0.01, 0);

        GroupPlan threads = ExecutionPlanner.plan(units, "", 1, Limits.threads(4, 4, 4L << 30), MODEL);
        GroupPlan processes = ExecutionPlanner.plan(units, "", 1, new Limits(4, 4, 4L << 30, true, 0), MODEL);

        assertThat(threads.workers()).isGreaterThan(1);
        assertThat(processes.sequential()).isTrue();
    }

    /** By hand: 0.01 s for each group, however many symbols it has, and 8 times 60 s; the rest is 5 s and 2 s of warming up. */
    @Test
    void aGroupIsCountedOnce() {
        GroupPlan four = ExecutionPlanner.plan(units(8, 60, 0), "", 5, Limits.threads(4, 4, 4L << 30), MODEL);
        GroupPlan one = ExecutionPlanner.plan(units(8, 60, 0), "", 5, Limits.threads(1, 4, 4L << 30), MODEL);

        assertThat(four.cpuSeconds()).isEqualTo(4 * 0.01 + 8 * 60 + 5 + 2, within(1e-9));
        assertThat(one.cpuSeconds()).isEqualTo(0.01 + 8 * 60 + 5 + 2, within(1e-9));
    }
}
