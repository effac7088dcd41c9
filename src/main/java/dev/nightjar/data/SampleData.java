package dev.nightjar.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** The market day the project ships, SAMPLE DATA: made, not observed. */
public final class SampleData {

    /** Its only day. */
    public static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    /** The hash of its content, by which it is known wherever its files are. */
    public static final String HASH = "0db106edd30117ce8051e65f16f303b98bb8e87af6c27a7b079ba74f76c92415";

    private static final String RESOURCES = "/samples/data/";

    private SampleData() {}

    /** Writes the sample's data folder; files that are there with the same content are left alone, others replaced. */
    public static void copyTo(Path folder) {
        for (String name : names()) {
            byte[] content = resource(name);
            Path target = folder.resolve(name);
            if (!holds(target, content)) {
                DurableFile.write(target, content);
            }
        }
    }

    private static List<String> names() {
        return new String(resource("files.txt"), StandardCharsets.UTF_8).lines().toList();
    }

    private static boolean holds(Path file, byte[] content) {
        try {
            return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = SampleData.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCES + name + " is missing from the program");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(RESOURCES + name + " cannot be read", unreadable);
        }
    }
}
