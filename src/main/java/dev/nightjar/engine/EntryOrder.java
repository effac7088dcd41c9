package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.strategy.Distance;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.OrderType;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order that opens a transaction of a leg.
 *
 * <p>A limit order fills at its limit or better, a stop order once its stop is reached, a stop-limit order becomes a limit
 * order then; always at the price of the tick. Limits and stops are rounded to the contract's steps against the trader.
 *
 * <p>A leg has one, which begins anew with each placing.
 */
final class EntryOrder {

    private Traded traded;
    private Instrument contract;
    private Side side;
    private long quantity;
    private Quote quote;
    private OrderType type;
    private long from;
    private long sign;
    /** Both are mirrored, see {@link Steps}. */
    private long stop;

    private long limit;
    /** How far behind the contract's first price the limit lies; null once that is known. */
    private @Nullable Distance offset;

    private boolean triggered;

    private int number;
    private int event;

    EntryOrder(Node.Leg terms, Traded traded, Quote quote, long units, long fillsFrom) {
        begin(terms, traded, quote, units, fillsFrom);
    }

    /**
     * Begins.
     *
     * @param terms of its leg
     * @param what the contract, with its prices of the day
     * @param price the side's, at the time of placing
     * @param fillsFrom ticks before this epoch nanosecond do not fill it
     */
    void begin(Node.Leg terms, Traded what, Quote price, long units, long fillsFrom) {
        traded = what;
        contract = what.contract();
        side = terms.side();
        quantity = units;
        quote = price;
        from = fillsFrom;
        OrderTerms order = terms.order();
        type = order.type();
        sign = Steps.sign(side);
        offset = null;
        triggered = false;
        stop = type == OrderType.STOP || type == OrderType.STOP_LIMIT
                ? Steps.ceiling(mirrored(stopPrice(order)), Steps.of(contract))
                : TickSeries.NO_PRICE;
        limit = TickSeries.NO_PRICE;
        if (order.limitPrice() != null) {
            limit = Steps.floor(mirrored(order.limitPrice()), Steps.of(contract));
        } else if (type == OrderType.STOP_LIMIT) {
            BigDecimal away = Objects.requireNonNull(order.limitOffset()).from(stopPrice(order));
            limit = Steps.floor(
                    mirrored(stopPrice(order)).add(Steps.units(away, contract.priceScale())), Steps.of(contract));
        } else if (type == OrderType.LIMIT) {
            offset = order.limitOffset();
            if (quote.hasPrice()) {
                fixLimit(quote.price());
            }
        }
    }

    private static BigDecimal stopPrice(OrderTerms order) {
        return Objects.requireNonNull(order.stopPrice());
    }

    private BigDecimal mirrored(BigDecimal price) {
        return Steps.units(price, contract.priceScale()).multiply(BigDecimal.valueOf(sign));
    }

    private void fixLimit(long price) {
        BigDecimal base = BigDecimal.valueOf(price, contract.priceScale());
        BigDecimal away = Objects.requireNonNull(offset).from(base);
        limit = Steps.floor(mirrored(base).subtract(Steps.units(away, contract.priceScale())), Steps.of(contract));
        offset = null;
    }

    /**
     * {@return the price at which the next tick of its quote fills it, {@link TickSeries#NO_PRICE} if it does not}
     *
     * <p>Is asked of every tick of the contract, in order; asked twice it says the same again.
     */
    long fillAtNext() {
        if (offset != null) {
            fixLimit(quote.nextPrice());
            return TickSeries.NO_PRICE;
        }
        if (quote.nextOrder() < from) {
            return TickSeries.NO_PRICE;
        }
        if (quote.isRange()) {
            return fillInRange();
        }
        long price = quote.nextPrice();
        return accepts(price) ? price : TickSeries.NO_PRICE;
    }

    /** {@return the first tick from {@code next} on of which {@link #fillAtNext} must be asked; how many there are if there is none} */
    int firstOf(PriceColumn ticks, int next) {
        if (offset != null) {
            return next;
        }
        int first = Math.max(next, ticks.firstAtOrAfter(from));
        return switch (type) {
            case MARKET -> first;
            case LIMIT -> Steps.firstAtOrBelow(ticks, first, sign, limit);
            case STOP -> Steps.firstAtOrAbove(ticks, first, sign, stop);
            case STOP_LIMIT ->
                triggered
                        ? Steps.firstAtOrBelow(ticks, first, sign, limit)
                        : Steps.firstAtOrAbove(ticks, first, sign, stop);
        };
    }

    /** What the bar's open did not fill is filled where its range touches the order's price. */
    private long fillInRange() {
        boolean limitReached = quote.nextLowest(sign) <= limit;
        boolean stopReached = quote.nextHighest(sign) >= stop;
        return switch (type) {
            case MARKET -> TickSeries.NO_PRICE;
            case LIMIT -> limitReached ? sign * limit : TickSeries.NO_PRICE;
            case STOP -> stopReached ? sign * stop : TickSeries.NO_PRICE;
            case STOP_LIMIT -> {
                if (triggered) {
                    yield limitReached ? sign * limit : TickSeries.NO_PRICE;
                }
                if (stopReached && stop <= limit) {
                    yield sign * stop;
                }
                // Whether the limit was reached after the stop nobody knows.
                triggered = stopReached;
                yield TickSeries.NO_PRICE;
            }
        };
    }

    /** {@return whether the price that was last when the order was placed fills it} */
    boolean fillsAtOnce() {
        return accepts(quote.price());
    }

    private boolean accepts(long price) {
        long mirrored = sign * price;
        return switch (type) {
            case MARKET -> true;
            case LIMIT -> mirrored <= limit;
            case STOP -> mirrored >= stop;
            case STOP_LIMIT -> {
                triggered |= mirrored >= stop;
                yield triggered && mirrored <= limit;
            }
        };
    }

    /** {@return whether it fills at its limit or better, else at whatever price there is} */
    boolean isLimited() {
        return type == OrderType.LIMIT || type == OrderType.STOP_LIMIT;
    }

    /** Goes on resting on another day. */
    void beginDay(Traded ofDay, Quote ticks) {
        traded = ofDay;
        quote = ticks;
    }

    /** Makes it rest. */
    void rest(int placed, int inEvent) {
        number = placed;
        event = inEvent;
    }

    Instrument contract() {
        return contract;
    }

    Side side() {
        return side;
    }

    long quantity() {
        return quantity;
    }

    Quote quote() {
        return quote;
    }

    OrderType type() {
        return type;
    }

    /** {@return its place in the order of placing among the orders that rested} */
    int number() {
        return number;
    }

    /** {@return the event it was placed in} */
    int event() {
        return event;
    }

    /** {@return in units, {@link TickSeries#NO_PRICE} if it has none, or none yet} */
    long limitPrice() {
        return limit == TickSeries.NO_PRICE ? limit : sign * limit;
    }

    /** {@return in units, {@link TickSeries#NO_PRICE} if it has none} */
    long stopPrice() {
        return stop == TickSeries.NO_PRICE ? stop : sign * stop;
    }

    DayJournal.Contract shown() {
        return traded.shown();
    }

    /** {@return the contract with its prices of the day} */
    Traded traded() {
        return traded;
    }
}
