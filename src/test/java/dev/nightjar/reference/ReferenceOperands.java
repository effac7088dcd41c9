package dev.nightjar.reference;

import static dev.nightjar.reference.ReferenceStrategy.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Conditions and operands: what they are worth at a slice, and how they are written. */
final class ReferenceOperands {

    private final ReferenceStrategy strategy;
    private static final List<String> PARTS = List.of("hour", "minute", "second", "day", "month", "year");

    private final ReferenceDay day;
    private final List<JsonNode> crossings = new ArrayList<>();
    /** Both sides of every crossing at the end of the previous slice. */
    private final Map<JsonNode, @Nullable Double[]> atSlice = new IdentityHashMap<>();
    /** Candles and variables are asked for as they were before this slice. */
    private long before = Long.MAX_VALUE;

    ReferenceOperands(ReferenceStrategy strategy, ReferenceDay day) {
        this.strategy = strategy;
        this.day = day;
        strategy.nodes.values().forEach(node -> collectCrossings(node, crossings));
    }

    /** {@return whether all root groups hold; no root never holds} */
    boolean holds(JsonNode roots, List<Object> leaves) {
        if (roots.isEmpty()) {
            return false;
        }
        for (JsonNode root : roots) {
            if (!condition(root, leaves)) {
                return false;
            }
        }
        return true;
    }

    private boolean condition(JsonNode condition, List<Object> leaves) {
        if (!condition.has("conditions")) {
            return leaf(condition, leaves);
        }
        JsonNode members = condition.path("conditions");
        boolean any = text(condition, "groupLogic").equals("OR");
        if (members.isEmpty()) {
            return true;
        }
        for (JsonNode member : members) {
            if (condition(member, leaves) == any) {
                return any;
            }
        }
        return !any;
    }

    private boolean leaf(JsonNode leaf, List<Object> leaves) {
        String operator = text(leaf, "operator");
        JsonNode lhs = leaf.path("lhs");
        JsonNode rhs = leaf.path("rhs");
        Map<String, Object> row = new LinkedHashMap<>();
        boolean result;
        if (isStatus(lhs) || isStatus(rhs)) {
            String left = status(lhs);
            String right = status(rhs);
            result = left != null && right != null && left.equals(right) == operator.equals("==");
            row.put("raw", raw(lhs) + " " + operator + " " + raw(rhs));
            row.put("evaluated", left + " " + operator + " " + right);
            row.put("lhs_value", left);
            row.put("rhs_value", right);
        } else {
            result = compare(leaf, operator, row);
        }
        row.put("result", result);
        leaves.add(row);
        return result;
    }

    private boolean compare(JsonNode leaf, String operator, Map<String, Object> row) {
        boolean between = operator.equals("between");
        boolean crosses = operator.startsWith("crosses");
        JsonNode lhs = leaf.path("lhs");
        JsonNode rhs = leaf.path("rhs");
        Double left = value(lhs);
        Double right = value(rhs);
        Double upper = between ? value(leaf.path("rhs2")) : null;
        @Nullable Double[] earlier = crosses ? earlier(leaf) : new Double[2];
        String raw = raw(lhs) + " " + operator + " " + raw(rhs);
        String evaluated = evaluated(lhs, left) + " " + operator + " " + evaluated(rhs, right);
        if (between) {
            raw += " and " + raw(leaf.path("rhs2"));
            evaluated += " and " + evaluated(leaf.path("rhs2"), upper);
        }
        row.put("raw", raw);
        row.put("evaluated", evaluated);
        row.put("lhs_value", ReferenceText.value(left));
        row.put("rhs_value", ReferenceText.value(right));
        if (between) {
            row.put("upper_value", ReferenceText.value(upper));
        }
        if (crosses) {
            row.put("previous_lhs_value", ReferenceText.value(earlier[0]));
            row.put("previous_rhs_value", ReferenceText.value(earlier[1]));
        }
        if (left == null
                || right == null
                || (between && upper == null)
                || (crosses && (earlier[0] == null || earlier[1] == null))) {
            return false;
        }
        double a = left;
        double b = right;
        return switch (operator) {
            case "<" -> a < b;
            case "<=" -> a <= b;
            case ">" -> a > b;
            case ">=" -> a >= b;
            case "==" -> a == b;
            case "!=" -> a != b;
            case "between" -> b <= a && a <= upper;
            case "crosses_above" -> a > b && earlier[0] <= earlier[1];
            case "crosses_below" -> a < b && earlier[0] >= earlier[1];
            default -> throw new IllegalArgumentException("no operator " + operator);
        };
    }

