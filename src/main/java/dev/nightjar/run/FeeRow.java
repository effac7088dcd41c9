package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row of a {@link FeeSchedule}: what one component of a fill's costs is.
 *
 * @param component what is paid, such as {@code brokerage}
 * @param exchanges where; empty is everywhere
 * @param kinds of what; empty is everything
 * @param side by whom; null is both
 * @param settlement whether it is of contracts that are settled when they expire, not of what is traded; the side is then the one
 *     that closes, {@link Side#SELL} for what was bought
 * @param rate in money by order, lot or unit, or in percent; not negative
 * @param of the components a {@link Basis#COMPONENTS} row is a percentage of; else empty
 * @param minimum of an order, in money; null without one
 * @param maximum of an order, in money; null without one
 * @param maximumPercent the same in percent of the turnover; the smaller maximum counts, and stands above the minimum
 * @param from the first day; null is from the beginning
 * @param to the last day; null is without an end
 */
public record FeeRow(
        String component,
        SortedSet<String> exchanges,
        SortedSet<InstrumentKind> kinds,
        @Nullable Side side,
        boolean settlement,
        Basis basis,
        BigDecimal rate,
        List<String> of,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        @Nullable BigDecimal maximumPercent,
        Rounding rounding,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {

    private static final BigDecimal PERCENT = new BigDecimal("0.01");

    public FeeRow {
        exchanges = Collections.unmodifiableSortedSet(new TreeSet<>(exchanges));
        kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
        of = List.copyOf(of);
        rate = plain(rate);
        minimum = minimum == null ? null : plain(minimum);
        maximum = maximum == null ? null : plain(maximum);
        maximumPercent = maximumPercent == null ? null : plain(maximumPercent);
        if (rate.signum() < 0) {
            throw new IllegalArgumentException(component + ": rate must not be negative, was " + rate);
        }
        if ((basis == Basis.COMPONENTS) == of.isEmpty()) {
            throw new IllegalArgumentException(component + ": only a percentage of components names components");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new IllegalArgumentException(component + ": ends on " + to + ", before it begins on " + from);
        }
    }

    /** What a rate is multiplied by. */
    public enum Basis {
        /** Nothing: so much an order. */
        ORDER("order"),
        LOT("lot"),
        UNIT("unit"),
        /** A percentage of price x quantity; of an option that is the premium. */
        TURNOVER("percent"),
        /** A percentage of other components. */
        COMPONENTS("percent_of");

        private final String label;

        Basis(String label) {
            this.label = label;
        }

        /** {@return the name used in files} */
        public String label() {
            return label;
        }

        static Basis of(String label) {
            return Labels.find(List.of(values()), Basis::label, label);
        }
    }

    /**
     * To what an amount is rounded.
     *
     * @param step above 0, a whole number of money units
     */
    public record Rounding(RoundingMode mode, BigDecimal step) {

        /** Half-even to money units. */
        public static final Rounding EXACT =
                new Rounding(RoundingMode.HALF_EVEN, BigDecimal.ONE.movePointLeft(Decimals.MONEY_SCALE));

        public Rounding {
            step = plain(step);
            if (step.signum() <= 0 || step.scale() > Decimals.MONEY_SCALE) {
                throw new IllegalArgumentException("a step of rounding must be above 0 with at most "
                        + Decimals.MONEY_SCALE + " fraction digits, was " + step);
            }
        }

        BigDecimal round(BigDecimal amount) {
            // The quotient decides which way a rest goes, so it must be exact where it matters: mode sees all digits.
            return divide(amount).multiply(step);
        }

        private BigDecimal divide(BigDecimal amount) {
            BigDecimal[] parts = amount.divideAndRemainder(step);
            BigDecimal whole = parts[0];
            BigDecimal rest = parts[1];
            int half = rest.add(rest).compareTo(step);
            boolean up = switch (mode) {
                case UP, CEILING -> rest.signum() > 0;
                case DOWN, FLOOR -> false;
                case HALF_UP -> half >= 0;
                case HALF_DOWN -> half > 0;
                case HALF_EVEN ->
                    half > 0 || (half == 0 && whole.toBigIntegerExact().testBit(0));
                case UNNECESSARY -> throw new IllegalStateException("rounding must say how");
            };
            return up ? whole.add(BigDecimal.ONE) : whole;
        }

        @Override
        public String toString() {
            return mode.name().toLowerCase(Locale.ROOT) + ":" + step.toPlainString();
        }
    }

    /** {@return a row that makes every fill free of that component} */
    static FeeRow free(String component) {
        return new FeeRow(
                component,
                new TreeSet<>(),
                new TreeSet<>(),
                null,
                false,
                Basis.ORDER,
                BigDecimal.ZERO,
                List.of(),
                null,
                null,
                null,
                Rounding.EXACT,
                null,
                null);
    }

    boolean isFor(String exchange, InstrumentKind kind) {
        return (exchanges.isEmpty() || exchanges.contains(exchange)) && (kinds.isEmpty() || kinds.contains(kind));
    }

    boolean isOn(LocalDate date) {
        return (from == null || !date.isBefore(from)) && (to == null || !date.isAfter(to));
    }

    /** {@return whether both could apply to one fill} */
    boolean overlaps(FeeRow other) {
        return component.equals(other.component)
                && settlement == other.settlement
                && meet(exchanges, other.exchanges)
                && meet(kinds, other.kinds)
                && (side == null || other.side == null || side == other.side)
                && !isBefore(other)
                && !other.isBefore(this);
    }

    private boolean isBefore(FeeRow other) {
        return to != null && other.from != null && to.isBefore(other.from);
    }

    private static <T> boolean meet(SortedSet<T> one, SortedSet<T> other) {
        return one.isEmpty() || other.isEmpty() || one.stream().anyMatch(other::contains);
    }

    /**
     * {@return what a fill pays, a whole number of money units}
     *
     * @param amounts those of the components above
     */
    BigDecimal amount(BigDecimal lots, BigDecimal units, BigDecimal turnover, Map<String, BigDecimal> amounts) {
        BigDecimal amount = switch (basis) {
            case ORDER -> rate;
            case LOT -> rate.multiply(lots);
            case UNIT -> rate.multiply(units);
            case TURNOVER -> percent(rate, turnover);
            case COMPONENTS ->
                percent(
                        rate,
                        of.stream()
                                .map(component -> amounts.getOrDefault(component, BigDecimal.ZERO))
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
        };
        if (minimum != null) {
            amount = amount.max(minimum);
        }
        if (maximum != null) {
            amount = amount.min(maximum);
        }
        if (maximumPercent != null) {
            amount = amount.min(percent(maximumPercent, turnover));
        }
        return rounding.round(amount);
    }

    private static BigDecimal percent(BigDecimal rate, BigDecimal of) {
        return rate.multiply(of).multiply(PERCENT);
    }

    /** {@return when it holds, in words} */
    String period() {
        if (from == null && to == null) {
            return "on every day";
        }
        if (from == null) {
            return "until " + to;
        }
        return to == null ? "from " + from + " on" : "from " + from + " to " + to;
    }

    /** {@return of what it is, in words} */
    String market() {
        return (kinds.isEmpty() ? "any kind" : words(kinds)) + " at "
                + (exchanges.isEmpty() ? "any exchange" : words(exchanges));
    }

    /** {@return everything that decides what a fill costs; the same for rows that say the same} */
    @Override
    public String toString() {
        return String.join(
                ",",
                component,
                words(exchanges),
                words(kinds),
                side == null ? "" : side.name(),
                basis.label(),
                rate.toPlainString(),
                String.join(" ", of),
                text(minimum),
                text(maximum),
                text(maximumPercent),
                rounding.toString(),
                from == null ? "" : from.toString(),
                (to == null ? "" : to.toString()) + (settlement ? ",settlement" : ""));
    }

    private static String words(SortedSet<?> words) {
        return words.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static String text(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
