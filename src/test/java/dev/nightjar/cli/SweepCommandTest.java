package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants of a strategy on the command line. */
class SweepCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void aStrategy() throws IOException {
        file = folder.resolve("sma-cross.json");
        try (InputStream in = getClass().getResourceAsStream("/bench/sma-cross.json")) {
            Files.copy(in, file);
        }
    }

    private int add(String... options) {
        List<String> arguments = new ArrayList<>(List.of("queue", "add", file.toString(), "--queue", "q"));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("strategy")) {
            all.add("--nightjar.home=" + folder.resolve("home"));
        }
        return new CommandLineApp(
                        (home, queue, overrides, toOut, toErr) -> 0,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void refused(String message, String... options) {
        assertThat(add(options)).as(String.join(" ", options)).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains(message);
        assertThat(out()).isEmpty();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void whatCanBeSweptIsListed() {
        assertThat(run("strategy", "parameters", file.toString())).isZero();
        assertThat(out())
                .contains("fast                              10  /nodes/0/data/")
                .contains("up.condition1.timeValue        09:20  /nodes/1/", "  in Current Time >= 09:20")
                .contains("and 75 texts, flags, offsets and multipliers: --all")
                .doesNotContain("strikeType");
        assertThat(run("strategy", "parameters", "--all", file.toString())).isZero();
        assertThat(out()).contains("call.strikeType", "call.stopLoss.enabled").doesNotContain("--all");
    }

    @Test
    void variantsAreAddedListedAndTakenOutTogether() {
        assertThat(add(
                        "--sweep",
                        "fast=5..20:5",
                        "--sweep",
                        "call.strikeType=ATM,OTM1",
                        "--where",
                        "fast<slow",
                        "--where",
                        "fast!=10"))
                .as(err())
                .isZero();
        assertThat(out()).isEqualTo("""
                fast: 4 values, 5 to 20
                call.strikeType: 2 values, ATM to OTM1
                0 of 8 combinations left out by --where fast<slow
                2 of 8 combinations left out by --where fast!=10
                added 6 variants of sma-cross: bench/sma-cros~0001/default/1 [fast=5 call.strikeType=ATM] to bench/sma-cros~0006/default/1 [fast=20 call.strikeType=OTM1]
                """);
        assertThat(run("queue", "list", "--queue", "q")).isZero();
        assertThat(out())
                .contains("bench/sma-cros~0004/default/1 [fast=15 call.strikeType=OTM1]  never run", "q: 6 items");
        assertThat(run("queue", "remove", "--queue", "q", "--sweep-of", "other"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("has no variants of other");
        assertThat(add()).isZero();
        assertThat(run("queue", "remove", "--queue", "q", "--sweep-of", "sma-cross"))
                .isZero();
        assertThat(run("queue", "list", "--queue", "q")).isZero();
        assertThat(out()).contains("bench/sma-cross/default/1  never run", "q: 1 item\n");
    }

    @Test
    void oneNameMayStandForSeveralPlaces() {
        assertThat(add("--bind", "last=up.condition2.timeValue,up-again.timeValue", "--sweep", "last=14:00..15:00:30m"))
                .as(err())
                .isZero();
        assertThat(out()).contains("added 3 variants", "[last=14:00] to ", "[last=15:00]");
        assertThat(add(
                        "--bind",
                        "a=fast,fast.length",
                        "--bind",
                        "b=fast,exitTime",
                        "--bind",
                        "c",
                        "--bind",
                        "d=nope",
                        "--sweep",
                        "a=1"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err())
                .contains("--bind a=fast,fast.length: fast.length is there twice")
                .contains("its places take different kinds of values: fast a number, square-off.exitTime a time")
                .contains("--bind c: must be name=place,place")
                .contains("--bind d=nope: nope names no value of the strategy");
        assertThat(add("--bind", "a=fast,slow", "--sweep", "stopPoints=1,2")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("--bind a is not swept");
        assertThat(add("--bind", "a=fast,slow", "--sweep", "a=5..7", "--sweep", "slow=3"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("--sweep slow: is swept by a already");
    }

    @Test
    void everyMistakeIsToldAtOnceAndNothingIsMade() {
        refused(
                "--sweep fast: the step of 5..20:0 must be above 0; now 10",
                "--sweep",
                "fast=5..20:0",
                "--sweep",
                "slow=20..5",
                "--sweep",
                "fats=1",
                "--sweep",
                "3");
        assertThat(err())
                .contains("--sweep slow: the range 20..5 begins above its end; write 5..20; now 30")
                .contains("--sweep fats: fats names no value of the strategy; did you mean fast?")
                .contains("--sweep 3: must be parameter=values")
                .contains(
                        "what can be swept in ",
                        "  call.stopPoints, now 15, at /nodes/2/data/positions/0/stopLoss/stopPoints");
        refused("--sweep length: length names 2 values of the strategy: fast (/nodes/0/", "--sweep", "length=3");
        refused("--sweep fast.length: is swept by fast already", "--sweep", "fast=3", "--sweep", "fast.length=4");
        refused(
                "the sweeps make 250000 combinations, at most 100000 are accepted",
                "--sweep",
                "fast=1..500",
                "--sweep",
                "slow=1..500");
        refused("--where leaves nothing of 2 combinations", "--sweep", "fast=50,60", "--where", "fast<slow");
        refused("neither stopPoints nor 3 is swept; swept are fast", "--sweep", "fast=5,6", "--where", "stopPoints<3");
        refused(
                "slov is neither a number nor a value of the strategy that is",
                "--sweep",
                "fast=5,6",
                "--where",
                "fast<slov");
        refused(
                "only numbers and times have an order; accepted: ==, !=",
                "--sweep",
                "call.strikeType=ATM,OTM1",
                "--where",
                "call.strikeType<OTM1");
        refused("go with --sweep or --sweep-file", "--where", "fast<3");
        assertThat(run("queue", "add", folder.toString(), "--queue", "q", "--sweep", "fast=3"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("a sweep is of one strategy file, given the folder");
        assertThat(run("queue", "add", file + "x", "--queue", "q", "--sweep", "fast=3"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("sma-cross.jsonx: does not exist");
    }

    @Test
    void invalidCombinationsRefuseAllUnlessTheyAreToBeLeftOut() {
        refused("""
                6 of 8 combinations are no valid strategies
                  [fast=501]: /nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/fast/length: must be a whole number from 1 to 500, was 501
                """, "--sweep", "fast=499..506");
        assertThat(err())
                .contains("  [fast=505]: ", "  and 1 more\nnothing was added; --skip-invalid adds the other 2")
                .doesNotContain("[fast=506]");
        refused("[call.strikeType=AT\"M\u00e9]: ", "--sweep", "call.strikeType=AT\"M\u00e9");
        refused(
                "2 of 2 combinations are no valid strategies and were left out",
                "--skip-invalid",
                "--sweep",
                "fast=501,502");

        assertThat(add("--sweep", "fast=499..506", "--skip-invalid")).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(out()).contains("added 2 variants of sma-cross: bench/sma-cros~0001/default/1 [fast=499] to");
        assertThat(err()).contains("6 of 8 combinations are no valid strategies and were left out", "[fast=501]: ");
    }

    /** A stop that is switched off does nothing, however far away it is. */
    @Test
    void whatHasNoEffectIsNotSwept() throws IOException {
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("\"stopLoss\": \\{\\s*\"enabled\": true", "\"stopLoss\": {\"enabled\": false"));
        refused(
                "call.stopPoints (/nodes/2/data/positions/0/stopLoss/stopPoints) has no effect: the strategies of all its"
                        + " values are the same",
                "--sweep",
                "stopPoints=5,10",
                "--sweep",
                "fast=3,4");
        assertThat(add("--sweep", "call.stopLoss.enabled=false,true", "--sweep", "stopPoints=5,10"))
                .as(err())
                .isZero();
    }

    @Test
    void aListHasARowForEachVariantAndMayNameThem() throws IOException {
        Path list = folder.resolve("variants.csv");
        Files.writeString(list, "\uFEFFid,fast,\"slow\"\r\ntight,5,10\r\nwide,20,50.0\r\n\r\n");
        assertThat(add("--sweep-file", list.toString())).as(err()).isZero();
        assertThat(out())
                .contains("2 variants in " + list)
                .contains("added 2 variants of sma-cross: bench/tight/default/1 [fast=5 slow=10] to"
                        + " bench/wide/default/1 [fast=20 slow=50]");
        Files.writeString(list, "fast,slow\n5,10\n6,10\n");
        assertThat(add("--sweep-file", list.toString())).as(err()).isZero();
        assertThat(out())
                .contains("added 1 variant of sma-cross: bench/sma-cros~0001/default/1 [fast=6 slow=10]")
                .contains("stand already: 1 variant of sma-cross: bench/tight/default/1 [fast=5 slow=10]");
        Files.writeString(list, "id,fast\ntight,7\n");
        assertThat(run("queue", "add", file.toString(), "--queue", "q2", "--sweep-file", list.toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err())
                .contains("id tight: its result folder would also be that of bench/tight/default/1, item 1 of queue q");
    }

    @Test
    void mistakesOfAListNameTheLine() throws IOException {
        Path list = folder.resolve("variants.csv");
        String[] options = {"--sweep-file", list.toString()};
        refused("variants.csv: does not exist", options);
        Files.writeString(list, "");
        refused("variants.csv is empty, expected a line with the names of parameters", options);
        Files.writeString(list, "id\na\n");
        refused("variants.csv, line 1: names no parameter", options);
        Files.writeString(list, "fast\r\n");
        refused("variants.csv has a header and no row", options);
        Files.writeString(list, "fast,nope,fast.length\n1,2,3\n");
        refused("variants.csv, line 1, nope: nope names no value of the strategy", options);
        assertThat(err()).contains("variants.csv, line 1, fast.length: is swept by fast already");
        Files.writeString(
                list,
                "id,fast,slow\n\na,NaN,\nb,1\n../c,1,2\nd,1.0,2\nA,7,8\na234567890123x,9,9\na234567890123y,9,8\n");
        refused("variants.csv, line 3, fast: must be a number of at most 30 digits, was NaN", options);
        assertThat(err())
                .contains("line 3, slow: has an empty value")
                .contains("line 4: has 2 fields, the header has 3")
                .contains("line 5: id: must not ", "../c")
                .contains("line 6: has the values of line 5")
                .contains("line 7: id A begins with the same 13 characters as that of line 3")
                .contains("line 9: id a234567890123y begins with the same 13 characters as that of line 8");
        Files.write(list, new byte[] {'f', 'a', 's', 't', '\n', (byte) 0xFF});
        refused("variants.csv: is not UTF-8 text", options);
        Files.writeString(list, "fast\n5\n");
        refused("--sweep and --sweep-file cannot go together", "--sweep-file", list.toString(), "--sweep", "slow=3");
    }

    /** Folders are named by 13 characters, so numbers go on where another strategy or queue has them. */
    @Test
    void idsOfVariantsAreNobodyElsesFolders() throws IOException {
        assertThat(add("--sweep", "fast=5..7")).isZero();
        assertThat(run("queue", "add", file.toString(), "--queue", "other", "--sweep", "fast=5..7"))
                .isZero();
        assertThat(out()).contains("bench/sma-cros~0004/default/1 [fast=5] to bench/sma-cros~0006/default/1 [fast=7]");
        assertThat(add("--sweep", "fast=5..7", "--broker", "b")).isZero();
        assertThat(out()).contains("bench/sma-cros~0001/b/1 [fast=5] to bench/sma-cros~0003/b/1 [fast=7]");
        assertThat(add("--sweep", "fast=5..7", "--scale", "2")).isZero();
        assertThat(out()).contains("bench/sma-cros~0007/default/2 [fast=5]");
        Files.writeString(file, Files.readString(file).replace("\"sma-cross\"", "\"SMA-crossing\""));
        assertThat(add("--sweep", "fast=5")).isZero();
        assertThat(out()).contains("bench/SMA-cros~0010/default/1 [fast=5]");
        Files.writeString(file, Files.readString(file).replace("\"SMA-crossing\"", "\"x\""));
        assertThat(add("--sweep", "fast=1..500", "--sweep", "slow=1..20")).isZero();
        assertThat(out()).contains("bench/x~00001/default/1 [fast=1 slow=1] to bench/x~10000/default/1");
    }
}
