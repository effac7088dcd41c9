package dev.nightjar.strategy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values and names as messages show them: short, on one line, without control characters. */
final class Shown {

    private static final int VALUE_LENGTH = 80;
    private static final int NAME_LENGTH = 60;
    private static final int LISTED = 15;

    private Shown() {}

    /** {@return the value as JSON, cut after 80 characters} */
    static String value(JsonValue value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.length() <= VALUE_LENGTH ? text.toString() : text.substring(0, VALUE_LENGTH - 1) + "…";
    }

    static String name(String name) {
        return shortened(name, NAME_LENGTH);
    }

    /** {@return the names in their order, only the first ones if they are many} */
    static String list(Collection<String> names) {
        String listed = names.stream().limit(LISTED).map(Shown::name).collect(Collectors.joining(", "));
        return names.size() <= LISTED ? listed : listed + " and " + (names.size() - LISTED) + " more";
    }

    static String shortened(String text, int length) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (shown.length() >= length) {
                return shown.append('…').toString();
            }
            appendCharacter(shown, text.charAt(i));
        }
        return shown.toString();
    }

    private static void append(StringBuilder text, JsonValue value) {
        if (text.length() > VALUE_LENGTH) {
            return;
        }
        if (value instanceof JsonValue.Text string) {
            text.append('"')
                    .append(shortened(string.value(), VALUE_LENGTH).replace("\"", "\\\""))
                    .append('"');
        } else if (value instanceof JsonValue.Numeral number) {
            text.append(number.text());
        } else if (value instanceof JsonValue.Flag flag) {
            text.append(flag.value());
        } else if (value instanceof JsonValue.Array array) {
            appendArray(text, array.elements());
        } else if (value instanceof JsonValue.Members object) {
            appendObject(text, object.members());
        } else {
            text.append("null");
        }
    }

    private static void appendArray(StringBuilder text, List<JsonValue> elements) {
        String separator = "[";
        for (JsonValue element : elements) {
            text.append(separator);
            separator = ",";
            append(text, element);
            if (text.length() > VALUE_LENGTH) {
                return;
            }
        }
        text.append(elements.isEmpty() ? "[]" : "]");
    }

    private static void appendObject(StringBuilder text, Map<String, JsonValue> members) {
        String separator = "{";
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            text.append(separator).append('"').append(name(member.getKey())).append("\":");
            separator = ",";
            append(text, member.getValue());
            if (text.length() > VALUE_LENGTH) {
                return;
            }
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private static void appendCharacter(StringBuilder shown, char character) {
        if (Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || Character.isSurrogate(character)
                || character == '\u2028'
                || character == '\u2029') {
            shown.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) character));
        } else {
            shown.append(character);
        }
    }
}
