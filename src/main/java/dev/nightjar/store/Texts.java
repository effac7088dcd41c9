package dev.nightjar.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lists and maps in a column, as JSON. */
final class Texts {

    private static final JsonMapper JSON = new JsonMapper();

    private Texts() {}

    static String text(List<?> values) {
        return JSON.writeValueAsString(values.stream()
                .map(value -> value instanceof Integer ? value : value.toString())
                .toList());
    }

    static List<String> strings(String text) {
        return JSON.readValue(text, new TypeReference<List<String>>() {});
    }

    static String text(Map<String, String> values) {
        return JSON.writeValueAsString(values);
    }

    static Map<String, String> map(String text) {
        return JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    static List<Integer> numbers(String text) {
        return JSON.readValue(text, new TypeReference<List<Integer>>() {});
    }
}
