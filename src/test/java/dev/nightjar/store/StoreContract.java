package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.nightjar.plan.MeasuredPartition;
import dev.nightjar.plan.MeasuredRun;
import dev.nightjar.plan.Prediction;
import dev.nightjar.plan.StrategyWork;
import dev.nightjar.plan.Work;
import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.ParameterValue;
import dev.nightjar.run.TermChanges;
import dev.nightjar.run.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

/** What the stores promise on every database. */
abstract class StoreContract {

    private static final Instant NOW = Instant.parse("2024-10-30T02:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    private static final Measured MEASURED = new Measured(1_500_000_000L, 2_000_000_000L, false);
    private static final Work WORK = new Work(
            1,
            2,
            400_000,
            new TreeMap<>(
                    Map.of("9-1a", new StrategyWork(2_000, 18_000, 1L << 40), "3-ff", new StrategyWork(1, 3, 5))));

    private static final Map<String, String> TERMS = Map.of("fill", "last", "fees", "own", "fees-hash", "ab\"c");

    private String queue;
    private int begunRuns;
    private QueueStore items;
    private RunStore runs;
    private PartitionStore partitions;

    abstract Database database();

    @BeforeEach
    void freshQueue() {
        queue = "q" + UUID.randomUUID();
        items = new QueueStore(database());
        runs = new RunStore(database());
        partitions = new PartitionStore(database());
    }

    @Test
    void brokerConnectionsAreKeptAsTheyWereDefinedLast() {
        items.add(item("a", "{}", false), NOW);
        assertThat(items.broker("b")).contains(BrokerConnection.of("b", "b"));

        Map<String, String> terms = Map.of(
                "fill",
                "quote",
                "latency",
                "0",
                "max-quote-age",
                "5s",
                "slippage",
                "bps:2.5",
                "fees",
                "india_intraday");
        BrokerConnection changed =
                BrokerConnection.of("b", "Broker", "/data", "last(3)", "500", TermChanges.of("test", terms));
        items.define(changed, NOW);
        assertThat(items.broker("b").orElseThrow().terms().values()).isEqualTo(terms);

        assertThat(items.broker("b")).contains(changed);
        assertThat(items.brokers()).contains(changed);
        items.add(item("a", "{}", false), NOW);
        assertThat(items.broker("b")).contains(changed);
        items.define(BrokerConnection.of("b", "b"), NOW);
    }

    @Test
    void anItemStandsOnceAndKeepsItsPlaceWhenItIsAddedAgain() {
        assertThat(items.add(item("a", "{}", false), NOW)).isEqualTo(QueueStore.Added.NEW);
        assertThat(items.add(item("b", "{}", false), NOW)).isEqualTo(QueueStore.Added.NEW);
        assertThat(items.add(item("a", "{}", false), NOW)).isEqualTo(QueueStore.Added.SAME);
        assertThat(items.add(item("a", "{\"changed\": true}", false), NOW)).isEqualTo(QueueStore.Added.CHANGED);

        List<QueueItem> standing = items.list(queue);
        assertThat(standing).extracting(item -> item.key().strategyId()).containsExactly("a", "b");
        assertThat(items.json(standing.get(0).strategyHash())).isEqualTo("{\"changed\": true}");
    }

    @Test
    void theSameRowTwiceIsRefusedByTheDatabaseItself() {
        items.add(item("a", "{}", false), NOW);

        assertThatThrownBy(() -> database()
                        .jdbc()
                        .sql("insert into queue_item (queue, user_id, strategy_id, strategy_hash, broker_connection_id,"
                                + " scale, one_shot, sample_data, source, added_at) select queue, user_id, strategy_id,"
                                + " strategy_hash, broker_connection_id, scale, one_shot, sample_data, source, added_at"
                                + " from queue_item where queue = ?")
                        .param(queue)
                        .update())
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void aRemovedItemCanBeAddedAndRemovedAgain() {
        for (int round = 0; round < 2; round++) {
            items.add(item("a", "{}", false), NOW);
            long id = items.list(queue).get(0).id();
            assertThat(items.remove(id, NOW)).isTrue();
            assertThat(items.remove(id, NOW)).isFalse();
            assertThat(items.list(queue)).isEmpty();
        }
    }

    @Test
    void scalesThatAreEqualAreTheSameInstance() {
        items.add(item("a", "{}", false), NOW);
        NewQueueItem same = new NewQueueItem(
                queue, new InstanceKey("u", "a", "b", new BigDecimal("1.000")), "{}", null, false, false, "x");

        assertThat(items.add(same, NOW)).isEqualTo(QueueStore.Added.SAME);
    }

    /** More than are sent at once, some of them standing already, and two with one text. */
    @Test
    void manyItemsKeepTheirOrderAndTheParametersOfTheirVariants() {
        items.add(item("v7", "{\"v\": 7}", false), NOW);
        items.add(variant(8, "{}"), NOW);
        List<NewQueueItem> many = IntStream.range(0, 1_201)
                .mapToObj(number -> variant(number, "{\"v\": " + number % 1_200 + "}"))
                .toList();

        List<QueueStore.Added> added = items.addAll(many, NOW);

        assertThat(added).hasSize(1_201);
        assertThat(IntStream.range(0, 1_201).filter(number -> added.get(number) != QueueStore.Added.NEW))
                .containsExactly(7, 8);
        assertThat(added.subList(7, 9)).containsOnly(QueueStore.Added.CHANGED);
        assertThat(items.addAll(many, NOW)).hasSize(1_201).containsOnly(QueueStore.Added.SAME);
        List<QueueItem> standing = items.list(queue);
        assertThat(standing)
                .extracting(item -> item.key().strategyId())
                .startsWith("v7", "v8", "v0", "v1")
                .endsWith("v1199", "v1200")
                .hasSize(1_201);
        QueueItem last = standing.get(1_200);
        assertThat(last.variant()).isEqualTo(many.get(1_200).variant());
        assertThat(last.variant().shown()).isEqualTo("[n=1200 x=0.25 exit=\"15:10\" \u00e9 on=true]");
        assertThat(items.json(last.strategyHash())).isEqualTo("{\"v\": 0}");
        assertThat(standing.get(2).strategyHash()).isEqualTo(last.strategyHash());

        RunRow run = runs.begin(newRun());
        runs.prepared(run.id(), List.of(instance(0, last)), List.of(new RunDay(DAY, "dd", "ee")), DAY, DAY);
        assertThat(runs.instances(run.id()).get(0).variant()).isEqualTo(last.variant());
    }

    private NewQueueItem variant(int number, String json) {
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        parameters.put("n", ParameterValue.number(Integer.toString(number)));
        parameters.put("x", ParameterValue.number("0.250"));
        parameters.put("exit", ParameterValue.text("\"15:10\" \u00e9"));
        parameters.put("on", ParameterValue.flag(true));
        return new NewQueueItem(
                queue,
                new InstanceKey("u", "v" + number, "b", BigDecimal.ONE),
                json,
                null,
                false,
                false,
                "x.json",
                new Variant("v", parameters));
    }

    @Test
    void whoIsAloneMakesTheBrokerConnectionItIsAloneWith() {
        assertThat(items.alone("lonely", NOW, () -> items.broker("lonely").isPresent()))
                .isTrue();
    }

    @Test
    void runsAreNumberedWithinTheirQueueAndTheOldestUnfinishedOneComesFirst() {
        RunRow first = runs.begin(newRun());
        RunRow second = runs.begin(newRun());
        assertThat(first.run()).isEqualTo(1);
        assertThat(second.run()).isEqualTo(2);
        assertThat(runs.unfinished(queue)).map(RunRow::run).hasValue(1L);

        runs.end(first.id(), RunState.DONE, NOW);
        assertThat(runs.unfinished(queue)).map(RunRow::run).hasValue(2L);
        runs.end(second.id(), RunState.ABANDONED, NOW);
        assertThat(runs.unfinished(queue)).isEmpty();
        assertThat(runs.newest(queue, 10)).extracting(RunRow::run).containsExactly(2L, 1L);
    }

    @Test
    void aRunThatIsBegunAgainBecauseTheAnswerWasLostIsTheSame() {
        NewRun run = newRun();
        RunRow begun = runs.begin(run);
        assertThat(runs.begin(run)).isEqualTo(begun);
        assertThat(runs.begin(newRun()).run()).isEqualTo(begun.run() + 1);
    }

    @Test
    void whatHappenedIsWrittenDownOnce() {
        RunRow run = runs.begin(newRun());
        Instant at = Instant.parse("2024-10-30T02:00:00.123456789Z");
        runs.event(run.id(), "warning", "a", at);
        runs.event(run.id(), "warning", "a", at);
        runs.event(run.id(), "warning", "b", at);
        assertThat(runs.events(run.id())).extracting(RunStore.Event::message).containsExactly("a", "b");
    }

    @Test
    void onlyTheLastToTakeUpAPartitionCanFinishItAndOnlyOnce() {
        long run = plannedRun();
        long slow = partitions.claim(run, "p1").orElseThrow();
        long quick = partitions.claim(run, "p1").orElseThrow();
        List<DayTotal> totals = List.of(new DayTotal(0, DAY, 9, -5_883_750_000L, 0, null));

        assertThat(partitions.finish(run, "p1", slow, "late", "aa", 1, null, MEASURED, totals, NOW))
                .isFalse();
        assertThat(partitions.totals(run)).isEmpty();
        assertThat(partitions.finish(run, "p1", quick, "p1-2", "bb", 7, 1_500L, MEASURED, totals, NOW))
                .isTrue();
        assertThat(partitions.finish(run, "p1", quick, "p1-2", "bb", 7, 1_500L, MEASURED, totals, NOW))
                .as("the same again, as when the answer was lost")
                .isTrue();
        assertThat(partitions.finish(run, "p1", quick, "p1-2", "cc", 7, 1_500L, MEASURED, totals, NOW))
                .as("another journal")
                .isFalse();
        assertThat(partitions.claim(run, "p1")).isEmpty();

        assertThat(partitions.totals(run)).isEqualTo(totals);
        PlannedPartition done = partitions.partition(run, "p1");
        assertThat(done.done()).isTrue();
        assertThat(done.journal()).isEqualTo("p1-2");
        assertThat(done.measured()).isEqualTo(MEASURED);
        assertThat(done.work()).isEqualTo(WORK);
        assertThat(partitions.lagP99Micros(run)).isEqualTo(1_500L);
    }

    @Test
    void anInstancesDayCountsOnceHoweverTheRunWasCut() {
        long run = plannedRun();
        List<DayTotal> totals = List.of(new DayTotal(0, DAY, 1, 1, 0, null));
        partitions.finish(
                run, "p1", partitions.claim(run, "p1").orElseThrow(), "j", "aa", 1, null, MEASURED, totals, NOW);
        long second = partitions.claim(run, "p2").orElseThrow();

        assertThatThrownBy(() -> partitions.finish(run, "p2", second, "j", "aa", 1, null, MEASURED, totals, NOW))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(partitions.partition(run, "p2").done()).isFalse();
    }

    @Test
    void aPartitionThatIsDoneAgainLosesItsTotals() {
        long run = plannedRun();
        List<DayTotal> totals = List.of(new DayTotal(0, DAY, 1, 1, 0, "it threw"));
        long attempt = partitions.claim(run, "p1").orElseThrow();
        partitions.finish(run, "p1", attempt, "j", "aa", 1, null, MEASURED, totals, NOW);
        partitions.redo(run, "p1");

        assertThat(partitions.totals(run)).isEmpty();
        assertThat(partitions.partition(run, "p1").measured()).isNull();
        assertThat(partitions.claim(run, "p1").orElseThrow()).isGreaterThan(attempt);
    }

    @Test
    void restartsCountUntilAPartitionIsDone() {
        long run = plannedRun();
        RunRow found = runs.get(run);
        runs.takeUp(found, "host", 2, "0.1");
        runs.takeUp(found, "host", 2, "0.1");
        assertThat(runs.get(run).restartsWithoutProgress()).as("the same twice").isEqualTo(1);
        runs.takeUp(runs.get(run), "host", 3, "0.1");
        assertThat(runs.get(run).restartsWithoutProgress()).isEqualTo(2);

        partitions.finish(
                run, "p1", partitions.claim(run, "p1").orElseThrow(), "j", "aa", 1, null, MEASURED, List.of(), NOW);
        assertThat(runs.get(run).restartsWithoutProgress()).isZero();
        assertThat(runs.get(run).restarts()).isEqualTo(2);
    }

    @Test
    void aPublishedRunTellsItsItemsAndLetsOneShotsGo() {
        items.add(item("stays", "{}", false), NOW);
        items.add(item("once", "{}", true), NOW);
        RunRow run = runs.begin(newRun());
        List<QueueItem> queued = items.list(queue);
        List<RunInstance> instances = List.of(instance(0, queued.get(0)), instance(1, queued.get(1)));
        runs.prepared(run.id(), instances, List.of(new RunDay(DAY, "dd", "ee")), DAY, DAY);
        List<RunInstance> ended = List.of(
                instances.get(0).with(RunInstance.State.COMPLETED, List.of()),
                instances.get(1).with(RunInstance.State.FAILED, List.of("it threw", "twice")));
        runs.aggregated(
                run.id(),
                ended,
                List.of(new InstanceResult(
                        0, 9, 3, -5_883_750_000L, 0, "INR", new BigDecimal("33.333333"), 6L, "u/a_b")),
                null,
                NOW);
        runs.published(run.id(), NOW);

        assertThat(items.list(queue)).singleElement().satisfies(item -> {
            assertThat(item.lastRun()).isEqualTo(1);
            assertThat(item.lastStatus()).isEqualTo("completed");
        });
        RunRow done = runs.get(run.id());
        assertThat(done.state()).isEqualTo(RunState.DONE);
        assertThat(done.totalPnl()).isEqualTo(-5_883_750_000L);
        assertThat(done.failed()).isEqualTo(1);
        assertThat(done.lastDay()).isEqualTo(DAY);
        assertThat(runs.doneDays(queue)).containsExactly(DAY);
        assertThat(runs.instances(run.id()).get(1).reasons()).containsExactly("it threw", "twice");
        assertThat(runs.results(run.id()))
                .singleElement()
                .satisfies(result -> assertThat(result.winRate()).isEqualByComparingTo("33.333333"));
        assertThatThrownBy(() -> runs.aggregated(run.id(), ended, List.of(), null, NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is done");
        assertThat(runs.results(run.id())).hasSize(1);
    }

    @Test
    void launchesThatOnlyLackedSomethingDoNotCount() {
        long run = plannedRun();
        for (int launch = 0; launch < 5; launch++) {
            runs.lacked(run, "No space left on device", NOW.plusSeconds(launch));
            assertThat(runs.get(run).state()).isEqualTo(RunState.FAILED);
            runs.takeUp(runs.get(run), "host", 2, "0.1");
        }
        assertThat(runs.get(run).restarts()).isEqualTo(5);
        assertThat(runs.get(run).restartsWithoutProgress()).isZero();

        runs.end(run, RunState.FAILED, NOW.plusSeconds(9));
        runs.takeUp(runs.get(run), "host", 2, "0.1");
        runs.takeUp(runs.get(run), "host", 3, "0.1");
        assertThat(runs.get(run).restartsWithoutProgress()).isEqualTo(2);
    }

    @Test
    void whatWasPublishedIsKnownUntilTheRunIsPurgedAndItsDaysLonger() {
        items.add(item("a", "{}", false), NOW);
        PublicationStore publications = new PublicationStore(database());
        PurgeStore purges = new PurgeStore(database());
        List<RunRow> done = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            RunRow run = runs.begin(newRun());
            List<RunInstance> instances = List.of(instance(0, items.list(queue).get(0)));
            runs.prepared(run.id(), instances, List.of(new RunDay(DAY, "dd", "ee")), DAY, DAY);
            runs.aggregated(
                    run.id(),
                    instances,
                    List.of(new InstanceResult(0, 1, 1, 5, 0, "INR", null, 0, queue + "/a_b")),
                    null,
                    NOW);
            Publication publication = new Publication(
                    run.id(),
                    "/results",
                    "nights/" + queue,
                    NOW.plusNanos(1_000L * number),
                    "1",
                    Map.of("night.json", "ab"));
            for (int time = 0; time < 2; time++) {
                // The answer may be lost once.
                publications.published(publication, Map.of(0, "cd" + number), NOW);
            }
            assertThat(publications.find(run.id())).contains(publication);
            assertThat(publications.runFiles(run.id())).containsExactly(entry(0, "cd" + number));
            done.add(runs.get(run.id()));
        }
        assertThat(done).extracting(RunRow::state).containsOnly(RunState.DONE);
        assertThat(publications.replacedSince(
                        publications.find(done.get(0).id()).orElseThrow()))
                .containsEntry(queue + "/a_b", done.get(1).id())
                .containsEntry("nights/" + queue, done.get(1).id());
        assertThat(publications.replacedSince(
                        publications.find(done.get(1).id()).orElseThrow()))
                .doesNotContainKeys(queue + "/a_b", "nights/" + queue);
        assertThat(purges.lastWithResults())
                .contains(done.get(1).id())
                .doesNotContain(done.get(0).id());

        assertThat(purges.purge(done.get(0), "/a", NOW)).isEqualTo(5);
        assertThat(purges.purge(done.get(0), "/a", NOW))
                .as("the answer was lost")
                .isZero();

        assertThat(runs.newest(queue, 10)).extracting(RunRow::run).containsExactly(2L);
        assertThat(publications.find(done.get(0).id())).isEmpty();
        assertThat(purges.leftovers("/b")).doesNotContain(new PurgeStore.Purged(queue, 1));
        assertThat(purges.leftovers("/a")).contains(new PurgeStore.Purged(queue, 1));
        purges.gone(new PurgeStore.Purged(queue, 1));
        assertThat(purges.leftovers("/a")).doesNotContain(new PurgeStore.Purged(queue, 1));
        assertThat(purges.purge(done.get(1), "/a", NOW)).isEqualTo(5);
        assertThat(runs.doneDays(queue)).containsExactly(DAY);
    }

    /** {@return a run of two instances, settled with these results} */
    private RunRow settled(InstanceResult first, InstanceResult second) {
        items.add(item("a", "{}", false), NOW);
        items.add(item("b", "{}", false), NOW);
        RunRow run = runs.begin(newRun());
        List<QueueItem> queued = items.list(queue);
        List<RunInstance> instances = List.of(instance(0, queued.get(0)), instance(1, queued.get(1)));
        runs.prepared(run.id(), instances, List.of(new RunDay(DAY, "dd", "ee")), DAY, DAY);
        runs.aggregated(run.id(), instances, List.of(first, second), null, NOW);
        return runs.get(run.id());
    }

    @Test
    void theSumOverInstancesMayBeMoreThanAnyOneCanBe() {
        RunRow run = settled(
                new InstanceResult(0, 1, 1, Long.MAX_VALUE, 0, "INR", null, 0, "u/a_b"),
                new InstanceResult(1, 1, 1, Long.MAX_VALUE, 0, "INR", null, 0, "u/b_b"));

        assertThat(run.totalPnl()).isEqualTo(new BigInteger("18446744073709551614"));
    }

    @Test
    void amountsOfSeveralCurrenciesHaveNoSum() {
        InstanceResult rupees = new InstanceResult(0, 1, 1, 5, 1, "INR", null, 0, "u/a_b");
        InstanceResult dollars = new InstanceResult(1, 1, 1, 7, 1, "USD", null, 0, "u/b_b");
        RunRow run = settled(rupees, dollars);

        assertThat(runs.results(run.id())).containsExactly(rupees, dollars);
        assertThat(run.totalTrades()).isEqualTo(2);
        assertThat(run.totalPnl()).isNull();
        assertThat(run.fees()).isNull();
    }

    @Test
    void noDayIsDoneBeforeTheFirstRun() {
        assertThat(runs.doneDays(queue)).isEmpty();
    }

    @Test
    void textsOfAnyLengthAreKept() {
        RunRow run = runs.begin(newRun());
        String problem = "x".repeat(100_000);
        runs.event(run.id(), "failed", problem, NOW);

        assertThat(runs.events(run.id())).containsExactly(new RunStore.Event(NOW, "failed", problem));
    }

    @Test
    void aSwapIsOpenUntilItEnds() {
        RunRow run = runs.begin(newRun());
        RunStore.Swap swap = new RunStore.Swap("/srv/" + queue, "u/a_b", run.id());
        RunStore.Swap elsewhere = new RunStore.Swap("/other/" + queue, "u/a_b", run.id());
        runs.beginSwaps(List.of(elsewhere), NOW);
        runs.beginSwaps(List.of(swap), NOW);
        runs.beginSwaps(List.of(swap), NOW);
        assertThat(runs.swaps(swap.root())).containsExactly(swap);

        runs.endSwaps(List.of(swap));
        assertThat(runs.swaps(swap.root())).isEmpty();
        assertThat(runs.swaps(elsewhere.root())).containsExactly(elsewhere);
    }

    @Test
    void aRunThatWasStoppedBeforeItsDaysWereSettledIsPreparingAgain() {
        RunRow run = runs.begin(newRun());
        runs.end(run.id(), RunState.STOPPED, NOW);
        runs.takeUp(runs.get(run.id()), "host", 2, "0.1");
        assertThat(runs.get(run.id()).state()).isEqualTo(RunState.PREPARING);

        long prepared = plannedRun();
        runs.end(prepared, RunState.STOPPED, NOW);
        runs.takeUp(runs.get(prepared), "host", 2, "0.1");
        assertThat(runs.get(prepared).state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void aStopIsAskedForOnceAndForgottenWhenTheRunEnds() {
        RunRow run = runs.begin(newRun());
        assertThat(runs.stopRequested(run.id())).isFalse();
        runs.requestStop(run.id());
        assertThat(runs.stopRequested(run.id())).isTrue();
        runs.end(run.id(), RunState.STOPPED, NOW);
        assertThat(runs.stopRequested(run.id())).isFalse();
    }

    @Test
    void aSimulationStandsInARunWithItsSymbolsAndTheHashOfItsData() {
        items.add(item("a", "{}", false), NOW);
        QueueItem item = items.list(queue).get(0);
        RunRow run = runs.begin(newRun());
        RunInstance simulation = new RunInstance(
                0,
                item.id(),
                item.key(),
                RunInstance.Kind.SIMULATION,
                item.variant(),
                "A name",
                item.strategyHash(),
                "ab12",
                null,
                Map.of(),
                RunInstance.State.ACCEPTED,
                List.of(),
                List.of());
        LocalDate last = DAY.plusDays(300);

        runs.prepared(run.id(), List.of(simulation), List.of(), DAY, last);
        partitions.planned(
                run.id(),
                List.of(PlannedPartition.ofSimulation(
                        "s1", 0, 0, new TreeMap<>(Map.of("GAMMA", "a", "OMEGA", "b")), 2.5, Work.NONE)));

        assertThat(runs.instances(run.id())).containsExactly(simulation);
        assertThat(runs.days(run.id())).isEmpty();
        assertThat(runs.get(run.id()).lastDay()).isEqualTo(last);
        assertThat(partitions.partition(run.id(), "s1")).satisfies(planned -> {
            assertThat(planned.ofSimulation()).isTrue();
            assertThat(planned.symbols()).containsExactly(entry("GAMMA", "a"), entry("OMEGA", "b"));
            assertThat(planned.days()).isEmpty();
        });
    }

    private long plannedRun() {
        items.add(item("a", "{}", false), NOW);
        RunRow run = runs.begin(newRun());
        runs.prepared(
                run.id(),
                List.of(instance(0, items.list(queue).get(0))),
                List.of(new RunDay(DAY, "dd", "ee")),
                DAY,
                DAY);
        partitions.planned(
                run.id(),
                List.of(
                        new PlannedPartition("p1", 0, List.of(0), List.of(DAY), 2.5, WORK),
                        new PlannedPartition("p2", 1, List.of(0), List.of(DAY), 1.0, Work.NONE)));
        return run.id();
    }

    @Test
    void whatARunTookTeachesTheNextOnesOfItsHostOnceItIsDone() {
        PredictionStore predictions = new PredictionStore(database());
        String host = "host of " + queue;
        items.add(item("a", "{}", false), NOW);
        NewRun begun = newRun();
        RunRow run = runs.begin(new NewRun(
                queue, begun.trigger(), begun.mode(), "{}", "{}", false, "0.1", "1", host, 1, begun.startedAt()));
        runs.prepared(
                run.id(),
                List.of(instance(0, items.list(queue).get(0))),
                List.of(new RunDay(DAY, "dd", "ee")),
                DAY,
                DAY);
        partitions.planned(run.id(), List.of(new PlannedPartition("p1", 0, List.of(0), List.of(DAY), 2.5, WORK)));
        assertThat(predictions.of(run.id())).isEmpty();
        predictions.predicted(run.id(), new Prediction(3, WORK, 9, 8, 1, 1, "nothing"));
        predictions.predicted(run.id(), new Prediction(2, WORK, 1.5, 4, 70, 80, "shipped figures"));
        RunPrediction expected =
                new RunPrediction(2, WORK, 1_500_000_000L, 4_000_000_000L, 70, 80, "shipped figures", null);
        assertThat(predictions.of(run.id())).hasValue(expected);

        long attempt = partitions.claim(run.id(), "p1").orElseThrow();
        partitions.finish(run.id(), "p1", attempt, "j", "aa", 7, null, MEASURED, List.of(), NOW);
        RunPrediction.Took took = new RunPrediction.Took(2, 5_000_000_000L, 6_000_000_000L, 3_000_000_000L, 7, 90);
        predictions.took(run.id(), took);
        assertThat(predictions.of(run.id()).orElseThrow().took()).isEqualTo(took);
        assertThat(predictions.measured(host)).as("of a run that is not done").isEmpty();

        runs.end(run.id(), RunState.DONE, NOW);
        assertThat(predictions.measured("another " + host)).isEmpty();
        assertThat(predictions.measured(host))
                .containsExactly(new MeasuredRun(
                        1, WORK, 2, List.of(new MeasuredPartition(WORK, 1.5, 2, 7, false)), 5, 6, 3, 90, 1.5, 4));
    }

    private static RunInstance instance(int number, QueueItem item) {
        return new RunInstance(
                number,
                item.id(),
                item.key(),
                RunInstance.Kind.GRAPH,
                item.variant(),
                null,
                item.strategyHash(),
                null,
                null,
                TERMS,
                RunInstance.State.ACCEPTED,
                List.of(),
                List.of());
    }

    private NewQueueItem item(String strategyId, String json, boolean oneShot) {
        return new NewQueueItem(
                queue, new InstanceKey("u", strategyId, "b", BigDecimal.ONE), json, null, oneShot, false, "x.json");
    }

    private NewRun newRun() {
        Instant begun = NOW.plusMillis(++begunRuns);
        return new NewRun(queue, "manual", "backtest", "{}", "{}", false, "0.1", "1", "host", 1, begun);
    }
}
