package dev.nightjar.market;

import org.jspecify.annotations.Nullable;

/**
 * The candles of one instrument and timeframe: of its trades, of its best bids and of its best asks, as far as they are
 * known. A bar of one side need not have a counterpart in the others.
 *
 * @param trades null if nothing is known of trades
 * @param bids volume is the size bid if known, else 0; null if nothing is known of bids
 * @param asks like the bids
 */
public record BarSet(
        @Nullable Bars trades,
        @Nullable Bars bids,
        @Nullable Bars asks) {

    public BarSet {
        int scale = -1;
        for (Bars side : new Bars[] {trades, bids, asks}) {
            if (side != null && scale >= 0 && side.priceScale() != scale) {
                throw new IllegalArgumentException("price scales differ: " + scale + " and " + side.priceScale());
            }
            scale = side == null ? scale : side.priceScale();
        }
        if (scale < 0) {
            throw new IllegalArgumentException("a bar set has trades, bids or asks");
        }
    }

    /** {@return candles of trades alone} */
    public static BarSet ofTrades(Bars trades) {
        return new BarSet(trades, null, null);
    }

    /** {@return how many bars the longest side has} */
    public int longest() {
        return Math.max(count(trades), Math.max(count(bids), count(asks)));
    }

    private static int count(@Nullable Bars side) {
        return side == null ? 0 : side.count();
    }
}
