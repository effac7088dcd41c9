package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs that may not write files of any size: to them it is as if the disk were full. */
@DisabledOnOs(OS.WINDOWS)
class DiskFullIT {

    private static final int REJECTS = ExitCode.DONE_WITH_REJECTS.number();
    private static final int INFRASTRUCTURE = ExitCode.INFRASTRUCTURE.number();

    @TempDir
    private Path folder;

    private ChaosWork work;
    private SortedMap<String, String> expected;

    @BeforeEach
    void runUndisturbed() throws IOException, InterruptedException {
        work = ChaosWork.make(Files.createDirectories(folder.resolve("work")));
        JobProcess.Place place = JobProcess.Place.of(folder.resolve("undisturbed"));
        work.prepare(place);
        expected = JobHome.results(place.home().resolve("backtest_data"));
    }

    @Test
    void whatDoesNotFitIsNamedAndTheSameCommandGoesOnOnceThereIsRoom() throws Exception {
        Path home = folder.resolve("home");
        JobProcess.Place place = JobProcess.Place.of(home);
        work.add(place);

        JobProcess.Ended importing = launch(place.limited("ulimit -f 500"), List.of());
        assertThat(importing.code()).as(importing.said()).isEqualTo(INFRASTRUCTURE);
        assertThat(importing.said()).contains(home.resolve("store").toString(), "the day 2024-10-28 cannot be written");

        crash(place, "after-plan");
        Path database = home.resolve("db/nightjar.mv.db");
        long blocks = Files.size(database) / 1024;
        JobProcess.Ended noting = launch(place.limited("ulimit -f " + blocks), List.of());
        assertThat(noting.code()).as(noting.said()).isEqualTo(INFRASTRUCTURE);
        assertThat(noting.said()).contains(database.toString());

        finish(place);
    }

    /** The database is a server's here, whose file grows as it likes. */
    @Test
    void neitherJournalsNorResultsThatDoNotFitCostAnyStrategyItsResults() throws Exception {
        Path home = folder.resolve("home");
        Server server = Server.createTcpServer(
                        "-tcpPort",
                        "0",
                        "-ifNotExists",
                        "-baseDir",
                        folder.resolve("server").toString())
                .start();
        try {
            JobProcess.Place plain = JobProcess.Place.of(home);
            JobProcess.Place place = new JobProcess.Place(
                    home,
                    plain.program(),
                    Map.of(
                            "SPRING_DATASOURCE_URL",
                            "jdbc:h2:tcp://localhost:" + server.getPort() + "/nightjar",
                            "SPRING_DATASOURCE_USERNAME",
                            "sa"),
                    "");
            work.add(place);

            crash(place, "after-plan");
            JobProcess.Ended writing = launch(place.limited("ulimit -f 40"), List.of());
            assertThat(writing.code()).as(writing.said()).isEqualTo(INFRASTRUCTURE);
            assertThat(writing.said())
                    .contains(home.resolve("journals/chaos/1/s0003-").toString());
            try (Stream<Path> journals = Files.list(home.resolve("journals/chaos/1"))) {
                assertThat(journals).allMatch(journal -> journal.toString().endsWith(".journal"));
            }

            crash(place, "after-aggregate");
            JobProcess.Ended publishing = launch(place.limited("ulimit -f 30"), List.of());
            assertThat(publishing.code()).as(publishing.said()).isEqualTo(INFRASTRUCTURE);
            assertThat(publishing.said()).containsPattern("backtest_data/local/\\S+/equity.csv");

            finish(place);
        } finally {
            server.stop();
        }
    }

    private void crash(JobProcess.Place place, String point) throws InterruptedException {
        JobProcess.Ended crashed = launch(place, List.of("-Dnightjar.crash=" + point));
        assertThat(crashed.code()).as(crashed.said()).isEqualTo(86);
    }

    private void finish(JobProcess.Place place) throws InterruptedException {
        JobProcess.Ended ended = launch(place, List.of());
        assertThat(ended.code()).as(ended.said()).isEqualTo(REJECTS);
        assertThat(ended.said()).contains("run 1 of queue chaos, 2024-10-28: 6 completed, 1 rejected, 0 failed");
        assertThat(JobHome.results(place.home().resolve("backtest_data"))).isEqualTo(expected);
    }

    private JobProcess.Ended launch(JobProcess.Place place, List<String> jvmOptions) throws InterruptedException {
        try (JobProcess process = JobProcess.start(place, jvmOptions, work.firstDay())) {
            return process.await();
        }
    }
}
