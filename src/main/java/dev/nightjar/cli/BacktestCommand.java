package dev.nightjar.cli;

import dev.nightjar.batch.FeeCatalog;
import dev.nightjar.batch.FileErrors;
import dev.nightjar.batch.StrategySources;
import dev.nightjar.market.Decimals;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.Replay;
import dev.nightjar.run.SettingProblem;
import dev.nightjar.run.TradingTerms;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs strategies from files over a data folder, without queue or database. */
@Command(
        name = "backtest",
        description = "Runs strategies from files over a data folder, without queue or database.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BacktestCommand implements Callable<Integer> {

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,6})?");

    /** Where settings were written, for messages. */
    private static final String PLACE = "command line";

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--strategy",
            required = true,
            paramLabel = "FILE|DIR",
            description = "A strategy file, or a folder of *.json; may be given several times.")
    private List<Path> strategies = new ArrayList<>();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR|NAME",
            description = "A data folder, which is imported first, or the name of a data set that was imported.")
    private String data = "";

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--date",
            required = true,
            paramLabel = "YYYY-MM-DD",
            description = "The trading day, or the first.")
    private String date = "";

    @Option(names = "--to", paramLabel = "YYYY-MM-DD", description = "The last trading day (default: the first).")
    private @Nullable String to;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "1",
            description = "What quantities are multiplied by (default: ${DEFAULT-VALUE}).")
    private String scale = "1";

    @Option(names = "--capital", paramLabel = "AMOUNT", description = "The capital base for returns (default: none).")
    private @Nullable String capital;

    @Option(
            names = "--replay",
            paramLabel = "ticks|TIMEFRAME",
            description = "What is replayed: ticks, or the stored candles of a timeframe, such as 1m (default: ticks).")
    private @Nullable String replay;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "How many candles before a day its indicators see, 0 to 500 (default: 500).")
    private @Nullable String warmUp;

    @Mixin
    private TermOptions terms = new TermOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Each strategy's results go to DIR/<strategy_id>_direct (the id cut to 13 letters).")
    private Path folder = Path.of("");

    @Option(names = "--no-html", description = "Makes no report.html beside the results.")
    private boolean noHtml;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    BacktestCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        LocalDate first = value("--date", date, BacktestCommand::day);
        LocalDate last = to == null ? first : value("--to", to, BacktestCommand::day);
        if (last.isBefore(first)) {
            throw refused("--to", "must not be before --date, which is " + first, String.valueOf(to));
        }
        BigDecimal factor = value("--scale", scale, text -> decimal(text, Decimals.FACTOR_SCALE));
        Long money = capital == null
                ? null
                : value(
                        "--capital",
                        capital,
                        text -> Decimals.exactUnits(decimal(text, Decimals.MONEY_SCALE), Decimals.MONEY_SCALE));
        int workers = work.threads();
        int pieces = work.partitions();
        DateRule days = to == null ? new DateRule.Day(first) : new DateRule.Range(first, last);
        TradingTerms traded;
        Replay replayed;
        try {
            traded = traded();
            replayed = replayed(traded);
        } catch (InvalidSettingsException problems) {
            problems.problems().forEach(err::println);
            return ExitCode.USAGE.number();
        }
        List<Path> files;
        try {
            files = StrategySources.find(strategies);
        } catch (NoSuchFileException missing) {
            throw new ParameterException(spec.commandLine(), "--strategy: " + FileErrors.message(missing));
        }
        return run(new Backtest(
                files,
                home.home(),
                dataSet(),
                days,
                factor,
                replayed,
                traded,
                money,
                workers,
                pieces,
                !noHtml,
                folder,
                out,
                err));
    }

    private TradingTerms traded() {
        return terms.changes(PLACE).over(TradingTerms.DEFAULT, PLACE, new FeeCatalog(home.home()));
    }

    private Replay replayed(TradingTerms traded) {
        Replay replayed = Replay.of(PLACE, replay, warmUp);
        List<SettingProblem> conflicts = replayed.conflicts(traded).stream()
                .map(conflict -> new SettingProblem(PLACE, "replay", replayed.label(), conflict))
                .toList();
        if (!conflicts.isEmpty()) {
            throw new InvalidSettingsException(conflicts);
        }
        return replayed;
    }

    /** {@return the name of the data set; that of a folder here is its whole path} */
    private String dataSet() {
        Path here = Path.of(data).toAbsolutePath().normalize();
        return Files.isDirectory(here) ? here.toString() : data;
    }

    private int run(Backtest backtest) throws IOException {
        return ProcessEnd.during(backtest::run, "stopped; no results were written", out, err);
    }

    private static LocalDate day(String text) {
        try {
            return DateRule.day(text);
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException("must be a date such as 2024-10-29", problem);
        }
    }

    private static BigDecimal decimal(String text, int digits) {
        if (!DECIMAL.matcher(text).matches() || new BigDecimal(text).signum() == 0) {
            throw new IllegalArgumentException("must be a number above 0 with at most " + digits + " fraction digits");
        }
        return new BigDecimal(text);
    }

    private <T> T value(String option, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException problem) {
            throw refused(option, String.valueOf(problem.getMessage()), text);
        }
    }

    private ParameterException refused(String option, String message, String value) {
        return new ParameterException(spec.commandLine(), option + ": " + message + ", was '" + value + "'");
    }
}
