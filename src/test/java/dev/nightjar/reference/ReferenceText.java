package dev.nightjar.reference;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers, times and JSON as the result files print them. Objects are maps in their order, arrays are lists. */
final class ReferenceText {

    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private ReferenceText() {}

    /** Money as the currency prints it: first to its own six digits, then to those that are shown. */
    static BigDecimal money(BigDecimal amount, int digits) {
        return amount.setScale(6, RoundingMode.HALF_EVEN).setScale(digits, RoundingMode.HALF_EVEN);
    }

    static BigDecimal ratio(BigDecimal ratio) {
        return ratio.setScale(6, RoundingMode.HALF_EVEN);
    }

    /** A side of a condition or a variable. */
    static @Nullable BigDecimal value(@Nullable Double value) {
        if (value == null || value.isInfinite()) {
            return null;
        }
        return new BigDecimal(value).setScale(9, RoundingMode.HALF_EVEN).stripTrailingZeros();
    }

    /** A side of a condition in the text of what was compared. */
    static String twoDecimals(@Nullable Double value) {
        if (value == null) {
            return "null";
        }
        if (value.isInfinite()) {
            return value.toString();
        }
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    static String time(long epochNanos, ZoneId zone) {
        OffsetDateTime time = local(epochNanos, zone);
        StringBuilder text = new StringBuilder(SECONDS.format(time));
        int nano = time.getNano();
        if (nano != 0) {
            String digits = String.format(Locale.ROOT, "%09d", nano);
            if (digits.endsWith("000000")) {
                digits = digits.substring(0, 3);
            } else if (digits.endsWith("000")) {
                digits = digits.substring(0, 6);
            }
            text.append('.').append(digits);
        }
        return text.append(time.getOffset().getId()).toString();
    }

    static OffsetDateTime local(long epochNanos, ZoneId zone) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, NANOS))
                .atZone(zone)
                .toOffsetDateTime();
    }

    /** {@return JSON without any white space} */
    static String compact(@Nullable Object tree) {
        StringBuilder text = new StringBuilder();
        write(text, tree, -1);
        return text.toString();
    }

    /** {@return JSON indented by two spaces, with a newline at the end} */
    static String indented(@Nullable Object tree) {
        StringBuilder text = new StringBuilder();
        write(text, tree, 0);
        return text.append('\n').toString();
    }

    /** Writes compactly if depth is negative. */
    private static void write(StringBuilder text, @Nullable Object tree, int depth) {
        if (tree instanceof Map<?, ?> map) {
            writeAll(text, '{', '}', List.copyOf(map.entrySet()), depth);
        } else if (tree instanceof List<?> list) {
            writeAll(text, '[', ']', list, depth);
        } else if (tree instanceof Map.Entry<?, ?> member) {
            string(text, (String) member.getKey());
            text.append(depth < 0 ? ":" : " : ");
            write(text, member.getValue(), depth);
        } else if (tree instanceof String string) {
            string(text, string);
        } else if (tree instanceof BigDecimal number) {
            text.append(number.toPlainString());
        } else {
            text.append(tree);
        }
    }

    private static void writeAll(StringBuilder text, char open, char close, List<?> elements, int depth) {
        text.append(open);
        if (elements.isEmpty()) {
            text.append(depth < 0 ? "" : " ").append(close);
            return;
        }
        for (int place = 0; place < elements.size(); place++) {
            if (place > 0) {
                text.append(',');
            }
            newLine(text, depth + 1, depth >= 0);
            write(text, elements.get(place), depth < 0 ? depth : depth + 1);
        }
        newLine(text, depth, depth >= 0);
        text.append(close);
    }

    private static void newLine(StringBuilder text, int depth, boolean wanted) {
        if (wanted) {
            text.append('\n').append("  ".repeat(depth));
        }
    }

    private static void string(StringBuilder text, String string) {
        text.append('"');
        for (int place = 0; place < string.length(); place++) {
            char letter = string.charAt(place);
            switch (letter) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (letter < ' ') {
                        text.append(String.format(Locale.ROOT, "\\u%04X", (int) letter));
                    } else {
                        text.append(letter);
                    }
                }
            }
        }
        text.append('"');
    }
}
