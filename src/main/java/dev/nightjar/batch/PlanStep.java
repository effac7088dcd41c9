package dev.nightjar.batch;

import dev.nightjar.market.MarketDay;
import dev.nightjar.plan.DayLoad;
import dev.nightjar.plan.Partition;
import dev.nightjar.plan.Plan;
import dev.nightjar.plan.Planner;
import dev.nightjar.plan.Work;
import dev.nightjar.run.Instance;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunDay;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Strategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Cuts a run into partitions and checks that what they will write fits on the disk. */
final class PlanStep {

    /** Result files as text beside the journals. */
    private static final long BYTES_PER_JOURNAL_BYTE = 14;

    private static final long ALWAYS_FREE = 64L << 20;

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
        Plan plan = Planner.plan(
                instances,
                loads(
                        instances,
                        night.runs().days(night.runId()).stream()
                                .map(RunDay::date)
                                .toList(),
                        night::open,
                        night.stop()),
                night.settings().mode(),
                night.settings().partitions(),
                night.threads());
        plan.reasons().forEach(reason -> night.progress().say("plan: " + reason));
        checkDisk(plan);
        List<PlannedPartition> planned = new ArrayList<>();
        for (Partition partition : plan.partitions()) {
            planned.add(new PlannedPartition(
                    partition.name(),
                    planned.size(),
                    partition.instances().stream().map(numbers::get).toList(),
                    partition.days(),
                    partition.cost(),
                    Work.NONE));
        }
        night.partitions().planned(night.runId(), planned);
        night.event("plan", String.join("\n", plan.reasons()));
        CrashPoint.AFTER_PLAN.pass();
    }

    /** {@return how much happened on each of some days to what instances look at} */
    static List<DayLoad> loads(
            List<Instance> instances, List<LocalDate> days, Function<LocalDate, MarketDay> opener, Stop stop) {
        List<DayLoad> loads = new ArrayList<>();
        for (LocalDate date : days) {
            stop.check();
            MarketDay market = opener.apply(date);
            Map<String, Long> ticks = new HashMap<>();
            for (Instance instance : instances) {
                Strategy strategy = instance.strategy();
                count(market, strategy.trading(), ticks);
                if (strategy.supporting() != null) {
                    count(market, strategy.supporting(), ticks);
                }
            }
            loads.add(new DayLoad(date, ticks));
        }
        return loads;
    }

    private static void count(MarketDay day, InstrumentConfig instrument, Map<String, Long> ticks) {
        ticks.computeIfAbsent(instrument.symbol(), symbol -> DayLoad.count(day, symbol));
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
