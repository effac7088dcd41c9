package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.engine.Engine;
import dev.nightjar.report.DevTools;
import dev.nightjar.report.PageData;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Seven nights of one queue, whose strategies, data, days and settings change between them, and two of a simulation. */
final class NightChangesTest {

    @TempDir
    private static Path temp;

    private static JobHome home;
    private static Path data;

    @BeforeAll
    static void nineNights() throws IOException {
        home = new JobHome(temp.resolve("home"));
        data = CandleNightTest.candles(temp);
        Files.writeString(
                data.resolve("instruments.csv"),
                Files.readString(data.resolve("instruments.csv")) + "TOKIO,STOCK,XTKS,,,,,,,2\n");
        Files.writeString(
                data.resolve("exchanges.csv"),
                "exchange,zone,open,close,market\nXTKS,Asia/Kolkata,09:15,15:30,INDIA\n");
        Files.createDirectories(data.resolve("candles/TOKIO"));
        Files.copy(data.resolve("candles/ACME/1m.csv"), data.resolve("candles/TOKIO/1m.csv"));
        for (String id : List.of("keeps", "better", "worse", "renamed", "goes", "capital")) {
            add(id, "b", strategy(id, 10));
        }
        add("tiny", "b", strategy("tiny", 10_000_000), null, new BigDecimal("0.000001"));
        add("yen", "b", strategy("yen", 10).replace("NSE", "XTKS").replace("ACME", "TOKIO"));
        add("mended", "b", "{}");
        add("twin", "b", strategy("twin", 10));
        add("twin", "c", strategy("twin", 10));
        run(1, ExitCode.DONE_WITH_REJECTS, "date=2024-10-29");

        remove("better", "worse", "renamed", "goes", "capital", "mended", "tiny", "yen");
        add("better", "b", strategy("better", 20));
        add("worse", "b", strategy("worse", 5));
        add("renamed", "b", strategy("renamed", 10).replace("Candles", "Renamed"));
        add("capital", "b", strategy("capital", 10), 5_000_000_000L, BigDecimal.ONE);
        add("mended", "b", strategy("mended", 10));
        add("tiny", "b", strategy("tiny", 10_000_000).replace("Candles", "Tiny"), null, new BigDecimal("0.000001"));
        add("yen", "b", strategy("yen", 20).replace("NSE", "XTKS").replace("ACME", "TOKIO"));
        add("comes", "b", strategy("comes", 10));
        home.list(database -> {
            QueueStore queues = new QueueStore(database);
            return queues.list("q").stream()
                    .filter(item -> item.key().brokerConnectionId().equals("c"))
                    .map(item -> queues.remove(item.id(), Instant.now()))
                    .toList();
        });
        run(2, ExitCode.DONE, "date=2024-10-29");

        Path candles = data.resolve("candles/ACME/1m.csv");
        Files.writeString(candles, Files.readString(candles).replace("101,107,100,102,", "101,105,100,102,"));
        run(3, ExitCode.DONE, "date=2024-10-29");
        run(4, ExitCode.DONE, "from=2024-10-28", "to=2024-10-29");

        home.list(database -> {
            RunStore runs = new RunStore(database);
            RunRow last = runs.newest("q", 1).get(0);
            runs.redo(last.id(), "an older one");
            return List.of();
        });
        run(5, ExitCode.DONE, "from=2024-10-28", "to=2024-10-29", "warm-up=3", "step-budget=500000");

        run(6, ExitCode.DONE, "date=2024-10-29");
        Files.writeString(
                candles,
                Files.readString(candles)
                        .replace("100,106,94,101,", "100,106,94,99,")
                        .replace("90,92,90,91,", "90,92,90,90,"));
        run(7, ExitCode.DONE, "date=2024-10-29");

        simulated("ACME");
        simulated("TOKIO");
    }

    /** A night of a simulation that trades one share. */
    private static void simulated(String symbol) throws IOException {
        Path file = Files.writeString(
                temp.resolve("simulation.json"),
                "{\"kind\": \"simulation\", \"simulation_id\": \"moves\", \"symbols\": [\"" + symbol + "\"],"
                        + " \"start_date\": \"2024-10-25\", \"end_date\": \"2024-10-29\", \"starting_capital\": 10000,"
                        + " \"strategy\": \"buy_and_hold\", \"timeframe\": \"1m\"}");
        QueueAdditions additions = QueueAdditions.read(
                "moving", List.of(file), null, "b", BigDecimal.ONE, null, true, new FeeCatalog(new Home(home.root())));
        home.list(database -> additions.add(new QueueStore(database), Instant.now()));
        assertThat(home.run("moving", "data=" + data))
                .as(home.err() + home.out())
                .isEqualTo(ExitCode.DONE.number());
    }

