package dev.nightjar.reference;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** A strategy's JSON text as a tree, and the few lists every rule starts from. The text is taken to be valid. */
final class ReferenceStrategy {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** What the blocks that protect a position are called in files. */
    private static final Map<String, String> PROTECTIONS =
            Map.of("stopLoss", "stop_loss", "takeProfit", "take_profit", "trailingStop", "trailing_stop");

    private static final Set<String> POSITIONAL = Set.of("positional", "delivery", "carryforward");

    private static final Set<String> RUPEE_EXCHANGES = Set.of("NSE", "NFO", "BSE", "BFO", "MCX", "CDS");

    /** By id, in file order. */
    final Map<String, JsonNode> nodes = new LinkedHashMap<>();
    /** Ids of children by id, in the order of the edges. */
    final Map<String, List<String>> children = new LinkedHashMap<>();
    /** Legs of all entry nodes, in node and then file order, by vpi. */
    final Map<String, Leg> legs = new LinkedHashMap<>();

    final String start;
    /** The digits money is printed with: two for rupees, else all six. */
    final String exchange;

    final int moneyDigits;
    /** Whether days follow from each other. */
    final boolean positional;
    /** Whether each tick makes a slice, not each second. */
    final boolean onTicks;
    /** Symbols by role, TI and, if it is enabled, SI. */
    final Map<String, String> symbols = new LinkedHashMap<>();
    /** Timeframes by role and then id. */
    final Map<String, Map<String, TimeframeRow>> timeframes = new LinkedHashMap<>();

    ReferenceStrategy(String json) {
        JsonNode root = MAPPER.readTree(json);
        String found = "";
        for (JsonNode node : root.path("nodes")) {
            String id = text(node, "id");
            if (text(node, "type").equals("strategyOverview")) {
                continue;
            }
            nodes.put(id, node);
            children.put(id, new ArrayList<>());
            if (text(node, "type").equals("startNode")) {
                found = id;
            }
        }
        start = found;
        onTicks = text(data(start), "evaluation").equals("tick");
        positional = POSITIONAL.contains(text(data(start), "strategyType"));
        String configured =
                data(start).path("tradingInstrumentConfig").path("type").asString("options");
        String usual = data(start).path("tradingInstrument").path("type").asString(configured);
        nodes.forEach((id, node) -> {
            if (text(node, "type").equals("entryNode")) {
                for (JsonNode position : node.path("data").path("positions")) {
                    legs.put(text(position, "vpi"), leg(id, position, usual, positional));
                }
            }
        });
        for (JsonNode edge : root.path("edges")) {
            List<String> of = children.get(text(edge, "source"));
            if (!of.contains(text(edge, "target"))) {
                of.add(text(edge, "target"));
            }
        }
        JsonNode data = data(start);
        exchange = text(data, "exchange");
        moneyDigits = RUPEE_EXCHANGES.contains(exchange) ? 2 : 6;
        addInstrument("TI", data.path("tradingInstrumentConfig"));
        if (data.path("supportingInstrumentEnabled").asBoolean(false)) {
            addInstrument("SI", data.path("supportingInstrumentConfig"));
        }
    }

