package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.nightjar.run.InstanceKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends StoreContract {

    private static EmbeddedPostgres server;
    private static Database database;

    @BeforeAll
    static void open() throws IOException {
        server = EmbeddedPostgres.start();
        database = Database.own(Path.of("."), access(), 4, said -> {});
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
        server.close();
    }

    private static DatabaseAccess access() {
        return new DatabaseAccess(server.getJdbcUrl("postgres", "postgres"), null, null);
    }

    @Override
    Database database() {
        return database;
    }

    @Test
    void aQueueIsHeldByOneProcessAtATime() {
        try (Database other = Database.visit(Path.of("."), access())) {
            Optional<Database.QueueHold> hold = database.holdQueue("q");
            assertThat(hold).isPresent();
            assertThat(other.holdQueue("q")).isEmpty();
            assertThat(other.holdQueue("another")).isPresent();

            hold.orElseThrow().close();
            assertThat(other.holdQueue("q")).isPresent();
        }
    }

    @Test
    void aLockThatTheServerForgotIsTakenAgain() {
        try (Database owner = Database.own(Path.of("."), access(), 2, said -> {});
                Database other = Database.visit(Path.of("."), access());
                Database.QueueHold hold = owner.holdQueue("forgotten").orElseThrow()) {
            endHolder("forgotten");

            owner.require();

            assertThat(other.holdQueue("forgotten")).isEmpty();
            assertThat(owner.queueHeld("forgotten")).isTrue();
        }
    }

    /** It would write beside the one that has the queue now. */
    @Test
    void whoLostItsQueueToAnotherDoesNothingAnyMore() {
        try (Database owner = Database.own(Path.of("."), access(), 2, said -> {});
                Database other = Database.visit(Path.of("."), access())) {
            Database.QueueHold lost = owner.holdQueue("lost").orElseThrow();
            endHolder("lost");
            Database.QueueHold taken = other.holdQueue("lost").orElseThrow();

            assertThatThrownBy(owner::require)
                    .isInstanceOf(DatabaseException.QueueTaken.class)
                    .hasMessageContaining("queue lost was taken by another process");
            assertThatThrownBy(() -> new RunStore(owner).newest(null, 1))
                    .isInstanceOf(DatabaseException.QueueTaken.class);
            assertThat(new RunStore(other).newest("nothing", 1)).isEmpty();
            taken.close();
            lost.close();
        }
    }

    /** A statement that takes long is not a server that is away, whoever asks and however long is waited. */
    @Test
    void howLongAStatementMayTakeDoesNotDependOnHowLongAServerIsWaitedFor() throws SQLException {
        DatabaseAccess impatient =
                new DatabaseAccess(server.getJdbcUrl("postgres", "postgres"), null, null, Duration.ZERO);
        for (Database opened :
                List.of(Database.own(Path.of("."), impatient, 2, said -> {}), Database.visit(Path.of("."), access()))) {
            try (opened;
                    Connection connection = opened.dataSource().getConnection();
                    Statement ask = connection.createStatement();
                    ResultSet limit = ask.executeQuery(
                            "select setting::bigint from pg_settings where name = 'statement_timeout'")) {
                assertThat(limit.next()).isTrue();
                assertThat(limit.getLong(1)).isBetween(120_000L, connection.getNetworkTimeout() - 5_000L);
            }
        }
    }

    /** One statement that deletes millions of rows says nothing for longer than it is waited for. */
    @Test
    void whatManyInstancesLeftIsPurgedInSlices() {
        RunRow run = runOfMany(2_500, 2);
        for (String table : List.of("partition_total", "run_instance")) {
            database.jdbc()
                    .sql("create function slice_of_" + table + "() returns trigger language plpgsql as $$ begin"
                            + " if (select count(*) from gone) > 1000 then raise exception 'too many at once'; end if;"
                            + " return null; end $$")
                    .update();
            database.jdbc()
                    .sql("create trigger slice after delete on " + table + " referencing old table as gone"
                            + " for each statement execute function slice_of_" + table + "()")
                    .update();
        }

        assertThat(new PurgeStore(database).purge(run, "/results", Instant.now()))
                .isEqualTo(2_500 * 3 + 2);

        assertThat(new PartitionStore(database).totals(run.id())).isEmpty();
        assertThat(new RunStore(database).find("many", 1)).isEmpty();
        database.jdbc().sql("drop trigger slice on partition_total").update();
        database.jdbc().sql("drop trigger slice on run_instance").update();
    }

    private static RunRow runOfMany(int instances, int days) {
        new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "many",
                                new InstanceKey("u", "a", "b", BigDecimal.ONE),
                                "{}",
                                null,
                                false,
                                false,
                                "a.json"),
                        Instant.now());
        database.jdbc()
                .sql("insert into run (queue, run, state, trigger, mode, settings, overrides, sample_data,"
                        + " nightjar_version, engine_version, host, pid, started_at)"
                        + " values ('many', 1, 'done', 'manual', 'batch', '{}', '{}', false, '1', '1', 'h', 1, now())")
                .update();
        RunRow run = new RunStore(database).find("many", 1).orElseThrow();
        database.jdbc()
                .sql("insert into run_instance (run_id, instance, queue_item_id, user_id, strategy_id,"
                        + " broker_connection_id, scale, strategy_hash, state, reasons, warnings)"
                        + " select ?, instance, queue_item_id, user_id, 'a' || instance, broker_connection_id, scale,"
                        + " strategy_hash, 'completed', '[]', '[]'"
                        + " from queue_item, generate_series(0, ? - 1) as instance where queue = 'many'")
                .params(run.id(), instances)
                .update();
        database.jdbc()
                .sql("insert into partition_plan (run_id, name, position, instances, days, predicted_cost, state)"
                        + " values (?, 'p', 0, '[]', '[]', 1, 'DONE')")
                .param(run.id())
                .update();
        database.jdbc()
                .sql("insert into partition_total (run_id, instance, trading_day, name, trades, pnl, fees)"
                        + " select ?, instance, date '2024-01-01' + day, 'p', 0, 0, 0"
                        + " from generate_series(0, ? - 1) as instance, generate_series(1, ?) as day")
                .params(run.id(), instances, days)
                .update();
        return run;
    }

    /** The process of the server's session stands still: it neither answers nor ends. */
    @Test
    void anOldSessionThatDoesNotEndIsNotWaitedForWithoutBound() throws Exception {
        DatabaseAccess briefly =
                new DatabaseAccess(server.getJdbcUrl("postgres", "postgres"), null, null, Duration.ofMillis(500));
        try (Database owner = Database.own(Path.of("."), briefly, 2, said -> {})) {
            Database.QueueHold hold = owner.holdQueue("frozen").orElseThrow();
            int pid = holder("frozen");
            signal("-STOP", pid);
            try {
                assertThatThrownBy(() -> assertTimeoutPreemptively(Duration.ofSeconds(60), owner::require))
                        .isInstanceOf(DatabaseException.Gone.class)
                        .hasMessageContaining("the lost session that held queue frozen has not ended yet");
            } finally {
                signal("-CONT", pid);
            }
            hold.close();
        }
    }

    private static int holder(String queue) {
        return database.jdbc()
                .sql("select pid from pg_locks, (select hashtextextended(?, 0) as id) as name"
                        + " where locktype = 'advisory' and classid::bigint = ((name.id >> 32) & 4294967295)"
                        + " and objid::bigint = (name.id & 4294967295)")
                .param(QueueLock.NAME + queue)
                .query(Integer.class)
                .single();
    }

    private static void signal(String name, int pid) throws Exception {
        assertThat(new ProcessBuilder("kill", name, Integer.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void endHolder(String queue) {
        assertThat(database.jdbc()
                        .sql(
                                "select count(pg_terminate_backend(pid)) from pg_locks, (select hashtextextended(?, 0) as id) as name"
                                        + " where locktype = 'advisory' and classid::bigint = ((name.id >> 32) & 4294967295)"
                                        + " and objid::bigint = (name.id & 4294967295)")
                        .param(QueueLock.NAME + queue)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        while (database.queueHeld(queue)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatNobodyCanRepairIsNotWaitedFor() {
        long begun = System.nanoTime();
        for (String url : new String[] {
            server.getJdbcUrl("postgres", "nowhere"), server.getJdbcUrl("postgres", "postgres") + "&user=nobody"
        }) {
            assertThatThrownBy(() -> Database.own(Path.of("."), new DatabaseAccess(url, null, null), 2, said -> {}))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("does not exist");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    /** Two hosts are set up at the same moment. */
    @Test
    void twoProcessesMayMakeTheTablesAtOnce() throws Exception {
        database.jdbc().sql("create schema twice").update();
        DatabaseAccess twice =
                new DatabaseAccess(server.getJdbcUrl("postgres", "postgres") + "&currentSchema=twice", null, null);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> counts = threads.invokeAll(Collections.nCopies(2, () -> {
                try (Database made = Database.visit(Path.of("."), twice)) {
                    return new RunStore(made).newest(null, 10).size();
                }
            }));
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isZero();
            }
        } finally {
            threads.shutdown();
        }
    }
}
