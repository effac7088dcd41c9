package dev.nightjar.batch;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.plan.SymbolGrouper;
import dev.nightjar.plan.WorkGroup;
import dev.nightjar.plan.WorkUnit;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationPart;
import dev.nightjar.simulation.SymbolHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs one simulation and its benchmark: symbols are dealt out to partitions, which are worked on side by side, and put together.
 * How they are dealt out, and which is done first, changes nothing.
 */
public final class SimulationRunner {

    /** About; groups are made by how symbols compare. */
    private static final double SECONDS_OF_A_BAR = 1e-6;

    private final int threads;
    private final int partitions;
    private final StopSignal stop;

    /**
     * @param threads at least 1
     * @param partitions 0 for one a thread; never more than there are symbols
     */
    public SimulationRunner(int threads, int partitions, StopSignal stop) {
        this.threads = threads;
        this.partitions = partitions;
        this.stop = stop;
    }

    /** Makes a part of a simulation of some symbols, as {@link SimulationPart#run} does. */
    @FunctionalInterface
    public interface Worker {

        String run(SimulationConfig config, SortedMap<String, SymbolHistory> histories, StopSignal stop);
    }

    /**
     * {@return the result}
     *
     * @param data of the config's symbols, at least one of which has bars
     * @throws RunStoppedException if it was asked to stop
     * @throws dev.nightjar.outcome.InconsistentLedgerException if money appeared or vanished
     */
    public SimulationResult run(SimulationConfig config, SimulationData data) {
        return run(config, data, SimulationPart::run);
    }

    /** {@return the same, with the parts made elsewhere; those of the benchmark, which is little work, are made here} */
    public SimulationResult run(SimulationConfig config, SimulationData data, Worker worker) {
        SimulationConfig benchmark = config.benchmark();
        List<SortedMap<String, SymbolHistory>> groups = groups(data.histories());
        List<Callable<String>> work = new ArrayList<>();
        groups.forEach(group -> work.add(() -> worker.run(config, group, this::isOver)));
        groups.forEach(group -> work.add(() -> SimulationPart.run(benchmark, group, this::isOver)));
        List<String> parts = made(work);
        Ledger ledger = joined(config, data, parts.subList(0, groups.size()));
        Ledger held = joined(benchmark, data, parts.subList(groups.size(), parts.size()));
        return SimulationResult.of(config, data.exchange(), data.warnings(), ledger, held);
    }

    private Ledger joined(SimulationConfig config, SimulationData data, List<String> parts) {
        return SimulationPart.join(config, data.histories(), data.missing(), data.zone(), parts, stop);
    }

    /** {@return the symbols in groups that have about as many bars} */
    private List<SortedMap<String, SymbolHistory>> groups(SortedMap<String, SymbolHistory> histories) {
        List<WorkUnit> units = new ArrayList<>();
        histories.forEach((symbol, history) ->
                units.add(new WorkUnit(symbol, history.bars().count() * SECONDS_OF_A_BAR, 0)));
        List<SortedMap<String, SymbolHistory>> groups = new ArrayList<>();
        for (WorkGroup group :
                SymbolGrouper.group(units, Math.min(partitions == 0 ? threads : partitions, histories.size()))) {
            SortedMap<String, SymbolHistory> own = new TreeMap<>(histories);
            own.keySet().retainAll(group.units());
            groups.add(own);
        }
        return groups;
    }

    /** {@return what comes of each, in order} When one fails, the others are not waited for. */
    private List<String> made(List<Callable<String>> work) {
        record Part(int number, String text) {}
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, work.size()));
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
