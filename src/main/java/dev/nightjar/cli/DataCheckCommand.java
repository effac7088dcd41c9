package dev.nightjar.cli;

import dev.nightjar.batch.StoredData;
import dev.nightjar.data.CandleKey;
import dev.nightjar.data.DataException;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.Finding;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Reads every byte of what runs replay, and looks at its quality. */
@Command(
        name = "check",
        description = "check every file against its checksums and its hash, and look for gaps and odd prices",
        mixinStandardHelpOptions = true)
final class DataCheckCommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Mixin
    private DataOptions options = new DataOptions();

    @Option(names = "--date", paramLabel = "<day[..day]>", description = "these days only, and no candles")
    private @Nullable String date;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    DataCheckCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * What came of checking one file.
     *
     * @param damage null if it is whole
     */
    private record Checked(
            String data, String what, @Nullable String damage, List<Finding> findings) {}

    @Override
    public Integer call() {
        DayRange range = options.range("--date", date);
        List<Checked> all = new ArrayList<>();
        for (StoredData data : options.chosen()) {
            DayStore store = data.store();
            for (LocalDate day : store.days()) {
                if (range == null || range.contains(day)) {
                    all.add(checked(data, day.toString(), () -> store.check(day)));
                }
            }
            if (range == null) {
                for (CandleKey key : store.bars().keys()) {
                    all.add(checked(data, key.symbol() + " " + key.timeframe().label(), () -> {
                        store.bars().open(key).check();
                        return store.bars().findings(key);
                    }));
                }
                for (Path file : store.withoutPointer()) {
                    all.add(checked(data, String.valueOf(file.getFileName()), () -> {
                        throw new DataException(
                                file.toString(),
                                List.of("no .current beside it says that it counts; import the data again"));
                    }));
                }
                if (store.hasCorporateActions()) {
                    all.add(checked(data, "corporate actions", () -> {
                        store.corporateActions();
                        return List.of();
                    }));
                }
            }
        }
        if (range != null && all.isEmpty()) {
            throw options.refused("there is no day of " + date + "; see: data list");
        }
        long damaged = all.stream().filter(one -> one.damage() != null).count();
        if (json) {
            out.println(new JsonMapper()
                    .writeValueAsString(Map.of(
                            "damaged",
                            damaged,
                            "checked",
                            all.stream().map(DataCheckCommand::forScripts).toList())));
        } else {
            out.println(all.size() + " checked, " + damaged + " damaged");
        }
        return (damaged == 0 ? ExitCode.DONE : ExitCode.DATA).number();
    }

    private Checked checked(StoredData data, String what, Supplier<List<Finding>> check) {
        Checked checked;
        try {
            checked = new Checked(data.name(), what, null, check.get());
        } catch (DataException damaged) {
            checked = new Checked(data.name(), what, String.valueOf(damaged.getMessage()), List.of());
        }
        if (!json) {
            tell(checked);
        }
        return checked;
    }

    private void tell(Checked checked) {
        String subject = Printable.whole(checked.data() + "  " + checked.what());
        if (checked.damage() != null) {
            out.println(subject + "  DAMAGED");
            err.println(Printable.whole(checked.damage()));
            return;
        }
        out.println(subject + "  whole");
        for (Finding finding : checked.findings()) {
            out.println("  " + finding.kind() + ": " + finding.count() + " "
                    + finding.kind().meaning());
            finding.examples().forEach(example -> out.println("    " + Printable.whole(example)));
        }
    }

    private static Map<String, Object> forScripts(Checked checked) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("data", checked.data());
        members.put("what", checked.what());
        members.put("whole", checked.damage() == null);
        if (checked.damage() != null) {
            members.put("damage", checked.damage());
        }
        Map<String, Long> findings = new LinkedHashMap<>();
        checked.findings().forEach(finding -> findings.put(finding.kind().name(), finding.count()));
        members.put("findings", findings);
        return members;
    }
}
