package dev.nightjar.run;

import java.math.BigDecimal;

/**
 * How much worse than the market's price a fill is.
 *
 * @param value of the unit; not negative, at most 6 fraction digits; whole if in ticks
 */
public record Slippage(Unit unit, BigDecimal value) {

    public static final Slippage NONE = new Slippage(Unit.TICKS, BigDecimal.ZERO);

    public boolean isNone() {
        return value.signum() == 0;
    }

    /** What slippage is counted in. */
    public enum Unit {
        /** Tick sizes of the contract. */
        TICKS,
        /** Hundredths of a percent of the price. */
        BASIS_POINTS
    }
}