    private static String strategy(String id, int quantity) {
        return CandleNightTest.STRATEGY.formatted(id).replace("\"quantity\": 10", "\"quantity\": " + quantity);
    }

    private static void add(String id, String broker, String json) {
        add(id, broker, json, null, BigDecimal.ONE);
    }

    private static void add(String id, String broker, String json, @Nullable Long capital, BigDecimal scale) {
        home.look(database -> new QueueStore(database)
                .add(
                        new NewQueueItem("q", new InstanceKey("u", id, broker, scale), json, capital, false, false, id),
                        Instant.now()));
    }

    private static void remove(String... ids) {
        home.list(database -> {
            QueueStore queues = new QueueStore(database);
            List<QueueItem> items = queues.list("q").stream()
                    .filter(item -> List.of(ids).contains(item.key().strategyId()))
                    .toList();
            items.forEach(
                    item -> assertThat(queues.remove(item.id(), Instant.now())).isTrue());
            return items;
        });
    }

    private static Path page(int night) {
        return home.root()
                .resolve("backtest_data/nights/q")
                .resolve("night " + night)
                .resolve("night.html");
    }

    /** Its page is kept as deep as it was, so that its links stay good. */
    private static void run(int night, ExitCode code, String... days) throws IOException {
        String[] settings = Stream.concat(Stream.of("data=" + data, "replay=1m"), Stream.of(days))
                .toArray(String[]::new);
        assertThat(home.run("q", settings)).as(home.err()).isEqualTo(code.number());
        Files.createDirectories(page(night).getParent());
        Files.copy(page(night).resolveSibling("../2024-10-29/night.html"), page(night));
    }

    private static JsonNode night(int night) {
        return PageData.of(page(night)).path("night.json");
    }

    private static JsonNode previous(int night) {
        return PageData.of(page(night)).path("facts").path("previous");
    }

    /** {@return changes as words: id, what, which of the three kinds of reasons, by how much} */
    private static List<String> changes(int night) {
        JsonNode strategies = night(night).path("strategies");
        return previous(night)
                .path("changes")
                .valueStream()
                .map(change -> String.join(
                        " ",
                        (change.path("place").isNull()
                                        ? change.path("gone")
                                        : strategies.get(change.path("place").asInt()))
                                .path("strategy_id")
                                .asString(),
                        change.path("what").asString(),
                        change.path("status_before").isNull()
                                ? ""
                                : change.path("status_before").asString(),
                        Stream.of("definition", "data", "terms")
                                .filter(kind -> change.path(kind).asBoolean())
                                .reduce("", String::concat),
                        change.path("pnl_change").isNull()
                                ? ""
                                : change.path("pnl_change")
                                        .decimalValue()
                                        .stripTrailingZeros()
                                        .toPlainString()))
                .map(words -> words.replaceAll(" +", " ").strip())
                .toList();
    }

    @Test
    void theFirstNightHasNoneBeforeIt() {
        assertThat(previous(1).isNull()).isTrue();
    }

    @Test
    void everyKindOfChangeIsTold() {
        assertThat(changes(2))
                .containsExactlyInAnyOrder(
                        "better better completed definition 60",
                        "worse worse completed definition -30",
                        "yen better completed definition 60",
                        "renamed equal completed definition 0",
                        "tiny equal completed definition 0",
                        "capital equal completed terms 0",
                        "mended status rejected definition",
                        "comes new",
                        "goes gone completed",
                        "twin gone completed");
        JsonNode before = previous(2);
        assertThat(before.path("run").asInt()).isEqualTo(1);
        assertThat(before.path("unchanged").asInt()).isEqualTo(2);
        assertThat(before.path("same_days").asBoolean()).isTrue();
        assertThat(before.path("changed_days")).isEmpty();
    }

    /** What the data changed is a change of the result, and the day is named. */
    @Test
    void changedDataIsTold() {
        assertThat(previous(3).path("changed_days")).hasToString("[\"2024-10-29\"]");
        assertThat(changes(3))
                .containsExactlyInAnyOrder(
                        "better worse completed -80",
                        "worse worse completed -20",
                        "keeps worse completed -40",
                        "renamed worse completed -40",
                        "tiny worse completed -40",
                        "capital worse completed -40",
                        "mended worse completed -40",
                        "comes worse completed -40",
                        "twin worse completed -40");
        assertThat(previous(3).path("unchanged").asInt()).isEqualTo(1);
    }

    /** The day is as it was, the candles its indicators begin with are not. */
    @Test
    void changedCandlesBeforeADayAreTold() {
        assertThat(previous(7).path("changed_days")).isEmpty();
        assertThat(previous(7).path("changed_before")).hasToString("[\"2024-10-29\"]");
    }

