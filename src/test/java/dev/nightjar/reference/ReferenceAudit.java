package dev.nightjar.reference;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.run.FillModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference engine checked against itself: an account made from the fills alone, and where each price came from. */
final class ReferenceAudit {

    private static final long NANOS = ReferencePrices.NANOS;

    /** The days so far; the last one is in hand. */
    private final List<MarketDay> days = new ArrayList<>();

    private final FillModel fill;
    private BigDecimal cash = BigDecimal.ZERO;
    /** Units by symbol and side of the position; sold ones are negative. */
    private final Map<String, Map<String, BigDecimal>> units = new LinkedHashMap<>();

    ReferenceAudit(FillModel fill) {
        this.fill = fill;
    }

    void begin(MarketDay day) {
        days.add(day);
    }

    /** Books a fill of a position, which is of the side of its entry. */
    void book(String symbol, String position, String side, BigDecimal quantity, BigDecimal price, BigDecimal fees) {
        BigDecimal bought = side.equals("BUY") ? quantity : quantity.negate();
        cash = cash.subtract(bought.multiply(price)).subtract(fees);
        units.computeIfAbsent(symbol, any -> new LinkedHashMap<>()).merge(position, bought, BigDecimal::add);
    }

    /** Cash and positions at their marks are the profit and loss that is told. */
    void check(BigDecimal profit, ReferencePrices prices) {
        BigDecimal equity = cash;
        for (Map.Entry<String, Map<String, BigDecimal>> symbol : units.entrySet()) {
            for (Map.Entry<String, BigDecimal> position : symbol.getValue().entrySet()) {
                if (position.getValue().signum() != 0) {
                    String closing = position.getKey().equals("BUY") ? "SELL" : "BUY";
                    equity = equity.add(position.getValue().multiply(prices.mark(symbol.getKey(), closing)));
                }
            }
        }
        if (equity.compareTo(profit) != 0) {
            throw new IllegalStateException("cash and positions are worth " + equity + ", told were " + profit);
        }
    }

    /** A fill at once has the price of the last tick up to one, or the close of the last bar up to a time. */
    void checkLast(String symbol, String side, BigDecimal price, long time, long sequence) {
        Long last = null;
        for (MarketDay day : days) {
            TickSeries ticks = day.ticks(symbol);
            for (int tick = 0; tick < ticks.count(); tick++) {
                boolean past =
                        ticks.time(tick) < time || (ticks.time(tick) == time && ticks.sequence(tick) <= sequence);
                last = past && has(ticks, tick, side) ? Long.valueOf(units(ticks, tick, side)) : last;
            }
            for (int bar = 0; bar < bars(day, symbol).count() && end(day, symbol, bar) <= time; bar++) {
                last = bars(day, symbol).close(bar);
            }
        }
        if (last == null || last != unscaled(symbol, price)) {
            throw new IllegalStateException(symbol + " was not at " + price + " in " + time);
        }
    }

    /**
     * A fill by a tick has the price of a tick at that time, which is after the order or protection came to be; a fill by a bar
     * has its open at its start, or a price inside it at its end.
     */
    void checkFill(String symbol, String side, BigDecimal price, long time, long after) {
        MarketDay day = days.get(days.size() - 1);
        long units = unscaled(symbol, price);
        boolean found = false;
        TickSeries ticks = day.ticks(symbol);
        for (int tick = 0; tick < ticks.count(); tick++) {
            found |= ticks.time(tick) == time && has(ticks, tick, side) && units(ticks, tick, side) == units;
        }
        Bars bars = bars(day, symbol);
        for (int bar = 0; bar < bars.count(); bar++) {
            long start = Math.max(bars.start(bar), day.session().open()) * NANOS;
            found |= start == time && bars.open(bar) == units;
            found |= end(day, symbol, bar) == time && bars.low(bar) <= units && units <= bars.high(bar);
        }
        if (!found || time < after) {
            throw new IllegalStateException(symbol + " was not at " + price + " at " + time + ", from " + after);
        }
    }

    private static Bars bars(MarketDay day, String symbol) {
        return day.barWidth() == null ? Bars.empty(0) : day.bars(symbol);
    }

    private static long end(MarketDay day, String symbol, int bar) {
        long end = bars(day, symbol).start(bar) + 60L * day.barWidth().minutes();
        return Math.min(end, day.session().close()) * NANOS;
    }

    private long unscaled(String symbol, BigDecimal price) {
        for (MarketDay day : days) {
            Instrument instrument = day.instrument(symbol);
            if (instrument != null) {
                return price.movePointRight(instrument.priceScale()).longValueExact();
            }
        }
        throw new IllegalStateException("nobody knows " + symbol);
    }

    private boolean has(TickSeries ticks, int tick, String side) {
        long units = units(ticks, tick, side);
        return units != TickSeries.NO_PRICE && (units != 0 || fill != FillModel.QUOTE);
    }

    private long units(TickSeries ticks, int tick, String side) {
        if (fill != FillModel.QUOTE) {
            return ticks.price(tick);
        }
        return side.equals("BUY") ? ticks.ask(tick) : ticks.bid(tick);
    }
}
