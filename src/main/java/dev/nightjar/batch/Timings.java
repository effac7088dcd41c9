package dev.nightjar.batch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;

/**
 * Where the time of a run goes in this process. Steps take the time they take by the clock; what threads do in them beside each other is
 * added up over the threads, by the clock and on the processors. A part within another one counts as itself only.
 */
final class Timings {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean KNOWS_PROCESSORS = THREADS.isCurrentThreadCpuTimeSupported();
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final double NANOS = 1e9;

    /** What threads do in a step. */
    enum Part {
        DAYS("run", "opening days"),
        ENGINE("run", "engine"),
        JOURNALS("run", "writing journals"),
        TOTALS("run", "noting totals"),
        CHECKING("aggregate", "reading and checking"),
        READING("publish", "reading"),
        RENDERING("publish", "rendering"),
        WRITING("publish", "writing and swapping"),
        REPORTING("publish", "making reports");

        private final String step;
        private final String label;

        Part(String step, String label) {
            this.step = step;
            this.label = label;
        }
    }

    private record Sum(LongAdder clock, LongAdder processor) {}

    private final long begun = System.nanoTime();
    private final long processorBefore;
    /** How long the process had been there before; null if it has worked on another run since. */
    private final @Nullable Duration start;

    private final Sum[] sums = new Sum[Part.values().length];
    private final ThreadLocal<@Nullable Span> current = new ThreadLocal<>();

    /** The time before belongs to the first run that a process works on. */
    Timings() {
        boolean first = STARTED.compareAndSet(false, true);
        start = first ? Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()) : null;
        processorBefore = first ? 0 : processorNanos();
        Arrays.setAll(sums, part -> new Sum(new LongAdder(), new LongAdder()));
    }

    /** The thread begins something; it ends when that is closed, by the same thread. */
    Span begin(Part part) {
        return new Span(part);
    }

    /** A part of the work, by one thread. */
    final class Span implements AutoCloseable {

        private final Sum sum;
        private final @Nullable Span around;
        private long clock;
        private long processor;

        private Span(Part part) {
            sum = sums[part.ordinal()];
            around = current.get();
            if (around != null) {
                around.pause();
            }
            current.set(this);
            go();
        }

        private void go() {
            clock = System.nanoTime();
            processor = KNOWS_PROCESSORS ? THREADS.getCurrentThreadCpuTime() : 0;
        }

        private void pause() {
            sum.clock().add(System.nanoTime() - clock);
            sum.processor().add(KNOWS_PROCESSORS ? THREADS.getCurrentThreadCpuTime() - processor : 0);
        }

        @Override
        public void close() {
            pause();
            if (around == null) {
                current.remove();
            } else {
                current.set(around);
                around.go();
            }
        }
    }

    /**
     * {@return all of it, a line each, in seconds}
     *
     * @param steps those that this process has worked on
     */
    List<String> lines(List<StepExecution> steps) {
        List<String> lines = new ArrayList<>();
        double elapsed = tookNanos() / NANOS;
        lines.add(String.format(
                Locale.ROOT,
                "took %.2f s%s; heap %d MiB at most",
                elapsed,
                KNOWS_PROCESSORS
                        ? String.format(Locale.ROOT, ", %.2f s of processors", tookProcessorNanos() / NANOS)
                        : "",
                heap() >> 20));
        List<String> parts = new ArrayList<>();
        if (start != null) {
            parts.add(String.format(Locale.ROOT, "start %.2f", seconds(start)));
        }
        for (String name : NightSteps.NAMES) {
            steps.stream()
                    .filter(step -> step.getStepName().equals(name))
                    .filter(step -> step.getStartTime() != null && step.getEndTime() != null)
                    .map(step -> Duration.between(step.getStartTime(), step.getEndTime()))
                    .reduce(Duration::plus)
                    .ifPresent(time -> parts.add(String.format(Locale.ROOT, "%s %.2f", name, seconds(time))));
        }
        lines.add("by the clock: " + String.join(", ", parts));
        for (String name : NightSteps.NAMES) {
            String told = Arrays.stream(Part.values())
                    .filter(part -> part.step.equals(name))
                    .map(this::told)
                    .flatMap(List::stream)
                    .collect(Collectors.joining(", "));
            if (!told.isEmpty()) {
                lines.add("threads of " + name + (KNOWS_PROCESSORS ? " (on processors)" : "") + ": " + told);
            }
        }
        return lines;
    }

    private List<String> told(Part part) {
        Sum sum = sums[part.ordinal()];
        if (sum.clock().sum() == 0) {
            return List.of();
        }
        String clock =
                String.format(Locale.ROOT, "%s %.2f", part.label, sum.clock().sum() / NANOS);
        return List.of(
                KNOWS_PROCESSORS
                        ? clock
                                + String.format(
                                        Locale.ROOT, " (%.2f)", sum.processor().sum() / NANOS)
                        : clock);
    }

    /** {@return whether the process had worked on no run before, so that all it has taken is this run's} */
    boolean ofWholeProcess() {
        return start != null;
    }

    /** {@return nanoseconds of processors, those of the time before its first run included} */
    long tookProcessorNanos() {
        return processorNanos() - processorBefore;
    }

    /** {@return nanoseconds by the clock, likewise} */
    long tookNanos() {
        return System.nanoTime() - begun + (start == null ? 0 : start.toNanos());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** {@return no less than the heap ever held: its pools are largest at different times} */
    private static long heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
    }
}
