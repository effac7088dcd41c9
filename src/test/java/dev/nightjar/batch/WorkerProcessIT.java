package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Main;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.PartitionStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Workers as the jar begins them, and managers that end while they work. */
class WorkerProcessIT {

    private static final String[] BACKTEST = {"queue=admin_tester", "speed=0", "partitions=2", "threads=2"};
    private static final int REJECTS = ExitCode.DONE_WITH_REJECTS.number();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path folder;

    private JobHome home;
    private SortedMap<String, String> expected;

    @BeforeEach
    void runInThreads() {
        home = new JobHome(folder.resolve("home"));
        assertThat(home.run("admin_tester", "speed=0", "partitions=2", "threads=2"))
                .as(home.err())
                .isEqualTo(REJECTS);
        expected = home.results();
    }

    @Test
    void theJarRunsPartitionsInProcessesThatItBeginsWithoutItsLoader() throws InterruptedException {
        JobProcess.Ended ended = JobProcess.run(
                home.root(), "", "queue=admin_tester", "speed=0", "partitions=2", "threads=2", "workers=processes");

        assertThat(ended.code()).as(ended.said()).isEqualTo(REJECTS);
        assertThat(home.results()).isEqualTo(expected);
        try (Stream<Path> programs = Files.walk(home.root().resolve("programs"))) {
            assertThat(programs.filter(Files::isRegularFile))
                    .extracting(file -> String.valueOf(file.getFileName()))
                    .contains("worker.jar", ".used")
                    .anyMatch(name -> name.endsWith(".jsa"))
                    .allMatch(name -> name.equals("worker.jar")
                            || name.startsWith("jackson-core-")
                            || name.equals(".used")
                            || name.endsWith(".jsa"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Children of the jar have a small class path: what a simulation needs is on it, in sleeves and in a shared account. */
    @Test
    void theJarSimulatesInProcessesWhatItSimulatesInThreads() throws Exception {
        SortedMap<String, String> inThreads = simulated("threads");

        assertThat(inThreads.keySet()).anyMatch(name -> name.endsWith("rsi-shared_direct/metrics.json"));
        assertThat(simulated("processes")).isEqualTo(inThreads);
    }

    /** {@return the files that the sample simulations have, but for run.json} */
    private SortedMap<String, String> simulated(String workers) throws Exception {
        Path out = folder.resolve(workers);
        Process process = new ProcessBuilder(
                        JAVA.toString(),
                        "-jar",
                        Path.of("target", "job.jar").toAbsolutePath().toString(),
                        "simulate",
                        "--config",
                        "sample",
                        "--data",
                        "sample",
                        "--workers",
                        workers,
                        "--out",
                        out.toString(),
                        "--nightjar.home=" + home.root())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("run.json") && !file.getFileName().toString().startsWith(".")) {
                    files.put(out.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    @Test
    void aWorkerLoadsNothingOfWhatTheJobNeeds() throws Exception {
        Path request = Files.writeString(folder.resolve("request.json"), request());
        Path plain = folder.resolve("plain.log");
        Path jar = folder.resolve("jar.log");

        answer(
                "-Xlog:class+load:file=" + plain,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "worker",
                "--config-file",
                request.toString());
        answer(
                "-Xlog:class+load:file=" + jar,
                "-jar",
                Path.of("target", "job.jar").toAbsolutePath().toString(),
                "worker",
                "--config-file",
                request.toString());

        assertThat(loaded(plain))
                .contains(GraphWork.class.getName())
                .noneMatch(
                        name -> name.matches(
                                "(org\\.springframework|org\\.h2|org\\.flywaydb|com\\.zaxxer|picocli|org\\.slf4j|ch\\.qos|org\\.yaml)\\..*"))
                .noneMatch(name -> name.startsWith("java.sql."));
        assertThat(loaded(jar))
                .contains(GraphWork.class.getName())
                .noneMatch(name ->
                        name.startsWith("org.springframework") && !name.startsWith("org.springframework.boot.loader."));
    }

    private static List<String> loaded(Path log) throws IOException {
        Pattern line = Pattern.compile("\\[.*] (\\S+) source: .*");
        return Files.readAllLines(log).stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    /** Begins a worker, whose answer is the only line of its standard output. */
    private void answer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        assertThat(said.lines()).hasSize(1);
        assertThat(new JsonMapper().readValue(said, Map.class))
                .containsEntry("kind", "graph")
                .containsEntry("request", "by hand")
                .containsKey("result");
        assertThat(Files.readAllLines(err)).allMatch(line -> line.startsWith("{\"type\":\"progress\""));
    }

    private String request() {
        return GraphAsked.of(
                        home,
                        home.list(database -> new PartitionStore(database).partitions(1))
                                .get(0))
                .json();
    }

    @Test
    void aManagerThatIsAskedToEndKillsItsWorkersAndItsRunIsTakenUpAgain() throws Exception {
        Process manager = manager();
        List<Long> workers = workers(2);

        // SIGTERM
        manager.toHandle().destroy();
        assertThat(manager.waitFor(5, TimeUnit.MINUTES)).isTrue();

        assertThat(manager.exitValue()).isEqualTo(ExitCode.STOPPED.number());
        for (long worker : workers) {
            assertEnds(worker);
        }
        assertRunIsFinished();
    }

    @Test
    void workersOfAManagerThatIsKilledDoNotGoOnAndItsRunIsTakenUpAgain() throws Exception {
        Process manager = manager();
        List<Long> workers = workers(2);

        manager.destroyForcibly().waitFor();

        for (long worker : workers) {
            assertEnds(worker);
        }
        assertRunIsFinished();
    }

    private void assertRunIsFinished() throws IOException {
        Files.delete(home.root().resolve(HostilePartitionWorker.HANGS));
        assertThat(home.run("admin_tester", "speed=0", "partitions=2", "threads=2", "workers=processes"))
                .as(home.err())
                .isEqualTo(REJECTS);
        assertThat(home.out()).contains("run 2 of queue admin_tester is unfinished", "taking it up again");
        assertThat(home.results()).isEqualTo(expected);
        assertThat(home.root().resolve("journals/admin_tester/2/workers")).doesNotExist();
    }

    /** {@return a job whose workers never come to an end} */
    private Process manager() throws IOException {
        Files.writeString(home.root().resolve(HostilePartitionWorker.HANGS), "");
        List<String> command = new ArrayList<>(List.of(
                JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dnightjar.worker-main=" + HostilePartitionWorker.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(BACKTEST));
        command.add("workers=processes");
        command.add("--nightjar.home=" + home.root());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "manager.out"));
        builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_DATASOURCE"));
        return builder.start();
    }

    /** {@return the processes of so many workers, which have said that they are there} */
    private List<Long> workers(int count) throws Exception {
        try (var watch = home.root().getFileSystem().newWatchService()) {
            home.root().register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
            List<Long> workers = found();
            while (workers.size() < count) {
                var event = watch.poll(5, TimeUnit.MINUTES);
                assertThat(event)
                        .as("workers begin; " + Files.readString(folder.resolve("manager.out")))
                        .isNotNull();
                event.pollEvents();
                event.reset();
                workers = found();
            }
            return workers;
        }
    }

    private List<Long> found() throws IOException {
        String prefix = HostilePartitionWorker.HANGS + "-";
        try (Stream<Path> files = Files.list(home.root())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> Long.valueOf(name.substring(prefix.length())))
                    .toList();
        }
    }

    private static void assertEnds(long pid) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(1, TimeUnit.MINUTES);
        }
    }
}
