package dev.nightjar.batch;

import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.report.NightReport;
import dev.nightjar.report.StrategyReport;
import dev.nightjar.run.Html;
import dev.nightjar.store.Measured;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@code night.html} tells of a run beside {@code night.json}. */
final class NightPage {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    /** What happened that people want to know of in the morning. */
    private static final Set<String> KINDS =
            Set.of("worker", "memory", "warning", "stopped", "failed", "refused", "lacking");

    private static final Pattern PARTITION = Pattern.compile("\\bpartition (\\S+) ");

    private final Night night;

    NightPage(Night night) {
        this.night = night;
    }

    /**
     * {@return its bytes}
     *
     * @param json those of {@code night.json}
     * @param strategies as it tells them
     */
    byte[] of(byte[] json, List<NightStrategy> strategies) {
        boolean reports = night.settings().html() == Html.ALL;
        return NightReport.of(
                night.queue() + " " + night.number(),
                Version.NIGHTJAR,
                json,
                new NightReport.Facts(
                        reports,
                        reports ? withoutReport(strategies) : List.of(),
                        NightChanges.of(night, strategies).orElse(null),
                        course()));
    }

    /** {@return the places of those whose report could not be made: they are made before the page of the night} */
    private List<Integer> withoutReport(List<NightStrategy> strategies) {
        Path results = night.home().output();
        return IntStream.range(0, strategies.size())
                .filter(place -> {
                    String folder = strategies.get(place).folder();
                    return folder != null
                            && !Files.isRegularFile(results.resolve(folder).resolve(StrategyReport.NAME));
                })
                .boxed()
                .toList();
    }

    private NightReport.Course course() {
        Map<String, Instant> ends = night.partitions().finishedAt(night.runId());
        return new NightReport.Course(
                night.runs().get(night.runId()).restarts(),
                night.predictions()
                        .of(night.runId())
                        .map(prediction -> new NightReport.Expected(
                                prediction.workers(),
                                prediction.cpuNanos() / NANOS,
                                prediction.wallNanos() / NANOS,
                                prediction.basis()))
                        .orElse(null),
                night.partitions().partitions(night.runId()).stream()
                        .map(partition -> part(partition, ends.get(partition.name())))
                        .toList(),
                night.runs().events(night.runId()).stream()
                        .filter(event -> KINDS.contains(event.kind()))
                        .map(NightPage::told)
                        .toList());
    }

    private static NightReport.Part part(PlannedPartition partition, @Nullable Instant end) {
        Measured measured = partition.measured();
        return new NightReport.Part(
                partition.name(),
                partition.instances().size(),
                partition.days().size(),
                partition.symbols().size(),
                partition.predictedCost(),
                measured == null ? null : measured.cpuNanos() / NANOS,
                measured == null ? null : measured.wallNanos() / NANOS,
                end == null ? null : end.toEpochMilli() / MILLIS,
                partition.attempt(),
                measured != null && measured.ownProcess());
    }

    private static NightReport.Event told(RunStore.Event event) {
        // of a failure the rest is where in the program it was
        String message = event.message().lines().findFirst().orElse(event.kind());
        Matcher partition = PARTITION.matcher(message);
        return new NightReport.Event(
                event.at().toEpochMilli() / MILLIS,
                event.kind(),
                partition.find() ? partition.group(1) : null,
                message);
    }
}
