package dev.nightjar.data;

/**
 * Where the columns of an index block begin, in bytes from its beginning.
 *
 * <p>One after another over the cells: seconds, volume, [last open interest], open, high, low, close, [the same of bids, of
 * asks], end of the ticks, offset of the payload, minute.
 *
 * @param cells how many rows
 * @param priceBytes 4 or 8
 * @param flags see {@link DayFormat}
 */
record IndexLayout(
        int cells,
        int priceBytes,
        int flags,
        int volumes,
        int openInterests,
        int prices,
        int bids,
        int asks,
        int tickEnds,
        int offsets,
        int minutes,
        int length) {

    /** Open, high, low, close. */
    static final int PRICES = 4;

    static IndexLayout of(int cells, int flags) {
        int priceBytes = (flags & DayFormat.WIDE) != 0 ? Long.BYTES : Integer.BYTES;
        int fourPrices = PRICES * priceBytes;
        int volumes = Long.BYTES;
        int openInterests = volumes + Long.BYTES;
        int prices = openInterests + ((flags & DayFormat.OPEN_INTEREST) != 0 ? Long.BYTES : 0);
        int bids = prices + fourPrices;
        int quotes = (flags & DayFormat.QUOTES) != 0 ? fourPrices : 0;
        int asks = bids + quotes;
        int tickEnds = asks + quotes;
        int offsets = tickEnds + Integer.BYTES;
        int minutes = offsets + Integer.BYTES;
        return new IndexLayout(
                cells,
                priceBytes,
                flags,
                Math.multiplyExact(volumes, cells),
                Math.multiplyExact(openInterests, cells),
                Math.multiplyExact(prices, cells),
                Math.multiplyExact(bids, cells),
                Math.multiplyExact(asks, cells),
                Math.multiplyExact(tickEnds, cells),
                Math.multiplyExact(offsets, cells),
                Math.multiplyExact(minutes, cells),
                DayFormat.aligned(Math.multiplyExact(minutes + Short.BYTES, cells)));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
