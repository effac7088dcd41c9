package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.market.Underlying;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in the interchange format: {@code ticks/<date>.csv[.gz]}, {@code candles/<symbol>/<timeframe>.csv[.gz]},
 * {@code instruments.csv} and, if there is one, {@code calendar.csv}. It holds one market: exchanges that share their
 * hours. Files are read when they are asked for and must not change meanwhile.
 */
public final class DataFolder implements MarketSource {

    private static final String INSTRUMENTS = "instruments.csv";

    private final Path root;
    private final Listing listing;
    private final Reference reference;
    private final TradingHours hours;
    private final boolean ownCalendar;
    private final NavigableMap<LocalDate, Path> tickFiles;
    private final SortedMap<CandleKey, Path> candleFiles;
    private final SortedMap<String, List<TradingPeriods.Suspension>> suspensions;

    private DataFolder(
            Path root,
            Listing listing,
            Reference reference,
            boolean ownCalendar,
            NavigableMap<LocalDate, Path> tickFiles,
            SortedMap<CandleKey, Path> candleFiles,
            SortedMap<String, List<TradingPeriods.Suspension>> suspensions) {
        this.root = root;
        this.listing = listing;
        this.reference = reference;
        this.hours = reference.hours();
        this.ownCalendar = ownCalendar;
        this.tickFiles = tickFiles;
        this.candleFiles = candleFiles;
        this.suspensions = suspensions;
    }

    /**
     * Reads the folder's list of instruments and calendar, and finds its files.
     *
     * @throws DataException with everything that is wrong with them
     */
    public static DataFolder open(Path root) {
        Problems problems = new Problems();
        if (!Files.isDirectory(root)) {
            problems.add("there is no such folder");
        } else if (!Files.isRegularFile(root.resolve(INSTRUMENTS))) {
            problems.add(INSTRUMENTS + " is missing");
        }
        problems.throwIfAny(root);
        Reference reference = Reference.of(root, problems);
        Listing listing = InstrumentsFile.read(CsvFile.of(root, root.resolve(INSTRUMENTS)), reference, problems);
        FolderFiles files = new FolderFiles(root, problems);
        NavigableMap<LocalDate, Path> tickFiles = files.tickFiles();
        SortedMap<CandleKey, Path> candleFiles =
                files.candleFiles(listing.instruments().keySet());
        ReferenceFile suspensions = ReferenceFile.of(root, TradingPeriodsFile.SUSPENSIONS);
        SortedMap<String, List<TradingPeriods.Suspension>> suspended = suspensions == null
                ? new TreeMap<>()
                : TradingPeriodsFile.suspensions(
                        suspensions, listing.instruments().keySet(), problems);
        problems.throwIfAny(root);
        boolean ownCalendar = Files.exists(root.resolve(TradingHours.CALENDAR));
        return new DataFolder(root, listing, reference, ownCalendar, tickFiles, candleFiles, suspended);
    }

    /**
     * {@return a folder of one day, whose ticks and whose list of instruments may lie anywhere} Calendar and reference
     * tables are those beside the list.
     *
     * @throws DataException with everything that is wrong with the list and what is beside it
     */
    public static DataFolder ofFile(Path ticks, LocalDate date, Path instruments) {
        Path root = Objects.requireNonNull(instruments.toAbsolutePath().getParent());
        Problems problems = new Problems();
        Reference reference = Reference.of(root, problems);
        Listing listing = InstrumentsFile.read(CsvFile.of(root, instruments.toAbsolutePath()), reference, problems);
        problems.throwIfAny(root);
        return new DataFolder(
                root,
                listing,
                reference,
                Files.exists(root.resolve(TradingHours.CALENDAR)),
                new TreeMap<>(Map.of(date, ticks.toAbsolutePath())),
                new TreeMap<>(),
                new TreeMap<>());
    }

    /** {@return where it is} */
    public Path root() {
        return root;
    }

    @Override
    public String name() {
        return root.toString();
    }

    /**
     * {@return the splits and dividends of a share as the folder's {@code corporate_actions.csv} tells them, by ex-date; empty
     * if it tells none, which does not mean that there were none}
     */
    public List<CorporateAction> corporateActions(String symbol) {
        return reference.corporateActions(symbol);
    }

    @Override
    public Optional<SortedMap<String, List<CorporateAction>>> corporateActions() {
        return reference.corporateActions();
    }

    /** {@return the first and last days of {@code instruments.csv}, of all but futures and options, and {@code suspensions.csv}} */
    @Override
    public Optional<SortedMap<String, TradingPeriods>> tradingPeriods() {
        return Optional.of(listing.periods(suspensions));
    }

