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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvmOptions);
        command.addAll(
                List.of("-jar", Path.of("target", "job.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        command.add("--nightjar.home=" + home);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_DATASOURCE"));
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
