package dev.nightjar.outcome;

import dev.nightjar.market.Side;
import dev.nightjar.simulation.Ledger;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Pairs what a ledger bought and sold, symbol by symbol: the first opened is the first closed. Values and fees are shared out by
 * shares, rounded half-even, and the last part of a fill takes what is left, so that all parts add up to the fill.
 *
 * <p>A split changes how many shares a part has, not what it cost. What was paid for the fraction of a share it left is the exit
 * of that fraction.
 */
final class RoundTrips {

    /** Why a fraction of a share was closed. */
    static final String SPLIT = "split";

    private static final int QUANTITY_DIGITS = 6;

    private final String symbol;
    private final List<RoundTrip> trips = new ArrayList<>();
    private final Deque<Lot> lots = new ArrayDeque<>();

    /** Shares of lots are whole units of one over this. */
    private long parts = 1;

    private RoundTrips(String symbol) {
        this.symbol = symbol;
    }

    /**
     * All of a ledger.
     *
     * @param closed by time of exit, then symbol, then number
     * @param open what is still open, by symbol and in order of entry
     */
    record Paired(List<RoundTrip> closed, SortedMap<String, List<OpenLot>> open) {
        Paired {
            closed = List.copyOf(closed);
        }
    }

    /**
     * What is left of what a fill opened.
     *
     * @param quantity shares as they are counted at the end
     * @param entryFees what of them no exit has taken yet
     */
    record OpenLot(
            Side side,
            BigDecimal quantity,
            BigDecimal entryQuantity,
            long entryTime,
            BigDecimal entryPrice,
            long entryValue,
            long entryFees,
            String entryReason) {}

    static Paired of(Ledger ledger) {
        SortedMap<String, List<Ledger.Event>> events = new TreeMap<>();
        Stream.<Ledger.Event>concat(
                        ledger.fills().stream(),
                        ledger.flows().stream().filter(flow -> flow.kind() == Ledger.Flow.Kind.SPLIT))
                .forEach(event -> events.computeIfAbsent(event.symbol(), symbol -> new ArrayList<>())
                        .add(event));
        List<RoundTrip> closed = new ArrayList<>();
        SortedMap<String, List<OpenLot>> open = new TreeMap<>();
        events.forEach((symbol, itsEvents) -> {
            itsEvents.sort(Comparator.comparingLong(Ledger.Event::time).thenComparingInt(Ledger.Event::sequence));
            RoundTrips pairs = new RoundTrips(symbol);
            itsEvents.forEach(pairs::see);
            closed.addAll(pairs.trips);
            if (!pairs.lots.isEmpty()) {
                open.put(symbol, pairs.lots.stream().map(pairs::open).toList());
            }
        });
        closed.sort(Comparator.comparingLong(RoundTrip::exitTime)
                .thenComparing(RoundTrip::symbol)
                .thenComparingInt(RoundTrip::number));
        return new Paired(closed, open);
    }

    /** What a fill opened and nothing has closed yet; shares are counted in parts. */
    private static final class Lot {
        final Ledger.Fill fill;
        long shares;
        long value;
        long fees;

        /** How many shares one share of the fill has become: new ones for old ones. */
        BigInteger newShares = BigInteger.ONE;

        BigInteger oldShares = BigInteger.ONE;

        Lot(Ledger.Fill fill, long shares, long value, long fees) {
            this.fill = fill;
            this.shares = shares;
            this.value = value;
            this.fees = fees;
        }
    }

    /** What closes lots, as far as it is not used up. */
    private static final class Closing {
        final long time;
        final BigDecimal price;
        final String reason;
        long shares;
        long value;
        long fees;

        Closing(long time, BigDecimal price, String reason, long shares, long value, long fees) {
            this.time = time;
            this.price = price;
            this.reason = reason;
            this.shares = shares;
            this.value = value;
            this.fees = fees;
        }
    }

    private void see(Ledger.Event event) {
        if (event instanceof Ledger.Fill fill) {
            filled(fill);
        } else if (event instanceof Ledger.Flow split) {
            split(split);
        }
    }

