package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die, are stopped, or meet each other. */
class NightJobIT {

    private static final String[] BACKTEST = {"queue=admin_tester", "speed=0", "partitions=7", "threads=2"};
    private static final int REJECTS = ExitCode.DONE_WITH_REJECTS.number();

    /** A home that was filled and run once, undisturbed; tests begin with copies of it. */
    @TempDir
    private static Path undisturbed;

    private static SortedMap<String, String> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runUndisturbed() throws InterruptedException {
        JobProcess.Ended ended = JobProcess.run(undisturbed, "", BACKTEST);
        assertThat(ended.code()).as(ended.said()).isEqualTo(REJECTS);
        expected = JobHome.results(undisturbed.resolve("backtest_data"));
        assertThat(expected).hasSize(7 * 4 + 2);
    }

    @Test
    void aKilledRunIsFinishedByTheSameCommandAndOnlyWhatWasUnfinishedRunsAgain()
            throws InterruptedException, IOException {
        Path home = withoutResults();
        try (JobProcess job = JobProcess.start(home, "nightjar.hold=after-partition:2", BACKTEST)) {
            job.awaitLine("holding at after-partition");
            job.kill();
        }
        List<PlannedPartition> before = partitions(home, 2);
        assertThat(before.stream().filter(PlannedPartition::done).count()).isBetween(1L, 6L);
        String late = home.resolve("sample/strategies/nine-positions.json").toString();
        JobProcess.run(home, "", "queue", "add", late, "--queue", "admin_tester", "--broker", "late");
        JobProcess.Ended removed =
                JobProcess.run(home, "", "queue", "remove", "--queue", "admin_tester", "momentum-3m-nested");
        assertThat(removed.code()).as(removed.said()).isZero();

        JobProcess.Ended ended = JobProcess.run(home, "", BACKTEST);

        assertThat(ended.code()).as(ended.said()).isEqualTo(REJECTS);
        assertThat(ended.said()).contains("1 item was added to queue admin_tester after run 2");
        assertThat(ended.said()).contains("run 2 of queue admin_tester is unfinished (running): taking it up again");
        List<PlannedPartition> after = partitions(home, 2);
        assertThat(after).hasSameSizeAs(before).allMatch(PlannedPartition::done);
        for (int partition = 0; partition < before.size(); partition++) {
            if (before.get(partition).done()) {
                assertThat(after.get(partition)).isEqualTo(before.get(partition));
            }
        }
        assertFinishedOnce(home);
    }

    @Test
    void aDayLostFromTheStoreIsImportedAgain() throws InterruptedException, IOException {
        Path home = withoutResults();
        JobProcess.run(home, "nightjar.crash=after-plan", BACKTEST);
        try (Stream<Path> stored = Files.walk(home.resolve("store"))) {
            for (Path day :
                    stored.filter(file -> file.toString().endsWith(".day")).toList()) {
                Files.delete(day);
            }
        }

        JobProcess.Ended ended = JobProcess.run(home, "", BACKTEST);

        assertThat(ended.code()).as(ended.said()).isEqualTo(REJECTS);
        assertThat(ended.said()).contains("imported 2024-10-29 again");
        assertFinishedOnce(home);
    }

    @Test
    void aLostJournalIsWrittenAgain() throws InterruptedException, IOException {
        Path home = withoutResults();
        JobProcess.run(home, "nightjar.crash=after-aggregate", BACKTEST);
        JobProcess.Ended refused = JobProcess.run(home, "", "runs", "abandon", "2");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.said()).contains("was publishing them; finish it: runs resume 2");
        PlannedPartition lost = partitions(home, 2).get(3);
        Files.delete(home.resolve("journals/admin_tester/2").resolve(lost.journal()));

