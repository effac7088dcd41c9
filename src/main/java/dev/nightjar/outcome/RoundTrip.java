package dev.nightjar.outcome;

import dev.nightjar.market.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one fill closed of what one earlier fill opened: the first shares bought are the first sold, and for a short the first sold
 * are the first bought back.
 *
 * @param number counts the symbol's, from 1, in order of exit
 * @param side BUY for a holding, SELL for a short
 * @param quantity shares, as they are counted on the day of the exit; whole but after splits that leave fractions
 * @param entryQuantity the same as they were counted on the day of the entry
 * @param entryTime epoch seconds
 * @param entryPrice of the fill, in units of the entry's price scale
 * @param entryValue what was paid or received for these shares, in money; all parts of a fill add up to its whole
 * @param exitTime epoch seconds
 * @param entryFees its part of the opening fill's fees, in money
 * @param exitFees its part of the closing fill's fees, in money
 */
public record RoundTrip(
        String symbol,
        int number,
        Side side,
        BigDecimal quantity,
        BigDecimal entryQuantity,
        long entryTime,
        BigDecimal entryPrice,
        long entryValue,
        String entryReason,
        long exitTime,
        BigDecimal exitPrice,
        long exitValue,
        String exitReason,
        long entryFees,
        long exitFees) {

    /** {@return such as {@code ALDER-20230615-3}} */
    String id(Times times) {
        return symbol + "-" + times.compactDate(Math.multiplyExact(entryTime, DayRecorder.NANOS_PER_SECOND)) + "-"
                + number;
    }

    /** {@return what it made, net of fees, in money} */
    public long pnl() {
        long gain = side == Side.BUY
                ? Math.subtractExact(exitValue, entryValue)
                : Math.subtractExact(entryValue, exitValue);
        return Math.subtractExact(gain, fees());
    }

    public long fees() {
        return Math.addExact(entryFees, exitFees);
    }

    public long durationSeconds() {
        return Math.subtractExact(exitTime, entryTime);
    }

    /** {@return what it made as a fraction of what the entry was worth; NaN if that is 0} */
    double fraction() {
        return entryValue == 0 ? Double.NaN : (double) pnl() / (double) entryValue;
    }

    /** {@return the same in percent; null if the entry was worth 0} */
    public @Nullable BigDecimal pnlPercent() {
        return Ratios.percent(Ratios.money(pnl()), Ratios.money(entryValue));
    }
}
