package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrategyCommandTest {

    private static final Path SAMPLES = Path.of("src/main/resources/samples/strategies");
    private static final Path SCHEMA = Path.of("src/main/resources/schema/strategy.schema.json");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void saysThatFilesAreValid() {
        String straddle = SAMPLES.resolve("short-straddle.json").toString();
        String momentum = SAMPLES.resolve("momentum-3m.json").toString();

        assertThat(run("check", straddle, momentum)).isZero();
        assertThat(said(out)).containsExactly(straddle + ": valid", momentum + ": valid", "2 checked, 0 refused");
        assertThat(said(err)).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongWithEachFileOfAFolder() {
        String invalid = SAMPLES.resolve("invalid-on-purpose.json").toString();

        assertThat(run("check", SAMPLES.toString())).isEqualTo(3);
        assertThat(said(out)).contains(invalid + ": refused", "8 checked, 1 refused");
        assertThat(said(err))
                .hasSize(17)
                .allMatch(line -> line.startsWith(invalid + ": /"))
                .contains(invalid + ": /nodes/2/data/positions/0/quantity: must be a positive number, was 0");
    }

    @Test
    void tellsWarningsAndWhatTheScaleMakesImpossible() throws IOException {
        String sample = Files.readString(SAMPLES.resolve("short-straddle.json"));
        Path file = Files.writeString(folder.resolve("s.json"), sample.replaceFirst("\\{", "{\"colour\": 1, "));

        assertThat(run("check", file.toString())).isZero();
        assertThat(said(err)).containsExactly(file + ": warning: /colour: is not known and has no effect, was 1");
        assertThat(run("check", "--scale", "0.001", file.toString())).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("x scale 0.001) must be 1 to");
    }

    @Test
    void readsNothingThatIsNotThere() {
        assertThat(run("check", folder.resolve("none.json").toString())).isEqualTo(5);
        assertThat(run("check")).isEqualTo(2);
        assertThat(run("check", "--scale", "0", SAMPLES.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--scale: scale must be above 0");
    }

    @Test
    void printsTheSchema() throws IOException {
        assertThat(run("schema")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(SCHEMA));
    }

    private int run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "strategy";
        System.arraycopy(args, 0, all, 1, args.length);
        return new CommandLineApp((home, queue, settings, said, complained) -> 0, printer(out), printer(err)).run(all);
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static java.util.List<String> said(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
