package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.plan.Work;
import dev.nightjar.store.Measured;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunPrediction;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunForecastTest {

    private static final long SECOND = 1_000_000_000L;

    private static RunPrediction prediction(RunPrediction.@Nullable Took took) {
        return new RunPrediction(2, Work.NONE, 10 * SECOND, 8 * SECOND, 4 << 10, 200L << 20, "shipped figures", took);
    }

    private static PlannedPartition partition(String name, long cpu, long wall) {
        return new PlannedPartition(
                name,
                0,
                List.of(0),
                List.of(LocalDate.of(2024, 10, 29)),
                new TreeMap<>(),
                1.5,
                Work.NONE,
                true,
                1,
                name + ".journal",
                "aa",
                1L,
                new Measured(cpu, wall, false));
    }

    /** By hand: 3 and 4 of two times 5 seconds are 70 %; 12 is 20 % more than 10, 8 as predicted, 3 KiB a quarter less than 4. */
    @Test
    void whatWasPredictedStandsBesideWhatItTook() {
        RunPrediction.Took took = new RunPrediction.Took(2, 12 * SECOND, 8 * SECOND, 5 * SECOND, 3 << 10, 100L << 20);

        assertThat(RunForecast.told(
                        prediction(took),
                        List.of(partition("p1", 2 * SECOND, 3 * SECOND), partition("p2", SECOND, 4 * SECOND))))
                .containsExactly(
                        "predicted 10.00 s of processors, took 12.00 s (20 % more); predicted 8.00 s by the clock, took 8.00 s"
                                + " (as predicted)",
                        "predicted 4 KiB of journals, wrote 3 KiB (25 % less); predicted 200 MiB of heap, 100 MiB lived at"
                                + " most (50 % less)",
                        "predicted from shipped figures",
                        "2 partitions with 2 workers, each busy 70 % of 5.00 s; on processors they took 3.00 s, of which 3.00"
                                + " s were predicted for a warm process");
    }

    @Test
    void whatARunTookThatSeveralProcessesWorkedOnIsNotMadeUp() {
        assertThat(RunForecast.told(prediction(null), List.of()))
                .singleElement()
                .asString()
                .startsWith(
                        "predicted 10.00 s of processors, 8.00 s by the clock, 4 KiB of journals, 200 MiB of heap, with 2"
                                + " workers; from shipped figures; what it took is not known");
    }
}
