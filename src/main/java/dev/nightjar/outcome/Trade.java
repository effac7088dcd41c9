package dev.nightjar.outcome;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A closed transaction. */
public record Trade(Position position, Position.Exit exit) {

    /** {@return its profit or loss net of fees, in money} */
    public long pnl() {
        return exit.profit();
    }

    /** {@return the fees of entry and exit, in money} */
    public long fees() {
        return position.fees();
    }

    public long durationNanos() {
        return Math.subtractExact(exit.time(), position.entryTime());
    }

    /** {@return the profit in percent of entry price times quantity; null if that is 0} */
    public @Nullable BigDecimal pnlPercent() {
        BigDecimal cost = BigDecimal.valueOf(
                        position.entryPrice(), position.contract().priceScale())
                .multiply(BigDecimal.valueOf(position.quantity()));
        return Ratios.percent(Ratios.money(pnl()), cost);
    }
}
