package dev.nightjar.data;

import dev.nightjar.market.BarSet;
import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.market.Underlying;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a store holds as files in the interchange format. Files get their names when they are whole; the folder must
 * be empty, so that nothing of another export is taken for part of this one.
 */
public final class DataExport {

    private static final String NOTE = "ADJUSTED.txt";

    private final DayStore store;
    private final Path folder;
    private final boolean gzip;
    private final Consumer<Written> progress;

    /**
     * Told after each file.
     *
     * @param file relative to the folder
     * @param rows how many it has
     */
    public record Written(Path file, long rows) {}

    /**
     * Begins an export.
     *
     * @param folder is made if it is not there
     * @param gzip whether ticks and candles are compressed
     * @throws DataException if the folder holds something
     */
    public DataExport(DayStore store, Path folder, boolean gzip, Consumer<Written> progress) {
        this.store = store;
        this.folder = folder;
        this.gzip = gzip;
        this.progress = progress;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new DataException(
                            folder.toString(), List.of("is not empty; an export goes into a folder of its own"));
                }
            }
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private UncheckedIOException failed(IOException failed) {
        return new UncheckedIOException(folder + " cannot be written: " + failed.getMessage(), failed);
    }

    private String ending() {
        return gzip ? ".csv.gz" : ".csv";
    }

    /**
     * Writes days and candles as a data folder: imported again they are the same days and candles, hash for hash.
     *
     * @param days ascending
     * @throws DataException if the store lacks one of them, or if one folder cannot tell them all; then no ticks are written
     */
    public void dataFolder(List<LocalDate> days, Collection<CandleKey> candles) {
        List<DataDay> opened = days.stream().map(store::open).toList();
        List<StoredBars> bars =
                candles.stream().sorted().map(store.bars()::open).toList();
        if (opened.isEmpty() && bars.isEmpty()) {
            throw new DataException(folder.toString(), List.of("there is nothing to export"));
        }
        try {
            SortedMap<String, List<CorporateAction>> actions = store.corporateActions();
            if (!actions.isEmpty()) {
                lines(CorporateActionsFile.NAME, CorporateActionsFile.lines(actions));
            }
            SortedMap<String, TradingPeriods> periods =
                    periods(opened, bars.stream().map(StoredBars::instrument).toList());
            if (periods.values().stream().anyMatch(told -> !told.suspensions().isEmpty())) {
                lines(TradingPeriodsFile.SUSPENSIONS, TradingPeriodsFile.suspensionLines(periods));
            }
            listing(opened, bars, bars.stream().map(StoredBars::instrument).toList());
            for (DataDay day : opened) {
                Path file = folder.resolve("ticks").resolve(day.date() + ending());
                progress.accept(new Written(folder.relativize(file), TickCsv.write(day, file)));
            }
            for (StoredBars stored : bars) {
                candles(stored, stored.bars());
            }
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    /**
     * Writes candles as a data folder without ticks, those of stocks with corporate actions adjusted as of the last day that
     * has any. What it says of such a stock is meant for adjusted prices: their scale, and no tick size.
     *
     * @param first the first day; null for all there are
     * @param last the last day; null for all there are
     * @throws DataException if there is nothing to adjust, or if it cannot be done
     */
    public void adjustedFolder(Collection<CandleKey> candles, @Nullable LocalDate first, @Nullable LocalDate last) {
        List<StoredBars> bars = new ArrayList<>();
        LocalDate asOf = LocalDate.MIN;
        for (CandleKey key : candles.stream().sorted().toList()) {
            StoredBars stored = store.bars().open(key);
            LocalDate end = lastDay(between(stored, first, last), stored.zone());
            if (end != null) {
                bars.add(stored);
                asOf = end.isAfter(asOf) ? end : asOf;
            }
        }
        if (bars.isEmpty()) {
            throw new DataException(folder.toString(), List.of("there are no stored candles to export"));
        }
        AdjustedPrices prices = new AdjustedPrices(store, asOf);
        List<Instrument> instruments = bars.stream().map(StoredBars::instrument).toList();
        refuseUnlessAny(prices, instruments);
        try {
            listing(List.of(), bars, instruments.stream().map(prices::told).toList());
            for (StoredBars stored : bars) {
                BarSet raw = between(stored, first, last);
                candles(
                        stored,
                        prices.of(stored.instrument(), stored.zone(), List.of(raw))
                                .get(0));
            }
            note(prices);
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private void refuseUnlessAny(AdjustedPrices prices, Collection<Instrument> instruments) {
        if (instruments.stream().filter(prices::concerns).count() == 0) {
            throw new DataException(
                    folder.toString(),
                    List.of(
                            "there is nothing to adjust: the store knows no splits and no dividends of what is exported; "
                                    + CorporateActionsFile.NAME + " of a data folder tells them"));
        }
    }

    private static BarSet between(StoredBars stored, @Nullable LocalDate first, @Nullable LocalDate last) {
        BarSet bars = stored.bars();
        if (first == null && last == null) {
            return bars;
        }
        long from = first == null ? Long.MIN_VALUE : midnight(first, stored.zone());
        long end = last == null ? Long.MAX_VALUE : midnight(last.plusDays(1), stored.zone());
        return new BarSet(
                between(bars.trades(), from, end), between(bars.bids(), from, end), between(bars.asks(), from, end));
    }

    private static long midnight(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toEpochSecond();
    }

    private static @Nullable Bars between(@Nullable Bars bars, long from, long end) {
        if (bars == null) {
            return null;
        }
        BarsBuilder some = new BarsBuilder(bars.priceScale());
        some.addAll(bars, bars.firstAtOrAfter(from), bars.firstAtOrAfter(end));
        return some.bars();
    }

    private static @Nullable LocalDate lastDay(BarSet bars, ZoneId zone) {
        return Stream.of(bars.trades(), bars.bids(), bars.asks())
                .filter(side -> side != null && side.count() > 0)
                .map(side -> LocalDate.ofInstant(Instant.ofEpochSecond(side.start(side.count() - 1)), zone))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Says in a file of its own what was adjusted, so that nobody takes the prices for those that were traded. */
    private void note(AdjustedPrices prices) throws IOException {
        Path file = folder.resolve(NOTE);
        try (CsvOutput out = CsvOutput.of(file)) {
            out.line("Prices and volumes of " + String.join(", ", prices.adjusted())
                    + " are adjusted for splits and dividends as of " + prices.asOf()
                    + "; all others are as they were traded. Ticks are never adjusted.");
            out.finish();
        }
        progress.accept(new Written(folder.relativize(file), 1));
    }

    private void candles(StoredBars stored, BarSet bars) throws IOException {
        Path file = folder.resolve("candles")
                .resolve(stored.instrument().symbol())
                .resolve(stored.timeframe().label() + ending());
        try (CsvOutput out = CsvOutput.of(file)) {
            long rows = CandleCsv.begin(out, stored.zone(), BarWidth.of(stored.timeframe()), List.of(bars))
                    .write(bars);
            out.finish();
            progress.accept(new Written(folder.relativize(file), rows));
        }
    }

    /** Writes all but ticks and candles, and sees to it that an import understands it as it is meant. */
    /** {@return when those could be traded that are exported} */
    private SortedMap<String, TradingPeriods> periods(List<DataDay> days, List<Instrument> ofCandles) {
        Set<String> exported = new HashSet<>();
        days.forEach(day -> day.instruments().forEach(instrument -> exported.add(instrument.symbol())));
        ofCandles.forEach(instrument -> exported.add(instrument.symbol()));
        SortedMap<String, TradingPeriods> periods = new TreeMap<>(store.tradingPeriods());
        periods.keySet().retainAll(exported);
        return periods;
    }

    private void listing(List<DataDay> days, List<StoredBars> candles, List<Instrument> ofCandles) throws IOException {
        Problems problems = new Problems();
        List<String> instruments = ExportedListing.lines(days, ofCandles, periods(days, ofCandles), problems);
        problems.throwIfAny(folder);
        lines("instruments.csv", instruments);
        SortedMap<String, ZoneId> exchanges = new TreeMap<>();
        days.forEach(day -> day.instruments()
                .forEach(instrument ->
                        exchanges.put(instrument.exchange(), day.session().zone())));
        candles.forEach(bars -> exchanges.put(bars.instrument().exchange(), bars.zone()));
        exchanges(days, exchanges);
        calendar(days, exchanges.keySet());
        strikeIntervals(days);
        DataFolder written = DataFolder.open(folder);
        for (DataDay day : days) {
            compare(day, written, problems);
        }
        problems.throwIfAny(folder);
    }

    private void exchanges(List<DataDay> days, Map<String, ZoneId> exchanges) throws IOException {
        List<String> lines = new ArrayList<>(List.of("exchange,zone,open,close"));
        exchanges.forEach((exchange, zone) -> {
            if (!TradingHours.shipped().knows(exchange)) {
                Session last = days.isEmpty() ? null : days.get(days.size() - 1).session();
                lines.add(exchange + "," + zone.getId() + ","
                        + (last == null
                                ? "00:00:00,23:59:59"
                                : clock(last.open(), zone) + "," + clock(last.close(), zone)));
            }
        });
        if (lines.size() > 1) {
            lines(TradingHours.EXCHANGES, lines);
        }
    }

    /** With a calendar only its rows count, so that no hours but those of the exported days are taken for granted. */
    private void calendar(List<DataDay> days, Collection<String> exchanges) throws IOException {
        List<String> lines = new ArrayList<>(List.of("exchange,date,open,close"));
        for (DataDay day : days) {
            Session session = day.session();
            for (String exchange : exchanges) {
                lines.add(exchange + "," + day.date() + "," + clock(session.open(), session.zone()) + ","
                        + clock(session.close(), session.zone()));
            }
        }
        lines(TradingHours.CALENDAR, lines);
    }

    private static String clock(long epochSecond, ZoneId zone) {
        String time =
                Instant.ofEpochSecond(epochSecond).atZone(zone).toLocalTime().toString();
        return time.length() == 5 ? time + ":00" : time;
    }

    private void strikeIntervals(List<DataDay> days) throws IOException {
        List<String> lines = new ArrayList<>(List.of("exchange,symbol,strike_interval,from"));
        Map<String, Underlying> last = new TreeMap<>();
        for (DataDay day : days) {
            for (Underlying underlying : underlyings(day)) {
                Underlying before = last.put(underlying.symbol(), underlying);
                if (!underlying.equals(before)) {
                    lines.add(underlying.derivativesExchange() + "," + underlying.symbol() + ","
                            + underlying.strikeInterval().toPlainString() + ","
                            + (before == null ? "" : day.date().toString()));
                }
            }
        }
        if (lines.size() > 1) {
            lines("strike_intervals.csv", lines);
        }
    }

    private static Collection<Underlying> underlyings(DataDay day) {
        SortedMap<String, Underlying> underlyings = new TreeMap<>();
        for (Instrument instrument : day.instruments()) {
            String symbol = instrument.underlying();
            Underlying underlying = symbol == null ? null : day.underlying(symbol);
            if (underlying != null) {
                underlyings.put(underlying.symbol(), underlying);
            }
        }
        return underlyings.values();
    }

    private void lines(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        try (CsvOutput out = CsvOutput.of(file)) {
            for (String line : lines) {
                out.line(line);
            }
            out.finish();
        }
        progress.accept(new Written(folder.relativize(file), lines.size() - 1L));
    }

    private static void compare(DataDay day, DataFolder written, Problems problems) {
        Set<Object> different = new HashSet<>();
        Collection<Instrument> told =
                written.instruments(day.date(), day.ticked()).values();
        different.addAll(told);
        day.instruments().forEach(instrument -> {
            if (!different.remove(instrument)) {
                different.add(instrument);
            }
        });
        Collection<Underlying> underlyings =
                written.underlyings(day.date(), day.instruments()).values();
        Set<Underlying> others = new HashSet<>(underlyings);
        underlyings(day).forEach(underlying -> {
            if (!others.remove(underlying)) {
                others.add(underlying);
            }
        });
        different.addAll(others);
        if (!day.session().equals(written.session(day.date()))) {
            different.add(day.session());
        }
        different.forEach(thing -> problems.add(
                "days that cannot be told",
                () -> "of " + day.date() + " an import would not understand " + thing
                        + " as it is stored; export the day into a folder of its own"));
    }

    /**
     * Writes candles that are built from the ticks of days, as {@code bars/<symbol>/<width>.csv}; never stored ones. Daily
     * candles are labelled by their date.
     *
     * @param days ascending
     * @param symbols those of them that belong to a day are in its candles
     */
    public void builtBars(List<LocalDate> days, Collection<String> symbols, BarWidth width) {
        builtBars(days.stream().map(store::open).toList(), symbols, width, null);
    }

    /**
     * Writes candles as {@link #builtBars(List, Collection, BarWidth)} does, those of stocks with corporate actions adjusted as
     * of the last of the days.
     *
     * @throws DataException if there is nothing to adjust, or if it cannot be done
     */
    public void adjustedBars(List<LocalDate> days, Collection<String> symbols, BarWidth width) {
        List<DataDay> opened = days.stream().map(store::open).toList();
        AdjustedPrices prices = new AdjustedPrices(store, days.get(days.size() - 1));
        refuseUnlessAny(
                prices,
                opened.stream()
                        .flatMap(day -> day.instruments().stream())
                        .filter(instrument -> symbols.contains(instrument.symbol()))
                        .toList());
        builtBars(opened, symbols, width, prices);
        try {
            note(prices);
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private void builtBars(
            List<DataDay> opened, Collection<String> symbols, BarWidth width, @Nullable AdjustedPrices prices) {
        for (String symbol : symbols) {
            Path file = folder.resolve("bars").resolve(symbol).resolve(width.label() + ending());
            List<BarSet> parts = new ArrayList<>();
            ZoneId zone = null;
            Instrument instrument = null;
            for (DataDay day : opened) {
                if (day.instrument(symbol) != null) {
                    instrument = day.instrument(symbol);
                    parts.add(labelled(DayBars.of(day, symbol, width), day.session(), width));
                    zone = day.session().zone();
                }
            }
            if (zone == null || instrument == null) {
                throw new DataException(folder.toString(), List.of(symbol + " does not belong to any of the days"));
            }
            List<BarSet> told = prices == null ? parts : prices.of(instrument, zone, parts);
            try (CsvOutput out = CsvOutput.of(file)) {
                CandleCsv candles = CandleCsv.begin(out, zone, width, told);
                long rows = 0;
                for (BarSet part : told) {
                    rows += candles.write(part);
                }
                out.finish();
                progress.accept(new Written(folder.relativize(file), rows));
            } catch (IOException failed) {
                throw failed(failed);
            }
        }
    }

    private static BarSet labelled(BarSet bars, Session session, BarWidth width) {
        if (!width.equals(BarWidth.of(new Timeframe(Timeframe.DAY)))) {
            return bars;
        }
        long midnight = session.date().atStartOfDay(session.zone()).toEpochSecond();
        return new BarSet(
                bars.trades() == null ? null : TickBars.startingAt(bars.trades(), midnight),
                bars.bids() == null ? null : TickBars.startingAt(bars.bids(), midnight),
                bars.asks() == null ? null : TickBars.startingAt(bars.asks(), midnight));
    }
}
