package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** An open transaction, and what of it was not yet closed. A leg has one, which begins anew with each fill. */
final class Transaction {

    private Instrument contract;
    private int priceScale;
    private Contract shown;
    private Side side;
    private long quantity;
    private long price;
    private long fees;
    /** Of the price of its closing side; then what stands for that while there is none. */
    private Quote[] quotes;

    private int number;
    private long openQuantity;
    private long openAmount;
    private long openFees;
    private BigDecimal openLots;

    Transaction(EntryOrder order, BigDecimal lots, long price, long fees, Quote[] quotes, int number) {
        begin(order, lots, price, fees, quotes, number);
    }

    /**
     * Begins with a fill.
     *
     * @param fillPrice the price of it
     * @param fillFees its fees
     * @param closing of the price of its closing side, and what stands for that while there is none
     * @param place its place in the order of opening
     */
    void begin(EntryOrder order, BigDecimal lots, long fillPrice, long fillFees, Quote[] closing, int place) {
        contract = order.contract();
        priceScale = contract.priceScale();
        shown = order.shown();
        side = order.side();
        quantity = order.quantity();
        price = fillPrice;
        fees = fillFees;
        quotes = closing;
        number = place;
        openQuantity = quantity;
        openAmount = amount(price, quantity);
        openFees = fees;
        openLots = lots;
    }

    /** {@return what a price times a quantity is in money, rounded half-even once} */
    private long amount(long price, long quantity) {
        return Decimals.rescale(Math.multiplyExact(price, quantity), priceScale, Decimals.MONEY_SCALE);
    }

    private long gain(long entered, long left) {
        return side == Side.BUY ? Math.subtractExact(left, entered) : Math.subtractExact(entered, left);
    }

    /** {@return the profit of what is open at the last price, in money} */
    long unrealized() {
        return unrealized(lastPrice());
    }

    /** {@return that at a price} */
    long unrealized(long at) {
        return Math.subtractExact(gain(openAmount, amount(at, openQuantity)), openFees);
    }

    /** {@return whether the closing side has a price, which ticks alone change} */
    boolean isPricedByTicks() {
        return quotes[0].column() != null && quotes[0].hasPrice();
    }

    /** {@return the profit of what is open at the end of a minute, if it {@linkplain #isPricedByTicks is priced by ticks} by then} */
    long unrealizedAfter(int minute) {
        return unrealized(quotes[0].priceAfter(minute));
    }

    /** {@return the last price of the closing side, or what stands for it} */
    long lastPrice() {
        int known = 0;
        while (!quotes[known].hasPrice()) {
            known++;
        }
        return quotes[known].price();
    }

    /** Lets time pass to a place in the order of the day's ticks. */
    void passTo(long order, long sequence) {
        for (Quote quote : quotes) {
            quote.passTo(order, sequence);
            if (quote.hasPrice()) {
                return;
            }
        }
    }

    /** Values it as of a place in the order of the day's ticks, which may lie ahead. */
    void lookAt(long order, long sequence) {
        for (Quote quote : quotes) {
            quote.skipBehind(order, sequence);
        }
    }

    /** {@return the lots of a part} */
    BigDecimal lots(long units, @Nullable BigDecimal lots) {
        return units == openQuantity || lots == null ? openLots : lots.min(openLots);
    }

    /** Closes a part of it, or the rest. {@return the part's profit} */
    long reduce(long units, BigDecimal lots, long exitPrice, long exitFees) {
        boolean rest = units == openQuantity;
        long entered = rest ? openAmount : amount(price, units);
        long share = rest ? openFees : share(units);
        openQuantity -= units;
        openAmount = Math.subtractExact(openAmount, entered);
        openFees = Math.subtractExact(openFees, share);
        openLots = rest ? BigDecimal.ZERO : openLots.subtract(lots);
        return Math.subtractExact(gain(entered, amount(exitPrice, units)), Math.addExact(share, exitFees));
    }

    private long share(long units) {
        return BigDecimal.valueOf(fees)
                .multiply(BigDecimal.valueOf(units))
                .divide(BigDecimal.valueOf(quantity), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** {@return its place in the order of opening} */
    int number() {
        return number;
    }

    /** {@return the price of its fill as a double} */
    double entryPrice() {
        return toDouble(price);
    }

    double toDouble(long units) {
        return Decimals.toDouble(units, contract.priceScale());
    }

    Instrument contract() {
        return contract;
    }

    /** {@return the contract as journals show it} */
    Contract shown() {
        return shown;
    }

    Side side() {
        return side;
    }

    long openQuantity() {
        return openQuantity;
    }

    /** Stays open on another day. */
    void beginDay(Quote[] ofDay) {
        quotes = ofDay;
    }

    /** {@return the price of its closing side} */
    Quote quote() {
        return quotes[0];
    }

    /** {@return that, and what stands for it while there is none} */
    Quote[] quotes() {
        return quotes;
    }
}
