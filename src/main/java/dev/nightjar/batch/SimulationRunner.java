package dev.nightjar.batch;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.plan.Limits;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.plan.WorkGroup;
import dev.nightjar.simulation.CapitalMode;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationPart;
import dev.nightjar.simulation.SymbolHistory;
import dev.nightjar.worker.WorkerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Runs one simulation and its benchmark: symbols are dealt out to partitions, which are worked on side by side, and put together.
 * How they are dealt out, and which is done first, changes nothing.
 */
public final class SimulationRunner {

    private final Limits limits;
    private final int partitions;
    private final PerformanceModel model;
    private final StopSignal stop;

    /**
     * @param limits how many workers there may be, and what they have to keep within
     * @param partitions 0 for as many as the model predicts to be fastest; never more than there are symbols
     */
    public SimulationRunner(Limits limits, int partitions, PerformanceModel model, StopSignal stop) {
        this.limits = limits;
        this.partitions = partitions;
        this.model = model;
        this.stop = stop;
    }

    /** Makes a part of a simulation of some symbols, as {@link SimulationPart#run} does. */
    @FunctionalInterface
    public interface Worker {

        String run(
                SimulationConfig config,
                SortedMap<String, SymbolHistory> histories,
                StopSignal stop,
                LongConsumer walked);
    }

    /**
     * {@return the result}
     *
     * @param data of the config's symbols, at least one of which has bars
     * @param worker makes the parts; those of the benchmark, which is little work, are made here
     * @param reached hears how far it is, on any thread
     * @throws RunStoppedException if it was asked to stop
     * @throws dev.nightjar.outcome.InconsistentLedgerException if money appeared or vanished
     */
    public SimulationResult run(
            SimulationConfig config, SimulationData data, Worker worker, WorkerKind.Reached reached) {
        SimulationConfig benchmark = config.benchmark();
        long bars = SimulationPart.bars(config, data.histories()) + SimulationPart.bars(benchmark, data.histories());
        // A shared account is walked through when all signals are there.
        long total = config.capitalMode() == CapitalMode.SHARED ? 2 * bars : bars;
        AtomicLong done = new AtomicLong();
        LongConsumer walked = more -> reached.reached(done.addAndGet(more), total);
        List<SortedMap<String, SymbolHistory>> groups = groups(config, data);
        List<Callable<String>> work = new ArrayList<>();
        groups.forEach(group -> work.add(() -> worker.run(config, group, this::isOver, walked)));
        groups.forEach(group -> work.add(() -> SimulationPart.run(benchmark, group, this::isOver, walked)));
        List<String> parts = made(work);
        Ledger ledger = joined(config, data, parts.subList(0, groups.size()), walked);
        Ledger held = joined(benchmark, data, parts.subList(groups.size(), parts.size()), walked);
        return SimulationResult.of(config, data.exchange(), data.warnings(), ledger, held);
    }

    private Ledger joined(SimulationConfig config, SimulationData data, List<String> parts, LongConsumer walked) {
        return SimulationPart.join(config, data.histories(), data.missing(), data.zone(), parts, stop, walked);
    }

    private List<SortedMap<String, SymbolHistory>> groups(SimulationConfig config, SimulationData data) {
        List<SortedMap<String, SymbolHistory>> groups = new ArrayList<>();
        for (WorkGroup group : SimulationPlan.groups(config, data.facts(), partitions, limits, model)) {
            SortedMap<String, SymbolHistory> own = new TreeMap<>(data.histories());
            own.keySet().retainAll(group.units());
            groups.add(own);
        }
        return groups;
    }

    /** {@return what comes of each, in order} When one fails, the others are not waited for. */
    private List<String> made(List<Callable<String>> work) {
        record Part(int number, String text) {}
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(limits.workers(), work.size()));
        try {
            ExecutorCompletionService<Part> running = new ExecutorCompletionService<>(workers);
            for (int number = 0; number < work.size(); number++) {
                int own = number;
                running.submit(() -> new Part(own, work.get(own).call()));
            }
            String[] parts = new String[work.size()];
            for (int done = 0; done < parts.length; done++) {
                Part part = running.take().get();
                parts[part.number()] = part.text();
            }
            return List.of(parts);
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (problem.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(problem.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunStoppedException();
        } finally {
            workers.shutdownNow();
        }
    }

    /** {@return whether the work of this thread is not wanted any more} */
    private boolean isOver() {
        return stop.stopRequested() || Thread.currentThread().isInterrupted();
    }
}
