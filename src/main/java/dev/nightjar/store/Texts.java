package dev.nightjar.store;

import dev.nightjar.run.ParameterValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists and maps in a column, as JSON. */
final class Texts {

    private static final JsonMapper JSON = new JsonMapper();

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Texts() {}

    static String text(List<?> values) {
        return JSON.writeValueAsString(values.stream()
                .map(value -> value instanceof Integer ? value : value.toString())
                .toList());
    }

    static List<String> strings(String text) {
        // most rows have none
        if (text.equals("[]")) {
            return List.of();
        }
        return JSON.readValue(text, new TypeReference<List<String>>() {});
    }

    static String text(Map<String, String> values) {
        return JSON.writeValueAsString(values);
    }

    static Map<String, String> map(String text) {
        return JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    /** {@return names with their hashes; a list, as earlier versions wrote it, has names only} */
    static SortedMap<String, String> hashes(String text) {
        SortedMap<String, String> hashes = new TreeMap<>();
        if (text.startsWith("[")) {
            strings(text).forEach(name -> hashes.put(name, ""));
        } else {
            hashes.putAll(map(text));
        }
        return hashes;
    }

    /** Numbers keep their digits. */
    static String parameters(Map<String, ParameterValue> parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> values.put(
                name,
                switch (value.kind()) {
                    case NUMBER -> new BigDecimal(value.text());
                    case FLAG -> Boolean.valueOf(value.text());
                    case TEXT -> value.text();
                }));
        return EXACT.writeValueAsString(values);
    }

    static Map<String, ParameterValue> parameters(String text) {
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        if (text.equals("{}")) {
            return parameters;
        }
        EXACT.readTree(text).properties().forEach(member -> {
            JsonNode value = member.getValue();
            parameters.put(
                    member.getKey(),
                    value.isNumber()
                            ? ParameterValue.number(value.decimalValue().toPlainString())
                            : value.isBoolean()
                                    ? ParameterValue.flag(value.booleanValue())
                                    : ParameterValue.text(value.stringValue()));
        });
        return parameters;
    }

    static List<Integer> numbers(String text) {
        return JSON.readValue(text, new TypeReference<List<Integer>>() {});
    }
}
