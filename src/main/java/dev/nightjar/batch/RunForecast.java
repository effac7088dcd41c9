package dev.nightjar.batch;

import dev.nightjar.market.MarketDay;
import dev.nightjar.plan.DayLoad;
import dev.nightjar.plan.Limits;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.plan.Plan;
import dev.nightjar.plan.Planner;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.WorkerSettings;
import dev.nightjar.store.Database;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.PredictionStore;
import dev.nightjar.store.RunPrediction;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Plans a run by what past runs on this host have measured, and tells afterwards how far the prediction was off. */
public final class RunForecast {

    private static final double NANOS = 1e9;

    private RunForecast() {}

    /** {@return what this host's past runs say} */
    public static PerformanceModel model(Database database) {
        return PerformanceModel.learned(new PredictionStore(database).measured(HolderLock.host()));
    }

    /** {@return what a run of a queue has to keep within} */
    static Limits limits(QueueSettings settings) {
        return limits(Night.threads(settings), settings.workers());
    }

    /** {@return what that many workers have to keep within, threads of this process or processes} */
    public static Limits limits(int count, WorkerSettings workers) {
        Limits threads = limits(count);
        return workers.processes()
                ? new Limits(
                        threads.workers(),
                        threads.processors(),
                        threads.heapBytes(),
                        true,
                        (long) workers.memoryMegabytes() << 20)
                : threads;
    }

    /** {@return what that many threads of this process have to keep within} */
    public static Limits limits(int threads) {
        return Limits.threads(
                threads,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory());
    }

    /** {@return the plan of a run} */
    static Plan plan(PerformanceModel model, QueueSettings settings, List<Instance> instances, Loads loads) {
        return Planner.plan(
                new Planner.Request(
                        instances,
                        loads.days(),
                        settings.mode(),
                        settings.replay().width() != null,
                        settings.partitions(),
                        settings.mode() == Mode.LIVE_SIMULATION
                                ? loads.sessionSeconds() / settings.speed().doubleValue()
                                : 0),
                limits(settings),
                model);
    }

    /**
     * How much happened.
     *
     * @param sessionSeconds how long the days' sessions are together
     */
    record Loads(List<DayLoad> days, long sessionSeconds) {}

    /** {@return how much happened on each of some days to what instances look at} */
    static Loads loads(
            List<Instance> instances, List<LocalDate> days, Function<LocalDate, MarketDay> opener, Stop stop) {
        List<DayLoad> loads = new ArrayList<>();
        long seconds = 0;
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
            seconds += market.session().close() - market.session().open();
        }
        return new Loads(loads, seconds);
    }

    private static void count(MarketDay day, InstrumentConfig instrument, Map<String, Long> ticks) {
        ticks.computeIfAbsent(instrument.symbol(), symbol -> DayLoad.count(day, symbol));
    }

    /** {@return what a run was expected to take, and what it took, a line each; none of a run that is not planned} */
    public static List<String> lines(Database database, long runId) {
        return new PredictionStore(database)
                .of(runId)
                .map(prediction -> told(prediction, new PartitionStore(database).partitions(runId)))
                .orElse(List.of());
    }

    static List<String> told(RunPrediction prediction, List<PlannedPartition> partitions) {
        RunPrediction.Took took = prediction.took();
        if (took == null) {
            return List.of(String.format(
                    Locale.ROOT,
                    "predicted %.2f s of processors, %.2f s by the clock, %d KiB of journals, %d MiB of heap, with %s;"
                            + " from %s; what it took is not known, as it has not ended, or not in the one process that began"
                            + " with it",
                    prediction.cpuNanos() / NANOS,
                    prediction.wallNanos() / NANOS,
                    prediction.journalBytes() >> 10,
                    prediction.memoryBytes() >> 20,
                    counted(prediction.workers(), "worker"),
                    prediction.basis()));
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "predicted %.2f s of processors, took %.2f s (%s); predicted %.2f s by the clock, took %.2f s (%s)",
                prediction.cpuNanos() / NANOS,
                took.cpuNanos() / NANOS,
                error(prediction.cpuNanos(), took.cpuNanos()),
                prediction.wallNanos() / NANOS,
                took.wallNanos() / NANOS,
                error(prediction.wallNanos(), took.wallNanos())));
        lines.add(String.format(
                Locale.ROOT,
                "predicted %d KiB of journals, wrote %d KiB (%s); predicted %d MiB of heap, %d MiB lived at most (%s)",
                prediction.journalBytes() >> 10,
                took.journalBytes() >> 10,
                error(prediction.journalBytes(), took.journalBytes()),
                prediction.memoryBytes() >> 20,
                took.memoryBytes() >> 20,
                error(prediction.memoryBytes(), took.memoryBytes())));
        lines.add("predicted from " + prediction.basis());
        double busy = 0;
        double processors = 0;
        double expected = 0;
        for (PlannedPartition partition : partitions) {
            if (partition.measured() != null) {
                busy += partition.measured().wallNanos();
                processors += partition.measured().cpuNanos();
                expected += partition.predictedCost();
            }
        }
        if (took.runWallNanos() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s with %s, each busy %.0f %% of %.2f s; on processors they took %.2f s, of which %.2f s were"
                            + " predicted for a warm process",
                    counted(partitions.size(), "partition"),
                    counted(took.workers(), "worker"),
                    Math.min(100, 100 * busy / took.workers() / took.runWallNanos()),
                    took.runWallNanos() / NANOS,
                    processors / NANOS,
                    expected));
        }
        return lines;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@return by how much something took more than was predicted, in words} */
    private static String error(long predicted, long took) {
        if (predicted <= 0) {
            return "nothing was predicted";
        }
        long percent = Math.round(100.0 * took / predicted - 100);
        return percent == 0 ? "as predicted" : Math.abs(percent) + " % " + (percent > 0 ? "more" : "less");
    }
}
