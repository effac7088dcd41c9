package dev.nightjar.store;

import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lists in a column, as JSON arrays. */
final class Lists {

    private static final JsonMapper JSON = new JsonMapper();

    private Lists() {}

    static String text(List<?> values) {
        return JSON.writeValueAsString(values.stream()
                .map(value -> value instanceof Integer ? value : value.toString())
                .toList());
    }

    static List<String> strings(String text) {
        return JSON.readValue(text, new TypeReference<List<String>>() {});
    }

    static List<Integer> numbers(String text) {
        return JSON.readValue(text, new TypeReference<List<Integer>>() {});
    }
}