    @Override
    public List<LocalDate> days() {
        return List.copyOf(tickFiles.keySet());
    }

    /** {@return the given days and every day before the last of them that has a tick file, ascending} */
    public List<LocalDate> withEarlier(Collection<LocalDate> days) {
        NavigableSet<LocalDate> all = new TreeSet<>(days);
        if (!all.isEmpty()) {
            all.addAll(tickFiles.headMap(all.last()).keySet());
        }
        return List.copyOf(all);
    }

    /**
     * {@return whether the candles before a day have to be built from the ticks of earlier days: the instrument is known and
     * has no candle file}
     */
    public boolean buildsWarmUp(String symbol, Timeframe timeframe) {
        return listing.instruments().containsKey(symbol) && !candleFiles.containsKey(new CandleKey(symbol, timeframe));
    }

    /**
     * {@return whether trading took place or was to be expected on a day}
     *
     * <p>A day with a tick file is a trading day. Of others the folder's calendar decides, or without one the shipped
     * hours, special sessions and holidays; a day of a year whose holidays nobody told is not one.
     */
    public boolean isTradingDay(LocalDate date) {
        return tickFiles.containsKey(date) || expected(date) == TradingHours.Expected.TRADING;
    }

    /**
     * {@return a sentence that names the days of a range, both ends included, of which there are no ticks, and on which
     * trading was to be expected or nobody knows; empty if there are none}
     *
     * @throws DataException if the folder has a calendar of its own, so that they are known to be missing
     */
    public Optional<String> gaps(LocalDate from, LocalDate to) {
        Map<TradingHours.Expected, List<LocalDate>> silent = from.datesUntil(to.plusDays(1))
                .filter(date -> !tickFiles.containsKey(date))
                .collect(Collectors.groupingBy(this::expected));
        List<LocalDate> gaps = silent.getOrDefault(TradingHours.Expected.TRADING, List.of());
        if (ownCalendar && !gaps.isEmpty()) {
            throw new DataException(
                    root.toString(),
                    gaps.stream()
                            .map(date -> "ticks/" + date
                                    + ".csv[.gz] is missing; calendar.csv says that it is a trading day")
                            .toList());
        }
        return TradingHours.told(
                root + " has no ticks for ", gaps, silent.getOrDefault(TradingHours.Expected.UNKNOWN, List.of()));
    }

    private TradingHours.Expected expected(LocalDate date) {
        return hours.expected(exchanges(), date);
    }

    @Override
    public Session session(LocalDate date) {
        return hours.session(exchanges(), date, root.toString());
    }

    @Override
    public SortedMap<String, Instrument> tradable(LocalDate date) {
        return listing.tradable(date);
    }

    @Override
    public SortedMap<String, Instrument> instruments(LocalDate date, Collection<String> ticked) {
        return listing.of(date, ticked);
    }

    @Override
    public SortedMap<String, Underlying> underlyings(LocalDate date, Collection<Instrument> instruments) {
        return reference.underlyings(date, instruments);
    }

    @Override
    public void readTicks(LocalDate date, TickIntake intake) {
        Path file = tickFiles.get(date);
        if (file == null) {
            throw missing(date);
        }
        if (FolderFiles.isParquet(file)) {
            ParquetTicks.read(ParquetFile.of(root, file), intake);
        } else {
            TickFile.read(CsvFile.of(root, file), intake);
        }
    }

    @Override
    public String fingerprint(LocalDate date, Set<String> ticked) {
        Path file = tickFiles.get(date);
        if (file == null) {
            throw missing(date);
        }
        SortedMap<String, Instrument> instruments = instruments(date, ticked);
        return fileState(file)
                .day(session(date), instruments, underlyings(date, instruments.values()))
                .hex();
    }

    @Override
    public String fingerprint(CandleKey key) {
        Instrument instrument = candleSubject(key).instrument();
        return fileState(candleFile(key))
                .text(instrument.toString())
                .text(hours.zone(instrument.exchange()).getId())
                .hex();
    }

    private Path candleFile(CandleKey key) {
        Path file = candleFiles.get(key);
        if (file == null) {
            throw new IllegalArgumentException("no candles of " + key);
        }
        return file;
    }

