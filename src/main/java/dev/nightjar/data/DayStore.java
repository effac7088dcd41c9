package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Market days and candles on disk, imported once and then replayed by mapping.
 *
 * <p>A day is {@code <date>-<16 digits of its hash>.day}, candles are {@code candles/<symbol>/<timeframe>-<hash>.bars};
 * such files never change. Which one counts stands in {@code <date>.current} or {@code <timeframe>.current}, one line that
 * is swapped whole. A store is fed from one source; what it once has it keeps when the source's files go away.
 */
public final class DayStore {

    private static final String CURRENT = ".current";

    /** Content hash and a hash of what the source looked like. */
    private static final Pattern CURRENT_LINE = Pattern.compile("([0-9a-f]{64}) ([0-9a-f]{64})\n");

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

    private record Current(String hash, String source) {}

    /** {@return the days it has, ascending} */
    public List<LocalDate> days() {
        return List.copyOf(daySet());
    }

    private NavigableSet<LocalDate> daySet() {
        NavigableSet<LocalDate> days = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(CURRENT))
                    .map(name -> TradingHours.date(name.substring(0, name.length() - CURRENT.length())))
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

    private Current known(LocalDate date) {
        Current current = current(currentOf(date));
        if (current == null) {
            throw new DataException(folder.toString(), List.of("the store has no day " + date));
        }
        return current;
    }

    /**
     * Opens a day, equal in everything to the one it was imported from. The ticks of a symbol are checked when they are
     * first asked for.
     *
     * @throws DataException if the store does not have it, or its file is damaged
     */
    public DataDay open(LocalDate date) {
        String hash = known(date).hash();
        Path file = dayFile(date, hash);
        DataDay day = DayFile.read(file, new StoreHistory());
        if (!day.hash().equals(hash) || !day.date().equals(date)) {
            throw ColumnFile.damaged(file, "it holds the day " + day.date() + " with hash " + day.hash());
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
        source.candleKeys().forEach(key -> collecting(problems, () -> importCandles(source, key)));
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
        Current current = current(pointer);
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
        Path target = dayFile(date, day.hash());
        if (!isUsable(() -> ColumnFile.open(target, ColumnFile.Kind.DAY).check())) {
            DayFile.write(target, day);
        }
        refuseIfChanged(before, source.fingerprint(date, Set.of()), "the ticks of " + date);
        setCurrent(pointer, new Current(day.hash(), fingerprint));
        return new DayImport(date, day.hash(), false, done, total);
    }

    private void importCandles(DataFolder source, CandleKey key) {
        Path pointer = currentOf(key.symbol(), key.timeframe());
        Current current = current(pointer);
        String fingerprint = source.fingerprint(key);
        if (current != null
                && current.source().equals(fingerprint)
                && isUsable(() -> BarsFile.check(barsFile(key.symbol(), key.timeframe(), current.hash())))) {
            return;
        }
        Bars bars = source.candles(key);
        String hash = BarsFile.hash(bars);
        Path target = barsFile(key.symbol(), key.timeframe(), hash);
        if (!isUsable(() -> BarsFile.check(target))) {
            BarsFile.write(target, bars);
        }
        refuseIfChanged(
                fingerprint, source.fingerprint(key), "the " + key.timeframe().label() + " candles of " + key.symbol());
        setCurrent(pointer, new Current(hash, fingerprint));
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
        return folder.resolve(date + CURRENT);
    }

    private Path barsFile(String symbol, Timeframe timeframe, String hash) {
        return candles(symbol).resolve(timeframe.label() + "-" + hash.substring(0, HASH_DIGITS) + ".bars");
    }

    private Path currentOf(String symbol, Timeframe timeframe) {
        return candles(symbol).resolve(timeframe.label() + CURRENT);
    }

    private Path candles(String symbol) {
        return folder.resolve("candles").resolve(symbol);
    }

    private static @Nullable Current current(Path pointer) {
        String line;
        try {
            line = Files.readString(pointer, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(pointer + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        Matcher matcher = CURRENT_LINE.matcher(line);
        if (!matcher.matches()) {
            throw ColumnFile.damaged(pointer, "it should be one line of two hashes");
        }
        return new Current(matcher.group(1), matcher.group(2));
    }

    private static void setCurrent(Path pointer, Current current) {
        byte[] line = (current.hash() + " " + current.source() + "\n").getBytes(StandardCharsets.US_ASCII);
        DurableFile.write(pointer, line);
    }

    private final class StoreHistory implements WarmUps.History {

        @Override
        public @Nullable Bars storedBefore(Instrument instrument, Timeframe timeframe, long epochSecond) {
            Current current = current(currentOf(instrument.symbol(), timeframe));
            if (current == null) {
                return null;
            }
            Path file = barsFile(instrument.symbol(), timeframe, current.hash());
            return WarmUps.atScale(BarsFile.lastBefore(file, epochSecond, WarmUp.LENGTH), instrument, file.toString());
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
            Bars bars = TickBars.trades(day.ticks(instrument.symbol()), WarmUps.MINUTE, scale, day.session());
            return new WarmUps.Minutes(
                    day.session(),
                    WarmUps.atScale(bars, instrument, dayFile(date, day.hash()).toString()));
        }
    }
}
