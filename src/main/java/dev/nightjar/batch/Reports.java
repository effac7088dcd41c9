package dev.nightjar.batch;

import dev.nightjar.data.DayStore;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.Currencies;
import dev.nightjar.outcome.PublishedFolder;
import dev.nightjar.outcome.RunFile;
import dev.nightjar.report.PageSeal;
import dev.nightjar.report.PriceLines;
import dev.nightjar.report.SimulatedPrices;
import dev.nightjar.report.StrategyReport;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code report.html} into folders of results, from what stands there. A report is no truth: it can be made again at any time,
 * and one that cannot be made costs nothing else. For several threads.
 */
public final class Reports {

    /** What making one takes, for each byte of its files: they are read, joined and packed. */
    private static final int BYTES_A_BYTE = 12;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The part of the memory in which reports are made that prices for the next ones may take. */
    private static final int SHARE_OF_PRICES = 4;

    private final StrategyReport page = new StrategyReport(Version.NIGHTJAR);
    private final PriceLines lines;
    private final Supplier<DayStore> store;
    private final long kept = Math.min(PriceLines.MOST_KEPT, StrategyWorkers.room() / SHARE_OF_PRICES);

    /**
     * @param days opens the days that were run
     * @param store of the candles that were simulated
     */
    public Reports(Function<LocalDate, MarketDay> days, Supplier<DayStore> store) {
        lines = new PriceLines(days, kept);
        this.store = store;
    }

    /**
     * What a report is of.
     *
     * @param currency its three letters; null if it is not known, or if the files of a simulation tell it
     * @param underlyings the symbols a strategy looks at
     * @param simulation null of a strategy
     */
    public record Subject(
            @Nullable String currency,
            List<String> underlyings,
            @Nullable SimulationConfig simulation) {

        public Subject {
            underlyings = List.copyOf(underlyings);
        }

        public static Subject of(Strategy strategy) {
            return new Subject(
                    Currencies.of(strategy.exchange()),
                    Stream.of(strategy.trading(), strategy.supporting())
                            .filter(Objects::nonNull)
                            .map(InstrumentConfig::symbol)
                            .distinct()
                            .toList(),
                    null);
        }

        public static Subject of(SimulationConfig simulation) {
            return new Subject(null, List.of(), simulation);
        }
    }

    /** What is read of a simulation's {@code run.json}. */
    private record Simulated(String exchange, Map<String, String> dataHashes) {}

    /** {@return how many bytes may be held beside the reports that are being made} */
    long kept() {
        return kept;
    }

    /** {@return how many bytes the report of a folder may take while it is made} */
    static long need(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return BYTES_A_BYTE * bytes;
        } catch (IOException gone) {
            return 0;
        }
    }

    /**
     * What a report is made from.
     *
     * @param runFileSha256 of the {@code run.json} that has the hashes of the other files: those of whoever writes there later are not read
     */
    public record Results(Subject subject, String runFileSha256) {}

    /** Waits until nobody else writes where the results are. */
    @FunctionalInterface
    public interface Lock {

        PublishLock take() throws IOException;
    }

    /**
     * A page that is made and not in its place.
     *
     * @param source the file that says what the page is of
     * @param sha256 of what stood in it
     */
    record Made(Path source, String sha256, String name, byte[] page) {

        /**
         * Puts the page in place as a whole, while nobody else writes there.
         *
         * @throws StrategyWork.FailedException if it cannot be written, or its folder has become another's meanwhile
         */
        void put() throws StrategyWork.FailedException {
            Path file = source.resolveSibling(name);
            Path written = file.resolveSibling(name + ".tmp");
            try {
                PublishedFolder.read(source, sha256);
                try {
                    // not brought to the disk: what a power cut takes can be made again
                    Files.write(written, page);
                    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    Files.deleteIfExists(written);
                    throw e;
                }
            } catch (IOException e) {
                throw new StrategyWork.FailedException(FileErrors.message(e), e);
            }
        }
    }

    /**
     * {@return the report of a folder}
     *
     * @throws StrategyWork.FailedException if it cannot be made, for whatever reason
     */
    Made made(Path folder, Results results) throws StrategyWork.FailedException {
        Subject subject = results.subject();
        try {
            SimulationConfig simulation = subject.simulation();
            byte[] report = StrategyWork.of(() -> {
                Map<String, byte[]> files = PublishedFolder.strategyFiles(folder, results.runFileSha256());
                return simulation == null
                        ? page.of(
                                files,
                                subject.currency(),
                                subject.underlyings(),
                                subject.underlyings().isEmpty() ? null : lines)
                        : simulated(files, simulation);
            });
            return new Made(folder.resolve(RunFile.NAME), results.runFileSha256(), StrategyReport.NAME, report);
        } catch (IOException e) {
            throw new StrategyWork.FailedException(FileErrors.message(e), e);
        }
    }

    private byte[] simulated(Map<String, byte[]> files, SimulationConfig simulation) {
        Simulated told = JSON.readValue(Objects.requireNonNull(files.get(RunFile.NAME)), Simulated.class);
        return page.of(
                files,
                Currencies.of(told.exchange()),
                new SimulatedPrices(new SimulationCandles(store, simulation, told.dataHashes())));
    }

    /**
     * {@return which reports were not made, and why, having made all others}
     *
     * @param lock is held for moments only
     * @param stop after which those that are missing stay so
     */
    public List<String> written(Map<Path, Results> folders, Lock lock, StopSignal stop) {
        List<String> missing = new ArrayList<>();
        try (StrategyWorkers workers = StrategyWorkers.ofProcessors(kept)) {
            workers.each(
                    List.copyOf(folders.entrySet()),
                    folder -> need(folder.getKey()),
                    folder -> {
                        if (stop.stopRequested()) {
                            throw new RunStoppedException();
                        }
                        return made(folder.getKey(), folder.getValue());
                    },
                    new StrategyWorkers.Taker<Map.Entry<Path, Results>, Made>() {
                        @Override
                        public void done(Map.Entry<Path, Results> folder, Made made) throws IOException {
                            try (PublishLock alone = lock.take()) {
                                made.put();
                            } catch (StrategyWork.FailedException e) {
                                failed(folder, e);
                            }
                        }

                        @Override
                        public void failed(Map.Entry<Path, Results> folder, StrategyWork.FailedException reason) {
                            missing.add(notMade(folder.getKey(), reason));
                        }
                    });
        } catch (RunStoppedException e) {
            missing.add("not all reports were made: asked to stop");
        } catch (IOException e) {
            missing.add("not all reports were made: " + FileErrors.message(e));
        }
        return missing;
    }

    static String notMade(Path folder, StrategyWork.FailedException reason) {
        return "the report of " + folder + " could not be made: " + reason.getMessage();
    }

    /** {@return what is wrong with the report of a folder, a sentence; empty if it shows what stands there} */
    static String problem(Path folder) throws IOException {
        Path run = folder.resolve(RunFile.NAME);
        return problem(folder.resolve(StrategyReport.NAME), StrategyReport.shown(Files.readAllBytes(run)));
    }

    /**
     * {@return what is wrong with a page, a sentence; empty if nothing is}
     *
     * @param of SHA-256 of what it should show
     */
    static String problem(Path page, String of) throws IOException {
        if (!Files.isRegularFile(page, LinkOption.NOFOLLOW_LINKS)) {
            return page + " is missing";
        }
        String problem = PageSeal.problem(Files.readAllBytes(page), of);
        return problem.isEmpty() ? "" : page + " " + problem;
    }
}
