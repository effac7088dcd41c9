package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody removes files of a run while it goes on: at once when the job tells that a part of it is over. */
class DeletionTest {

    private static final String QUEUE = "admin_tester";
    private static final int REJECTS = ExitCode.DONE_WITH_REJECTS.number();

    @TempDir
    private static Path undisturbed;

    private static SortedMap<String, String> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runUndisturbed() {
        JobHome home = new JobHome(undisturbed);
        assertThat(home.run(QUEUE, "speed=0", "partitions=3")).as(home.err()).isEqualTo(REJECTS);
        expected = home.results();
    }

    @Test
    void allResultsRemovedBeforeTheNightIsInPlaceArePublishedAgain() {
        String said = runAndRemove("publish 8 of 8", home -> ChaosWork.delete(home.resolve("backtest_data")));

        assertThat(said).contains("warning: somebody removed ", "; publishing again");
    }

    @Test
    void oneFolderRemovedBeforeTheEndIsPublishedAgain() {
        String said = runAndRemove(
                "report 7 of 7",
                home -> ChaosWork.delete(home.resolve("backtest_data/admin_tester/momentum-3m-n_sample")));

        assertThat(said)
                .contains("somebody removed a folder published before, such as admin_tester/momentum-3m-n_sample");
    }

    /** Their page is theirs to make, and nothing is published over them. */
    @Test
    void whatAnotherPutIntoAFolderMeanwhileStays() throws IOException {
        Path run = folder.resolve("home/backtest_data/admin_tester/momentum-3m-n_sample/run.json");

        String said = runAndRemove("publish 8 of 8", home -> {
            try {
                Files.writeString(run, "{}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(said)
                .contains("the report of " + run.getParent() + " could not be made: ", "is of another run")
                .doesNotContain("publishing again");
        assertThat(run).hasContent("{}");
        assertThat(run.resolveSibling("report.html")).doesNotExist();
    }

    /** When the reports are there and the night's page is not, all numbers are, and any other queue may publish. */
    @Test
    void nobodyWaitsForPages() {
        runAndRemove("report 7 of 7", home -> {
            Path results = home.resolve("backtest_data");
            assertThat(results.resolve("index.json")).isNotEmptyFile();
            assertThat(results.resolve("nights/admin_tester/2024-10-29"))
                    .isDirectoryContaining("glob:**/night.json")
                    .isDirectoryNotContaining("glob:**/night.html");
            try {
                assertThat(HolderLock.held(home.resolve("locks/.publish.lock"))).isFalse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void aJournalRemovedInMidRunIsWrittenAgainInTheSameLaunch() {
        String said = runAndRemove("run 3 of 3 partitions", home -> {
            Path journals = home.resolve("journals/admin_tester/1");
            try (Stream<Path> all = Files.list(journals)) {
                Files.delete(all.sorted().findFirst().orElseThrow());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(said).contains("warning: journals are lost or damaged: p0001");
    }

    @Test
    void aJournalThatCannotBeReadIsWrittenAgainInTheSameLaunch() {
        String said = runAndRemove("run 3 of 3 partitions", home -> {
            Path journals = home.resolve("journals/admin_tester/1");
            try (Stream<Path> all = Files.list(journals)) {
                Path journal = all.sorted().findFirst().orElseThrow();
                Files.delete(journal);
                Files.createDirectory(journal);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(said).contains("warning: journals are lost or damaged: p0001", " cannot be read: ");
    }

    /** {@return what a run said during which something was removed once; its results are as if nothing had been} */
    private String runAndRemove(String when, Consumer<Path> removal) {
        Path home = folder.resolve("home");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8) {

            private boolean removed;

            @Override
            public void flush() {
                super.flush();
                if (!removed && said.toString(StandardCharsets.UTF_8).contains(when)) {
                    removed = true;
                    removal.accept(home);
                }
            }

            @Override
            public void println(String line) {
                super.println(line);
                flush();
            }
        };

        int code = NightJob.run(home, QUEUE, Map.of("speed", "0", "partitions", "3"), out, out);

        String told = said.toString(StandardCharsets.UTF_8);
        assertThat(code).as(told).isEqualTo(REJECTS);
        assertThat(JobHome.results(home.resolve("backtest_data"))).as(told).isEqualTo(expected);
        return told;
    }
}
