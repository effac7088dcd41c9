package dev.nightjar.market;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A market day made by hand: NIFTY on NSE with options, 09:15 to 15:30 in Asia/Kolkata, prices with two decimals.
 *
 * <p>Ticks are given in time order as {@code "09:15:00.5 NIFTY 24250.05"}, with a quantity as a fourth word if it matters,
 * and a bid and an ask as a fifth and sixth. Prices that a tick does not have are {@code -}. A day of bars has {@code "09:15
 * NIFTY 10 12 9 11 500"} instead: open, high, low, close and volume.
 */
public final class TestDay implements MarketDay {

    public static final LocalDate DATE = LocalDate.of(2024, 10, 29);
    public static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    public static final LocalDate EXPIRY = LocalDate.of(2024, 10, 31);

    private record Tick(long time, long sequence, long price, long quantity, long bid, long ask) {}

    /** Ticks of which some have quotes. */
    private record QuotedTicks(List<Tick> rows) implements TickSeries {
        @Override
        public int count() {
            return rows.size();
        }

        @Override
        public long time(int tick) {
            return rows.get(tick).time();
        }

        @Override
        public long sequence(int tick) {
            return rows.get(tick).sequence();
        }

        @Override
        public long price(int tick) {
            return rows.get(tick).price();
        }

        @Override
        public long quantity(int tick) {
            return rows.get(tick).quantity();
        }

        @Override
        public long openInterest(int tick) {
            return 0;
        }

        @Override
        public long bid(int tick) {
            return rows.get(tick).bid();
        }

        @Override
        public long ask(int tick) {
            return rows.get(tick).ask();
        }

        @Override
        public boolean hasQuotes() {
            return true;
        }

        @Override
        public boolean isTraded() {
            return rows.stream().allMatch(row -> row.price() != NO_PRICE);
        }
    }

    private final Session session;
    private final Map<String, Instrument> instruments = new TreeMap<>();
    private final Map<String, List<Tick>> ticks = new HashMap<>();
    private final Map<String, TickSeries> columns = new HashMap<>();
    private final Map<String, BarsBuilder> bars = new HashMap<>();
    private @Nullable Timeframe barWidth;
    private final Map<String, Bars> warmUps = new HashMap<>();
    private final Map<String, List<CorporateAction>> actions = new HashMap<>();
    private long sequence;

    public TestDay() {
        this(DATE);
    }

    public TestDay(LocalDate date) {
        session = Session.of(date, ZONE, LocalTime.of(9, 15), LocalTime.of(15, 30));
        index("NIFTY");
        index("BANKNIFTY");
    }

    private void index(String symbol) {
        instruments.put(symbol, new Instrument(symbol, InstrumentKind.INDEX, "NSE", null, null, null, null, 0, 0, 2));
    }

    /** {@return the symbol of an option of the first expiry} */
    public static String option(int strike, OptionType type) {
        return Instrument.optionSymbol("NIFTY", EXPIRY, BigDecimal.valueOf(strike), type);
    }

    /** Makes a contract known, with or without ticks. */
    public TestDay withOption(int strike, OptionType type) {
        BigDecimal price = BigDecimal.valueOf(strike);
        String symbol = option(strike, type);
        instruments.put(
                symbol, new Instrument(symbol, InstrumentKind.OPTION, "NFO", "NIFTY", EXPIRY, price, type, 0, 0, 2));
        return this;
    }

    /** Makes an instrument known, in place of another of that symbol. */
    public TestDay with(Instrument instrument) {
        instruments.put(instrument.symbol(), instrument);
        return this;
    }

    public TestDay withTicks(String... rows) {
        for (String row : rows) {
            String[] words = row.split(" ", -1);
            LocalTime time = LocalTime.parse(words[0]);
            long nanos = session.at(time) * 1_000_000_000L + time.getNano();
            long quantity = words.length > 3 ? Long.parseLong(words[3]) : 0;
            ticks.computeIfAbsent(words[1], symbol -> new ArrayList<>())
                    .add(new Tick(
                            nanos,
                            sequence++,
                            price(words[2]),
                            quantity,
                            words.length > 5 ? price(words[4]) : TickSeries.NO_PRICE,
                            words.length > 5 ? price(words[5]) : TickSeries.NO_PRICE));
            columns.clear();
        }
        return this;
    }

    /** Makes it a day of bars, which are given in time order. */
    public TestDay withBars(int minutes, String... rows) {
        barWidth = new Timeframe(minutes);
        for (String row : rows) {
            String[] words = row.split(" ", -1);
            bars.computeIfAbsent(words[1], symbol -> new BarsBuilder(2))
                    .add(
                            session.at(LocalTime.parse(words[0])),
                            price(words[2]),
                            price(words[3]),
                            price(words[4]),
                            price(words[5]),
                            words.length > 6 ? Long.parseLong(words[6]) : 0);
        }
        return this;
    }

    @Override
    public @Nullable Timeframe barWidth() {
        return barWidth;
    }

    @Override
    public Bars bars(String symbol) {
        return bars.containsKey(symbol) ? bars.get(symbol).bars() : Bars.empty(2);
    }

    private static long price(String word) {
        return word.equals("-") ? TickSeries.NO_PRICE : Decimals.exactUnits(new BigDecimal(word), 2);
    }

    public TestDay withAction(String symbol, CorporateAction action) {
        actions.computeIfAbsent(symbol, key -> new ArrayList<>()).add(action);
        return this;
    }

    @Override
    public List<CorporateAction> corporateActions(String symbol) {
        return actions.getOrDefault(symbol, List.of());
    }

    /** Gives one-minute candles before the day whose four prices are the given ones. */
    public TestDay withWarmUp(String symbol, double... closes) {
        return withWarmUp(symbol, session.open() - 86_400, closes);
    }

    /** Gives one-minute candles of NIFTY that start at a time of the day before. */
    public TestDay withWarmUpFrom(LocalTime time, double... closes) {
        return withWarmUp("NIFTY", session.at(time) - 86_400, closes);
    }

    private TestDay withWarmUp(String symbol, long from, double... closes) {
        long[] starts = new long[closes.length];
        long[] prices = new long[closes.length];
        for (int bar = 0; bar < closes.length; bar++) {
            starts[bar] = from + 60L * bar;
            prices[bar] = Math.round(closes[bar] * 100);
        }
        warmUps.put(symbol, Bars.of(2, starts, prices, prices, prices, prices, new long[closes.length]));
        return this;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public String hash() {
        return "00";
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return instruments.get(symbol);
    }

    @Override
    public TickSeries ticks(String symbol) {
        return columns.computeIfAbsent(symbol, key -> columns(ticks.getOrDefault(key, List.of())));
    }

    private static TickSeries columns(List<Tick> rows) {
        if (rows.stream()
                .anyMatch(row -> row.price() == TickSeries.NO_PRICE
                        || row.bid() != TickSeries.NO_PRICE
                        || row.ask() != TickSeries.NO_PRICE)) {
            return new QuotedTicks(List.copyOf(rows));
        }
        return TickColumns.of(
                rows.stream().mapToLong(Tick::time).toArray(),
                rows.stream().mapToLong(Tick::sequence).toArray(),
                rows.stream().mapToLong(Tick::price).toArray(),
                rows.stream().mapToLong(Tick::quantity).toArray(),
                new long[rows.size()]);
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return underlying.equals("NIFTY") && !date().isAfter(EXPIRY) ? List.of(EXPIRY) : List.of();
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        return instruments.values().stream()
                .filter(instrument ->
                        instrument.kind() == InstrumentKind.FUTURE && underlying.equals(instrument.underlying()))
                .map(Instrument::expiry)
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
        return symbol.equals("NIFTY") ? new Underlying("NIFTY", "NFO", BigDecimal.valueOf(50)) : null;
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        Bars bars = timeframe.minutes() == 1 ? warmUps.get(symbol) : null;
        return bars == null
                ? new WarmUp(Bars.empty(2), WarmUp.Source.NONE, "")
                : new WarmUp(bars, WarmUp.Source.STORED, "11");
    }
}
