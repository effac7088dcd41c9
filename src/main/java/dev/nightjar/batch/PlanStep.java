package dev.nightjar.batch;

import dev.nightjar.plan.Partition;
import dev.nightjar.plan.Plan;
import dev.nightjar.run.Instance;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunDay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Cuts a run into partitions and checks that what they will write fits on the disk. */
final class PlanStep {

    /** Result files as text beside the journals. */
    private static final long BYTES_PER_JOURNAL_BYTE = 14;

    private static final long ALWAYS_FREE = 64L << 20;

    private static final double NANOS = 1e9;

    private final Night night;

    PlanStep(Night night) {
        this.night = night;
    }

    void run() {
        TreeMap<Integer, Instance> accepted = new TreeMap<>(night.accepted());
        if (accepted.isEmpty()) {
            night.partitions().planned(night.runId(), List.of());
            night.progress().say("plan: every item was rejected, nothing to run");
            return;
        }
        List<Integer> numbers = List.copyOf(accepted.keySet());
        List<Instance> instances = List.copyOf(accepted.values());
        Plan plan = RunForecast.plan(
                RunForecast.model(night.database()),
                night.settings(),
                instances,
                RunForecast.loads(
                        instances,
                        night.runs().days(night.runId()).stream()
                                .map(RunDay::date)
                                .toList(),
                        night::open,
                        night.stop()));
        plan.reasons().forEach(reason -> night.progress().say("plan: " + reason));
        plan.recommendations().forEach(better -> night.progress().say("plan: recommended: " + better));
        checkDisk(plan);
        List<PlannedPartition> planned = new ArrayList<>();
        for (Partition partition : plan.partitions()) {
            planned.add(new PlannedPartition(
                    partition.name(),
                    planned.size(),
                    partition.instances().stream().map(numbers::get).toList(),
                    partition.days(),
                    partition.cost() / NANOS,
                    partition.work()));
        }
        night.predictions().predicted(night.runId(), plan.prediction());
        night.partitions().planned(night.runId(), planned);
        night.event("plan", String.join("\n", plan.reasons()));
        CrashPoint.AFTER_PLAN.pass();
    }

    /** {@return about how many bytes journals and results of a plan take} */
    static long bytes(Plan plan) {
        return plan.journalBytes() * (1 + BYTES_PER_JOURNAL_BYTE);
    }

    private void checkDisk(Plan plan) {
        long free = free(night.home());
        long needed = bytes(plan) + ALWAYS_FREE;
        if (free < needed) {
            throw new DiskFullException("the disk of " + night.home().root() + " has " + (free >> 20)
                    + " MiB free, and this run needs about " + (needed >> 20) + " MiB");
        }
    }

    /** {@return how many bytes the disk of a home has free} */
    static long free(Home home) {
        try {
            return Files.getFileStore(home.root()).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the free space of " + home.root() + " is unknown", e);
        }
    }

    /** The results would not fit. */
    static final class DiskFullException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DiskFullException(String message) {
            super(message);
        }
    }
}
