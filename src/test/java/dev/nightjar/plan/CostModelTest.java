package dev.nightjar.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostModelTest {

    /** What the runs of these tests really cost: a machine 2.5 times slower than the shipped one. */
    private static final double MACHINE = 2.5;

    private static final Map<String, Double> TIMES = Map.of("3-plain", 1.0, "9-dear", 4.0, "5-cheap", 0.5);
    private static final Map<String, Integer> BYTES = Map.of("3-plain", 800, "9-dear", 12_000, "5-cheap", 50);

    @Test
    void withoutRunsTheShippedFiguresStand() {
        PerformanceModel model = PerformanceModel.learned(List.of());

        assertThat(model.basis()).isEqualTo("shipped figures, as no run on this host has been measured");
        assertThat(model.costs().seconds(Work.NONE, false)).isZero();
    }

    @Test
    void amountsAddUpAndNothingIsCountedTwice() {
        CostModel shipped = CostModel.shipped();
        Work one = work(1, 2, 100_000, Map.of("3-plain", 40L));
        Work other = work(1, 1, 50_000, Map.of("9-dear", 10L, "3-plain", 5L));

        assertThat(shipped.seconds(one.plus(other), false))
                .isEqualTo(shipped.seconds(one, false) + shipped.seconds(other, false), within(1e-12));
        assertThat(one.plus(other).strategyDays()).isEqualTo(2 * 40 + 10 + 5);
        assertThat(shipped.journalBytes(one.plus(other)))
                .isEqualTo(shipped.journalBytes(one) + shipped.journalBytes(other));
    }

    @Test
    void aColdProcessCostsAFixedTimeMoreThatIsSpreadOverItsFirstWork() {
        CostModel shipped = CostModel.shipped();

        assertThat(shipped.warmUpSeconds(0)).isZero();
        assertThat(shipped.warmUpSeconds(0.01)).isBetween(0.05, 0.07);
        assertThat(shipped.warmUpSeconds(100)).isEqualTo(shipped.warmUpSeconds(1_000), within(1e-9));
    }

    @Test
    void threeRunsTeachWhatAMachineAndShapesTake() {
        List<MeasuredRun> runs = runs(new Random(1), 0.05, 3);
        PerformanceModel learned = PerformanceModel.learned(runs);

        Random random = new Random(77);
        List<Double> errors = new ArrayList<>();
        for (int queue = 0; queue < 10; queue++) {
            Work work = randomWork(random);
            double predicted = learned.costs().seconds(work, false);
            errors.add(Math.abs(predicted / seconds(work) - 1));
            assertThat((double) learned.costs().journalBytes(work)).isBetween(0.6 * bytes(work), 1.5 * bytes(work));
        }
        Collections.sort(errors);
        assertThat(errors.get(5)).as("median error, of %s", errors).isLessThan(0.15);
        assertThat(learned.basis()).contains("3 runs on this host");
        assertThat(learned.costs().words("9-dear")).contains("times what its nodes say");
        assertThat(learned.costs().words("8-never-seen")).isEmpty();
    }

    /** A backup ran, say, and every tenth partition took twenty times its time. */
    @Test
    void someThatTookFarTooLongChangeLittle() {
        List<MeasuredRun> runs = runs(new Random(5), 0.03, 4);
        CostModel clean = CostModel.learned(runs);
        List<MeasuredRun> disturbed = new ArrayList<>();
        for (MeasuredRun run : runs) {
            List<MeasuredPartition> partitions = new ArrayList<>(run.partitions());
            for (int place = 3; place < partitions.size(); place += 10) {
                MeasuredPartition one = partitions.get(place);
                partitions.set(
                        place,
                        new MeasuredPartition(
                                one.work(), 20 * one.cpuSeconds(), one.wallSeconds(), one.journalBytes(), false));
            }
            disturbed.add(new MeasuredRun(
                    run.strategies(),
                    run.work(),
                    run.workers(),
                    partitions,
                    run.cpuSeconds(),
                    run.wallSeconds(),
                    run.runSeconds(),
                    run.memoryBytes(),
                    run.predictedCpuSeconds(),
                    run.predictedWallSeconds()));
        }
        CostModel robust = CostModel.learned(disturbed);

        Random random = new Random(6);
        for (int queue = 0; queue < 10; queue++) {
            Work work = randomWork(random);
            assertThat(robust.seconds(work, false) / clean.seconds(work, false)).isBetween(0.75, 1.4);
        }
    }

    /** A clock that was set, a machine that slept, a row that somebody wrote: whatever stands there, no cost leaves its range. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1e9, 1e300, -5, Double.NaN, Double.POSITIVE_INFINITY})
    void noRunDrivesACostOutOfItsBounds(double seconds) {
        List<MeasuredRun> hostile = runs(new Random(21), 0.05, 3).stream()
                .map(run -> taking(run, one -> seconds, 1))
                .toList();
        List<MeasuredRun> mixed = new ArrayList<>(runs(new Random(22), 0.05, 2));
        mixed.addAll(hostile);

        for (List<MeasuredRun> history : List.of(hostile, mixed)) {
            PerformanceModel model = PerformanceModel.learned(history);
            CostModel shipped = CostModel.shipped();
            for (CostModel.Cost cost : CostModel.Cost.values()) {
                assertThat(model.costs().cost(cost) / shipped.cost(cost))
                        .as(cost.name())
                        .isBetween(1 / 2_500.1, 2_500.1);
            }
            assertThat(model.usl().capacity(4)).isBetween(0.0, 4.0);
            Work work = randomWork(new Random(3));
            Prediction prediction =
                    model.prediction(1_000, work, List.of(work, work), 2, Limits.threads(2, 2, 1L << 30));
            assertThat(prediction.cpuSeconds()).isFinite().isPositive();
            assertThat(prediction.wallSeconds()).isFinite().isPositive();
            assertThat(prediction.memoryBytes()).isPositive();
        }
    }

    /** One partition in ten took a million times its time, in every run. */
    @Test
    void absurdTimesAreOutvoted() {
        List<MeasuredRun> clean = runs(new Random(23), 0.05, 4);
        List<MeasuredRun> hostile = clean.stream()
                .map(run -> taking(run, one -> 1e6 * one.cpuSeconds(), 10))
                .toList();

        Work work = randomWork(new Random(24));
        assertThat(CostModel.learned(hostile).seconds(work, false)
                        / CostModel.learned(clean).seconds(work, false))
                .isBetween(0.5, 2.0);
    }

    /** {@return the run, of whose partitions one in so many took something else} */
    private static MeasuredRun taking(MeasuredRun run, ToDoubleFunction<MeasuredPartition> seconds, int every) {
        List<MeasuredPartition> partitions = new ArrayList<>();
        for (MeasuredPartition one : run.partitions()) {
            boolean other = partitions.size() % every == every - 1;
            double taken = other ? seconds.applyAsDouble(one) : one.cpuSeconds();
            partitions.add(new MeasuredPartition(one.work(), taken, taken, one.journalBytes(), one.ownProcess()));
        }
        double all =
                partitions.stream().mapToDouble(MeasuredPartition::cpuSeconds).sum();
        return new MeasuredRun(
                run.strategies(),
                run.work(),
                run.workers(),
                partitions,
                all + 10,
                all + 10,
                all,
                run.memoryBytes(),
                run.predictedCpuSeconds(),
                run.predictedWallSeconds());
    }

    /** What a process takes to begin is learned from runs in processes, and what runs in threads are believed to take stays. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1.5, 6})
    void startsOfProcessesAreLearnedFromRunsInThem(double start) {
        List<MeasuredRun> runs = new ArrayList<>(runs(new Random(31), 0.05, 2));
        PerformanceModel inThreads = PerformanceModel.learned(runs);
        Random random = new Random(32);
        for (int run = 0; run < 3; run++) {
            List<MeasuredPartition> partitions = new ArrayList<>();
            Work whole = Work.NONE;
            for (int partition = 0; partition < 12; partition++) {
                Work work = work(1, 1, 10_000 + random.nextInt(50_000), Map.of("3-plain", 10L + random.nextInt(300)));
                double taken = (seconds(work) + start) * Math.exp(0.05 * random.nextGaussian());
                partitions.add(new MeasuredPartition(work, taken, 1.4 * taken, Math.round(bytes(work)), true));
                whole = whole.plus(work);
            }
            double all = partitions.stream()
                    .mapToDouble(MeasuredPartition::cpuSeconds)
                    .sum();
            // One worker, and by the clock half as much again as on processors.
            runs.add(
                    0,
                    new MeasuredRun(
                            1_000, whole, 1, partitions, all + 50, 40 + 1.5 * all, 1.5 * all, 300L << 20, 0, 0));
        }
        PerformanceModel learned = PerformanceModel.learned(runs);

        Work little = work(1, 1, 20_000, Map.of("3-plain", 50L));
        assertThat(learned.costs().seconds(little, true)).isCloseTo(seconds(little) + start, withinPercentage(20));
        Work large = randomWork(new Random(3));
        assertThat(learned.costs().seconds(large, false))
                .isCloseTo(inThreads.costs().seconds(large, false), withinPercentage(15));
        long[] shares = {10_000_000_000L};
        assertThat(learned.runSeconds(shares, 1, new Limits(1, 1, 1L << 30, true, 0)))
                .as("by the clock, in a process")
                .isCloseTo(15, withinPercentage(1));
        Limits threads = Limits.threads(1, 1, 1L << 30);
        assertThat(learned.runSeconds(shares, 1, threads))
                .isCloseTo(inThreads.runSeconds(shares, 1, threads), withinPercentage(15));
    }

    @Test
    void theSameRunsTeachTheSame() {
        List<MeasuredRun> runs = runs(new Random(9), 0.2, 3);
        Work work = randomWork(new Random(3));

        assertThat(PerformanceModel.learned(runs).costs().seconds(work, false))
                .isEqualTo(PerformanceModel.learned(runs).costs().seconds(work, false));
    }

    @Test
    void theLatestRunsCountMost() {
        List<MeasuredRun> runs = new ArrayList<>(runs(new Random(11), 0.01, 3));
        Work work = randomWork(new Random(12));
        double before = CostModel.learned(runs).seconds(work, false);
        // As on a machine that has become twice as slow.
        runs.addAll(0, slower(runs(new Random(13), 0.01, 6)));

        assertThat(CostModel.learned(runs).seconds(work, false)).isGreaterThan(1.5 * before);
    }

    private static List<MeasuredRun> slower(List<MeasuredRun> runs) {
        return runs.stream()
                .map(run -> new MeasuredRun(
                        run.strategies(),
                        run.work(),
                        run.workers(),
                        run.partitions().stream()
                                .map(one -> new MeasuredPartition(
                                        one.work(),
                                        2 * one.cpuSeconds(),
                                        2 * one.wallSeconds(),
                                        one.journalBytes(),
                                        false))
                                .toList(),
                        2 * run.cpuSeconds(),
                        2 * run.wallSeconds(),
                        2 * run.runSeconds(),
                        run.memoryBytes(),
                        0,
                        0))
                .toList();
    }

    // Made runs.

    private static Work work(long partitions, long days, long ticks, Map<String, Long> strategies) {
        TreeMap<String, StrategyWork> work = new TreeMap<>();
        strategies.forEach((shape, count) -> {
            long nodes = Long.parseLong(shape.substring(0, shape.indexOf('-')));
            work.put(shape, new StrategyWork(count * days, count * days * nodes, count * ticks));
        });
        return new Work(partitions, days, ticks, work);
    }

    private static Work randomWork(Random random) {
        long days = 1 + random.nextInt(5);
        return work(
                1,
                days,
                days * (20_000 + random.nextInt(300_000)),
                Map.of(
                        "3-plain", (long) random.nextInt(3_000),
                        "9-dear", 1L + random.nextInt(1_000),
                        "5-cheap", (long) random.nextInt(3_000)));
    }

    private static double seconds(Work work) {
        CostModel shipped = CostModel.shipped();
        double seconds =
                shipped.seconds(new Work(work.partitions(), work.days(), work.ticks(), new TreeMap<>()), false);
        for (Map.Entry<String, StrategyWork> own : work.strategies().entrySet()) {
            seconds += TIMES.getOrDefault(own.getKey(), 0.0)
                    * shipped.seconds(Work.of(own.getKey(), own.getValue()), false);
        }
        return MACHINE * seconds;
    }

    private static double bytes(Work work) {
        return work.strategies().entrySet().stream()
                .mapToDouble(own -> (double) BYTES.getOrDefault(own.getKey(), 0)
                        * own.getValue().days())
                .sum();
    }

    private static List<MeasuredRun> runs(Random random, double noise, int count) {
        List<MeasuredRun> runs = new ArrayList<>();
        for (int run = 0; run < count; run++) {
            List<MeasuredPartition> partitions = new ArrayList<>();
            Work whole = Work.NONE;
            double before = 0;
            double all = 0;
            for (int partition = 0; partition < 12; partition++) {
                Work work = randomWork(random);
                double warm = seconds(work);
                double coldSeconds = MACHINE * 2;
                double coldFor = coldSeconds / 7;
                double taken =
                        (warm + coldSeconds * (Math.exp(-before / coldFor) - Math.exp(-(before + warm) / coldFor)))
                                * Math.exp(noise * random.nextGaussian());
                before += warm;
                all += taken;
                partitions.add(new MeasuredPartition(work, taken, 1.2 * taken, Math.round(bytes(work)), false));
                whole = whole.plus(work);
            }
            double rest = MACHINE * 20;
            runs.add(new MeasuredRun(
                    1_000, whole, 2, partitions, all + rest, 30 + all, all, 300L << 20, all + rest, 30 + all));
        }
        return runs;
    }
}
