package dev.nightjar.strategy;

import dev.nightjar.strategy.Instruments.Declared;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads operands of conditions and expressions of variables. */
final class OperandReader {

    static final String CONSTANT_FORM = "a number, true, false or " + TimeText.FORM;

    private static final int FARTHEST = -500;

    private static final Choices<String> TYPES = Choices.of("operand type", new String[] {
        "constant",
        "current_time",
        "time_function",
        "time",
        "live_data",
        "candle_data",
        "market_data",
        "indicator",
        "node_variable",
        "position_data",
        "pnl_data",
        "expression"
    });
    private static final Choices<Operand.LiveField> LIVE_FIELDS = new Choices<>("field", liveFieldsByName(), Set.of());
    private static final Choices<Operand> CLOCK = new Choices<>("part of the time", clockByName(), Set.of());
    private static final Choices<Role> ROLES = Choices.of("instrument", Role.values(), Role::name);
    private static final Choices<PriceField> CANDLE_FIELDS =
            Choices.of("field", PriceField.values(), PriceField::label);
    private static final Choices<Operand.PositionField> POSITION_FIELDS =
            Choices.of("field", Operand.PositionField.values(), Operand.PositionField::label);
    private static final Choices<String> SCOPES = Choices.of("scope", new String[] {"overall", "position"});
    private static final Choices<Operand.PnlType> PNL_TYPES =
            Choices.of("P&L type", Operand.PnlType.values(), Operand.PnlType::label);
    private static final Choices<Operand.Operator> OPERATIONS =
            Choices.of("operation", Operand.Operator.values(), Operand.Operator::label);

    private static Map<String, Operand.LiveField> liveFieldsByName() {
        Map<String, Operand.LiveField> fields = new LinkedHashMap<>();
        for (String price : List.of("ltp", "underlying_ltp", "price", "mark", "last_traded_price")) {
            fields.put(price, Operand.LiveField.PRICE);
        }
        fields.put("volume", Operand.LiveField.VOLUME);
        fields.put("oi", Operand.LiveField.OPEN_INTEREST);
        return fields;
    }

    private static Map<String, Operand> clockByName() {
        Map<String, Operand> parts = new LinkedHashMap<>();
        parts.put("current_time", new Operand.CurrentTime());
        for (Operand.Clock clock : Operand.Clock.values()) {
            parts.put(clock.label(), new Operand.ClockField(clock));
        }
        return parts;
    }

    private final Instruments instruments;
    private final References references;

    OperandReader(Instruments instruments, References references) {
        this.instruments = instruments;
        this.references = references;
    }

    /** {@return the operand, or null if it has errors} */
    @Nullable Operand read(Place place) {
        ObjectReader reader = ObjectReader.of(place, "an operand: an object with a type");
        if (reader == null) {
            return null;
        }
        String type = reader.choice("type", TYPES);
        if (type == null) {
            return null;
        }
        Operand operand = read(type, reader);
        reader.without("id").warnOfTheRest();
        return operand;
    }

    private @Nullable Operand read(String type, ObjectReader reader) {
        return switch (type) {
            case "constant" -> constant(reader);
            case "current_time" -> new Operand.CurrentTime();
            case "time_function" -> timeFunction(reader);
            case "time" -> reader.choice("field", CLOCK);
            case "live_data" -> live(reader);
            case "indicator" -> indicator(reader);
            case "node_variable" -> nodeVariable(reader);
            case "position_data" -> position(reader);
            case "pnl_data" -> pnl(reader);
            case "expression" -> expression(reader);
            default -> candle(reader);
        };
    }

    private static @Nullable Operand constant(ObjectReader reader) {
        reader.without("valueType", "numberValue");
        Place place = reader.need("value", CONSTANT_FORM);
        if (place == null) {
            return null;
        }
        Operand operand = constant(place.value());
        if (operand == null) {
            place.error("must be " + CONSTANT_FORM);
        }
        return operand;
    }

