package dev.nightjar.outcome;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one exit closed: a transaction, or a part of it. */
public record Trade(Position position, Position.Exit exit) {

    /** {@return the position's key; of a part {@code .1}, {@code .2} … after it} */
    public String id() {
        return exit.number() == 0 ? position.key() : position.key() + "." + exit.number();
    }

    /** {@return its profit or loss net of fees, in money} */
    public long pnl() {
        return exit.profit();
    }

    /** {@return its share of the entry's fees and those of the exit, in money} */
    public long fees() {
        return Math.addExact(exit.entryFees(), exit.exitFees());
    }

    public long durationNanos() {
        return Math.subtractExact(exit.time(), position.entryTime());
    }

    /** {@return the profit in percent of entry price times the quantity closed; null if that is 0} */
    public @Nullable BigDecimal pnlPercent() {
        BigDecimal cost = BigDecimal.valueOf(
                        position.entryPrice(), position.contract().priceScale())
                .multiply(BigDecimal.valueOf(exit.quantity()));
        return Ratios.percent(Ratios.money(pnl()), cost);
    }
}
