package dev.nightjar.outcome;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks whether the files of a folder of results are those that were published. Files beside them do not matter. */
public final class PublishedFolder {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int CHUNK = 1 << 16;

    private PublishedFolder() {}

    /**
     * {@return what is not as it was published, a sentence each; empty if all is}
     *
     * @param expected SHA-256 in hexadecimal, by the name of the file
     */
    public static List<String> problems(Path folder, Map<String, String> expected) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of(
                    folder + (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ? " is no folder" : " is missing"));
        }
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, String> one : expected.entrySet()) {
            Path file = folder.resolve(one.getKey());
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(file + " is missing");
                continue;
            }
            String found = sha256(file);
            if (!found.equals(one.getValue())) {
                problems.add(file + " is torn or changed: it has " + Files.size(file) + " bytes and SHA-256 " + found
                        + ", published was " + one.getValue());
            }
        }
        return problems;
    }

    /**
     * {@return the same of the folder of a strategy, whose {@code run.json} has the hashes of the files beside it}
     *
     * @param runFileSha256 of that file
     */
    public static List<String> strategyProblems(Path folder, String runFileSha256) throws IOException {
        List<String> problems = problems(folder, Map.of(RunFile.NAME, runFileSha256));
        return problems.isEmpty()
                ? problems(folder, files(Files.readAllBytes(folder.resolve(RunFile.NAME))))
                : problems;
    }

    /**
     * {@return the files of the folder of a strategy by name, those alone that were published}
     *
     * @param runFileSha256 of its {@code run.json}
     * @throws IOException if one cannot be read, or is another by now
     */
    public static SortedMap<String, byte[]> strategyFiles(Path folder, String runFileSha256) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        byte[] run = read(folder.resolve(RunFile.NAME), runFileSha256);
        for (Map.Entry<String, String> file : files(run).entrySet()) {
            files.put(file.getKey(), read(folder.resolve(file.getKey()), file.getValue()));
        }
        files.put(RunFile.NAME, run);
        return files;
    }

    /**
     * {@return the bytes of a file}
     *
     * @param sha256 that it has if it is the one that was published
     * @throws IOException if it cannot be read, or is another by now
     */
    public static byte[] read(Path file, String sha256) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!Sha256.hex(bytes).equals(sha256)) {
            throw new IOException(file + " is not the one that was published: it was changed, or is of another run");
        }
        return bytes;
    }

    private static Map<String, String> files(byte[] runFile) {
        Map<String, String> files = new LinkedHashMap<>();
        MAPPER.readTree(runFile)
                .path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asString()));
        return files;
    }

    /** {@return whether a folder says that it is of that run} */
    public static boolean isOf(Path folder, String queue, long run) {
        Maker maker = maker(folder.resolve(RunFile.NAME));
        return maker != null && maker.isRun(queue, run);
    }

    /** {@return the run that made what a file stands beside, such as {@code run 3 of queue q}; empty if the file does not tell it} */
    public static Optional<String> whose(Path file) {
        return Optional.ofNullable(maker(file)).map(maker -> "run " + maker.run() + " of queue " + maker.queue());
    }

    /**
     * {@return whether a folder says that it is of another run, and one that is not older}
     *
     * @param file of the folder that says whose it is
     * @param finishedAt when that run had finished
     */
    public static boolean isOfLater(Path file, String queue, long run, Instant finishedAt) {
        Maker maker = maker(file);
        if (maker == null || maker.isRun(queue, run)) {
            return false;
        }
        return maker.queue().equals(queue) && maker.run() > run
                || maker.finishedAt() == null
                || !maker.finishedAt().isBefore(finishedAt);
    }

    /**
     * Which run made a folder.
     *
     * @param finishedAt null if it does not say so
     */
    private record Maker(String queue, long run, @Nullable Instant finishedAt) {

        boolean isRun(String ofQueue, long number) {
            return queue.equals(ofQueue) && run == number;
        }
    }

    /** {@return what the file says; null if it cannot be read or names no run} */
    private static @Nullable Maker maker(Path file) {
        JsonNode told;
        try {
            told = MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException | JacksonException e) {
            return null;
        }
        JsonNode queue = told.path("queue");
        JsonNode number = told.path("run");
        if (!queue.isString() || !number.isIntegralNumber()) {
            return null;
        }
        return new Maker(queue.asString(), number.asLong(), instant(told.path("finished_at")));
    }

    private static @Nullable Instant instant(JsonNode text) {
        try {
            return text.isString() ? Instant.parse(text.asString()) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            while (in.read(chunk) >= 0) {
                // the stream counts what is read
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
