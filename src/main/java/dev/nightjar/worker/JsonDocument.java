package dev.nightjar.worker;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as plain Java values: {@link Map} by name in the order written, {@link List}, {@link String}, {@link Boolean}, {@link Long} or,
 * where that is too small or there is a fraction, {@link BigDecimal}. A member that is null is left out.
 */
final class JsonDocument {

    private static final int MAX_DEPTH = 60;
    private static final int MAX_STRING = 64 << 20;
    private static final int MAX_NUMBER = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();

    private JsonDocument() {}

    /** The text is not one JSON object; the message says why. */
    static final class NotJsonException extends Exception {

        private static final long serialVersionUID = 1L;

        NotJsonException(String message) {
            super(message);
        }
    }

    /** {@return the members of the one object that the text is} */
    static Map<String, Object> read(byte[] json) throws NotJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NotJsonException("is not a JSON object");
            }
            Map<String, Object> members = object(parser);
            if (parser.nextToken() != null) {
                throw new NotJsonException("has more after its end");
            }
            return members;
        } catch (JacksonException e) {
            throw new NotJsonException("is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws NotJsonException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                members.put(name, value(parser));
            }
        }
        return members;
    }

    private static Object value(JsonParser parser) throws NotJsonException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            default -> throw new NotJsonException("holds " + parser.currentToken() + " where a value belongs");
        };
    }

    private static List<Object> array(JsonParser parser) throws NotJsonException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    private static Object number(String text) {
        BigDecimal number = new BigDecimal(text);
        boolean fits = text.chars().allMatch(letter -> letter == '-' || Character.isDigit(letter))
                && number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? (Object) number.longValueExact() : number;
    }

    /** {@return the object as one line of text without its end} */
    static byte[] bytes(Map<String, ?> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(members, bytes);
        return bytes.toByteArray();
    }

    /** Writes the object as one line without its end; the stream stays open. */
    static void write(Map<String, ?> members, OutputStream out) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), new Open(out))) {
            write(members, json);
        }
    }

    private static void write(Object value, JsonGenerator json) {
        if (value instanceof Map<?, ?> members) {
            json.writeStartObject();
            members.forEach((name, member) -> {
                json.writeName((String) name);
                write(member, json);
            });
            json.writeEndObject();
        } else if (value instanceof Iterable<?> elements) {
            json.writeStartArray();
            elements.forEach(element -> write(element, json));
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else {
            throw new IllegalArgumentException("a document holds no " + value.getClass());
        }
    }

    /** Is not closed with what writes to it. */
    private static final class Open extends java.io.FilterOutputStream {

        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws java.io.IOException {
            out.flush();
        }
    }
}
