package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** What is written is what Jackson writes, whatever is in it. */
class JsonProperties {

    private static final ObjectWriter COMPACT =
            JsonMapper.builder().build().writer().withRootValueSeparator("\n");
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter INDENTED =
            COMPACT.with(new DefaultPrettyPrinter().withArrayIndenter(INDENTER).withObjectIndenter(INDENTER));

    private static final String HOSTILE =
            "\"\\/\b\t\n\f\r\u0000\u0001\u001f \u007f\u0080\u00ff\u0100\u07ff\u0800\u2028\u2029\ud7ff\ue000\ufeff\uffff"
                    + "\ud83d\ude00\ud800\udc00aZ09{}[],:<>&'";

    /** A document as what to write to either of both. */
    private interface Piece {

        void by(Json json);

        void by(JsonGenerator jackson);
    }

    private static Piece piece(Consumer<Json> json, Consumer<JsonGenerator> jackson) {
        return new Piece() {
            @Override
            public void by(Json out) {
                json.accept(out);
            }

            @Override
            public void by(JsonGenerator out) {
                jackson.accept(out);
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(4) == 0 ? 0 : random.nextInt(30);
        for (int letter = 0; letter < length; letter++) {
            switch (random.nextInt(3)) {
                case 0 -> text.append((char) (' ' + random.nextInt(0x5f)));
                case 1 -> text.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
                default -> text.append((char) random.nextInt(0x10000));
            }
        }
        return text.toString();
    }

    private static double real(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(2_000_000) / 100.0;
            case 2 -> random.nextGaussian();
            case 3 -> random.nextGaussian() * 1e-9;
            case 4 -> (random.nextInt(2_000) - 1_000) / 2e9;
            case 5 -> random.nextLong();
            case 6 -> Math.scalb(random.nextInt(1 << 20) - (1 << 19), random.nextInt(80) - 60);
            default ->
                new double[] {0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 4.5e9, -1e300}
                        [random.nextInt(7)];
        };
    }

    private static long whole(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(21) - 10;
            case 1 -> random.nextLong();
            case 2 -> new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 999_999_999, 1_000_000_000, -1}[random.nextInt(5)];
            default -> (long) Math.pow(10, random.nextInt(19)) - random.nextInt(2);
        };
    }

    private static Piece member(Random random, int depth) {
        String name = random.nextInt(3) == 0 ? text(random) : "name_" + random.nextInt(10);
        switch (random.nextInt(depth > 4 ? 7 : 10)) {
            case 0 -> {
                String value = random.nextInt(5) == 0 ? null : text(random);
                return piece(json -> json.text(name, value), jackson -> {
                    jackson.writeName(name);
                    jackson.writeString(value);
                });
            }
            case 1 -> {
                long value = whole(random);
                return number(json -> json.number(name, value), name, BigDecimal.valueOf(value));
            }
            case 2 -> {
                long units = whole(random);
                int scale = random.nextInt(10);
                return number(json -> json.number(name, units, scale), name, BigDecimal.valueOf(units, scale));
            }
            case 3 -> {
                long units = whole(random);
                int digits = random.nextInt(7);
                return number(
                        json -> json.money(name, units, digits),
                        name,
                        BigDecimal.valueOf(units, 6).setScale(digits, RoundingMode.HALF_EVEN));
            }
            case 4 -> {
                double value = real(random);
                return number(json -> json.value(name, value), name, Numbers.value(value));
            }
            case 5 -> {
                @Nullable BigDecimal value =
                        random.nextInt(4) == 0 ? null : BigDecimal.valueOf(whole(random), random.nextInt(30) - 9);
                return number(json -> json.number(name, value), name, value);
            }
            case 6 -> {
                boolean value = random.nextBoolean();
                return piece(json -> json.flag(name, value), jackson -> {
                    jackson.writeName(name);
                    jackson.writeBoolean(value);
                });
            }
            case 7 -> {
                List<String> values = new ArrayList<>();
                for (int count = random.nextInt(4); count > 0; count--) {
                    values.add(text(random));
                }
                return piece(json -> json.texts(name, values), jackson -> {
                    jackson.writeName(name);
                    jackson.writeStartArray();
                    values.forEach(jackson::writeString);
                    jackson.writeEndArray();
                });
            }
            case 8 -> {
                Piece members = members(random, depth + 1);
                return piece(json -> json.object(name, () -> members.by(json)), jackson -> {
                    jackson.writeName(name);
                    jackson.writeStartObject();
                    members.by(jackson);
                    jackson.writeEndObject();
                });
            }
            default -> {
                List<Piece> elements = new ArrayList<>();
                for (int count = random.nextInt(3); count > 0; count--) {
                    elements.add(object(random, depth + 1));
                }
                return piece(json -> json.array(name, () -> elements.forEach(element -> element.by(json))), jackson -> {
                    jackson.writeName(name);
                    jackson.writeStartArray();
                    elements.forEach(element -> element.by(jackson));
                    jackson.writeEndArray();
                });
            }
        }
    }

    private static Piece number(Consumer<Json> json, String name, @Nullable BigDecimal value) {
        return piece(json, jackson -> {
            jackson.writeName(name);
            if (value == null) {
                jackson.writeNull();
            } else {
                jackson.writeNumber(value.toPlainString());
            }
        });
    }

    private static Piece members(Random random, int depth) {
        List<Piece> members = new ArrayList<>();
        for (int count = random.nextInt(6); count > 0; count--) {
            members.add(member(random, depth));
        }
        return piece(
                json -> members.forEach(member -> member.by(json)),
                jackson -> members.forEach(member -> member.by(jackson)));
    }

    private static Piece object(Random random, int depth) {
        Piece members = members(random, depth);
        return piece(json -> json.object(() -> members.by(json)), jackson -> {
            jackson.writeStartObject();
            members.by(jackson);
            jackson.writeEndObject();
        });
    }

    private static byte[] byJackson(ObjectWriter writer, Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator jackson = writer.createGenerator(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            content.accept(jackson);
        }
        if (bytes.size() > 0) {
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private static void assertSame(byte[] written, byte[] expected, int seed) {
        assertThat(new String(written, StandardCharsets.UTF_8))
                .as("seed %d", seed)
                .isEqualTo(new String(expected, StandardCharsets.UTF_8));
        assertThat(written).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void anyDocumentIsWrittenAsJacksonWritesIt() {
        for (int seed = 0; seed < 3_000; seed++) {
            Piece document = object(new Random(seed), 0);
            assertSame(Json.indented(document::by), byJackson(INDENTED, document::by), seed);
        }
    }

    @Test
    void anyLinesAreWrittenAsJacksonWritesThem() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Piece> lines = new ArrayList<>();
            for (int count = random.nextInt(5); count > 0; count--) {
                lines.add(object(random, 2));
            }
            assertSame(
                    Json.lines(random.nextInt(100), json -> lines.forEach(line -> line.by(json))),
                    byJackson(COMPACT, jackson -> lines.forEach(line -> line.by(jackson))),
                    seed);
        }
    }

    @Test
    void anArrayMayBeTheDocument() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Piece> elements = new ArrayList<>();
            for (int count = random.nextInt(4); count > 0; count--) {
                elements.add(object(random, 2));
            }
            assertSame(
                    Json.indented(json -> json.array(() -> elements.forEach(element -> element.by(json)))),
                    byJackson(INDENTED, jackson -> {
                        jackson.writeStartArray();
                        elements.forEach(element -> element.by(jackson));
                        jackson.writeEndArray();
                    }),
                    seed);
        }
    }

    @Test
    void everyLetterIsWrittenAsJacksonWritesIt() {
        for (int letter = 0; letter <= Character.MAX_VALUE; letter++) {
            String text = "a" + (char) letter + "b";
            assertSame(
                    Json.lines(0, json -> json.object(() -> json.text(text, text))),
                    byJackson(COMPACT, jackson -> {
                        jackson.writeStartObject();
                        jackson.writeName(text);
                        jackson.writeString(text);
                        jackson.writeEndObject();
                    }),
                    letter);
        }
    }
}
