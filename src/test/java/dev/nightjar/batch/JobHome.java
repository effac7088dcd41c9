package dev.nightjar.batch;

import dev.nightjar.report.NightReport;
import dev.nightjar.report.PageData;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A home in a test, and what came of launches in it. */
final class JobHome {

    private final Path root;
    private String out = "";
    private String err = "";

    JobHome(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** {@return the exit code of a launch; settings are {@code key=value}} */
    int run(String queue, String... settings) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            options.put(parts[0], parts[1]);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream wrong = new ByteArrayOutputStream();
        int code = NightJob.run(
                root,
                queue,
                options,
                new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(wrong, true, StandardCharsets.UTF_8));
        out = said.toString(StandardCharsets.UTF_8);
        err = wrong.toString(StandardCharsets.UTF_8);
        return code;
    }

    /** {@return what the last launch said} */
    String out() {
        return out;
    }

    /** {@return what the last launch found wrong} */
    String err() {
        return err;
    }

    /** {@return something from the home's database} */
    <T> T look(Function<Database, T> question) {
        try (Database database = Database.visit(root, DatabaseAccess.EMBEDDED)) {
            return question.apply(database);
        }
    }

    /** {@return rows from the home's database} */
    <T> List<T> list(Function<Database, List<T>> question) {
        return look(question);
    }

    /** {@return how a queue's last run over the sample went, as its page tells it} */
    JsonNode course(String queue) {
        return PageData.of(root.resolve("backtest_data/nights")
                        .resolve(queue)
                        .resolve("2024-10-29")
                        .resolve(NightReport.NAME))
                .path("facts")
                .path("course");
    }

    /** {@return every published file whose bytes may not differ, by its path inside the output root} */
    SortedMap<String, String> results() {
        return results(root.resolve("backtest_data"));
    }

    static SortedMap<String, String> results(Path output) {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString();
                boolean differs = name.endsWith("run.json")
                        || name.endsWith("night.json")
                        || name.endsWith(".html")
                        || name.equals("index.json");
                if (!differs) {
                    files.put(name, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
