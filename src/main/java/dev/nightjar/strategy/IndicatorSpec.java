package dev.nightjar.strategy;

import java.time.LocalTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An indicator over the candles of one timeframe. Equal specs are one computation.
 *
 * @param arguments the values of all parameters of the kind, in its order
 */
public record IndicatorSpec(IndicatorKind kind, List<IndicatorArgument> arguments) {

    /** The golden ratio's fraction in 32 bits, which spreads numbers that follow each other. */
    private static final int HASH_FACTOR = 0x9E3779B1;

    private static final String FAST = "fast";
    private static final String SLOW = "slow";

    /**
     * @throws IllegalArgumentException if a parameter does not take its argument, or fast is not below slow
     */
    public IndicatorSpec {
        arguments = List.copyOf(arguments);
        List<IndicatorParameter> parameters = kind.parameters();
        if (arguments.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    kind.label() + " has " + parameters.size() + " parameters, not " + arguments.size());
        }
        for (int place = 0; place < arguments.size(); place++) {
            IndicatorParameter parameter = parameters.get(place);
            IndicatorArgument argument = arguments.get(place);
            if (!argument.equals(parameter.parse(argument.text()))) {
                throw new IllegalArgumentException(kind.label() + ": " + parameter.name() + " must be "
                        + parameter.accepted() + ", was " + argument.text());
            }
        }
        String disorder = disorder(kind, arguments);
        if (disorder != null) {
            throw new IllegalArgumentException(kind.label() + ": " + FAST + " " + disorder);
        }
    }

    /** A record's own would be the same for all of a sweep whose parameters have the same sum, and there are thousands of those. */
    @Override
    public int hashCode() {
        int hash = kind.hashCode();
        for (IndicatorArgument argument : arguments) {
            hash = (hash ^ argument.hashCode()) * HASH_FACTOR;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    /**
     * {@return the indicator with these values of its first parameters, and the defaults of the others}
     *
     * @param arguments as strategy files write them, such as {@code "14"} and {@code "close"}
     * @throws IllegalArgumentException if a parameter does not take its argument
     */
    public static IndicatorSpec of(IndicatorKind kind, String... arguments) {
        List<IndicatorParameter> parameters = kind.parameters();
        if (arguments.length > parameters.size()) {
            throw new IllegalArgumentException(
                    kind.label() + " has " + parameters.size() + " parameters, not " + arguments.length);
        }
        return new IndicatorSpec(
                kind,
                IntStream.range(0, parameters.size())
                        .mapToObj(place -> place < arguments.length
                                ? argument(kind, parameters.get(place), arguments[place])
                                : parameters.get(place).byDefault())
                        .toList());
    }

    private static IndicatorArgument argument(IndicatorKind kind, IndicatorParameter parameter, String text) {
        IndicatorArgument argument = parameter.parse(text);
        if (argument == null) {
            throw new IllegalArgumentException(
                    kind.label() + ": " + parameter.name() + " must be " + parameter.accepted() + ", was " + text);
        }
        return argument;
    }

    /** {@return what is wrong with the fast length beside the slow one; null if nothing is, or there are none} */
    static @Nullable String disorder(IndicatorKind kind, List<IndicatorArgument> arguments) {
        int fast = kind.place(FAST);
        int slow = kind.place(SLOW);
        if (fast < 0 || slow < 0) {
            return null;
        }
        String slowText = arguments.get(slow).text();
        boolean ordered = Integer.parseInt(arguments.get(fast).text()) < Integer.parseInt(slowText);
        return ordered ? null : "must be below " + SLOW + ", which is " + slowText;
    }

    /** {@return a parameter that counts something} */
    public int whole(String name) {
        return ((IndicatorArgument.Number) argument(name)).value().intValueExact();
    }

    /** {@return a parameter that is a factor, as the nearest double} */
    public double factor(String name) {
        return ((IndicatorArgument.Number) argument(name)).value().doubleValue();
    }

    public LocalTime time(String name) {
        return ((IndicatorArgument.Time) argument(name)).time();
    }

    /** {@return the candle column it reads; the close if the kind leaves no choice} */
    public PriceField field() {
        int place = kind.place("price_field");
        return place < 0 ? PriceField.CLOSE : ((IndicatorArgument.Field) arguments.get(place)).field();
    }

    private IndicatorArgument argument(String name) {
        int place = kind.place(name);
        if (place < 0) {
            throw new IllegalArgumentException(kind.label() + " has no parameter " + name);
        }
        return arguments.get(place);
    }

    /** {@return the text conditions show, such as {@code rsi(14,close)}} */
    public String displayName() {
        if (arguments.isEmpty()) {
            return kind.label();
        }
        return kind.label()
                + arguments.stream().map(IndicatorArgument::text).collect(Collectors.joining(",", "(", ")"));
    }

    /**
     * {@return the text conditions show for one output, such as {@code macd(12,26,9)_MACDs}}
     *
     * @param output its place among the outputs of the kind; an only output is not named
     */
    public String displayName(int output) {
        return kind.outputs().size() == 1
                ? displayName()
                : displayName() + "_" + kind.outputs().get(output);
    }
}
