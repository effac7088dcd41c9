package dev.nightjar.bench;

import dev.nightjar.data.DataDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the engine is compared with: loops over all ticks of a day in their order, on plain columns in memory.
 *
 * <p>{@link #pass} is the bound below: written by hand for one strategy, it keeps every symbol's last price and minute candle, two
 * averages of one symbol and their cross, and tests the stop and target of one position. {@link #objects} is the one above: every
 * strategy is an object that is told of every tick.
 */
final class TickLoops {

    private static final int MINUTES = 376;
    private static final int FAST = 10;
    private static final int SLOW = 30;

    private final int symbols;
    private final int[] seconds;
    private final int[] symbolOf;
    private final int[] prices;
    private final int[] quantities;
    /** The busiest symbol, which the loops trade. */
    private final int busiest;

    private TickLoops(int symbols, int[] seconds, int[] symbolOf, int[] prices, int[] quantities, int busiest) {
        this.symbols = symbols;
        this.seconds = seconds;
        this.symbolOf = symbolOf;
        this.prices = prices;
        this.quantities = quantities;
        this.busiest = busiest;
    }

    /** {@return the loops over a day's traded ticks} */
    static TickLoops of(DataDay day) {
        List<TickSeries> series = new ArrayList<>();
        day.instruments().forEach(instrument -> series.add(day.ticks(instrument.symbol())));
        int count = series.stream().mapToInt(TickSeries::count).sum();
        Session session = day.session();
        int[] seconds = new int[count];
        int[] symbolOf = new int[count];
        int[] prices = new int[count];
        int[] quantities = new int[count];
        int busiest = 0;
        for (int symbol = 0; symbol < series.size(); symbol++) {
            TickSeries ticks = series.get(symbol);
            busiest = ticks.count() > series.get(busiest).count() ? symbol : busiest;
            for (int tick = 0; tick < ticks.count(); tick++) {
                // A tick's sequence is its rank in the day.
                int place = Math.toIntExact(ticks.sequence(tick));
                seconds[place] = (int) (Math.floorDiv(ticks.time(tick), 1_000_000_000L) - session.open());
                symbolOf[place] = symbol;
                prices[place] = Math.toIntExact(ticks.price(tick));
                quantities[place] = Math.toIntExact(ticks.quantity(tick));
            }
        }
        return new TickLoops(series.size(), seconds, symbolOf, prices, quantities, busiest);
    }

    int count() {
        return seconds.length;
    }

    /** {@return a checksum of one strategy's trades, found in one pass} */
    long pass() {
        int[] last = new int[symbols];
        int[] minute = new int[symbols];
        Arrays.fill(minute, -1);
        int[] high = new int[symbols];
        int[] low = new int[symbols];
        long[] volume = new long[symbols];
        int[] up = new int[symbols];
        Arrays.fill(up, Integer.MAX_VALUE);
        int[] down = new int[symbols];
        Arrays.fill(down, Integer.MIN_VALUE);
        long[] closes = new long[MINUTES];
        int candles = 0;
        boolean wasAbove = false;
        long checksum = 0;
        for (int tick = 0; tick < seconds.length; tick++) {
            int symbol = symbolOf[tick];
            int price = prices[tick];
            int own = seconds[tick] / 60;
            if (own != minute[symbol]) {
                if (symbol == busiest && minute[symbol] >= 0) {
                    closes[candles++] = last[symbol];
                    if (candles >= SLOW) {
                        boolean above = sum(closes, candles, FAST) * SLOW > sum(closes, candles, SLOW) * FAST;
                        if (above && !wasAbove) {
                            up[symbol] = price + 600;
                            down[symbol] = price - 300;
                            checksum = checksum * 31 + price;
                        }
                        wasAbove = above;
                    }
                }
                minute[symbol] = own;
                high[symbol] = price;
                low[symbol] = price;
                volume[symbol] = 0;
            }
            high[symbol] = Math.max(high[symbol], price);
            low[symbol] = Math.min(low[symbol], price);
            volume[symbol] += quantities[tick];
            last[symbol] = price;
            if (price >= up[symbol] || price <= down[symbol]) {
                up[symbol] = Integer.MAX_VALUE;
                down[symbol] = Integer.MIN_VALUE;
                checksum = checksum * 31 + price;
            }
        }
        return checksum + high[0] + low[0] + volume[0];
    }

    private static long sum(long[] closes, int candles, int length) {
        long sum = 0;
        for (int candle = candles - length; candle < candles; candle++) {
            sum += closes[candle];
        }
        return sum;
    }

    /** {@return a checksum of the trades of so many strategies, each an object that is told of every tick} */
    long objects(int strategies) {
        Crossing[] all = new Crossing[strategies];
        for (int number = 0; number < strategies; number++) {
            all[number] = number % 2 == 0
                    ? new Crossing(busiest, 200 + number % 400)
                    : new TwiceTarget(busiest, 200 + number % 400);
        }
        for (int tick = 0; tick < seconds.length; tick++) {
            for (Crossing strategy : all) {
                strategy.tick(seconds[tick], symbolOf[tick], prices[tick]);
            }
        }
        long checksum = 0;
        for (Crossing strategy : all) {
            checksum = checksum * 31 + strategy.profit;
        }
        return checksum;
    }

    /** Buys when the fast average comes above the slow one; has a stop and a target. */
    private static class Crossing {

        private final int traded;
        private final int distance;
        private final long[] closes = new long[MINUTES];
        private int candles;
        private int minute = -1;
        private int last;
        private boolean wasAbove;
        private boolean open;
        private int entry;
        private long profit;

        Crossing(int traded, int distance) {
            this.traded = traded;
            this.distance = distance;
        }

        int target(int price, int away) {
            return price + away;
        }

        void tick(int second, int symbol, int price) {
            if (symbol != traded) {
                return;
            }
            if (open && (price >= target(entry, distance) || price <= entry - distance)) {
                open = false;
                profit += price - entry;
            }
            if (second / 60 != minute) {
                if (minute >= 0) {
                    closes[candles++] = last;
                    cross(price);
                }
                minute = second / 60;
            }
            last = price;
        }

        private void cross(int price) {
            if (candles < SLOW) {
                return;
            }
            boolean above = sum(closes, candles, FAST) * SLOW > sum(closes, candles, SLOW) * FAST;
            if (above && !wasAbove && !open) {
                open = true;
                entry = price;
            }
            wasAbove = above;
        }
    }

    /** The same with a wider target. */
    private static final class TwiceTarget extends Crossing {

        TwiceTarget(int traded, int distance) {
            super(traded, distance);
        }

        @Override
        int target(int price, int away) {
            return price + 2 * away;
        }
    }
}
