package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.plan.Work;
import dev.nightjar.store.PlannedPartition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunProgressTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    private final RunProgress work = new RunProgress(progress);

    @Test
    void partitionsCountByTheirWork() {
        work.begin(List.of(partition("large", 3), partition("small", 1)));
        work.reached("large", 1, 2);
        work.ended("small");

        // 3/4 of 1/2, and 1/4
        assertThat(told()).startsWith("run 1 of 2 partitions, 63 %");
    }

    @Test
    void whatBeginsAnewDoesNotTurnProgressBack() {
        work.begin(List.of(partition("one", 1), partition("other", 1)));
        work.reached("one", 3, 4);
        work.reached("one", 0, 4);
        work.reached("one", 2, 4);

        assertThat(told()).startsWith("run 0 of 2 partitions, 38 %");
    }

    @Test
    void partitionsOfNoCostCountAlike() {
        work.begin(List.of(partition("one", 0), partition("other", 0)));
        work.ended("other");

        assertThat(told()).startsWith("run 1 of 2 partitions, 50 %");
    }

    private String told() {
        progress.end();
        return said.toString(StandardCharsets.UTF_8);
    }

    private static PlannedPartition partition(String name, double cost) {
        return new PlannedPartition(name, 0, List.of(0), List.of(LocalDate.of(2024, 10, 29)), cost, Work.NONE);
    }
}
