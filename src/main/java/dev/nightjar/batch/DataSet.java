package dev.nightjar.batch;

import dev.nightjar.data.BarDays;
import dev.nightjar.data.DataException;
import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayImport;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.Finding;
import dev.nightjar.data.WarmedDay;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Replay;
import dev.nightjar.strategy.InstrumentConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs replay: the day store of a home that belongs to a name, and the data folder it is filled from, if that is there. Runs read
 * the store only.
 */
public final class DataSet {

    private static final int HOLES_TOLD = 5;

    private final Home home;
    private final String name;
    private final Path source;
    private final Path store;
    private final @Nullable DataFolder folder;

    private DataSet(Home home, String name, @Nullable DataFolder folder) {
        this.home = home;
        this.name = name;
        source = home.data(name);
        store = home.dayStore(name);
        this.folder = folder;
    }

    /**
     * {@return the data set of that name}
     *
     * @param name as the settings say it: a folder inside the home or an absolute one, which need not be there once its days or
     *     candles are in the store
     * @throws DataException with everything that is wrong with the folder's instruments and calendar, or if there is neither folder nor
     *     store
     */
    public static DataSet open(Home home, String name) {
        Path source = home.data(name);
        Path store = home.dayStore(name);
        boolean fromFolder = Files.isDirectory(source) || !isFilled(store);
        return new DataSet(home, name, fromFolder ? DataFolder.open(source) : null);
    }

    private static boolean isFilled(Path store) {
        return Files.isDirectory(store)
                && (!storedDays(store).isEmpty()
                        || !DayStore.open(store).bars().keys().isEmpty());
    }

    /** {@return the days that are in the folder or in the store, ascending} */
    public List<LocalDate> days() {
        TreeSet<LocalDate> days = new TreeSet<>(storedDays(store));
        if (folder != null) {
            days.addAll(folder.days());
        }
        return List.copyOf(days);
    }

    /** {@return the days that a replay may be of, ascending; of a replay of candles all candles of the folder are imported for that} */
    public List<LocalDate> days(Replay replay) {
        if (replay.width() == null) {
            return days();
        }
        importCandles();
        return barDays(replay.width()).days();
    }

    /**
     * {@return what opens the days of a replay, as far as they are in the store}
     *
     * <p>It throws {@link DataException} for a day that is not there.
     */
    public Function<LocalDate, MarketDay> opener(Replay replay) {
        Timeframe width = replay.width();
        Function<LocalDate, MarketDay> open = width == null ? store()::open : barDays(width)::open;
        return date -> WarmedDay.of(open.apply(date), replay.warmUp());
    }

    /** {@return the days of its candles of a timeframe, as far as they are in the store; all are once {@link #bring} is done} */
    public BarDays barDays(Timeframe timeframe) {
        return store().barDays(timeframe, folder);
    }

    private static List<LocalDate> storedDays(Path store) {
        return Files.isDirectory(store) ? DayStore.open(store).days() : List.of();
    }

    /** {@return a sentence about the days of a range that a replay should have and has not; see {@link DataFolder#gaps}} */
    public Optional<String> gaps(Replay replay, LocalDate from, LocalDate to) {
        if (replay.width() != null) {
            return barDays(replay.width()).gaps(from, to);
        }
        return folder == null ? Optional.empty() : folder.gaps(from, to);
    }

    /**
     * {@return what the imports found in the data that a replay of some days reads, and of candles where what instances look at has
     * none for long, one sentence each}
     */
    public List<String> findings(Replay replay, Collection<LocalDate> days, Collection<Instance> instances) {
        if (replay.width() == null) {
            return findings(days);
        }
        BarDays bars = barDays(replay.width());
        List<String> sentences = new ArrayList<>(bars.findings());
        List<String> holes = bars.holes(days, symbols(instances));
        if (!holes.isEmpty()) {
            sentences.add(holes.stream().limit(HOLES_TOLD).collect(Collectors.joining("; "))
                    + (holes.size() > HOLES_TOLD ? "; and " + (holes.size() - HOLES_TOLD) + " more such holes" : ""));
        }
        return sentences;
    }

    /** {@return the symbols of the instruments that instances look at} */
    static Set<String> symbols(Collection<Instance> instances) {
        return instances.stream()
                .map(Instance::strategy)
                .flatMap(strategy -> Stream.of(strategy.trading(), strategy.supporting()))
                .flatMap(Stream::ofNullable)
                .map(InstrumentConfig::symbol)
                .collect(Collectors.toSet());
    }

    /** Imports what the folder has of some days, and of all earlier ones if warm-ups are built from their ticks. */
    public void bring(Collection<LocalDate> days, WarmUps warmUps, Consumer<DayImport> progress) {
        if (folder != null) {
            importDays(warmUps.areBuiltFrom(folder) ? folder.withEarlier(days) : days, progress);
        }
    }

    /** Imports all candles of the folder, and what it tells of its shares. */
    public void importCandles() {
        importDays(List.of(), imported -> {});
    }

    /** Imports what the folder has of some days, and all candles. */
    void importDays(Collection<LocalDate> days, Consumer<DayImport> progress) {
        if (folder != null) {
            StoredData.make(home, name).store().importDays(folder, List.copyOf(days), progress);
        }
    }

    /**
     * {@return what the imports of some days found in their data, one sentence for each kind; gaps are not among it, see {@link
     * dev.nightjar.data.DayCoverage}}
     */
    List<String> findings(Collection<LocalDate> days) {
        Map<Finding.Kind, SortedMap<LocalDate, Finding>> byKind = new EnumMap<>(Finding.Kind.class);
        for (LocalDate day : days) {
            for (Finding finding : store().findings(day)) {
                byKind.computeIfAbsent(finding.kind(), kind -> new TreeMap<>()).put(day, finding);
            }
        }
        byKind.remove(Finding.Kind.GAP);
        List<String> sentences = new ArrayList<>();
        byKind.forEach((kind, found) -> {
            long count = found.values().stream().mapToLong(Finding::count).sum();
            LocalDate first = found.firstKey();
            sentences.add(count + " " + kind.meaning() + ", on "
                    + (found.size() == 1 ? first : found.size() + " days from " + first + " to " + found.lastKey())
                    + "; such as: "
                    + found.values().iterator().next().examples().get(0));
        });
        return sentences;
    }

    /** {@return the store, which is made if it is not there} */
    public DayStore store() {
        return DayStore.open(store);
    }

    /** {@return the folder of the store} */
    public Path storeFolder() {
        return store;
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
