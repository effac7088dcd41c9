package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the job beside each other on one PostgreSQL. */
class PostgresJobIT {

    @TempDir
    private Path folder;

    @Test
    void queuesRunSideBySideAndEachInOneProcessAtATime() throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        Path data = folder.resolve("sample");
        SampleData.copyTo(data);
        Path strategies = Path.of("src/main/resources/samples/strategies").toAbsolutePath();
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            String database = "--spring.datasource.url=" + url;
            String[] a = {"queue=a", "data=" + data, "partitions=2", database};
            String[] b = {"queue=b", "data=" + data, "partitions=2", database};
            run(home, 0, "queue", "add", strategies + "/nine-positions.json", "--queue", "a", database);
            run(home, 0, "queue", "add", strategies + "/short-straddle.json", "--queue", "b", database);

            try (JobProcess working = JobProcess.start(home, "nightjar.hold=after-plan", a)) {
                working.awaitLine("holding at after-plan");

                run(home, ExitCode.DONE.number(), b);
                JobProcess.Ended same = run(home, ExitCode.BUSY.number(), a);
                assertThat(same.said()).contains("queue a is running: pid " + working.pid());
                JobProcess.Ended otherHost = run(folder.resolve("other"), ExitCode.BUSY.number(), a);
                assertThat(otherHost.said()).contains("queue a is running on another host");
                JobProcess.Ended listed = run(home, 0, "runs", "list", database);
                assertThat(listed.said()).contains("a run 1  running by pid " + working.pid(), "b run 1  done");
                working.kill();
            }

            JobProcess.Ended resumed = run(home, ExitCode.DONE.number(), a);
            assertThat(resumed.said()).contains("run 1 of queue a is unfinished (running): taking it up again");
            try (Database looked = Database.visit(home, new DatabaseAccess(url, null, null))) {
                List<RunRow> runs = new RunStore(looked).newest(null, 10);
                assertThat(runs).hasSize(2).extracting(RunRow::state).containsOnly(RunState.DONE);
            }
            assertThat(JobHome.results(home.resolve("backtest_data")).keySet())
                    .anyMatch(name -> name.endsWith("_default/trades.json") && name.contains("5708424d-5962"))
                    .anyMatch(name -> name.endsWith("_default/trades.json") && name.contains("short-straddl"));
        }
    }

    private static JobProcess.Ended run(Path home, int code, String... arguments) throws InterruptedException {
        JobProcess.Ended ended = JobProcess.run(home, "", arguments);
        assertThat(ended.code()).as(ended.said()).isEqualTo(code);
        return ended;
    }
}
