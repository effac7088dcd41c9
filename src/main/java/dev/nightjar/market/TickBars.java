package dev.nightjar.market;

/**
 * Candles built from the ticks of one instrument on one day. A bar begins at the floor of its ticks' times, counted from
 * the session's open; where nothing ticked there is no bar.
 */
public final class TickBars {

    private static final long NANOS = 1_000_000_000L;
    private static final long MINUTE = 60;

    private TickBars() {}

    /** {@return the one-minute bars of trades} */
    public static Bars minutes(Cells cells, int priceScale, Session session) {
        BarsBuilder builder = new BarsBuilder(priceScale);
        for (int cell = 0; cell < cells.count(); cell++) {
            long open = cells.open(cell);
            if (open != TickSeries.NO_PRICE) {
                builder.add(
                        session.open() + cells.minute(cell) * MINUTE,
                        open,
                        cells.high(cell),
                        cells.low(cell),
                        cells.close(cell),
                        cells.volume(cell));
            }
        }
        return builder.bars();
    }

    /** {@return bars of trades, straight from the ticks} */
    public static Bars trades(TickSeries ticks, BarWidth width, int priceScale, Session session) {
        BarsBuilder builder = new BarsBuilder(priceScale);
        for (int tick = 0; tick < ticks.count(); tick++) {
            add(builder, ticks, tick, ticks.price(tick), ticks.quantity(tick), width, session);
        }
        return builder.bars();
    }

    /** {@return bars of the best bids; their sizes are not known, so that volume is 0} */
    public static Bars bids(TickSeries ticks, BarWidth width, int priceScale, Session session) {
        BarsBuilder builder = new BarsBuilder(priceScale);
        for (int tick = 0; ticks.hasQuotes() && tick < ticks.count(); tick++) {
            add(builder, ticks, tick, ticks.bid(tick), 0, width, session);
        }
        return builder.bars();
    }

    /** {@return bars of the best asks; their sizes are not known, so that volume is 0} */
    public static Bars asks(TickSeries ticks, BarWidth width, int priceScale, Session session) {
        BarsBuilder builder = new BarsBuilder(priceScale);
        for (int tick = 0; ticks.hasQuotes() && tick < ticks.count(); tick++) {
            add(builder, ticks, tick, ticks.ask(tick), 0, width, session);
        }
        return builder.bars();
    }

    private static void add(
            BarsBuilder builder, TickSeries ticks, int tick, long price, long volume, BarWidth width, Session session) {
        if (price != TickSeries.NO_PRICE) {
            long start = width.bucketStart(Math.floorDiv(ticks.time(tick), NANOS), session);
            builder.add(start, price, price, price, price, volume);
        }
    }

    /**
     * {@return bars of one day joined into wider ones}
     *
     * @param bars of a width that divides the wider one
     */
    public static Bars wider(Bars bars, BarWidth width, Session session) {
        BarsBuilder builder = new BarsBuilder(bars.priceScale());
        for (int bar = 0; bar < bars.count(); bar++) {
            builder.add(
                    width.bucketStart(bars.start(bar), session),
                    bars.open(bar),
                    bars.high(bar),
                    bars.low(bar),
                    bars.close(bar),
                    bars.volume(bar));
        }
        return builder.bars();
    }

    /** {@return the one bar of a day with another start; none if there is none} */
    public static Bars startingAt(Bars day, long start) {
        BarsBuilder builder = new BarsBuilder(day.priceScale());
        for (int bar = 0; bar < day.count(); bar++) {
            builder.add(start, day.open(bar), day.high(bar), day.low(bar), day.close(bar), day.volume(bar));
        }
        return builder.bars();
    }
}
