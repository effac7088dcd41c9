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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    static final int POINTS = 20_000;

    private static final int MINUTE = 60;
    static final int DAY = Timeframe.DAY * MINUTE;
    private static final List<Integer> WIDTHS = List.of(MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE);

    /** What bars of a day or more are chosen by. */
    private static final String ALL_DAYS = "all days";

    /** How many bytes of bars are kept for the next strategy: of a million. */
    private static final long KEPT_BARS = 48_000_000;

    private static final int BYTES_OF_BAR = 48;

    /** How many bytes of what strategies look at are kept packed. */
    private static final long KEPT_BYTES = 64_000_000;

    /** How many bytes are kept at most, wherever there is room for them. */
    public static final long MOST_KEPT = KEPT_BARS + KEPT_BYTES;

    private static final int KEPT_DAYS = 32;

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Recent<LocalDate, MarketDay> days;
    private final Map<LocalDate, Frame> frames = new ConcurrentHashMap<>();
    private final Recent<Subject, Bars> known;
    private final Recent<Looked, Underlying> looked;

    /** What is asked of a day again and again. */
    private record Frame(Session session, int width) {}

    private record Looked(List<LocalDate> dates, String symbol) {}

    private record Subject(LocalDate date, String symbol) {}

    /**
     * What is read of {@code trades.json}, and of what is still open.
     *
     * @param exitTime null if nothing has closed it
     */
    private record Trade(
            String symbol, String entryTime, @Nullable String exitTime) {}

    /** Of a contract on one day, in epoch seconds. */
    private record Held(LocalDate date, String symbol, long from, long to) {}

    /**
     * What strategies look at, of one symbol.
     *
     * @param from the first day that is drawn if older ones are not
     */
    private record Underlying(Packed packed, @Nullable String from) {}

    /** @param whole whether nothing that has prices is left out */
    record Drawn(List<PriceLine> lines, boolean whole) {

        /** {@return the first day that is drawn; null if nothing is left out} */
        @Nullable String from() {
            return whole ? null : lines.get(0).span();
        }
    }

    /**
     * @param days opens those that were run
     * @param room how many bytes of prices may be kept for the next strategy
     */
    public PriceLines(Function<LocalDate, MarketDay> days, long room) {
        this.days = new Recent<>(KEPT_DAYS, day -> 1, days);
        known = new Recent<>(
                Math.min(KEPT_BARS, room / 2), bars -> (long) BYTES_OF_BAR * (1 + bars.count()), this::made);
        looked = new Recent<>(
                Math.min(KEPT_BYTES, room / 2),
                underlying -> underlying.packed().base64().length,
                wanted -> underlying(drawn(wanted.dates(), wanted.symbol())));
    }

    /** {@return how many bytes of prices are kept now} */
    long kept() {
        return known.used() + looked.used();
    }

    /**
     * {@return the lines of one strategy, packed in lists of them}
     *
     * @param dates that it ran on, ascending
     * @param underlyings the symbols it looks at
     * @param held the bytes of {@code trades.json}, and of what is still open
     */
    List<Packed> packed(List<LocalDate> dates, Collection<String> underlyings, byte[]... held) {
        List<Packed> packed = new ArrayList<>();
        SortedMap<String, String> leftOut = new TreeMap<>();
        for (String symbol : underlyings) {
            Underlying underlying = looked.get(new Looked(dates, symbol));
            packed.add(underlying.packed());
            if (underlying.from() != null) {
                leftOut.put(symbol, underlying.from());
            }
        }
        Drawn contracts = contracts(dates, underlyings, held);
        packed.add(packed(contracts.lines()));
        if (contracts.from() != null) {
            packed.add(Packed.of(JSON.writeValueAsBytes(Map.of("contracts_from", contracts.from()))));
        }
        if (!leftOut.isEmpty()) {
            packed.add(Packed.of(JSON.writeValueAsBytes(Map.of("underlyings_from", leftOut))));
        }
        return packed;
    }

    private static Underlying underlying(Drawn drawn) {
        return new Underlying(packed(drawn.lines()), drawn.from());
    }

    static Packed packed(List<PriceLine> lines) {
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
        return drawn(dates, symbol).lines();
    }

    private Drawn drawn(List<LocalDate> dates, String symbol) {
        if (!dates.isEmpty() && frame(dates.get(0)).width() >= DAY) {
            return new Drawn(joined(dates, date -> line(date, symbol, true, bars(date, symbol)), POINTS), true);
        }
        return newest(dates, date -> line(date, symbol, true, bars(date, symbol)), POINTS);
    }

    /** {@return contracts on each day on which they were held, while they were} */
    List<PriceLine> held(List<LocalDate> dates, Collection<String> underlyings, byte[]... documents) {
        return contracts(dates, underlyings, documents).lines();
    }

    private Drawn contracts(List<LocalDate> dates, Collection<String> underlyings, byte[]... documents) {
        Map<Subject, Held> held =
                new TreeMap<>(Comparator.comparing(Subject::date).thenComparing(Subject::symbol));
        NavigableSet<LocalDate> run = new TreeSet<>(dates);
        for (byte[] document : documents) {
            for (Trade trade : JSON.readValue(document, Trade[].class)) {
                if (!underlyings.contains(trade.symbol())) {
                    hold(trade, run, held);
                }
            }
        }
        return newest(
                held.values().stream()
                        .filter(one -> frame(one.date()).width() < DAY)
                        .toList(),
                one -> line(
                        one.date(), one.symbol(), false, between(bars(one.date(), one.symbol()), one.from(), one.to())),
                POINTS);
    }

    private static void hold(Trade trade, NavigableSet<LocalDate> run, Map<Subject, Held> held) {
        OffsetDateTime entry = OffsetDateTime.parse(trade.entryTime());
        // what nothing has closed was held as long as the run went
        OffsetDateTime exit = trade.exitTime() == null ? null : OffsetDateTime.parse(trade.exitTime());
        NavigableSet<LocalDate> from = run.tailSet(entry.toLocalDate(), true);
        NavigableSet<LocalDate> days =
                exit == null ? from : from.headSet(later(entry.toLocalDate(), exit.toLocalDate()), true);
        for (LocalDate date : days) {
            held.merge(
                    new Subject(date, trade.symbol()),
                    new Held(
                            date,
                            trade.symbol(),
                            entry.toEpochSecond(),
                            exit == null ? Long.MAX_VALUE : exit.toEpochSecond()),
                    (one, other) -> new Held(
                            date, trade.symbol(), Math.min(one.from(), other.from()), Math.max(one.to(), other.to())));
        }
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * {@return lines of what is given, in its order. From the newest on, bars are joined to wider ones whenever there are too many
     * points; what is older than all that fits is not looked at}
     */
    static <T> Drawn newest(List<T> subjects, Function<T, PriceLine> line, int most) {
        Deque<PriceLine> lines = new ArrayDeque<>();
        int level = 0;
        int points = 0;
        for (int place = subjects.size() - 1; place >= 0; place--) {
            PriceLine next = wider(line.apply(subjects.get(place)), WIDTHS.get(level));
            if (next.bars().count() == 0) {
                continue;
            }
            lines.addFirst(next);
            points += next.bars().count();
            while (points > most) {
                if (level == WIDTHS.size() - 1) {
                    lines.removeFirst();
                    return new Drawn(List.copyOf(lines), false);
                }
                int width = WIDTHS.get(++level);
                lines = lines.stream().map(one -> wider(one, width)).collect(Collectors.toCollection(ArrayDeque::new));
                points = lines.stream().mapToInt(one -> one.bars().count()).sum();
            }
        }
        return new Drawn(List.copyOf(lines), true);
    }

    private static PriceLine wider(PriceLine line, int width) {
        if (width <= line.width() || width % line.width() != 0) {
            return line;
        }
        Bars bars = TickBars.wider(line.bars(), new BarWidth(width), line.session());
        return new PriceLine(line.span(), line.symbol(), line.underlying(), bars, width, line.session());
    }

    /** {@return bars of days as one line, each ending with its session; of very many, as many to a point as needed} */
    static <T> List<PriceLine> joined(List<T> days, Function<T, PriceLine> ofDay, int most) {
        int each = 1 + days.size() / most;
        BarsBuilder all = null;
        PriceLine last = null;
        for (int place = (days.size() - 1) % each; place < days.size(); place += each) {
            PriceLine line = ofDay.apply(days.get(place));
            if (line.bars().count() > 0) {
                all = all == null ? new BarsBuilder(line.bars().priceScale()) : all;
                add(all, line, line.session().close() - line.width());
                last = line;
            }
        }
        return all == null || last == null
                ? List.of()
                : List.of(new PriceLine(
                        ALL_DAYS, last.symbol(), last.underlying(), all.bars(), last.width(), last.session()));
    }

    private static void add(BarsBuilder all, PriceLine line, long start) {
        int bar = line.bars().count() - 1;
        all.add(
                start,
                line.bars().open(bar),
                line.bars().high(bar),
                line.bars().low(bar),
                line.bars().close(bar),
                line.bars().volume(bar));
    }

    private PriceLine line(LocalDate date, String symbol, boolean underlying, Bars bars) {
        Frame frame = frame(date);
        return new PriceLine(date.toString(), symbol, underlying, bars, frame.width(), frame.session());
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
