package dev.nightjar.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the graph of a strategy file and finds the values in it that could be others.
 *
 * <p>What names things (ids, labels) and what only the drawing tool uses is left out.
 */
final class ParameterFinder {

    private static final Set<String> NAMES = Set.of("id", "vpi", "label", "display_name", "nodeId", "indicator_name");
    private static final Map<String, String> CONDITIONS = Map.of(
            "conditions", "condition",
            "reEntryConditions", "reEntryCondition",
            "reEntryExitConditions", "reEntryExitCondition");
    private static final Map<String, String> INSTRUMENTS =
            Map.of("tradingInstrumentConfig", "TI", "supportingInstrumentConfig", "SI");

    /** Members of numbers and times that people do not try out one by one. */
    private static final Set<String> UNUSUAL = Set.of("offset", "priority", "multiplier", "lotSize");

    private final List<Found> found = new ArrayList<>();

    /**
     * A value.
     *
     * @param tokens from the id of the node to the member; those of entities are marked
     * @param sole whether it is the only number of its indicator, and so goes by the indicator's key alone
     * @param leaf what stands there; of a default the object that lacks it
     * @param missing the member that is missing; null if the value is written
     * @param condition the comparison it belongs to; null if it is in none
     */
    record Found(
            List<Token> tokens,
            boolean sole,
            String pointer,
            StrategyParameter.Kind kind,
            boolean quoted,
            String value,
            JsonValue leaf,
            @Nullable String missing,
            @Nullable Comparison condition) {}

    /** One step of a name. An entity is what people gave a name: a node, a leg, an indicator. */
    record Token(String text, boolean entity) {}

    /** A comparison by its number, from 0, in a list of a node. */
    record Comparison(String nodeId, String list, int number) {}

    /** {@return the values of the nodes, in file order} */
    static List<Found> in(JsonValue nodes, String pointer) {
        ParameterFinder finder = new ParameterFinder();
        if (nodes instanceof JsonValue.Array array) {
            int index = 0;
            for (JsonValue node : array.elements()) {
                finder.node(node, pointer + "/" + index++);
            }
        }
        return finder.found;
    }

    private void node(JsonValue node, String pointer) {
        if (node instanceof JsonValue.Members object
                && object.members().get("id") instanceof JsonValue.Text id
                && object.members().get("data") instanceof JsonValue.Members data) {
            members(data, new Spot(id.value(), List.of(new Token(id.value(), true)), pointer + "/data", null));
        }
    }

    /** Where the walk is. */
    private record Spot(
            String nodeId,
            List<Token> tokens,
            String pointer,
            @Nullable Comparison condition) {

        Spot at(String step) {
            return new Spot(
                    nodeId, tokens, pointer + "/" + step.replace("~", "~0").replace("/", "~1"), condition);
        }

        Spot named(String token, boolean entity) {
            List<Token> longer = new ArrayList<>(tokens);
            longer.add(new Token(token, entity));
            return new Spot(nodeId, List.copyOf(longer), pointer, condition);
        }

        Spot in(Comparison comparison) {
            return new Spot(nodeId, tokens, pointer, comparison);
        }
    }

    private void members(JsonValue.Members object, Spot spot) {
        object.members().forEach((name, value) -> {
            if (!NAMES.contains(name) && !DrawingMembers.everywhere(name)) {
                member(name, value, spot.at(name));
            }
        });
    }

    private void member(String name, JsonValue value, Spot spot) {
        if (value instanceof JsonValue.Array array) {
            array(name, array, spot);
        } else if (value instanceof JsonValue.Members object) {
            if (name.equals("indicators")) {
                object.members().forEach((key, indicator) -> indicator(key, indicator, spot.at(key)));
            } else {
                String instrument = INSTRUMENTS.get(name);
                members(object, spot.named(instrument == null ? name : instrument, instrument != null));
            }
        } else {
            leaf(name, value, spot);
        }
    }

    private void array(String name, JsonValue.Array array, Spot spot) {
        String condition = CONDITIONS.get(name);
        if (condition != null) {
            conditions(array, spot, condition, name, new int[2]);
            return;
        }
        for (int index = 0; index < array.elements().size(); index++) {
            JsonValue element = array.elements().get(index);
            Spot at = spot.at(Integer.toString(index));
            if (element instanceof JsonValue.Members object) {
                String entity = entity(name, object);
                Spot inside = entity == null ? at.named(name + (index + 1), false) : at.named(entity, true);
                object.members().forEach((member, value) -> {
                    if (!NAMES.contains(member)
                            && !DrawingMembers.everywhere(member)
                            && !(name.equals("variables") && member.equals("name"))) {
                        member(member, value, inside.at(member));
                    }
                });
            } else if (!(element instanceof JsonValue.Array)) {
                leaf(name + (index + 1), element, at);
            }
        }
    }

