package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.outcome.PublishedFolder;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.PurgeStore;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a finished run left is known by its hashes, and made again from its journals byte for byte. */
class RunRepairTest {

    private static final int REJECTS = ExitCode.DONE_WITH_REJECTS.number();
    private static final String QUEUE = "admin_tester";

    @TempDir
    private Path folder;

    private JobHome home;
    private String told = "";

    @BeforeEach
    void aNight() {
        home = new JobHome(folder.resolve("home"));
        assertThat(home.run(QUEUE, "speed=0", "partitions=3")).as(home.err()).isEqualTo(REJECTS);
    }

    @Test
    void everyFileThatIsTornMissingOrChangedIsFoundAndMadeAgain() throws IOException {
        assertThat(verify(1)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(told).contains("run 1 of queue admin_tester is as it was published");
        SortedMap<String, List<Byte>> published = files(output());
        assertThat(published).hasSizeGreaterThan(30);
        List<String> names = List.copyOf(published.keySet());
        for (int round = 0; round < 3; round++) {
            for (int place = 0; place < names.size(); place++) {
                damage(output().resolve(names.get(place)), (place + round) % 3);
            }

            assertThat(verify(1)).isEqualTo(ExitCode.FAILED);
            assertThat(told).contains("is not as it was published", "run.json", "night.json", "ranking.csv");
            assertThat(publish(1, false)).as(told).isEqualTo(ExitCode.DONE);
            assertThat(files(output())).isEqualTo(published);
        }
        for (String alone : List.of("index.json", "trades.csv", "events.jsonl", "report.html", "night.html")) {
            Path file = output().resolve(names.stream()
                    .filter(name -> name.endsWith(alone))
                    .findFirst()
                    .orElseThrow());
            damage(file, 2);
            assertThat(verify(1)).as(alone).isEqualTo(ExitCode.FAILED);
            assertThat(told).contains(file.toString());
            assertThat(publish(1, false)).as(told).isEqualTo(ExitCode.DONE);
            assertThat(files(output())).isEqualTo(published);
        }
        assertThat(verify(1)).as(told).isEqualTo(ExitCode.DONE);
    }

    /** Deletes a file, cuts it in half, or changes a bit in its middle. */
    private static void damage(Path file, int kind) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (kind == 0) {
            Files.delete(file);
        } else if (kind == 1) {
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        } else {
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }

    @Test
    void foldersThatAreGoneOrAreSomethingElseAreMadeAgainAndTheUsersFilesBesideThemStay() throws IOException {
        SortedMap<String, List<Byte>> published = files(output());
        Path user = output().resolve("admin_tester");
        List<Path> folders;
        try (Stream<Path> all = Files.list(user)) {
            folders = all.filter(Files::isDirectory).sorted().toList();
        }
        delete(folders.get(0));
        Files.writeString(folders.get(0), "not a folder");
        delete(folders.get(1));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folders.get(1), elsewhere);
        delete(output().resolve("nights"));
        Files.createDirectory(user.resolve(folders.get(2).getFileName() + ".staging-1"));
        Files.writeString(user.resolve("notes.txt"), "mine");
        Files.writeString(folders.get(3).resolve("notes.txt"), "mine too");

        assertThat(verify(1)).isEqualTo(ExitCode.FAILED);
        assertThat(told).contains(folders.get(0) + " is no folder", folders.get(1) + " is no folder", "nights");
        assertThat(publish(1, false)).as(told).isEqualTo(ExitCode.FAILED);
        assertThat(told).contains(folders.get(1).toString(), "is a link; results are written to real folders only");
        assertThat(elsewhere).isEmptyDirectory();

        Files.delete(folders.get(1));
        assertThat(publish(1, false)).as(told).isEqualTo(ExitCode.DONE);
        SortedMap<String, List<Byte>> now = files(output());
        assertThat(now.remove("admin_tester/notes.txt")).isNotNull();
        assertThat(now.remove("admin_tester/" + folders.get(3).getFileName() + "/notes.txt"))
                .isNotNull();
        assertThat(now).isEqualTo(published);
    }