    private void addInstrument(String role, JsonNode config) {
        symbols.put(role, text(config, "symbol"));
        Map<String, TimeframeRow> rows = new LinkedHashMap<>();
        for (JsonNode timeframe : config.path("timeframes")) {
            int perUnit = switch (text(timeframe, "unit")) {
                case "hours" -> 60;
                case "days" -> 1440;
                default -> 1;
            };
            Map<String, IndicatorRow> indicators = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> member :
                    timeframe.path("indicators").properties()) {
                String name = text(member.getValue(), "indicator_name");
                Map<String, String> parameters = new LinkedHashMap<>();
                ReferenceIndicators.definition(name)
                        .defaults()
                        .forEach((parameter, otherwise) -> parameters.put(
                                parameter, parameter(member.getValue().path(parameter), otherwise)));
                indicators.put(member.getKey(), new IndicatorRow(name, parameters));
            }
            TimeframeRow row = new TimeframeRow(
                    text(timeframe, "id"), timeframe.path("number").asInt() * perUnit, indicators);
            rows.put(row.id(), row);
        }
        timeframes.put(role, rows);
    }

    private static Leg leg(String node, JsonNode position, String usual, boolean positional) {
        JsonNode option = position.path("optionDetails");
        JsonNode multiplier = position.has("multiplier") ? position.path("multiplier") : position.path("lotSize");
        JsonNode maximum = position.path("maxEntries");
        String type = position.path("type").asString(usual);
        return new Leg(
                text(position, "vpi"),
                node,
                position.path("priority").asInt(0),
                decimal(position.path("quantity")),
                decimal(multiplier),
                text(position, "positionType").toUpperCase(Locale.ROOT),
                type.startsWith("future") ? "future" : type.startsWith("option") ? "option" : "stock",
                text(option, "optionType"),
                option.path("expiry").asString("M0"),
                text(option, "strikeType"),
                optional(option.path("strikeValue")),
                maximum.isNumber() ? maximum.asInt() : null,
                position.path("orderType").asString("market"),
                optional(position.path("limitPrice")),
                position.path("limitOffset"),
                optional(position.path("stopPrice")),
                text(position, "time_in_force").equals("gtc"),
                positional && !text(position, "productType").equals("intraday"),
                blocks(position));
    }

    /** {@return the stop loss, the target and the trailing stop that are switched on, in this order} */
    static List<Block> blocks(JsonNode holder) {
        List<Block> blocks = new ArrayList<>();
        for (String name : List.of("stopLoss", "takeProfit", "trailingStop")) {
            JsonNode block = holder.path(name);
            if (!block.path("enabled").asBoolean(false)) {
                continue;
            }
            boolean percentage = text(block, "triggerType").equals("percentage");
            String unit = percentage ? "Percentage" : "Points";
            String distance = switch (name) {
                case "stopLoss" -> "stop" + unit;
                case "takeProfit" -> "target" + unit;
                default -> "initialDistance";
            };
            BigDecimal step = optional(block.path("stepSize"));
            BigDecimal buffer = optional(block.path("limitBuffer"));
            BigDecimal wait = optional(block.path("waitTime"));
            long waitUnit = text(block, "waitTimeUnit").equals("minutes") ? 60_000_000_000L : 1_000_000_000L;
            blocks.add(new Block(
                    PROTECTIONS.get(name),
                    percentage,
                    decimal(block.path(distance)),
                    step == null ? BigDecimal.ZERO : step,
                    buffer == null || buffer.signum() == 0 ? null : buffer,
                    wait == null
                            ? 0
                            : wait.multiply(BigDecimal.valueOf(waitUnit)).longValueExact(),
                    block.path("waitForMarket").asBoolean(false)));
        }
        return blocks;
    }

    /** {@return a parameter's value in its shortest form, numbers without trailing zeros} */
    private static String parameter(JsonNode value, String otherwise) {
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        return value.isNumber() || value.asString().matches("[0-9.]+")
                ? decimal(value).stripTrailingZeros().toPlainString()
                : value.asString();
    }

    static String text(JsonNode object, String member) {
        return object.path(member).asString("");
    }

    static BigDecimal decimal(JsonNode number) {
        return number.isString() ? new BigDecimal(number.asString()) : number.decimalValue();
    }

    static @Nullable BigDecimal optional(JsonNode number) {
        return number.isMissingNode() || number.isNull() ? null : decimal(number);
    }

    JsonNode data(String node) {
        return nodes.get(node).path("data");
    }

    /** {@return the node's label, or its id if it has none} */
    String label(String node) {
        String label = text(data(node), "label");
        return label.isEmpty() ? node : label;
    }

    /** {@return the node's type, an alias written as what it stands for} */
    String type(String node) {
        String type = text(nodes.get(node), "type");
        return type.equals("reEntryNode") ? "reEntrySignalNode" : type;
    }

    /**
     * A leg of an entry node as it is written.
     *
     * @param kind option, future or stock
     * @param strikeValue null unless the strike is fixed
     * @param maxEntries null if it is unlimited
     * @param overnight whether it is kept when the session closes
     */
    record Leg(
            String vpi,
            String node,
            int priority,
            BigDecimal lots,
            BigDecimal multiplier,
            String side,
            String kind,
            String optionType,
            String expiry,
            String strike,
            @Nullable BigDecimal strikeValue,
            @Nullable Integer maxEntries,
            String orderType,
            @Nullable BigDecimal limitPrice,
            JsonNode limitOffset,
            @Nullable BigDecimal stopPrice,
            boolean goodTillCancelled,
            boolean overnight,
            List<Block> protections) {

        boolean needsStrikeInterval() {
            return kind.equals("option") && strikeValue == null;
        }
    }

    /**
     * A stop loss, target or trailing stop.
     *
     * @param kind as exit reasons call it
     * @param percentage whether distance and step are in percent of the price of the fill that arms it
     * @param step of a trailing stop, 0 if it moves continuously
     * @param limitBuffer null if it closes at market
     */
    record Block(
            String kind,
            boolean percentage,
            BigDecimal distance,
            BigDecimal step,
            @Nullable BigDecimal limitBuffer,
            long waitNanos,
            boolean waitForMarket) {}

    /** A timeframe of an instrument. */
    record TimeframeRow(String id, int minutes, Map<String, IndicatorRow> indicators) {}

    /** An indicator of a timeframe, with all its parameters in order. */
    record IndicatorRow(String name, Map<String, String> parameters) {}
}
