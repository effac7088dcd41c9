package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Side;
import dev.nightjar.run.Slippage;
import java.math.BigDecimal;

/** What slippage makes of a price. */
public final class SlippedPrice {

    private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

    private SlippedPrice() {}

    /**
     * {@return whether it cannot be told for an instrument: slippage in ticks needs a tick size}
     */
    public static boolean isUnknown(Slippage slippage, Instrument instrument) {
        return !slippage.isNone() && slippage.unit() == Slippage.Unit.TICKS && instrument.tickSize() == 0;
    }

    /** {@return the price at which an order fills that takes what the market gives: on the instrument's steps, against the trader} */
    public static long of(Slippage slippage, Instrument instrument, Side side, long price) {
        if (slippage.isNone()) {
            return price;
        }
        BigDecimal worse = slippage.unit() == Slippage.Unit.TICKS
                ? slippage.value().multiply(BigDecimal.valueOf(instrument.tickSize()))
                : slippage.value().multiply(BigDecimal.valueOf(price)).divide(BASIS_POINTS);
        BigDecimal exact = BigDecimal.valueOf(price);
        return side == Side.BUY
                ? Steps.ceiling(exact.add(worse), Steps.of(instrument))
                : Math.max(0, Steps.floor(exact.subtract(worse), Steps.of(instrument)));
    }
}