    @Test
    void onlyPagesThatWereWantedAreMissed() throws IOException {
        assertThat(home.run(QUEUE, "speed=0", "html=night")).isEqualTo(REJECTS);
        assertThat(verify(2)).as(told).isEqualTo(ExitCode.DONE);
        Path page = output().resolve("nights/admin_tester/2024-10-29/night.html");
        byte[] bytes = Files.readAllBytes(page);
        Files.delete(page);

        assertThat(verify(2)).isEqualTo(ExitCode.FAILED);
        assertThat(told).contains(page + " is missing").doesNotContain("report.html");
        assertThat(publish(2, false)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(page).hasBinaryContent(bytes);

        assertThat(home.run(QUEUE, "speed=0", "html=none")).isEqualTo(REJECTS);
        assertThat(verify(3)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(page).doesNotExist();
    }

    @Test
    void aPageAloneIsMadeAgainInItsPlaceWithoutAnyJournal() throws IOException {
        Path night = output().resolve("nights/admin_tester/2024-10-29");
        byte[] page = Files.readAllBytes(night.resolve("night.html"));
        Files.delete(night.resolve("night.html"));
        Files.writeString(night.resolve("notes.txt"), "mine");
        delete(journals());

        assertThat(publish(1, false)).as("the journals are lost").isEqualTo(ExitCode.FAILED);

        assertThat(told).contains("made again: nights/admin_tester/2024-10-29/night.html");
        assertThat(night.resolve("night.html")).hasBinaryContent(page);
        assertThat(night.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void whatALaterRunPublishedIsThatRuns() throws IOException {
        assertThat(home.run(QUEUE, "speed=0", "step-budget=200000")).isEqualTo(REJECTS);
        SortedMap<String, List<Byte>> published = files(output());

        assertThat(verify(2)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(publish(1, false)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(told).contains("of later runs by now, and not looked at");
        assertThat(files(output())).isEqualTo(published);

        // Who had no result in the later run still has that of the earlier one, which is put right by it.
        Path earlier;
        try (Stream<Path> all = Files.walk(output())) {
            earlier = all.filter(Files::isDirectory)
                    .filter(one -> PublishedFolder.isOf(one, QUEUE, 1))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(earlier.resolve("trades.json"));
        assertThat(verify(2)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(verify(1)).isEqualTo(ExitCode.FAILED);
        assertThat(publish(1, false)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(files(output())).isEqualTo(published);
    }

    @Test
    void whatALaterRunPublishedIsThatRunsAlthoughItWasPurged() throws IOException {
        assertThat(home.run(QUEUE, "speed=0", "partitions=2")).isEqualTo(REJECTS);
        SortedMap<String, List<Byte>> published = files(output());
        home.look(database -> new PurgeStore(database)
                .purge(new RunStore(database).find(QUEUE, 2).orElseThrow(), output().toString(), Instant.now()));

        assertThat(verify(1)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(told).contains("of later runs by now, and not looked at").doesNotContain("night");
        assertThat(publish(1, false)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(files(output())).isEqualTo(published);
    }

    @Test
    void aLostJournalCostsItsPartitionWhichIsRunAgainWhenThatIsWanted() throws IOException {
        SortedMap<String, List<Byte>> journals = files(journals());
        SortedMap<String, List<Byte>> published = files(output());
        PlannedPartition torn = partitions().get(0);
        PlannedPartition gone = partitions().get(1);
        Path file = journals().resolve(String.valueOf(torn.journal()));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1_000));
        Files.delete(journals().resolve(String.valueOf(gone.journal())));

        assertThat(verify(1)).isEqualTo(ExitCode.FAILED);
        assertThat(told)
                .contains("journal of partition p0001 is lost or damaged", "journal of partition p0002")
                .contains("without it these cannot be made again: admin_tester/")
                .doesNotContain("p0003");
        delete(output());
        assertThat(publish(1, false)).isEqualTo(ExitCode.FAILED);
        assertThat(told)
                .contains("cannot be made again: admin_tester/", "the journal of partition p0001 is lost")
                .contains("made again: admin_tester/")
                .contains("runs publish 1 --queue admin_tester --rerun");
        // Whose journals are there is there again.
        assertThat(files(output())).isNotEmpty().allSatisfy((name, bytes) -> {
            if (!name.equals("index.json")) {
                assertThat(bytes).isEqualTo(published.get(name));
            }
        });

        assertThat(publish(1, true)).as(told).isEqualTo(ExitCode.DONE);
        assertThat(told).contains("partition p0001 was run again: its journal is the same");
        assertThat(files(journals())).isEqualTo(journals);
        assertThat(files(output())).isEqualTo(published);
        assertThat(verify(1)).as(told).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aPartitionThatWouldTellSomethingElseIsNotPutInPlace() throws IOException {
        PlannedPartition gone = partitions().get(0);
        Path file = journals().resolve(String.valueOf(gone.journal()));
        Files.delete(file);
        home.look(database -> JdbcClient.create(database.dataSource())
                .sql("update partition_plan set sha256 = ? where name = 'p0001'")
                .param("ab".repeat(32))
                .update());

        assertThat(publish(1, true)).isEqualTo(ExitCode.FAILED);
        assertThat(told)
                .contains("partition p0001 cannot be run again: what comes out of it now has SHA-256 " + gone.sha256());
        assertThat(file).doesNotExist();
        assertThat(files(journals())).hasSize(2);

        home.look(database -> JdbcClient.create(database.dataSource())
                .sql("update run set engine_version = '5'")
                .update());
        assertThat(publish(1, true)).isEqualTo(ExitCode.FAILED);
        assertThat(told).contains("the run's engine was 5, this is engine ", "no partition is run again");
    }

    private ExitCode verify(long run) {
        return repair((repair, row) -> repair.verify(row), run);
    }

    private ExitCode publish(long run, boolean rerun) {
        return repair((repair, row) -> repair.publish(row, rerun, Instant.now()), run);
    }

    private interface Asked {
        ExitCode of(RunRepair repair, RunRow row);
    }

    private ExitCode repair(Asked asked, long run) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ExitCode code = home.look(database -> asked.of(
                new RunRepair(new Home(home.root()), database, new PrintStream(said, true, StandardCharsets.UTF_8)),
                new RunStore(database).find(QUEUE, run).orElseThrow()));
        told = said.toString(StandardCharsets.UTF_8);
        return code;
    }

    private List<PlannedPartition> partitions() {
        return home.list(database -> new PartitionStore(database)
                .partitions(new RunStore(database).find(QUEUE, 1).orElseThrow().id()));
    }

    private Path output() {
        return home.root().resolve("backtest_data");
    }

    private Path journals() {
        return home.root().resolve("journals").resolve(QUEUE).resolve("1");
    }

    private static SortedMap<String, List<Byte>> files(Path root) throws IOException {
        SortedMap<String, List<Byte>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                // A page may tell what is known only now.
                byte[] bytes = name.endsWith(".html") ? new byte[0] : Files.readAllBytes(file);
                files.put(name, List.of(toObjects(bytes)));
            }
        }
        return files;
    }

    private static Byte[] toObjects(byte[] bytes) {
        Byte[] objects = new Byte[bytes.length];
        for (int place = 0; place < bytes.length; place++) {
            objects[place] = bytes[place];
        }
        return objects;
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
