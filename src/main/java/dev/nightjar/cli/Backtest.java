package dev.nightjar.cli;

import dev.nightjar.batch.DataSet;
import dev.nightjar.batch.Home;
import dev.nightjar.batch.PartitionRunner;
import dev.nightjar.batch.Progress;
import dev.nightjar.batch.PublishLock;
import dev.nightjar.batch.Reports;
import dev.nightjar.batch.RunForecast;
import dev.nightjar.batch.WarmUps;
import dev.nightjar.cli.StrategyFiles.Candidate;
import dev.nightjar.data.DayImport;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.plan.DayLoad;
import dev.nightjar.plan.Partition;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.plan.Plan;
import dev.nightjar.plan.Planner;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.run.Replay;
import dev.nightjar.run.TradingTerms;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.SoftReference;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one-off run: the engine call of the job, with files instead of queue and database. A strategy that cannot be run costs only
 * itself.
 *
 * @param strategies files, each with one strategy
 * @param home in whose day store the data is kept
 * @param data the name of the data set, see {@link DataSet#open}
 * @param replay what of the data stands for the market
 * @param capital in money; null without one
 * @param partitions 0 lets the planner choose
 * @param html whether a page is made for each strategy
 */
record Backtest(
        List<Path> strategies,
        Home home,
        String data,
        DateRule days,
        BigDecimal scale,
        Replay replay,
        TradingTerms terms,
        @Nullable Long capital,
        int threads,
        int partitions,
        boolean html,
        Path out,
        PrintStream terminal,
        PrintStream err) {

    /** One-off runs into one folder write their results one after another. */
    private static final String LOCK = ".backtest.lock";

    /** @throws RunStoppedException if it was asked to stop before it began to write results; then there are none */
    ExitCode run(StopSignal stop) throws IOException {
        List<Candidate> candidates = StrategyFiles.read(strategies, scale, terms);
        List<Candidate> accepted = candidates.stream()
                .filter(candidate -> candidate.instance() != null)
                .toList();
        DirectResults results = new DirectResults(out, replay, capital, terminal, err);
        candidates.forEach(results::judged);
        if (accepted.isEmpty()) {
            return results.close();
        }
        DataSet set = DataSet.open(home, data);
        List<LocalDate> dates = days.select(set.days(replay), Set.of());
        Files.createDirectories(out);
        List<Instance> instances = accepted.stream()
                .flatMap(candidate -> Stream.ofNullable(candidate.instance()))
                .toList();
        Map<Integer, List<Told>> told;
        try (Progress progress = new Progress(err, Progress.onTerminal())) {
            set.gaps(replay, days.first(dates), days.last(dates)).ifPresent(gaps -> progress.say("warning: " + gaps));
            if (replay.width() == null) {
                set.bring(dates, WarmUps.of(instances), imported -> told(imported, progress, stop));
            }
            set.findings(replay, dates, instances).forEach(finding -> progress.say("warning: " + finding));
            OpenDays opened = new OpenDays(set.opener(replay));
            Plan plan = Planner.plan(
                    new Planner.Request(
                            instances,
                            loads(instances, dates, opened),
                            Mode.BACKTEST,
                            replay.width() != null,
                            partitions,
                            0),
                    RunForecast.limits(threads),
                    PerformanceModel.shipped());
            plan.reasons().forEach(reason -> progress.say("plan: " + reason));
            told = execute(plan, instances, opened, progress, stop);
        }
        Reports.Lock lock = () -> PublishLock.take(out.resolve(LOCK), stop, err::println);
        try (PublishLock alone = lock.take()) {
            for (int place = 0; place < accepted.size(); place++) {
                int number = place;
                results.publish(accepted.get(place), instances.get(place), () -> days(told, number));
            }
        }
        if (html) {
            results.report(new Reports(set.opener(replay), set::store), lock, stop);
        }
        return results.close();
    }

    private static void told(DayImport imported, Progress progress, StopSignal stop) {
        if (stop.stopRequested()) {
            throw new RunStoppedException();
        }
        if (!imported.alreadyThere()) {
            progress.say("imported " + imported.date() + " (" + imported.done() + " of " + imported.total() + ")");
        }
    }

    /** The days in use: partitions share a day and the candles before it, and the memory has it back when it is needed. */
    private static final class OpenDays {

        private final Function<LocalDate, MarketDay> opener;
        private final Map<LocalDate, SoftReference<MarketDay>> opened = new HashMap<>();

        OpenDays(Function<LocalDate, MarketDay> opener) {
            this.opener = opener;
        }

        synchronized MarketDay open(LocalDate date) {
            SoftReference<MarketDay> known = opened.get(date);
            MarketDay day = known == null ? null : known.get();
            if (day == null) {
                day = opener.apply(date);
                opened.put(date, new SoftReference<>(day));
            }
            return day;
        }
    }

    private static List<DayLoad> loads(List<Instance> instances, List<LocalDate> dates, OpenDays opened) {
        List<DayLoad> loads = new ArrayList<>();
        for (LocalDate date : dates) {
            MarketDay day = opened.open(date);
            Map<String, Long> ticks = instances.stream()
                    .flatMap(instance -> Stream.of(
                            instance.strategy().trading(), instance.strategy().supporting()))
                    .flatMap(Stream::ofNullable)
                    .map(instrument -> instrument.symbol())
                    .distinct()
                    .collect(Collectors.toMap(symbol -> symbol, symbol -> DayLoad.count(day, symbol)));
            loads.add(new DayLoad(date, ticks));
        }
        return loads;
    }

    /** What was told of the days of a partition. */
    private record Told(PartitionJournal journal, List<LocalDate> days) {}

    /** {@return the days of an instance, in date order; all of them at once only of one instance at a time} */
    private static List<DayRecord> days(Map<Integer, List<Told>> told, int number) {
        return told.getOrDefault(number, List.of()).stream()
                .flatMap(part -> part.days().stream().map(day -> part.journal().soFar(number, day)))
                .sorted(Comparator.comparing(DayRecord::date))
                .toList();
    }

    private Map<Integer, List<Told>> execute(
            Plan plan, List<Instance> instances, OpenDays days, Progress progress, StopSignal stop) {
        // When one partition cannot be run, the others are not waited for.
        AtomicBoolean givenUp = new AtomicBoolean();
        PartitionRunner runner = new PartitionRunner(
                days::open, PartitionRunner.Pacing.UNBOUNDED, () -> givenUp.get() || stop.stopRequested());
        ExecutorService workers = Executors.newFixedThreadPool(plan.workers());
        try {
            ExecutorCompletionService<Map<Integer, Told>> running = new ExecutorCompletionService<>(workers);
            for (Partition partition : plan.partitions()) {
                running.submit(() -> told(runner, partition, instances));
            }
            progress.begin("backtest", "partitions", plan.partitions().size());
            Map<Integer, List<Told>> told = new HashMap<>();
            for (int done = 0; done < plan.partitions().size(); done++) {
                running.take()
                        .get()
                        .forEach((instance, part) -> told.computeIfAbsent(instance, key -> new ArrayList<>())
                                .add(part));
                progress.advance(1);
            }
            progress.end();
            return told;
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(problem.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunStoppedException();
        } finally {
            givenUp.set(true);
            workers.shutdownNow();
        }
    }

    private static Map<Integer, Told> told(PartitionRunner runner, Partition partition, List<Instance> instances) {
        TreeMap<Integer, Instance> own = partition.instances().stream()
                .collect(Collectors.toMap(number -> number, instances::get, (one, other) -> one, TreeMap::new));
        PartitionJournal journal = runner.run(own, partition.days(), PartitionRunner.Listener.NONE);
        Told told = new Told(journal, partition.days());
        return own.keySet().stream().collect(Collectors.toMap(number -> number, number -> told));
    }
}
