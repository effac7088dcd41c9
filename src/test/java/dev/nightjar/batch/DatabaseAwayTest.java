package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose database server goes away in their midst. */
class DatabaseAwayTest {

    /** Of every step, and of what Spring Batch writes. */
    private static final String[] PLACES = {
        "insert into run (queue",
        "INSERT INTO BATCH_JOB_EXECUTION(",
        "insert into run_instance",
        "UPDATE BATCH_STEP_EXECUTION",
        "insert into partition_plan",
        "INSERT INTO BATCH_STEP_EXECUTION(",
        "set state = 'RUNNING', attempt",
        "insert into partition_total",
        "insert into instance_result",
        "insert into publish_swap",
        "delete from publish_swap where root",
        "update queue_item set last_run",
        "UPDATE BATCH_JOB_EXECUTION\n"
    };

    /** Everything of ours that is more than a repeatable replacement. */
    private static final String[] ANSWERS = {
        "insert into run (queue",
        "insert into run_instance",
        "insert into partition_plan",
        "set state = 'RUNNING', attempt",
        "insert into partition_total",
        "insert into instance_result",
        "insert into publish_swap",
        "update queue_item set last_run",
        "UPDATE BATCH_JOB_EXECUTION\n",
        "insert into run_event"
    };

    private static final int AWAY_SECONDS = Integer.getInteger("nightjar.away", 3);

    @TempDir
    private static Path shared;

    private static EmbeddedPostgres server;
    private static SortedMap<String, String> undisturbed;

    @TempDir
    private Path folder;

