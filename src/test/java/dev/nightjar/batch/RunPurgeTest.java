package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.PurgeStore;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is purged, and what never is. */
class RunPurgeTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final List<String> TABLES = List.of(
            "run",
            "run_instance",
            "run_day",
            "run_event",
            "run_prediction",
            "partition_plan",
            "partition_total",
            "instance_result",
            "publication",
            "batch_job_instance",
            "batch_job_execution",
            "batch_job_execution_params",
            "batch_job_execution_context",
            "batch_step_execution",
            "batch_step_execution_context");

    @TempDir
    private Path folder;

    private JobHome home;
    private List<String> told = List.of();

    @BeforeEach
    void newHome() throws IOException {
        home = new JobHome(folder.resolve("home"));
        SampleData.copyTo(home.root().resolve("market"));
        add("q", "nine-positions", "a");
    }

    @Test
    void oldRunsGoWithAllTheirRowsAndJournalsAndNothingElseDoes() {
        List<Long> one = new ArrayList<>();
        List<Long> three = new ArrayList<>();
        for (int run = 1; run <= 3; run++) {
            assertThat(home.run("q", "partitions=1")).as(home.err()).isZero();
            (run == 1 ? one : three).clear();
            (run == 1 ? one : three).addAll(counts());
        }
        assertThat(home.run("q", "date=2020-01-01")).isEqualTo(ExitCode.DATA.number());
        SortedMap<String, String> results = home.results();

        assertThat(purge("q", new RunPurge.Policy(1, null), true)).isEqualTo(ExitCode.DONE);
        assertThat(told)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("run 1 of queue q, done, 2024-10-29..2024-10-29, 1 strategies: journals of "))
                .last()
                .asString()
                .startsWith("would purge 2 runs and 0 stores, ");
        assertThat(runs("q")).hasSize(4);

        assertThat(purge("q", new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);
        assertThat(told).last().asString().startsWith("purged 2 runs and 0 stores, ");
        assertThat(runs("q")).extracting(RunRow::run).containsExactly(4L, 3L);
        assertThat(journals("q")).containsExactly("3");
        assertThat(home.results()).isEqualTo(results);
        // The refused run has a row of a run, of events, of batch: nothing of the purged ones may be left beside it.
        assertThat(home.run("q", "partitions=1")).as(home.err()).isZero();
        assertThat(purge("q", new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);
        assertThat(runs("q")).extracting(RunRow::run).containsExactly(5L);
        assertThat(counts()).isEqualTo(one);
        assertThat(three).isNotEqualTo(one);

        assertThat(purge("q", new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);
        assertThat(told).containsExactly("nothing to purge");
    }

    @Test
    void daysThatPurgedRunsCoveredAreNotRunAgain() {
        assertThat(home.run("q")).as(home.err()).isZero();
        assertThat(home.run("q")).as(home.err()).isZero();
        assertThat(purge("q", new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);

        home.look(database -> JdbcClient.create(database.dataSource())
                .sql("delete from run_day")
                .update());
        assertThat(home.list(database -> List.copyOf(new RunStore(database).doneDays("q"))))
                .containsExactly(DAY);
        assertThat(home.run("q", "date=since_last_run")).isEqualTo(ExitCode.DATA.number());
    }

    @Test
    void whatStandsInAQueueKeepsItsLatestResultsAndTheQueueItsLatestGoodRun() {
        assertThat(home.run("q")).as(home.err()).isZero();
        add("q", "short-straddle", "b");
        assertThat(home.run("q")).as(home.err()).isZero();
        // b fails from now on, so that run 2 has its latest results
        for (int run = 3; run <= 5; run++) {
            assertThat(home.run("q", "step-budget=400000")).as(home.err()).isEqualTo(3);
        }
        home.look(database -> JdbcClient.create(database.dataSource())
                .sql("update run set finished_at = ?")
                .param(OffsetDateTime.parse("2020-01-01T00:00:00Z"))
                .update());

        assertThat(purge("q", new RunPurge.Policy(null, Duration.ofDays(90)), false))
                .isEqualTo(ExitCode.DONE);

        assertThat(runs("q")).extracting(RunRow::run).containsExactly(5L, 2L);
    }

    @Test
    void unfinishedRunsAndRunningQueuesAreLeft() throws IOException {
        for (int run = 1; run <= 3; run++) {
            assertThat(home.run("q")).as(home.err()).isZero();
        }
        home.look(database -> JdbcClient.create(database.dataSource())
                .sql("update run set state = 'failed' where run = 1")
                .update());
        Path lock = home.root().resolve("locks/q.lock");
        try (HolderLock held = Objects.requireNonNull(HolderLock.tryLock(lock, "q", Instant.now()))) {
            assertThat(purge(null, new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.BUSY);
            assertThat(told).first().asString().startsWith("queue q is running: pid ");
            assertThat(runs("q")).hasSize(3);
        }

        assertThat(purge(null, new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);
        assertThat(runs("q")).extracting(RunRow::state).containsExactly(RunState.DONE, RunState.FAILED);
    }

    @Test
    void aNightThatWentWellPurgesIfItsQueueSaysSo() throws IOException {
        Path jobs = Files.createDirectories(home.root().resolve("jobs")).resolve("q.yml");
        Files.writeString(jobs, "keep-runs: 2\n");
        for (int run = 1; run <= 4; run++) {
            assertThat(home.run("q")).as(home.err()).isZero();
        }

        assertThat(home.out()).contains("run 2 of queue q, done", "purged 1 run and 0 stores");
        assertThat(runs("q")).extracting(RunRow::run).containsExactly(4L, 3L);
        assertThat(journals("q")).containsExactly("3", "4");
    }

    @Test
    void journalsThatACrashLeftBehindAPurgedRunAreDeletedTheNextTime() throws IOException {
        assertThat(home.run("q")).as(home.err()).isZero();
        assertThat(home.run("q")).as(home.err()).isZero();
        RunRow first = runs("q").get(1);
        String root = realOutput(home);
        home.look(database -> new PurgeStore(database).purge(first, root, Instant.now()));
        assertThat(journals("q")).containsExactly("1", "2");

        assertThat(purge("q", new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);

        assertThat(journals("q")).containsExactly("2");
        assertThat(home.list(database -> new PurgeStore(database).leftovers(root)))
                .isEmpty();
    }

    @Test
    void storesThatNoRunAndNoQueueNamesGoAsLongAsTheirSourceIsThere() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        SampleData.copyTo(elsewhere);
        assertThat(home.run("q", "data=" + elsewhere)).as(home.err()).isZero();
        assertThat(home.run("q")).as(home.err()).isZero();
        assertThat(stores()).hasSize(2);

        Path moved = Files.move(elsewhere, folder.resolve("moved"));
        assertThat(purge(null, new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);
        assertThat(runs("q")).extracting(RunRow::run).containsExactly(2L);
        assertThat(stores()).hasSize(2);

        Files.move(moved, elsewhere);
        // Neither what is gone nor what is torn, cut or changed can be imported as it was.
        for (String file :
                List.of("ticks/" + DAY + ".csv.gz", candles(elsewhere), "corporate_actions.csv", "instruments.csv")) {
            Path source = elsewhere.resolve(file);
            Path aside = Files.move(source, folder.resolve("aside"));
            assertKept(elsewhere, file);
            Files.write(source, new byte[0]);
            assertKept(elsewhere, file);
            Files.move(aside, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Path actions = elsewhere.resolve("corporate_actions.csv");
        String rows = Files.readString(actions);
        Files.writeString(actions, rows.substring(0, rows.strip().lastIndexOf('\n') + 1));
        assertKept(elsewhere, "corporate actions");
        Files.writeString(actions, rows);

        assertThat(purge(null, new RunPurge.Policy(1, null), true)).isEqualTo(ExitCode.DONE);
        assertThat(told).first().asString().startsWith("store of " + elsewhere + ", which no run and no queue names: ");
        assertThat(stores()).hasSize(2);
        assertThat(purge(null, new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);
        assertThat(stores()).hasSize(1);
        assertThat(home.root().resolve("purged")).doesNotExist();

        // What went is imported again when it is wanted again.
        assertThat(home.run("q", "data=" + elsewhere)).as(home.err()).isZero();
    }

    private void assertKept(Path source, String what) throws IOException {
        assertThat(purge(null, new RunPurge.Policy(1, null), false)).as(what).isEqualTo(ExitCode.DONE);
        assertThat(told)
                .as(what)
                .first()
                .asString()
                .startsWith("store of " + source)
                .contains(" is kept: ");
        assertThat(stores()).as(what).hasSize(2);
    }

    /** {@return a file of candles of a data folder} */
    private static String candles(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("candles"))) {
            return data.relativize(all.filter(Files::isRegularFile)
                            .sorted()
                            .findFirst()
                            .orElseThrow())
                    .toString();
        }
    }

    @Test
    void storesOfRunsThatAreLeftBecauseTheirQueueIsRunningStay() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        SampleData.copyTo(elsewhere);
        assertThat(home.run("q", "data=" + elsewhere)).as(home.err()).isZero();
        assertThat(home.run("q")).as(home.err()).isZero();
        Path lock = home.root().resolve("locks/q.lock");
        try (HolderLock held = Objects.requireNonNull(HolderLock.tryLock(lock, "q", Instant.now()))) {
            assertThat(purge(null, new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.BUSY);
        }

        assertThat(runs("q")).hasSize(2);
        assertThat(stores()).hasSize(2);
    }

    @Test
    void runsOfAnotherHomeOnTheSameDatabaseAreLeftToIt() throws IOException {
        assertThat(home.run("q")).as(home.err()).isZero();
        assertThat(home.run("q")).as(home.err()).isZero();
        Path other = Files.createDirectory(folder.resolve("other"));
        List<String> lines = new ArrayList<>();
        home.look(database -> new RunPurge(new Home(other), database, lines::add)
                .purge("q", new RunPurge.Policy(1, null), false, Instant.now()));

        assertThat(lines)
                .containsExactly(
                        "1 run was made in another home and can be purged from there only", "nothing to purge");
        assertThat(runs("q")).hasSize(2);
        assertThat(journals("q")).containsExactly("1", "2");

        // What another home has still to delete is not taken for deleted.
        String root = realOutput(home);
        home.look(database -> new PurgeStore(database).purge(runs("q", database).get(1), root, Instant.now()));
        home.look(database -> new RunPurge(new Home(other), database, lines::add)
                .purge("q", new RunPurge.Policy(1, null), false, Instant.now()));
        assertThat(journals("q")).containsExactly("1", "2");
        assertThat(purge("q", new RunPurge.Policy(1, null), false)).isEqualTo(ExitCode.DONE);
        assertThat(journals("q")).containsExactly("2");
    }

    private static String realOutput(JobHome home) throws IOException {
        return new Home(home.root()).realOutput().toString();
    }

    private List<String> stores() throws IOException {
        return names(home.root().resolve("store"));
    }

    private List<String> journals(String queue) {
        try {
            return names(home.root().resolve("journals").resolve(queue));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    private List<RunRow> runs(String queue) {
        return home.list(database -> runs(queue, database));
    }

    private static List<RunRow> runs(String queue, Database database) {
        return new RunStore(database).newest(queue, 100);
    }

    private List<Long> counts() {
        return home.list(database -> TABLES.stream()
                .map(table -> JdbcClient.create(database.dataSource())
                        .sql("select count(*) from " + table)
                        .query(Long.class)
                        .single())
                .toList());
    }

    private ExitCode purge(@Nullable String queue, RunPurge.Policy policy, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        ExitCode code = home.look(database ->
                new RunPurge(new Home(home.root()), database, lines::add).purge(queue, policy, dryRun, Instant.now()));
        told = lines;
        return code;
    }

    private void add(String queue, String sample, String id) {
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                queue,
                                new InstanceKey("u", id, "b", BigDecimal.ONE),
                                strategy(sample),
                                null,
                                false,
                                false,
                                id),
                        Instant.now()));
    }

    private static String strategy(String name) {
        try (InputStream in = Objects.requireNonNull(
                RunPurgeTest.class.getResourceAsStream("/samples/strategies/" + name + ".json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
