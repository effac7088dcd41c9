package dev.nightjar.strategy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What closes a leg by its own contract's ticks, armed by a fill. Distances are from the price of that fill. */
public record Protections(
        @Nullable StopLoss stopLoss,
        @Nullable TakeProfit takeProfit,
        @Nullable TrailingStop trailingStop) {

    public static final Protections NONE = new Protections(null, null, null);

    public boolean isEmpty() {
        return stopLoss == null && takeProfit == null && trailingStop == null;
    }

    /**
     * Closes at a loss.
     *
     * @param limit null closes at market
     */
    public record StopLoss(Distance distance, @Nullable LimitClose limit) {}

    /** Closes at a profit, at market. */
    public record TakeProfit(Distance distance) {}

    /**
     * Closes at a distance behind the best price since it was armed.
     *
     * @param step the level moves by whole steps, in what the distance is in; 0 moves it continuously
     * @param limit null closes at market
     */
    public record TrailingStop(
            Distance distance, BigDecimal step, @Nullable LimitClose limit) {}

    /**
     * Closes by a limit order.
     *
     * @param buffer how far beyond the level the order may fill, in units of price; positive
     * @param waitNanos after so long the next tick fills at market
     * @param forever whether it waits for its price, however long
     */
    public record LimitClose(BigDecimal buffer, long waitNanos, boolean forever) {}
}
