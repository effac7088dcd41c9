package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.batch.NightJob;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.RunStore;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ValidateCommandTest {

    private static final Path SAMPLES = Path.of("src/main/resources/samples");
    private static final String DATA = "data=" + SAMPLES.resolve("data").toAbsolutePath();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @Test
    void allThatIsWrongIsToldOfAllPhasesAndNothingIsRun() {
        add("strategies");

        assertThat(run("validate", "queue=q", DATA)).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());

        assertThat(said(out))
                .contains(
                        "settings: nothing wrong",
                        "strategies: 7 strategies to run, 17 findings",
                        "  error: sample-user/invalid-on-purpose/default/1: /nodes/3/data/conditions",
                        "  error: sample-user/invalid-on-purpose/default/1: /edges/4/target: unknown node",
                        "days: 1 day from 2024-10-29 to 2024-10-29, nothing wrong",
                        "data: nothing wrong",
                        "warm_up: nothing wrong",
                        "plan: nothing wrong\n  7 instances on 1 day",
                        "queue q: 17 errors, 0 warnings");
        try (Database database = Database.visit(home, DatabaseAccess.EMBEDDED)) {
            assertThat(new RunStore(database).newest(null, 5)).isEmpty();
        }
    }

    @Test
    void aLaterPhaseIsLookedAtWhereALaunchWouldHaveEnded() {
        add("strategies");

        assertThat(run("validate", "queue=q", DATA, "date=2020-01-01")).isEqualTo(ExitCode.DATA.number());

        assertThat(said(out))
                .contains(
                        "17 findings",
                        "days: failed",
                        "  error: date 2020-01-01: no data for 2020-01-01; available: 2024-10-29",
                        "data: not looked at",
                        "queue q: 18 errors");
    }

    @Test
    void tooFewCandlesBeforeTheDayAreToldWithoutRunningIt() {
        add("strategies/ema-trend-5m.json");

        assertThat(run("validate", "queue=q", DATA, "warm-up=5")).as(said(err)).isZero();
        assertThat(said(out))
                .contains("  warning: sample-user/ema-trend-5m/default/1: 5 candles of NIFTY 5m before 2024-10-29;"
                        + " ema(9,close) needs 9 for its first value and is null until then")
                .contains("queue q: 0 errors, 2 warnings");
        assertThat(run("validate", "queue=q", DATA)).as(said(err)).isZero();
        assertThat(said(out)).contains("queue q: 0 errors, 0 warnings");
    }

    @Test
    void simulationsAreLookedAtWithTheirOwnDaysAndSymbols() throws IOException {
        Path unknown = home.resolve("unknown.json");
        Files.writeString(
                unknown,
                Files.readString(SAMPLES.resolve("simulations/ma-crossover.json"))
                        .replace("\"ma-crossover\"", "\"unknown\"")
                        .replace("\"ALDER\"", "\"ALDRE\""));
        add("simulations");
        run("queue", "add", unknown.toString(), "--queue", "q");

        assertThat(run("validate", "queue=q", DATA)).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(said(out))
                .contains(
                        "strategies: 0 strategies and 6 simulations to run",
                        "days: each simulation has its own, nothing wrong",
                        "  error: local/unknown/default/1: ALDRE: the data set has no candles of it; did you mean ALDER?",
                        "plan: nothing wrong\n  local/")
                .contains("  local/ma-crossover/default/1: 5 symbols: ");
    }

    @Test
    void aQueueOfSimulationsWithoutDataEndsAsItsLaunchWould() {
        add("simulations");

        assertThat(run("validate", "queue=q", "data=nowhere")).isEqualTo(ExitCode.DATA.number());
        assertThat(said(out)).containsOnlyOnce("error: ").contains("data: failed", "plan: not looked at");
        assertThat(run("queue=q", "data=nowhere")).isEqualTo(ExitCode.DATA.number());
    }

    /** What is found is what is found of a queue that holds it, but for its name. */
    @Test
    void aSimulationFromAFileIsLookedAtLikeOneInAQueue() throws IOException {
        Path file = simulation("late", "2022-06-01", "2022-01-03");
        run("queue", "add", file.toString(), "--queue", "q");
        assertThat(run("validate", "queue=q", DATA)).as(said(err)).isZero();
        String inQueue = said(out);

        assertThat(run("validate", "--config", file.toString(), "--data", SAMPLES + "/data"))
                .as(said(err))
                .isZero();

        assertThat(said(out))
                .contains(
                        "days: each simulation has its own, nothing wrong",
                        "there can be no signal before",
                        "plan: nothing wrong",
                        "config " + file + ": 0 errors, 5 warnings");
        assertThat(said(out).replace("config " + file, "queue q").replace(file.toString(), "local/late/default/1"))
                .isEqualTo(inQueue);
    }

    @Test
    void aFileThatIsNoSimulationCostsOnlyItself() throws IOException {
        Path file = simulation("wrong", "\"rsi_period\"", "\"rsi_perio\"");

        assertThat(run("validate", "--config", file.toString(), "--data", SAMPLES + "/data"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(said(out))
                .contains(
                        "strategies: 0 strategies to run, 1 finding",
                        "error: " + file + ": /strategy_parameters/rsi_perio",
                        "data: not looked at");

        Files.writeString(file, "");
        assertThat(run("validate", "--config", file.toString(), "--data", SAMPLES + "/data", "--json"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        JsonNode document = new JsonMapper().readTree(said(out));
        assertThat(document.get("config").stringValue()).isEqualTo(file.toString());
        assertThat(document.get("valid").booleanValue()).isFalse();
        assertThat(document.get("simulations").intValue()).isZero();
        assertThat(document.get("findings")).hasSize(1);
    }

    @Test
    void symbolsAndDataThatAreNotThereHaveTheirExitCodes() throws IOException {
        Path unknown = simulation("unknown", "\"ALDER\"", "\"ALDRE\"");
        assertThat(run("validate", "--config", unknown.toString(), "--data", SAMPLES + "/data"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(said(out)).contains("did you mean ALDER?", "plan: not looked at");

        assertThat(run("validate", "--config", unknown.toString(), "--data", "nowhere"))
                .isEqualTo(ExitCode.DATA.number());
        assertThat(said(out)).contains("data: failed");

        assertThat(run("validate", "--config", "nowhere.json", "--data", SAMPLES + "/data"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(run("validate", "queue=q", "--config", unknown.toString(), "--data", "d"))
                .isEqualTo(ExitCode.USAGE.number());
    }

    /** {@return a file with a simulation of the sample in which something is different} */
    private Path simulation(String id, String found, String replacement) throws IOException {
        Path file = home.resolve(id + ".json");
        String sample = Files.readString(SAMPLES.resolve("simulations/rsi-shared.json"));
        assertThat(sample).contains(found);
        Files.writeString(
                file,
                sample.replaceFirst("\"simulation_id\": \"[^\"]*\"", "\"simulation_id\": \"" + id + "\"")
                        .replace(found, replacement));
        return file;
    }

    @Test
    void everyWrongSettingIsToldAtOnce() {
        assertThat(run("validate", "queue=admin_tester", "modee=3", "speed=-1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(out))
                .contains("settings: failed", "modee: unknown setting; did you mean 'mode'", "speed:", "2 errors");

        assertThat(run("validate", "queue=nowhere", DATA)).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(out)).contains("strategies: failed", "there is no queue nowhere", "days: 1 day");

        assertThat(run("validate", "--json")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("which queue?");
    }

    @Test
    void scriptsReadTheSameAsJson() {
        add("strategies");

        assertThat(run("validate", "queue=q", DATA, "--json")).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());

        JsonNode document = new JsonMapper().readTree(said(out));
        assertThat(document.get("valid").booleanValue()).isFalse();
        assertThat(document.get("strategies").intValue()).isEqualTo(7);
        assertThat(document.get("findings")).hasSize(17).allSatisfy(finding -> {
            assertThat(finding.get("phase").stringValue()).isEqualTo("strategies");
            assertThat(finding.get("severity").stringValue()).isEqualTo("error");
            assertThat(finding.get("place").stringValue()).isEqualTo("sample-user/invalid-on-purpose/default/1");
            assertThat(finding.get("message").stringValue()).startsWith("/");
        });
        assertThat(document.get("phases").valueStream().map(JsonNode::stringValue))
                .containsAll(List.of("settings", "strategies", "days", "data", "warm_up"));
    }

    private void add(String samples) {
        run("queue", "add", SAMPLES.resolve(samples).toString(), "--queue", "q");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--nightjar.home=" + home;
        return new CommandLineApp(
                        NightJob::run,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
