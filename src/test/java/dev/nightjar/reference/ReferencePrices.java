package dev.nightjar.reference;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.run.FillModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ticks or bars of the symbols that are looked at, and what was last known of each. */
final class ReferencePrices {

    static final long NANOS = 1_000_000_000L;

    /** The days so far; the last one is in hand. */
    private final List<MarketDay> days = new ArrayList<>();

    private final FillModel fill;
    /** The next tick of every symbol that is looked at. */
    private final Map<String, Integer> cursors = new LinkedHashMap<>();
    /** Those ticks, as far as they were read. */
    private final Map<String, Tick> next = new HashMap<>();
    /** The bars of the day in hand of so many symbols, by the times at which they end and begin. */
    private int sorted;

    private Map<Long, List<Bar>> ending = Map.of();
    private Map<Long, List<Bar>> beginning = Map.of();
    /** How far the day has been gone through. */
    private long passedTime;

    private long passedSequence;

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
        next.clear();
        sorted = 0;
        volumes.clear();
        pass(day.session().open() * NANOS);
    }

    /** From now on the symbol's ticks are applied; those up to the one that was applied last are made up for. */
    void follow(String symbol) {
        if (cursors.putIfAbsent(symbol, 0) != null) {
            return;
        }
        for (MarketDay earlier : days.subList(0, days.size() - 1)) {
            for (int place = 0; place < earlier.ticks(symbol).count(); place++) {
                know(tick(earlier, symbol, place));
            }
            bars(earlier, symbol).forEach(this::know);
        }
        while (next(symbol) != null && !next(symbol).isAfter(passedTime, passedSequence)) {
            apply(next(symbol));
        }
        bars(today(), symbol).stream().filter(bar -> bar.end() <= passedTime).forEach(this::close);
    }

    private MarketDay today() {
        return days.get(days.size() - 1);
    }

    /** {@return the first tick of all symbols that was not applied yet and comes before a time, or null} */
    @Nullable Tick next(long time) {
        Tick first = null;
        for (String symbol : cursors.keySet()) {
            Tick tick = next(symbol);
            if (tick != null && tick.time() < time && (first == null || first.isAfter(tick.time(), tick.sequence()))) {
                first = tick;
            }
        }
        return first;
    }

    private @Nullable Tick next(String symbol) {
        int place = cursors.get(symbol);
        if (place == today().ticks(symbol).count()) {
            return null;
        }
        return next.computeIfAbsent(symbol, key -> tick(today(), symbol, place));
    }

    long passedTime() {
        return passedTime;
    }

    long passedSequence() {
        return passedSequence;
    }

    /** All ticks before a time are behind, also those of symbols that are not looked at yet. */
    void pass(long time) {
        passedTime = time - 1;
        passedSequence = Long.MAX_VALUE;
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
        next.remove(tick.symbol());
        if (tick.isAfter(passedTime, passedSequence)) {
            passedTime = tick.time();
            passedSequence = tick.sequence();
        }
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

    // ---------------------------------------------------------------- bars

    /** {@return the bars that end at a time, by symbol, of the symbols that are looked at} */
    List<Bar> ending(long time) {
        sortBars();
        return ending.getOrDefault(time, List.of());
    }

    /** {@return the bars that begin at a time, likewise; one that began before the session begins with it} */
    List<Bar> beginning(long time) {
        sortBars();
        return beginning.getOrDefault(time, List.of());
    }

    private void sortBars() {
        if (sorted == cursors.size()) {
            return;
        }
        sorted = cursors.size();
        List<Bar> all = cursors.keySet().stream()
                .sorted()
                .flatMap(symbol -> bars(today(), symbol).stream())
                .toList();
        long open = today().session().open() * NANOS;
        ending = all.stream().collect(Collectors.groupingBy(Bar::end));
        beginning = all.stream().collect(Collectors.groupingBy(bar -> Math.max(bar.start(), open)));
    }

    static List<Bar> bars(MarketDay market, String symbol) {
        List<Bar> all = new ArrayList<>();
        if (market.barWidth() == null) {
            return all;
        }
        Bars bars = market.bars(symbol);
        int scale = bars.priceScale();
        for (int place = 0; place < bars.count(); place++) {
            long end = bars.start(place) + 60L * market.barWidth().minutes();
            all.add(new Bar(
                    symbol,
                    bars.start(place) * NANOS,
                    Math.min(end, market.session().close()) * NANOS,
                    BigDecimal.valueOf(bars.open(place), scale),
                    BigDecimal.valueOf(bars.high(place), scale),
                    BigDecimal.valueOf(bars.low(place), scale),
                    BigDecimal.valueOf(bars.close(place), scale),
                    bars.volume(place)));
        }
        return all;
    }

    /** A bar begins; its open is a price only as long as the symbol never had another. */
    void open(Bar bar) {
        traded.putIfAbsent(bar.symbol(), new Quote(bar.open(), bar.start()));
    }

    /** A bar has ended. */
    void close(Bar bar) {
        know(bar);
        volumes.merge(bar.symbol(), bar.volume(), Long::sum);
    }

    private void know(Bar bar) {
        traded.put(bar.symbol(), new Quote(bar.close(), bar.end()));
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

    /** {@return whether the symbol traded on the day in hand} */
    boolean isAwake(String symbol) {
        return volumes.containsKey(symbol);
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
            long openInterest) {

        boolean isAfter(long otherTime, long otherSequence) {
            return time > otherTime || (time == otherTime && sequence > otherSequence);
        }
    }

    /** A candle that is replayed; start and end in nanoseconds, the end not after the close of the session. */
    record Bar(
            String symbol,
            long start,
            long end,
            BigDecimal open,
            BigDecimal high,
            BigDecimal low,
            BigDecimal close,
            long volume) {}
}
