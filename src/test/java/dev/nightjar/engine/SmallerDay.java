package dev.nightjar.engine;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.WarmUp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A market day of ticks or bars of which something was left out. It remembers what it was asked for, and prints just that.
 */
final class SmallerDay implements MarketDay {

    /** A tick by its place in the whole day's series of a symbol, or a bar, which has no sequence. */
    record TickPlace(String symbol, int place, long time, long sequence) {}

    /** Candles before the day, by whose they are. */
    record Candles(String symbol, Timeframe timeframe) {}

    private final MarketDay whole;
    private final Map<String, int[]> kept = new TreeMap<>();
    private final Map<Candles, WarmUp> warmUps = new TreeMap<>(Comparator.comparing(Candles::symbol)
            .thenComparing(key -> key.timeframe().minutes()));
    /** Lines about what was asked for besides ticks and candles. */
    private final Map<String, String> facts = new TreeMap<>();

    SmallerDay(MarketDay whole) {
        this.whole = whole;
    }

    private SmallerDay copy() {
        SmallerDay copy = new SmallerDay(whole);
        copy.kept.putAll(kept);
        copy.warmUps.putAll(warmUps);
        return copy;
    }

    private TickPlace place(String symbol, int place) {
        if (barWidth() != null) {
            return new TickPlace(symbol, place, whole.bars(symbol).start(place) * MomentTape.NANOS, 0);
        }
        TickSeries series = whole.ticks(symbol);
        return new TickPlace(symbol, place, series.time(place), series.sequence(place));
    }

    /** {@return the ticks or bars of all symbols that were asked for, in their order} */
    List<TickPlace> ticks() {
        List<TickPlace> all = new ArrayList<>();
        kept.forEach((symbol, places) -> {
            for (int place : places) {
                all.add(place(symbol, place));
            }
        });
        all.sort(Comparator.comparingLong(TickPlace::time).thenComparingLong(TickPlace::sequence));
        return all;
    }

    /** {@return the symbols whose ticks or bars were asked for} */
    List<String> symbols() {
        return List.copyOf(kept.keySet());
    }

    SmallerDay without(List<TickPlace> left) {
        Set<TickPlace> gone = new HashSet<>(left);
        SmallerDay copy = copy();
        kept.forEach((symbol, places) -> copy.kept.put(
                symbol,
                IntStream.of(places)
                        .filter(place -> !gone.contains(place(symbol, place)))
                        .toArray()));
        return copy;
    }

