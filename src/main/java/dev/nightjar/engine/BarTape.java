package dev.nightjar.engine;

import dev.nightjar.market.Bars;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import java.time.Instant;

/**
 * The bars of one instrument on a day that consists of bars. As ticks they are their closes, each made when its bar ended:
 * at the latest when the session closes.
 */
final class BarTape implements TickSeries {

    private final String symbol;
    private final Bars bars;
    private final Session session;
    private final long seconds;

    private BarTape(String symbol, Bars bars, Session session, Timeframe width) {
        this.symbol = symbol;
        this.bars = bars;
        this.session = session;
        seconds = width.minutes() * 60L;
    }

    /**
     * {@return the bars of a symbol}
     *
     * @throws IllegalStateException if one starts where the session has no bar of that width
     */
    static BarTape of(String symbol, MarketDay day, Timeframe width) {
        BarTape tape = wherever(symbol, day, width);
        for (int bar = 0; bar < tape.count(); bar++) {
            if (Math.floorMod(tape.start(bar) - tape.session.open(), tape.seconds) != 0) {
                throw new IllegalStateException(
                        symbol + " has a bar of " + width.label() + " that starts at " + tape.clock(tape.start(bar))
                                + "; bars are counted from the session's open, " + tape.clock(tape.session.open()));
            }
        }
        return tape;
    }

    /** {@return the bars of a symbol, wherever they start} */
    static BarTape wherever(String symbol, MarketDay day, Timeframe width) {
        return new BarTape(symbol, day.bars(symbol), day.session(), width);
    }

    private String clock(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond)
                .atZone(session.zone())
                .toLocalTime()
                .toString();
    }

    String symbol() {
        return symbol;
    }

    /** {@return when a bar starts, epoch seconds; one that is a day wide starts with the session} */
    long start(int bar) {
        return Math.max(bars.start(bar), session.open());
    }

    /** {@return when a bar ends, epoch seconds} */
    long end(int bar) {
        return Math.min(start(bar) + seconds, session.close());
    }

    long open(int bar) {
        return bars.open(bar);
    }

    long high(int bar) {
        return bars.high(bar);
    }

    long low(int bar) {
        return bars.low(bar);
    }

    @Override
    public int count() {
        return bars.count();
    }

    @Override
    public long time(int bar) {
        return MomentTape.startOf(end(bar));
    }

    @Override
    public long sequence(int bar) {
        return bar;
    }

    @Override
    public long price(int bar) {
        return bars.close(bar);
    }

    @Override
    public long quantity(int bar) {
        return bars.volume(bar);
    }

    @Override
    public long openInterest(int bar) {
        throw new UnsupportedOperationException("bars have no open interest");
    }
}
