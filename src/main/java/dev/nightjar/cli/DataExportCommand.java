package dev.nightjar.cli;

import dev.nightjar.batch.StoredData;
import dev.nightjar.data.DataDay;
import dev.nightjar.data.DataExport;
import dev.nightjar.data.DayStore;
import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Instrument;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes stored data as files. */
@Command(
        name = "export",
        description = "write days and candles as a data folder, or candles built from ticks",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A data folder that was exported becomes the same days when it is imported, hash for hash.",
            "",
            "Examples:",
            "  job.jar data export --data sample/data --to out",
            "  job.jar data export --data nse --date 2024-10-01..2024-10-31 --bars 5m --symbols NIFTY,BANKNIFTY --to out",
            "  job.jar data export --data nse --adjusted --to out"
        })
final class DataExportCommand implements Callable<Integer> {

    private final PrintStream out;

    @Mixin
    private DataOptions options = new DataOptions();

    @Option(names = "--to", required = true, paramLabel = "<folder>", description = "is made, or must be empty")
    private Path folder = Path.of("");

    @Option(
            names = "--date",
            paramLabel = "<day[..day]>",
            description = "the day, or the first and the last (default: all there are)")
    private @Nullable String date;

    @Option(
            names = "--bars",
            paramLabel = "<width>",
            description = "candles of that width, such as 1s, 1m or 1h, built from the ticks, instead of the ticks")
    private @Nullable String bars;

    @Option(
            names = "--symbols",
            paramLabel = "<names>",
            split = ",",
            description = "whose candles, with --bars (default: all that ticked)")
    private @Nullable List<String> symbols;

    @Option(
            names = "--adjusted",
            description = {
                "candles alone, those of stocks adjusted for splits and dividends as of the last exported day;",
                "ticks are never adjusted and stay out"
            })
    private boolean adjusted;

    @Option(names = "--gzip", description = "compress the files of ticks and candles")
    private boolean gzip;

    DataExportCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        BarWidth width = bars == null
                ? null
                : BarWidth.labelled(bars)
                        .orElseThrow(() -> options.refused(
                                "--bars: must be a width such as 1s, 1m, 5m, 1h or 1d, was '" + bars + "'"));
        if (symbols != null && width == null) {
            throw options.refused("--symbols: says whose candles, so it needs --bars");
        }
        DayRange range = options.range("--date", date);
        StoredData data = options.one();
        DayStore store = data.store();
        List<LocalDate> days = store.days().stream()
                .filter(day -> range == null || range.contains(day))
                .toList();
        if (adjusted) {
            refuseIfNothingToAdjust(data, width);
        }
        boolean fromTicks = width != null || !adjusted;
        if (days.isEmpty() && fromTicks && (range != null || width != null)) {
            throw options.refused("data set " + data.name() + " has no day" + (date == null ? "" : " of " + date)
                    + "; see: data list");
        }
        DataExport export = new DataExport(
                store,
                folder,
                gzip,
                written -> out.println(Printable.whole(written.file() + "  " + written.rows() + " rows")));
        if (width != null) {
            List<String> whose = symbols == null ? ticked(store, days) : symbols;
            if (adjusted) {
                export.adjustedBars(days, whose, width);
            } else {
                export.builtBars(days, whose, width);
            }
        } else if (adjusted) {
            export.adjustedFolder(
                    store.bars().keys(), range == null ? null : range.first(), range == null ? null : range.last());
        } else {
            export.dataFolder(days, store.bars().keys());
        }
        out.println("written to " + folder.toAbsolutePath().normalize());
        return ExitCode.DONE.number();
    }

    private void refuseIfNothingToAdjust(StoredData data, @Nullable BarWidth width) {
        if (data.store().corporateActions().isEmpty()) {
            throw options.refused("--adjusted: data set " + data.name()
                    + " knows no splits and no dividends; corporate_actions.csv of a data folder tells them");
        }
        if (width == null && data.store().bars().keys().isEmpty()) {
            throw options.refused("--adjusted: data set " + data.name()
                    + " has no candles, and ticks are never adjusted; --bars builds candles from them");
        }
    }

    private static List<String> ticked(DayStore store, List<LocalDate> days) {
        TreeSet<String> ticked = new TreeSet<>();
        for (LocalDate date : days) {
            DataDay day = store.open(date);
            day.instruments().stream()
                    .map(Instrument::symbol)
                    .filter(symbol -> day.ticks(symbol).count() > 0)
                    .forEach(ticked::add);
        }
        return List.copyOf(ticked);
    }
}