    /** Other strategies look at other candles, which need not have changed. */
    @Test
    void whatWasNotLookedAtBeforeIsNoChange() {
        for (int night : new int[] {2, 3, 4, 5, 6}) {
            assertThat(previous(night).path("changed_before"))
                    .as("night " + night)
                    .isEmpty();
        }
    }

    @Test
    void otherDaysAreTold() {
        assertThat(previous(4).path("same_days").asBoolean()).isFalse();
        assertThat(previous(4).path("from").asString()).isEqualTo("2024-10-29");
        assertThat(previous(4).path("changed_days")).isEmpty();
    }

    @Test
    void otherSettingsAndVersionsAreTold() {
        assertThat(previous(2).path("settings")).isEmpty();
        assertThat(previous(5).path("settings"))
                .extracting(one -> String.join(
                        " ",
                        one.path("name").asString(),
                        one.path("before").asString(),
                        one.path("now").asString()))
                .containsExactly(
                        "warm-up 500 3", "step-budget 10000000000 500000", "engine an older one " + Engine.VERSION);
    }

    /** A simulation says nowhere in what money it trades: its symbols do. */
    @Test
    void whatIsInOtherMoneyIsNotCompared() {
        JsonNode page = PageData.of(home.root().resolve("backtest_data/nights/moving/2024-10-29/night.html"));
        JsonNode before = page.path("facts").path("previous");

        assertThat(page.path("night.json")
                        .path("strategies")
                        .get(0)
                        .path("exchange")
                        .asString())
                .isEqualTo("XTKS");
        assertThat(before.path("run").asInt()).isEqualTo(1);
        assertThat(before.path("changes")).singleElement().satisfies(change -> {
            assertThat(change.path("what").asString()).isEqualTo("money");
            assertThat(change.path("definition").asBoolean()).isTrue();
            assertThat(change.path("pnl_change").isNull()).isTrue();
        });
        assertThat(before.path("both")).isEmpty();
        assertThat(before.path("unchanged").asInt()).isZero();
    }

    /** Nobody knows what money the other exchange trades in. */
    @Test
    void currenciesAreNeverAddedUp() {
        JsonNode totals = night(2).path("totals");
        assertThat(totals.path("total_pnl").isNull()).isTrue();
        assertThat(totals.path("currencies")
                        .valueStream()
                        .map(sum -> sum.path("currency") + " " + sum.path("exchange") + " " + sum.path("strategies")
                                + " " + sum.path("total_pnl")))
                .containsExactly("\"INR\" null 9 570.0", "null \"XTKS\" 1 120.0");
        assertThat(previous(2)
                        .path("both")
                        .valueStream()
                        .map(sum -> sum.path("currency") + " " + sum.path("exchange") + " " + sum.path("strategies")
                                + " "
                                + sum.path("pnl_change")
                                        .decimalValue()
                                        .stripTrailingZeros()
                                        .toPlainString()))
                .containsExactly("\"INR\" null 7 30", "null \"XTKS\" 1 60");
    }

    @Test
    void aBrowserShowsIt() throws Exception {
        DevTools browser =
                DevTools.start(Files.createDirectories(temp.resolve("browser"))).orElse(null);
        assumeTrue(browser != null, "no Chromium is installed: pages are not looked at");
        try (DevTools shown = Objects.requireNonNull(browser)) {
            shown.open(page(2).toUri().toString());

            assertThat(shown.complaints()).isEmpty();
            assertThat(shown.text())
                    .contains(
                            "Against run 1 (2024-10-29), the same days. 1 new, 2 gone, 2 better, 1 worse, 2 unchanged.",
                            ">new<",
                            ">gone<",
                            ">better, its definition changed<",
                            ">worse, its definition changed<",
                            ">equal, its definition changed<",
                            ">equal, its capital, fees or other terms changed<",
                            ">rejected before, completed now, its definition changed<",
                            "Profit and loss, INR",
                            "Profit and loss, money of XTKS",
                            "Since the last night, INR");

            shown.open(page(5).toUri().toString());
            assertThat(shown.text())
                    .contains("Results may differ by what the run was told: warm-up was 500, is 3;"
                            + " step-budget was 10000000000, is 500000; engine was an older one, is " + Engine.VERSION
                            + ".");
            shown.open(page(7).toUri().toString());
            assertThat(shown.text())
                    .contains(
                            "Candles or corporate actions before 2024-10-29 that strategies look at have changed since.");
            shown.open(home.root()
                    .resolve("backtest_data/nights/moving/2024-10-29/night.html")
                    .toUri()
                    .toString());
            assertThat(shown.text())
                    .contains(
                            "1 in other money, 0 unchanged.", ">in other money, not compared, its definition changed");
            assertThat(shown.complaints()).isEmpty();
        }
    }
}
