package dev.nightjar.strategy;

import java.util.List;
import java.util.Map;

/** A JSON value that keeps numbers as they were written. */
public sealed interface JsonValue {

    /** A string. */
    record Text(String value) implements JsonValue {}

    /** A number, unparsed. */
    record Numeral(String text) implements JsonValue {}

    /** A boolean. */
    record Flag(boolean value) implements JsonValue {}

    /** The null of JSON. */
    record Nothing() implements JsonValue {}

    /** An array. */
    record Array(List<JsonValue> elements) implements JsonValue {}

    /**
     * An object.
     *
     * @param members in file order; the first one if a name occurs again
     * @param repeated names that occur more than once
     */
    record Members(Map<String, JsonValue> members, List<String> repeated) implements JsonValue {}
}