    // ---------------------------------------------------------------- crosses

    /** Remembers what both sides of every crossing are worth at the end of a slice. */
    void endSlice() {
        for (JsonNode leaf : crossings) {
            atSlice.put(leaf, new Double[] {value(leaf.path("lhs")), value(leaf.path("rhs"))});
        }
    }

    /**
     * {@return both sides at the previous slice if one of them lives, else both as they were just before their latest candle
     * completed}
     */
    private @Nullable Double[] earlier(JsonNode leaf) {
        JsonNode lhs = leaf.path("lhs");
        JsonNode rhs = leaf.path("rhs");
        if (lives(lhs) || lives(rhs)) {
            return atSlice.getOrDefault(leaf, new Double[2]);
        }
        long latest = Math.max(latestCompletion(lhs), latestCompletion(rhs));
        if (latest == Long.MIN_VALUE) {
            return new Double[2];
        }
        before = latest;
        @Nullable Double[] values = {value(lhs), value(rhs)};
        before = Long.MAX_VALUE;
        return values;
    }

    private static boolean lives(JsonNode operand) {
        return switch (text(operand, "type")) {
            case "live_data", "current_time", "time", "position_data", "pnl_data" -> true;
            case "time_function" -> operand.has("function");
            case "candle_data", "market_data" -> operand.path("offset").asInt(0) == 0;
            case "expression" -> lives(operand.path("left")) || lives(operand.path("right"));
            default -> false;
        };
    }

    private long latestCompletion(JsonNode operand) {
        return switch (text(operand, "type")) {
            case "candle_data", "market_data", "indicator" -> candles(operand).latestCompletion();
            case "expression" ->
                Math.max(latestCompletion(operand.path("left")), latestCompletion(operand.path("right")));
            default -> Long.MIN_VALUE;
        };
    }

    private static void collectCrossings(JsonNode tree, List<JsonNode> found) {
        if (text(tree, "operator").startsWith("crosses")) {
            found.add(tree);
        }
        tree.forEach(child -> collectCrossings(child, found));
    }

    /** {@return whether an operand is the forming candle of a timeframe} */
    boolean looksAtForming(String role, String timeframe) {
        return strategy.nodes.values().stream().anyMatch(node -> looksAtForming(node, role, timeframe));
    }

    private static boolean looksAtForming(JsonNode tree, String role, String timeframe) {
        boolean candle = List.of("candle_data", "market_data").contains(text(tree, "type"));
        if (candle && tree.path("offset").asInt(0) == 0) {
            return role(tree).equals(role) && text(tree, "timeframeId").equals(timeframe);
        }
        List<JsonNode> members = new ArrayList<>();
        tree.forEach(members::add);
        for (String second : List.of("ReEntryConditions", "ReEntryExitConditions")) {
            if (!tree.path("has" + second).asBoolean(false)) {
                // those are not read
                JsonNode unread = tree.path("r" + second.substring(1));
                members.removeIf(member -> member == unread);
            }
        }
        return members.stream().anyMatch(member -> looksAtForming(member, role, timeframe));
    }

    // ---------------------------------------------------------------- operands

    private static boolean isStatus(JsonNode operand) {
        return text(operand, "type").equals("position_data")
                && text(operand, "field").equals("status");
    }

    private @Nullable String status(JsonNode operand) {
        if (!isStatus(operand)) {
            return text(operand, "value");
        }
        List<ReferenceTransaction> all = day.desk().transactionsOf(text(operand, "vpi"));
        return all.isEmpty() ? null : all.get(all.size() - 1).open() ? "open" : "closed";
    }

