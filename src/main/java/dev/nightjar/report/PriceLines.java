package dev.nightjar.report;

import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.Timeframe;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The prices a report draws: of what a strategy looks at on each of its days, and of each contract while it was held. Minutes are
 * joined to wider bars until few enough points are left; what is of a day is made once for all strategies. For several threads.
 */
public final class PriceLines {

    /** How many points of what is looked at, and how many of contracts, are drawn in one report. */
    private static final int POINTS = 20_000;

    private static final int MINUTE = 60;
    private static final int DAY = Timeframe.DAY * MINUTE;
    private static final List<Integer> WIDTHS = List.of(MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE);

    /** What bars of a day or more are chosen by. */
    private static final String ALL_DAYS = "all days";

    /** How many bars, and how many opened days, are kept for the next strategy. */
    private static final int KEPT_BARS = 1_000_000;

    private static final int KEPT_DAYS = 32;

    /** How many bytes of what strategies look at are kept packed. */
    private static final int KEPT_BYTES = 64_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Recent<LocalDate, MarketDay> days;
    private final Map<LocalDate, Frame> frames = new ConcurrentHashMap<>();
    private final Recent<Subject, Bars> known;
    private final Recent<Looked, Packed> looked;

    /** What is asked of a day again and again. */
    private record Frame(Session session, int width) {}

    private record Looked(List<LocalDate> dates, String symbol) {}

    private record Subject(LocalDate date, String symbol) {}

    /** What is read of {@code trades.json}. */
    private record Trade(String symbol, String entryTime, String exitTime) {}

    /** Of a contract on one day, in epoch seconds. */
    private record Held(LocalDate date, String symbol, long from, long to) {}

    /** @param days opens those that were run */
    public PriceLines(Function<LocalDate, MarketDay> days) {
        this.days = new Recent<>(KEPT_DAYS, day -> 1, days);
        known = new Recent<>(KEPT_BARS, bars -> 1 + bars.count(), this::made);
        looked = new Recent<>(
                KEPT_BYTES,
                packed -> packed.base64().length,
                wanted -> packed(looked(wanted.dates(), wanted.symbol())));
    }

    /**
     * {@return the lines of one strategy, packed in lists of them}
     *
     * @param dates that it ran on, ascending
     * @param underlyings the symbols it looks at
     * @param trades the bytes of {@code trades.json}
     */
    List<Packed> packed(List<LocalDate> dates, Collection<String> underlyings, byte[] trades) {
        List<Packed> packed = new ArrayList<>();
        for (String symbol : underlyings) {
            packed.add(looked.get(new Looked(dates, symbol)));
        }
        packed.add(packed(held(dates, underlyings, trades)));
        return packed;
    }

