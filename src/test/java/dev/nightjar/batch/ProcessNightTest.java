package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole job, whose partitions run in processes. */
class ProcessNightTest {

    private static final String OTHER_MAIN = "nightjar.worker-main";
    private static final int REJECTS = ExitCode.DONE_WITH_REJECTS.number();

    @TempDir
    private Path folder;

    private JobHome home;

    @BeforeEach
    void newHome() {
        home = new JobHome(folder.resolve("home"));
    }

    @AfterEach
    void honestAgain() {
        System.clearProperty(OTHER_MAIN);
    }

    @Test
    void processesWriteTheSameFilesAsThreads() {
        assertThat(home.run("admin_tester", "speed=0", "partitions=3", "threads=2"))
                .as(home.err())
                .isEqualTo(REJECTS);
        SortedMap<String, String> results = home.results();
        SortedMap<String, List<Byte>> journals = journals(1);
        assertThat(journals).hasSize(3);

        assertThat(home.run("admin_tester", "speed=0", "partitions=3", "threads=2", "workers=processes"))
                .as(home.err())
                .isEqualTo(REJECTS);

        assertThat(home.results()).isEqualTo(results);
        assertThat(journals(2)).isEqualTo(journals);
        assertThat(partitions(1))
                .allSatisfy(partition -> assertThat(partition.measured())
                        .isNotNull()
                        .satisfies(measured -> assertThat(measured.ownProcess()).isFalse()));
        assertThat(partitions(2))
                .allSatisfy(partition -> assertThat(partition.measured())
                        .isNotNull()
                        .satisfies(measured -> assertThat(measured.ownProcess()).isTrue()));
        assertThat(home.root().resolve("journals/admin_tester/2/workers")).doesNotExist();
        assertThat(home.out()).contains("run 3 of 3 partitions, 100 %");
    }

    /** Everything that decides what comes out is in the request: terms, fees, and how much of the past is seen. */
    @Test
    void whatAQueueSettlesReachesTheWorkers() throws IOException {
        Path own = Files.createDirectories(home.root().resolve("fees")).resolve("own.csv");
        Files.writeString(own, """
                component,kinds,side,settlement,basis,rate,of,minimum,maximum,valid_from
                brokerage,,,,order,20,,,,2020-01-01
                tax,OPTION,SELL,,percent,0.0625,,1,15%,
                tax,FUTURE,SELL,,percent,0.0125,,1,,
                tax,STOCK,,,percent,0.1,,1,,
                service,,,,percent_of,18,brokerage tax,,,
                tax,OPTION,SELL,yes,percent,0.125,,,,
                """);
        Path jobs = Files.createDirectories(home.root().resolve("jobs")).resolve("admin_tester.yml");
        Files.writeString(jobs, """
                data: sample/data
                fill: next_tick
                latency: 250ms
                slippage: ticks:2
                fees: own
                warm-up: 120
                partitions: 2
                """);
        assertThat(home.run("admin_tester")).as(home.err()).isEqualTo(REJECTS);
        SortedMap<String, List<Byte>> journals = journals(1);
        SortedMap<String, String> results = home.results();

        assertThat(home.run("admin_tester", "workers=processes", "worker-memory=200m", "worker-timeout=5m"))
                .as(home.err())
                .isEqualTo(REJECTS);

        assertThat(journals(2)).isEqualTo(journals);
        assertThat(home.results()).isEqualTo(results);
    }

    @Test
    void aPartitionWhoseProcessCrashesIsTriedAgainAndTheResultIsRight() {
        assertThat(home.run("admin_tester", "speed=0", "partitions=2")).isEqualTo(REJECTS);
        SortedMap<String, String> results = home.results();
        SortedMap<String, List<Byte>> journals = journals(1);
        System.setProperty(OTHER_MAIN, HostilePartitionWorker.class.getName());

        assertThat(home.run("admin_tester", "speed=0", "partitions=2", "workers=processes"))
                .as(home.err())
                .isEqualTo(REJECTS);

        assertThat(home.out())
                .contains("partition p0001 is tried again: KILLED: the worker was ended by signal ")
                .contains("partition p0002 is tried again: KILLED", "about to crash");
        assertThat(home.results()).isEqualTo(results);
        assertThat(journals(2)).isEqualTo(journals);
    }

    /** As many processes as threads were asked for, however many partitions there are: each tells how many it saw. */
    @Test
    void neverMoreProcessesRunAtOnceThanWereAskedFor() throws IOException {
        home.run("admin_tester", "speed=0", "partitions=1");
        System.setProperty(OTHER_MAIN, HostilePartitionWorker.class.getName());
        Files.createDirectory(home.root().resolve(HostilePartitionWorker.COUNTED));

        assertThat(home.run("admin_tester", "speed=0", "partitions=5", "threads=2", "workers=processes"))
                .as(home.err())
                .isEqualTo(REJECTS);

        List<Integer> seen = new ArrayList<>();
        try (DirectoryStream<Path> told =
                Files.newDirectoryStream(home.root(), HostilePartitionWorker.COUNTED + "-*")) {
            for (Path one : told) {
                seen.add(Integer.valueOf(Files.readString(one)));
            }
        }
        assertThat(seen).hasSize(5).contains(2).allMatch(count -> count <= 2);
    }

