package dev.nightjar.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The nine positions as they were recorded on 2024-10-29, and results held to them. */
public final class RecordedNine {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Position, number, contract, entry time and price, exit time, price and node, reason, profit in rupees of 75 units. */
    private static final List<String> TRADES = List.of(
            "entry-2-pos1 1 24250:PE 09:19:00 181.60 10:48:00 260.05 exit-3 exit_condition_met -5883.75",
            "entry-3-pos1 1 24250:CE 11:42:00 262.05 12:04:00 287.80 exit-6 exit_condition_met -1931.25",
            "entry-3-pos1 2 24300:CE 12:05:09 254.65 12:15:00 263.45 exit-6 exit_condition_met -660.00",
            "entry-3-pos1 3 24300:CE 12:17:53 262.70 12:52:00 274.75 exit-6 exit_condition_met -903.75",
            "entry-3-pos1 4 24300:CE 12:53:49 275.50 13:03:00 288.70 exit-6 exit_condition_met -990.00",
            "entry-3-pos1 5 24350:CE 13:05:50 254.00 14:03:00 265.35 exit-6 exit_condition_met -851.25",
            "entry-3-pos1 6 24400:CE 14:13:25 267.00 14:15:00 272.90 exit-6 exit_condition_met -442.50",
            "entry-3-pos1 7 24400:CE 14:19:32 276.00 15:08:00 294.00 exit-6 exit_condition_met -1350.00",
            "entry-3-pos1 8 24500:CE 15:09:25 234.35 15:25:00 229.25 square-off-1 square_off 382.50");

    private RecordedNine() {}

    /**
     * Holds {@code trades.json} and {@code metrics.json} to the record.
     *
     * @param scale how many times 75 units were traded
     */
    public static void assertTrades(Map<String, String> files, int scale) {
        List<String> lines = new ArrayList<>();
        for (JsonNode trade : MAPPER.readTree(files.get("trades.json"))) {
            assertThat(trade.path("side").asString()).isEqualTo("SELL");
            assertThat(trade.path("exchange").asString()).isEqualTo("NFO");
            assertThat(trade.path("quantity").asInt()).isEqualTo(75 * scale);
            assertThat(trade.path("re_entry_num").asInt())
                    .isEqualTo(trade.path("position_num").asInt() - 1);
            lines.add(String.join(
                    " ",
                    text(trade, "position_id"),
                    text(trade, "position_num"),
                    text(trade, "symbol").replace("NIFTY:2024-11-07:OPT:", ""),
                    time(trade, "entry_time"),
                    price(trade, "entry_price"),
                    time(trade, "exit_time"),
                    price(trade, "exit_price"),
                    text(trade, "exit_node"),
                    text(trade, "exit_reason"),
                    trade.path("pnl")
                            .decimalValue()
                            .divide(BigDecimal.valueOf(scale))
                            .setScale(2)
                            .toPlainString()));
        }
        assertThat(lines).isEqualTo(TRADES);
        assertThat(files.get("metrics.json"))
                .contains("\"total_pnl\" : " + new BigDecimal("-12630.00").multiply(BigDecimal.valueOf(scale)) + ",");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }

    private static String price(JsonNode node, String field) {
        return node.path(field).decimalValue().setScale(2).toPlainString();
    }

    private static String time(JsonNode node, String field) {
        String text = text(node, field);
        assertThat(text).startsWith("2024-10-29T").endsWith("+05:30");
        return text.substring(11, 19);
    }

    /** Holds {@code events.jsonl} to the events recorded in the folder. */
    public static void assertEvents(String eventLines, Path folder) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        Map<String, String> nodeByEvent = new HashMap<>();
        for (String line : eventLines.lines().toList()) {
            JsonNode event = MAPPER.readTree(line);
            events.add(event);
            nodeByEvent.put(
                    event.path("event_id").asString(), event.path("node_id").asString());
        }
        JsonNode expected = MAPPER.readTree(Files.readString(folder.resolve("expected_events.json")));
        assertThat(events).hasSize(38);
        for (int place = 0; place < 38; place++) {
            JsonNode event = events.get(place);
            JsonNode row = expected.get(place);
            String name = "event " + (place + 1);
            assertThat(event.path("node_id").asString())
                    .as(name)
                    .isEqualTo(row.path("node_id").asString());
            assertThat(event.path("node_name").asString())
                    .as(name)
                    .isEqualTo(row.path("node_name").asString());
            assertThat(event.path("node_type").asString())
                    .as(name)
                    .isEqualToIgnoringCase(row.path("node_type").asString());
            assertThat(event.path("timestamp").asString())
                    .as(name)
                    .isEqualTo(iso(row.path("timestamp").asString()));
            assertThat(nodeByEvent.getOrDefault(event.path("parent_event_id").asString(""), ""))
                    .as(name)
                    .isEqualTo(row.path("parent_node_id").asString(""));
            sameConditions(name, event.path("conditions"), row.path("conditions"));
            sameVariables(name, event.path("variables"), row.path("node_variables"));
        }
    }

    private static void sameConditions(String name, JsonNode conditions, JsonNode expected) {
        assertThat(conditions.size()).as(name).isEqualTo(expected.size());
        for (int place = 0; place < expected.size(); place++) {
            JsonNode condition = conditions.get(place);
            JsonNode row = expected.get(place);
            // one recorded run used an edit of the strategy with > in this place
            String raw = row.path("raw").asString().replace("Current Time > 09:17", "Current Time >= 09:17");
            assertThat(condition.path("raw").asString()).as(name).isEqualTo(raw);
            assertThat(condition.path("result").asBoolean()).as(name).isTrue();
            assertThat(condition.path("lhs_value").asDouble())
                    .as(name)
                    .isCloseTo(row.path("lhs").asDouble(), within(raw.contains("rsi(") ? 0.01 : 0));
            assertThat(condition.path("rhs_value").asDouble())
                    .as(name)
                    .isEqualTo(row.path("rhs").asDouble());
        }
    }

    private static void sameVariables(String name, JsonNode variables, JsonNode expected) {
        assertThat(variables.size()).as(name).isEqualTo(expected.size());
        expected.properties()
                .forEach(member -> assertThat(variables.path(member.getKey()).asDouble())
                        .as(name)
                        .isEqualTo(member.getValue().asDouble()));
    }

    private static String iso(String stamp) {
        return stamp.replace(' ', 'T') + "+05:30";
    }
}
