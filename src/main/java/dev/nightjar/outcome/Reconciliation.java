package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Side;
import dev.nightjar.simulation.Ledger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an equity changed by, told twice: by its points, and by what was closed, what companies paid and what open positions would
 * make. All in money; exactly equal, or there is no result.
 *
 * @param capital what all began with
 * @param equity what it became
 * @param closed of all round trips, net of fees
 * @param dividends paid to holders, less what those who were short paid
 * @param unrealized of what is open at the end: its value less what it cost and the fees of that
 */
record Reconciliation(long capital, long equity, long closed, long dividends, long unrealized) {

    /**
     * {@return both tellings}
     *
     * @throws InconsistentLedgerException if cash is not what was paid and received at some point, shares held are not those bought
     *     and sold, or the tellings differ
     */
    static Reconciliation of(Ledger ledger, RoundTrips.Paired paired) {
        checkCash(ledger);
        checkShares(ledger);
        long unrealized = 0;
        for (Ledger.Open position : ledger.open()) {
            unrealized = Math.addExact(
                    unrealized, unrealized(position, paired.open().getOrDefault(position.symbol(), List.of())));
        }
        long closed = paired.closed().stream().mapToLong(RoundTrip::pnl).reduce(0, Math::addExact);
        long dividends = dividends(ledger.flows());
        Ledger.Point last = ledger.last();
        long equity = last == null ? ledger.capital() : last.equity();
        long told = Math.addExact(Math.addExact(Math.addExact(ledger.capital(), closed), dividends), unrealized);
        if (told != equity) {
            throw new InconsistentLedgerException("the equity ends at " + text(equity)
                    + ", but capital, trades, dividends" + " and open positions make " + text(told));
        }
        return new Reconciliation(ledger.capital(), equity, closed, dividends, unrealized);
    }

    static long dividends(List<Ledger.Flow> flows) {
        return flows.stream()
                .filter(flow -> flow.kind() == Ledger.Flow.Kind.DIVIDEND)
                .mapToLong(Ledger.Flow::amount)
                .reduce(0, Math::addExact);
    }

    /** {@return what an open position would make if it were closed at its last price without fees} */
    static long unrealized(Ledger.Open position, List<RoundTrips.OpenLot> lots) {
        long cost = 0;
        for (RoundTrips.OpenLot lot : lots) {
            long value = lot.side() == Side.BUY ? lot.entryValue() : Math.negateExact(lot.entryValue());
            cost = Math.addExact(cost, Math.addExact(value, lot.entryFees()));
        }
        return Math.subtractExact(position.value(), cost);
    }

    private static void checkCash(Ledger ledger) {
        List<Movement> movements = Stream.concat(
                        ledger.fills().stream().map(fill -> new Movement(fill.slice(), fill.cash())),
                        ledger.flows().stream().map(flow -> new Movement(flow.slice(), flow.amount())))
                .sorted(Comparator.comparingLong(Movement::slice))
                .toList();
        long cash = ledger.capital();
        int next = 0;
        for (Ledger.Point point : ledger.equity()) {
            while (next < movements.size() && movements.get(next).slice() <= point.time()) {
                cash = Math.addExact(cash, movements.get(next++).amount());
            }
            if (cash != point.cash()) {
                throw new InconsistentLedgerException("at " + point.time() + " there is cash of " + text(point.cash())
                        + ", but capital and everything paid and received make " + text(cash));
            }
        }
        if (next < movements.size()) {
            throw new InconsistentLedgerException(
                    "something was paid at " + movements.get(next).slice() + ", after the last point");
        }
    }

    private static void checkShares(Ledger ledger) {
        SortedMap<String, Long> held = new TreeMap<>();
        List<Ledger.Event> events = new ArrayList<>(ledger.fills());
        events.addAll(ledger.flows());
        events.sort(Comparator.comparing(Ledger.Event::symbol)
                .thenComparingLong(Ledger.Event::time)
                .thenComparingInt(Ledger.Event::sequence));
        for (Ledger.Event event : events) {
            long before = held.getOrDefault(event.symbol(), 0L);
            long after;
            if (event instanceof Ledger.Fill fill) {
                after = fill.side() == Side.BUY
                        ? Math.addExact(before, fill.quantity())
                        : Math.subtractExact(before, fill.quantity());
                checkShares(event, after, fill.positionAfter());
            } else {
                Ledger.Flow flow = (Ledger.Flow) event;
                checkShares(event, before, flow.quantityBefore());
                after = flow.quantityAfter();
            }
            held.put(event.symbol(), after);
        }
        held.values().removeIf(quantity -> quantity == 0);
        SortedMap<String, Long> open = new TreeMap<>();
        long value = 0;
        for (Ledger.Open position : ledger.open()) {
            open.put(position.symbol(), position.quantity());
            value = Math.addExact(value, position.value());
        }
        if (!held.equals(open)) {
            throw new InconsistentLedgerException("bought and sold are " + held + ", but open at the end " + open);
        }
        Ledger.Point last = ledger.last();
        if (last != null && last.positions() != value) {
            throw new InconsistentLedgerException("positions are worth " + text(last.positions())
                    + " at the end, but the open ones come to " + text(value));
        }
    }

    private static void checkShares(Ledger.Event event, long counted, long told) {
        if (counted != told) {
            throw new InconsistentLedgerException(
                    event.symbol() + " at " + event.time() + ": " + counted + " shares by counting, " + told + " told");
        }
    }

    private record Movement(long slice, long amount) {}

    private static String text(long money) {
        return Decimals.format(money, Decimals.MONEY_SCALE);
    }
}