    /** {@return the operand's value, or null} */
    @Nullable Double value(JsonNode operand) {
        String type = text(operand, "type");
        return switch (type) {
            case "constant" -> constant(operand.path("value"));
            case "current_time", "time" -> clock(text(operand, "field"));
            case "time_function" ->
                operand.has("function") ? clock(text(operand, "function")) : timeToday(text(operand, "timeValue"));
            case "live_data" -> live(strategy.symbols.get(role(operand)), text(operand, "field"));
            case "candle_data", "market_data" ->
                candles(operand).candle(column(operand), operand.path("offset").asInt(0), before);
            case "indicator" ->
                candles(operand)
                        .indicator(
                                text(operand, "name"),
                                output(operand),
                                operand.path("offset").asInt(),
                                before);
            case "node_variable" -> day.variable(text(operand, "nodeId"), text(operand, "variableName"), before);
            case "position_data" -> position(text(operand, "vpi"), text(operand, "field"));
            case "pnl_data" -> profit(operand);
            case "expression" -> expression(operand);
            default -> throw new IllegalArgumentException("no operand " + type);
        };
    }

    private double clock(String part) {
        ZonedDateTime time = Instant.ofEpochSecond(0, day.now()).atZone(day.zone());
        return switch (part) {
            case "hour" -> time.getHour();
            case "minute" -> time.getMinute();
            case "second" -> time.getSecond();
            case "day" -> time.getDayOfMonth();
            case "month" -> time.getMonthValue();
            case "year" -> time.getYear();
            default -> BigDecimal.valueOf(day.now(), 9).doubleValue();
        };
    }

    private @Nullable Double live(String symbol, String field) {
        if (!day.prices().isAwake(symbol)) {
            return null;
        }
        return switch (field) {
            case "volume" -> number(day.prices().volume(symbol));
            case "oi" -> number(day.prices().openInterest(symbol));
            default -> number(day.prices().last(symbol));
        };
    }

