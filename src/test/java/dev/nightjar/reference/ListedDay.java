package dev.nightjar.reference;

import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.MinuteTicks;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickColumns;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.WarmUp;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A market day put together row by row. Ticks of one time keep the order in which they were added; bars of a symbol are added
 * in time order.
 */
public final class ListedDay implements MarketDay {

    private static final long NANOS = 1_000_000_000L;

    private final Session session;
    private final Map<String, Instrument> instruments;
    private final Map<String, Underlying> underlyings;
    private final Map<String, TickSeries> ticks;
    private final Map<String, WarmUp> warmUps;
    private final @Nullable Timeframe barWidth;
    private final Map<String, Bars> bars = new HashMap<>();

    private ListedDay(Builder builder) {
        session = builder.session;
        instruments = Map.copyOf(builder.instruments);
        underlyings = Map.copyOf(builder.underlyings);
        warmUps = Map.copyOf(builder.warmUps);
        barWidth = builder.barWidth;
        builder.bars.forEach((symbol, rows) -> bars.put(symbol, rows.bars()));
        List<Row> rows = new ArrayList<>(builder.rows);
        rows.sort(Comparator.comparingLong(Row::time));
        Map<String, List<Integer>> placesBySymbol = new HashMap<>();
        for (int place = 0; place < rows.size(); place++) {
            placesBySymbol
                    .computeIfAbsent(rows.get(place).symbol(), symbol -> new ArrayList<>())
                    .add(place);
        }
        ticks = new HashMap<>();
        placesBySymbol.forEach((symbol, places) -> {
            Ticks own = new Ticks(rows, places);
            // A series may know its minutes, or not.
            ticks.put(symbol, own.isTraded() && places.size() % 2 == 0 ? new MinuteTicks(own, session) : own);
        });
    }

