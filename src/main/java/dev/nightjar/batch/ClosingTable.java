package dev.nightjar.batch;

import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run came to, in a table and in words. */
final class ClosingTable {

    private final Night night;

    ClosingTable(Night night) {
        this.night = night;
    }

    /** Says it all, and returns what it amounts to. */
    ExitCode print() {
        RunRow run = night.runs().get(night.runId());
        List<RunInstance> instances = night.runs().instances(run.id());
        Map<Integer, InstanceResult> results = night.runs().results(run.id()).stream()
                .collect(Collectors.toMap(InstanceResult::instance, Function.identity()));
        TextTable table = new TextTable("strategy", "trades", "P&L", "win rate", "folder");
        for (RunInstance instance : instances) {
            InstanceResult result = results.get(instance.instance());
            if (result != null) {
                table.row(
                        name(instance),
                        Long.toString(result.totalTrades()),
                        Figures.money(result.totalPnl()),
                        Figures.percent(result.winRate()),
                        night.home().output().resolve(result.folder()).toString());
            }
        }
        table.lines().forEach(night.progress()::say);
        for (RunInstance instance : instances) {
            if (!instance.reasons().isEmpty()) {
                night.progress().say(instance.state().label() + ": " + name(instance) + " (" + instance.key() + ")");
                instance.reasons().forEach(reason -> night.progress().say("  " + Printable.whole(reason)));
            }
        }
        night.progress()
                .say(String.format(
                        Locale.ROOT,
                        "run %d of queue %s, %s%s: %d completed, %d rejected, %d failed, %d trades, P&L %s%s%s",
                        run.run(),
                        run.queue(),
                        run.firstDay(),
                        java.util.Objects.equals(run.firstDay(), run.lastDay()) ? "" : " to " + run.lastDay(),
                        run.completed(),
                        run.rejected(),
                        run.failed(),
                        run.totalTrades(),
                        Figures.money(run.totalPnl()),
                        run.lagP99Micros() == null
                                ? ""
                                : String.format(Locale.ROOT, ", p99 lag of a slice %.1f ms", run.lagP99Micros() / 1e3),
                        run.sampleData() ? " (SAMPLE DATA)" : ""));
        return run.rejected() + run.failed() == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REJECTS;
    }

    private static String name(RunInstance instance) {
        String name = instance.strategyName() == null ? instance.key().strategyId() : instance.strategyName();
        BigDecimal scale = instance.key().scale();
        name = Printable.of(name);
        return scale.compareTo(BigDecimal.ONE) == 0 ? name : name + " x" + scale.toPlainString();
    }
}
