package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job with PostgreSQL instead of the home's own file. */
class PostgresNightTest {

    @TempDir
    private Path folder;

    @Test
    void aQueueRunsAndIsHeldByOneProcessAtATime() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            DatabaseAccess access = new DatabaseAccess(url, null, null);
            JobHome home = new JobHome(folder.resolve("home"));
            Path data = folder.resolve("sample");
            SampleData.copyTo(data);
            String[] settings = {"data=" + data, "partitions=3", "spring.datasource.url=" + url};
            try (Database database = Database.visit(home.root(), access)) {
                DatabaseAwayTest.add(database);
                Optional<Database.QueueHold> hold = database.holdQueue("q");
                assertThat(home.run("q", settings)).isEqualTo(ExitCode.BUSY.number());
                assertThat(home.err()).contains("running on another host");
                assertThat(database.queueHeld("q")).isTrue();
                hold.orElseThrow().close();
                assertThat(database.queueHeld("other")).isFalse();

                assertThat(home.run("q", settings)).as(home.err()).isEqualTo(ExitCode.DONE.number());
                RunRow run = new RunStore(database).newest("q", 1).get(0);
                assertThat(run.completed()).isEqualTo(3);
                assertThat(home.results()).containsKey("u/nine-position_b/trades.json");
                assertThat(home.root().resolve("db")).doesNotExist();
            }
        }
    }
}
