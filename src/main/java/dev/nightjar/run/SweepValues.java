package dev.nightjar.run;

import dev.nightjar.strategy.StrategyParameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values a parameter takes, as they are written: {@code 5..20}, {@code 0.5..2:0.25}, {@code 09:20..10:00:5m}, {@code 5,10,20}, or
 * several of these with commas between them.
 *
 * <p>Ranges include their end if a step hits it. They are counted in decimals, so no value is off by a rounding.
 */
public final class SweepValues {

    /** More are refused, as values of a parameter and as variants of a strategy. */
    public static final int MOST = 100_000;

    private static final int LONGEST_TEXT = 200;
    private static final int MOST_DIGITS = 30;
    private static final String TIME = "\\d\\d:\\d\\d(?::\\d\\d)?";
    private static final Pattern TIMES = Pattern.compile("(" + TIME + ")\\.\\.(" + TIME + ")(?::(\\d{1,6})([smh]))?");

    private SweepValues() {}

    /**
     * {@return the values, in the order they are written}
     *
     * @throws IllegalArgumentException if one of them is not of the kind, occurs twice, or they are too many
     */
    public static List<String> parse(String written, StrategyParameter.Kind kind) {
        if (written.isEmpty()) {
            throw new IllegalArgumentException("has no values; accepted: a..b, a..b:step, or values with commas");
        }
        Set<String> values = new LinkedHashSet<>();
        for (String part : written.split(",", -1)) {
            List<String> some = part.contains("..") && kind != StrategyParameter.Kind.TEXT
                    ? range(part, kind, values.size())
                    : List.of(value(part, kind));
            for (String value : some) {
                if (!values.add(value)) {
                    throw new IllegalArgumentException("has the value " + Printable.of(value) + " twice");
                }
            }
        }
        return List.copyOf(values);
    }

    /**
     * {@return one value, written as equal ones always are}
     *
     * @throws IllegalArgumentException if it is not of the kind
     */
    public static String value(String written, StrategyParameter.Kind kind) {
        String value = kind == StrategyParameter.Kind.TEXT ? written : written.strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("has an empty value");
        }
        if (value.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "has a value of " + value.length() + " characters, at most " + LONGEST_TEXT + " are accepted");
        }
        return switch (kind) {
            case NUMBER -> ParameterValue.plain(number(value));
            case TIME -> time(value).toString();
            case FLAG -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw refused(value, kind.accepted());
                }
                yield value;
            }
            case TEXT -> {
                if (value.chars().anyMatch(Character::isISOControl)) {
                    throw refused(value, "a text without control characters");
                }
                yield value;
            }
        };
    }

    /** {@return the value as it is stored with results} */
    public static ParameterValue stored(String value, StrategyParameter.Kind kind) {
        return switch (kind) {
            case NUMBER -> ParameterValue.number(value);
            case FLAG -> ParameterValue.flag(Boolean.parseBoolean(value));
            case TIME, TEXT -> ParameterValue.text(value);
        };
    }

    private static List<String> range(String part, StrategyParameter.Kind kind, int before) {
        return switch (kind) {
            case NUMBER -> numbers(part, before);
            case TIME -> times(part, before);
            case FLAG, TEXT -> throw refused(part, kind.accepted());
        };
    }

    private static List<String> numbers(String part, int before) {
        int dots = part.indexOf("..");
        String rest = part.substring(dots + 2);
        int colon = rest.indexOf(':');
        BigDecimal from = number(part.substring(0, dots).strip());
        BigDecimal to = number((colon < 0 ? rest : rest.substring(0, colon)).strip());
        BigDecimal step =
                colon < 0 ? BigDecimal.ONE : number(rest.substring(colon + 1).strip());
        if (step.signum() <= 0) {
            throw new IllegalArgumentException("the step of " + Printable.of(part) + " must be above 0");
        }
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("the range " + Printable.of(part) + " begins above its end; write "
                    + ParameterValue.plain(to) + ".." + ParameterValue.plain(from));
        }
        BigDecimal count = to.subtract(from).divide(step, 0, RoundingMode.FLOOR).add(BigDecimal.ONE);
        refuseTooMany(part, count.add(BigDecimal.valueOf(before)));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count.intValueExact(); i++) {
            values.add(ParameterValue.plain(from.add(step.multiply(BigDecimal.valueOf(i)))));
        }
        return values;
    }

    private static List<String> times(String part, int before) {
        Matcher matcher = TIMES.matcher(part.strip());
        if (!matcher.matches()) {
            throw refused(part, "a range of times with a step, such as 09:20..10:00:5m");
        }
        LocalTime from = time(matcher.group(1));
        LocalTime to = time(matcher.group(2));
        if (matcher.group(3) == null) {
            throw new IllegalArgumentException(
                    "the range " + Printable.of(part) + " has no step; write one such as " + matcher.group() + ":5m");
        }
        long unit = switch (matcher.group(4)) {
            case "h" -> 3600L;
            case "m" -> 60L;
            default -> 1L;
        };
        long step = Long.parseLong(matcher.group(3)) * unit;
        if (step == 0) {
            throw new IllegalArgumentException("the step of " + Printable.of(part) + " must be above 0");
        }
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("the range " + Printable.of(part) + " begins after its end; write "
                    + matcher.group(2) + ".." + matcher.group(1));
        }
        long seconds = to.toSecondOfDay() - (long) from.toSecondOfDay();
        refuseTooMany(part, BigDecimal.valueOf(seconds / step + 1 + before));
        List<String> values = new ArrayList<>();
        for (long second = from.toSecondOfDay(); second <= to.toSecondOfDay(); second += step) {
            values.add(LocalTime.ofSecondOfDay(second).toString());
        }
        return values;
    }

    private static void refuseTooMany(String part, BigDecimal count) {
        if (count.compareTo(BigDecimal.valueOf(MOST)) > 0) {
            throw new IllegalArgumentException("the range " + Printable.of(part) + " makes " + count.toPlainString()
                    + " values, at most " + MOST + " are accepted");
        }
    }

    static BigDecimal number(String text) {
        try {
            BigDecimal number = text.length() > MOST_DIGITS ? null : new BigDecimal(text);
            if (number != null
                    && Math.abs((long) number.scale()) <= MOST_DIGITS
                    && (long) number.precision() - number.scale() <= MOST_DIGITS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw refused(text, "a number of at most " + MOST_DIGITS + " digits");
    }

    static LocalTime time(String text) {
        try {
            if (text.matches(TIME)) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw refused(text, StrategyParameter.Kind.TIME.accepted());
    }

    private static IllegalArgumentException refused(String written, String accepted) {
        return new IllegalArgumentException(
                "must be " + accepted + ", was " + (written.isEmpty() ? "empty" : Printable.of(written)));
    }
}
