package dev.nightjar.strategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Parses JSON within limits that no strategy needs to exceed, so that hostile text costs bounded time and memory. */
public final class JsonText {

    static final int MAX_CHARACTERS = 10_000_000;
    static final int MAX_DEPTH = 200;
    private static final int MAX_TOKENS = 2_000_000;
    private static final int MAX_NAME = 200;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_MESSAGE = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(MAX_CHARACTERS)
                    .build())
            .build();

    private JsonText() {}

    /** The text is not JSON, or beyond a limit; the message says where. */
    public static final class SyntaxException extends Exception {
        private final String reason;

        SyntaxException(String reason) {
            super(reason);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    public static JsonValue parse(String text) throws SyntaxException {
        if (text.length() > MAX_CHARACTERS) {
            throw new SyntaxException("has " + text.length() + " characters, at most " + MAX_CHARACTERS + " are read");
        }
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (json.isBlank()) {
            throw new SyntaxException("is empty, expected JSON");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            JsonValue value = value(parser);
            if (parser.nextToken() != null) {
                throw new SyntaxException("is not JSON: " + at(parser.currentTokenLocation())
                        + ": there is more text after the end of the value");
            }
            return value;
        } catch (JacksonException e) {
            // Excesses of size are told without a place.
            String at = e.getLocation() == null ? "" : at(e.getLocation()) + ": ";
            throw new SyntaxException("is not JSON: " + at + reason(e.getOriginalMessage()));
        }
    }

    /** Recursion is bounded by the parser's own limit of depth. */
    private static JsonValue value(JsonParser parser) throws SyntaxException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new SyntaxException("is empty, expected JSON");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_TRUE -> new JsonValue.Flag(true);
            case VALUE_FALSE -> new JsonValue.Flag(false);
            case VALUE_NULL -> new JsonValue.Nothing();
            case VALUE_STRING -> new JsonValue.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(parser.getString());
            default -> throw new IllegalStateException("no value can begin with " + token);
        };
    }

    private static JsonValue object(JsonParser parser) throws SyntaxException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        List<String> repeated = new ArrayList<>(0);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (members.putIfAbsent(name, value(parser)) != null) {
                repeated.add(name);
            }
        }
        return new JsonValue.Members(members, List.copyOf(repeated));
    }

    private static JsonValue array(JsonParser parser) throws SyntaxException {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return new JsonValue.Array(List.copyOf(elements));
    }

    private static String at(TokenStreamLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The parser's message without what it says about its own sources and settings. */
    private static String reason(String message) {
        if (message.startsWith("Unexpected end-of-input")) {
            return "the text ends in the middle of a value";
        }
        String reason = message;
        for (String noise : List.of(" (for ", " (start marker", ", from `", "\n")) {
            int at = reason.indexOf(noise);
            if (at >= 0) {
                reason = reason.substring(0, at) + (noise.startsWith(",") ? ")" : "");
            }
        }
        return Shown.shortened(reason, MAX_MESSAGE);
    }
}
