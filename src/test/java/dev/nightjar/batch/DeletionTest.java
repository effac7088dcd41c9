package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.report.PageData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

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

    /** Runs of other queues have the same strategies and publish while pages are made: some of theirs are there, some removed likewise. */
    @Test
    void ofFoldersThatAreRemovedWhilePagesAreMadeOnlyTheRunsOwnAreMadeAgain() throws IOException {
        Path user = folder.resolve("home/backtest_data/admin_tester");
        Path own = user.resolve("momentum-3m-n_sample");
        Path replaced = user.resolve("ema-trend-5m_sample");
        Path replacedAndRemoved = user.resolve("opening-range_sample");
        Map<String, String> of = new HashMap<>();

        String said = runWhile("report 7 of 7", home -> {
            try {
                of.put("run", Files.readString(own.resolve("run.json")));
                ChaosWork.delete(own);
                ChaosWork.delete(replacedAndRemoved);
                Files.writeString(replaced.resolve("run.json"), "{\"queue\": \"later\", \"run\": 9}");
                Files.writeString(replaced.resolve("trades.json"), "theirs");
                Path index = home.resolve("backtest_data/index.json");
                Matcher entry = Pattern.compile(
                                "(\"admin_tester/opening-range_sample\".*?\"queue\" : \")" + QUEUE, Pattern.DOTALL)
                        .matcher(Files.readString(index));
                Files.writeString(index, entry.replaceFirst("$1later"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(said)
                .contains("somebody removed a folder published before, such as admin_tester/momentum-3m-n_sample")
                .contains("made again: admin_tester/momentum-3m-n_sample");
        assertThat(own.resolve("run.json")).hasContent(of.get("run"));
        assertThat(own.resolve("report.html")).isNotEmptyFile();
        SortedMap<String, String> theirs = new TreeMap<>(expected);
        theirs.put("admin_tester/ema-trend-5m_sample/trades.json", "theirs");
        theirs.keySet().removeIf(file -> file.contains("opening-range_sample"));
        assertThat(JobHome.results(folder.resolve("home/backtest_data"))).isEqualTo(theirs);
    }

    @Test
    void resultsAndTheirJournalRemovedWhilePagesAreMadeAreMadeInTheSameLaunch() {
        String said = runAndRemove("report 7 of 7", home -> {
            ChaosWork.delete(home.resolve("backtest_data/admin_tester/momentum-3m-n_sample"));
            ChaosWork.delete(home.resolve("journals/admin_tester/1"));
        });

        assertThat(said).contains("warning: journals are lost or damaged: p0001");
    }

    /** Something of a user's stands where the folders of all strategies belong. */
    @Test
    void whyRemovedResultsCannotBeMadeAgainIsTold() {
        String said = runWhile("report 7 of 7", ExitCode.INFRASTRUCTURE.number(), home -> {
            Path user = home.resolve("backtest_data/admin_tester");
            ChaosWork.delete(user);
            try {
                Files.writeString(user, "mine");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(said)
                .contains(
                        "what was removed cannot be made again: ",
                        "admin_tester/ema-trend-5m/sample/1: its results cannot be written: ")
                .doesNotContain("again and again");
    }

    @Test
    void aStopIsHeardBeforeRemovedResultsAreMadeAgain() {
        String said = runWhile("report 7 of 7", ExitCode.STOPPED.number(), home -> {
            ChaosWork.delete(home.resolve("backtest_data/admin_tester"));
            ChaosWork.delete(home.resolve("backtest_data/nights"));
            new JobHome(home).look(database -> {
                RunStore runs = new RunStore(database);
                runs.requestStop(runs.newest(QUEUE, 1).get(0).id());
                return runs;
            });
            try {
                // the job looks every second whether it is to stop
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(said).contains("somebody removed 8 folders").doesNotContain("made again: ");
        assertThat(new JobHome(folder.resolve("home")).run(QUEUE, "speed=0", "partitions=3"))
                .isEqualTo(REJECTS);
        assertThat(JobHome.results(folder.resolve("home/backtest_data"))).isEqualTo(expected);
    }

    /** Another process died when the old folder was out of the way and the new one not complete. */
    @Test
    void aSwapLeftInTheMiddleIsPutRightBeforeAnybodyLooksForWhatIsGone() {
        String said = runAndRemove("report 7 of 7", home -> {
            String name = "admin_tester/momentum-3m-n_sample";
            Path results = home.resolve("backtest_data");
            long id = new JobHome(home).look(database -> {
                RunStore runs = new RunStore(database);
                long run = runs.newest(QUEUE, 1).get(0).id();
                try {
                    runs.beginSwaps(
                            List.of(new RunStore.Swap(results.toRealPath().toString(), name, run)), Instant.now());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return run;
            });
            try {
                Files.move(results.resolve(name), results.resolve(name + ".old-" + id));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(said).doesNotContain("publishing again");
    }

    @Test
    void theFolderOfTheNightRemovedWhilePagesAreMadeIsMadeAgain() {
        Path night = Path.of("backtest_data/nights/admin_tester/2024-10-29");

        runAndRemove("report 7 of 7", home -> ChaosWork.delete(home.resolve(night)));

        assertThat(folder.resolve("home").resolve(night).resolve("night.html")).isNotEmptyFile();
    }

    /** Something of a user's stands where a page belongs: of two strategies, and of the night. */
    @Test
    void whatCannotBePutInPlaceIsToldAndCostsNothingElse() {
        Path results = Path.of("backtest_data");
        Path momentum = results.resolve("admin_tester/momentum-3m-n_sample/report.html");

        String said = runAndRemove("publish 8 of 8", home -> occupy(home.resolve(momentum)));

        Path home = folder.resolve("home");
        String told = "the page " + home.resolve(momentum) + " could not be put in place: ";
        assertThat(said).contains(told).doesNotContain("publishing again");
        assertThat(events()).anyMatch(event -> event.startsWith("warning " + told));
        JsonNode page = PageData.of(home.resolve(results).resolve("nights/admin_tester/2024-10-29/night.html"));
        JsonNode without = page.path("facts").path("without_report");
        assertThat(without).hasSize(1);
        assertThat(page.path("night.json")
                        .path("strategies")
                        .get(without.get(0).asInt())
                        .path("folder")
                        .asString())
                .isEqualTo("admin_tester/momentum-3m-n_sample");
        assertThat(page.path("facts").path("course").path("events").valueStream())
                .anyMatch(event -> event.path("message").asString().startsWith(told));
    }

    @Test
    void aNightWithoutItsPageIsANight() {
        Path night = Path.of("backtest_data/nights/admin_tester/2024-10-29/night.html");

        String said = runAndRemove("report 7 of 7", home -> occupy(home.resolve(night)));

        String told = "the page " + folder.resolve("home").resolve(night) + " could not be put in place: ";
        assertThat(said).contains(told).doesNotContain("publishing again");
        assertThat(events()).anyMatch(event -> event.startsWith("warning " + told));
    }

    /** Reports draw prices of the days that were run. */
    @Test
    void withoutTheDaysThereAreNumbersAndNoReports() {
        String said = runAndRemove("publish 8 of 8", home -> ChaosWork.delete(home.resolve("store")));

        Path results = folder.resolve("home/backtest_data");
        assertThat(events().stream().filter(event -> event.startsWith("warning the report of " + results)))
                .as(said)
                .hasSize(7)
                .allMatch(event -> event.contains(" could not be made: "));
        assertThat(PageData.of(results.resolve("nights/admin_tester/2024-10-29/night.html"))
                        .path("facts")
                        .path("without_report"))
                .hasSize(7);
    }

    private static void occupy(Path page) {
        try {
            Files.createDirectories(page.resolve("mine"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what the run's rows tell of what happened: kind and message} */
    private List<String> events() {
        return new JobHome(folder.resolve("home"))
                        .list(database -> new RunStore(database)
                                .events(new RunStore(database)
                                        .newest(QUEUE, 1)
                                        .get(0)
                                        .id()))
                        .stream()
                        .map(event -> event.kind() + " " + event.message())
                        .toList();
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
        String told = runWhile(when, removal);
        assertThat(JobHome.results(folder.resolve("home/backtest_data")))
                .as(told)
                .isEqualTo(expected);
        return told;
    }

    /** {@return what a run said during which something was done once} */
    private String runWhile(String when, Consumer<Path> removal) {
        return runWhile(when, REJECTS, removal);
    }

    private String runWhile(String when, int expectedCode, Consumer<Path> removal) {
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
        assertThat(code).as(told).isEqualTo(expectedCode);
        return told;
    }
}
