package dev.nightjar.reference;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.run.FillModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ticks of the symbols that are looked at, and what was last known of each. */
final class ReferencePrices {

    static final long NANOS = 1_000_000_000L;

    /** The days so far; the last one is in hand. */
    private final List<MarketDay> days = new ArrayList<>();

    private final FillModel fill;
    /** The next tick of every symbol that is looked at. */
    private final Map<String, Integer> cursors = new LinkedHashMap<>();

    private final Map<String, Quote> traded = new HashMap<>();
    private final Map<String, Quote> bids = new HashMap<>();
    private final Map<String, Quote> asks = new HashMap<>();
    private final Map<String, Long> volumes = new HashMap<>();
    private final Map<String, Long> openInterests = new HashMap<>();

    ReferencePrices(FillModel fill) {
        this.fill = fill;
    }

    /** Another day begins, with the prices of the one before. */
    void begin(MarketDay day) {
        days.add(day);
        cursors.replaceAll((symbol, cursor) -> 0);
        volumes.clear();
    }

    /** From now on the symbol's ticks are applied; those up to and including this second are made up for. */
    void follow(String symbol, long second) {
        if (cursors.putIfAbsent(symbol, 0) == null) {
            for (MarketDay earlier : days.subList(0, days.size() - 1)) {
                for (int place = 0; place < earlier.ticks(symbol).count(); place++) {
                    know(tick(earlier, symbol, place));
                }
            }
            ticksUntil(symbol, second).forEach(this::apply);
        }
    }

    /** {@return the ticks up to and including a second that were not applied yet, of all symbols, in order} */
    List<Tick> ticksUntil(long second) {
        List<Tick> ticks = new ArrayList<>();
        cursors.keySet().forEach(symbol -> ticks.addAll(ticksUntil(symbol, second)));
        ticks.sort(Comparator.comparingLong(Tick::time).thenComparingLong(Tick::sequence));
        return ticks;
    }

    private List<Tick> ticksUntil(String symbol, long second) {
        List<Tick> ticks = new ArrayList<>();
        MarketDay market = days.get(days.size() - 1);
        TickSeries series = market.ticks(symbol);
        for (int place = cursors.get(symbol); place < series.count(); place++) {
            if (series.time(place) >= (second + 1) * NANOS) {
                break;
            }
            ticks.add(tick(market, symbol, place));
        }
        return ticks;
    }

    private static Tick tick(MarketDay market, String symbol, int place) {
        TickSeries series = market.ticks(symbol);
        Instrument instrument = market.instrument(symbol);
        if (instrument == null) {
            throw new IllegalStateException(symbol + " ticks but is no instrument of " + market.date());
        }
        int scale = instrument.priceScale();
        return new Tick(
                symbol,
                series.time(place),
                series.sequence(place),
                price(series.price(place), scale),
                price(series.bid(place) == 0 ? TickSeries.NO_PRICE : series.bid(place), scale),
                price(series.ask(place) == 0 ? TickSeries.NO_PRICE : series.ask(place), scale),
                series.quantity(place),
                series.openInterest(place));
    }

    private static @Nullable BigDecimal price(long units, int scale) {
        return units == TickSeries.NO_PRICE ? null : BigDecimal.valueOf(units, scale);
    }

    void apply(Tick tick) {
        cursors.merge(tick.symbol(), 1, Integer::sum);
        know(tick);
        if (tick.price() != null) {
            volumes.merge(tick.symbol(), tick.quantity(), Long::sum);
            openInterests.put(tick.symbol(), tick.openInterest());
        }
    }

    private void know(Tick tick) {
        set(traded, tick, tick.price());
        set(bids, tick, tick.bid());
        set(asks, tick, tick.ask());
    }

    private static void set(Map<String, Quote> quotes, Tick tick, @Nullable BigDecimal price) {
        if (price != null) {
            quotes.put(tick.symbol(), new Quote(price, tick.time()));
        }
    }

    /** {@return the last traded price, or null before the first} */
    @Nullable BigDecimal last(String symbol) {
        Quote quote = traded.get(symbol);
        return quote == null ? null : quote.price();
    }

    /** {@return the units traded in the session so far, or null before the first tick of the day} */
    @Nullable Long volume(String symbol) {
        return volumes.get(symbol);
    }

    /** {@return that of the last tick, or null before the first} */
    @Nullable Long openInterest(String symbol) {
        return openInterests.get(symbol);
    }

    /** {@return what an order of that side last saw, or null} */
    @Nullable Quote quote(String symbol, String side) {
        return (fill != FillModel.QUOTE ? traded : side.equals("BUY") ? asks : bids).get(symbol);
    }

    /** {@return what an order of that side sees of a tick, or null} */
    @Nullable BigDecimal price(Tick tick, String side) {
        return fill != FillModel.QUOTE ? tick.price() : side.equals("BUY") ? tick.ask() : tick.bid();
    }

    /** {@return what a position that closes on that side is worth a unit; other prices stand in for a missing quote} */
    BigDecimal mark(String symbol, String side) {
        Quote quote = quote(symbol, side);
        if (quote == null) {
            quote = traded.get(symbol);
        }
        if (quote == null) {
            quote = quote(symbol, side.equals("BUY") ? "SELL" : "BUY");
        }
        return quote.price();
    }

    /** A price and when it was told. */
    record Quote(BigDecimal price, long time) {}

    /** A tick; what it does not tell is null. */
    record Tick(
            String symbol,
            long time,
            long sequence,
            @Nullable BigDecimal price,
            @Nullable BigDecimal bid,
            @Nullable BigDecimal ask,
            long quantity,
            long openInterest) {}
}
