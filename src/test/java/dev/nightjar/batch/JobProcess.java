package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code job.jar} as a process of its own. What it says is read as it comes; nothing is ever waited for by time. */
final class JobProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;

    private final Process process;
    private final List<String> said = new ArrayList<>();
    private final Thread reader;

    private JobProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "job output");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    /**
     * Starts it.
     *
     * @param property a system property such as {@code nightjar.crash=after-plan}, or empty
     */
    static JobProcess start(Path home, String property, String... arguments) {
        return start(home, property.isEmpty() ? List.of() : List.of("-D" + property), arguments);
    }

    private static JobProcess start(Path home, List<String> jvmOptions, String... arguments) {
        return start(Place.of(home), jvmOptions, arguments);
    }

    /**
     * Where it runs.
     *
     * @param program what java is told to run, such as {@code -jar job.jar}
     * @param environment is added to this process's own, out of which the database is taken
     * @param limits what a shell does first, such as {@code ulimit -f 100}; empty if nothing
     */
    record Place(Path home, List<String> program, Map<String, String> environment, String limits) {

        static Place of(Path home) {
            return new Place(
                    home,
                    List.of(
                            "-jar",
                            Path.of("target", "job.jar").toAbsolutePath().toString()),
                    Map.of(),
                    "");
        }

        /** {@return the same under limits} */
        Place limited(String to) {
            return new Place(home, program, environment, to);
        }
    }

    /** Starts it somewhere. */
    static JobProcess start(Place place, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        if (!place.limits().isEmpty()) {
            command.addAll(List.of("bash", "-c", place.limits() + "; exec \"$0\" \"$@\""));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(jvmOptions);
        command.addAll(place.program());
        command.addAll(List.of(arguments));
        command.add("--nightjar.home=" + place.home());
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_DATASOURCE"));
            builder.environment().putAll(place.environment());
            return new JobProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the exit code of a whole life, with what was said} */
    static Ended run(Path home, String property, String... arguments) throws InterruptedException {
        try (JobProcess process = start(home, property, arguments)) {
            return process.await();
        }
    }

    /** {@return the same of a process that may use so much memory, such as {@code 100m}} */
    static Ended runIn(String heap, Path home, String... arguments) throws InterruptedException {
        try (JobProcess process = start(home, List.of("-Xmx" + heap), arguments)) {
            return process.await();
        }
    }

    /** How a process ended. */
    record Ended(int code, String said) {}

    long pid() {
        return process.pid();
    }

    /** {@return whether it has ended within a time} */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** {@return whether it has said something by now} */
    boolean hasSaid(String part) {
        synchronized (said) {
            return said.stream().anyMatch(line -> line.contains(part));
        }
    }

    /** {@return the processes it has begun that still run} */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Waits until it says something. */
    void awaitLine(String part) throws InterruptedException {
        synchronized (said) {
            while (said.stream().noneMatch(line -> line.contains(part))) {
                assertThat(reader.isAlive())
                        .as("still running, waiting for '" + part + "' in " + said)
                        .isTrue();
                said.wait(1_000);
            }
        }
    }

    /** SIGTERM; unlike {@link Process#destroy} it leaves open what the process has to say. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    Ended await() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ends, having said " + said)
                .isTrue();
        reader.join();
        synchronized (said) {
            return new Ended(process.exitValue(), String.join("\n", said));
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
