package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.SampleData;
import dev.nightjar.engine.Engine;
import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TermChanges;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, in this process, on the sample market day. */
class NightJobTest {

    private static final String DAY = "2024-10-29";

    @TempDir
    private Path folder;

    private JobHome home;

    @BeforeEach
    void newHome() {
        home = new JobHome(folder.resolve("home"));
    }

    @Test
    void aNewHomeIsFilledAndItsQueueRunHoweverItIsCutOrPaced() {
        assertThat(home.run("admin_tester", "speed=0", "partitions=1", "threads=1"))
                .as(home.err())
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.out()).contains("SAMPLE DATA", "Nine positions", "rejected: invalid-on-purpose");
        SortedMap<String, String> whole = home.results();
        assertThat(whole)
                .containsKeys(
                        "admin_tester/5708424d-5962_sample/trades.json", "nights/admin_tester/" + DAY + "/trades.csv");

        assertThat(home.run("admin_tester", "speed=0", "partitions=5", "threads=2"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.results()).isEqualTo(whole);

        assertThat(home.run("admin_tester", "speed=100000")).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.out()).contains("playing " + DAY + " at speed 100000", "p99 lag");
        assertThat(home.results()).isEqualTo(whole);

        List<RunRow> runs = home.list(database -> new RunStore(database).newest("admin_tester", 10));
        assertThat(runs).extracting(RunRow::run).containsExactly(3L, 2L, 1L);
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.state()).isEqualTo(RunState.DONE);
            assertThat(run.sampleData()).isTrue();
            assertThat(run.completed()).isEqualTo(7);
            assertThat(run.rejected()).isEqualTo(1);
        });
        assertThat(home.list(database ->
                        new PartitionStore(database).partitions(runs.get(1).id())))
                .hasSize(5);
        assertThat(runs.get(0).lagP99Micros()).isNotNull();
        assertThat(home.list(database -> new QueueStore(database).list("admin_tester")))
                .allSatisfy(item -> assertThat(item.lastRun()).isEqualTo(3));
    }

    @Test
    void anUnknownQueueNamesTheNearestAndMakesNothing() {
        assertThat(home.run("admin_testr")).isEqualTo(ExitCode.USAGE.number());
        assertThat(home.err()).contains("there is no queue admin_testr", "did you mean admin_tester?");
        assertThat(home.root()).doesNotExist();
    }

    @Test
    void wrongSettingsAreAllToldAndNothingIsMade() {
        assertThat(home.run("admin_tester", "spede=1", "date=yesterday")).isEqualTo(ExitCode.USAGE.number());
        assertThat(home.err()).contains("spede", "did you mean 'speed'?", "yesterday");
        assertThat(home.root()).doesNotExist();
    }

    @Test
    void anUnwritableHomeIsNamed() throws IOException {
        Files.writeString(home.root(), "a file");

        assertThat(home.run("admin_tester")).isEqualTo(ExitCode.INFRASTRUCTURE.number());
        assertThat(home.err()).contains(home.root().toString(), "--nightjar.home");
    }

    @Test
    void aMissingDaySaysWhatThereIsAndTheNextRunIsFree() {
        add("q", "nine-positions", "a", false);
        assertThat(home.run("q", data(), "date=2024-10-30")).isEqualTo(ExitCode.DATA.number());
        assertThat(home.err()).contains("no data for 2024-10-30", DAY);

        assertThat(home.run("q", data())).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.list(database -> new RunStore(database).newest("q", 10)))
                .extracting(RunRow::state)
                .containsExactly(RunState.DONE, RunState.REFUSED);
    }

    @Test
    void anItemWhoseBrokerConnectionAsksForSomethingElseIsRejectedWithTheReason() {
        add("q", "nine-positions", "a", false);
        home.look(database -> {
            new QueueStore(database)
                    .define(BrokerConnection.of("b", "Broker", null, null, "500", TermChanges.NONE), Instant.now());
            return 0;
        });

        assertThat(home.run("q", data())).as(home.err()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.out()).contains("broker connection b asks for speed=500, this run has speed=0");
    }

    @Test
    void itemsTradeOnTheTermsOfTheirBrokerConnection() throws IOException {
        add("q", "nine-positions", "a", false);
        terms(Map.of("fees", "india_intraday", "slippage", "ticks:1"));

        assertThat(home.run("q", data())).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.results().values()).anyMatch(file -> file.contains("\"slippage\":0.05"));
        List<RunInstance> ran = home.list(database -> new RunStore(database)
                .instances(new RunStore(database).newest("q", 1).get(0).id()));
        assertThat(ran.get(0).terms())
                .containsEntry("fees", "india_intraday")
                .containsEntry("slippage", "ticks:1")
                .containsEntry("fill", "last");
    }

    @Test
    void anItemWhoseFeesAreGoneIsRejectedWithTheReason() {
        add("q", "nine-positions", "a", false);
        terms(Map.of("fees", "gone"));

        assertThat(home.run("q", data())).as(home.err()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.out()).contains("broker connection b: fees: must be one of india_delivery,");
    }

    @Test
    void anUnfinishedRunWhoseFeesHaveChangedIsNotTakenUp() {
        add("q", "nine-positions", "a", false);
        home.look(database -> new RunStore(database)
                .begin(new NewRun(
                        "q",
                        "manual",
                        "backtest",
                        "{\"fees\":\"us_per_share\",\"fees-hash\":\"another\"}",
                        "{\"data\":\"" + data().substring("data=".length()) + "\"}",
                        false,
                        "0",
                        "0",
                        "host",
                        1,
                        Instant.now())));

        assertThat(home.run("q", data())).isEqualTo(ExitCode.USAGE.number());
        assertThat(home.err())
                .contains(
                        "run 1 of queue q is unfinished, and since it was begun its fees have changed: us_per_share (")
                .contains(
                        "fees/us_per_share.csv, or if it is not there the one of that name in the program, has the hash ")
                .contains("the run began with another); put the schedule back as it was")
                .contains("runs abandon 1 --queue q");
    }

    private void terms(Map<String, String> terms) {
        home.look(database -> {
            new QueueStore(database)
                    .define(
                            BrokerConnection.of("b", "Broker", null, null, null, TermChanges.of("test", terms)),
                            Instant.now());
            return 0;
        });
    }

    @Test
    void aStrategyThatFailsHasNoNumbersAndCostsOnlyItself() {
        add("q", "nine-positions", "a", false);
        String elsewhere = strategy("short-straddle").replace("\"NSE\"", "\"BSE\"");
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "q",
                                new InstanceKey("u", "b", "b", BigDecimal.ONE),
                                elsewhere,
                                null,
                                false,
                                false,
                                "b"),
                        Instant.now()));

        assertThat(home.run("q", data())).as(home.err()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.out())
                .contains("1 completed, 0 rejected, 1 failed, 9 trades, P&L -12630.00")
                .contains("NIFTY is quoted on NSE, the strategy says BSE");
        assertThat(home.root().resolve("backtest_data/u/a_b")).isDirectory();
        assertThat(home.root().resolve("backtest_data/u/b_b")).doesNotExist();
    }

    @Test
    void aDayMissingFromARangeIsToldAndRefusedWhereACalendarKnowsIt() throws IOException {
        add("q", "nine-positions", "a", false);
        Path data = folder.resolve("data");
        SampleData.copyTo(data);

        assertThat(home.run("q", "data=" + data, "from=2024-10-26", "to=2024-10-29"))
                .as(home.err())
                .isEqualTo(ExitCode.DONE.number());
        assertThat(home.out()).contains("has no ticks for 2024-10-28, not run");

        Files.writeString(data.resolve("calendar.csv"), """
                exchange,date,open,close
                NSE,2024-10-28,09:15,15:30
                NFO,2024-10-28,09:15,15:30
                NSE,2024-10-29,09:15,15:30
                NFO,2024-10-29,09:15,15:30
                """);
        assertThat(home.run("q", "data=" + data, "from=2024-10-26", "to=2024-10-29"))
                .isEqualTo(ExitCode.DATA.number());
        assertThat(home.err()).contains("ticks/2024-10-28.csv[.gz] is missing");
    }

    @Test
    void aDamagedDayIsADataProblem() throws IOException {
        add("q", "nine-positions", "a", false);
        Path data = folder.resolve("data");
        SampleData.copyTo(data);
        Files.writeString(data.resolve("ticks/2024-10-30.csv"), "not,ticks\n");

        assertThat(home.run("q", "data=" + data)).isEqualTo(ExitCode.DATA.number());
        assertThat(home.err()).contains("2024-10-30.csv");
    }

    /** The sample with other ticks, and with a stock that nobody looks at and that ticks once. */
    private Path changedSample(Predicate<String> keep) throws IOException {
        Path data = folder.resolve("data");
        SampleData.copyTo(data);
        Path ticks = data.resolve("ticks/" + DAY + ".csv.gz");
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(ticks)), StandardCharsets.UTF_8))) {
            lines = new ArrayList<>(reader.lines().filter(keep).toList());
        }
        Files.delete(ticks);
        lines.add(DAY + " 12:00:00,1000000,TCS,4000,1,0");
        Files.write(data.resolve("ticks/" + DAY + ".csv"), lines);
        Files.writeString(data.resolve("instruments.csv"), "TCS,STOCK,NSE,,,,,,0.05,2,\n", StandardOpenOption.APPEND);
        return data;
    }

    @Test
    void aStockThatNobodyLooksAtStopsNoNight() throws IOException {
        add("q", "nine-positions", "a", false);
        Path data = changedSample(line -> true);
        Files.writeString(data.resolve("ticks/2024-10-28.csv"), "damaged, and not needed\n");

        assertThat(home.run("q", "data=" + data)).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.out())
                .contains(
                        "warning: no strategy of this run looks at it: " + DAY + ": the first tick of TCS is at 12:00");
        assertThat(home.list(database -> new RunStore(database)
                        .events(new RunStore(database).newest("q", 1).get(0).id())))
                .anyMatch(event ->
                        event.kind().equals("warning") && event.message().contains("TCS"));
    }

    @Test
    void anEarlierDayIsImportedWhereAWarmUpIsBuiltFromIt() throws IOException {
        add("q", "nine-positions", "a", false);
        Path data = changedSample(line -> true);
        Files.writeString(data.resolve("ticks/2024-10-28.csv"), "damaged, and needed\n");
        Files.delete(data.resolve("candles/NIFTY/1m.csv"));

        assertThat(home.run("q", "data=" + data)).isEqualTo(ExitCode.DATA.number());
        assertThat(home.err()).contains("ticks/2024-10-28.csv");
    }

    @Test
    void aHoleInWhatStrategiesLookAtIsADataProblem() throws IOException {
        add("q", "nine-positions", "a", false);
        Path data = changedSample(line -> !(line.contains(",NIFTY,") && line.contains(" 11:")));

        assertThat(home.run("q", "data=" + data)).isEqualTo(ExitCode.DATA.number());
        assertThat(home.err())
                .contains(DAY + ": NIFTY has no tick between 10:59:59 and 12:00")
                .doesNotContain("TCS");
    }

    @Test
    void strategiesThatShareAFolderAreBothRejectedAndNameEachOther() {
        add("q", "nine-positions", "thirteen-chars-1", false);
        add("q", "nine-positions", "thirteen-chars-2", false);
        add("q", "nine-positions", "another", true);

        assertThat(home.run("q", data())).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        List<RunInstance> instances = home.look(database -> new RunStore(database)
                .instances(new RunStore(database).newest("q", 1).get(0).id()));
        assertThat(instances)
                .extracting(RunInstance::state)
                .containsExactly(RunInstance.State.REJECTED, RunInstance.State.REJECTED, RunInstance.State.COMPLETED);
        assertThat(instances.get(0).reasons()).singleElement().asString().contains("thirteen-chars-2");
        assertThat(instances.get(1).reasons()).singleElement().asString().contains("thirteen-chars-1");
        assertThat(home.list(database -> new QueueStore(database).list("q")))
                .as("the one-shot item has left")
                .extracting(item -> item.key().strategyId())
                .containsExactly("thirteen-chars-1", "thirteen-chars-2");
    }

    @Test
    void aFolderOfAnotherQueueIsNotTakenOver() {
        add("q", "nine-positions", "Thirteen-chars-1", false);
        add("other", "nine-positions", "thirteen-chars-1", false);
        add("same", "nine-positions", "thirteen-chars-1", false);

        assertThat(home.run("q", data())).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.out())
                .contains(
                        "u/thirteen-chars-1/b/1, item 2 of queue other",
                        "item 3 of queue same; remove one of them, or add one with another --broker");

        home.look(database -> {
            QueueStore queues = new QueueStore(database);
            queues.remove(queues.list("other").get(0).id(), Instant.now());
            return queues.remove(queues.list("q").get(0).id(), Instant.now());
        });
        assertThat(home.run("same", data())).as(home.out()).isEqualTo(ExitCode.DONE.number());
    }

    @Test
    void aResumedRunWhoseDataProvesBadIsRefusedAndBlocksNothing() {
        add("q", "nine-positions", "a", false);
        String data = data();
        String values = "{\"mode\":\"backtest\",\"date\":\"2024-10-30\",\"data\":\"" + data.substring(5) + "\"}";
        home.look(database -> {
            RunStore runs = new RunStore(database);
            RunRow run = runs.begin(new NewRun(
                    "q",
                    "manual",
                    "backtest",
                    values,
                    "{\"date\":\"2024-10-30\"}",
                    false,
                    "0",
                    Engine.VERSION,
                    "h",
                    1,
                    Instant.now()));
            runs.end(run.id(), RunState.STOPPED, Instant.now());
            return run;
        });

        assertThat(home.run("q", "date=2024-10-30")).as(home.err()).isEqualTo(ExitCode.DATA.number());
        assertThat(home.list(database -> new RunStore(database).newest("q", 10)))
                .extracting(RunRow::state)
                .containsExactly(RunState.REFUSED);
        assertThat(home.run("q", data)).as(home.err()).isEqualTo(ExitCode.DONE.number());
    }

    @Test
    void aFolderThatCannotBeWrittenFailsItsStrategyOnly() throws IOException {
        add("q", "nine-positions", "a", false);
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                "q",
                                new InstanceKey("blocked", "a", "b", BigDecimal.ONE),
                                strategy("nine-positions"),
                                null,
                                false,
                                false,
                                "x"),
                        Instant.now()));
        Path output = Files.createDirectories(home.root().resolve("backtest_data"));
        Path blocked = Files.writeString(output.resolve("blocked"), "a file");

        for (String speed : List.of("speed=0", "speed=100000")) {
            assertThat(home.run("q", data(), speed)).as(home.err()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
            assertThat(home.out()).contains("1 completed, 0 rejected, 1 failed, 9 trades", "cannot be written");
            assertThat(output.resolve("u/a_b/trades.json")).exists();
            assertThat(output.resolve("u/a_b.running")).doesNotExist();
            assertThat(output.resolve("nights/q/" + DAY + "/night.json"))
                    .content()
                    .contains("\"failed\" : 1", blocked.toString());
        }
        List<RunRow> runs = home.list(database -> new RunStore(database).newest("q", 10));
        assertThat(home.list(
                        database -> new RunStore(database).results(runs.get(0).id())))
                .extracting(result -> result.folder())
                .containsExactly("u/a_b");
        assertThat(home.list(
                        database -> new RunStore(database).events(runs.get(0).id())))
                .filteredOn(event -> event.message().startsWith("live results are not shown"))
                .hasSize(1);
    }

    @Test
    void aNightOfRejectsOnlyIsPublishedToo() {
        add("q", "invalid-on-purpose", "bad", false);

        assertThat(home.run("q", data())).as(home.err()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(home.root().resolve("backtest_data/nights/q/" + DAY + "/night.json"))
                .content()
                .contains("\"rejected\" : 1");
    }

    @Test
    void anUnfinishedRunWithOtherSettingsOnTheCommandLineIsRefused() {
        add("q", "nine-positions", "a", false);
        unfinished("{\"date\":\"2024-10-28\"}");

        assertThat(home.run("q", data())).isEqualTo(ExitCode.USAGE.number());
        assertThat(home.err()).contains("begun with date=2024-10-28", "runs abandon 1 --queue q");
        assertThat(home.run("q", "on-unfinished=refuse")).isEqualTo(ExitCode.USAGE.number());
        assertThat(home.err()).contains("on-unfinished is refuse");

        assertThat(home.run("q", data(), "on-unfinished=abandon")).isEqualTo(ExitCode.DONE.number());
        assertThat(home.list(database -> new RunStore(database).newest("q", 10)))
                .extracting(RunRow::state)
                .containsExactly(RunState.DONE, RunState.ABANDONED);
    }

    @Test
    void anUnfinishedRunOfAnotherEngineIsDoneAgainWholeAndIsAllThereIsToDoTonight() {
        add("q", "nine-positions", "a", false);
        String data = data().substring("data=".length());
        home.look(database -> new RunStore(database)
                .begin(new NewRun(
                        "q",
                        "manual",
                        "backtest",
                        "{\"mode\":\"backtest\",\"date\":\"latest\",\"data\":\"" + data + "\"}",
                        "{\"data\":\"" + data + "\"}",
                        false,
                        "0",
                        "another",
                        "h",
                        1,
                        Instant.now())));

        assertThat(home.run("q", "data=" + data)).as(home.err()).isEqualTo(ExitCode.DONE.number());
        assertThat(home.out()).contains("was begun with engine another", "all its partitions run again");
        assertThat(home.list(database -> new RunStore(database).newest("q", 10)))
                .singleElement()
                .satisfies(run -> assertThat(run.engineVersion()).isEqualTo(Engine.VERSION));
    }

    @Test
    void aRunThatNeverGetsOnIsGivenUp() {
        add("q", "nine-positions", "a", false);
        RunRow run = unfinished("{\"data\":\"" + folder.resolve("sample") + "\"}");
        home.look(database -> {
            for (int restart = 0; restart < 3; restart++) {
                RunStore runs = new RunStore(database);
                runs.takeUp(runs.get(run.id()), "host", 1, "0");
            }
            return run;
        });

        assertThat(home.run("q", data())).isEqualTo(ExitCode.FAILED.number());
        assertThat(home.out()).contains("run 1 of queue q is given up: it was taken up 3 times", "run 2 of queue q");
    }

    @Test
    void aRunThatHasItsResultsIsFinishedHoweverOftenItWasTakenUp() throws IOException {
        add("q", "nine-positions", "a", false);
        Path output = home.root().resolve("backtest_data");
        Files.createDirectories(home.root());
        Files.writeString(output, "a file where folders should be");
        assertThat(home.run("q", data())).isEqualTo(ExitCode.INFRASTRUCTURE.number());
        home.look(database -> {
            RunStore runs = new RunStore(database);
            RunRow run = runs.newest("q", 1).get(0);
            assertThat(run.restartsWithoutProgress()).isZero();
            assertThat(runs.results(run.id())).hasSize(1);
            for (int restart = 0; restart < 5; restart++) {
                runs.takeUp(runs.get(run.id()), "host", 1, "0");
            }
            assertThat(runs.get(run.id()).restartsWithoutProgress())
                    .as("the first only lacked a folder")
                    .isEqualTo(4);
            return run;
        });
        Files.delete(output);

        assertThat(home.run("q", data(), "on-unfinished=abandon"))
                .as(home.out() + home.err())
                .isEqualTo(ExitCode.DONE.number());
        assertThat(home.out()).contains("it is finished instead of given up");
        assertThat(home.list(database -> new RunStore(database).newest("q", 10)))
                .extracting(RunRow::state)
                .containsExactly(RunState.DONE);
    }

    /** If it is the pages that a process dies of, it gets on without them. */
    @Test
    void aRunIsTakenUpWithThePagesThatALaunchAsksFor() throws IOException {
        add("q", "nine-positions", "a", false);
        Path output = home.root().resolve("backtest_data");
        Files.createDirectories(home.root());
        for (String html : List.of("none", "")) {
            Files.writeString(output, "a file where folders should be");
            assertThat(home.run("q", data(), "html=night")).isEqualTo(ExitCode.INFRASTRUCTURE.number());
            Files.delete(output);

            assertThat(html.isEmpty() ? home.run("q", data()) : home.run("q", data(), "html=" + html))
                    .as(home.out() + home.err())
                    .isEqualTo(ExitCode.DONE.number());

            try (Stream<Path> files = Files.walk(output)) {
                assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".html")))
                        .isEqualTo(html.isEmpty() ? List.of("night.html") : List.of());
            }
            ExitCode code = home.look(database -> new RunRepair(
                            new Home(home.root()), database, new PrintStream(OutputStream.nullOutputStream()))
                    .verify(new RunStore(database).newest("q", 1).get(0)));
            assertThat(code).isEqualTo(ExitCode.DONE);
            ChaosWork.delete(output);
        }
    }

    @Test
    void aQueueThatIsHeldSaysByWhom() throws IOException {
        add("q", "nine-positions", "a", false);
        try (HolderLock lock =
                HolderLock.tryLock(home.root().resolve("locks/q.lock"), "q", Instant.parse("2024-10-30T02:00:00Z"))) {
            assertThat(lock).isNotNull();
            assertThat(home.run("q", data())).isEqualTo(ExitCode.BUSY.number());
            assertThat(home.err())
                    .contains(
                            "queue q is running: pid " + ProcessHandle.current().pid(), "since 2024-10-30T02:00:00Z");
        }
    }

    @Test
    void aRunThatWaitsForAnothersResultsSaysForWhomAndStops() throws Exception {
        add("q", "nine-positions", "a", false);
        CompletableFuture<Integer> run;
        try (HolderLock lock = HolderLock.tryLock(
                home.root().resolve("locks/.publish.lock"), "other", Instant.parse("2024-10-30T02:00:00Z"))) {
            assertThat(lock).isNotNull();
            run = CompletableFuture.supplyAsync(() -> home.run("q", data()));
            while (home.look(
                    database -> new RunStore(database).newest("q", 1).stream().noneMatch(row -> row.completed() > 0))) {
                assertThat(run).isNotDone();
                Thread.sleep(100);
            }
            Thread.sleep(3_000);
            assertThat(run).isNotDone();
            home.look(database -> {
                RunStore runs = new RunStore(database);
                runs.requestStop(runs.newest("q", 1).get(0).id());
                return runs;
            });
            assertThat(run.get()).as(home.err()).isEqualTo(ExitCode.STOPPED.number());
            assertThat(home.out())
                    .containsOnlyOnce("results are being written by pid "
                            + ProcessHandle.current().pid())
                    .contains("queue other, since 2024-10-30T02:00:00Z; waiting for it");
        }

        assertThat(home.run("q", data())).as(home.err()).isEqualTo(ExitCode.DONE.number());
    }

    @Test
    void anotherQueueOfTheHomeIsRefusedWhileOneRuns() throws IOException {
        add("q", "nine-positions", "a", false);
        try (HolderLock lock = HolderLock.tryLock(home.root().resolve("locks/.home.lock"), "other", Instant.now())) {
            assertThat(lock).isNotNull();
            assertThat(home.run("q", data())).isEqualTo(ExitCode.BUSY.number());
            assertThat(home.err()).contains("queue other", "PostgreSQL");
        }
    }

    private String data() {
        Path sample = folder.resolve("sample");
        SampleData.copyTo(sample);
        return "data=" + sample;
    }

    private RunRow unfinished(String overrides) {
        return home.look(database -> new RunStore(database)
                .begin(new NewRun(
                        "q", "manual", "backtest", settings(), overrides, false, "0", "1", "h", 1, Instant.now())));
    }

    private String settings() {
        return "{\"mode\":\"backtest\",\"date\":\"latest\"}";
    }

    private void add(String queue, String sample, String strategyId, boolean once) {
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem(
                                queue,
                                new InstanceKey("u", strategyId, "b", BigDecimal.ONE),
                                strategy(sample),
                                null,
                                once,
                                false,
                                sample),
                        Instant.now()));
    }

    static String strategy(String sample) {
        try (InputStream in = NightJobTest.class.getResourceAsStream("/samples/strategies/" + sample + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