    private static @Nullable String entity(String list, JsonValue.Members element) {
        String naming = switch (list) {
            case "positions" -> "vpi";
            case "timeframes" -> "id";
            case "variables" -> "name";
            default -> "";
        };
        return element.members().get(naming) instanceof JsonValue.Text text ? text.value() : null;
    }

    /**
     * Comparisons are numbered from 1 in reading order, as {@link Leaves} does from 0.
     *
     * @param counted comparisons and groups so far
     */
    private void conditions(JsonValue.Array array, Spot spot, String word, String list, int[] counted) {
        for (int index = 0; index < array.elements().size(); index++) {
            Spot at = spot.at(Integer.toString(index));
            if (!(array.elements().get(index) instanceof JsonValue.Members object)) {
                continue;
            }
            boolean group = object.members().containsKey("conditions")
                    || object.members().containsKey("groupLogic");
            if (!group) {
                Comparison comparison = new Comparison(spot.nodeId(), list, counted[0]++);
                members(object, at.named(word + counted[0], true).in(comparison));
                continue;
            }
            String groupName = word + "Group" + ++counted[1];
            object.members().forEach((name, value) -> {
                if (name.equals("conditions") && value instanceof JsonValue.Array inner) {
                    conditions(inner, at.at(name), word, list, counted);
                } else if (!NAMES.contains(name) && !(value instanceof JsonValue.Array)) {
                    member(name, value, at.at(name).named(groupName, true));
                }
            });
        }
    }

    private void indicator(String key, JsonValue value, Spot spot) {
        if (!(value instanceof JsonValue.Members object)) {
            return;
        }
        Spot inside = spot.named(key, true);
        IndicatorKind kind = object.members().get("indicator_name") instanceof JsonValue.Text name
                ? IndicatorReader.kind(name.value())
                : null;
        List<IndicatorParameter> parameters = kind == null ? List.of() : kind.parameters();
        long numbers = parameters.stream().filter(ParameterFinder::isNumber).count();
        object.members().forEach((name, member) -> {
            if (!NAMES.contains(name) && !(member instanceof JsonValue.Nothing)) {
                leaf(name, member, inside.at(name), numbers == 1 && isNumber(parameters, name));
            }
        });
        for (IndicatorParameter parameter : parameters) {
            JsonValue written = object.members().get(parameter.name());
            if (written == null) {
                found.add(new Found(
                        inside.named(parameter.name(), false).tokens(),
                        numbers == 1 && isNumber(parameter),
                        inside.at(parameter.name()).pointer(),
                        kind(parameter),
                        !isNumber(parameter),
                        parameter.byDefault().text(),
                        object,
                        parameter.name(),
                        null));
            }
        }
    }

    private static boolean isNumber(List<IndicatorParameter> parameters, String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals(name) && isNumber(parameter));
    }

    private static boolean isNumber(IndicatorParameter parameter) {
        return kind(parameter) == StrategyParameter.Kind.NUMBER;
    }

    private static StrategyParameter.Kind kind(IndicatorParameter parameter) {
        if (parameter instanceof IndicatorParameter.Clock) {
            return StrategyParameter.Kind.TIME;
        }
        return parameter instanceof IndicatorParameter.OneOf
                ? StrategyParameter.Kind.TEXT
                : StrategyParameter.Kind.NUMBER;
    }

    private void leaf(String name, JsonValue value, Spot spot) {
        leaf(name, value, spot, false);
    }

    private void leaf(String name, JsonValue value, Spot spot, boolean sole) {
        StrategyParameter.Kind kind;
        String text;
        if (value instanceof JsonValue.Numeral numeral) {
            kind = StrategyParameter.Kind.NUMBER;
            text = numeral.text();
        } else if (value instanceof JsonValue.Flag flag) {
            kind = StrategyParameter.Kind.FLAG;
            text = Boolean.toString(flag.value());
        } else if (value instanceof JsonValue.Text written) {
            text = written.value();
            kind = TimeText.parse(text) != null
                    ? StrategyParameter.Kind.TIME
                    : isNumber(text) ? StrategyParameter.Kind.NUMBER : StrategyParameter.Kind.TEXT;
        } else {
            return;
        }
        found.add(new Found(
                spot.named(name, false).tokens(),
                sole,
                spot.pointer(),
                kind,
                value instanceof JsonValue.Text,
                text,
                value,
                null,
                spot.condition()));
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 100) {
            return false;
        }
        try {
            return new java.math.BigDecimal(text).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** {@return whether people try out such values} */
    static boolean usual(Found found) {
        String last = found.tokens().get(found.tokens().size() - 1).text();
        return (found.kind() == StrategyParameter.Kind.NUMBER || found.kind() == StrategyParameter.Kind.TIME)
                && !UNUSUAL.contains(last);
    }
}
