package dev.nightjar.strategy;

import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Instruments.Declared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a start node says about instruments, timeframes and indicators. */
final class StartReader {

    private static final Choices<Boolean> STRATEGY_TYPE =
            new Choices<>("strategy type", positionalByType(), Set.of("btst"));
    private static final Choices<Evaluation> EVALUATION =
            Choices.of("evaluation", Evaluation.values(), Evaluation::label);
    private static final Choices<String> WATCHED = Choices.of(
            "instrument type", new String[] {"index", "stock", "stocks", "equity", "options"}, "futures", "future");
    private static final Choices<String> UNDERLYING =
            Choices.of("underlying type", new String[] {"index", "stock"}, "commodity", "currency");

    private StartReader() {}

    private static Map<String, Boolean> positionalByType() {
        Map<String, Boolean> types = new LinkedHashMap<>();
        types.put("intraday", false);
        types.put("positional", true);
        types.put("delivery", true);
        types.put("carryforward", true);
        return types;
    }

    static Instruments read(ObjectReader data) {
        Boolean positional = data.optionalChoice("strategyType", STRATEGY_TYPE, false);
        Evaluation evaluation = data.optionalChoice("evaluation", EVALUATION, Evaluation.SECOND);
        refuseWhatStandsElsewhere(data);
        TradedKind traded = tradedKind(data);
        Declared trading = trading(data);
        Declared supporting = supporting(data);
        return new Instruments(
                positional,
                evaluation == null ? Evaluation.SECOND : evaluation,
                traded,
                exchange(data),
                trading,
                supporting);
    }

    private static void refuseWhatStandsElsewhere(ObjectReader data) {
        Place place = data.find("endConditions");
        if (place != null) {
            place.error("end conditions in a start node are not available, put them into a squareOffNode");
        }
        Place running = data.find("runningVariables");
        if (running != null && !hollow(running.value())) {
            running.error("running variables are not available yet, expected none");
        }
    }

    /** {@return whether a list or object holds no value at any depth} */
    private static boolean hollow(@Nullable JsonValue value) {
        if (value instanceof JsonValue.Array array) {
            return array.elements().stream().allMatch(StartReader::hollow);
        }
        return value instanceof JsonValue.Members object
                && object.members().values().stream().allMatch(StartReader::hollow);
    }

    /** It stands in {@code tradingInstrument}, in {@code tradingInstrumentConfig}, or in both. */
    private static @Nullable TradedKind tradedKind(ObjectReader data) {
        ObjectReader traded = data.object("tradingInstrument");
        Place first = traded == null ? null : traded.find("type");
        if (traded != null) {
            traded.check("underlyingType", UNDERLYING);
            traded.warnOfTheRest();
        }
        ObjectReader config = data.object("tradingInstrumentConfig");
        Place second = config == null ? null : config.find("type");
        TradedKind kind = first == null ? null : TradedKind.CHOICES.read(first);
        if (first == null) {
            return config == null ? null : config.choice("type", TradedKind.CHOICES);
        }
        TradedKind other = second == null ? kind : TradedKind.CHOICES.read(second);
        if (second != null && kind != null && other != null && other != kind) {
            second.error("does not agree with tradingInstrument.type, which is " + kind.label());
        }
        return kind;
    }

    private static @Nullable Declared trading(ObjectReader data) {
        Place place = data.need("tradingInstrumentConfig", "an object with symbol and timeframes");
        ObjectReader config = place == null ? null : ObjectReader.of(place, "an object with symbol and timeframes");
        if (config == null) {
            return null;
        }
        config.without("type");
        return instrument(config);
    }

    private static @Nullable Declared supporting(ObjectReader data) {
        boolean enabled = data.flag("supportingInstrumentEnabled");
        data.without("supportingInstrument", "supportingInstrumentConfig");
        if (!enabled) {
            return null;
        }
        Place place = data.need("supportingInstrumentConfig", "an object with symbol and timeframes");
        ObjectReader config = place == null ? null : ObjectReader.of(place, "an object with symbol and timeframes");
        if (config == null) {
            return new Declared(null, Map.of());
        }
        config.check("type", WATCHED);
        return instrument(config);
    }

    private static @Nullable String exchange(ObjectReader data) {
        Place place = data.need("exchange", "the exchange of the trading instrument, such as NSE");
        String exchange = place == null ? null : place.text("the exchange of the trading instrument, such as NSE");
        if (exchange == null || place == null) {
            return null;
        }
        if (exchange.length() > 16 || !exchange.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            place.error("must be the exchange of the trading instrument in capital letters, such as NSE");
            return null;
        }
        return exchange;
    }

    private static Declared instrument(ObjectReader config) {
        String symbol = symbol(config);
        Map<String, Map<String, @Nullable IndicatorSpec>> indicators = new LinkedHashMap<>();
        Set<Timeframe> widths = new HashSet<>();
        List<TimeframeConfig> timeframes = new ArrayList<>();
        boolean complete = true;
        for (Place place : config.list("timeframes", "timeframes")) {
            TimeframeConfig timeframe = timeframe(place, indicators, widths);
            complete &= timeframe != null;
            if (timeframe != null) {
                timeframes.add(timeframe);
            }
        }
        config.warnOfTheRest();
        InstrumentConfig whole = symbol == null || !complete ? null : new InstrumentConfig(symbol, timeframes);
        return new Declared(whole, indicators);
    }

    private static @Nullable String symbol(ObjectReader config) {
        String symbol = config.text("symbol", "the symbol of an index or stock, such as NIFTY");
        if (symbol != null && !(symbol.length() <= 64 && symbol.chars().allMatch(StartReader::ofSymbols))) {
            config.place("symbol")
                    .error("must be the symbol of an index or stock, such as NIFTY, of letters, digits and & - _ .");
            return null;
        }
        return symbol;
    }

    private static boolean ofSymbols(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "&-_.".indexOf(c) >= 0;
    }

    private static @Nullable TimeframeConfig timeframe(
            Place place, Map<String, Map<String, @Nullable IndicatorSpec>> declared, Set<Timeframe> widths) {
        ObjectReader reader = ObjectReader.of(place, "an object with id, unit and number");
        if (reader == null) {
            return null;
        }
        String id = reader.text("id", "the id operands refer to it by, such as 1m");
        Map<String, @Nullable IndicatorSpec> indicators = IndicatorReader.readAll(reader);
        if (id != null && declared.putIfAbsent(id, indicators) != null) {
            reader.place("id").error("another timeframe has this id already");
            id = null;
        }
        Timeframe width = TimeframeReader.read(reader);
        if (width != null && !widths.add(width)) {
            place.error("another timeframe is " + width.label() + " wide already, put its indicators together");
        }
        reader.warnOfTheRest();
        return id == null || width == null || indicators.containsValue(null)
                ? null
                : new TimeframeConfig(id, width, whole(indicators));
    }

    private static Map<String, IndicatorSpec> whole(Map<String, @Nullable IndicatorSpec> indicators) {
        Map<String, IndicatorSpec> whole = new LinkedHashMap<>();
        indicators.forEach((key, spec) -> {
            if (spec != null) {
                whole.put(key, spec);
            }
        });
        return whole;
    }
}
