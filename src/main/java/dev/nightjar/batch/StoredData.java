package dev.nightjar.batch;

import dev.nightjar.data.DayStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A data set that a home has a store of.
 *
 * @param name by which settings and commands call it
 * @param folder of its store
 */
public record StoredData(String name, Path folder) {

    /** The store says what it is the store of. */
    private static final String NAME = "name";

    private static final Pattern DIGEST = Pattern.compile("-[0-9a-f]{16}$");

    /** {@return the data sets of a home, by name} */
    public static List<StoredData> of(Home home) {
        Path stores = home.stores();
        if (!Files.isDirectory(stores)) {
            return List.of();
        }
        List<StoredData> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(stores)) {
            entries.filter(Files::isDirectory).forEach(folder -> found.add(new StoredData(told(folder), folder)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(stores + " cannot be listed: " + unreadable.getMessage(), unreadable);
        }
        found.sort(Comparator.comparing(StoredData::name).thenComparing(StoredData::folder));
        return List.copyOf(found);
    }

    /** Stores made before they had names are called by their folder. */
    private static String told(Path folder) {
        try {
            return Files.readString(folder.resolve(NAME)).strip();
        } catch (NoSuchFileException unnamed) {
            return DIGEST.matcher(String.valueOf(folder.getFileName())).replaceFirst("");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(folder.resolve(NAME) + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** {@return the data set of that name, if the home has a store of it} */
    public static Optional<StoredData> find(Home home, String name) {
        Path folder = home.dayStore(name);
        if (Files.isDirectory(folder)) {
            return Optional.of(new StoredData(home.dataName(name), folder));
        }
        return of(home).stream().filter(data -> data.name().equals(name)).findFirst();
    }

    /** {@return the data set of that name, whose store is made and named if need be} */
    public static StoredData make(Home home, String name) {
        StoredData data = new StoredData(home.dataName(name), home.dayStore(name));
        DayStore.open(data.folder());
        Path file = data.folder().resolve(NAME);
        if (!Files.exists(file)) {
            try {
                Files.writeString(file, data.name() + "\n");
            } catch (IOException refused) {
                throw new UncheckedIOException(file + " cannot be written: " + refused.getMessage(), refused);
            }
        }
        return data;
    }

    /** {@return its days and candles} */
    public DayStore store() {
        return DayStore.open(folder);
    }
}