    /** {@return the candles before the day that were asked for and exist} */
    List<Candles> candles() {
        return warmUps.entrySet().stream()
                .filter(entry -> entry.getValue().bars().count() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return the day with the last half of some candles before it, or with none} */
    SmallerDay withFewer(Candles key, boolean none) {
        WarmUp warmUp = warmUp(key.symbol(), key.timeframe());
        int count = warmUp.bars().count();
        int first = none ? count : (count + 1) / 2;
        SmallerDay copy = copy();
        copy.warmUps.put(key, new WarmUp(from(warmUp.bars(), first), warmUp.source(), warmUp.hash()));
        return copy;
    }

    private static Bars from(Bars bars, int first) {
        return some(bars, IntStream.range(first, bars.count()).toArray());
    }

    private static Bars some(Bars bars, int[] places) {
        return Bars.of(
                bars.priceScale(),
                IntStream.of(places).mapToLong(bars::start).toArray(),
                IntStream.of(places).mapToLong(bars::open).toArray(),
                IntStream.of(places).mapToLong(bars::high).toArray(),
                IntStream.of(places).mapToLong(bars::low).toArray(),
                IntStream.of(places).mapToLong(bars::close).toArray(),
                IntStream.of(places).mapToLong(bars::volume).toArray());
    }

    @Override
    public @Nullable Timeframe barWidth() {
        return whole.barWidth();
    }

    @Override
    public Bars bars(String symbol) {
        Bars bars = whole.bars(symbol);
        return some(
                bars,
                kept.computeIfAbsent(
                        symbol, key -> IntStream.range(0, bars.count()).toArray()));
    }

    @Override
    public Session session() {
        return whole.session();
    }

    @Override
    public String hash() {
        return whole.hash();
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        Instrument instrument = whole.instrument(symbol);
        facts.put("instrument " + symbol, String.valueOf(instrument));
        return instrument;
    }

    @Override
    public TickSeries ticks(String symbol) {
        TickSeries series = whole.ticks(symbol);
        if (barWidth() != null) {
            return series;
        }
        return new Kept(
                series,
                kept.computeIfAbsent(
                        symbol, key -> IntStream.range(0, series.count()).toArray()));
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        List<LocalDate> expiries = whole.optionExpiries(underlying);
        facts.put("option expiries of " + underlying, expiries.toString());
        return expiries;
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        List<LocalDate> expiries = whole.futureExpiries(underlying);
        facts.put("future expiries of " + underlying, expiries.toString());
        return expiries;
    }

    @Override
    public Collection<Instrument> contracts(String underlying) {
        return whole.contracts(underlying);
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        Underlying underlying = whole.underlying(symbol);
        facts.put("underlying " + symbol, String.valueOf(underlying));
        return underlying;
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        return warmUps.computeIfAbsent(new Candles(symbol, timeframe), key -> whole.warmUp(symbol, timeframe));
    }

    /** {@return everything that was asked for, line by line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("day ").append(date()).append(' ').append(session().zone());
        text.append(" from ").append(clock(session().open() * MomentTape.NANOS));
        text.append(" to ").append(clock(session().close() * MomentTape.NANOS)).append('\n');
        facts.forEach((name, fact) ->
                text.append("  ").append(name).append(": ").append(fact).append('\n'));
        warmUps.forEach((key, warmUp) -> {
            Bars bars = warmUp.bars();
            text.append("  ").append(bars.count()).append(" candles before the day of ");
            text.append(key.symbol()).append(' ').append(key.timeframe().label());
            text.append(" (epoch second, open, high, low, close, volume)\n");
            for (int bar = 0; bar < bars.count(); bar++) {
                text.append("    ").append(bars.start(bar)).append(bar(bars, bar));
            }
        });
        if (barWidth() != null) {
            text.append("  bars of ").append(barWidth().label()).append(" (open, high, low, close, volume)\n");
        }
        for (TickPlace tick : ticks()) {
            text.append("  ");
            if (barWidth() == null) {
                text.append(tick(tick)).append('\n');
            } else {
                text.append(clock(tick.time())).append(' ').append(tick.symbol());
                text.append(bar(whole.bars(tick.symbol()), tick.place()));
            }
        }
        return text.toString();
    }

    private static String bar(Bars bars, int bar) {
        StringBuilder text = new StringBuilder();
        for (long price : new long[] {bars.open(bar), bars.high(bar), bars.low(bar), bars.close(bar)}) {
            text.append(' ').append(Decimals.format(price, bars.priceScale()));
        }
        return text.append(' ').append(bars.volume(bar)).append('\n').toString();
    }

    private String tick(TickPlace tick) {
        TickSeries series = whole.ticks(tick.symbol());
        Instrument instrument = whole.instrument(tick.symbol());
        int scale = instrument == null ? 0 : instrument.priceScale();
        StringBuilder text =
                new StringBuilder().append(clock(tick.time())).append(' ').append(tick.symbol());
        append(text, "", series.price(tick.place()), scale);
        append(text, "bid ", series.bid(tick.place()), scale);
        append(text, "ask ", series.ask(tick.place()), scale);
        text.append(" quantity ").append(series.quantity(tick.place()));
        return text.append(" oi ").append(series.openInterest(tick.place())).toString();
    }

    private static void append(StringBuilder text, String name, long price, int scale) {
        if (price != TickSeries.NO_PRICE) {
            text.append(' ').append(name).append(Decimals.format(price, scale));
        }
    }

    private LocalTime clock(long nanos) {
        return Instant.ofEpochSecond(0, nanos).atZone(session().zone()).toLocalTime();
    }

    /** Some ticks of a series. */
    private record Kept(TickSeries whole, int[] places) implements TickSeries {

        @Override
        public int count() {
            return places.length;
        }

        @Override
        public long time(int tick) {
            return whole.time(places[tick]);
        }

        @Override
        public long sequence(int tick) {
            return whole.sequence(places[tick]);
        }

        @Override
        public long price(int tick) {
            return whole.price(places[tick]);
        }

        @Override
        public long quantity(int tick) {
            return whole.quantity(places[tick]);
        }

        @Override
        public long openInterest(int tick) {
            return whole.openInterest(places[tick]);
        }

        @Override
        public long bid(int tick) {
            return whole.bid(places[tick]);
        }

        @Override
        public long ask(int tick) {
            return whole.ask(places[tick]);
        }

        @Override
        public boolean hasQuotes() {
            return IntStream.range(0, count()).anyMatch(tick -> bid(tick) != NO_PRICE || ask(tick) != NO_PRICE);
        }

        @Override
        public boolean isTraded() {
            return IntStream.range(0, count()).allMatch(tick -> price(tick) != NO_PRICE);
        }
    }
}
