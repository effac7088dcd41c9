package dev.nightjar.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Session;
import dev.nightjar.run.InstanceKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules on days of a few ticks, worked by hand. TI trades around 100, its call is bought ten at a time; an event reads
 * {@code time node kind what-it-did}.
 */
final class ReferenceEngineTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String CALL = "TI:2024-11-07:OPT:100:CE";
    private static final String ALWAYS = leaf("ltp", ">", "0");

    private final ListedDay.Builder day = ListedDay.of(Session.of(
                    LocalDate.of(2024, 10, 29), ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(9, 25)))
            .index("TI", 2, "50")
            .option(CALL, 2);
    private final List<String> nodes = new ArrayList<>();
    private final List<String> edges = new ArrayList<>();

    @Test
    void anExitWaitsForTheSliceAfterItsEntryAndThenDoesNotAskItsSignalAgain() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        signal("xs", "exitSignalNode", leaf("ltp", ">", "100"));
        exit("x");
        edges("start-s", "s-e", "e-xs", "xs-x");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:05", "99");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:03", "6.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 xs node_completed",
                        "09:15:05 x node_completed closed leg 1 @6.00 exit_condition_met 10.00",
                        "09:15:05 - strategy_terminated");
    }

    @Test
    void anOrderWithoutAPriceRestsFillsAtTheFirstTickAndCompletesAtTheNextSlice() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:02.100", "102").tick("TI", "09:15:05", "103");
        day.tick(CALL, "09:15:02.250", "5.00").tick(CALL, "09:15:02.500", "5.50");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg",
                        "09:15:02.250 e order_filled opened leg 1 @5.00",
                        "09:15:02 e node_completed",
                        "09:25:00 - session_end closed leg 1 @5.50 session_end 5.00");
        assertThat(MAPPER.readTree(run().get("positions.json"))
                        .findValue("underlying_price_on_entry")
                        .decimalValue())
                .isEqualByComparingTo("102");
    }

    @Test
    void anOrderThatNeverFindsAPriceIsCancelledAtTheClose() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        edges("start-s", "s-e");
        day.tick("TI", "09:15:00", "101");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e entry_pending rests leg",
                        "09:25:00 - session_end cancelled leg");
    }

    @Test
    void withNothingLeftToActWhatIsOpenIsClosedAtTheEndOfTheSlice() {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        edges("start-s", "s-e");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick(CALL, "09:15:00", "5.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 - strategy_terminated closed leg 1 @5.00 strategy_terminated 0.00");
    }

    @Test
    void theClosingSecondStillCountsAndTheSessionEndsAfterItsSlice() {
        signal("s", "entrySignalNode", leaf("ltp", ">", "101"));
        entry("e", "");
        signal("never", "exitSignalNode", leaf("ltp", "<", "0"));
        edges("start-s", "s-e", "e-never");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:25:00.900", "102");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:25:00.950", "5.20");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:25:00 s node_completed",
                        "09:25:00 e node_completed opened leg 1 @5.20",
                        "09:25:00 - session_end closed leg 1 @5.20 session_end 0.00");
    }

    @Test
    void anEntryBeyondMaxEntriesIsSkippedAndArmsNothing() {
        cycle("\"maxEntries\": 1,", 9);
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick("TI", "09:15:02", "101");
        day.tick(CALL, "09:15:00", "5.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 xs node_completed",
                        "09:15:01 x node_completed closed leg 1 @5.00 exit_condition_met 0.00",
                        "09:15:01 r node_completed re-entry 1",
                        "09:15:02 e entry_skipped skipped leg max_entries",
                        "09:15:02 - strategy_terminated");
    }

    @Test
    void aReEntrySignalCountsAlongItsChainAndStopsAtItsMaximum() {
        cycle("", 2);
        for (int second = 0; second < 8; second++) {
            day.tick("TI", "09:15:0" + second, "101");
        }
        day.tick(CALL, "09:15:00", "5.00");
        assertThat(events())
                .containsExactly(
                        "09:15:00 start node_completed",
                        "09:15:00 s node_completed",
                        "09:15:00 e node_completed opened leg 1 @5.00",
                        "09:15:00 xs node_completed",
                        "09:15:01 x node_completed closed leg 1 @5.00 exit_condition_met 0.00",
                        "09:15:01 r node_completed re-entry 1",
                        "09:15:02 e node_completed opened leg 2 @5.00",
                        "09:15:02 xs node_completed",
                        "09:15:03 x node_completed closed leg 2 @5.00 exit_condition_met 0.00",
                        "09:15:03 r node_completed re-entry 2",
                        "09:15:04 e node_completed opened leg 3 @5.00",
                        "09:15:04 xs node_completed",
                        "09:15:05 x node_completed closed leg 3 @5.00 exit_condition_met 0.00",
                        "09:25:00 - session_end");
    }

    /** By hand: ten calls from 5.00 make 2.40 at 5.24 and 2.50 at 5.25. */
    @Test
    void aProfitTargetIsReachedAtTheExactTouch() {
        squareOff("\"dailyPnLTarget\": {\"enabled\": true, \"targetType\": \"absolute\", \"targetAmount\": 2.5}");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick("TI", "09:15:02", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "5.24").tick(CALL, "09:15:02", "5.25");
        assertThat(events().get(3))
                .isEqualTo("09:15:02 off node_completed closed leg 1 @5.25 square_off 2.50 profit_target");
    }

    /** By hand: 0.025 % of 10,000 is 2.50, which ten calls from 5.00 have lost at 4.75 and not at 4.76. */
    @Test
    void aLossLimitIsReachedAtTheExactTouch() {
        squareOff("\"dailyLossLimit\": {\"enabled\": true, \"limitType\": \"percentage\", \"limitAmount\": 0.025,"
                + " \"initialCapital\": 10000}");
        day.tick("TI", "09:15:00", "101").tick("TI", "09:15:01", "101").tick("TI", "09:15:02", "101");
        day.tick(CALL, "09:15:00", "5.00").tick(CALL, "09:15:01", "4.76").tick(CALL, "09:15:02", "4.75");
        assertThat(events().get(3))
                .isEqualTo("09:15:02 off node_completed closed leg 1 @4.75 square_off -2.50 loss_limit");
    }

    @Test
    void aDayWithoutTicksOfTheTradingInstrumentFails() {
        edges();
        Map<String, String> files = run();
        assertThat(files.get("metrics.json")).contains("\"failed\" : \"no tick of TI\"");
        assertThat(files.get("events.jsonl")).isEmpty();
    }

    // ---------------------------------------------------------------- graphs

    /** Entry, exit and re-entry, each as soon as it may. */
    private void cycle(String legMembers, int maxReEntries) {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", legMembers);
        signal("xs", "exitSignalNode", ALWAYS);
        exit("x");
        node(
                "r",
                "reEntrySignalNode",
                conditions(ALWAYS) + ", \"retryConfig\": {\"maxReEntries\": " + maxReEntries + "}");
        edges("start-s", "s-e", "e-xs", "xs-x", "x-r", "r-e");
    }

    private void squareOff(String performance) {
        signal("s", "entrySignalNode", ALWAYS);
        entry("e", "");
        node(
                "off",
                "squareOffNode",
                "\"endConditions\": {\"performanceBasedExit\": {\"enabled\": true, " + performance + "}}");
        edges("start-s", "s-e", "start-off");
    }

    private void signal(String id, String type, String leaf) {
        node(id, type, conditions(leaf));
    }

    private static String conditions(String leaf) {
        return "\"conditions\": [{\"groupLogic\": \"AND\", \"conditions\": [" + leaf + "]}]";
    }

    private void entry(String id, String legMembers) {
        node(
                id,
                "entryNode",
                "\"positions\": [{\"vpi\": \"leg\", \"priority\": 1, \"quantity\": 1, \"multiplier\": 10, " + legMembers
                        + "\"positionType\": \"buy\","
                        + " \"optionDetails\": {\"expiry\": \"W0\", \"optionType\": \"CE\", \"strikeType\": \"ATM\"}}]");
    }

    private void exit(String id) {
        node(id, "exitNode", "\"exitNodeData\": {\"orderConfig\": {\"targetPositionVpi\": \"leg\"}}");
    }

    private void node(String id, String type, String data) {
        nodes.add("{\"id\": \"" + id + "\", \"type\": \"" + type + "\", \"data\": {\"label\": \"\", " + data + "}}");
    }

    private static String leaf(String field, String operator, String constant) {
        return "{\"lhs\": {\"type\": \"live_data\", \"field\": \"" + field + "\"}, \"operator\": \"" + operator
                + "\", \"rhs\": {\"type\": \"constant\", \"value\": " + constant + "}}";
    }

    private void edges(String... pairs) {
        for (String pair : pairs) {
            int dash = pair.indexOf('-');
            edges.add("{\"source\": \"" + pair.substring(0, dash) + "\", \"target\": \"" + pair.substring(dash + 1)
                    + "\"}");
        }
        node("start", "startNode", "\"exchange\": \"NSE\", \"tradingInstrumentConfig\": {\"symbol\": \"TI\"}");
    }

    // ---------------------------------------------------------------- what happened

    private Map<String, String> run() {
        String json = "{\"nodes\": " + nodes + ", \"edges\": " + edges + "}";
        InstanceKey key = new InstanceKey("user", "strategy", "broker", BigDecimal.ONE);
        return ReferenceEngine.run(json, key, null, List.of(day.build()));
    }

    private List<String> events() {
        return run().get("events.jsonl")
                .lines()
                .map(ReferenceEngineTest::summary)
                .toList();
    }

    private static String summary(String line) {
        JsonNode event = MAPPER.readTree(line);
        StringBuilder text =
                new StringBuilder(event.path("timestamp").asString().replaceAll(".*T|\\+.*", ""));
        text.append(' ').append(event.path("node_id").asString("-"));
        text.append(' ').append(event.path("event_type").asString());
        for (JsonNode row : event.path("opened")) {
            text.append(" opened ").append(fill(row));
        }
        for (JsonNode row : event.path("resting")) {
            text.append(" rests ").append(row.path("position_id").asString());
        }
        for (JsonNode row : event.path("skipped")) {
            text.append(" skipped ").append(row.path("position_id").asString());
            text.append(' ').append(row.path("reason").asString());
        }
        for (JsonNode row : event.path("closed")) {
            text.append(" closed ").append(fill(row));
            text.append(' ').append(row.path("reason").asString());
            text.append(' ').append(twoDigits(row.path("pnl")));
        }
        for (JsonNode row : event.path("cancelled")) {
            text.append(" cancelled ").append(row.path("position_id").asString());
        }
        if (event.has("max_re_entries")) {
            text.append(" re-entry ").append(event.path("re_entry_num").asInt());
        }
        if (event.has("trigger")) {
            text.append(' ').append(event.path("trigger").asString());
        }
        return text.toString();
    }

    private static String fill(JsonNode row) {
        return row.path("position_id").asString() + " "
                + row.path("position_num").asInt() + " @" + twoDigits(row.path("price"));
    }

    private static String twoDigits(JsonNode number) {
        return BigDecimal.valueOf(number.asDouble()).setScale(2).toPlainString();
    }
}