    @BeforeAll
    static void undisturbed() throws IOException {
        server = EmbeddedPostgres.start();
        SampleData.copyTo(shared.resolve("sample"));
        JobHome home = new JobHome(shared.resolve("home"));
        assertThat(run(home, "undisturbed", server.getPort(), "2m"))
                .as(home.err())
                .isEqualTo(ExitCode.DONE.number());
        undisturbed = home.results();
        assertThat(undisturbed).containsKey("u/nine-position_b/trades.json");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void wheneverTheServerGoesAwayTheRunWaitsAndGoesOn() throws IOException {
        JobHome home = new JobHome(folder);
        try (DatabaseGate gate = new DatabaseGate(server.getPort())) {
            gate.breakAt(Duration.ofMillis(600), PLACES);

            int code = run(home, "away", gate.port(), "2m");

            assertThat(code).as(home.out() + home.err()).isEqualTo(ExitCode.DONE.number());
            assertThat(gate.broken()).as(home.out()).containsExactly(PLACES);
            assertThat(home.out()).contains("does not answer (", "waiting for it, at most 2m", "the database is back");
        }
        assertDoneOnce(home, "away");
    }

    @Test
    void whatTheServerDidWithoutSayingSoIsNotDoneTwice() throws IOException {
        JobHome home = new JobHome(folder);
        try (DatabaseGate gate = new DatabaseGate(server.getPort())) {
            gate.loseAnswerOf(ANSWERS);

            int code = run(home, "unanswered", gate.port(), "2m");

            assertThat(code).as(home.out() + home.err()).isEqualTo(ExitCode.DONE.number());
            assertThat(gate.broken()).as(home.out()).containsExactly(ANSWERS);
        }
        assertDoneOnce(home, "unanswered");
    }

    @Test
    void aServerThatStaysAwayEndsTheRunWhichTheSameCommandFinishes() throws IOException {
        Map<String, String> places = Map.of(
                "run", "insert into partition_total",
                "aggregate", "insert into instance_result",
                "publish", "update queue_item set last_run");
        for (Map.Entry<String, String> place : places.entrySet()) {
            String step = place.getKey();
            JobHome home = new JobHome(folder.resolve(step));
            try (DatabaseGate gate = new DatabaseGate(server.getPort())) {
                gate.breakAt(Duration.ofHours(1), place.getValue());

                int code = run(home, step, gate.port(), "2s");

                assertThat(code).as(home.out() + home.err()).isEqualTo(ExitCode.INFRASTRUCTURE.number());
                assertThat(home.err())
                        .contains("the database jdbc:postgresql://localhost:" + gate.port())
                        .contains("did not come back within 2s", "start the same command again")
                        .doesNotContain("\tat ");
                RunState left = look(
                        step,
                        database -> new RunStore(database).newest("q", 1).get(0).state());
                assertThat(left.unfinished()).isTrue();
            }

            int code = launch(home, step, server.getPort(), "2m");
            assertThat(code).as(home.out() + home.err()).isEqualTo(ExitCode.DONE.number());
            assertThat(home.out()).contains("run 1 of queue q is unfinished (running): taking it up again");
            assertThat(home.results()).isEqualTo(undisturbed);
        }
    }

    @Test
    void aServerThatGoesAwayWhileOldRunsArePurgedCostsNoNight() throws IOException {
        JobHome home = new JobHome(folder);
        assertThat(run(home, "purged", server.getPort(), "2m")).as(home.err()).isEqualTo(ExitCode.DONE.number());
        try (DatabaseGate gate = new DatabaseGate(server.getPort())) {
            gate.breakAt(Duration.ofHours(1), "insert into purged_run");

            int code = launch(home, "purged", gate.port(), "2s", "keep-runs=1");

            assertThat(gate.broken()).hasSize(1);
            assertThat(code).as(home.out() + home.err()).isEqualTo(ExitCode.DONE.number());
            assertThat(home.out()).contains("warning: old runs cannot be purged: the database ");
        }
    }

    /** Not at the gate, but a server whose process ends while a run plays its day, and begins again. */
    @Test
    void aServerThatIsStoppedAndStartedAgain() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("server"))
                .setCleanDataDirectory(false);
        String url = url("postgres", port);
        JobHome home = new JobHome(folder.resolve("home"));
        CompletableFuture<Integer> run;
        try (EmbeddedPostgres first = builder.start();
                Database database = Database.visit(Path.of("."), new DatabaseAccess(url, null, null))) {
            add(database);
            run = CompletableFuture.supplyAsync(() -> playing(home, url));
            awaitPlaying(database, run);
        }
        Thread.sleep(AWAY_SECONDS * 1_000L);
        try (EmbeddedPostgres second = builder.start()) {
            assertThat(run.get()).as(home.out() + home.err()).isEqualTo(ExitCode.DONE.number());
            assertThat(home.out()).contains("does not answer", "the database is back after");
        }
        assertThat(home.results()).isEqualTo(undisturbed);
    }

    /** H2 as a server of its own. */
    @Test
    void anH2ServerThatIsStoppedAndStartedAgain() throws Exception {
        String[] options = {
            "-tcpPort", "0", "-baseDir", folder.resolve("server").toString(), "-ifNotExists"
        };
        JobHome home = new JobHome(folder.resolve("home"));
        Server first = Server.createTcpServer(options).start();
        options[1] = Integer.toString(first.getPort());
        String url = "jdbc:h2:tcp://localhost:" + first.getPort() + "/./night;USER=sa;PASSWORD=x";
        CompletableFuture<Integer> run;
        try (Database database = Database.visit(Path.of("."), new DatabaseAccess(url, null, null))) {
            add(database);
            run = CompletableFuture.supplyAsync(() -> playing(home, url));
            awaitPlaying(database, run);
        }
        first.stop();
        Thread.sleep(AWAY_SECONDS * 1_000L);
        Server second = Server.createTcpServer(options).start();
        try {
            assertThat(run.get()).as(home.out() + home.err()).isEqualTo(ExitCode.DONE.number());
            assertThat(home.out()).contains("does not answer", "the database is back after");
        } finally {
            second.stop();
        }
        assertThat(home.results()).isEqualTo(undisturbed);
    }

    private static int playing(JobHome home, String url) {
        return home.run(
                "q",
                "data=" + shared.resolve("sample"),
                "speed=3000",
                "nightjar.database-wait=10m",
                "spring.datasource.url=" + url);
    }

    private static void awaitPlaying(Database database, CompletableFuture<Integer> run) {
        RunStore runs = new RunStore(database);
        while (runs.newest("q", 1).stream()
                .noneMatch(row -> new PartitionStore(database)
                        .partitions(row.id()).stream().anyMatch(partition -> partition.attempt() > 0))) {
            assertThat(run).isNotDone();
            Thread.onSpinWait();
        }
    }

    private static void assertDoneOnce(JobHome home, String name) {
        assertThat(home.results()).isEqualTo(undisturbed);
        look(name, database -> {
            RunStore runs = new RunStore(database);
            List<RunRow> all = runs.newest("q", 10);
            assertThat(all).hasSize(1);
            RunRow run = all.get(0);
            assertThat(run.state()).isEqualTo(RunState.DONE);
            assertThat(run.restarts()).isZero();
            assertThat(run.completed()).isEqualTo(3);
            assertThat(new PartitionStore(database).partitions(run.id()))
                    .hasSize(3)
                    .allMatch(PlannedPartition::done);
            assertThat(new PartitionStore(database).totals(run.id())).hasSize(3);
            assertThat(runs.results(run.id())).hasSize(3);
            assertThat(runs.events(run.id())).doesNotHaveDuplicates();
            assertThat(runs.events(run.id())).extracting(RunStore.Event::kind).containsOnlyOnce("plan", "times");
            assertThat(runs.swaps(home.root().resolve("backtest_data").toString()))
                    .isEmpty();
            assertThat(new QueueStore(database).list("q"))
                    .allSatisfy(item -> assertThat(item.lastStatus()).isEqualTo("completed"));
            return run;
        });
    }

    /** In a database of that name, which is made. */
    private static int run(JobHome home, String name, int port, String wait) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement create = connection.createStatement()) {
            create.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        look(name, database -> {
            add(database);
            return name;
        });
        return launch(home, name, port, wait);
    }

    /** Puts three strategies of the sample into queue q. */
    static void add(Database database) {
        for (String strategy : new String[] {"nine-positions", "short-straddle", "momentum-3m"}) {
            new QueueStore(database)
                    .add(
                            new NewQueueItem(
                                    "q",
                                    new InstanceKey("u", strategy, "b", BigDecimal.ONE),
                                    NightJobTest.strategy(strategy),
                                    null,
                                    false,
                                    false,
                                    strategy),
                            Instant.now());
        }
    }

    private static int launch(JobHome home, String name, int port, String wait) {
        return launch(home, name, port, wait, "threads=2");
    }

    private static int launch(JobHome home, String name, int port, String wait, String more) {
        return home.run(
                "q",
                "data=" + shared.resolve("sample"),
                "partitions=3",
                more,
                "nightjar.database-wait=" + wait,
                "spring.datasource.url=" + url(name, port));
    }

    private static String url(String name, int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + name + "?user=postgres&prepareThreshold=0";
    }

    private static <T> T look(String name, Function<Database, T> question) {
        try (Database database =
                Database.visit(Path.of("."), new DatabaseAccess(url(name, server.getPort()), null, null))) {
            return question.apply(database);
        }
    }
}
