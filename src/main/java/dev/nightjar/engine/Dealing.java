package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Side;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.TradingTerms;
import java.math.BigDecimal;
import java.time.LocalDate;

/** When an instance's market orders fill on a day, how much worse than the market's price, and what that costs. */
final class Dealing {

    private final TradingTerms terms;
    private final BigDecimal scale;
    private final LocalDate date;

    Dealing(TradingTerms terms, BigDecimal scale, LocalDate date) {
        this.terms = terms;
        this.scale = scale;
        this.date = date;
    }

    /** {@return the kind of price that fills an order of a side} */
    PriceTicks.Kind kind(Side side) {
        if (!isQuoted()) {
            return PriceTicks.Kind.TRADED;
        }
        return side == Side.BUY ? PriceTicks.Kind.ASK : PriceTicks.Kind.BID;
    }

    /** {@return whether orders fill at bid and ask} */
    boolean isQuoted() {
        return terms.fill() == FillModel.QUOTE;
    }

    /** {@return whether a market order placed in the slice of a time fills at once, at the quote's last price} */
    boolean fillsAtOnce(Quote quote, long now) {
        return terms.fill() != FillModel.NEXT_TICK
                && quote.hasPrice()
                && now - quote.time() <= terms.maxQuoteAgeNanos();
    }

    /** {@return the first epoch nanosecond of ticks that fill a market order that rests from the slice of a time on} */
    long from(long now) {
        return terms.fill() == FillModel.NEXT_TICK
                ? Math.addExact(Math.addExact(now, terms.latencyNanos()), 1)
                : Long.MIN_VALUE;
    }

    /** @throws IllegalStateException if something that the fills of a contract need is unknown */
    void check(Instrument contract) {
        if (SlippedPrice.isUnknown(terms.slippage(), contract)) {
            throw new IllegalStateException("slippage in ticks needs the tick size of " + contract.symbol());
        }
    }

    /** {@return the price at which an order fills that takes what the market gives} */
    long slipped(Instrument contract, Side side, long price) {
        return SlippedPrice.of(terms.slippage(), contract, side, price);
    }

    /** {@return the fees of a fill, in money} */
    long fees(Instrument contract, Side side, BigDecimal lots, long quantity, long price) {
        return terms.fees()
                .fees(
                        date,
                        contract.exchange(),
                        contract.kind(),
                        side,
                        lots.multiply(scale),
                        quantity,
                        price,
                        contract.priceScale());
    }

    /** {@return the fees of settling a contract that expires, in money} */
    long settlementFees(Instrument contract, Side side, BigDecimal lots, long quantity, long price) {
        return terms.fees()
                .settlementFees(
                        date,
                        contract.exchange(),
                        contract.kind(),
                        side,
                        lots.multiply(scale),
                        quantity,
                        price,
                        contract.priceScale());
    }
}