    private void filled(Ledger.Fill fill) {
        Closing closing = new Closing(
                fill.time(),
                Numbers.price(fill.price(), fill.priceScale()),
                fill.reason().label(),
                Math.multiplyExact(fill.quantity(), parts),
                fill.notional(),
                fill.fees());
        while (closing.shares > 0 && !lots.isEmpty() && lots.getFirst().fill.side() != fill.side()) {
            close(closing);
        }
        if (closing.shares > 0) {
            lots.addLast(new Lot(fill, closing.shares, closing.value, closing.fees));
        }
    }

    /** Closes as much of the first lot as there is to close. */
    private void close(Closing closing) {
        Lot lot = lots.getFirst();
        long shares = Math.min(lot.shares, closing.shares);
        long entryValue = part(lot.value, shares, lot.shares);
        long entryFees = part(lot.fees, shares, lot.shares);
        long exitValue = part(closing.value, shares, closing.shares);
        long exitFees = part(closing.fees, shares, closing.shares);
        trips.add(new RoundTrip(
                symbol,
                trips.size() + 1,
                lot.fill.side(),
                quantity(shares, BigInteger.ONE, BigInteger.ONE),
                quantity(shares, lot.oldShares, lot.newShares),
                lot.fill.time(),
                Numbers.price(lot.fill.price(), lot.fill.priceScale()),
                entryValue,
                lot.fill.reason().label(),
                closing.time,
                closing.price,
                exitValue,
                closing.reason,
                entryFees,
                exitFees));
        lot.shares -= shares;
        lot.value -= entryValue;
        lot.fees -= entryFees;
        closing.shares -= shares;
        closing.value -= exitValue;
        closing.fees -= exitFees;
        if (lot.shares == 0) {
            lots.removeFirst();
        }
    }

    private void split(Ledger.Flow split) {
        parts = Math.multiplyExact(parts, split.oldShares());
        long held = 0;
        for (Lot lot : lots) {
            lot.shares = Math.multiplyExact(lot.shares, split.newShares());
            lot.newShares = lot.newShares.multiply(BigInteger.valueOf(split.newShares()));
            lot.oldShares = lot.oldShares.multiply(BigInteger.valueOf(split.oldShares()));
            held = Math.addExact(held, lot.shares);
        }
        long fraction = Math.subtractExact(held, Math.multiplyExact(Math.abs(split.quantityAfter()), parts));
        if (fraction > 0) {
            boolean isLong = lots.getFirst().fill.side() == Side.BUY;
            long value = isLong ? split.amount() : Math.negateExact(split.amount());
            BigDecimal price = Ratios.money(value)
                    .multiply(BigDecimal.valueOf(parts))
                    .divide(BigDecimal.valueOf(fraction), Ratios.SCALE, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros();
            Closing closing = new Closing(split.time(), price, SPLIT, fraction, value, 0);
            while (closing.shares > 0) {
                close(closing);
            }
        }
        reduce();
    }

    /** Counts shares in the largest parts of which all lots have whole numbers. */
    private void reduce() {
        long common = parts;
        for (Lot lot : lots) {
            common = BigInteger.valueOf(common)
                    .gcd(BigInteger.valueOf(lot.shares))
                    .longValueExact();
        }
        parts /= common;
        for (Lot lot : lots) {
            lot.shares /= common;
        }
    }

    /** {@return what so many of the remaining shares take of a remaining amount} */
    private static long part(long amount, long shares, long of) {
        return shares == of
                ? amount
                : new BigDecimal(BigInteger.valueOf(amount).multiply(BigInteger.valueOf(shares)))
                        .divide(BigDecimal.valueOf(of), 0, RoundingMode.HALF_EVEN)
                        .longValueExact();
    }

    /** {@return shares in parts, times a factor} */
    private BigDecimal quantity(long shares, BigInteger times, BigInteger by) {
        return Numbers.plain(new BigDecimal(BigInteger.valueOf(shares).multiply(times))
                .divide(
                        new BigDecimal(BigInteger.valueOf(parts).multiply(by)),
                        QUANTITY_DIGITS,
                        RoundingMode.HALF_EVEN));
    }

    private OpenLot open(Lot lot) {
        return new OpenLot(
                lot.fill.side(),
                quantity(lot.shares, BigInteger.ONE, BigInteger.ONE),
                quantity(lot.shares, lot.oldShares, lot.newShares),
                lot.fill.time(),
                Numbers.price(lot.fill.price(), lot.fill.priceScale()),
                lot.value,
                lot.fees,
                lot.fill.reason().label());
    }
}
