package dev.nightjar.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The simulations that come with the program, over its sample data. */
public final class SampleSimulations {

    /** Their files. */
    static final List<String> NAMES = List.of(
            "bollinger-risk.json",
            "hold-and-rebalance.json",
            "intraday-5m.json",
            "ma-crossover.json",
            "rsi-shared.json");

    private static final String RESOURCES = "/samples/simulations/";

    private SampleSimulations() {}

    /** Writes them to a folder, over those that are there. */
    public static void copyTo(Path folder) {
        try {
            Files.createDirectories(folder);
            for (String name : NAMES) {
                try (InputStream in = SampleSimulations.class.getResourceAsStream(RESOURCES + name)) {
                    if (in == null) {
                        throw new IllegalStateException(
                                "the resource " + RESOURCES + name + " is missing from the program");
                    }
                    Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sample cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }
}
