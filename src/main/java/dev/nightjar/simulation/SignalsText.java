package dev.nightjar.simulation;

import dev.nightjar.market.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The signals of some symbols as a JSON document, in one form only: equal signals have equal texts. A symbol has an array of its signals,
 * four numbers or texts each, behind each other, and one of its warnings.
 */
public final class SignalsText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private SignalsText() {}

    /** {@return a document that {@link #read} understands, in one line} */
    public static String write(SortedMap<String, Signals> signals) {
        JsonWriter json = new JsonWriter();
        json.open('{');
        signals.forEach((symbol, own) -> {
            json.name(symbol);
            json.open('[');
            json.open('[');
            for (Signal signal : own.list()) {
                json.number(signal.time());
                json.text(signal.side().name());
                // all its bits, which no decimal notation is asked to keep
                json.number(Double.doubleToLongBits(signal.strength()));
                json.number(signal.price());
            }
            json.close(']');
            json.open('[');
            own.warnings().forEach(json::text);
            json.close(']');
            json.close(']');
        });
        json.close('}');
        return json.toString();
    }

    /**
     * {@return the signals a document tells, by symbol}
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SortedMap<String, Signals> read(String text) {
        SortedMap<String, Signals> signals = new TreeMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String symbol = json.currentName();
                expect(json.nextToken(), JsonToken.START_ARRAY);
                List<Signal> list = signals(json);
                List<String> warnings = new ArrayList<>();
                expect(json.nextToken(), JsonToken.START_ARRAY);
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    warnings.add(json.getString());
                }
                expect(json.nextToken(), JsonToken.END_ARRAY);
                signals.put(symbol, new Signals(list, warnings));
            }
            return signals;
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the signals of a part cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private static List<Signal> signals(JsonParser json) {
        List<Signal> list = new ArrayList<>();
        expect(json.nextToken(), JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            long time = json.getLongValue();
            expect(json.nextToken(), JsonToken.VALUE_STRING);
            Side side = Side.valueOf(json.getString());
            expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
            double strength = Double.longBitsToDouble(json.getLongValue());
            expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
            list.add(new Signal(time, side, strength, json.getLongValue()));
        }
        return list;
    }

    private static void expect(JsonToken found, JsonToken wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException("there is " + found + " where " + wanted + " should be");
        }
    }
}
