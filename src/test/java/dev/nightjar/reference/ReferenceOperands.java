package dev.nightjar.reference;

import static dev.nightjar.reference.ReferenceStrategy.text;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Conditions and operands: what they are worth at a slice, and how they are written. */
final class ReferenceOperands {

    private final ReferenceStrategy strategy;
    private final ReferenceDay day;

    ReferenceOperands(ReferenceStrategy strategy, ReferenceDay day) {
        this.strategy = strategy;
        this.day = day;
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
        boolean between = operator.equals("between");
        Double left = value(leaf.path("lhs"));
        Double right = value(leaf.path("rhs"));
        Double upper = between ? value(leaf.path("rhs2")) : null;
        boolean result;
        if (left == null || right == null || (between && upper == null)) {
            result = false;
        } else {
            double lhs = left;
            double rhs = right;
            result = switch (operator) {
                case "<" -> lhs < rhs;
                case "<=" -> lhs <= rhs;
                case ">" -> lhs > rhs;
                case ">=" -> lhs >= rhs;
                case "==" -> lhs == rhs;
                case "!=" -> lhs != rhs;
                case "between" -> rhs <= lhs && lhs <= upper;
                default -> throw new IllegalArgumentException("no operator " + operator);
            };
        }
        String raw = raw(leaf.path("lhs")) + " " + operator + " " + raw(leaf.path("rhs"));
        String evaluated =
                evaluated(leaf.path("lhs"), left) + " " + operator + " " + evaluated(leaf.path("rhs"), right);
        if (between) {
            raw += " and " + raw(leaf.path("rhs2"));
            evaluated += " and " + evaluated(leaf.path("rhs2"), upper);
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("raw", raw);
        row.put("evaluated", evaluated);
        row.put("lhs_value", ReferenceText.value(left));
        row.put("rhs_value", ReferenceText.value(right));
        if (between) {
            row.put("upper_value", ReferenceText.value(upper));
        }
        row.put("result", result);
        leaves.add(row);
        return result;
    }

    /** {@return the operand's value, or null} */
    @Nullable Double value(JsonNode operand) {
        String type = text(operand, "type");
        return switch (type) {
            case "constant" -> constant(operand.path("value"));
            case "current_time" -> (double) day.now();
            case "time_function" -> timeToday(text(operand, "timeValue"));
            case "live_data" -> number(day.lastPrice(strategy.symbols.get(role(operand))));
            case "candle_data", "market_data" ->
                candles(operand).candle(column(operand), operand.path("offset").asInt(0));
            case "indicator" ->
                candles(operand)
                        .indicator(
                                text(operand, "name"),
                                output(operand),
                                operand.path("offset").asInt());
            case "node_variable" -> day.variable(text(operand, "nodeId"), text(operand, "variableName"));
            case "position_data" -> position(text(operand, "vpi"), text(operand, "field"));
            case "pnl_data" -> profit(operand);
            case "expression" -> expression(operand);
            default -> throw new IllegalArgumentException("no operand " + type);
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
        List<ReferenceDay.Transaction> all = day.transactionsOf(vpi);
        if (all.isEmpty()) {
            return null;
        }
        ReferenceDay.Transaction latest = all.get(all.size() - 1);
        BigDecimal realized = day.realized(all);
        BigDecimal unrealized = day.unrealized(all);
        return number(
                switch (field) {
                    case "entryPrice" -> latest.entryPrice;
                    case "exitPrice" -> latest.exitPrice;
                    case "currentPrice" -> latest.open() ? day.lastPrice(latest.contract.symbol()) : null;
                    case "quantity" -> latest.open() ? latest.quantity : BigDecimal.ZERO;
                    case "pnl" -> realized.add(unrealized);
                    case "realizedPnl" -> realized;
                    case "unrealizedPnl" -> unrealized;
                    case "underlyingPriceOnEntry" -> latest.underlyingPrice;
                    default -> throw new IllegalArgumentException("no position field " + field);
                });
    }

    private double profit(JsonNode operand) {
        List<ReferenceDay.Transaction> all = text(operand, "scope").equals("position")
                ? day.transactionsOf(text(operand, "vpi"))
                : day.transactions();
        BigDecimal profit = switch (text(operand, "pnlType")) {
            case "realized" -> day.realized(all);
            case "unrealized" -> day.unrealized(all);
            default -> day.realized(all).add(day.unrealized(all));
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
        return ReferenceText.time(value.longValue() * 1_000_000_000L, day.zone())
                .substring(11, 19);
    }

    private static boolean isTime(JsonNode operand) {
        String type = text(operand, "type");
        return type.equals("current_time")
                || type.equals("time_function")
                || (type.equals("constant")
                        && operand.path("value").isString()
                        && text(operand, "value").contains(":"));
    }

    private String raw(JsonNode operand) {
        String type = text(operand, "type");
        return switch (type) {
            case "constant" -> written(operand.path("value"));
            case "current_time" -> "Current Time";
            case "time_function" -> text(operand, "timeValue");
            case "live_data" -> role(operand) + ".underlying_ltp";
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
