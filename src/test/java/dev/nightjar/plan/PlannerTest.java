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
    private static final long LARGE = 10_000_000;

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
                List.of(day(0, LARGE), day(1, LARGE), day(2, LARGE)),
                Mode.BACKTEST,
                0,
                2);

        assertThat(plan.partitions()).hasSize(8);
        assertThat(plan.workers()).isEqualTo(2);
        assertThat(plan.reasons())
                .contains("8 partitions for 2 workers: about 4 each, at most one for each instance and day.")
                .anyMatch(reason -> reason.startsWith("Parallel: 2 workers, predicted to take "));
    }

    /** More workers would each open the day, and end no earlier. */
    @Test
    void littleWorkIsOnePartitionAndSequential() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY", "NIFTY"), List.of(day(0, 100)), Mode.BACKTEST, 0, 4);

        assertThat(plan.partitions()).hasSize(1);
        assertThat(plan.workers()).isEqualTo(1);
        assertThat(plan.reasons())
                .contains("1 partition for 1 worker: no more than memory and a crash ask for.")
                .anyMatch(reason -> reason.startsWith("Sequential: predicted to take ")
                        && reason.endsWith(", which is not worth it."));
    }

    @Test
    void thePredictedNumberOfWorkersIsThatOfThePlan() {
        for (int threads = 1; threads <= 6; threads++) {
            for (long ticks : List.of(1L, LARGE)) {
                Plan plan = Planner.plan(
                        PlanInputs.instances("NIFTY", "NIFTY", "NIFTY", "NIFTY"),
                        List.of(day(0, ticks), day(1, ticks)),
                        Mode.BACKTEST,
                        0,
                        threads);

                assertThat(plan.workers())
                        .isEqualTo(plan.prediction().workers())
                        .isBetween(1, threads);
                assertThat(plan.workers()).isLessThanOrEqualTo(plan.partitions().size());
            }
        }
    }

    /** Costs come from the ticks that are there, not from the calendar. */
    @Test
    void aDayWithoutTicksCostsLessThanOneWithMany() {
        List<Partition> days = Planner.plan(
                        PlanInputs.instances("NIFTY", "NIFTY"), List.of(day(0, 0), day(1, LARGE)), Mode.BACKTEST, 2, 1)
                .partitions();

        assertThat(days.get(0).days()).containsExactly(MONDAY.plusDays(1));
        assertThat(days.get(0).cost()).isGreaterThan(10 * days.get(1).cost());
    }

    @Test
    void memoryCapsTheWorkersOfARun() {
        Planner.Request request = new Planner.Request(
                PlanInputs.instances("NIFTY", "NIFTY", "NIFTY", "NIFTY"),
                List.of(day(0, LARGE), day(1, LARGE), day(2, LARGE), day(3, LARGE)),
                Mode.BACKTEST,
                false,
                4,
                0);
        // A day's ticks are 24 bytes each, so two days fit 600 of 1000 MiB beside the 38 of the process.
        Plan capped = Planner.plan(request, Limits.threads(4, 4, 1_000L << 20), PerformanceModel.shipped());
        Plan free = Planner.plan(request, Limits.workers(4), PerformanceModel.shipped());

        assertThat(capped.workers()).isEqualTo(2);
        assertThat(capped.reasons()).contains("Memory: at most 2 workers fit a heap of 1000 MiB.");
        assertThat(capped.recommendations())
                .anyMatch(better -> better.matches("With -Xmx\\d+m, 4 workers would fit\\."));
        assertThat(free.workers()).isEqualTo(4);
    }

    @Test
    void askingForFewerPartitionsThanWorkersIsToldOf() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY"),
                List.of(day(0, LARGE), day(1, LARGE), day(2, LARGE), day(3, LARGE)),
                Mode.BACKTEST,
                2,
                4);

        assertThat(plan.recommendations())
                .containsExactly("partitions=2 keeps 2 workers from working; partitions=auto would not.");
    }

    @Test
    void fewerPartitionsThanDaysKeepDaysWhole() {
        Plan plan = Planner.plan(
                PlanInputs.instances("NIFTY", "NIFTY"),
                List.of(day(0, 6_000_000), day(1, 5_000_000), day(2, 4_000_000), day(3, 3_000_000)),
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
                List.of(day(0, 100), day(1, LARGE)),
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

        assertThat(plan.reasons().get(0))
                .matches(
                        "1 instance on 1 day: predicted to take \\d.* s of a processor, 0\\.0\\d s of them in partitions\\.");
        assertThat(plan.reasons().get(1))
                .isEqualTo("1 partition for 1 worker: no more than memory and a crash ask for.");
        assertThat(plan.reasons().get(2)).matches("Sequential: predicted to take .* s by the clock with 1 worker\\.");
        assertThat(plan.reasons().subList(3, 6))
                .containsExactly(
                        "The costliest partition is predicted to take 100 % of the whole.",
                        "Journals are expected to take about 1 KiB, the heap at most about 38 MiB.",
                        "Predicted from shipped figures, as no run on this host has been measured.");
        assertThat(plan.reasons()).hasSize(6);
        assertThat(plan.recommendations()).isEmpty();
    }

    @Test
    void dayWithoutTicksStillCostsSomething() {
        Plan plan = Planner.plan(PlanInputs.instances("SENSEX"), List.of(day(0, 1_000)), Mode.BACKTEST, 0, 2);

        assertThat(plan.cost()).isPositive();
    }

    @Test
    void aLiveSimulationTakesTheTimeItIsPacedTo() {
        Planner.Request request = new Planner.Request(
                PlanInputs.instances("NIFTY"), List.of(day(0, 1_000)), Mode.LIVE_SIMULATION, false, 0, 2_250);
        Plan plan = Planner.plan(request, Limits.workers(4), PerformanceModel.shipped());

        assertThat(plan.prediction().wallSeconds()).isBetween(2_250.0, 2_300.0);
    }

    @Test
    void refusesNothingToPlan() {
        assertThatThrownBy(() -> Planner.plan(List.of(), List.of(day(0, 1)), Mode.BACKTEST, 0, 1))
                .hasMessage("a plan needs instances and days, was given 0 and 1 for 0 partitions");
        assertThatThrownBy(() ->
                        Planner.plan(PlanInputs.instances("NIFTY"), List.of(day(0, 1), day(0, 2)), Mode.BACKTEST, 0, 1))
                .hasMessage("a plan's days are given once each");
    }

    private static DayLoad day(int number, long ticks) {
        return new DayLoad(MONDAY.plusDays(number), Map.of("NIFTY", ticks));
    }

    /** What the cut is chosen by is what is told of it. */
    @Test
    void thePredictionIsThatOfThePartitions() {
        PerformanceModel model = PerformanceModel.shipped();
        for (int threads = 1; threads <= 4; threads++) {
            Limits limits = Limits.threads(threads, 2, 8L << 30);
            Plan plan = Planner.plan(
                    new Planner.Request(
                            PlanInputs.instances("NIFTY", "NIFTY", "NIFTY"),
                            List.of(day(0, LARGE), day(1, 3 * LARGE), day(2, 10)),
                            Mode.BACKTEST,
                            false,
                            0,
                            0),
                    limits,
                    model);

            assertThat(model.prediction(
                            3,
                            plan.prediction().work(),
                            plan.partitions().stream().map(Partition::work).toList(),
                            plan.workers(),
                            limits))
                    .isEqualTo(plan.prediction());
        }
    }
}
