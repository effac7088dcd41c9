package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Prices on the steps of a contract.
 *
 * <p>Rules of orders and protections are mirrored for the two sides. They are written once, for buy orders and long
 * positions; prices of the other side are multiplied by {@link #sign}, so that higher means lower.
 */
final class Steps {

    private Steps() {}

    /** {@return 1 for a buy, -1 for a sell} */
    static long sign(Side side) {
        return side == Side.BUY ? 1 : -1;
    }

    /** {@return the contract's price step in units of its price scale: its tick size, or one unit if that is unknown} */
    static long of(Instrument contract) {
        return Math.max(1, contract.tickSize());
    }

    /** {@return a decimal price in units of a price scale; they may have a fraction} */
    static BigDecimal units(BigDecimal price, int priceScale) {
        return price.movePointRight(priceScale);
    }

    /** {@return the highest multiple of the step that is not above} */
    static long floor(BigDecimal units, long step) {
        long whole = units.setScale(0, RoundingMode.FLOOR).longValueExact();
        return Math.subtractExact(whole, Math.floorMod(whole, step));
    }

    /** {@return the lowest multiple of the step that is not below} */
    static long ceiling(BigDecimal units, long step) {
        return -floor(units.negate(), step);
    }

    /** {@return the first tick from {@code first} on whose mirrored price is at most a level; how many there are if there is none} */
    static int firstAtOrBelow(PriceColumn ticks, int first, long sign, long level) {
        return sign > 0
                ? ticks.extremes().firstInside(first, ticks.count(), Long.MIN_VALUE, level)
                : ticks.extremes().firstInside(first, ticks.count(), -level, Long.MAX_VALUE);
    }

    /** {@return the first one whose mirrored price is at least a level, likewise} */
    static int firstAtOrAbove(PriceColumn ticks, int first, long sign, long level) {
        return firstAtOrBelow(ticks, first, -sign, -level);
    }
}
