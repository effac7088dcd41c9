package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.engine.Engine;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results are the same to the byte in another time zone and locale, and on another Java: that named by {@code -Dnightjar.other.java}
 * (a JDK's folder), else the newest one beside this one.
 */
class OtherJavaTest {

    private static final int SEEDS = 2;
    private static final long PATIENCE_SECONDS = 240;

    private static final List<String> HERE = RandomBookDigests.lines(SEEDS);

    @TempDir
    private Path folder;

    @Test
    void anotherZoneAndLocaleGiveTheSameBytes() throws IOException, InterruptedException {
        Path own = Path.of(System.getProperty("java.home"));

        assertThat(digests(
                        own,
                        "Pacific/Kiritimati",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-Dfile.encoding=ISO-8859-1"))
                .isEqualTo(HERE);
        assertThat(digests(own, "America/St_Johns", "-Duser.language=tr", "-Duser.country=TR"))
                .isEqualTo(HERE);
    }

    @Test
    void anotherJavaGivesTheSameBytes() throws IOException, InterruptedException {
        Path other = otherJava();
        assumeTrue(other != null, "there is no other Java than " + Runtime.version() + " beside this one");

        assertThat(digests(
                        other,
                        "America/New_York",
                        "-Duser.language=th",
                        "-Duser.country=TH",
                        "-XX:TieredStopAtLevel=1"))
                .as("on " + other)
                .isEqualTo(HERE);
    }

    private static @Nullable Path otherJava() throws IOException {
        String named = System.getProperty("nightjar.other.java");
        if (named != null) {
            return Path.of(named);
        }
        Path beside = Path.of(System.getProperty("java.home")).toRealPath().getParent();
        Path newest = null;
        int newestFeature = 0;
        try (Stream<Path> all = Files.list(beside)) {
            for (Path java : all.sorted().toList()) {
                int feature = feature(java);
                if (feature >= 17 && feature != Runtime.version().feature() && feature > newestFeature) {
                    newest = java;
                    newestFeature = feature;
                }
            }
        }
        return newest;
    }

    /** {@return the version of a JDK, 0 if it is none that can be run} */
    private static int feature(Path java) throws IOException {
        Path release = java.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(java.resolve("bin/java"))) {
            return 0;
        }
        Properties facts = new Properties();
        try (Stream<String> lines = Files.lines(release)) {
            lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .forEach(line ->
                            facts.setProperty("version", line.substring(13).replace("\"", "")));
        }
        String version = facts.getProperty("version", "0");
        return Runtime.Version.parse(version.equals("0") ? "1" : version).feature();
    }

    private List<String> digests(Path java, String zone, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java.resolve("bin/java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), RandomBookDigests.class.getName(), Integer.toString(SEEDS)));
        Path said = folder.resolve("said.txt");
        Path wrong = folder.resolve("wrong.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(said.toFile()).redirectError(wrong.toFile());
        builder.environment().put("TZ", zone);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(wrong)).isZero();
        return Files.readAllLines(said);
    }

    /** What the digests need, wherever it was loaded from: the program, the tests, JSON and annotations. */
    private static String classPath() {
        return Stream.of(
                        Engine.class,
                        RandomBookDigests.class,
                        JsonMapper.class,
                        JsonGenerator.class,
                        com.fasterxml.jackson.annotation.JsonProperty.class,
                        Nullable.class)
                .map(OtherJavaTest::origin)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
