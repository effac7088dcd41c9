package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.batch.Home;
import dev.nightjar.batch.StoredData;
import dev.nightjar.data.DataFolder;
import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DataCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void generateMakesADataFolderAndSaysWhatToDoNext() throws IOException {
        Path made = folder.resolve("made");

        assertThat(run(
                        "data",
                        "generate",
                        "--date",
                        "2024-10-29..2024-10-30",
                        "--symbols",
                        "20",
                        "--ticks",
                        "2k",
                        "--out",
                        made.toString()))
                .as(said(err))
                .isZero();
        assertThat(said(out))
                .contains("made 2 days of 2000 ticks and 20 instruments in " + made, "MADE DATA")
                .contains("next: job.jar data import --from " + made);
        assertThat(Files.readAllLines(made.resolve("ticks/2024-10-30.csv"))).hasSize(2_001);
        assertThat(Files.readAllLines(made.resolve("instruments.csv"))).hasSizeGreaterThanOrEqualTo(21);

        assertThat(run("data", "generate", "--date", "2024-10-29", "--out", made.toString()))
                .isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains(made + ": is not empty; ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--date=yesterday | --date: must be a date such as 2024-10-29, or two with two dots between",
                "--date=2024-13-01 | --date: ",
                "--date=2024-10-27 | --date: the exchange is closed on 2024-10-27; the next trading day is 2024-10-28",
                "--date=2024-10-29..2024-10-28 | --date: the last day 2024-10-28 is before the first",
                "--date=2024-10-29 --ticks=0 | --ticks: must be a whole number from 1 to 1000000000",
                "--date=2024-10-29 --ticks=10G | --ticks: must be a whole number from 1 to 1000000000",
                "--date=2024-10-29 --ticks=2000M | --ticks: must be a whole number from 1 to 1000000000",
                "--date=2024-10-29 --symbols=nifty | --symbols: must be a number of instruments, or different names",
                "--date=2024-10-29 --symbols=100 --ticks=2 | ticks must be at least one for each of the 4 underlyings",
                "--date=2024-10-29 --resolution=1m | --resolution: must be 1s or 1ms, was '1m'",
                "--date=2024-10-29 --seed=x | Invalid value for option '--seed'",
                "--ticks=5 | Missing required option: '--date=<day[..day]>'",
            })
    void generateRefusesWhatCannotBe(String arguments, String message) {
        String[] given = ("data generate --out=" + folder.resolve("made") + " " + arguments).split(" ");

        assertThat(run(given)).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains(message).contains("Try 'job.jar data generate --help'.");
        assertThat(said(err).lines()).hasSize(2);
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void aHomeWithoutDataSaysSo() {
        assertThat(runAtHome("data", "list")).isZero();
        assertThat(said(out)).contains("there is no data in " + folder.resolve("home"));
        assertThat(runAtHome("data", "hash")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("data hash: there is no data in ");
        assertThat(runAtHome("data", "list", "--data", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("there is no data set x in ");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void whatIsInAHomeIsListedWithItsHashes() {
        importSample();

        assertThat(runAtHome("data", "list")).as(said(err)).isZero();
        assertThat(said(out).lines().map(String::strip).toList())
                .contains("sample/data  SAMPLE DATA")
                .anyMatch(line -> line.matches(
                        "2024-10-29 +73 +\\d+ +\\d+ +\\d+\\.\\d\\d +" + SampleData.HASH.substring(0, 16) + " +nothing"))
                .anyMatch(line -> line.matches("NIFTY 15m +\\d+ +2024-10-18 09:15 +2024-10-28 15:15 +[0-9a-f]{16}"));

        assertThat(runAtHome("data", "hash")).isZero();
        assertThat(said(out).lines())
                .hasSize(5)
                .contains("2024-10-29 " + SampleData.HASH)
                .last()
                .asString()
                .matches("NIFTY/15m [0-9a-f]{64}");
        assertThat(runAtHome("data", "hash", "--date", "2024-10-29")).isZero();
        assertThat(said(out)).isEqualTo("2024-10-29 " + SampleData.HASH + System.lineSeparator());
        assertThat(runAtHome("data", "hash", "--date", "2024-10-30")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("data set sample/data has no day of 2024-10-30; see: data list");
        assertThat(runAtHome("data", "hash", "--date", "today")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--date: must be a date such as 2024-10-29, or two", "was 'today'");
    }

    @Test
    void scriptsGetJson() {
        importSample();

        assertThat(runAtHome("data", "list", "--json")).isZero();
        JsonNode day = new JsonMapper().readTree(said(out)).at("/data_sets/0/days/0");
        assertThat(day.at("/hash").stringValue()).isEqualTo(SampleData.HASH);
        assertThat(day.at("/symbols").intValue()).isEqualTo(73);
        assertThat(runAtHome("data", "hash", "--json")).isZero();
        assertThat(new JsonMapper().readTree(said(out)).at("/hashes/2024-10-29").stringValue())
                .isEqualTo(SampleData.HASH);
    }

    @Test
    void anUnknownDataSetNamesTheNearest() {
        importSample();

        assertThat(runAtHome("data", "hash", "--data", "sample/dta")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("there is no data set sample/dta in ", "did you mean sample/data?");
    }

    private void importSample() {
        Path source = folder.resolve("home/sample/data");
        SampleData.copyTo(source);
        StoredData.make(new Home(folder.resolve("home")), "sample/data")
                .store()
                .importDays(DataFolder.open(source), List.of(SampleData.DAY), day -> {});
    }

    private int runAtHome(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--nightjar.home=" + folder.resolve("home");
        return run(all);
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new CommandLineApp(
                        (home, queue, overrides, toOut, toErr) -> 0,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