    private static Packed packed(List<PriceLine> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            lines.forEach(line -> line.write(json));
            json.writeEndArray();
        }
        return Packed.of(bytes.toByteArray());
    }

    /** {@return a symbol that is looked at, on each day that has prices of it} */
    List<PriceLine> looked(List<LocalDate> dates, String symbol) {
        List<PriceLine> lines = new ArrayList<>();
        for (LocalDate date : dates) {
            Bars bars = bars(date, symbol);
            if (bars.count() > 0) {
                lines.add(line(date, symbol, true, bars));
            }
        }
        return thinned(lines.isEmpty() || lines.get(0).width() < DAY ? lines : List.of(joined(lines)));
    }

    /** {@return contracts on each day on which they were held, while they were} */
    List<PriceLine> held(List<LocalDate> dates, Collection<String> underlyings, byte[] trades) {
        Map<String, Held> held = new TreeMap<>();
        NavigableSet<LocalDate> run = new TreeSet<>(dates);
        for (Trade trade : JSON.readValue(trades, Trade[].class)) {
            String symbol = trade.symbol();
            if (underlyings.contains(symbol)) {
                continue;
            }
            OffsetDateTime entry = OffsetDateTime.parse(trade.entryTime());
            OffsetDateTime exit = OffsetDateTime.parse(trade.exitTime());
            LocalDate last = later(entry.toLocalDate(), exit.toLocalDate());
            for (LocalDate date : run.subSet(entry.toLocalDate(), true, last, true)) {
                held.merge(
                        date + " " + symbol,
                        new Held(date, symbol, entry.toEpochSecond(), exit.toEpochSecond()),
                        (one, other) -> new Held(
                                date, symbol, Math.min(one.from(), other.from()), Math.max(one.to(), other.to())));
            }
        }
        List<PriceLine> lines = new ArrayList<>();
        for (Held one : held.values()) {
            if (frame(one.date()).width() >= DAY) {
                continue;
            }
            Bars bars = between(bars(one.date(), one.symbol()), one.from(), one.to());
            if (bars.count() > 0) {
                lines.add(line(one.date(), one.symbol(), false, bars));
            }
        }
        return thinned(lines);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private List<PriceLine> thinned(List<PriceLine> lines) {
        List<PriceLine> thin = lines;
        for (int width : WIDTHS) {
            if (points(thin) <= POINTS) {
                return thin;
            }
            thin = lines.stream().map(line -> wider(line, width)).toList();
        }
        while (points(thin) > POINTS) {
            // the newest stay
            thin = thin.subList(thin.size() - thin.size() / 2, thin.size());
        }
        return thin;
    }

    private static int points(List<PriceLine> lines) {
        return lines.stream().mapToInt(line -> line.bars().count()).sum();
    }

    private PriceLine wider(PriceLine line, int width) {
        if (width <= line.width() || width % line.width() != 0) {
            return line;
        }
        Session session = frame(LocalDate.parse(line.span())).session();
        Bars bars = TickBars.wider(line.bars(), new BarWidth(width), session);
        return new PriceLine(line.span(), line.symbol(), line.underlying(), bars, width, line.zone());
    }

    /** Bars of days as one line; each ends with its session. */
    private PriceLine joined(List<PriceLine> lines) {
        PriceLine first = lines.get(0);
        BarsBuilder all = new BarsBuilder(first.bars().priceScale());
        for (PriceLine line : lines) {
            long close = frame(LocalDate.parse(line.span())).session().close();
            for (int bar = 0; bar < line.bars().count(); bar++) {
                all.add(
                        close - first.width(),
                        line.bars().open(bar),
                        line.bars().high(bar),
                        line.bars().low(bar),
                        line.bars().close(bar),
                        line.bars().volume(bar));
            }
        }
        return new PriceLine(ALL_DAYS, first.symbol(), true, all.bars(), first.width(), first.zone());
    }

    private PriceLine line(LocalDate date, String symbol, boolean underlying, Bars bars) {
        Frame frame = frame(date);
        return new PriceLine(
                date.toString(),
                symbol,
                underlying,
                bars,
                frame.width(),
                frame.session().zone());
    }

    private Frame frame(LocalDate date) {
        return frames.computeIfAbsent(date, wanted -> {
            MarketDay day = days.get(wanted);
            Timeframe stored = day.barWidth();
            return new Frame(day.session(), stored == null ? MINUTE : stored.minutes() * MINUTE);
        });
    }

    private Bars bars(LocalDate date, String symbol) {
        return known.get(new Subject(date, symbol));
    }

    private Bars made(Subject subject) {
        MarketDay day = days.get(subject.date());
        String symbol = subject.symbol();
        Instrument instrument = day.instrument(symbol);
        if (instrument == null) {
            return Bars.empty(0);
        }
        return day.barWidth() != null
                ? day.bars(symbol)
                : TickBars.trades(day.ticks(symbol), new BarWidth(MINUTE), instrument.priceScale(), day.session());
    }

    private static Bars between(Bars bars, long from, long to) {
        BarsBuilder some = new BarsBuilder(bars.priceScale());
        for (int bar = Math.max(0, bars.firstAtOrAfter(from) - 1); bar < bars.count() && bars.start(bar) <= to; bar++) {
            some.add(bars.start(bar), bars.open(bar), bars.high(bar), bars.low(bar), bars.close(bar), bars.volume(bar));
        }
        return some.bars();
    }
}