    private static @Nullable Operand constant(@Nullable JsonValue value) {
        if (value instanceof JsonValue.Flag flag) {
            return new Operand.Constant(flag.value() ? 1 : 0, Boolean.toString(flag.value()));
        }
        if (value instanceof JsonValue.Numeral numeral) {
            return number(numeral.text());
        }
        if (value instanceof JsonValue.Text text) {
            Boolean open = StatusRules.words().get(text.value());
            if (open != null) {
                return new Operand.Status(open);
            }
            LocalTime time = TimeText.parse(text.value());
            return time == null ? number(text.value()) : new Operand.TimeOfDay(time, text.value());
        }
        return null;
    }

    private static Operand.@Nullable Constant number(String text) {
        if (text.length() > 100) {
            return null;
        }
        try {
            double value = new BigDecimal(text).doubleValue();
            return Double.isInfinite(value) ? null : new Operand.Constant(value, text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Operand timeFunction(ObjectReader reader) {
        Place function = reader.find("function");
        if (function != null) {
            if (reader.optionalText("timeValue", TimeText.FORM) != null) {
                reader.place("timeValue").error("there is a function as well, expected one of the two");
            }
            return CLOCK.read(function);
        }
        Place place = reader.need("timeValue", TimeText.FORM);
        LocalTime time = place == null ? null : TimeText.read(place);
        return time != null && place != null && place.value() instanceof JsonValue.Text text
                ? new Operand.TimeOfDay(time, text.value())
                : null;
    }

    private @Nullable Operand live(ObjectReader reader) {
        Operand.LiveField field = reader.choice("field", LIVE_FIELDS);
        Role role = role(reader);
        return field == null || role == null ? null : new Operand.LiveValue(role, field);
    }

    private @Nullable Operand candle(ObjectReader reader) {
        PriceField field = candleField(reader);
        Role role = role(reader);
        String timeframe = timeframe(reader, role);
        Integer offset = reader.integer("offset", FARTHEST, 0);
        return field == null || role == null || timeframe == null || offset == null
                ? null
                : new Operand.CandleValue(role, timeframe, field, offset);
    }

    /** The field stands in {@code field}, {@code dataField}, or both. */
    private static @Nullable PriceField candleField(ObjectReader reader) {
        Place second = reader.find("dataField");
        if (reader.find("field") == null && second != null) {
            return CANDLE_FIELDS.read(second);
        }
        PriceField field = reader.choice("field", CANDLE_FIELDS);
        if (second != null && field != null && CANDLE_FIELDS.read(second) != field) {
            second.error("does not agree with field, which is " + field.label());
        }
        return field;
    }

    private @Nullable Operand indicator(ObjectReader reader) {
        Role role = role(reader);
        String timeframe = timeframe(reader, role);
        String key = indicatorKey(reader, role, timeframe);
        Integer output = indicatorOutput(reader, declared(role, timeframe, key));
        Integer offset = indicatorOffset(reader);
        return role == null || timeframe == null || key == null || output == null || offset == null
                ? null
                : new Operand.IndicatorValue(role, timeframe, key, output, offset);
    }

    /** {@return the indicator of that key, or null if there is none or its declaration has errors} */
    private @Nullable IndicatorSpec declared(@Nullable Role role, @Nullable String timeframe, @Nullable String key) {
        Declared declared = role == null ? null : instruments.of(role);
        Map<String, @Nullable IndicatorSpec> indicators = declared == null || timeframe == null
                ? null
                : declared.indicators().get(timeframe);
        return indicators == null || key == null ? null : indicators.get(key);
    }

    /** {@return the place of the output that is named; of an only output, which need not be, without a name} */
    private static @Nullable Integer indicatorOutput(ObjectReader reader, @Nullable IndicatorSpec spec) {
        Place place = reader.find("parameter");
        if (spec == null) {
            // What outputs there are is not known where the indicator is not.
            return null;
        }
        List<String> outputs = spec.kind().outputs();
        if (place == null && outputs.size() == 1) {
            return 0;
        }
        String what = "an output of " + spec.kind().label() + ": " + String.join(", ", outputs);
        place = place == null ? reader.need("parameter", what) : place;
        String name = place == null ? null : place.text(what);
        if (place == null || name == null) {
            return null;
        }
        int output = outputs.indexOf(name);
        if (output < 0) {
            place.unknown("output of " + spec.kind().label(), name, outputs);
            return null;
        }
        return output;
    }

    private static @Nullable Integer indicatorOffset(ObjectReader reader) {
        Integer offset = reader.integer("offset", FARTHEST, 0);
        if (offset != null && offset == 0) {
            reader.place("offset").error("indicators exist on completed candles only, the last of which has offset -1");
            return null;
        }
        return offset;
    }

    private @Nullable String indicatorKey(ObjectReader reader, @Nullable Role role, @Nullable String timeframe) {
        String key = reader.text("name", "the key of an indicator of the timeframe");
        Declared declared = role == null ? null : instruments.of(role);
        if (key == null || declared == null || timeframe == null) {
            return key;
        }
        Map<String, @Nullable IndicatorSpec> indicators = declared.indicators().get(timeframe);
        if (indicators != null && !indicators.containsKey(key)) {
            reader.place("name").unknown("indicator of timeframe " + Shown.name(timeframe), key, indicators.keySet());
        }
        return key;
    }

    private @Nullable Role role(ObjectReader reader) {
        Place place = reader.find("instrumentType");
        Role role = place == null ? Role.TI : ROLES.read(place);
        if (role == Role.SI && instruments != Instruments.NONE && instruments.supporting() == null && place != null) {
            place.error("the supporting instrument is not enabled in the start node, accepted: TI");
        }
        return role;
    }

    private @Nullable String timeframe(ObjectReader reader, @Nullable Role role) {
        String id = reader.text("timeframeId", "the id of a timeframe of the start node");
        Declared declared = role == null ? null : instruments.of(role);
        if (id != null && declared != null && !declared.indicators().containsKey(id)) {
            reader.place("timeframeId")
                    .unknown("timeframe of " + role, id, declared.indicators().keySet());
            return null;
        }
        return id;
    }

    private @Nullable Operand nodeVariable(ObjectReader reader) {
        String node = reader.text("nodeId", "the id of a signal node");
        String variable = reader.text("variableName", "the name of a variable of that node");
        if (node == null || variable == null) {
            return null;
        }
        references.useVariable(reader.place("nodeId"), node, reader.place("variableName"), variable);
        return new Operand.NodeVariable(node, variable);
    }

    private @Nullable Operand position(ObjectReader reader) {
        reader.without("source");
        Operand.PositionField field = reader.choice("field", POSITION_FIELDS);
        String vpi = vpi(reader);
        return vpi == null || field == null ? null : new Operand.PositionValue(vpi, field);
    }

    private @Nullable String vpi(ObjectReader reader) {
        String vpi = reader.text("vpi", "the vpi of a position of an entry node");
        if (vpi != null) {
            references.useVpi(reader.place("vpi"), vpi);
        }
        return vpi;
    }

    private @Nullable Operand pnl(ObjectReader reader) {
        reader.without("source");
        String scope = reader.choice("scope", SCOPES);
        Operand.PnlType type = reader.choice("pnlType", PNL_TYPES);
        if (scope == null) {
            reader.without("vpi");
            return null;
        }
        boolean overall = scope.equals("overall");
        String vpi = overall ? reader.optionalText("vpi", "empty") : vpi(reader);
        if (overall && vpi != null) {
            reader.place("vpi").error("the scope is overall, which has no vpi; expected scope position, or no vpi");
        }
        return type == null || vpi == null && !overall ? null : new Operand.PnlValue(type, vpi);
    }

    private @Nullable Operand expression(ObjectReader reader) {
        Operand.Operator operation = reader.choice("operation", OPERATIONS);
        Operand left = operand(reader, "left");
        Operand right = operand(reader, "right");
        return operation == null || left == null || right == null
                ? null
                : new Operand.Expression(operation, left, right);
    }

    /** {@return the operand in a member; null, and an error, if it is missing, wrong or a status} */
    @Nullable Operand operand(ObjectReader reader, String name) {
        Operand operand = side(reader, name);
        return operand == null || StatusRules.refuse(reader, name, operand) ? null : operand;
    }

    /** {@return the operand in a member, which may be a status or a word for one} */
    @Nullable Operand side(ObjectReader reader, String name) {
        Place place = reader.need(name, "an operand");
        return place == null ? null : read(place);
    }
}