    private ContentHash fileState(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant modified = attributes.lastModifiedTime().toInstant();
            return new ContentHash()
                    .text(root.relativize(file).toString())
                    .number(attributes.size())
                    .number(modified.getEpochSecond())
                    .number(modified.getNano());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private DataException missing(LocalDate date) {
        return new DataException(
                root.toString(),
                List.of("ticks/" + date + ".csv[.gz] is missing; "
                        + (tickFiles.isEmpty()
                                ? "the folder has no tick file"
                                : "there are ticks of " + tickFiles.size() + " days from " + tickFiles.firstKey()
                                        + " to " + tickFiles.lastKey())));
    }

    Reference reference() {
        return reference;
    }

    private NavigableSet<String> exchanges() {
        return listing.instruments().values().stream()
                .map(Instrument::exchange)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public List<CandleKey> candleKeys() {
        return List.copyOf(candleFiles.keySet());
    }

    @Override
    public CandleSubject candleSubject(CandleKey key) {
        Instrument instrument = listing.instruments().get(key.symbol());
        if (instrument == null) {
            throw new IllegalArgumentException("no candles of " + key);
        }
        return new CandleSubject(
                instrument,
                hours.zone(instrument.exchange()),
                date -> hours.session(instrument.exchange(), date),
                date -> hours.expected(instrument.exchange(), date) == TradingHours.Expected.TRADING);
    }

    @Override
    public void readCandles(CandleKey key, CandleIntake intake) {
        Path file = candleFile(key);
        if (FolderFiles.isParquet(file)) {
            ParquetCandles.read(ParquetFile.of(root, file), intake);
        } else {
            CandleFile.read(CsvFile.of(root, file), intake);
        }
    }

    /** What lies in a folder's {@code ticks} and {@code candles}. */
    private static final class FolderFiles {

        private static final String PARQUET = ".parquet";
        private static final List<String> ENDINGS = List.of(".csv", ".csv.gz", PARQUET);

        private final Path root;
        private final Problems problems;

        FolderFiles(Path root, Problems problems) {
            this.root = root;
            this.problems = problems;
        }

        NavigableMap<LocalDate, Path> tickFiles() {
            NavigableMap<LocalDate, Path> files = new TreeMap<>();
            for (Path file : list(root.resolve("ticks"))) {
                String name = name(file);
                String stem = stem(name);
                LocalDate date = stem == null ? null : TradingHours.date(stem);
                if (date == null) {
                    problems.add(root.relativize(file)
                            + ": a tick file is called yyyy-MM-dd.csv, yyyy-MM-dd.csv.gz or yyyy-MM-dd.parquet");
                } else {
                    put(files, date, file);
                }
            }
            return files;
        }

        SortedMap<CandleKey, Path> candleFiles(Set<String> symbols) {
            SortedMap<CandleKey, Path> files = new TreeMap<>();
            for (Path folder : list(root.resolve("candles"))) {
                if (!Files.isDirectory(folder) || !symbols.contains(name(folder))) {
                    problems.add(
                            root.relativize(folder) + ": should be a folder called like a symbol of instruments.csv");
                    continue;
                }
                for (Path file : list(folder)) {
                    String name = name(file);
                    String stem = stem(name);
                    Timeframe timeframe = stem == null ? null : timeframe(stem);
                    if (timeframe == null) {
                        problems.add(root.relativize(file)
                                + ": a candle file is called <timeframe>.csv, <timeframe>.csv.gz or"
                                + " <timeframe>.parquet, such as 1m.csv, 90m.csv, 1h.csv, 1d.csv");
                    } else {
                        put(files, new CandleKey(name(folder), timeframe), file);
                    }
                }
            }
            return files;
        }

        private <K> void put(Map<K, Path> files, K key, Path file) {
            Path other = files.putIfAbsent(key, file);
            if (other != null) {
                problems.add(root.relativize(file) + ": there is also " + name(other) + "; only one of them may be");
            }
        }

        private List<Path> list(Path folder) {
            if (!Files.exists(folder)) {
                return List.of();
            }
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.filter(entry -> !name(entry).startsWith("."))
                        .sorted()
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(folder + " cannot be listed: " + unreadable.getMessage(), unreadable);
            }
        }

        private static String name(Path file) {
            Path name = file.getFileName();
            return name == null ? "" : name.toString();
        }

        static boolean isParquet(Path file) {
            return name(file).endsWith(PARQUET);
        }

        private static @Nullable String stem(String name) {
            for (String ending : ENDINGS) {
                if (name.endsWith(ending)) {
                    return name.substring(0, name.length() - ending.length());
                }
            }
            return null;
        }

        /** {@return the timeframe of that label; each has one label only} */
        private static @Nullable Timeframe timeframe(String label) {
            for (int minutes = 1; minutes <= Timeframe.DAY; minutes++) {
                Timeframe timeframe = new Timeframe(minutes);
                if (timeframe.label().equals(label)) {
                    return timeframe;
                }
            }
            return null;
        }
    }
}
