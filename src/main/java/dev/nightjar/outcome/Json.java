package dev.nightjar.outcome;

import dev.nightjar.run.ParameterValue;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON in the layouts of {@code docs/outputs.md}. Numbers are given as BigDecimal and keep their digits. */
final class Json {

    private static final ObjectWriter COMPACT =
            JsonMapper.builder().build().writer().withRootValueSeparator("\n");
    private static final ObjectWriter INDENTED = COMPACT.with(printer());

    private final JsonGenerator out;

    private Json(JsonGenerator out) {
        this.out = out;
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withArrayIndenter(indenter).withObjectIndenter(indenter);
    }

    /** {@return one document, indented, with a line end} */
    static byte[] indented(Consumer<Json> document) {
        return written(INDENTED, document);
    }

    /** {@return one document a line} */
    static byte[] lines(Consumer<Json> documents) {
        return written(COMPACT, documents);
    }

    private static byte[] written(ObjectWriter writer, Consumer<Json> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // through a writer of the JDK: half a surrogate pair becomes a question mark
        try (JsonGenerator generator = writer.createGenerator(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            content.accept(new Json(generator));
        }
        if (bytes.size() > 0) {
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** An object as the document or as an element. */
    void object(Runnable members) {
        out.writeStartObject();
        members.run();
        out.writeEndObject();
    }

    void object(String name, Runnable members) {
        out.writeName(name);
        object(members);
    }

    /** An array as the document. */
    void array(Runnable elements) {
        out.writeStartArray();
        elements.run();
        out.writeEndArray();
    }

    void array(String name, Runnable elements) {
        out.writeName(name);
        array(elements);
    }

    /** An array of texts. */
    void texts(String name, Iterable<String> values) {
        array(name, () -> values.forEach(out::writeString));
    }

    void text(String name, @Nullable String value) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeString(value);
        }
    }

    void number(String name, @Nullable BigDecimal value) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeNumber(value.toPlainString());
        }
    }

    void number(String name, long value) {
        out.writeName(name);
        out.writeNumber(value);
    }

    void number(String name, @Nullable Long value) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeNumber(value.longValue());
        }
    }

    /** The values parameters have, by name. */
    void parameters(String name, Map<String, ParameterValue> parameters) {
        object(
                name,
                () -> parameters.forEach((parameter, value) -> {
                    switch (value.kind()) {
                        case NUMBER -> number(parameter, new BigDecimal(value.text()));
                        case FLAG -> flag(parameter, Boolean.parseBoolean(value.text()));
                        case TEXT -> text(parameter, value.text());
                    }
                }));
    }

    void flag(String name, boolean value) {
        out.writeName(name);
        out.writeBoolean(value);
    }
}
