package dev.nightjar.simulation;

import dev.nightjar.market.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The signals of some symbols as a JSON document, in one form only: equal signals have equal texts. */
public final class SignalsText {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MEMBERS = 4;

    private SignalsText() {}

    /** {@return a document that {@link #read} understands} */
    public static String write(SortedMap<String, Signals> signals) {
        ObjectNode document = JSON.createObjectNode();
        signals.forEach((symbol, own) -> {
            ObjectNode one = document.putObject(symbol);
            ArrayNode list = one.putArray("signals");
            own.list()
                    .forEach(signal -> list.addArray()
                            .add(signal.time())
                            .add(signal.side().name())
                            // all its bits, which no decimal notation is asked to keep
                            .add(Double.doubleToLongBits(signal.strength()))
                            .add(signal.price()));
            ArrayNode warnings = one.putArray("warnings");
            own.warnings().forEach(warnings::add);
        });
        return document.toString();
    }

    /**
     * {@return the signals a document tells, by symbol}
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SortedMap<String, Signals> read(String text) {
        try {
            SortedMap<String, Signals> signals = new TreeMap<>();
            JSON.readTree(text)
                    .properties()
                    .forEach(member -> signals.put(member.getKey(), signals(member.getValue())));
            return signals;
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the signals of a part cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private static Signals signals(JsonNode one) {
        List<Signal> list = new ArrayList<>();
        for (JsonNode signal : one.required("signals")) {
            if (signal.size() != MEMBERS) {
                throw new IllegalArgumentException("a signal has " + MEMBERS + " members, not " + signal);
            }
            list.add(new Signal(
                    signal.get(0).longValue(),
                    Side.valueOf(signal.get(1).stringValue()),
                    Double.longBitsToDouble(signal.get(2).longValue()),
                    signal.get(3).longValue()));
        }
        List<String> warnings = new ArrayList<>();
        one.required("warnings").forEach(warning -> warnings.add(warning.stringValue()));
        return new Signals(list, warnings);
    }
}
