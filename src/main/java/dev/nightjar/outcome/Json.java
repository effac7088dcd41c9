package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import dev.nightjar.run.ParameterValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in the layouts of {@code docs/outputs.md}, in UTF-8. Numbers keep their digits; half a surrogate pair becomes a
 * question mark.
 */
final class Json {

    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] HEX = ascii("0123456789ABCDEF");

    /** Of each ASCII letter: 0 if it stands for itself, the letter of its short escape, or -1 if it is escaped by its number. */
    private static final byte[] ESCAPES = escapes();

    private static final int LEAST_ROOM = 1 << 12;
    private static final int MOST_ROOM = 1 << 26;
    private static final int LARGEST_FILE = Integer.MAX_VALUE - (1 << 24);
    private static final int DIGITS_OF_LONG = 19;
    private static final int LONGEST_NUMBER = DIGITS_OF_LONG + 2;

    private final ByteSink out;
    private final boolean indented;
    private int depth;
    private boolean first = true;

    private Json(boolean indented, long expected) {
        this.indented = indented;
        out = new ByteSink((int) Math.max(LEAST_ROOM, Math.min(expected, MOST_ROOM)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        for (int control = 0; control < ' '; control++) {
            escapes[control] = -1;
        }
        String letters = "\b\t\n\f\r\"\\";
        String shortEscapes = "btnfr\"\\";
        for (int place = 0; place < letters.length(); place++) {
            escapes[letters.charAt(place)] = (byte) shortEscapes.charAt(place);
        }
        return escapes;
    }

    /** {@return one document, indented, with a line end} */
    static byte[] indented(Consumer<Json> document) {
        return indented(LEAST_ROOM, document);
    }

    /**
     * {@return one document, indented, with a line end}
     *
     * @param expected about how many bytes it will have
     */
    static byte[] indented(long expected, Consumer<Json> document) {
        return written(new Json(true, expected), document);
    }

    /**
     * {@return one document a line}
     *
     * @param expected about how many bytes they will have
     */
    static byte[] lines(long expected, Consumer<Json> documents) {
        return written(new Json(false, expected), documents);
    }

    private static byte[] written(Json json, Consumer<Json> content) {
        content.accept(json);
        if (json.out.length() > 0) {
            json.out.octet('\n');
        }
        return json.out.copy(json.out.length());
    }

    /** An object as the document or as an element. */
    void object(Runnable members) {
        element();
        whole('{', members, '}');
    }

    void object(String name, Runnable members) {
        name(name);
        whole('{', members, '}');
    }

    /** An array as the document. */
    void array(Runnable elements) {
        element();
        whole('[', elements, ']');
    }

    void array(String name, Runnable elements) {
        name(name);
        whole('[', elements, ']');
    }

    /** An array of texts. */
    void texts(String name, Iterable<String> values) {
        array(
                name,
                () -> values.forEach(value -> {
                    element();
                    text(value);
                }));
    }

    void text(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            out.raw(NULL, false);
        } else {
            text(value);
        }
    }

    /** A side of a condition or a variable, rounded to nine fraction digits; null if it is not finite. */
    void value(String name, double value) {
        if (!Double.isFinite(value)) {
            missing(name);
        } else if (Decimals.fits(value, Decimals.MAX_SCALE)) {
            long units = Decimals.rounded(value, Decimals.MAX_SCALE);
            int scale = Decimals.MAX_SCALE;
            while (scale > 0 && units % 10 == 0) {
                units /= 10;
                scale--;
            }
            number(name, units, scale);
        } else {
            number(name, Numbers.value(value));
        }
    }

    void number(String name, @Nullable BigDecimal value) {
        name(name);
        if (value == null) {
            out.raw(NULL, false);
        } else {
            out.raw(ascii(value.toPlainString()), false);
        }
    }

    void number(String name, long value) {
        number(name, value, 0);
    }

    void number(String name, @Nullable Long value) {
        if (value == null) {
            missing(name);
        } else {
            number(name, value.longValue(), 0);
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

    /** A number of so many fraction digits, as whole units of the last of them. */
    void number(String name, long units, int scale) {
        name(name);
        digits(units, scale);
    }

    /** Millionths of the currency, rounded to so many fraction digits. */
    void money(String name, long units, int digits) {
        number(name, Decimals.rescale(units, Decimals.MONEY_SCALE, digits), digits);
    }

    void money(String name, @Nullable Long units, int digits) {
        if (units == null) {
            missing(name);
        } else {
            money(name, units.longValue(), digits);
        }
    }

    private void missing(String name) {
        name(name);
        out.raw(NULL, false);
    }

    void flag(String name, boolean value) {
        name(name);
        out.raw(value ? TRUE : FALSE, false);
    }

    private void whole(char open, Runnable content, char close) {
        out.octet(open);
        depth++;
        first = true;
        content.run();
        depth--;
        if (indented && first) {
            out.octet(' ');
        } else if (indented) {
            line();
        }
        out.octet(close);
        first = false;
    }

    /** What stands before a member or an element; documents stand on lines of their own. */
    private void element() {
        if (out.length() > LARGEST_FILE) {
            throw new OutOfMemoryError("a file of more than 2 GiB");
        }
        if (!first) {
            out.octet(depth == 0 ? '\n' : ',');
        }
        first = false;
        if (indented && depth > 0) {
            line();
        }
    }

    private void line() {
        int end = out.length() + 1 + 2 * depth;
        out.room(1 + 2 * depth);
        byte[] bytes = out.array();
        bytes[out.length()] = '\n';
        Arrays.fill(bytes, out.length() + 1, end, (byte) ' ');
        out.filled(end);
    }

    private void name(String name) {
        element();
        text(name);
        if (indented) {
            out.octet(' ');
        }
        out.octet(':');
        if (indented) {
            out.octet(' ');
        }
    }

    private void text(String value) {
        int length = value.length();
        out.room(length + 2);
        byte[] bytes = out.array();
        int begin = out.length();
        int at = begin;
        bytes[at++] = '"';
        for (int place = 0; place < length; place++) {
            char letter = value.charAt(place);
            if (letter >= ESCAPES.length || ESCAPES[letter] != 0) {
                out.truncate(begin + 1);
                escaped(value);
                return;
            }
            bytes[at++] = (byte) letter;
        }
        bytes[at++] = '"';
        out.filled(at);
    }

    /** The letters and the closing quote of a text in which some letters are not written as they are. */
    private void escaped(String value) {
        // the JDK makes a question mark of half a surrogate pair
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            byte escape = octet < 0 ? 0 : ESCAPES[octet];
            if (escape == 0) {
                out.octet(octet);
            } else if (escape > 0) {
                out.octet('\\');
                out.octet(escape);
            } else {
                out.raw(ascii("\\u00"), false);
                out.octet(HEX[octet >> 4]);
                out.octet(HEX[octet & 0xF]);
            }
        }
        out.octet('"');
    }

    private void digits(long units, int scale) {
        if (scale < 0 || scale > Decimals.MAX_SCALE || units == Long.MIN_VALUE) {
            out.raw(ascii(BigDecimal.valueOf(units, scale).toPlainString()), false);
            return;
        }
        out.room(LONGEST_NUMBER);
        byte[] bytes = out.array();
        int begin = out.length();
        if (units < 0) {
            bytes[begin++] = '-';
        }
        long rest = Math.abs(units);
        int count = 1;
        while (count < DIGITS_OF_LONG && rest >= Decimals.powerOfTen(count)) {
            count++;
        }
        count = Math.max(count, scale + 1);
        int end = begin + count + (scale == 0 ? 0 : 1);
        int at = end;
        for (int digit = 0; digit < count; digit++) {
            if (digit == scale && scale > 0) {
                bytes[--at] = '.';
            }
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.filled(end);
    }
}
