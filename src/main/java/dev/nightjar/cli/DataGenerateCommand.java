package dev.nightjar.cli;

import dev.nightjar.batch.Progress;
import dev.nightjar.data.GeneratedMarket;
import dev.nightjar.data.MarketRecipe;
import dev.nightjar.run.ExitCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a data folder of any size. */
@Command(
        name = "generate",
        description = "make a data folder of made market days, to try things at any size",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The same arguments give the same rows, byte for byte, on every machine. Nothing in them was observed.",
            "",
            "Examples:",
            "  job.jar data generate --date 2024-10-29 --out made",
            "  job.jar data generate --seed 7 --date 2024-10-28..2024-11-08 --symbols 300 --ticks 10M --out made"
        })
final class DataGenerateCommand implements Callable<Integer> {

    private static final Pattern TICKS = Pattern.compile("([1-9]\\d{0,9})([kKmM]?)");
    private static final Map<String, Long> FACTORS = Map.of("", 1L, "k", 1_000L, "m", 1_000_000L);

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--date",
            required = true,
            paramLabel = "<day[..day]>",
            description = "the trading day, or the first and the last")
    private String date = "";

    @Option(names = "--out", required = true, paramLabel = "<folder>", description = "is made, or must be empty")
    private Path folder = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            defaultValue = "1",
            description = "another one gives another market (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--symbols",
            paramLabel = "<n|names>",
            defaultValue = "NIFTY",
            description = {
                "how many instruments a day has, such as 300; or names of indices and",
                "stocks, such as NIFTY,BANKNIFTY,RELIANCE; or names and the number",
                "behind them. An index that is named without a number comes with futures",
                "and options, 150 in all (default: ${DEFAULT-VALUE})"
            })
    private String symbols = "";

    @Option(
            names = "--ticks",
            paramLabel = "<n>",
            defaultValue = "1M",
            description = "how many rows a day has; 500k and 10M are understood (default: ${DEFAULT-VALUE})")
    private String ticks = "";

    @Option(
            names = "--expiry-day",
            description = "the last day is one on which contracts expire: premiums end at their intrinsic value")
    private boolean expiryDay;

    @Option(
            names = "--resolution",
            paramLabel = "1s|1ms",
            defaultValue = "1s",
            description = {
                "times in whole seconds with several rows in each, as feeds of Indian",
                "exchanges usually come, or in milliseconds (default: ${DEFAULT-VALUE})"
            })
    private String resolution = "";

    @Option(names = "--quotes", description = "rows have the best bid and ask; one in four is a quote without a trade")
    private boolean quotes;

    @Option(names = "--gzip", description = "compress the tick files")
    private boolean gzip;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DataGenerateCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        MarketRecipe.Symbols chosen = value("--symbols", symbols, MarketRecipe.Symbols::of);
        long rows = value("--ticks", ticks, DataGenerateCommand::ticks);
        boolean milliseconds = value("--resolution", resolution, DataGenerateCommand::isMilliseconds);
        GeneratedMarket market = value("--date", date, text -> {
            DayRange days = DayRange.of(text);
            return new GeneratedMarket(new MarketRecipe(
                    seed,
                    days.first(),
                    days.last(),
                    chosen.underlyings(),
                    chosen.instruments(),
                    rows,
                    expiryDay,
                    milliseconds,
                    quotes,
                    gzip));
        });
        long all = market.days().size() * rows;
        try (Progress progress = new Progress(err, Progress.onTerminal())) {
            progress.begin("generate", "ticks", all);
            market.write(folder, progress::advance);
            progress.end();
        }
        Path whole = folder.toAbsolutePath().normalize();
        out.println(String.format(
                Locale.ROOT,
                "made %d day%s of %d ticks and %d instruments in %s; MADE DATA, nothing was observed",
                market.days().size(),
                market.days().size() == 1 ? "" : "s",
                rows,
                chosen.instruments(),
                whole));
        out.println("next: job.jar data import --from " + whole);
        return ExitCode.DONE.number();
    }

    private static long ticks(String text) {
        Matcher matcher = TICKS.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1))
                    * FACTORS.getOrDefault(matcher.group(2).toLowerCase(Locale.ROOT), 1L);
            if (number <= MarketRecipe.MOST_TICKS) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "must be a whole number from 1 to " + MarketRecipe.MOST_TICKS + ", such as 500k or 10M");
    }

    private static boolean isMilliseconds(String text) {
        if (!text.equals("1s") && !text.equals("1ms")) {
            throw new IllegalArgumentException("must be 1s or 1ms");
        }
        return text.equals("1ms");
    }

    private <T> T value(String option, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException problem) {
            throw new ParameterException(
                    spec.commandLine(), option + ": " + problem.getMessage() + ", was '" + text + "'");
        }
    }
}
