package dev.nightjar.cli;

import dev.nightjar.batch.StoredData;
import dev.nightjar.batch.TextTable;
import dev.nightjar.data.CandleKey;
import dev.nightjar.data.DataException;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.Finding;
import dev.nightjar.data.SampleData;
import dev.nightjar.data.StoredBars;
import dev.nightjar.data.StoredDay;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Shows which days and candles a home has. */
@Command(name = "list", description = "list data sets with their days and candles", mixinStandardHelpOptions = true)
final class DataListCommand implements Callable<Integer> {

    private static final int HASH_DIGITS = 16;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final PrintStream out;
    private final PrintStream err;
    private ExitCode exitCode = ExitCode.DONE;

    @Mixin
    private DataOptions options = new DataOptions();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    DataListCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * What a data set has, as far as it can be read.
     *
     * @param actions how many corporate actions; null if their file is damaged
     */
    private record Content(
            StoredData data,
            List<StoredDay> days,
            List<StoredBars> bars,
            @Nullable Integer actions) {}

    @Override
    public Integer call() {
        exitCode = ExitCode.DONE;
        List<Content> contents = options.chosen().stream().map(this::content).toList();
        if (json) {
            out.println(new JsonMapper()
                    .writeValueAsString(Map.of(
                            "data_sets",
                            contents.stream().map(DataListCommand::forScripts).toList())));
        } else if (contents.isEmpty()) {
            out.println("there is no data in " + options.home().root() + "; see: data import");
        } else {
            contents.forEach(this::print);
        }
        return exitCode.number();
    }

    private Content content(StoredData data) {
        DayStore store = data.store();
        List<StoredDay> days = new ArrayList<>();
        List<StoredBars> bars = new ArrayList<>();
        for (LocalDate day : store.days()) {
            telling(() -> days.add(store.describe(day)));
        }
        for (CandleKey key : store.bars().keys()) {
            telling(() -> bars.add(store.bars().open(key)));
        }
        List<Integer> actions = new ArrayList<>();
        telling(() -> actions.add(
                store.corporateActions().values().stream().mapToInt(List::size).sum()));
        return new Content(data, days, bars, actions.isEmpty() ? null : actions.get(0));
    }

    /** What is damaged does not hide the rest. */
    private void telling(Runnable look) {
        try {
            look.run();
        } catch (DataException damaged) {
            err.println(Printable.whole(String.valueOf(damaged.getMessage())));
            exitCode = ExitCode.DATA;
        }
    }

    private void print(Content content) {
        boolean sample = content.days().stream().anyMatch(day -> day.hash().equals(SampleData.HASH));
        out.println(Printable.whole(content.data().name()) + (sample ? "  SAMPLE DATA" : ""));
        TextTable days = new TextTable("day", "symbols", "ticks", "bytes", "bytes a tick", "hash", "found at import");
        for (StoredDay day : content.days()) {
            days.row(
                    day.date().toString(),
                    Integer.toString(day.symbols()),
                    Long.toString(day.ticks()),
                    Long.toString(day.bytes()),
                    day.ticks() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) day.bytes() / day.ticks()),
                    day.hash().substring(0, HASH_DIGITS),
                    found(day.findings()));
        }
        if (!days.isEmpty()) {
            days.lines().forEach(line -> out.println("  " + line));
        }
        TextTable bars = new TextTable("candles", "count", "first", "last", "hash");
        for (StoredBars one : content.bars()) {
            bars.row(
                    one.instrument().symbol() + " " + one.timeframe().label() + (one.hasQuotes() ? " with quotes" : ""),
                    Integer.toString(one.count()),
                    minute(one, one.firstStart()),
                    minute(one, one.lastStart()),
                    one.hash().substring(0, HASH_DIGITS));
        }
        if (!bars.isEmpty()) {
            bars.lines().forEach(line -> out.println("  " + line));
        }
        Integer actions = content.actions();
        if (actions != null && actions > 0) {
            out.println("  " + actions + " corporate actions");
        }
    }

    static String found(List<Finding> findings) {
        return findings.isEmpty()
                ? "nothing"
                : findings.stream()
                        .map(finding -> finding.count() + " " + finding.kind())
                        .collect(Collectors.joining(", "));
    }

    private static String minute(StoredBars bars, long second) {
        return bars.count() == 0
                ? "-"
                : MINUTE.format(Instant.ofEpochSecond(second).atZone(bars.zone()));
    }

    private static Map<String, @Nullable Object> forScripts(Content content) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("name", content.data().name());
        members.put("store", content.data().folder().toString());
        members.put(
                "days", content.days().stream().map(DataListCommand::forScripts).toList());
        members.put(
                "candles",
                content.bars().stream().map(DataListCommand::forScripts).toList());
        members.put("corporate_actions", content.actions());
        return members;
    }

    private static Map<String, Object> forScripts(StoredDay day) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("date", day.date().toString());
        members.put("symbols", day.symbols());
        members.put("ticks", day.ticks());
        members.put("bytes", day.bytes());
        members.put("hash", day.hash());
        Map<String, Long> findings = new LinkedHashMap<>();
        day.findings().forEach(finding -> findings.put(finding.kind().name(), finding.count()));
        members.put("findings", findings);
        return members;
    }

    private static Map<String, Object> forScripts(StoredBars bars) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("symbol", bars.instrument().symbol());
        members.put("timeframe", bars.timeframe().label());
        members.put("count", bars.count());
        members.put("first", minute(bars, bars.firstStart()));
        members.put("last", minute(bars, bars.lastStart()));
        members.put("quotes", bars.hasQuotes());
        members.put("hash", bars.hash());
        return members;
    }
}
