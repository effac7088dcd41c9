package dev.nightjar.batch;

import dev.nightjar.data.GeneratedMarket;
import dev.nightjar.data.MarketRecipe;
import dev.nightjar.data.SampleData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is run while it is killed: made ticks of several days with the candles of the sample, some of the sample's
 * strategies, one of them invalid, and of its simulations.
 */
final class ChaosWork {

    static final String QUEUE = "chaos";
    static final String FIRST_DAY = "2024-10-28";
    private static final String LAST_DAY = "2024-10-30";
    private static final long SEED = 1;
    private static final long TICKS_OF_DAY = 20_000;
    private static final Path SAMPLES = Path.of("src/main/resources/samples");
    private static final List<String> ITEMS = List.of(
            "simulations/ma-crossover.json",
            "simulations/rsi-shared.json",
            "strategies/ema-trend-5m.json",
            "strategies/invalid-on-purpose.json",
            "strategies/momentum-3m.json",
            "strategies/nine-positions.json",
            "strategies/short-straddle.json");

    private final Path data;
    private final Path book;

    private ChaosWork(Path data, Path book) {
        this.data = data;
        this.book = book;
    }

    /** Makes it in a folder. */
    static ChaosWork make(Path folder) throws IOException {
        Path data = folder.resolve("market");
        MarketRecipe.Symbols symbols = MarketRecipe.Symbols.of("NIFTY");
        new GeneratedMarket(new MarketRecipe(
                        SEED,
                        LocalDate.parse(FIRST_DAY),
                        LocalDate.parse(LAST_DAY),
                        symbols.underlyings(),
                        symbols.instruments(),
                        TICKS_OF_DAY,
                        false,
                        false,
                        false,
                        false))
                .write(data, ticks -> {});
        Path sample = folder.resolve("sample");
        SampleData.copyTo(sample);
        List<String> shares = new ArrayList<>();
        try (Stream<Path> folders = Files.list(sample.resolve("candles"))) {
            for (Path symbol : folders.sorted().toList()) {
                String name = symbol.getFileName().toString();
                if (!Files.exists(data.resolve("candles").resolve(name))) {
                    Files.move(symbol, data.resolve("candles").resolve(name));
                    shares.add(name + ",STOCK,NSE,,,,,,0.05,2,");
                }
            }
        }
        Files.write(data.resolve("instruments.csv"), shares, StandardOpenOption.APPEND);
        Files.move(sample.resolve("corporate_actions.csv"), data.resolve("corporate_actions.csv"));
        Path book = folder.resolve("book");
        Files.createDirectories(book);
        for (String item : ITEMS) {
            Path file = SAMPLES.resolve(item);
            Files.copy(file, book.resolve(file.getFileName()));
        }
        return new ChaosWork(data, book);
    }

    /** Puts everything into the queue and runs its first day, so that there are results to be replaced. */
    void prepare(JobProcess.Place place) throws InterruptedException {
        add(place);
        require(JobProcess.start(place, List.of(), firstDay()), 3);
    }

    void add(JobProcess.Place place) throws InterruptedException {
        require(JobProcess.start(place, List.of(), "queue", "add", book.toString(), "--queue", QUEUE), 3);
    }

    /** Puts a strategy into the queue that does not fit the memory of a worker. */
    void addGreedy(JobProcess.Place place) throws InterruptedException, IOException {
        Path file = Files.writeString(book.resolveSibling("greedy.json"), PoisonNightTest.greedy());
        require(JobProcess.start(place, List.of(), "queue", "add", file.toString(), "--queue", QUEUE), 0);
    }

    /** {@return the arguments of a run of the first day in which that one is found in halves of its partition} */
    String[] commandInHalves() {
        return Stream.concat(Stream.of(command("processes", 1, FIRST_DAY)), Stream.of("worker-memory=96m"))
                .toArray(String[]::new);
    }

    /** Cuts a file of every folder of results in half, and deletes others. */
    static void damage(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("backtest_data"))) {
            for (Path file : all.toList()) {
                if (file.endsWith("run.json")) {
                    byte[] bytes = Files.readAllBytes(file);
                    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                } else if (file.endsWith("index.json")
                        || file.endsWith("ranking.csv")
                        || file.endsWith("report.html")) {
                    Files.delete(file);
                }
            }
        }
    }

    /** {@return the arguments of a run of the first day} */
    String[] firstDay() {
        return command("threads", 2, FIRST_DAY);
    }

    /** {@return the arguments of the run that is disturbed} */
    String[] command(String workers, int threads) {
        return command(workers, threads, FIRST_DAY + ".." + LAST_DAY);
    }

    private String[] command(String workers, int threads, String days) {
        return new String[] {
            "queue=" + QUEUE, "data=" + data, "date=" + days, "partitions=3", "threads=" + threads, "workers=" + workers
        };
    }

    private static void require(JobProcess process, int code) throws InterruptedException {
        try (process) {
            JobProcess.Ended ended = process.await();
            if (ended.code() != code) {
                throw new IllegalStateException("exit code " + ended.code() + ": " + ended.said());
            }
        }
    }

    /** {@return all that a folder holds, copied to another, which is replaced} */
    static Path copy(Path from, Path to) {
        delete(to);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    try (InputStream in = Files.newInputStream(source)) {
                        Files.copy(in, target);
                    }
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
