package dev.nightjar.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found in data when it was imported, beside it in the store: a line of kind, count and example for each example. */
final class FindingsFile {

    /** How the names of such files end. */
    static final String ENDING = ".findings";

    private FindingsFile() {}

    static void write(Path file, List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            for (String example : finding.examples()) {
                text.append(finding.kind())
                        .append('\t')
                        .append(finding.count())
                        .append('\t')
                        .append(example.replaceAll("[\\p{Cntrl}]", " "))
                        .append('\n');
            }
        }
        DurableFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return what stands in the file; nothing if it is not there}
     *
     * @throws DataException if it holds something else
     */
    static List<Finding> read(Path file) {
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        Map<Finding.Kind, List<String>> examples = new EnumMap<>(Finding.Kind.class);
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split("\t", 3);
                Finding.Kind kind = Finding.Kind.valueOf(words[0]);
                counts.put(kind, Long.parseLong(words[1]));
                examples.computeIfAbsent(kind, absent -> new ArrayList<>()).add(words[2]);
            }
            List<Finding> findings = new ArrayList<>();
            counts.forEach(
                    (kind, count) -> findings.add(new Finding(kind, count, examples.getOrDefault(kind, List.of()))));
            return findings;
        } catch (NoSuchFileException nothing) {
            return List.of();
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | CharacterCodingException unexpected) {
            throw new DataException(
                    file.toString(),
                    List.of("is damaged: its lines should be kind, count and example; delete it and import the data"
                            + " again"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
