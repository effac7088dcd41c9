package dev.nightjar.bench;

import dev.nightjar.batch.SampleRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What it takes from the start of a worker to its end: a strategy's day and a simulation of the sample, which are hardly more than the start.
 *
 * <p>From the executable jar, from its classes as a job unpacks them, and with the archive of classes that a job makes beside them. Medians,
 * by the clock; an empty Java process stands beside them, which is the least there can be.
 */
public final class WorkerBench {

    private static final int STARTS = 21;

    private WorkerBench() {}

    /**
     * Measures.
     *
     * @param arguments a folder to work in, {@code job.jar}, and how many starts of each
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Path jar = Path.of(arguments[1]).toAbsolutePath();
        int starts = arguments.length > 2 ? Integer.parseInt(arguments[2]) : STARTS;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path home = folder.resolve("home");
        List<String> requests = new SampleRequests().requests(home);
        // A job with worker processes unpacks its classes, and rehearses.
        run(List.of(
                java,
                "-jar",
                jar.toString(),
                "simulate",
                "--config",
                "sample",
                "--data",
                "sample",
                "--workers",
                "processes",
                "--out",
                folder.resolve("results").toString(),
                "--nightjar.home=" + home));
        String classPath = String.join(":", ending(home.resolve("programs"), ".jar"));
        Map<String, List<String>> ways = new LinkedHashMap<>();
        ways.put("from the jar", List.of("-jar", jar.toString(), "worker"));
        List<String> unpacked = List.of("-cp", classPath, "dev.nightjar.batch.PartitionWorker");
        ways.put("unpacked", unpacked);
        for (String archive : ending(home.resolve("programs"), ".jsa")) {
            List<String> archived = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive));
            archived.addAll(unpacked);
            ways.put("with the archive", archived);
        }
        System.out.printf(
                Locale.ROOT, "%-20s %8.0f ms%n", "an empty process", median(starts, List.of(java, "-version")));
        for (String request : requests) {
            Path file = Files.writeString(folder.resolve("request.json"), request);
            System.out.println(request.contains("\"kind\":\"graph\"") ? "a strategy's day" : "a simulation");
            for (Map.Entry<String, List<String>> way : ways.entrySet()) {
                List<String> command = new ArrayList<>(
                        List.of(java, "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
                command.addAll(way.getValue());
                command.addAll(List.of("--config-file", file.toString()));
                System.out.printf(Locale.ROOT, "  %-18s %8.0f ms%n", way.getKey(), median(starts, command));
            }
        }
    }

    private static List<String> ending(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static double median(int starts, List<String> command) throws IOException, InterruptedException {
        double[] millis = new double[starts];
        for (int start = 0; start < starts; start++) {
            long begun = System.nanoTime();
            run(command);
            millis[start] = (System.nanoTime() - begun) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        }
        Arrays.sort(millis);
        return millis[starts / 2];
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
    }
}
