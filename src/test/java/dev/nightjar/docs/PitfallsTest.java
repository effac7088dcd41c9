package dev.nightjar.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What docs/pitfalls.md names as a test is one. */
class PitfallsTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        Map<String, Path> classes;
        try (Stream<Path> files = Files.walk(TESTS)) {
            classes = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> String.valueOf(file.getFileName()).replace(".java", ""),
                            Function.identity(),
                            (one, other) -> one));
        }
        List<String> rows = Files.readAllLines(Path.of("docs/pitfalls.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what goes wrong"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(35).allSatisfy(row -> {
            List<MatchResult> named = NAMED.matcher(row).results().toList();
            assertThat(named).as(row).isNotEmpty();
            named.forEach(test -> assertThat(isTest(classes.get(test.group(1)), test.group(2)))
                    .as(test.group())
                    .isTrue());
        });
    }

    private static boolean isTest(@Nullable Path file, String method) {
        if (file == null) {
            return false;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            for (int line = 0; line < lines.size(); line++) {
                if (lines.get(line).contains(" void " + method + "(")) {
                    for (int above = line - 1; above >= 0 && !lines.get(above).isBlank(); above--) {
                        if (lines.get(above).strip().matches("@(Test|ParameterizedTest|RepeatedTest)\\b.*")) {
                            return true;
                        }
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
