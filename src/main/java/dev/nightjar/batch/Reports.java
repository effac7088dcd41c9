package dev.nightjar.batch;

import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.Currencies;
import dev.nightjar.outcome.SimulationResult;
import dev.nightjar.report.PriceLines;
import dev.nightjar.report.StrategyReport;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code report.html} into folders of results, from what stands there. A report is no truth: it can be made again at any time,
 * and one that cannot be made costs nothing else. For several threads.
 */
public final class Reports {

    /** What making one takes, for each byte of its files: they are read, joined and packed. */
    private static final int BYTES_A_BYTE = 12;

    private final StrategyReport page = new StrategyReport(Version.NIGHTJAR);
    private final PriceLines lines;

    /** @param days opens the days that were run */
    public Reports(Function<LocalDate, MarketDay> days) {
        lines = new PriceLines(days);
    }

    /**
     * What a report is of.
     *
     * @param currency its three letters; null if it is not known
     * @param underlyings the symbols a strategy looks at; empty if no prices are drawn
     */
    public record Subject(@Nullable String currency, List<String> underlyings) {

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
                            .toList());
        }

        public static Subject of(SimulationResult simulation) {
            return new Subject(Currencies.of(simulation.exchange()), List.of());
        }
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

    /** Writes one as a whole. */
    void write(Path folder, Subject subject) throws StrategyWork.FailedException, IOException {
        byte[] report = StrategyWork.of(() -> page.of(
                files(folder),
                subject.currency(),
                subject.underlyings(),
                subject.underlyings().isEmpty() ? null : lines));
        put(folder.resolve(StrategyReport.NAME), report);
    }

    /** Puts a page in place as a whole; not brought to the disk, because what a power cut takes can be made again. */
    static void put(Path file, byte[] page) throws StrategyWork.FailedException {
        try {
            Path written = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(written, page);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StrategyWork.FailedException.unwritable(e);
        }
    }

    /** {@return why the report of a folder could not be written; empty if it was} */
    public String tried(Path folder, Subject subject) {
        try {
            write(folder, subject);
            return "";
        } catch (StrategyWork.FailedException | IOException e) {
            return "the report of " + folder + " could not be made: " + e.getMessage();
        }
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> names = Files.list(folder)) {
            for (Path file : new TreeSet<>(names.toList())) {
                String name = String.valueOf(file.getFileName());
                if (Stream.of(".json", ".jsonl", ".csv").anyMatch(name::endsWith)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}
