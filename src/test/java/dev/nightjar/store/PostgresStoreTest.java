package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
