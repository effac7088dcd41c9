package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.market.WarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Market days and candles on disk, imported once and then replayed by mapping.
 *
 * <p>A day is {@code <date>-<16 digits of its hash>.day}; such files never change. Which one counts stands in {@code
 * <date>.current}, one line that is swapped whole. Candles and corporate actions lie beside the days in the same way. A store is fed from one source; what it once has it keeps when the source's files go away.
 */
public final class DayStore {

    /** A file of a day or of candles: what its pointer is called, and the beginning of its hash. */
    private static final Pattern STORED = Pattern.compile("(.+)-[0-9a-f]{16}\\.(?:day|bars)");

    private static final int HASH_DIGITS = 16;

    private final Path folder;

    private DayStore(Path folder) {
        this.folder = folder;
    }

    /** {@return the store in that folder, which is made if it is not there} */
    public static DayStore open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(folder + " cannot be made: " + failed.getMessage(), failed);
        }
        return new DayStore(folder);
    }

    /** {@return the days it has, ascending} */
    public List<LocalDate> days() {
        return List.copyOf(daySet());
    }

    /**
     * {@return the files of days and candles, by path, of which nothing says any more that they count, because the pointer
     * beside them is lost or its import was killed; another import puts that right}
     */
    public List<Path> withoutPointer() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(DayStore::lacksPointer).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(folder + " cannot be listed: " + failed.getMessage(), failed);
        }
    }

    private static boolean lacksPointer(Path file) {
        Matcher stored = STORED.matcher(String.valueOf(file.getFileName()));
        return stored.matches() && !Files.exists(file.resolveSibling(stored.group(1) + Current.ENDING));
    }

    /** {@return the candles beside the days} */
    public BarStore bars() {
        return new BarStore(folder.resolve("candles"));
    }

    /**
     * {@return the days that can be replayed by the stored candles of a timeframe}
     *
     * @param folder tells hours and what else belongs to a day; null takes what is shipped
     */
    public BarDays barDays(Timeframe timeframe, @Nullable DataFolder folder) {
        Reference reference = folder == null ? Reference.shipped() : folder.reference();
        return new BarDays(bars(), timeframe, reference, new StoreHistory(), this.folder.toString());
    }

    TableStore<List<CorporateAction>> actions() {
        return TableStore.ofActions(folder);
    }

    TableStore<TradingPeriods> periods() {
        return TableStore.ofPeriods(folder);
    }

    /**
     * {@return when shares could be traded, by symbol; those of which nothing is told are missing}
     *
     * @throws DataException if their file is damaged
     */
    public SortedMap<String, TradingPeriods> tradingPeriods() {
        return periods().read();
    }

    /** {@return whether an import has told of corporate actions, be it that there are none} */
    public boolean hasCorporateActions() {
        return actions().isThere();
    }

    /**
     * {@return all splits and dividends, by symbol and ex-date}
     *
     * @throws DataException if their file is damaged
     */
    public SortedMap<String, List<CorporateAction>> corporateActions() {
        return actions().read();
    }

    /**
     * {@return the splits and dividends of a share, by ex-date; empty if none is told, which does not mean that it had none}
     *
     * @throws DataException if their file is damaged
     */
    public List<CorporateAction> corporateActions(String symbol) {
        return corporateActions().getOrDefault(symbol, List.of());
    }

    private NavigableSet<LocalDate> daySet() {
        NavigableSet<LocalDate> days = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(Current.ENDING))
                    .map(name -> TradingHours.date(name.substring(0, name.length() - Current.ENDING.length())))
                    .forEach(date -> {
                        if (date != null) {
                            days.add(date);
                        }
                    });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(folder + " cannot be listed: " + unreadable.getMessage(), unreadable);
        }
        return days;
    }

    /**
     * {@return the content hash of a day}
     *
     * @throws DataException if the store does not have it
     */
    public String hash(LocalDate date) {
        return known(date).hash();
    }

    /**
     * {@return what is to be told of a day}
     *
     * @throws DataException if the store does not have it, or its file is damaged
     */
    public StoredDay describe(LocalDate date) {
        DataDay day = open(date);
        Path file = dayFile(date, day.hash());
        long ticks = day.ticked().stream()
                .mapToLong(symbol -> day.ticks(symbol).count())
                .sum();
        try {
            return new StoredDay(
                    date, day.hash(), Files.size(file), ticks, day.ticked().size(), findings(date));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Checks every byte of a day's file against its checksums and its hash.
     *
     * @return what there is to find in the quality of its ticks, and what the import left out
     * @throws DataException if the store does not have it, or its file is damaged
     */
    public List<Finding> check(LocalDate date) {
        DataDay day = open(date);
        day.check();
        Findings findings = new Findings();
        findings.addAll(findings(date).stream()
                .filter(finding -> !DayQuality.KINDS.contains(finding.kind()))
                .toList());
        findings.addAll(DayQuality.of(day));
        return findings.list();
    }

    private Current known(LocalDate date) {
        Current current = current(date);
        if (current == null) {
            throw new DataException(folder.toString(), List.of("the store has no day " + date));
        }
        return current;
    }

    /**
     * Opens a day. The ticks of a minute are checked when one of them is first asked for.
     *
     * @throws DataException if the store does not have it, or its file is damaged
     */
    public DataDay open(LocalDate date) {
        return open(date, known(date).hash());
    }

    /** {@return a day of that content hash, whether it counts or not} */
    DataDay open(LocalDate date, String hash) {
        Path file = dayFile(date, hash);
        DataDay day = new DataDay(DayFile.open(file), new StoreHistory());
        if (!day.hash().equals(hash) || !day.date().equals(date)) {
            throw DayFormat.damaged(file, "it holds the day " + day.date() + " with hash " + day.hash());
        }
        return day;
    }

    /**
     * {@return what the import of a day found in its data, one for each kind}
     *
     * @throws DataException if the store does not have the day
     */
    public List<Finding> findings(LocalDate date) {
        Path file = findingsFile(date, known(date).hash());
        if (!Files.exists(file)) {
            throw new DataException(file.toString(), List.of("is missing; import the data again"));
        }
        return FindingsFile.read(file);
    }

    /** Imports as {@link #importDays(MarketSource, List, boolean, ImportProgress)} does, and takes what is found. */
    public List<DayImport> importDays(MarketSource source, List<LocalDate> days, Consumer<DayImport> progress) {
        return importDays(source, days, false, progress::accept);
    }

    /**
     * Brings days into the store, with all candles of the source and, if it tells them, its corporate actions. Where warm-ups have to be built from ticks, earlier days
     * belong among them, see {@link DataFolder#withEarlier}. What is there and has not changed at its source is left
     * alone, so that an import can be repeated and resumed. A day that is only in the store stays as it is.
     *
     * <p>Imports into one store wait for each other, those of other processes too.
     *
     * @param strict whether days are refused of which there is something to find, see {@link Finding.Kind#refusedIfStrict}
     * @throws DataException with all that is wrong, after everything else was imported
     */
    public List<DayImport> importDays(
            MarketSource source, List<LocalDate> days, boolean strict, ImportProgress progress) {
        return new Importer(this, folder, source, strict, progress).run(new TreeSet<>(days));
    }

    /**
     * {@return what the store has that an import of the source may not make again just so, the first that is found; empty if there is
     * nothing} Files of the source that changed since they were imported, be it only their time, count as others.
     *
     * @throws DataException if the store is damaged
     */
    public Optional<String> differenceFrom(MarketSource source) {
        List<Path> unclear = withoutPointer();
        if (!unclear.isEmpty()) {
            return Optional.of("nothing says whether " + unclear.get(0) + " counts");
        }
        Set<LocalDate> days = Set.copyOf(source.days());
        for (LocalDate date : days()) {
            String fingerprint = days.contains(date)
                    ? source.fingerprint(date, Set.copyOf(open(date).ticked()))
                    : "";
            if (!known(date).source().equals(fingerprint)) {
                return Optional.of("the ticks of " + date + otherNow(source));
            }
        }
        Set<CandleKey> keys = Set.copyOf(source.candleKeys());
        for (CandleKey key : bars().keys()) {
            if (!keys.contains(key) || !bars().isFrom(source, key)) {
                return Optional.of("the " + key.timeframe().label() + " candles of " + key.symbol() + otherNow(source));
            }
        }
        if (!actions().isSame(source.corporateActions())) {
            return Optional.of("the corporate actions" + otherNow(source));
        }
        return periods().isSame(source.tradingPeriods())
                ? Optional.empty()
                : Optional.of("the trading periods" + otherNow(source));
    }

    private static String otherNow(MarketSource source) {
        return " in " + source.name() + " are not, or no longer, those that were imported";
    }

    /** {@return the day that counts, or null if there is none that can be used} */
    @Nullable DataDay usable(LocalDate date) {
        try {
            findings(date);
            return open(date);
        } catch (DataException damaged) {
            return null;
        }
    }

    static void refuseIfChanged(String before, String after, String what) {
        if (!before.equals(after)) {
            throw new DataException(what, List.of(what + " changed while they were being imported; import again"));
        }
    }

    Path dayFile(LocalDate date, String hash) {
        return folder.resolve(fileName(date, hash));
    }

    /** {@return what the file of a day of that content is called, inside the store} */
    public static String fileName(LocalDate date, String hash) {
        return date + "-" + hash.substring(0, HASH_DIGITS) + ".day";
    }

    Path findingsFile(LocalDate date, String hash) {
        return folder.resolve(date + "-" + hash.substring(0, HASH_DIGITS) + FindingsFile.ENDING);
    }

    private Path currentOf(LocalDate date) {
        return folder.resolve(date + Current.ENDING);
    }

    /** {@return which content of a day counts, or null if the store does not have the day} */
    @Nullable Current current(LocalDate date) {
        return Current.read(currentOf(date));
    }

    /** {@return which content of a day counts, or null if that is not known} */
    @Nullable Current usableCurrent(LocalDate date) {
        return Current.usable(currentOf(date));
    }

    /** Makes a content of a day the one that counts. */
    void setCurrent(LocalDate date, Current current) {
        current.write(currentOf(date));
    }

    private final class StoreHistory implements WarmUps.History {

        @Override
        public @Nullable Bars storedBefore(Instrument instrument, Timeframe timeframe, long epochSecond) {
            StoredBars stored = bars().find(new CandleKey(instrument.symbol(), timeframe));
            Bars bars = stored == null ? null : stored.lastBefore(epochSecond, WarmUp.LENGTH);
            return stored == null || bars == null
                    ? null
                    : WarmUps.atScale(bars, instrument, stored.path().toString());
        }

        @Override
        public Iterable<LocalDate> daysBefore(LocalDate date) {
            return daySet().headSet(date, false).descendingSet();
        }

        @Override
        public List<CorporateAction> corporateActions(String symbol) {
            return DayStore.this.corporateActions(symbol);
        }

        @Override
        public WarmUps.Minutes minutes(LocalDate date, Instrument instrument) {
            DataDay day = open(date);
            Instrument then = day.instrument(instrument.symbol());
            int scale = then == null ? instrument.priceScale() : then.priceScale();
            Bars bars = TickBars.minutes(day.cells(instrument.symbol()), scale, day.session());
            return new WarmUps.Minutes(
                    day.session(),
                    WarmUps.atScale(bars, instrument, dayFile(date, day.hash()).toString()));
        }
    }
}
