package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
    void anImportOfNothingIsNoSuccess() {
        Path sample = folder.resolve("folder");
        SampleData.copyTo(sample);

        assertThat(runAtHome("data", "import", "--from", sample.toString(), "--from-date", "2030-01-01"))
                .isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains("has no day of those asked for; it has 1 from 2024-10-29 to 2024-10-29");
        assertThat(runAtHome("data", "import", "--from", sample.toString(), "--data", ""))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--data: must be a name of 1 to 500 characters, had 0");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void aLostPointerIsNamedAndAnImportPutsItRight() throws IOException {
        importSample();
        Path pointer;
        try (Stream<Path> files = Files.walk(folder.resolve("home/store"))) {
            pointer = files.filter(file -> file.endsWith("2024-10-29.current"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(pointer);

        assertThat(runAtHome("data", "check")).isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains("2024-10-29-" + SampleData.HASH.substring(0, 16) + ".day");
        assertThat(said(err)).contains("no .current beside it says that it counts; import the data again");

        importSample();
        assertThat(runAtHome("data", "check")).isZero();
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
                .hasSize(12)
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
        assertThat(runAtHome("data", "import", "--from", "sample"))
                .as(said(err))
                .isZero();
    }

    /** Two days of 2,000 ticks. */
    private Path made() {
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
                .isZero();
        return made;
    }

    @Test
    void daysAreImportedOnce() {
        Path made = made();

        assertThat(runAtHome("data", "import", "--from", made.toString()))
                .as(said(err))
                .isZero();
        assertThat(said(out).lines().toList())
                .hasSize(7)
                .anyMatch(line -> line.matches("NIFTY 5m  candles  [0-9a-f]{16}  imported"))
                .anyMatch(line -> line.matches("2024-10-29  2000 ticks  [0-9a-f]{16}  imported"))
                .anyMatch(line -> line.matches("2 days imported, 0 already there; 4000 ticks in .* a second"));
        assertThat(runAtHome("data", "import", "--from", made.toString())).isZero();
        assertThat(said(out).lines().toList())
                .anyMatch(line -> line.matches("2024-10-30  2000 ticks  [0-9a-f]{16}  already there"))
                .anyMatch(line -> line.startsWith("0 days imported, 2 already there; 0 ticks in "));
        assertThat(runAtHome("data", "list")).isZero();
        assertThat(said(out).lines()).first().isEqualTo(made.toString());
        assertThat(runAtHome("data", "hash", "--data", made.toString())).isZero();
        assertThat(said(out).lines()).hasSize(6);
    }

    @Test
    void aDataSetHasTheNameItIsGivenAndTheDaysThatAreWanted() {
        Path made = made();

        assertThat(runAtHome(
                        "data",
                        "import",
                        "--from",
                        made.toString(),
                        "--data",
                        "mine",
                        "--from-date",
                        "2024-10-30",
                        "--strict"))
                .isZero();
        importSample();

        assertThat(runAtHome("data", "hash", "--data", "mine")).isZero();
        assertThat(said(out).lines().findFirst().orElseThrow()).matches("2024-10-30 [0-9a-f]{64}");
        assertThat(said(out)).doesNotContain("2024-10-29");
        assertThat(runAtHome("data", "hash")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("which data set? --data mine|sample/data");
    }

    @Test
    void oneFileIsOneDay() throws IOException {
        Path made = made();
        Path file = made.resolve("ticks/2024-10-30.csv");

        assertThat(runAtHome("data", "import", "--from", file.toString())).isZero();
        assertThat(runAtHome("data", "hash", "--data", made.toString(), "--date", "2024-10-01..2024-10-31"))
                .isZero();
        String hash = said(out);
        assertThat(hash).matches("2024-10-30 [0-9a-f]{64}\\R");

        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.copy(file, elsewhere.resolve("nifty.csv"));
        assertThat(runAtHome(
                        "data",
                        "import",
                        "--from",
                        elsewhere.resolve("nifty.csv").toString(),
                        "--data",
                        "mine",
                        "--instruments",
                        made.resolve("instruments.csv").toString(),
                        "--from-date",
                        "2024-10-30",
                        "--to-date",
                        "2024-10-30"))
                .as(said(err))
                .isZero();
        assertThat(runAtHome("data", "hash", "--data", "mine")).isZero();
        assertThat(said(out)).isEqualTo(hash);

        assertThat(runAtHome(
                        "data",
                        "import",
                        "--from",
                        elsewhere.resolve("nifty.csv").toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--from: 'nifty.csv' has no date such as 2024-10-29 in its name");
        Files.move(elsewhere.resolve("nifty.csv"), elsewhere.resolve("nifty-2024-10-30.csv"));
        String dated = elsewhere.resolve("nifty-2024-10-30.csv").toString();
        assertThat(runAtHome("data", "import", "--from", dated)).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--instruments: there is no " + folder.resolve("instruments.csv"));
        Files.copy(made.resolve("instruments.csv"), elsewhere.resolve("instruments.csv"));
        assertThat(runAtHome("data", "import", "--from", dated)).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--data: a file outside a data folder needs a name for its data set");
    }

    @Test
    void oneBadDayDoesNotKeepTheOthersOut() throws IOException {
        Path made = made();
        Path bad = made.resolve("ticks/2024-10-29.csv");
        Files.writeString(bad, Files.readString(bad).replaceFirst("NIFTY,[0-9.]+", "NIFTY,-1"));

        assertThat(runAtHome("data", "import", "--from", made.toString())).isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains("ticks/2024-10-29.csv");
        assertThat(said(out)).contains("1 days imported, 0 already there; 2000 ticks");
        assertThat(runAtHome("data", "hash")).isZero();
        assertThat(said(out)).startsWith("2024-10-30 ");
    }

    @Test
    void findingsAreToldAndStrictRefusesThem() throws IOException {
        Path made = made();
        Path file = made.resolve("ticks/2024-10-29.csv");
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, lines.get(lines.size() - 1) + "\n", StandardOpenOption.APPEND);

        assertThat(runAtHome("data", "import", "--from", made.toString(), "--strict"))
                .isEqualTo(ExitCode.DATA.number());
        assertThat(said(out)).contains("1 days imported");
        assertThat(runAtHome("data", "import", "--from", made.toString())).isZero();
        assertThat(said(out)).contains("DUPLICATE: 1 rows that are there already, left out", "line 2002");
        assertThat(runAtHome("data", "list")).isZero();
        assertThat(said(out)).contains("1 DUPLICATE");
        assertThat(runAtHome("data", "check")).isZero();
        assertThat(said(out)).contains("DUPLICATE: 1 rows", "6 checked, 0 damaged");
    }

    @Test
    void importRefusesWhatCannotBe() {
        String made = made().toString();

        assertRefused("--from: must name a folder, a file or a server, was empty", "--from=");
        assertRefused("--from-date: must be a date such as 2024-10-29, was 'x'", "--from=" + made, "--from-date=x");
        assertRefused(
                "--to-date: must not be before --from-date, which is 2024-10-30, was '2024-10-29'",
                "--from=" + made,
                "--from-date=2024-10-30",
                "--to-date=2024-10-29");
        assertRefused("--instruments: is for one file of ticks", "--from=" + made, "--instruments=x.csv");
        assertRefused("--from: a file of ticks ends in .csv, .csv.gz, .parquet", "--from=" + made + "/README.md");
        assertRefused("--data: a server needs a name for its data set", "--from=http://localhost:1/");
        assertRefused("Missing required option: '--from=<folder|file|url>'");
        assertThat(runAtHome(
                        "data", "import", "--from", folder.resolve("nowhere").toString()))
                .isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains("nowhere: there is no such folder or file");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    private void assertRefused(String message, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "data";
        all[1] = "import";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        assertThat(runAtHome(all)).as(message).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains(message);
    }

    @Test
    void damageIsFoundAndNamed() throws IOException {
        importSample();
        assertThat(runAtHome("data", "check")).as(said(err)).isZero();
        assertThat(said(out))
                .contains("sample/data  2024-10-29  whole", "sample/data  NIFTY 5m  whole", "13 checked, 0 damaged");

        Path day = stored("2024-10-29-", ".day");
        byte[] bytes = Files.readAllBytes(day);
        bytes[bytes.length / 2] ^= 1;
        Files.write(day, bytes);

        assertThat(runAtHome("data", "check")).isEqualTo(ExitCode.DATA.number());
        assertThat(said(out)).contains("sample/data  2024-10-29  DAMAGED", "13 checked, 1 damaged");
        assertThat(said(err)).contains(day.toString());
        assertThat(runAtHome("data", "check", "--json")).isEqualTo(ExitCode.DATA.number());
        JsonNode checked = new JsonMapper().readTree(said(out));
        assertThat(checked.at("/damaged").intValue()).isEqualTo(1);
        assertThat(checked.at("/checked/0/whole").booleanValue()).isFalse();
        assertThat(checked.at("/checked/1/whole").booleanValue()).isTrue();
        assertThat(runAtHome("data", "check", "--date", "2024-10-30")).isEqualTo(ExitCode.USAGE.number());

        Files.write(day, new byte[10]);
        assertThat(runAtHome("data", "list")).isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains(day.toString());
        assertThat(said(out)).contains("NIFTY 5m");
    }

    private Path stored(String start, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("home/store"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(start)
                            && file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatIsExportedIsTheSameWhenItIsImportedAgain() {
        importSample();
        Path exported = folder.resolve("exported");

        assertThat(runAtHome("data", "export", "--to", exported.toString(), "--gzip"))
                .as(said(err))
                .isZero();
        assertThat(said(out)).contains("ticks/2024-10-29.csv.gz  ", "written to " + exported);
        assertThat(runAtHome("data", "import", "--from", exported.toString(), "--data", "again"))
                .isZero();
        assertThat(runAtHome("data", "hash", "--data", "sample/data")).isZero();
        String hashes = said(out);
        assertThat(runAtHome("data", "hash", "--data", "again")).isZero();
        assertThat(said(out)).isEqualTo(hashes);
    }

    @Test
    void candlesAreBuiltAndExported() throws IOException {
        importSample();
        Path exported = folder.resolve("exported");

        assertThat(runAtHome(
                        "data",
                        "export",
                        "--to",
                        exported.toString(),
                        "--date",
                        "2024-10-29",
                        "--bars",
                        "5m",
                        "--symbols",
                        "NIFTY"))
                .as(said(err))
                .isZero();
        assertThat(Files.readAllLines(exported.resolve("bars/NIFTY/5m.csv"))).hasSize(76);
        assertThat(runAtHome("data", "export", "--to", exported.toString())).isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains(exported + ": is not empty");

        String[][] refused = {
            {"--bars: must be a width such as 1s, 1m, 5m, 1h or 1d, was '60m'", "--bars=60m"},
            {"--symbols: says whose candles, so it needs --bars", "--symbols=NIFTY"},
            {"data set sample/data has no day of 2024-10-30; see: data list", "--date=2024-10-30"},
            {"there is no data set x in ", "--data=x"}
        };
        for (String[] one : refused) {
            assertThat(runAtHome(
                            "data", "export", "--to", folder.resolve("other").toString(), one[1]))
                    .isEqualTo(ExitCode.USAGE.number());
            assertThat(said(err)).contains(one[0]);
        }
        assertThat(folder.resolve("other")).doesNotExist();
    }

    /** A share that was split, and one candle before and one behind. */
    private Path split(String value) throws IOException {
        Path split = Files.createDirectories(folder.resolve("split"));
        Files.createDirectories(split.resolve("candles/AAPL"));
        Files.writeString(split.resolve("instruments.csv"), """
                symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale
                AAPL,STOCK,XNAS,,,,,,0.01,2
                """);
        Files.writeString(split.resolve("corporate_actions.csv"), """
                symbol,ex_date,action,value
                AAPL,2014-06-09,SPLIT,%s
                """.formatted(value));
        Files.writeString(split.resolve("candles/AAPL/1d.csv"), """
                timestamp,open,high,low,close,volume
                2014-06-06 00:00:00,640.10,650,640,645.57,100
                2014-06-09 00:00:00,92.70,93.88,91.75,93.70,700
                """);
        return split;
    }

    @Test
    void corporateActionsAreImportedListedCheckedAndUsed() throws IOException {
        Path split = split("7:1");
        Path exported = folder.resolve("exported");

        assertThat(runAtHome("data", "import", "--from", split.toString()))
                .as(said(err))
                .isZero();
        assertThat(said(out)).contains("1 corporate actions  imported");
        assertThat(runAtHome("data", "import", "--from", split.toString())).isZero();
        assertThat(said(out)).contains("1 corporate actions  already there");
        assertThat(runAtHome("data", "list")).isZero();
        assertThat(said(out)).contains("  1 corporate actions");
        assertThat(runAtHome("data", "list", "--json")).isZero();
        assertThat(new JsonMapper()
                        .readTree(said(out))
                        .at("/data_sets/0/corporate_actions")
                        .intValue())
                .isEqualTo(1);
        assertThat(runAtHome("data", "check")).isZero();
        assertThat(said(out)).contains(split + "  corporate actions  whole", "2 checked, 0 damaged");

        assertThat(runAtHome("data", "export", "--adjusted", "--to", exported.toString()))
                .as(said(err))
                .isZero();
        // 640.10 / 7 = 91.4428571, 650 / 7 = 92.8571428, 640 / 7 = 91.4285714, 645.57 / 7 = 92.2242857
        assertThat(Files.readAllLines(exported.resolve("candles/AAPL/1d.csv")))
                .containsExactly(
                        "timestamp,open,high,low,close,volume",
                        "2014-06-06 00:00:00,91.442857,92.857143,91.428571,92.224286,700",
                        "2014-06-09 00:00:00,92.700000,93.880000,91.750000,93.700000,700");

        Path file = stored("corporate_actions-", ".csv");
        Files.writeString(file, Files.readString(file).replace("7:1", "8:1"));
        assertThat(runAtHome("data", "check")).isEqualTo(ExitCode.DATA.number());
        assertThat(said(out)).contains("corporate actions  DAMAGED", "2 checked, 1 damaged");
        assertThat(runAtHome("data", "list", "--json")).isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains(file.toString());
        assertThat(new JsonMapper()
                        .readTree(said(out))
                        .at("/data_sets/0/corporate_actions")
                        .isNull())
                .isTrue();
    }

    @Test
    void wrongCorporateActionsAreRefused() throws IOException {
        String split = split("7").toString();

        assertThat(runAtHome("data", "import", "--from", split)).isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains("corporate_actions.csv line 2: value \"7\" should be new shares for old ones");
    }

    @Test
    void whereThereIsNothingToAdjustNothingIsCalledAdjusted() throws IOException {
        Path plain = folder.resolve("plain");
        SampleData.copyTo(plain);
        Files.delete(plain.resolve("corporate_actions.csv"));
        assertThat(runAtHome("data", "import", "--from", plain.toString(), "--data", "plain"))
                .as(said(err))
                .isZero();
        Path target = folder.resolve("exported");

        assertThat(runAtHome("data", "export", "--adjusted", "--to", target.toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--adjusted: data set plain knows no splits and no dividends");
        Path split = split("7:1");
        Files.delete(split.resolve("candles/AAPL/1d.csv"));
        assertThat(runAtHome("data", "import", "--from", split.toString(), "--data", "split"))
                .isZero();
        assertThat(runAtHome("data", "export", "--data", "split", "--adjusted", "--to", target.toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--adjusted: data set split has no candles, and ticks are never adjusted");
        assertThat(target).doesNotExist();
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
