package dev.nightjar.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One-off runs of simulations in a home; each of these has a folder of results of its own. */
public final class SimulateRuns {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path home;
    private final Path out;
    private final String data;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** Over the sample data of the home. */
    public SimulateRuns(Path home) {
        this(home, "sample");
    }

    public SimulateRuns(Path home, String data) {
        this.home = home;
        this.data = data;
        try {
            out = Files.createTempDirectory(home, "results");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the exit code of a run of one config} */
    public int simulate(String json, String... more) {
        return simulate(List.of(json), more);
    }

    /** {@return the exit code of a run of some configs} */
    public int simulate(List<String> configs, String... more) {
        List<String> arguments = new ArrayList<>();
        for (int number = 0; number < configs.size(); number++) {
            Path file = out.resolve("config-" + number + ".json");
            try {
                Files.writeString(file, configs.get(number));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            arguments.addAll(List.of("--config", file.toString()));
        }
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    int run(String... more) {
        told.reset();
        said.reset();
        List<String> arguments = new ArrayList<>(
                List.of("simulate", "--data", data, "--nightjar.home=" + home, "--out", out.toString()));
        arguments.addAll(List.of(more));
        return new CommandLineApp(
                        (root, queue, overrides, toOut, toErr) -> -1,
                        new PrintStream(told, true, StandardCharsets.UTF_8),
                        new PrintStream(said, true, StandardCharsets.UTF_8))
                .run(arguments.toArray(String[]::new));
    }

    /** {@return the table} */
    String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    /** {@return what went wrong} */
    public String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** {@return where the folders of results are} */
    public Path out() {
        return out;
    }

    /** {@return a file of the only folder of results} */
    public JsonNode json(String name) {
        return JSON.readTree(text(name));
    }

    String text(String name) {
        try (Stream<Path> folders = Files.list(out)) {
            return Files.readString(
                    folders.filter(Files::isDirectory).findFirst().orElseThrow().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return all files that must not depend on how the work was done, by folder and name} */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = out.relativize(file).toString();
                if (name.contains("/") && !name.endsWith("run.json")) {
                    files.put(name, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