    private double constant(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? 1 : 0;
        }
        if (value.isString() && value.asString().contains(":")) {
            return timeToday(value.asString());
        }
        return ReferenceStrategy.decimal(value).doubleValue();
    }

    private double timeToday(String text) {
        return day.epochSecondOf(LocalTime.parse(text));
    }

    private static @Nullable Double number(@Nullable BigDecimal exact) {
        return exact == null ? null : exact.doubleValue();
    }

    private static @Nullable Double number(@Nullable Long whole) {
        return whole == null ? null : whole.doubleValue();
    }

    private static String role(JsonNode operand) {
        return operand.has("instrumentType") ? text(operand, "instrumentType") : "TI";
    }

    private static String column(JsonNode operand) {
        return text(operand, operand.has("field") ? "field" : "dataField");
    }

    private ReferenceCandles candles(JsonNode operand) {
        return day.candles(role(operand), text(operand, "timeframeId"));
    }

    private @Nullable Double position(String vpi, String field) {
        List<ReferenceTransaction> all = day.desk().transactionsOf(vpi);
        if (all.isEmpty()) {
            return null;
        }
        ReferenceTransaction latest = all.get(all.size() - 1);
        BigDecimal realized = day.desk().realized(all);
        BigDecimal unrealized = day.desk().unrealized(all);
        return number(
                switch (field) {
                    case "entryPrice" -> latest.entryPrice;
                    case "exitPrice" -> latest.open() ? null : latest.lastPart().price();
                    case "currentPrice" -> latest.open() ? day.desk().mark(latest) : null;
                    case "quantity" -> latest.openUnits();
                    case "multiplier" -> latest.leg.multiplier();
                    case "pnl" -> realized.add(unrealized);
                    case "realizedPnl" -> realized;
                    case "unrealizedPnl" -> unrealized;
                    case "underlyingPriceOnEntry" -> latest.underlyingPrice;
                    case "underlyingPriceOnExit" ->
                        latest.open() ? null : latest.lastPart().underlyingPrice();
                    case "trailingPositionPrice" -> latest.trailingLevel();
                    default -> throw new IllegalArgumentException("no position field " + field);
                });
    }

    private double profit(JsonNode operand) {
        ReferenceDesk desk = day.desk();
        List<ReferenceTransaction> all = text(operand, "scope").equals("position")
                ? desk.transactionsOf(text(operand, "vpi"))
                : desk.transactions();
        BigDecimal profit = switch (text(operand, "pnlType")) {
            case "realized" -> desk.realized(all);
            case "unrealized" -> desk.unrealized(all);
            default -> desk.realized(all).add(desk.unrealized(all));
        };
        return profit.doubleValue();
    }

    private @Nullable Double expression(JsonNode operand) {
        Double left = value(operand.path("left"));
        Double right = value(operand.path("right"));
        if (left == null || right == null) {
            return null;
        }
        String operation = text(operand, "operation");
        if (operation.equals("/") && right == 0) {
            return null;
        }
        double result = switch (operation) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "+%" -> left * (1 + right / 100);
            case "-%" -> left * (1 - right / 100);
            default -> throw new IllegalArgumentException("no operation " + operation);
        };
        return Double.isNaN(result) ? null : result;
    }

    private String evaluated(JsonNode operand, @Nullable Double value) {
        if (value == null || !isTime(operand)) {
            return ReferenceText.twoDecimals(value);
        }
        BigDecimal shown = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN);
        String text = ReferenceText.time(shown.movePointRight(9).longValueExact(), day.zone());
        return text.substring(11, text.indexOf('+', 11));
    }

    private static boolean isTime(JsonNode operand) {
        String type = text(operand, "type");
        return (isClock(operand) && !PARTS.contains(clockPart(operand)))
                || operand.has("timeValue")
                || (type.equals("constant")
                        && operand.path("value").isString()
                        && text(operand, "value").contains(":"));
    }

    private static boolean isClock(JsonNode operand) {
        String type = text(operand, "type");
        return type.equals("current_time")
                || type.equals("time")
                || (type.equals("time_function") && operand.has("function"));
    }

    private static String clockPart(JsonNode operand) {
        return text(operand, operand.has("function") ? "function" : "field");
    }

    private String raw(JsonNode operand) {
        String type = text(operand, "type");
        if (isClock(operand)) {
            return PARTS.contains(clockPart(operand)) ? clockPart(operand) : "Current Time";
        }
        return switch (type) {
            case "constant" -> written(operand.path("value"));
            case "time_function" -> text(operand, "timeValue");
            case "live_data" -> {
                String field = text(operand, "field");
                yield role(operand) + "." + (List.of("volume", "oi").contains(field) ? field : "underlying_ltp");
            }
            case "candle_data", "market_data" -> previous(operand, column(operand));
            case "indicator" -> previous(operand, indicatorName(operand));
            case "node_variable" -> text(operand, "nodeId") + "." + text(operand, "variableName");
            case "position_data" -> text(operand, "vpi") + "." + text(operand, "field");
            case "pnl_data" ->
                (text(operand, "scope").equals("position") ? text(operand, "vpi") : "overall") + "."
                        + text(operand, "pnlType") + "_pnl";
            case "expression" ->
                "(" + raw(operand.path("left")) + " " + text(operand, "operation") + " " + raw(operand.path("right"))
                        + ")";
            default -> throw new IllegalArgumentException("no operand " + type);
        };
    }

    private static String written(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asString();
    }

    private static String previous(JsonNode operand, String what) {
        String full = role(operand) + "." + text(operand, "timeframeId") + "." + what;
        int offset = operand.path("offset").asInt(0);
        if (offset == 0) {
            return full;
        }
        return "Previous[" + full + (offset == -1 ? "" : ", " + -offset) + "]";
    }

    private ReferenceStrategy.IndicatorRow indicatorRow(JsonNode operand) {
        return strategy.timeframes
                .get(role(operand))
                .get(text(operand, "timeframeId"))
                .indicators()
                .get(text(operand, "name"));
    }

    private int output(JsonNode operand) {
        List<String> outputs =
                ReferenceIndicators.definition(indicatorRow(operand).name()).outputs();
        return outputs.size() == 1 ? 0 : outputs.indexOf(text(operand, "parameter"));
    }

    private String indicatorName(JsonNode operand) {
        ReferenceStrategy.IndicatorRow row = indicatorRow(operand);
        boolean one = ReferenceIndicators.definition(row.name()).outputs().size() == 1;
        return ReferenceIndicators.written(row.name(), row.parameters())
                + (one ? "" : "_" + text(operand, "parameter"));
    }

    /** Stores the variables of a signal that fired, each as soon as it is known, and returns them. */
    Map<String, Object> storeVariables(String node) {
        Map<String, Object> stored = new LinkedHashMap<>();
        for (JsonNode variable : strategy.data(node).path("variables")) {
            Double value = value(variable.path("expression"));
            day.store(node, text(variable, "name"), value);
            stored.put(text(variable, "name"), ReferenceText.value(value));
        }
        return stored;
    }
}