    public static Builder of(Session session) {
        return new Builder(session);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public String hash() {
        return "0".repeat(64);
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return instruments.get(symbol);
    }

    @Override
    public TickSeries ticks(String symbol) {
        return ticks.getOrDefault(symbol, TickColumns.EMPTY);
    }

    @Override
    public @Nullable Timeframe barWidth() {
        return barWidth;
    }

    @Override
    public Bars bars(String symbol) {
        if (barWidth == null) {
            throw new IllegalStateException(date() + " consists of ticks");
        }
        return bars.getOrDefault(symbol, Bars.empty(0));
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return expiries(underlying, InstrumentKind.OPTION);
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        return expiries(underlying, InstrumentKind.FUTURE);
    }

    private List<LocalDate> expiries(String underlying, InstrumentKind kind) {
        return instruments.values().stream()
                .filter(instrument -> instrument.kind() == kind && underlying.equals(instrument.underlying()))
                .map(Instrument::expiry)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public Collection<Instrument> contracts(String underlying) {
        return instruments.values().stream()
                .filter(instrument -> underlying.equals(instrument.underlying()))
                .toList();
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        return underlyings.get(symbol);
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        return warmUps.getOrDefault(
                symbol + " " + timeframe.minutes(), new WarmUp(Bars.empty(0), WarmUp.Source.NONE, "0".repeat(64)));
    }

    private record Row(String symbol, long time, long price, long bid, long ask, long quantity, long openInterest) {}

    /** The ticks at some places among all rows of the day, which are their sequences. */
    private record Ticks(List<Row> rows, List<Integer> places) implements TickSeries {

        private Row row(int tick) {
            return rows.get(places.get(tick));
        }

        @Override
        public int count() {
            return places.size();
        }

        @Override
        public long time(int tick) {
            return row(tick).time();
        }

        @Override
        public long sequence(int tick) {
            return places.get(tick);
        }

        @Override
        public long price(int tick) {
            return row(tick).price();
        }

        @Override
        public long quantity(int tick) {
            return row(tick).quantity();
        }

        @Override
        public long openInterest(int tick) {
            return row(tick).openInterest();
        }

        @Override
        public long bid(int tick) {
            return row(tick).bid();
        }

        @Override
        public long ask(int tick) {
            return row(tick).ask();
        }

        @Override
        public boolean hasQuotes() {
            return places.stream().map(rows::get).anyMatch(row -> row.bid() != NO_PRICE || row.ask() != NO_PRICE);
        }

        @Override
        public boolean isTraded() {
            return places.stream().map(rows::get).allMatch(row -> row.price() != NO_PRICE);
        }
    }

    /** Collects the rows of a day. */
    public static final class Builder {

        private final Session session;
        private final Map<String, Instrument> instruments = new HashMap<>();
        private final Map<String, Underlying> underlyings = new HashMap<>();
        private final Map<String, WarmUp> warmUps = new HashMap<>();
        private final List<Row> rows = new ArrayList<>();
        private final Map<String, BarsBuilder> bars = new HashMap<>();
        private @Nullable Timeframe barWidth;

        private Builder(Session session) {
            this.session = session;
        }

        public Builder index(String symbol, int priceScale, String strikeInterval) {
            return index(symbol, "NSE", priceScale, strikeInterval);
        }

        Builder index(String symbol, String exchange, int priceScale, String strikeInterval) {
            underlyings.put(symbol, new Underlying(symbol, "NFO", new BigDecimal(strikeInterval)));
            return quoted(symbol, InstrumentKind.INDEX, exchange, 0, priceScale);
        }

        /** Adds something that no contract is known to be on. */
        public Builder quoted(String symbol, InstrumentKind kind, String exchange, long tickSize, int priceScale) {
            instruments.put(
                    symbol, new Instrument(symbol, kind, exchange, null, null, null, null, 0, tickSize, priceScale));
            return this;
        }

        Builder underlying(String symbol, String strikeInterval) {
            underlyings.put(symbol, new Underlying(symbol, "NFO", new BigDecimal(strikeInterval)));
            return this;
        }

        /** Adds an option by its universal symbol, such as {@code TI:2024-11-07:OPT:24250:PE}. */
        public Builder option(String symbol, int priceScale) {
            return option(symbol, 0, priceScale);
        }

        public Builder option(String symbol, long tickSize, int priceScale) {
            String[] parts = symbol.split(":");
            instruments.put(
                    symbol,
                    new Instrument(
                            symbol,
                            InstrumentKind.OPTION,
                            "NFO",
                            parts[0],
                            LocalDate.parse(parts[1]),
                            new BigDecimal(parts[3]),
                            OptionType.valueOf(parts[4]),
                            0,
                            tickSize,
                            priceScale));
            return this;
        }

        /** Adds a future by its universal symbol, such as {@code TI:2024-11-28:FUT}. */
        public Builder future(String symbol, long tickSize, int priceScale) {
            String[] parts = symbol.split(":");
            instruments.put(
                    symbol,
                    new Instrument(
                            symbol,
                            InstrumentKind.FUTURE,
                            "NFO",
                            parts[0],
                            LocalDate.parse(parts[1]),
                            null,
                            null,
                            0,
                            tickSize,
                            priceScale));
            return this;
        }

        /** Adds a tick; its price has at most the digits of its instrument. */
        public Builder tick(String symbol, String time, String price) {
            LocalTime at = LocalTime.parse(time);
            return tick(symbol, session.at(at) * NANOS + at.getNano(), new BigDecimal(price), 1);
        }

        public Builder tick(String symbol, long time, BigDecimal price, long quantity) {
            return tick(symbol, time, price, null, null, quantity, 0);
        }

        /** Adds a quote, a bid and an ask, either of which may be null. */
        public Builder quote(String symbol, String time, @Nullable String bid, @Nullable String ask) {
            LocalTime at = LocalTime.parse(time);
            return tick(
                    symbol,
                    session.at(at) * NANOS + at.getNano(),
                    null,
                    bid == null ? null : new BigDecimal(bid),
                    ask == null ? null : new BigDecimal(ask),
                    0,
                    0);
        }

        /** Adds a tick; what it does not tell is null. */
        Builder tick(
                String symbol,
                long time,
                @Nullable BigDecimal price,
                @Nullable BigDecimal bid,
                @Nullable BigDecimal ask,
                long quantity,
                long openInterest) {
            int scale = instruments.get(symbol).priceScale();
            rows.add(new Row(
                    symbol, time, units(price, scale), units(bid, scale), units(ask, scale), quantity, openInterest));
            return this;
        }

        /** Makes it a day of bars. */
        public Builder bars(int minutes) {
            barWidth = new Timeframe(minutes);
            return this;
        }

        /** Adds a bar: open, high, low, close and volume, with at most the digits of its instrument. */
        public Builder bar(String symbol, String start, String row) {
            String[] words = row.split(" ");
            List<BigDecimal> prices =
                    List.of(words).subList(0, 4).stream().map(BigDecimal::new).toList();
            return bar(symbol, session.at(LocalTime.parse(start)), prices, Long.parseLong(words[4]));
        }

        Builder bar(String symbol, long epochSecond, List<BigDecimal> prices, long volume) {
            int scale = instruments.get(symbol).priceScale();
            bars.computeIfAbsent(symbol, any -> new BarsBuilder(scale))
                    .add(
                            epochSecond,
                            units(prices.get(0), scale),
                            units(prices.get(1), scale),
                            units(prices.get(2), scale),
                            units(prices.get(3), scale),
                            volume);
            return this;
        }

        private static long units(@Nullable BigDecimal price, int scale) {
            return price == null
                    ? TickSeries.NO_PRICE
                    : price.setScale(scale).unscaledValue().longValueExact();
        }

        public Builder warmUp(String symbol, int minutes, Bars bars) {
            return warmUp(symbol, minutes, bars, WarmUp.Source.STORED);
        }

        Builder warmUp(String symbol, int minutes, Bars bars, WarmUp.Source source) {
            warmUps.put(symbol + " " + minutes, new WarmUp(bars, source, "0".repeat(64)));
            return this;
        }

        public ListedDay build() {
            return new ListedDay(this);
        }
    }
}
