package dev.nightjar.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How far predictions are off: after three calibrating runs ten queues are run, each as an operator starts it, a process of its own, and each
 * with another mix of strategies, days and ticks. What the job predicted and what it took is what the job itself tells.
 *
 * <p>Every run teaches the next ones, as on every night.
 *
 * <p>Arguments: a scratch folder, the jar, and by how many times more strategies than here.
 */
public final class PlanBench {

    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 10, 3);
    private static final int MOST_DAYS = 10;
    private static final Pattern TOLD = Pattern.compile(
            "predicted ([0-9.]+) s of processors, took ([0-9.]+) s .*; predicted ([0-9.]+) s by the clock, took ([0-9.]+) s .*");

    private final Path scratch;
    private final Path jar;
    private final int size;
    private final List<LocalDate> dates;

    /**
     * A queue.
     *
     * @param ticks of each of its days
     * @param first the place of its first day
     * @param strategies how many of each book
     */
    private record Mix(String name, int ticks, int first, int days, Map<BenchBooks, Integer> strategies) {

        static Mix of(String name, int ticks, int first, int days, Object... books) {
            Map<BenchBooks, Integer> strategies = new TreeMap<>();
            for (int place = 0; place < books.length; place += 2) {
                strategies.put((BenchBooks) books[place], (Integer) books[place + 1]);
            }
            return new Mix(name, ticks, first, days, strategies);
        }
    }

    private static final List<Mix> CALIBRATING = List.of(
            Mix.of("first", 40_000, 0, 4, BenchBooks.SHARED, 100, BenchBooks.STRADDLE, 60),
            Mix.of("second", 100_000, 1, 8, BenchBooks.OWN, 80, BenchBooks.NINE, 60, BenchBooks.TRAILING, 100),
            Mix.of("third", 250_000, 2, 3, BenchBooks.CROSSES, 200, BenchBooks.SHARED, 150));

    private static final List<Mix> PREDICTED = List.of(
            Mix.of("a", 100_000, 0, 5, BenchBooks.SHARED, 200),
            Mix.of("b", 40_000, 2, 6, BenchBooks.CROSSES, 120, BenchBooks.OWN, 40),
            Mix.of("c", 250_000, 4, 2, BenchBooks.NINE, 100),
            Mix.of("d", 100_000, 3, 3, BenchBooks.TRAILING, 20, BenchBooks.STRADDLE, 10),
            Mix.of("e", 40_000, 0, 10, BenchBooks.STRADDLE, 300),
            Mix.of("f", 250_000, 0, 4, BenchBooks.OWN, 150, BenchBooks.SHARED, 50, BenchBooks.NINE, 20),
            Mix.of("g", 100_000, 6, 1, BenchBooks.CROSSES, 400),
            Mix.of("h", 40_000, 5, 2, BenchBooks.SHARED, 30, BenchBooks.OWN, 30, BenchBooks.TRAILING, 30),
            Mix.of("i", 250_000, 1, 7, BenchBooks.TRAILING, 120, BenchBooks.CROSSES, 60),
            Mix.of(
                    "k",
                    100_000,
                    0,
                    9,
                    BenchBooks.SHARED,
                    60,
                    BenchBooks.CROSSES,
                    60,
                    BenchBooks.OWN,
                    60,
                    BenchBooks.TRAILING,
                    60,
                    BenchBooks.STRADDLE,
                    60,
                    BenchBooks.NINE,
                    60));

    private PlanBench(Path scratch, Path jar, int size) {
        this.scratch = scratch;
        this.jar = jar;
        this.size = size;
        dates = Stream.iterate(FIRST_DAY, date -> date.plusDays(1))
                .filter(date -> date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY)
                .limit(MOST_DAYS)
                .toList();
    }

    /** What was predicted of a run, and what it took. */
    private record Told(double processors, double tookProcessors, double clock, double tookClock) {

        double processorsOff() {
            return Math.abs(processors / tookProcessors - 1);
        }

        double clockOff() {
            return Math.abs(clock / tookClock - 1);
        }
    }

    public static void main(String[] args) throws Exception {
        new PlanBench(Path.of(args[0]), Path.of(args[1]), args.length > 2 ? Integer.parseInt(args[2]) : 1).measure();
    }

    private void measure() throws Exception {
        Stream<Mix> all = Stream.concat(CALIBRATING.stream(), PREDICTED.stream());
        for (int ticks : all.mapToInt(Mix::ticks).distinct().sorted().toArray()) {
            Path made = scratch.resolve("market" + ticks);
            job(
                    "data",
                    "generate",
                    "--date",
                    FIRST_DAY + ".." + dates.get(dates.size() - 1),
                    "--symbols",
                    "NIFTY",
                    "--ticks",
                    Integer.toString(ticks),
                    "--out",
                    made.toString());
            job("data", "import", "--from", made.toString(), "--data", data(ticks), home());
        }
        System.out.printf(
                "%d processors, JDK %s; seconds; an error is the share of what the run took%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.printf(
                "%-8s %10s %5s %8s %10s %8s %8s %10s %8s %8s%n",
                "queue", "strategies", "days", "ticks", "processors", "took", "error", "clock", "took", "error");
        List<Told> calibrating = new ArrayList<>();
        for (Mix mix : CALIBRATING) {
            Told one = run(mix);
            tell(mix, one);
            calibrating.add(one);
        }
        List<Told> told = new ArrayList<>();
        for (Mix mix : PREDICTED) {
            Told one = run(mix);
            tell(mix, one);
            told.add(one);
        }
        double mean =
                calibrating.stream().mapToDouble(Told::tookProcessors).average().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "whoever always says what the calibrating runs took on average is off by %.1f %% of processors' time%n",
                100 * median(told.stream().mapToDouble(one -> Math.abs(mean / one.tookProcessors() - 1))));
        System.out.printf(
                Locale.ROOT,
                "median error of %d queues: %.1f %% of processors' time, %.1f %% by the clock%n",
                told.size(),
                100 * median(told.stream().mapToDouble(Told::processorsOff)),
                100 * median(told.stream().mapToDouble(Told::clockOff)));
    }

    private static double median(java.util.stream.DoubleStream errors) {
        double[] sorted = errors.sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private void tell(Mix mix, Told told) {
        System.out.printf(
                Locale.ROOT,
                "%-8s %,10d %5d %,8d %10.2f %8.2f %7.1f%% %10.2f %8.2f %7.1f%%%n",
                mix.name(),
                mix.strategies().values().stream().mapToInt(Integer::intValue).sum() * size,
                mix.days(),
                mix.ticks(),
                told.processors(),
                told.tookProcessors(),
                100 * told.processorsOff(),
                told.clock(),
                told.tookClock(),
                100 * told.clockOff());
    }

    private static String data(int ticks) {
        return "made" + ticks;
    }

    private String home() {
        return "--nightjar.home=" + scratch.resolve("home");
    }

    private Told run(Mix mix) throws Exception {
        Path book = Files.createDirectories(scratch.resolve("book-" + mix.name()));
        for (Map.Entry<BenchBooks, Integer> own : mix.strategies().entrySet()) {
            String kind = own.getKey().name().toLowerCase(Locale.ROOT);
            for (Map.Entry<String, String> strategy :
                    own.getKey().files(own.getValue() * size).entrySet()) {
                // Books number their strategies alike, and folders have short names.
                String id = kind.substring(0, 2) + strategy.getKey();
                Files.writeString(
                        book.resolve(id + ".json"),
                        strategy.getValue().replace("\"" + strategy.getKey() + "\"", "\"" + id + "\""));
            }
        }
        // Results of queues lie beside each other.
        job("queue", "add", book.toString(), "--queue", mix.name(), "--user", mix.name(), home());
        String told = job(
                "queue=" + mix.name(),
                "data=" + data(mix.ticks()),
                "from=" + dates.get(mix.first()),
                "to=" + dates.get(mix.first() + mix.days() - 1),
                home());
        Matcher matcher = TOLD.matcher("");
        for (String line : told.lines().toList()) {
            if (matcher.reset(line).matches()) {
                return new Told(
                        Double.parseDouble(matcher.group(1)),
                        Double.parseDouble(matcher.group(2)),
                        Double.parseDouble(matcher.group(3)),
                        Double.parseDouble(matcher.group(4)));
            }
        }
        throw new IllegalStateException("no prediction is told:\n" + told);
    }

    private String job(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String options = System.getenv("JAVA_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(List.of(options.trim().split("\\s+")));
        }
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(Arrays.asList(arguments));
        Path output = scratch.resolve("output");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String told = Files.readString(output);
        if (code != 0) {
            throw new IllegalStateException(told);
        }
        return told;
    }
}
