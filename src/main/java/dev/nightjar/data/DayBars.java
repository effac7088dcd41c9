package dev.nightjar.data;

import dev.nightjar.market.BarSet;
import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.TickSeries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Candles built from the ticks of a stored day, of any width. They are never mixed with stored ones. */
public final class DayBars {

    private DayBars() {}

    /**
     * {@return the candles of a symbol's trades and, if it has quotes, of its bids and asks} Where nothing ticked there is no
     * candle. From a minute on, candles of trades come from the day's cells, without looking at ticks.
     *
     * @throws DataException if the symbol does not belong to the day
     */
    public static BarSet of(DataDay day, String symbol, BarWidth width) {
        Instrument instrument = day.instrument(symbol);
        if (instrument == null) {
            throw new DataException("the day " + day.date(), List.of(symbol + " is not among its instruments"));
        }
        TickSeries ticks = day.ticks(symbol);
        int scale = instrument.priceScale();
        Bars trades = width.isWholeMinutes()
                ? TickBars.wider(TickBars.minutes(day.cells(symbol), scale, day.session()), width, day.session())
                : TickBars.trades(ticks, width, scale, day.session());
        if (!ticks.hasQuotes()) {
            return BarSet.ofTrades(trades);
        }
        Bars bids = TickBars.bids(ticks, width, scale, day.session());
        Bars asks = TickBars.asks(ticks, width, scale, day.session());
        return new BarSet(unlessEmpty(trades), unlessEmpty(bids), unlessEmpty(asks));
    }

    private static @Nullable Bars unlessEmpty(Bars side) {
        return side.count() == 0 ? null : side;
    }
}
