package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.DayStore;
import dev.nightjar.data.SampleData;
import dev.nightjar.market.Sha256;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run began with changes before it is done: it says so, and finishes when all is as it was. */
class ChangedInputsTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final String STRATEGY = "ema-trend-5m";

    @TempDir
    private Path folder;

    private JobHome home;
    private Path data;
    private String[] settings;

    @BeforeEach
    void newHome() throws IOException {
        home = new JobHome(folder.resolve("home"));
        data = folder.resolve("data");
        SampleData.copyTo(data);
        settings = new String[] {"data=" + data};
    }

    @Test
    void runJsonTellsTheContentOfEverythingThatWasPutIn() throws IOException {
        add(NightJobTest.strategy(STRATEGY));
        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.DONE.number());

        JsonNode run = new JsonMapper()
                .readTree(Files.readString(home.root().resolve("backtest_data/u/" + STRATEGY + "_b/run.json")));
        assertThat(run.path("strategy_hash").asString()).isEqualTo(Sha256.of(NightJobTest.strategy(STRATEGY)));
        assertThat(run.path("fees_hash").asString()).matches("[0-9a-f]{64}");
        JsonNode day = run.path("days").path(0);
        assertThat(day.path("data_hash").asString()).isEqualTo(store().hash(DAY));
        assertThat(day.path("warm_up"))
                .isNotEmpty()
                .allSatisfy(warmUp -> assertThat(warmUp.path("hash").asString()).matches("[0-9a-f]{64}"));
    }

    @Test
    void ticksThatChangeBetweenACrashAndTheRestart() throws IOException {
        add(NightJobTest.strategy(STRATEGY));
        SortedMap<String, String> undisturbed = undisturbed();
        byte[] before = changeTicks();

        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.DATA.number());
        String now = store().hash(DAY);
        assertThat(home.err())
                .contains("day " + DAY + ": its data have changed since run 1 of queue q was prepared: ")
                .contains("/" + DayStore.fileName(DAY, now) + " has the hash " + now + ", the run began with ")
                .contains("put the data in " + data + " back as they were", "runs abandon 1 --queue q");

        restoreTicks(before);
        assertFinishes(undisturbed);
    }

    /** The job has planned its run and is about to open its days. */
    @Test
    void ticksThatChangeInTheMidstOfARun() throws IOException {
        add(NightJobTest.strategy(STRATEGY));
        SortedMap<String, String> undisturbed = undisturbed();
        home = new JobHome(folder.resolve("another"));
        add(NightJobTest.strategy(STRATEGY));
        byte[][] before = new byte[1][];
        PrintStream changing = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                if (line.startsWith("plan: ") && before[0] == null) {
                    before[0] = changeTicks();
                }
            }
        };
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();

        int code = NightJob.run(
                home.root(),
                "q",
                Map.of("data", data.toString()),
                changing,
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(before[0]).as("changed").isNotNull();
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.DATA.number());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("day " + DAY + ": its data have changed since run 1 of queue q was prepared");
        restoreTicks(before[0]);
        assertFinishes(undisturbed);
    }

    @Test
    void candlesBeforeTheDayThatChange() throws IOException {
        add(NightJobTest.strategy(STRATEGY));
        SortedMap<String, String> undisturbed = undisturbed();
        Path candles = data.resolve("candles/NIFTY/5m.csv");
        String before = Files.readString(candles);
        String last = before.lines().reduce((first, second) -> second).orElseThrow();
        Files.writeString(candles, before.replace(last + "\n", ""));
        importCandles();

        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.DATA.number());
        assertThat(home.err())
                .contains("day " + DAY + ": the candles before it have changed since run 1 of queue q was prepared")
                .containsPattern("has the hash [0-9a-f]{64}, the run began with [0-9a-f]{64}");

        Files.writeString(candles, before);
        importCandles();
        assertFinishes(undisturbed);
    }

    @Test
    void barsOfASimulationThatChange() throws IOException {
        add(Files.readString(Path.of("src/main/resources/samples/simulations/ma-crossover.json")));
        SortedMap<String, String> undisturbed = undisturbed();
        Path candles = data.resolve("candles/ALDER/1d.csv");
        String before = Files.readString(candles);
        String last = before.lines().reduce((first, second) -> second).orElseThrow();
        Files.writeString(candles, before.replace(last + "\n", ""));
        importCandles();

        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.DATA.number());
        assertThat(home.err())
                .contains("have changed since run 1 of queue q was prepared")
                .containsPattern("the store knows of ALDER has hash [0-9a-f]{64}, asked was [0-9a-f]{64}");

        Files.writeString(candles, before);
        importCandles();
        assertFinishes(undisturbed);
    }

    @Test
    void feesThatChange() throws IOException {
        Path fees = Files.createDirectories(home.root().resolve("fees")).resolve("own.csv");
        String table = Files.readString(Path.of("src/main/resources/fees/india_intraday.csv"));
        Files.writeString(fees, table);
        Files.writeString(Files.createDirectories(home.root().resolve("jobs")).resolve("q.yml"), "fees: own\n");
        add(NightJobTest.strategy(STRATEGY));
        SortedMap<String, String> undisturbed = undisturbed();
        Files.writeString(fees, table.replaceFirst(",0\\.0\\d+", ",0.09"));

        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.USAGE.number());
        assertThat(home.err())
                .contains("its fees have changed: own (" + fees)
                .containsPattern("has the hash [0-9a-f]{64}, the run began with [0-9a-f]{64}\\)");
        Files.delete(fees);
        assertThat(home.run("q", settings)).isEqualTo(ExitCode.USAGE.number());

        Files.writeString(fees, table);
        assertFinishes(undisturbed);
    }

    @Test
    void theTextOfAStrategyThatChangesInTheDatabase() throws IOException {
        add(NightJobTest.strategy(STRATEGY));
        SortedMap<String, String> undisturbed = undisturbed();
        String hash = Sha256.of(NightJobTest.strategy(STRATEGY));
        sql("update strategy set json = json || ' '");

        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.INFRASTRUCTURE.number());
        assertThat(home.err()).contains("the database's text of strategy " + hash + " has the hash ");

        sql("update strategy set json = substring(json, 1, length(json) - 1)");
        assertFinishes(undisturbed);
    }

    private void assertFinishes(SortedMap<String, String> undisturbed) {
        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.out()).contains("run 1 of queue q is unfinished");
        assertThat(home.results()).isEqualTo(undisturbed);
        assertThat(home.list(database -> new RunStore(database).newest("q", 10)))
                .hasSize(1);
    }

    /** {@return what a run gives, which then is left as a process leaves it that dies when it has planned it} */
    private SortedMap<String, String> undisturbed() {
        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.DONE.number());
        SortedMap<String, String> results = home.results();
        sql(
                "delete from instance_result",
                "delete from partition_total",
                "update partition_plan set state = 'PLANNED', journal = null, sha256 = null, bytes = null, finished_at = null",
                "update run_instance set state = 'accepted'",
                "update run set state = 'running', completed = 0, finished_at = null",
                "delete from batch_step_execution_context where step_execution_id in (select step_execution_id from"
                        + " batch_step_execution where step_name not in ('prepare', 'plan'))",
                "delete from batch_step_execution where step_name not in ('prepare', 'plan')",
                "update batch_job_execution set status = 'STARTED', end_time = null");
        return results;
    }

    private void sql(String... statements) {
        var unused = home.look(database -> {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String one : statements) {
                    statement.execute(one);
                }
                return statements;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void add(String text) {
        String id = text.contains("\"simulation\"") ? "ma-crossover" : STRATEGY;
        var unused = home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "q", new InstanceKey("u", id, "b", BigDecimal.ONE), text, null, false, false, id),
                        Instant.now()));
    }

    private DayStore store() {
        return DayStore.open(new Home(home.root()).dayStore(data.toString()));
    }

    /** {@return what the file held before one price was changed and the day imported again} */
    private byte[] changeTicks() {
        try {
            Path ticks = data.resolve("ticks/" + DAY + ".csv.gz");
            byte[] before = Files.readAllBytes(ticks);
            String text;
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(ticks))) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            Files.delete(ticks);
            Files.writeString(
                    data.resolve("ticks/" + DAY + ".csv"), text + DAY + " 15:29:59,99999999,NIFTY,24000,1,0\n");
            importDay();
            return before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restoreTicks(byte[] before) throws IOException {
        Files.delete(data.resolve("ticks/" + DAY + ".csv"));
        Files.write(data.resolve("ticks/" + DAY + ".csv.gz"), before, StandardOpenOption.CREATE_NEW);
        importDay();
    }

    private void importDay() {
        DataSet.open(new Home(home.root()), data.toString()).importDays(List.of(DAY), imported -> {});
    }

    private void importCandles() {
        DataSet.open(new Home(home.root()), data.toString()).importCandles();
    }
}
