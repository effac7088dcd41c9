package dev.nightjar.batch;

import dev.nightjar.plan.ExecutionPlanner;
import dev.nightjar.plan.GroupPlan;
import dev.nightjar.plan.Limits;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.plan.StrategyAnalyzer;
import dev.nightjar.plan.SymbolGrouper;
import dev.nightjar.plan.Work;
import dev.nightjar.plan.WorkGroup;
import dev.nightjar.plan.WorkUnit;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import dev.nightjar.simulation.CapitalMode;
import dev.nightjar.simulation.SimulationConfig;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How a portfolio simulation would be cut: into groups of symbols, one a worker, if its symbols have capital of their own. What a symbol
 * costs follows from the bars there are of it. Nothing is simulated.
 */
public final class SimulationPlan {

    /** A bar as it is traded, adjusted, and with what the ledger says of its moment. */
    private static final long BYTES_A_BAR = 400;

    private static final int MOST_NAMES = 8;

    private final Home home;
    private final PrintStream out;
    private final PrintStream err;

    public SimulationPlan(Home home, PrintStream out, PrintStream err) {
        this.home = home;
        this.out = out;
        this.err = err;
    }

    /** {@return what some symbols of a simulation have to do as one partition} */
    static Work work(SimulationConfig config, SimulationFacts data, Collection<String> symbols) {
        return StrategyAnalyzer.simulation(
                config.strategy(),
                symbols.stream()
                        .map(symbol ->
                                Objects.requireNonNull(data.bars().get(symbol)).longValue())
                        .toList());
    }

    /**
     * {@return the groups of symbols}
     *
     * @param partitions how many are asked for, of which there are never more than symbols; 0 for as many as are predicted to be fastest
     */
    static List<WorkGroup> groups(
            SimulationConfig config, SimulationFacts data, int partitions, Limits limits, PerformanceModel model) {
        int wanted = Math.min(partitions, data.bars().size());
        if (wanted == 0) {
            try {
                return of(config, data, limits, model).groups();
            } catch (IllegalArgumentException tooLarge) {
                // It is an estimate; what does not fit is seen when it runs, and costs nobody else.
                wanted = 1;
            }
        }
        return SymbolGrouper.group(units(config, data, model), wanted);
    }

    private static List<WorkUnit> units(SimulationConfig config, SimulationFacts data, PerformanceModel model) {
        List<WorkUnit> units = new ArrayList<>();
        for (Map.Entry<String, Integer> symbol : data.bars().entrySet()) {
            Work own = work(config, data, List.of(symbol.getKey()));
            units.add(new WorkUnit(
                    symbol.getKey(),
                    // A symbol is part of a partition, not one.
                    model.costs().seconds(new Work(0, own.days(), own.ticks(), own.strategies()), false),
                    BYTES_A_BAR * symbol.getValue()));
        }
        return units;
    }

    /** {@return how a simulation is cut by what a model says} */
    static GroupPlan of(SimulationConfig config, SimulationFacts data, Limits limits, PerformanceModel model) {
        List<WorkUnit> units = units(config, data, model);
        Work whole = work(config, data, data.bars().keySet());
        return ExecutionPlanner.plan(
                units,
                config.capitalMode() == CapitalMode.SHARED
                        ? "all symbols trade with one account, so that what one buys is missing for the others"
                        : "",
                model.costs().restSeconds(1, whole, model.costs().journalBytes(whole)),
                limits,
                model);
    }

    /**
     * Prints the plan of a simulation.
     *
     * @param partitions into how many groups it is to be cut; 0 lets the model choose
     * @throws dev.nightjar.data.DataException if the data is not complete
     */
    public ExitCode tell(SimulationConfig config, String data, int partitions, Limits limits, PerformanceModel model) {
        DataSet set = DataSet.open(home, data);
        set.importCandles();
        SimulationFacts found = SimulationFacts.of(set.store(), config);
        say("simulation " + config.id() + ": " + config.strategy() + " on "
                + config.symbols().size() + " symbols, "
                + config.timeframe().label() + " bars from " + config.start() + " to " + config.end() + ", capital "
                + config.capitalMode().label());
        found.missing().forEach((symbol, reason) -> err.println(Printable.whole("warning: " + symbol + ": " + reason)));
        found.warnings().forEach(warning -> err.println(Printable.whole("warning: " + warning)));
        GroupPlan plan;
        try {
            plan = of(config, found, limits, model);
        } catch (IllegalArgumentException tooLarge) {
            err.println(Printable.whole(String.valueOf(tooLarge.getMessage())));
            return ExitCode.MEMORY;
        }
        plan.reasons().forEach(reason -> say("plan: " + reason));
        plan.recommendations().forEach(better -> say("plan: recommended: " + better));
        say(String.format(
                Locale.ROOT,
                "plan: predicted %.2f s of processors, %.2f s by the clock, %d MiB of heap, as a run of a queue; from %s",
                plan.cpuSeconds(),
                plan.wallSeconds(),
                plan.memoryBytes() >> 20,
                model.basis()));
        TextTable table = new TextTable("group", "symbols", "bars", "seconds", "which");
        List<WorkGroup> groups = partitions == 0 ? plan.groups() : groups(config, found, partitions, limits, model);
        if (partitions > 0) {
            say("plan: cut into " + groups.size() + " as partitions=" + partitions + " asks");
        }
        for (WorkGroup group : groups) {
            table.row(
                    group.name(),
                    Integer.toString(group.units().size()),
                    Long.toString(work(config, found, group.units()).ticks()),
                    String.format(Locale.ROOT, "%.3f", group.cpuSeconds()),
                    QueuePlan.shortened(group.units(), MOST_NAMES));
        }
        table.lines().forEach(this::say);
        return ExitCode.DONE;
    }

    /** Much of what is told was read from files. */
    private void say(String line) {
        out.println(Printable.whole(line));
    }
}
