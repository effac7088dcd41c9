package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What closes an open transaction, or a part of it, and why: at once, or by an order that rests, at market, or by a limit that becomes
 * a market order after a while. A leg has one, which begins anew with each closing.
 */
final class ClosingOrder {

    private int node;
    private ExitReason reason = ExitReason.SESSION_END;
    private long units;
    private @Nullable BigDecimal lots;
    private Protections afterwards = Protections.NONE;

    private int number;
    private int event;
    private boolean limited;
    private long sign;
    /** Mirrored as of a long position, see {@link Steps}. */
    private long limit;

    private long marketFrom;

    /**
     * Begins.
     *
     * @param ofNode that of the event that tells its fill, or {@link DayJournal#NONE}
     * @param most units it closes; more than are open closes all
     * @param itsLots those of these units; null if it closes all
     * @param protections of what remains
     */
    ClosingOrder begin(int ofNode, ExitReason why, long most, @Nullable BigDecimal itsLots, Protections protections) {
        node = ofNode;
        reason = why;
        units = most;
        lots = itsLots;
        afterwards = protections;
        return this;
    }

    /** Begins one that closes all there is. */
    ClosingOrder beginAll(int ofNode, ExitReason why) {
        return begin(ofNode, why, Long.MAX_VALUE, null, Protections.NONE);
    }

    /**
     * Makes it a market order that rests.
     *
     * @param placed its place in the order of placing among the orders that rested
     * @param inEvent the event it was placed in
     * @param from ticks before this epoch nanosecond do not fill it
     */
    void restAtMarket(int placed, int inEvent, long from) {
        number = placed;
        event = inEvent;
        limited = false;
        marketFrom = from;
    }

    /**
     * Makes it a limit order.
     *
     * @param position the side of what it closes
     * @param price in units; worse ones do not fill it before {@code atMarketFrom}
     * @param atMarketFrom ticks from this epoch nanosecond on fill it at any price
     */
    void restAtLimit(int placed, int inEvent, Side position, long price, long atMarketFrom) {
        number = placed;
        event = inEvent;
        limited = true;
        sign = Steps.sign(position);
        limit = sign * price;
        marketFrom = atMarketFrom;
    }

    /** {@return whether a price is at its limit or better} */
    boolean isReachedBy(long price) {
        return limited && sign * price >= limit;
    }

    /** {@return as what the next tick of a quote fills it, or null if it does not} */
    @Nullable OrderType fillAtNext(Quote ticks) {
        if (limited && ticks.nextHighest(sign) >= limit) {
            return OrderType.LIMIT;
        }
        return !ticks.isRange() && ticks.nextOrder() >= marketFrom ? OrderType.MARKET : null;
    }

    /** {@return the first tick from {@code next} on that fills it; how many there are if there is none} */
    int firstOf(PriceColumn ticks, int next) {
        int atMarket = Math.max(next, ticks.firstAtOrAfter(marketFrom));
        return limited ? Math.min(atMarket, Steps.firstAtOrAbove(ticks, next, sign, limit)) : atMarket;
    }

    /** {@return the price of the fill by the next tick of a quote} */
    long priceAtNext(Quote ticks) {
        return ticks.isRange() ? sign * limit : ticks.nextPrice();
    }

    /** {@return whether a protection placed it, which suspends the others of its leg} */
    boolean isProtections() {
        return limited;
    }

    int node() {
        return node;
    }

    ExitReason reason() {
        return reason;
    }

    /** {@return the units it closes of so many that are open} */
    long units(long open) {
        return Math.min(units, open);
    }

    /** {@return the lots of the units it closes; null if it closes all} */
    @Nullable BigDecimal lots() {
        return lots;
    }

    Protections afterwards() {
        return afterwards;
    }

    int number() {
        return number;
    }

    int event() {
        return event;
    }
}
