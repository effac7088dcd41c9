package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
}
