package dev.nightjar.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightjar.run.Mode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final LocalDate MONDAY = LocalDate.of(2024, 10, 28);

    @Test
    void simulationIsOnePartitionADayWithEveryInstance() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY", "BANKNIFTY"),
                List.of(day(1, 500), day(0, 100)),
                Mode.LIVE_SIMULATION,
                7,
                4);

        assertThat(plan.partitions())
                .extracting(Partition::name, Partition::instances, Partition::days)
                .containsExactly(
                        tuple("p0001", List.of(0, 1, 2), List.of(MONDAY)),
                        tuple("p0002", List.of(0, 1, 2), List.of(MONDAY.plusDays(1))));
        assertThat(plan.workers()).isEqualTo(1);
        assertThat(plan.reasons()).anyMatch(reason -> reason.endsWith("partitions=7 applies to backtests only."));
    }

    @Test
    void automaticBacktestHasFourPartitionsAWorker() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY", "NIFTY", "NIFTY", "NIFTY", "NIFTY", "NIFTY"),
                List.of(day(0, 100), day(1, 100), day(2, 100)),
                Mode.BACKTEST,
                0,
                2);

        assertThat(plan.partitions()).hasSize(8);
        assertThat(plan.workers()).isEqualTo(2);
    }

    @Test
    void fewerPartitionsThanDaysKeepDaysWhole() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY"),
                List.of(day(0, 600), day(1, 500), day(2, 400), day(3, 300)),
                Mode.BACKTEST,
                2,
                2);

        assertThat(plan.partitions())
                .allMatch(partition -> partition.instances().equals(List.of(0, 1)));
        assertThat(plan.partitions())
                .extracting(Partition::days)
                .containsExactly(List.of(MONDAY, MONDAY.plusDays(3)), List.of(MONDAY.plusDays(1), MONDAY.plusDays(2)));
    }

    @Test
    void costliestDayIsCutIntoMostParts() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY", "NIFTY", "NIFTY"),
                List.of(day(0, 100), day(1, 900)),
                Mode.BACKTEST,
                5,
                2);

        assertThat(plan.partitions().stream()
                        .filter(partition -> partition.days().contains(MONDAY)))
                .hasSize(1);
    }

    @Test
    void askingForMoreThanThereIsGivesOneForEachInstanceAndDay() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY"), List.of(day(0, 9), day(1, 9)), Mode.BACKTEST, 100, 1);

        assertThat(plan.partitions()).hasSize(4);
        assertThat(plan.reasons())
                .contains("4 partitions for 1 worker, as asked but at most one for each instance and day.");
    }

    @Test
    void reasonsTellCostPartitionsWorkersAndBytes() {
        Plan plan = Planner.plan(PlanInputs.instances("NIFTY"), List.of(day(0, 1_000)), Mode.BACKTEST, 0, 2);

        assertThat(plan.reasons())
                .containsExactly(
                        "1 instance on 1 day: predicted cost 1010 weighted ticks.",
                        "1 partition for 1 worker: about 4 each, at most one for each instance and day.",
                        "The costliest partition is predicted to take 100 % of the whole.",
                        "Journals are expected to take about 1 KiB.");
    }

    @Test
    void dayWithoutTicksStillCostsSomething() {
        Plan plan = Planner.plan(PlanInputs.instances("SENSEX"), List.of(day(0, 1_000)), Mode.BACKTEST, 0, 2);

        assertThat(plan.cost()).isEqualTo(1);
    }

    @Test
    void refusesNothingToPlan() {
        assertThatThrownBy(() -> Planner.plan(List.of(), List.of(day(0, 1)), Mode.BACKTEST, 0, 1))
                .hasMessage("a plan needs instances, days and threads, was given 0, 1 and 1 for 0 partitions");
        assertThatThrownBy(() ->
                        Planner.plan(PlanInputs.instances("NIFTY"), List.of(day(0, 1), day(0, 2)), Mode.BACKTEST, 0, 1))
                .hasMessage("a plan's days are given once each");
    }

    private static DayLoad day(int number, long ticks) {
        return new DayLoad(MONDAY.plusDays(number), Map.of("NIFTY", ticks));
    }
}
