package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A resting order that closes an open transaction, or a part of it: at market, or by a limit that becomes a market order
 * after a while.
 */
final class ClosingOrder {

    /**
     * What an order closes, and why.
     *
     * @param node that of the event that tells its fill, or {@link DayJournal#NONE}
     * @param units more than are open closes all
     * @param lots of those units; null if it closes all
     * @param afterwards protects what remains
     */
    record Purpose(
            int node,
            ExitReason reason,
            long units,
            @Nullable BigDecimal lots,
            Protections afterwards) {

        /** {@return one that closes all there is} */
        static Purpose all(int node, ExitReason reason) {
            return new Purpose(node, reason, Long.MAX_VALUE, null, Protections.NONE);
        }
    }

    private final Purpose purpose;
    private final int number;
    private final int event;
    private final boolean limited;
    private final long sign;
    /** Mirrored as of a long position, see {@link Steps}. */
    private final long limit;

    private final long marketFrom;

    private ClosingOrder(
            Purpose purpose, int number, int event, boolean limited, long sign, long limit, long marketFrom) {
        this.purpose = purpose;
        this.number = number;
        this.event = event;
        this.limited = limited;
        this.sign = sign;
        this.limit = limit;
        this.marketFrom = marketFrom;
    }

    /**
     * {@return a market order}
     *
     * @param number its place in the order of placing among the orders that rested
     * @param event the event it was placed in
     * @param from ticks before this epoch nanosecond do not fill it
     */
    static ClosingOrder market(Purpose purpose, int number, int event, long from) {
        return new ClosingOrder(purpose, number, event, false, 0, 0, from);
    }

    /**
     * {@return a limit order}
     *
     * @param position the side of what it closes
     * @param limit in units; worse prices do not fill it before {@code marketFrom}
     * @param marketFrom ticks from this epoch nanosecond on fill it at any price
     */
    static ClosingOrder limit(Purpose purpose, int number, int event, Side position, long limit, long marketFrom) {
        long sign = Steps.sign(position);
        return new ClosingOrder(purpose, number, event, true, sign, sign * limit, marketFrom);
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

    Purpose purpose() {
        return purpose;
    }

    int number() {
        return number;
    }

    int event() {
        return event;
    }
}
