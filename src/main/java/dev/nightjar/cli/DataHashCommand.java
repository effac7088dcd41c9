package dev.nightjar.cli;

import dev.nightjar.batch.StoredData;
import dev.nightjar.data.CandleKey;
import dev.nightjar.data.DayStore;
import dev.nightjar.run.ExitCode;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Tells the hashes of what runs replay: for scripts, and to compare two homes. */
@Command(
        name = "hash",
        description = "print the hash of each day, a line of date and hash; and of candles",
        mixinStandardHelpOptions = true)
final class DataHashCommand implements Callable<Integer> {

    private final PrintStream out;

    @Mixin
    private DataOptions options = new DataOptions();

    @Option(names = "--date", paramLabel = "<day[..day]>", description = "of these days only, and no candles")
    private @Nullable String date;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    DataHashCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        DayRange range = options.range("--date", date);
        StoredData data = options.one();
        DayStore store = data.store();
        Map<String, String> hashes = new LinkedHashMap<>();
        store.days().stream()
                .filter(day -> range == null || range.contains(day))
                .forEach(day -> hashes.put(day.toString(), store.hash(day)));
        if (range == null) {
            for (CandleKey key : store.bars().keys()) {
                hashes.put(
                        key.symbol() + "/" + key.timeframe().label(),
                        store.bars().open(key).hash());
            }
        } else if (hashes.isEmpty()) {
            throw options.refused("data set " + data.name() + " has no day of " + date + "; see: data list");
        }
        if (json) {
            out.println(new JsonMapper().writeValueAsString(Map.of("data", data.name(), "hashes", hashes)));
        } else {
            hashes.forEach((what, hash) -> out.println(what + " " + hash));
        }
        return ExitCode.DONE.number();
    }
}
