package dev.nightjar.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a whole night costs: the job as an operator starts it, a process of its own, over made days and a book of strategies.
 *
 * <p>The split is what the job itself tells; the time after it has told that is the process's end. Every round publishes for the first
 * time, in a home of its own.
 *
 * <p>Arguments: a scratch folder, the jar, and how many strategies, days, ticks a day and rounds.
 */
public final class NightBench {

    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 10, 1);
    private static final String QUEUE = "night";
    private static final String DATA = "made";
    private static final Pattern SECONDS =
            Pattern.compile("([a-z][a-z ]*?) (\\d+\\.\\d+)(?: \\((\\d+\\.\\d+)\\))?(?=,|$)");
    private static final Pattern TOOK =
            Pattern.compile("took (\\d+\\.\\d+) s, (\\d+\\.\\d+) s of processors; heap (\\d+) MiB at most");

    private final Path scratch;
    private final Path jar;
    private final List<String> javaOptions;

    private NightBench(Path scratch, Path jar) {
        this.scratch = scratch;
        this.jar = jar;
        String options = System.getenv("JAVA_OPTS");
        javaOptions = options == null || options.isBlank()
                ? List.of()
                : List.of(options.trim().split("\\s+"));
    }

    /** What one round took, by name, in the order told. */
    private record Round(Map<String, Double> figures) {}

    public static void main(String[] args) throws Exception {
        int strategies = argument(args, 2, 1_000);
        int days = argument(args, 3, 20);
        int ticks = argument(args, 4, 200_000);
        int rounds = argument(args, 5, 3);
        new NightBench(Path.of(args[0]), Path.of(args[1])).measure(strategies, days, ticks, rounds);
    }

    private static int argument(String[] args, int place, int otherwise) {
        return args.length > place ? Integer.parseInt(args[place]) : otherwise;
    }

    private void measure(int strategies, int days, int ticks, int rounds) throws Exception {
        List<LocalDate> dates = Stream.iterate(FIRST_DAY, date -> date.plusDays(1))
                .filter(date -> date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY)
                .filter(date -> !date.equals(LocalDate.of(2024, 10, 2)))
                .limit(days)
                .toList();
        LocalDate last = dates.get(dates.size() - 1);
        Path made = scratch.resolve("market");
        Path home = scratch.resolve("home");
        job(
                "data",
                "generate",
                "--date",
                FIRST_DAY + ".." + last,
                "--symbols",
                "NIFTY",
                "--ticks",
                Integer.toString(ticks),
                "--out",
                made.toString());
        job("data", "import", "--from", made.toString(), "--data", DATA, "--nightjar.home", home.toString());
        Path book = Files.createDirectories(scratch.resolve("book"));
        for (Map.Entry<String, String> strategy :
                BenchBooks.SHARED.files(strategies).entrySet()) {
            Files.writeString(book.resolve(strategy.getKey() + ".json"), strategy.getValue());
        }
        job("queue", "add", book.toString(), "--queue", QUEUE, "--nightjar.home", home.toString());
        System.out.printf(
                "%,d strategies, %d days to %s of %,d ticks; %d processors, JDK %s%n",
                strategies, dates.size(), last, ticks, Runtime.getRuntime().availableProcessors(), Runtime.version());
        List<Round> told = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Path own = scratch.resolve("round" + round);
            copy(home, own);
            told.add(round(own, last));
            delete(own);
        }
        tell(told);
    }

    private Round round(Path home, LocalDate last) throws Exception {
        List<String> command =
                command("queue=" + QUEUE, "data=" + DATA, "from=" + FIRST_DAY, "to=" + last, "--nightjar.home=" + home);
        Path output = scratch.resolve("output");
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long resident = 0;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            resident = Math.max(resident, resident(process).orElse(0));
        }
        double wall = (System.nanoTime() - begun) / 1e9;
        List<String> lines = Files.readAllLines(output);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join("\n", lines));
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("whole command", wall);
        double took = 0;
        for (String line : lines) {
            Matcher whole = TOOK.matcher(line);
            if (whole.matches()) {
                took = Double.parseDouble(whole.group(1));
                figures.put("processors", Double.valueOf(whole.group(2)));
                figures.put("heap at most, MiB", Double.valueOf(whole.group(3)));
            } else if (line.startsWith("by the clock: ") || line.startsWith("threads of ")) {
                boolean threads = line.startsWith("threads of ");
                Matcher part = SECONDS.matcher(line.substring(line.indexOf(": ") + 2));
                while (part.find()) {
                    String name = (threads ? "  threads: " : "") + part.group(1);
                    figures.put(name, Double.valueOf(part.group(2)));
                    if (part.group(3) != null) {
                        figures.put(name + ", on processors", Double.valueOf(part.group(3)));
                    }
                }
            }
        }
        figures.put("table and end of the process", wall - took);
        figures.put("resident at most, MiB", resident / 1024.0);
        figures.put("results, MB", size(home.resolve("backtest_data")) / 1e6);
        return new Round(figures);
    }

    private static void tell(List<Round> rounds) {
        System.out.printf("%-44s %10s %10s %10s%n", "seconds if nothing else is said", "median", "least", "most");
        for (String name : rounds.get(0).figures().keySet()) {
            double[] values = rounds.stream()
                    .mapToDouble(round -> round.figures().getOrDefault(name, Double.NaN))
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %10.2f %10.2f %10.2f%n",
                    name,
                    values[values.length / 2],
                    values[0],
                    values[values.length - 1]);
        }
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private void job(String... arguments) throws Exception {
        Path output = scratch.resolve("output");
        int code = new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(Files.readString(output));
        }
    }

    /** {@return the KiB of memory a process has had at most, where the system tells} */
    private static OptionalLong resident(Process process) {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | UncheckedIOException | NumberFormatException gone) {
            return OptionalLong.empty();
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
