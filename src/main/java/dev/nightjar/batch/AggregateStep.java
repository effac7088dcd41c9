package dev.nightjar.batch;

import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.outcome.Currencies;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.outcome.Tally;
import dev.nightjar.run.Instance;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.store.DayTotal;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.RunInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the journals into figures, one instance at a time, and checks them against what the partitions reported. */
final class AggregateStep {

    private final Night night;

    AggregateStep(Night night) {
        this.night = night;
    }

    void run() {
        Map<Integer, List<DayTotal>> totals =
                night.partitions().totals(night.runId()).stream().collect(Collectors.groupingBy(DayTotal::instance));
        Map<Integer, Instance> accepted = night.accepted();
        List<RunInstance> instances = night.runs().instances(night.runId());
        Map<Integer, SimulationConfig> simulations = night.simulations(instances);
        int days = night.runs().days(night.runId()).size();
        List<RunInstance> ended = new ArrayList<>();
        List<InstanceResult> results = new ArrayList<>();
        night.requireDataOfSimulations();
        try (RunJournals journals = RunJournals.open(night);
                StrategyWorkers workers = StrategyWorkers.ofProcessors()) {
            workers.each(
                    instances,
                    row -> journals.need(row.instance()),
                    row -> {
                        SimulationConfig config = simulations.get(row.instance());
                        return config == null
                                ? judged(
                                        row,
                                        accepted.get(row.instance()),
                                        journals,
                                        totals.getOrDefault(row.instance(), List.of()),
                                        days)
                                : judged(row, config, journals);
                    },
                    new StrategyWorkers.Taker<RunInstance, Judged>() {
                        @Override
                        public void done(RunInstance row, Judged judged) {
                            ended.add(judged.row());
                            if (judged.result() != null) {
                                results.add(judged.result());
                            }
                            CrashPoint.DURING_AGGREGATE.pass();
                        }

                        @Override
                        public void failed(RunInstance row, StrategyWork.FailedException reason) {
                            ended.add(AggregateStep.failed(row, String.valueOf(reason.getMessage())));
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("the journals cannot be read: " + e.getMessage(), e);
        }
        night.runs()
                .aggregated(night.runId(), ended, results, night.partitions().lagP99Micros(night.runId()), Night.now());
        CrashPoint.AFTER_AGGREGATE.pass();
    }

    /**
     * What comes of an instance.
     *
     * @param result null unless it is completed
     */
    private record Judged(RunInstance row, @Nullable InstanceResult result) {}

    private Judged judged(RunInstance row, SimulationConfig config, RunJournals journals)
            throws StrategyWork.FailedException, IOException {
        night.stop().check();
        SimulationResult result;
        try (Timings.Span span = night.timings().begin(Timings.Part.CHECKING)) {
            result = StrategyWork.of(
                    () -> SimulationOutcome.of(night, row, config, journals).result());
        }
        NightStrategy.Figures figures = NightStrategy.Figures.of(result);
        return new Judged(
                row.with(RunInstance.State.COMPLETED, List.of()),
                new InstanceResult(
                        row.instance(),
                        figures.trades(),
                        result.winningTrades(),
                        figures.pnl(),
                        figures.fees(),
                        Currencies.money(figures.exchange()),
                        figures.winRate(),
                        figures.maxDrawdown(),
                        row.key().userId() + "/" + row.key().folder()));
    }

    private Judged judged(
            RunInstance row, @Nullable Instance instance, RunJournals journals, List<DayTotal> reported, int days)
            throws StrategyWork.FailedException, IOException {
        night.stop().check();
        if (instance == null) {
            return new Judged(row, null);
        }
        StrategyResult result;
        String contradiction;
        try (Timings.Span span = night.timings().begin(Timings.Part.CHECKING)) {
            result = StrategyWork.of(() -> StrategyResult.of(instance, row.capital(), journals.read(row.instance())));
            contradiction = StrategyWork.of(() -> contradiction(row, result, reported, days));
        }
        if (!contradiction.isEmpty()) {
            return new Judged(failed(row, contradiction), null);
        }
        RunInstance judged = judged(row, reported);
        // What a strategy made until it failed is not what it would have made: no number is better.
        return new Judged(
                judged,
                judged.state() == RunInstance.State.COMPLETED
                        ? figures(row, instance.strategy().exchange(), result)
                        : null);
    }

    private static RunInstance judged(RunInstance row, List<DayTotal> reported) {
        List<String> failures = reported.stream()
                .filter(total -> total.failure() != null)
                .map(total -> total.date() + ": " + total.failure())
                .toList();
        return row.with(failures.isEmpty() ? RunInstance.State.COMPLETED : RunInstance.State.FAILED, failures);
    }

    private static RunInstance failed(RunInstance row, String reason) {
        return row.with(RunInstance.State.FAILED, List.of(reason));
    }

    /** {@return what the partitions reported otherwise, or empty if nothing} */
    private static String contradiction(RunInstance row, StrategyResult result, List<DayTotal> reported, int days) {
        long trades = reported.stream().mapToLong(DayTotal::trades).sum();
        long pnl = reported.stream().mapToLong(DayTotal::pnl).reduce(0, Math::addExact);
        long fees = reported.stream().mapToLong(DayTotal::fees).reduce(0, Math::addExact);
        Tally tally = result.metrics().total();
        if (result.days().size() != days
                || reported.size() != days
                || tally.trades() != trades
                || tally.pnl() != pnl
                || tally.fees() != fees) {
            return "instance " + row.key() + ": its journals say "
                    + result.days().size()
                    + " days, " + tally.trades() + " trades, " + tally.pnl() + " and fees of " + tally.fees()
                    + "; its partitions reported " + reported.size() + " of " + days + " days, " + trades + " trades, "
                    + pnl + " and fees of " + fees;
        }
        return "";
    }

    private static InstanceResult figures(RunInstance row, String exchange, StrategyResult result) {
        Tally tally = result.metrics().total();
        return new InstanceResult(
                row.instance(),
                tally.trades(),
                tally.winning(),
                tally.pnl(),
                tally.fees(),
                Currencies.money(exchange),
                tally.winRate(),
                result.metrics().maxDrawdown(),
                row.key().userId() + "/" + row.key().folder());
    }
}
