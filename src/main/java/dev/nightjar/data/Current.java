package dev.nightjar.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which version of something the store holds: one line in a file that is swapped whole.
 *
 * @param hash of the content
 * @param source a hash of what the source looked like
 */
record Current(String hash, String source) {

    /** How the names of such files end. */
    static final String ENDING = ".current";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9a-f]{64})\n");

    /** {@return what stands in the file, or null if it is not there} */
    static @Nullable Current read(Path file) {
        String line;
        try {
            line = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new DataException(
                    file.toString(),
                    List.of("is damaged: it should be one line of two hashes; delete it and import the data again"));
        }
        return new Current(matcher.group(1), matcher.group(2));
    }

    /** {@return what stands in the file, or null if it is not there or damaged, so that it has to be written again} */
    static @Nullable Current usable(Path file) {
        try {
            return read(file);
        } catch (DataException damaged) {
            return null;
        }
    }

    void write(Path file) {
        DurableFile.write(file, (hash + " " + source + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
