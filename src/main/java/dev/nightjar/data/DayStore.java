package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Market days and candles on disk, imported once and then replayed by mapping.
 *
 * <p>A day is {@code <date>-<16 digits of its hash>.day}; such files never change. Which one counts stands in {@code
 * <date>.current}, one line that is swapped whole. A store is fed from one source; what it once has it keeps when the source's files go away.
 */
public final class DayStore {

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

    /** {@return the candles beside the days} */
    public BarStore bars() {
        return new BarStore(folder.resolve("candles"));
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

    /** {@return what was found when a day was imported} */
    public List<Finding> findings(LocalDate date) {
        return FindingsFile.read(findingsFile(date, known(date).hash()));
    }

    private Path findingsFile(LocalDate date, String hash) {
        return folder.resolve(date + "-" + hash.substring(0, HASH_DIGITS) + FindingsFile.ENDING);
    }

    private Current known(LocalDate date) {
        Current current = Current.read(currentOf(date));
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
        String hash = known(date).hash();
        Path file = dayFile(date, hash);
        DataDay day = new DataDay(DayFile.open(file), new StoreHistory());
        if (!day.hash().equals(hash) || !day.date().equals(date)) {
            throw DayFormat.damaged(file, "it holds the day " + day.date() + " with hash " + day.hash());
        }
        return day;
    }

    /**
     * Brings days into the store, with all candles of the folder. Where warm-ups have to be built from ticks, earlier days
     * belong among them, see {@link DataFolder#withEarlier}. What is there and has not changed at its source is left
     * alone, so that an import can be repeated and resumed. A day that is only in the store stays as it is.
     *
     * @param progress told after each day
     * @throws DataException with all that is wrong, after everything else was imported
     */
    public List<DayImport> importDays(DataFolder source, List<LocalDate> days, Consumer<DayImport> progress) {
        DurableFile.deleteLeftovers(folder);
        Problems problems = new Problems();
        NavigableSet<LocalDate> wanted = new TreeSet<>(days);
        source.candleKeys().forEach(key -> collecting(problems, () -> bars().importFrom(source, key, false)));
        List<DayImport> imports = new ArrayList<>();
        int done = 0;
        for (LocalDate day : wanted) {
            int number = ++done;
            collecting(problems, () -> {
                DayImport imported = importDay(source, day, number, wanted.size());
                imports.add(imported);
                progress.accept(imported);
            });
        }
        problems.throwIfAny(source.root());
        return imports;
    }

    private static void collecting(Problems problems, Runnable step) {
        try {
            step.run();
        } catch (DataException wrong) {
            problems.addAll(wrong.problems());
        }
    }

    private DayImport importDay(DataFolder source, LocalDate date, int done, int total) {
        Path pointer = currentOf(date);
        Current current = Current.read(pointer);
        if (current != null && !source.has(date)) {
            return new DayImport(date, current.hash(), true, done, total);
        }
        DataDay known = current == null ? null : usable(date);
        if (current != null && known != null && current.source().equals(source.fingerprint(date, known.ticked()))) {
            return new DayImport(date, current.hash(), true, done, total);
        }
        String before = source.fingerprint(date, Set.of());
        DataDay day = source.load(date);
        String fingerprint = source.fingerprint(date, day.ticked());
        String hash = MemoryDay.write(folder, day);
        refuseIfChanged(before, source.fingerprint(date, Set.of()), "the ticks of " + date);
        new Current(hash, fingerprint).write(pointer);
        return new DayImport(date, hash, false, done, total);
    }

    private @Nullable DataDay usable(LocalDate date) {
        try {
            return open(date);
        } catch (DataException damaged) {
            return null;
        }
    }

    private static boolean isUsable(Runnable check) {
        try {
            check.run();
            return true;
        } catch (DataException missingOrDamaged) {
            return false;
        }
    }

    private static void refuseIfChanged(String before, String after, String what) {
        if (!before.equals(after)) {
            throw new DataException(what, List.of(what + " changed while they were being imported; import again"));
        }
    }

    private Path dayFile(LocalDate date, String hash) {
        return folder.resolve(date + "-" + hash.substring(0, HASH_DIGITS) + ".day");
    }

    private Path currentOf(LocalDate date) {
        return folder.resolve(date + Current.ENDING);
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
