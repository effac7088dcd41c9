package dev.nightjar.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every plan. */
class PlannerProperties {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final String[] SYMBOLS = {"A", "B", "C"};

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("nightjar.seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyInstanceRunsOnEveryDayExactlyOnce(int seed) {
        assertCoversEverythingOnce(Case.of(seed));
        assertCoversEverythingOnce(Case.of(seed).withPositional(new Random(seed)));
    }

    private static void assertCoversEverythingOnce(Case planned) {
        Plan plan = planned.plan();

        Set<String> covered = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Partition partition : plan.partitions()) {
            assertThat(names.add(partition.name())).isTrue();
            for (int instance : partition.instances()) {
                for (LocalDate day : partition.days()) {
                    assertThat(covered.add(instance + " " + day))
                            .as("%s twice", instance + " " + day)
                            .isTrue();
                }
            }
        }
        assertThat(covered).hasSize(planned.instances.size() * planned.days.size());
        assertThat(plan.partitions().stream().mapToLong(Partition::cost).sum()).isEqualTo(plan.cost());
        int positional = (int) planned.instances.stream()
                .filter(instance -> instance.strategy().positional())
                .count();
        if (planned.mode == Mode.LIVE_SIMULATION) {
            assertThat(plan.partitions()).hasSize(positional > 0 ? 1 : planned.days.size());
        } else if (planned.partitions > 0) {
            int most = positional + (planned.instances.size() - positional) * planned.days.size();
            assertThat(plan.partitions()).hasSize(Math.min(planned.partitions, most));
        }
        for (Partition partition : plan.partitions()) {
            if (partition.instances().stream()
                    .anyMatch(instance ->
                            planned.instances.get(instance).strategy().positional())) {
                assertThat(partition.days()).hasSameSizeAs(planned.days);
            }
        }
        assertThat(plan.workers()).isBetween(1, planned.threads);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sameInputGivesTheSamePlanWhateverTheOrderOfTheDays(int seed) {
        Case planned = Case.of(seed);
        List<DayLoad> shuffled = new ArrayList<>(planned.days);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(Planner.plan(planned.instances, shuffled, planned.mode, planned.partitions, planned.threads))
                .isEqualTo(planned.plan());
    }

    /** Dealing longest first, no partition of whole days costs more than the average plus one day. */
    @ParameterizedTest
    @MethodSource("seeds")
    void partitionsOfWholeDaysAreBalanced(int seed) {
        Case planned = Case.of(seed);
        int partitions = 1 + seed % planned.days.size();
        Plan plan = Planner.plan(planned.instances, planned.days, Mode.BACKTEST, partitions, planned.threads);
        long costliestDay =
                Planner.plan(planned.instances, planned.days, Mode.LIVE_SIMULATION, 0, 1).partitions().stream()
                        .mapToLong(Partition::cost)
                        .max()
                        .orElseThrow();

        assertBalanced(plan.partitions(), costliestDay);
    }

    /** The same for a single day, with one instance instead of one day. */
    @ParameterizedTest
    @MethodSource("seeds")
    void partitionsOfOneDayAreBalanced(int seed) {
        Case planned = Case.of(seed);
        List<DayLoad> day = planned.days.subList(0, 1);
        int partitions = 1 + seed % planned.instances.size();
        long costliestInstance =
                Planner.plan(planned.instances, day, Mode.BACKTEST, planned.instances.size(), 1).partitions().stream()
                        .mapToLong(Partition::cost)
                        .max()
                        .orElseThrow();

        assertBalanced(
                Planner.plan(planned.instances, day, Mode.BACKTEST, partitions, planned.threads)
                        .partitions(),
                costliestInstance);
    }

    private static void assertBalanced(List<Partition> partitions, long largestItem) {
        long total = partitions.stream().mapToLong(Partition::cost).sum();
        long costliest = partitions.get(0).cost();

        assertThat(partitions).isSortedAccordingTo((one, other) -> Long.compare(other.cost(), one.cost()));
        assertThat((double) costliest)
                .isLessThanOrEqualTo((double) total / partitions.size()
                        + (1.0 - 1.0 / partitions.size()) * (double) largestItem
                        + 1e-6);
    }

    private record Case(List<Instance> instances, List<DayLoad> days, Mode mode, int partitions, int threads) {

        static Case of(int seed) {
            Random random = new Random(seed);
            String[] symbols = new String[1 + random.nextInt(20)];
            for (int instance = 0; instance < symbols.length; instance++) {
                symbols[instance] = SYMBOLS[random.nextInt(SYMBOLS.length)];
            }
            List<DayLoad> days = new ArrayList<>();
            int count = 1 + random.nextInt(12);
            for (int day = 0; day < count; day++) {
                days.add(new DayLoad(FIRST.plusDays(day * 3L), Map.of("A", (long) random.nextInt(100_000), "B", (long)
                        random.nextInt(100))));
            }
            return new Case(
                    PlanInputs.instances(symbols),
                    days,
                    random.nextInt(4) == 0 ? Mode.LIVE_SIMULATION : Mode.BACKTEST,
                    random.nextBoolean() ? 0 : 1 + random.nextInt(60),
                    1 + random.nextInt(8));
        }

        /** {@return the same with some, one or all of the instances positional} */
        Case withPositional(Random random) {
            Set<Integer> positional = new HashSet<>(Set.of(random.nextInt(instances.size())));
            double share = random.nextDouble();
            for (int instance = 0; instance < instances.size(); instance++) {
                if (random.nextDouble() < share || share > 0.9) {
                    positional.add(instance);
                }
            }
            String[] symbols = instances.stream()
                    .map(instance -> instance.strategy().trading().symbol())
                    .toArray(String[]::new);
            return new Case(PlanInputs.instances(positional, symbols), days, mode, partitions, threads);
        }

        Plan plan() {
            return Planner.plan(instances, days, mode, partitions, threads);
        }
    }
}
