package dev.nightjar.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;

/** The recorded files that LEAN publishes. Tests that need them are skipped where they are absent. */
public final class LeanZip {

    private LeanZip() {}

    /** {@return the folder of a recorded case; the system property {@code nightjar.golden} moves them} */
    public static Path golden(String name) {
        Path folder = Path.of(System.getProperty("nightjar.golden", "../shared/golden"))
                .resolve(name)
                .resolve("data");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no golden data at " + folder);
        return folder;
    }

    /** {@return the fields of each line of the first file in an archive} */
    public static List<String[]> rows(Path zip) {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            in.getNextEntry();
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