    @Test
    void aPartitionThatAlwaysCrashesIsReportedWhileOthersFinishAndIsTakenUpAgain() throws IOException {
        assertThat(home.run("admin_tester", "speed=0", "partitions=3")).isEqualTo(REJECTS);
        SortedMap<String, String> results = home.results();
        System.setProperty(OTHER_MAIN, HostilePartitionWorker.class.getName());
        Files.writeString(home.root().resolve(HostilePartitionWorker.ALWAYS), "partition p0002");

        assertThat(home.run("admin_tester", "speed=0", "partitions=3", "workers=processes"))
                .isEqualTo(ExitCode.FAILED.number());

        assertThat(home.err())
                .contains("run 2 of queue admin_tester failed: partition p0002 failed in its worker, tried 3 times, the"
                        + " last time: KILLED: the worker was ended by signal ")
                .contains("about to crash");
        assertThat(partitions(2)).extracting(PlannedPartition::done).containsExactly(true, false, true);
        assertThat(home.list(database -> new RunStore(database).newest("admin_tester", 1)))
                .extracting(RunRow::state)
                .containsExactly(RunState.FAILED);

        // How it is worked on is not part of what it is: threads may finish what processes began.
        assertThat(home.run("admin_tester", "speed=0", "partitions=3"))
                .as(home.err())
                .isEqualTo(REJECTS);
        assertThat(home.out()).contains("taking it up again");
        assertThat(home.results()).isEqualTo(results);
        JsonNode course = home.course("admin_tester");
        assertThat(course.path("restarts").asInt()).isEqualTo(1);
        assertThat(course.path("partitions")
                        .valueStream()
                        .map(part -> part.path("name").asString() + " taken up " + part.path("attempts")
                                + (part.path("own_process").asBoolean() ? ", in a process" : "")))
                .containsExactly(
                        "p0001 taken up 1, in a process", "p0002 taken up 2", "p0003 taken up 1, in a process");
        assertThat(course.path("events")
                        .valueStream()
                        .filter(event -> event.path("partition").asString("").equals("p0002"))
                        .map(event -> event.path("message").asString()))
                .anyMatch(message -> message.startsWith("partition p0002 is tried again: KILLED: "))
                .noneMatch(message -> message.contains("\n"));
    }

    @Test
    void aWorkerRefusesDataThatIsNotWhatWasAskedFor() {
        assertThat(home.run("admin_tester", "speed=0", "partitions=1")).isEqualTo(REJECTS);
        PlannedPartition partition = partitions(1).get(0);

        GraphAsked asked = GraphAsked.of(home, partition);

        assertThat(asked.answer(members -> {}).code()).isZero();
        assertThat(asked.answer(members -> asked.day(members).put("data_hash", "ab")))
                .satisfies(ended -> {
                    assertThat(ended.code()).isEqualTo(ExitCode.DATA.number());
                    assertThat(ended.err())
                            .contains("\"code\":\"DATA_CHANGED\"", "day 2024-10-29 has data of hash", "asked was ab");
                    assertThat(ended.out()).isEmpty();
                });
        assertThat(asked.answer(members -> asked.day(members).put("warm_up_hash", "cd")))
                .satisfies(ended -> {
                    assertThat(ended.code()).isEqualTo(ExitCode.DATA.number());
                    assertThat(ended.err()).contains("the candles before day 2024-10-29 have hash", "asked was cd");
                });
        assertThat(asked.answer(members -> members.put("engine_version", "0"))).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(ExitCode.USAGE.number());
            assertThat(ended.err()).contains("the request is for engine_version 0, this worker has");
        });
        assertThat(asked.answer(members -> {
                    members.put("dayz", List.of());
                    members.remove("data");
                    members.put("instances", List.of(Map.of("instance", "one")));
                }))
                .satisfies(ended -> {
                    assertThat(ended.code()).isEqualTo(ExitCode.USAGE.number());
                    assertThat(ended.err())
                            .contains(
                                    "/dayz is unknown; did you mean days?",
                                    "/data is missing; it must be a text",
                                    "/instances/0/instance must be a whole number",
                                    "/instances/0/scale is missing");
                });
        assertThat(asked.answer(members -> asked.strategies(members).replaceAll((hash, text) -> text + " ")))
                .satisfies(ended -> {
                    assertThat(ended.code()).isEqualTo(ExitCode.USAGE.number());
                    assertThat(ended.err()).contains("has the SHA-256");
                });
    }

    private List<PlannedPartition> partitions(long run) {
        return home.list(database -> new PartitionStore(database)
                .partitions(new RunStore(database)
                        .find("admin_tester", run)
                        .orElseThrow()
                        .id()));
    }

    /** {@return every journal of a run, by the name of its file} */
    private SortedMap<String, List<Byte>> journals(long run) {
        SortedMap<String, List<Byte>> journals = new TreeMap<>();
        try (Stream<Path> files =
                Files.list(home.root().resolve("journals/admin_tester").resolve(Long.toString(run)))) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                List<Byte> content = new ArrayList<>();
                for (byte one : bytes) {
                    content.add(one);
                }
                journals.put(String.valueOf(file.getFileName()), content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return journals;
    }
}
