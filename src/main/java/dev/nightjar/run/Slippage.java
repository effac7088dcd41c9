package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much worse than the market's price a fill is. {@code toString} gives the text that {@link #parse} reads.
 *
 * @param value of the unit; not negative, at most 6 fraction digits; whole if in ticks
 */
public record Slippage(Unit unit, BigDecimal value) {

    public static final Slippage NONE = new Slippage(Unit.TICKS, BigDecimal.ZERO);

    /** More ticks than this are a mistake. */
    private static final int MOST_TICKS = 10_000;

    /** The whole price, which a sale would be given away for. */
    private static final int MOST_BASIS_POINTS = 10_000;

    private static final Pattern FORM = Pattern.compile("(ticks|bps):(\\d{1,6}(?:\\.\\d{1,6})?)");

    private static final String ACCEPTED = "must be none, ticks:<n> with a whole n from 1 to " + MOST_TICKS
            + ", or bps:<n> with n above 0, up to " + MOST_BASIS_POINTS + ", with at most " + Decimals.FACTOR_SCALE
            + " fraction digits";

    public Slippage {
        value = value.stripTrailingZeros();
        if (value.signum() == 0) {
            unit = Unit.TICKS;
            value = BigDecimal.ZERO;
        }
        if (value.signum() < 0
                || value.scale() > (unit == Unit.TICKS ? 0 : Decimals.FACTOR_SCALE)
                || value.compareTo(BigDecimal.valueOf(unit == Unit.TICKS ? MOST_TICKS : MOST_BASIS_POINTS)) > 0) {
            throw new IllegalArgumentException("slippage " + ACCEPTED);
        }
    }

    /**
     * {@return the slippage written as text}
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    public static Slippage parse(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        Matcher form = FORM.matcher(text);
        if (form.matches() && new BigDecimal(form.group(2)).signum() > 0) {
            try {
                return new Slippage(
                        form.group(1).equals("ticks") ? Unit.TICKS : Unit.BASIS_POINTS, new BigDecimal(form.group(2)));
            } catch (IllegalArgumentException refused) {
                throw new IllegalArgumentException(ACCEPTED, refused);
            }
        }
        throw new IllegalArgumentException(ACCEPTED);
    }

    public boolean isNone() {
        return value.signum() == 0;
    }

    @Override
    public String toString() {
        return isNone() ? "none" : (unit == Unit.TICKS ? "ticks:" : "bps:") + value.toPlainString();
    }

    /** What slippage is counted in. */
    public enum Unit {
        /** Tick sizes of the contract. */
        TICKS,
        /** Hundredths of a percent of the price. */
        BASIS_POINTS
    }
}
