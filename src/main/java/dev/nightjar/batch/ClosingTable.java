package dev.nightjar.batch;

import dev.nightjar.outcome.NightFiles;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run came to, in a table and in words. */
final class ClosingTable {

    /** Of more only the best and the worst are told. */
    private static final int MOST_TOLD = 30;

    private static final int TOLD_OF_MANY = 10;

    private final Night night;

    ClosingTable(Night night) {
        this.night = night;
    }

    /**
     * Says it all, and returns what it amounts to.
     *
     * @param times where the time went, a line each
     */
    ExitCode print(List<String> times) {
        RunRow run = night.runs().get(night.runId());
        List<RunInstance> instances = night.runs().instances(run.id());
        Map<Integer, InstanceResult> results = night.runs().results(run.id()).stream()
                .collect(Collectors.toMap(InstanceResult::instance, Function.identity()));
        rank(instances, results, run.totalPnl() == null).forEach(night.progress()::say);
        unranked(instances).forEach(night.progress()::say);
        times.forEach(night.progress()::say);
        night.progress()
                .say(String.format(
                        Locale.ROOT,
                        "run %d of queue %s, %s%s: %d completed, %d rejected, %d failed, %d trades, P&L %s%s%s",
                        run.run(),
                        run.queue(),
                        run.firstDay(),
                        Objects.equals(run.firstDay(), run.lastDay()) ? "" : " to " + run.lastDay(),
                        run.completed(),
                        run.rejected(),
                        run.failed(),
                        run.totalTrades(),
                        run.totalPnl() == null ? sums(results.values()) : Figures.money(run.totalPnl()),
                        run.lagP99Micros() == null
                                ? ""
                                : String.format(Locale.ROOT, ", p99 lag of a slice %.1f ms", run.lagP99Micros() / 1e3),
                        run.sampleData() ? " (SAMPLE DATA)" : ""));
        return run.rejected() + run.failed() == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REJECTS;
    }

    /** {@return the profit of results in several currencies, by currency} */
    static String sums(Collection<InstanceResult> results) {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        results.forEach(result ->
                sums.merge(String.valueOf(result.currency()), BigInteger.valueOf(result.totalPnl()), BigInteger::add));
        return sums.entrySet().stream()
                .map(sum -> Figures.money(sum.getValue()) + " " + sum.getKey())
                .collect(Collectors.joining(", "));
    }

    /** {@return those that have results, the best first; of many only the best and the worst} */
    private List<String> rank(List<RunInstance> instances, Map<Integer, InstanceResult> results, boolean several) {
        List<RunInstance> ranked = instances.stream()
                .filter(instance -> results.containsKey(instance.instance()))
                .sorted(Comparator.<RunInstance>comparingLong(
                                instance -> result(instance, results).totalPnl())
                        .reversed()
                        .thenComparing(instance -> instance.key().strategyId())
                        .thenComparing(instance -> instance.key().userId())
                        .thenComparing(instance -> instance.key().brokerConnectionId())
                        .thenComparing(instance -> instance.key().scale()))
                .toList();
        boolean many = ranked.size() > MOST_TOLD;
        TextTable table = new TextTable(2, "rank", "strategy", "trades", "P&L", "win rate", "max drawdown", "folder");
        for (int rank = 1; rank <= ranked.size(); rank++) {
            if (!many || rank <= TOLD_OF_MANY || rank > ranked.size() - TOLD_OF_MANY) {
                InstanceResult result = result(ranked.get(rank - 1), results);
                table.row(
                        Integer.toString(rank),
                        name(ranked.get(rank - 1)),
                        Long.toString(result.totalTrades()),
                        Figures.money(result, several),
                        Figures.percent(result.winRate()),
                        Figures.money(result.maxDrawdown()),
                        night.home().output().resolve(result.folder()).toString());
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        if (many) {
            lines.add(
                    1 + TOLD_OF_MANY, "… " + (ranked.size() - 2 * TOLD_OF_MANY) + " more: " + file(NightFiles.RANKING));
        }
        return lines;
    }

    /** {@return what has no results and why; of many only the first} */
    private List<String> unranked(List<RunInstance> instances) {
        List<RunInstance> lost = instances.stream()
                .filter(instance -> !instance.reasons().isEmpty())
                .toList();
        List<String> lines = new ArrayList<>();
        for (RunInstance instance : lost.subList(0, lost.size() > MOST_TOLD ? TOLD_OF_MANY : lost.size())) {
            lines.add(instance.state().label() + ": " + name(instance) + " (" + instance.key() + ")");
            instance.reasons().forEach(reason -> lines.add("  " + Printable.whole(reason)));
        }
        if (lost.size() > MOST_TOLD) {
            lines.add("… and " + (lost.size() - TOLD_OF_MANY) + " more rejected or failed: " + file(NightFiles.NIGHT));
        }
        return lines;
    }

    private Path file(String name) {
        LocalDate day = Objects.requireNonNull(night.runs().get(night.runId()).lastDay());
        return ResultFolders.night(night.home().output(), night.queue(), day).resolve(name);
    }

    private static InstanceResult result(RunInstance instance, Map<Integer, InstanceResult> results) {
        return Objects.requireNonNull(results.get(instance.instance()));
    }

    private static String name(RunInstance instance) {
        String name = instance.strategyName() == null ? instance.key().strategyId() : instance.strategyName();
        BigDecimal scale = instance.key().scale();
        name = Printable.of(name);
        return scale.compareTo(BigDecimal.ONE) == 0 ? name : name + " x" + scale.toPlainString();
    }
}
