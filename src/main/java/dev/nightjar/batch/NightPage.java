package dev.nightjar.batch;

import dev.nightjar.market.Decimals;
import dev.nightjar.report.NightReport;
import dev.nightjar.run.Html;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.Measured;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code night.html} tells of a run and of the night before it. */
final class NightPage {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Night night;

    NightPage(Night night) {
        this.night = night;
    }

    /**
     * {@return its bytes}
     *
     * @param json those of {@code night.json}
     * @param currency of all strategies; null if it is not one
     */
    byte[] of(byte[] json, @Nullable String currency) {
        Map<String, Instant> ends = night.partitions().finishedAt(night.runId());
        NightReport.Facts facts = new NightReport.Facts(
                currency,
                night.settings().html() == Html.ALL,
                hashes(night.runs().instances(night.runId())),
                days(night.runId()),
                previous(),
                night.partitions().partitions(night.runId()).stream()
                        .map(partition -> part(
                                partition.name(),
                                partition.predictedCost(),
                                partition.measured(),
                                ends.get(partition.name())))
                        .toList());
        return NightReport.of(night.queue() + " " + night.number(), Version.NIGHTJAR, json, facts);
    }

    private static NightReport.Part part(
            String name, double predicted, @Nullable Measured measured, @Nullable Instant end) {
        return new NightReport.Part(
                name,
                predicted,
                measured == null ? null : measured.cpuNanos() / NANOS,
                measured == null ? null : measured.wallNanos() / NANOS,
                end == null ? null : end.toEpochMilli() / MILLIS);
    }

    private static SortedMap<String, String> hashes(List<RunInstance> instances) {
        SortedMap<String, String> hashes = new TreeMap<>();
        instances.forEach(row -> hashes.put(
                NightReport.key(
                        row.key().userId(),
                        row.key().strategyId(),
                        row.key().brokerConnectionId(),
                        row.key().scale()),
                row.strategyHash()));
        return hashes;
    }

    private SortedMap<String, String> days(long runId) {
        return night.runs().days(runId).stream()
                .collect(Collectors.toMap(
                        day -> day.date().toString(), RunDay::dataHash, (one, other) -> one, TreeMap::new));
    }

    /** {@return the last run of the queue that ended well before this one was begun} */
    private NightReport.@Nullable Previous previous() {
        RunRow last = night.runs().doneBefore(night.queue(), night.number()).orElse(null);
        if (last == null || last.state() != RunState.DONE) {
            return null;
        }
        Map<Integer, InstanceResult> results = night.runs().results(last.id()).stream()
                .collect(Collectors.toMap(InstanceResult::instance, Function.identity()));
        return new NightReport.Previous(
                last.run(),
                String.valueOf(last.firstDay()),
                String.valueOf(last.lastDay()),
                new BigDecimal(last.totalPnl(), Decimals.MONEY_SCALE),
                days(last.id()),
                night.runs().instances(last.id()).stream()
                        .sorted(Comparator.comparingInt(RunInstance::instance))
                        .map(row -> before(row, results.get(row.instance())))
                        .toList());
    }

    private static NightReport.Strategy before(RunInstance row, @Nullable InstanceResult result) {
        return new NightReport.Strategy(
                row.key().userId(),
                row.key().strategyId(),
                Objects.requireNonNullElse(row.strategyName(), row.key().strategyId()),
                row.key().brokerConnectionId(),
                row.key().scale().stripTrailingZeros(),
                row.state().label(),
                result == null ? null : BigDecimal.valueOf(result.totalPnl(), Decimals.MONEY_SCALE),
                row.strategyHash());
    }
}
