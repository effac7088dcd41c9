package dev.nightjar.outcome;

import dev.nightjar.market.Side;
import dev.nightjar.simulation.FillReason;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.SkipReason;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps the books of a small account, one bar a day: what is traded on a day fills at its open, and the day ends at a close. Prices
 * are whole and have a scale of 2.
 */
final class LedgerFixture {

    static final long UNIT = 1_000_000;
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    private final long capital;
    private final SortedSet<String> symbols = new TreeSet<>();
    private final List<Ledger.Fill> fills = new ArrayList<>();
    private final List<Ledger.Flow> flows = new ArrayList<>();
    private final List<Ledger.Skip> skips = new ArrayList<>();
    private final List<Ledger.Point> points = new ArrayList<>();
    private final SortedMap<String, Long> held = new TreeMap<>();
    private final SortedMap<String, Long> closes = new TreeMap<>();
    private final SortedMap<String, String> dropped = new TreeMap<>();
    private long cash;
    private int day;
    private int sequence;

    LedgerFixture(long capital, String... symbols) {
        this.capital = capital * UNIT;
        cash = this.capital;
        this.symbols.addAll(List.of(symbols));
    }

    long open() {
        return FIRST.plusDays(day).atTime(9, 15).atZone(ZONE).toEpochSecond();
    }

    private long end() {
        return FIRST.plusDays(day + 1).atStartOfDay(ZONE).toEpochSecond() - 1;
    }

    LedgerFixture buy(String symbol, long quantity, double price) {
        return trade(symbol, Side.BUY, quantity, price, 0);
    }

    LedgerFixture sell(String symbol, long quantity, double price) {
        return trade(symbol, Side.SELL, quantity, price, 0);
    }

    /** @param fees in millionths */
    LedgerFixture trade(String symbol, Side side, long quantity, double price, long fees) {
        symbols.add(symbol);
        long units = Math.round(price * 100);
        long after = held.merge(symbol, side == Side.BUY ? quantity : -quantity, Long::sum);
        Ledger.Fill fill = new Ledger.Fill(
                open(),
                end(),
                symbol,
                sequence++,
                side,
                quantity,
                units,
                units,
                2,
                units * quantity * 10_000,
                0,
                fees,
                FillReason.SIGNAL,
                open() - 1,
                after);
        fills.add(fill);
        cash += fill.cash();
        return this;
    }

    /** @param amount paid for the fraction that is left, in millionths */
    LedgerFixture split(String symbol, long newShares, long oldShares, long amount) {
        long before = held.getOrDefault(symbol, 0L);
        long after = before * newShares / oldShares;
        flows.add(new Ledger.Flow(
                open(),
                end(),
                symbol,
                sequence++,
                Ledger.Flow.Kind.SPLIT,
                amount,
                before,
                after,
                newShares,
                oldShares));
        held.put(symbol, after);
        cash += amount;
        return this;
    }

    LedgerFixture dividend(String symbol, long amount) {
        long quantity = held.getOrDefault(symbol, 0L);
        flows.add(new Ledger.Flow(
                open(), end(), symbol, sequence++, Ledger.Flow.Kind.DIVIDEND, amount, quantity, quantity, 1, 1));
        cash += amount;
        return this;
    }

    LedgerFixture skip(String symbol, SkipReason reason) {
        symbols.add(symbol);
        skips.add(new Ledger.Skip(
                open(), end(), symbol, sequence++, Side.BUY, reason, 12_000 * UNIT, 500 * UNIT, 12_000, 2, open() - 1));
        return this;
    }

    LedgerFixture drop(String symbol, String reason) {
        symbols.add(symbol);
        dropped.put(symbol, reason);
        return this;
    }

    /** Has a symbol close at a price when the day ends. */
    LedgerFixture mark(String symbol, double price) {
        closes.put(symbol, Math.round(price * 100));
        return this;
    }

    /** Ends the day with a close of a symbol. */
    LedgerFixture close(String symbol, double price) {
        closes.put(symbol, Math.round(price * 100));
        return endOfDay();
    }

    LedgerFixture endOfDay() {
        long value = 0;
        long exposure = 0;
        int count = 0;
        for (Map.Entry<String, Long> position : held.entrySet()) {
            long worth = position.getValue() * closes.getOrDefault(position.getKey(), 0L) * 10_000;
            value += worth;
            exposure += Math.abs(worth);
            count += position.getValue() == 0 ? 0 : 1;
        }
        points.add(new Ledger.Point(end(), cash, value, exposure, count));
        day++;
        return this;
    }

    /** Lets money appear that nobody paid. */
    LedgerFixture miscount(long amount) {
        cash += amount;
        return this;
    }

    Ledger ledger() {
        List<Ledger.Open> open = new ArrayList<>();
        held.forEach((symbol, quantity) -> {
            if (quantity != 0) {
                long price = closes.getOrDefault(symbol, 0L);
                open.add(new Ledger.Open(symbol, quantity, price, 2, end() - 86_400, quantity * price * 10_000));
            }
        });
        return new Ledger(ZONE, symbols, capital, fills, flows, skips, points, open, new TreeMap<>(), dropped);
    }
}
