package dev.nightjar.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with strategies, as they are named on the command line. */
public final class StrategySources {

    /** The owner of strategies whose files name none. */
    public static final String DEFAULT_USER = "local";

    private static final String JSON = ".json";

    private static final String SIMULATION = "simulation";
    private static final JsonMapper JSON_MAPPER = new JsonMapper();

    /** Larger files are no strategies. */
    private static final long LARGEST_FILE = 32L << 20;

    private StrategySources() {}

    /**
     * {@return the files named, and those ending in .json of the folders named, in that order and by name within a folder}
     *
     * @throws IOException if one of them is not there or a folder has none
     */
    public static List<Path> find(List<Path> filesAndFolders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path path : filesAndFolders) {
            if (Files.isDirectory(path)) {
                List<Path> inside;
                try (Stream<Path> entries = Files.list(path)) {
                    inside = entries.filter(entry -> entry.toString().endsWith(JSON) && Files.isRegularFile(entry))
                            .sorted()
                            .toList();
                }
                if (inside.isEmpty()) {
                    throw new NoSuchFileException(path + "/*" + JSON);
                }
                found.addAll(inside);
            } else if (Files.exists(path)) {
                found.add(path);
            } else {
                throw new NoSuchFileException(path.toString());
            }
        }
        return found;
    }

    /**
     * {@return the text of a file}
     *
     * @throws IOException if it cannot be read, is not UTF-8 or larger than any strategy; see {@link FileErrors}
     */
    public static String read(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("is larger than " + (LARGEST_FILE >> 20) + " MiB");
        }
        return Files.readString(file);
    }

    /** {@return whether a file says of itself that it is a portfolio simulation; all others are strategies} */
    public static boolean isSimulation(String json) {
        if (!json.contains(SIMULATION)) {
            return false;
        }
        try {
            JsonNode document = JSON_MAPPER.readTree(json);
            return document.isObject()
                    && SIMULATION.equals(document.path("kind").asString(""));
        } catch (JacksonException e) {
            return false;
        }
    }
}
