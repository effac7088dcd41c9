package dev.nightjar.report;

import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.Session;
import dev.nightjar.market.UnreadableMarketException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The prices a simulation's report draws: those of the symbols it traded, as they were traded. Symbols are read one after the other,
 * the most traded first, until there is no room; of one that has too many points the newest days are drawn.
 */
public final class SimulatedPrices {

    /** How many points are drawn in one report: as many as of what a strategy looks at and of its contracts. */
    private static final int POINTS = 2 * PriceLines.POINTS;

    /** What each symbol may take before others are left out: some fifteen years of days. */
    private static final int LEAST = 4_000;

    private final Source source;
    private final int points;
    private final int least;

    /** Where candles come from. */
    @FunctionalInterface
    public interface Source {

        /**
         * {@return those of a symbol that were simulated}
         *
         * @throws UnreadableMarketException if they cannot be read any more, or are others now
         */
        Candles of(String symbol);
    }

    /**
     * Candles of one symbol.
     *
     * @param width of a bar, in seconds
     * @param zone the exchange's
     */
    public record Candles(Bars bars, int width, ZoneId zone) {}

    public SimulatedPrices(Source source) {
        this(source, POINTS, LEAST);
    }

    /**
     * @param points of one report
     * @param least what a symbol may take before others are left out
     */
    SimulatedPrices(Source source, int points, int least) {
        this.source = source;
        this.points = points;
        this.least = least;
    }

    /** What is read of what was traded. */
    private record Traded(String symbol) {}

    /** The bars of one day, from one up to another. */
    private record Day(LocalDate date, int from, int to) {}

    /**
     * What was traded and is not drawn.
     *
     * @param symbols for which there is no room, the most traded first
     * @param from by symbol, the first day that is drawn of those whose older ones are not
     * @param unreadable by symbol, why it has no prices
     */
    private record NotDrawn(
            List<String> symbols, SortedMap<String, LocalDate> from, SortedMap<String, String> unreadable) {}

    /**
     * {@return the lines of all symbols, packed, and what is left out}
     *
     * @param documents what was traded, in the order in which it ended: the bytes of {@code trades.json}, and of what is still open
     */
    List<Packed> packed(byte[]... documents) {
        List<String> symbols = mostTraded(documents);
        List<PriceLine> lines = new ArrayList<>();
        NotDrawn notDrawn = new NotDrawn(new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
        int left = points;
        for (int place = 0; place < symbols.size(); place++) {
            String symbol = symbols.get(place);
            if (left <= 0) {
                notDrawn.symbols().add(symbol);
                continue;
            }
            try {
                Candles candles = source.of(symbol);
                List<Day> days = days(candles);
                List<PriceLine> drawn = lines(symbol, candles, days, Math.max(least, left / (symbols.size() - place)));
                if (candles.width() < PriceLines.DAY
                        && !drawn.isEmpty()
                        && !drawn.get(0).span().equals(days.get(0).date().toString())) {
                    notDrawn.from().put(symbol, LocalDate.parse(drawn.get(0).span()));
                }
                left -= drawn.stream().mapToInt(line -> line.bars().count()).sum();
                lines.addAll(drawn);
            } catch (UnreadableMarketException e) {
                notDrawn.unreadable().put(symbol, String.valueOf(e.getMessage()));
            }
        }
        return List.of(
                PriceLines.packed(lines), Packed.of(PriceLines.JSON.writeValueAsBytes(Map.of("not_drawn", notDrawn))));
    }

    /** {@return the symbols with the most trades first, of equally many the one that was traded last} */
    private static List<String> mostTraded(byte[]... documents) {
        Map<String, Integer> trades = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        int place = 0;
        for (byte[] document : documents) {
            for (Traded traded : PriceLines.JSON.readValue(document, Traded[].class)) {
                trades.merge(traded.symbol(), 1, Integer::sum);
                last.put(traded.symbol(), place++);
            }
        }
        return trades.keySet().stream()
                .sorted(Comparator.<String, Integer>comparing(trades::get)
                        .thenComparing(last::get)
                        .reversed())
                .toList();
    }

    private static List<PriceLine> lines(String symbol, Candles candles, List<Day> days, int most) {
        return candles.width() < PriceLines.DAY
                ? PriceLines.newest(days, day -> line(symbol, candles, day), most)
                        .lines()
                : PriceLines.joined(days, day -> line(symbol, candles, day), most);
    }

    private static List<Day> days(Candles candles) {
        List<Day> days = new ArrayList<>();
        Bars bars = candles.bars();
        int bar = 0;
        while (bar < bars.count()) {
            int from = bar;
            LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(bars.start(bar)), candles.zone());
            bar = bars.firstAtOrAfter(midnight(date.plusDays(1), candles.zone()));
            days.add(new Day(date, from, bar));
        }
        return days;
    }

    private static PriceLine line(String symbol, Candles candles, Day day) {
        BarsBuilder bars = new BarsBuilder(candles.bars().priceScale(), day.to() - day.from());
        bars.addAll(candles.bars(), day.from(), day.to());
        return new PriceLine(day.date().toString(), symbol, false, bars.bars(), candles.width(), session(candles, day));
    }

    /** A simulation has no hours: its day goes from the first bar to the end of the last, with daily bars to its last second. */
    private static Session session(Candles candles, Day day) {
        boolean daily = candles.width() >= PriceLines.DAY;
        return new Session(
                day.date(),
                candles.zone(),
                daily ? midnight(day.date(), candles.zone()) : candles.bars().start(day.from()),
                daily
                        ? midnight(day.date().plusDays(1), candles.zone()) - 1
                        : candles.bars().start(day.to() - 1) + candles.width());
    }

    private static long midnight(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toEpochSecond();
    }
}
