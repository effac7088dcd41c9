package dev.nightjar.engine;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import org.jspecify.annotations.Nullable;

/** What one leg has done on one day: at most one open transaction or resting order at a time. */
final class LegState {

    /** What a leg's order is, before and while it is a transaction. */
    record Order(DayJournal.Contract contract, Quote quote, Side side, long quantity) {}

    private final Node.Leg leg;
    private @Nullable Order order;
    private int priceScale;
    private boolean open;
    private int transactions;
    private long realized;
    private long entryTime;
    private long entryPrice;
    private long exitPrice;
    private double underlyingPriceOnEntry;
    private double underlyingPriceOnExit;

    LegState(Node.Leg leg) {
        this.leg = leg;
    }

    Node.Leg leg() {
        return leg;
    }

    /** {@return whether a transaction is open} */
    boolean isOpen() {
        return open;
    }

    /** {@return whether an order waits for its contract's first tick} */
    boolean isResting() {
        return order != null && !open;
    }

    /** {@return the transactions of the day so far} */
    int transactions() {
        return transactions;
    }

    /** {@return when the latest transaction was opened, epoch nanoseconds} */
    long entryTime() {
        return entryTime;
    }

    Order order() {
        if (order == null) {
            throw new IllegalStateException(leg.vpi() + " has no order");
        }
        return order;
    }

    void place(Order placed) {
        order = placed;
    }

    void open(long time, long price, double underlyingPrice) {
        open = true;
        transactions++;
        priceScale = order().contract().priceScale();
        entryTime = time;
        entryPrice = price;
        underlyingPriceOnEntry = underlyingPrice;
    }

    /** {@return the profit in money} */
    long close(long price, double underlyingPrice) {
        long profit = profitAt(price);
        realized = Math.addExact(realized, profit);
        exitPrice = price;
        underlyingPriceOnExit = underlyingPrice;
        open = false;
        order = null;
        return profit;
    }

    void cancel() {
        order = null;
    }

    /** {@return the open transaction's profit at a price, in money: each side's amount is rounded half-even once} */
    private long profitAt(long price) {
        Order own = order();
        long entered = amount(own, entryPrice);
        long left = amount(own, price);
        return own.side() == Side.BUY ? Math.subtractExact(left, entered) : Math.subtractExact(entered, left);
    }

    private static long amount(Order order, long price) {
        return Decimals.rescale(
                Math.multiplyExact(price, order.quantity()), order.contract().priceScale(), Decimals.MONEY_SCALE);
    }

    long profit(Operand.PnlType type) {
        return switch (type) {
            case REALIZED -> realized;
            case UNREALIZED -> unrealized();
            case TOTAL -> Math.addExact(realized, unrealized());
        };
    }

    private long unrealized() {
        return open ? profitAt(order().quote().price()) : 0;
    }

    /** {@return a fact as a double, NaN for null} */
    double value(Operand.PositionField field) {
        if (transactions == 0) {
            return Double.NaN;
        }
        return switch (field) {
            case ENTRY_PRICE -> Decimals.toDouble(entryPrice, priceScale);
            case EXIT_PRICE -> open ? Double.NaN : Decimals.toDouble(exitPrice, priceScale);
            case CURRENT_PRICE -> open ? Decimals.toDouble(order().quote().price(), priceScale) : Double.NaN;
            case QUANTITY -> open ? order().quantity() : 0;
            case PNL -> money(Operand.PnlType.TOTAL);
            case REALIZED_PNL -> money(Operand.PnlType.REALIZED);
            case UNREALIZED_PNL -> money(Operand.PnlType.UNREALIZED);
            case UNDERLYING_PRICE_ON_ENTRY -> underlyingPriceOnEntry;
            case UNDERLYING_PRICE_ON_EXIT -> open ? Double.NaN : underlyingPriceOnExit;
            case MULTIPLIER -> leg.multiplier().doubleValue();
            case STATUS -> open ? 1 : 0;
            case TRAILING_POSITION_PRICE -> Double.NaN;
        };
    }

    private double money(Operand.PnlType type) {
        return Decimals.toDouble(profit(type), Decimals.MONEY_SCALE);
    }
}
