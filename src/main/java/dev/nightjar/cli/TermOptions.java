package dev.nightjar.cli;

import dev.nightjar.run.TermChanges;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** At what prices and costs is traded. */
final class TermOptions {

    @Option(
            names = "--fill",
            paramLabel = "<model>",
            description = "what market orders fill at: last, next_tick or quote")
    private @Nullable String fill;

    @Option(
            names = "--latency",
            paramLabel = "<time>",
            description = "how long orders take to the market with next_tick, such as 250ms")
    private @Nullable String latency;

    @Option(
            names = "--max-quote-age",
            paramLabel = "<time>",
            description = "no market order fills at older prices, such as 5s; or unlimited")
    private @Nullable String maxQuoteAge;

    @Option(
            names = "--slippage",
            paramLabel = "<slippage>",
            description = "how much worse than the market fills are: none, ticks:<n> or bps:<n>")
    private @Nullable String slippage;

    @Option(
            names = "--fees",
            paramLabel = "<schedule>",
            description = "what trading costs: none, a schedule of the program's, or one in the home's folder fees")
    private @Nullable String fees;

    /**
     * {@return what was given}
     *
     * @throws dev.nightjar.run.InvalidSettingsException with everything that is wrong
     */
    TermChanges changes(String place) {
        Map<String, String> given = new LinkedHashMap<>();
        give(given, "fill", fill);
        give(given, "latency", latency);
        give(given, "max-quote-age", maxQuoteAge);
        give(given, "slippage", slippage);
        give(given, "fees", fees);
        return TermChanges.of(place, given);
    }

    private static void give(Map<String, String> given, String key, @Nullable String value) {
        if (value != null) {
            given.put(key, value);
        }
    }
}
