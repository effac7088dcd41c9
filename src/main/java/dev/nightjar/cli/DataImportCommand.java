package dev.nightjar.cli;

import dev.nightjar.batch.Home;
import dev.nightjar.batch.Progress;
import dev.nightjar.batch.StoredData;
import dev.nightjar.data.CandleImport;
import dev.nightjar.data.ClickHouse;
import dev.nightjar.data.DataException;
import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayImport;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.Finding;
import dev.nightjar.data.ImportProgress;
import dev.nightjar.data.MarketSource;
import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings market data into the home. */
@Command(
        name = "import",
        description = "bring market data into the home, where runs replay it from",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Days that are there and have not changed at their source are left alone: a stopped import is taken up",
            "again by giving the same command.",
            "",
            "Examples:",
            "  job.jar data import --from /srv/market",
            "  job.jar data import --from /srv/market --from-date 2024-10-01 --to-date 2024-10-31 --strict",
            "  job.jar data import --from http://user:password@host:8123/default --data nse",
            "  job.jar data import --from sample"
        })
final class DataImportCommand implements Callable<Integer> {

    private static final String SAMPLE = "sample";
    private static final int HASH_DIGITS = 16;
    private static final int LONGEST_NAME = 500;
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final List<String> ENDINGS = List.of(".csv", ".csv.gz", ".parquet");

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "<folder|file|url>",
            description = {
                "a data folder; or one file of ticks; or a ClickHouse server,",
                "http[s]://[user:password@]host[:port][/database]; or the word sample"
            })
    private String from = "";

    @Option(
            names = "--data",
            paramLabel = "<name>",
            description = "how settings will call the data set (default: the folder's whole path)")
    private @Nullable String data;

    @Option(names = "--from-date", paramLabel = "<day>", description = "the first day (default: all there are)")
    private @Nullable String firstDay;

    @Option(names = "--to-date", paramLabel = "<day>", description = "the last day")
    private @Nullable String lastDay;

    @Option(
            names = "--instruments",
            paramLabel = "<file>",
            description = "for one file of ticks (default: instruments.csv beside it or one folder up)")
    private @Nullable Path instruments;

    @Option(
            names = "--strict",
            description =
                    "refuse days with duplicates, zero prices, crossed quotes, unknown symbols, gaps and the like")
    private boolean strict;

    @Mixin
    private HomeOption home = new HomeOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DataImportCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * What is to be imported.
     *
     * @param name of the data set
     * @param only the one day that is wanted; null for all
     */
    private record Wanted(
            MarketSource source, String name, @Nullable LocalDate only) {}

    @Override
    public Integer call() {
        LocalDate first = day("--from-date", firstDay);
        LocalDate last = day("--to-date", lastDay);
        if (first != null && last != null && last.isBefore(first)) {
            throw refused("--to-date: must not be before --from-date, which is " + first + ", was '" + lastDay + "'");
        }
        if (from.isBlank()) {
            throw refused("--from: must name a folder, a file or a server, was empty");
        }
        if (instruments != null && !Files.isRegularFile(Path.of(from))) {
            throw refused("--instruments: is for one file of ticks; a data folder has its own");
        }
        if (data != null && (data.isBlank() || data.length() > LONGEST_NAME)) {
            throw refused("--data: must be a name of 1 to " + LONGEST_NAME + " characters, had " + data.length());
        }
        Wanted wanted = wanted(first, last);
        List<LocalDate> days = wanted.source().days().stream()
                .filter(day -> wanted.only() == null || day.equals(wanted.only()))
                .filter(day -> first == null || !day.isBefore(first))
                .filter(day -> last == null || !day.isAfter(last))
                .toList();
        if (days.isEmpty()) {
            refuseNothing(wanted.source());
        }
        Home installation = home.home();
        installation.create();
        StoredData target = StoredData.make(installation, wanted.name());
        DayStore store = target.store();
        try (Told told = new Told(store)) {
            told.progress.say(Printable.whole("import " + wanted.source().name() + " as data set " + target.name()
                    + ": " + days.size() + " days"));
            try {
                store.importDays(wanted.source(), days, strict, told);
            } finally {
                told.total();
            }
        }
        return ExitCode.DONE.number();
    }

    /** An import of nothing is no success; one of candles alone is. */
    private static void refuseNothing(MarketSource source) {
        List<LocalDate> there = source.days();
        if (!there.isEmpty()) {
            throw new DataException(
                    source.name(),
                    List.of("has no day of those asked for; it has " + there.size() + " from " + there.get(0) + " to "
                            + there.get(there.size() - 1)));
        }
        if (source.candleKeys().isEmpty() && source.corporateActions().isEmpty()) {
            throw new DataException(source.name(), List.of("has no day, no candles and no corporate actions"));
        }
    }

    private Wanted wanted(@Nullable LocalDate first, @Nullable LocalDate last) {
        if (from.equals(SAMPLE) && !Files.exists(Path.of(from))) {
            Path folder = home.home().sampleData();
            SampleData.copyTo(folder);
            return new Wanted(DataFolder.open(folder), Objects.requireNonNullElse(data, folder.toString()), null);
        }
        if (ClickHouse.isAddress(from)) {
            String name = named("a server");
            return new Wanted(ClickHouse.open(from, System.getenv(), first, last), name, null);
        }
        Path path = Path.of(from).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return new Wanted(DataFolder.open(path), Objects.requireNonNullElse(data, path.toString()), null);
        }
        if (!Files.isRegularFile(path)) {
            throw new DataException(path.toString(), List.of("there is no such folder or file"));
        }
        return file(path, first, last);
    }

    private Wanted file(Path file, @Nullable LocalDate first, @Nullable LocalDate last) {
        String name = String.valueOf(file.getFileName());
        if (ENDINGS.stream().noneMatch(name::endsWith)) {
            throw refused("--from: a file of ticks ends in " + String.join(", ", ENDINGS) + ", was '" + from + "'");
        }
        Matcher dates = DATE.matcher(name);
        LocalDate date =
                dates.find() ? DayRange.day(dates.group()) : first != null && first.equals(last) ? first : null;
        if (date == null) {
            throw refused("--from: '" + name + "' has no date such as 2024-10-29 in its name; say of which day it is"
                    + " with the same --from-date and --to-date");
        }
        Path folder = Objects.requireNonNull(file.getParent());
        Path above = folder.getParent();
        if (instruments == null
                && above != null
                && folder.endsWith("ticks")
                && Files.isRegularFile(above.resolve("instruments.csv"))) {
            return new Wanted(DataFolder.open(above), Objects.requireNonNullElse(data, above.toString()), date);
        }
        Path listing =
                instruments != null ? instruments.toAbsolutePath().normalize() : folder.resolve("instruments.csv");
        if (!Files.exists(listing) && instruments == null && above != null) {
            listing = above.resolve("instruments.csv");
        }
        if (!Files.isRegularFile(listing)) {
            throw refused("--instruments: there is no " + listing + ", which would list the instruments of " + file);
        }
        return new Wanted(DataFolder.ofFile(file, date, listing), named("a file outside a data folder"), date);
    }

    private String named(String what) {
        if (data == null) {
            throw refused("--data: " + what + " needs a name for its data set, such as --data nse");
        }
        return data;
    }

    private @Nullable LocalDate day(String option, @Nullable String text) {
        try {
            return text == null ? null : DayRange.day(text);
        } catch (IllegalArgumentException problem) {
            throw refused(option + ": " + problem.getMessage() + ", was '" + text + "'");
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Says what becomes of each day and of all. */
    private final class Told implements ImportProgress, AutoCloseable {

        private final Progress progress = new Progress(err, Progress.onTerminal());
        private final DayStore store;
        private final long begun = System.nanoTime();
        private @Nullable LocalDate reading;
        private long bytesRead;
        private long ticks;
        private int imported;
        private int alreadyThere;

        Told(DayStore store) {
            this.store = store;
        }

        @Override
        public void waiting(String reason) {
            progress.say(reason);
        }

        @Override
        public void reading(LocalDate date, long rows, long bytes, long total) {
            if (!date.equals(reading) || bytes < bytesRead) {
                reading = date;
                bytesRead = 0;
                progress.begin("reading " + date, "bytes", total);
            }
            progress.advance(bytes - bytesRead);
            bytesRead = bytes;
        }

        @Override
        public void imported(DayImport day) {
            progress.close();
            long count = store.describe(day.date()).ticks();
            if (day.alreadyThere()) {
                alreadyThere++;
            } else {
                imported++;
                ticks += count;
            }
            say(day.date() + "  " + count + " ticks  " + day.hash().substring(0, HASH_DIGITS), day.alreadyThere());
            day.findings().forEach(this::say);
        }

        @Override
        public void imported(CandleImport candles) {
            progress.close();
            say(
                    candles.key().symbol() + " "
                            + candles.key().timeframe().label() + "  candles  "
                            + candles.hash().substring(0, HASH_DIGITS),
                    candles.alreadyThere());
            candles.findings().forEach(this::say);
        }

        @Override
        public void importedActions(int count, boolean alreadyThere) {
            progress.close();
            say(count + " corporate actions", alreadyThere);
        }

        private void say(String line, boolean there) {
            out.println(Printable.whole(line + (there ? "  already there" : "  imported")));
        }

        private void say(Finding finding) {
            out.println("  " + finding.kind() + ": " + finding.count() + " "
                    + finding.kind().meaning());
            finding.examples().forEach(example -> out.println("    " + Printable.whole(example)));
        }

        void total() {
            progress.close();
            double seconds = (System.nanoTime() - begun) / 1e9;
            out.println(String.format(
                    Locale.ROOT,
                    "%d days imported, %d already there; %d ticks in %.1f s, %.0f a second",
                    imported,
                    alreadyThere,
                    ticks,
                    seconds,
                    ticks / Math.max(seconds, 1e-3)));
        }

        @Override
        public void close() {
            progress.close();
        }
    }
}
