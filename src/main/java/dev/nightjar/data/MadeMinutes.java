package dev.nightjar.data;

import org.jspecify.annotations.Nullable;

/** The one-minute candles of the indices and stocks on one made day, in paise; a minute without a trade has none. */
final class MadeMinutes {

    private final int minutes;
    private final long[][] opens;
    private final long[][] highs;
    private final long[][] lows;
    private final long[][] closes;
    private final long[][] volumes;

    MadeMinutes(int underlyings, int seconds) {
        minutes = (seconds + 59) / 60;
        opens = new long[underlyings][minutes];
        highs = new long[underlyings][minutes];
        lows = new long[underlyings][minutes];
        closes = new long[underlyings][minutes];
        volumes = new long[underlyings][minutes];
    }

    int count() {
        return minutes;
    }

    /** Takes a price, above 0, at which something was traded after all before it. */
    void trade(int place, int minute, long price, long quantity) {
        if (opens[place][minute] == 0) {
            opens[place][minute] = price;
            highs[place][minute] = price;
            lows[place][minute] = price;
        }
        highs[place][minute] = Math.max(highs[place][minute], price);
        lows[place][minute] = Math.min(lows[place][minute], price);
        closes[place][minute] = price;
        volumes[place][minute] += quantity;
    }

    /** {@return open, high, low, close and volume of some minutes; null if none of them has a trade} */
    long @Nullable [] candle(int place, int from, int to) {
        long[] candle = null;
        for (int minute = from; minute < Math.min(to, minutes); minute++) {
            if (opens[place][minute] > 0) {
                if (candle == null) {
                    candle = new long[] {opens[place][minute], 0, Long.MAX_VALUE, 0, 0};
                }
                candle[1] = Math.max(candle[1], highs[place][minute]);
                candle[2] = Math.min(candle[2], lows[place][minute]);
                candle[3] = closes[place][minute];
                candle[4] += volumes[place][minute];
            }
        }
        return candle;
    }
}
