package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.step.StepExecution;

class TimingsTest {

    private static final LocalDateTime MIDNIGHT = LocalDateTime.of(2024, 10, 29, 0, 0);

    private final Timings timings = new Timings();

    private static StepExecution step(String name, double seconds) {
        StepExecution step = new StepExecution(
                1, name, new JobExecution(1, new JobInstance(1, NightSteps.JOB), new JobParameters()));
        step.setStartTime(MIDNIGHT);
        step.setEndTime(MIDNIGHT.plusNanos((long) (seconds * 1e9)));
        return step;
    }

    private String line(String beginning) {
        return timings.lines(List.of()).stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElse("");
    }

    /** What lasts some thousandths of a second by the clock. */
    private static void last() {
        long end = System.nanoTime() + 30_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private double told(String step, String part) {
        Matcher matcher =
                Pattern.compile(Pattern.quote(part) + " (\\d+\\.\\d\\d)").matcher(line("threads of " + step));
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : -1;
    }

    @Test
    void stepsAreToldInTheirOrderAndPartitionsAreNoSteps() {
        List<String> lines = timings.lines(
                List.of(step("publish", 2.5), step("work:p0", 9), step("prepare", 0.25), step("run", 10)));

        assertThat(lines.get(0))
                .matches("took \\d+\\.\\d\\d s, \\d+\\.\\d\\d s of processors; heap [1-9]\\d* MiB at most");
        assertThat(lines.get(1))
                .endsWith("prepare 0.25, run 10.00, publish 2.50")
                .doesNotContain("work", "plan");
    }

    @Test
    void partsThatNobodyDidAreNotTold() {
        try (Timings.Span span = timings.begin(Timings.Part.CHECKING)) {
            last();
        }

        assertThat(line("threads of aggregate"))
                .contains("reading and checking 0.")
                .doesNotContain("rendering");
        assertThat(line("threads of run")).isEmpty();
        assertThat(line("threads of publish")).isEmpty();
    }

    @Test
    void aPartWithinAnotherCountsAsItselfOnly() {
        try (Timings.Span engine = timings.begin(Timings.Part.ENGINE)) {
            try (Timings.Span days = timings.begin(Timings.Part.DAYS)) {
                for (int again = 0; again < 10; again++) {
                    last();
                }
            }
        }

        assertThat(told("run", "opening days")).isGreaterThanOrEqualTo(0.30);
        assertThat(told("run", "engine")).isLessThan(told("run", "opening days"));
    }

    @Test
    void whatThreadsDoIsAddedUp() throws InterruptedException {
        Runnable work = () -> {
            try (Timings.Span span = timings.begin(Timings.Part.RENDERING)) {
                last();
            }
        };
        Thread first = new Thread(work);
        Thread second = new Thread(work);
        first.start();
        second.start();
        first.join();
        second.join();

        assertThat(told("publish", "rendering")).isGreaterThanOrEqualTo(0.06);
    }
}