        JobProcess.Ended ended = JobProcess.run(home, "", BACKTEST);
        assertThat(ended.code()).as(ended.said()).isEqualTo(REJECTS);
        assertThat(ended.said()).contains("journals are lost or damaged: " + lost.name());
        assertFinishedOnce(home);
    }

    @Test
    void aRunningSimulationIsSeenSharesItsDatabaseRefusesOthersAndStopsCleanly()
            throws InterruptedException, IOException {
        Path home = withoutResults();
        String[] simulation = {"queue=admin_tester", "speed=2000"};
        Path user = Files.createDirectories(home.resolve("backtest_data/admin_tester"));
        try (WatchService watch = user.getFileSystem().newWatchService();
                JobProcess job = JobProcess.start(home, "", simulation)) {
            user.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            job.awaitLine("playing 2024-10-29 at speed 2000");
            Path running = user.resolve(awaitNew(watch));
            assertThat(running.toString()).endsWith(".running");
            running.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            awaitNew(watch);

            JobProcess.Ended second = JobProcess.run(home, "", simulation);
            assertThat(second.code()).isEqualTo(ExitCode.BUSY.number());
            assertThat(second.said()).contains("queue admin_tester is running: pid " + job.pid(), "run 2", "since ");

            JobProcess.Ended runs = JobProcess.run(home, "", "runs", "list");
            assertThat(runs.code()).as(runs.said()).isZero();
            assertThat(runs.said()).contains("admin_tester run 2  running by pid " + job.pid());
            JobProcess.Ended items = JobProcess.run(home, "", "queue", "list", "--queue", "admin_tester");
            assertThat(items.said()).contains("admin_tester: 8 items");

            job.terminate();
            JobProcess.Ended stopped = job.await();
            assertThat(stopped.said()).contains("run 2 of queue admin_tester has stopped");
            assertThat(stopped.code()).isEqualTo(ExitCode.STOPPED.number());
        }
        assertThat(run(home, 2).state()).isEqualTo(RunState.STOPPED);

        JobProcess.Ended ended = JobProcess.run(home, "", simulation);

        assertThat(ended.code()).as(ended.said()).isEqualTo(REJECTS);
        assertFinishedOnce(home);
    }

    @Test
    void runsAreStoppedResumedAndAbandonedByCommand() throws InterruptedException, IOException {
        Path home = withoutResults();
        try (JobProcess job = JobProcess.start(home, "", "queue=admin_tester", "speed=500")) {
            job.awaitLine("playing 2024-10-29");
            assertThat(JobProcess.run(home, "", "runs", "abandon", "2").said())
                    .contains("is being worked on by pid " + job.pid());
            assertThat(JobProcess.run(home, "", "runs", "stop", "2").code()).isZero();
            assertThat(job.await().code()).isEqualTo(ExitCode.STOPPED.number());
        }
        JobProcess.Ended refused = JobProcess.run(home, "", BACKTEST);
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(refused.said()).contains("speed=500", "speed=0", "runs abandon 2 --queue admin_tester");

        assertThat(JobProcess.run(home, "", "runs", "abandon", "2").code()).isZero();
        assertThat(run(home, 2).state()).isEqualTo(RunState.ABANDONED);

        JobProcess.run(home, "nightjar.crash=after-plan", BACKTEST);
        JobProcess.Ended resumed = JobProcess.run(home, "", "runs", "resume", "3");
        assertThat(resumed.code()).as(resumed.said()).isEqualTo(REJECTS);
        assertThat(run(home, 3).state()).isEqualTo(RunState.DONE);
    }

    /** {@return the name of something that was made in the folder that is watched, which is not watched any more} */
    private static Path awaitNew(WatchService watch) throws InterruptedException {
        WatchKey change = watch.poll(1, TimeUnit.MINUTES);
        assertThat(change).as("something is made").isNotNull();
        change.cancel();
        return (Path) change.pollEvents().get(0).context();
    }

    private static void assertFinishedOnce(Path home) throws IOException {
        assertThat(JobHome.results(home.resolve("backtest_data"))).isEqualTo(expected);
        try (Stream<Path> all = Files.walk(home.resolve("backtest_data"))) {
            assertThat(all.map(path -> path.getFileName().toString()).collect(Collectors.toSet()))
                    .noneMatch(
                            name -> name.contains(".staging-") || name.contains(".old-") || name.endsWith(".running"));
        }
        RunRow run = run(home, 2);
        assertThat(run.state()).isEqualTo(RunState.DONE);
        assertThat(run.completed()).isEqualTo(7);
        look(home, database -> {
            assertThat(new PartitionStore(database).totals(run.id())).hasSize(7);
            assertThat(new RunStore(database).results(run.id())).hasSize(7);
            assertThat(swaps(database, home)).isEmpty();
            assertThat(new RunStore(database).newest(null, 10)).hasSize(2);
            return run;
        });
    }

    private static List<RunStore.Swap> swaps(Database database, Path home) {
        try {
            return new RunStore(database).swaps(new Home(home).realOutput().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunRow run(Path home, long number) {
        return look(
                home,
                database -> new RunStore(database).find("admin_tester", number).orElseThrow());
    }

    private static List<PlannedPartition> partitions(Path home, long number) {
        long id = run(home, number).id();
        return look(home, database -> new PartitionStore(database).partitions(id));
    }

    private static <T> T look(Path home, Function<Database, T> question) {
        try (Database database = Database.visit(home, DatabaseAccess.EMBEDDED)) {
            return question.apply(database);
        }
    }

    /** {@return a copy of the undisturbed home whose results are gone} */
    private Path withoutResults() throws IOException {
        Path home = Files.createTempDirectory(folder, "home");
        try (Stream<Path> all = Files.walk(undisturbed)) {
            for (Path path : all.sorted().toList()) {
                Path name = undisturbed.relativize(path);
                if (!name.startsWith("backtest_data")) {
                    Files.copy(
                            path,
                            home.resolve(name),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return home;
    }
}
