package dev.nightjar.outcome;

import dev.nightjar.run.ParameterValue;
import dev.nightjar.run.Variant;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code index.json}: every folder that was ever published and still exists. */
public final class IndexFile {

    public static final String NAME = "index.json";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Path root;
    private final Map<String, IndexEntry> entries = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private IndexFile(Path root) {
        this.root = root;
    }

    /**
     * Replaces what the index says of some folders, drops folders that no longer exist, and puts the new index in place as a whole.
     * An index that is missing or cannot be read is made anew from the files of the folders that are found.
     *
     * <p>Only one process may do this at a time.
     *
     * @param root the folder of all results
     * @return what a person should know: an index that could not be read, folders that could not be listed
     */
    public static List<String> update(Path root, Collection<IndexEntry> published) throws IOException {
        DurableFiles.createFolders(root);
        IndexFile index = new IndexFile(root);
        if (!index.read()) {
            index.entries.clear();
            index.scan(published.stream().map(IndexEntry::folder).collect(Collectors.toSet()));
        }
        published.forEach(entry -> index.entries.put(entry.folder(), entry));
        index.entries.keySet().removeIf(folder -> !index.exists(folder));
        DurableFiles.replace(root.resolve(NAME), List.of(ByteBuffer.wrap(index.bytes())));
        return List.copyOf(index.warnings);
    }

    /** {@return of which folders the index does not say what stands in them; of all if it cannot be read} */
    public static List<String> differing(Path root, Collection<String> folders) throws IOException {
        IndexFile index = new IndexFile(root);
        boolean read = index.read();
        List<String> differing = new ArrayList<>();
        for (String folder : folders) {
            IndexEntry told = read ? index.entries.remove(folder) : null;
            index.scan(folder, root.resolve(folder));
            if (told == null || !told.equals(index.entries.get(folder))) {
                differing.add(folder);
            }
        }
        return differing;
    }

    /** {@return the folders of which the index says that another run than this one published them; none if it cannot be read} */
    public static Set<String> ofOthers(Path root, String queue, long run) throws IOException {
        IndexFile index = new IndexFile(root);
        if (!index.read()) {
            return Set.of();
        }
        return index.entries.values().stream()
                .filter(entry ->
                        !queue.equals(entry.queue()) || !Long.valueOf(run).equals(entry.run()))
                .map(IndexEntry::folder)
                .collect(Collectors.toSet());
    }

    /** {@return whether there was an index that could be read} */
    private boolean read() throws IOException {
        Path file = root.resolve(NAME);
        try {
            JsonNode folders = tree(file).path("folders");
            if (!folders.isArray()) {
                throw new IllegalArgumentException("it has no array of folders");
            }
            for (JsonNode folder : folders) {
                IndexEntry entry = entry(text(folder, "folder"), folder, folder, folder);
                entries.put(entry.folder(), entry);
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            warnings.add(file + " could not be read and was made anew: " + firstLine(e));
            return false;
        }
    }

    private void scan(Set<String> known) throws IOException {
        for (Path user : foldersIn(root)) {
            for (Path folder : foldersIn(user)) {
                String name = user.getFileName() + "/" + folder.getFileName();
                if (!known.contains(name)
                        && ResultFolders.isPublished(folder)
                        && Files.isRegularFile(folder.resolve(RunFile.NAME))) {
                    scan(name, folder);
                }
            }
        }
    }

    private void scan(String name, Path folder) throws IOException {
        try {
            JsonNode run = tree(folder.resolve(RunFile.NAME));
            JsonNode metrics = tree(folder.resolve(ResultFiles.METRICS));
            entries.put(name, entry(name, run.path("instance"), run, metrics));
        } catch (NoSuchFileException | JacksonException | IllegalArgumentException | DateTimeException e) {
            warnings.add(folder + " is not in the index: " + firstLine(e));
        }
    }

    private static JsonNode tree(Path file) throws IOException {
        return MAPPER.readTree(Files.readAllBytes(file));
    }

    private static List<Path> foldersIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static IndexEntry entry(String folder, JsonNode instance, JsonNode run, JsonNode metrics) {
        JsonNode queue = run.path("queue");
        JsonNode number = run.path("run");
        return new IndexEntry(
                folder,
                text(instance, "user_id"),
                text(instance, "strategy_id"),
                text(instance, "strategy_name"),
                text(instance, "broker_connection_id"),
                number(instance, "scale"),
                variant(instance),
                queue.isString() ? queue.asString() : null,
                number.isIntegralNumber() ? number.asLong() : null,
                terms(run),
                Instant.parse(text(run, "finished_at")),
                wholeNumber(metrics, "total_trades"),
                number(metrics, "total_pnl"));
    }

    /** Results of earlier versions do not tell it: there were no variants. */
    private static Variant variant(JsonNode instance) {
        JsonNode sweepOf = instance.path("sweep_of");
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        instance.path("parameters").properties().forEach(parameter -> {
            JsonNode value = parameter.getValue();
            if (value.isNumber()) {
                parameters.put(
                        parameter.getKey(),
                        ParameterValue.number(value.decimalValue().toPlainString()));
            } else if (value.isBoolean()) {
                parameters.put(parameter.getKey(), ParameterValue.flag(value.booleanValue()));
            } else {
                parameters.put(
                        parameter.getKey(), ParameterValue.text(text(instance.path("parameters"), parameter.getKey())));
            }
        });
        return new Variant(sweepOf.isString() ? sweepOf.asString() : null, parameters);
    }

    private static Map<String, String> terms(JsonNode run) {
        return IndexEntry.TERMS.stream()
                .filter(name -> run.path(name).isString())
                .collect(Collectors.toMap(name -> name, name -> run.path(name).asString()));
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isString()) {
            throw new IllegalArgumentException("no text " + name);
        }
        return value.asString();
    }

    private static BigDecimal number(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("no number " + name);
        }
        return value.decimalValue();
    }

    private static int wholeNumber(JsonNode object, String name) {
        try {
            return number(object, name).intValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("no whole number " + name, e);
        }
    }

    private boolean exists(String folder) {
        try {
            Path path = root.resolve(folder).normalize();
            return path.startsWith(root.normalize()) && Files.isDirectory(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String firstLine(Exception problem) {
        @Nullable String message = problem.getMessage();
        return message == null
                ? problem.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private byte[] bytes() {
        return Json.indented(json -> json.object(() -> json.array(
                "folders",
                () -> entries.values()
                        .forEach(entry -> json.object(() -> {
                            json.text("folder", entry.folder());
                            json.text("user_id", entry.userId());
                            json.text("strategy_id", entry.strategyId());
                            json.text("strategy_name", entry.strategyName());
                            json.text("broker_connection_id", entry.brokerConnectionId());
                            json.number("scale", entry.scale());
                            json.text("sweep_of", entry.variant().sweepOf());
                            json.parameters("parameters", entry.variant().parameters());
                            json.text("queue", entry.queue());
                            json.number("run", entry.run());
                            IndexEntry.TERMS.forEach(
                                    name -> json.text(name, entry.terms().get(name)));
                            json.text("finished_at", entry.finishedAt().toString());
                            json.number("total_trades", entry.totalTrades());
                            json.number("total_pnl", entry.totalPnl());
                        })))));
    }
}
