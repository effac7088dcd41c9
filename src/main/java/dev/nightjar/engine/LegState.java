package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.Protection;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.TickSeries;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one leg has done, and what waits for its contract's ticks: at most one resting entry order, or one open
 * transaction with at most one resting closing order and one protection of each kind.
 */
final class LegState {

    /** What a tick does to a leg; of several that one tick does, to one leg or to several, in this order. */
    enum Happening {
        ENTRY,
        CLOSING,
        PROTECTION
    }

    private static final Protection[] KINDS = Protection.values();

    private final int number;
    private Node.Leg leg;

    // What there is of each is the same object each time; null while there is none.
    private @Nullable EntryOrder order;
    private @Nullable Transaction open;
    private @Nullable ClosingOrder closing;
    private final @Nullable Guard[] guards = new Guard[KINDS.length];

    private @Nullable EntryOrder latestOrder;
    private @Nullable Transaction latestOpen;
    private final ClosingOrder latestClosing = new ClosingOrder();
    private final @Nullable Guard[] latestGuards = new Guard[KINDS.length];

    private boolean guarded;
    private @Nullable Guard hit;
    /** Whether the bar that hit it touched others too. */
    private boolean ambiguous;

    private long fillPrice;

    private static final int UNKNOWN = -1;

    /** The first tick at which something may happen to what waits, if that is not before the quote's next one. */
    private int first = UNKNOWN;

    private Guard.@Nullable Distances distances;

    private int transactions;
    private int transactionsToday;
    private long realized;
    // Of the latest transaction.
    private long entryTime;
    private double entryPrice;
    private double exitPrice;
    private double underlyingPriceOnEntry;
    private double underlyingPriceOnExit;

    /** @param number its place */
    LegState(int number, Node.Leg leg) {
        this.number = number;
        this.leg = leg;
    }

    /** Begins anew, as that leg of another instance that did nothing yet. */
    void begin(Node.Leg another) {
        leg = another;
        order = null;
        open = null;
        closing = null;
        disarm();
        hit = null;
        transactions = 0;
        transactionsToday = 0;
        realized = 0;
    }

    /** {@return its place} */
    int number() {
        return number;
    }

    Node.Leg leg() {
        return leg;
    }

    /** Another day begins, with what is open, rests and is armed. */
    void beginDay() {
        transactionsToday = 0;
        // What is over would keep its day in memory.
        latestOrder = order;
        latestOpen = open;
        changed();
        if (guarded) {
            follow();
            for (Guard guard : guards) {
                if (guard != null) {
                    guard.beginDay();
                }
            }
        }
    }

    // Orders and transactions.

    /** {@return whether an entry order waits for a tick} */
    boolean isResting() {
        return order != null;
    }

    boolean isOpen() {
        return open != null;
    }

    /** {@return whether it is open and no order closes it yet} */
    boolean isClosable() {
        return open != null && closing == null;
    }

    /** {@return the transactions so far} */
    int transactions() {
        return transactions;
    }

    /** {@return those of the day in hand} */
    int transactionsToday() {
        return transactionsToday;
    }

    /** {@return when the latest transaction was opened, epoch nanoseconds} */
    long entryTime() {
        return entryTime;
    }

    EntryOrder order() {
        if (order == null) {
            throw new IllegalStateException(leg.vpi() + " has no order");
        }
        return order;
    }

    Transaction open() {
        if (open == null) {
            throw new IllegalStateException(leg.vpi() + " has no open transaction");
        }
        return open;
    }

    @Nullable ClosingOrder closing() {
        return closing;
    }

    /**
     * {@return an entry order that begins, and does not rest yet; see {@link EntryOrder#begin}}
     *
     * <p>The leg is not open, and no order of it rests.
     */
    EntryOrder placing(Traded traded, Quote quote, long quantity, long from) {
        EntryOrder placed = latestOrder;
        if (placed == null) {
            placed = new EntryOrder(leg, traded, quote, quantity, from);
            latestOrder = placed;
        } else {
            placed.begin(leg, traded, quote, quantity, from);
        }
        return placed;
    }

    /** {@return the latest entry order, whether it rests or not} */
    EntryOrder placed() {
        return Objects.requireNonNull(latestOrder);
    }

    /** {@return the quote of the latest entry order; null if there was none} */
    @Nullable Quote usedQuote() {
        return latestOrder == null ? null : latestOrder.quote();
    }

    /** {@return the quotes of the latest transaction; null if there was none} */
    Quote @Nullable [] usedQuotes() {
        return latestOpen == null ? null : latestOpen.quotes();
    }

    /** The latest entry order rests. */
    void restEntry() {
        changed();
        order = placed();
    }

    /** {@return what closes the leg when no order does that yet; it begins anew with each closing} */
    ClosingOrder closer() {
        return latestClosing;
    }

    /** What closes the leg rests. */
    void restClosing() {
        changed();
        closing = latestClosing;
        if (isSuspended()) {
            follow();
        }
    }

    /** Lets trailing stops see the ticks so far. */
    private void follow() {
        PriceColumn ticks = quote().column();
        for (Guard guard : guards) {
            if (guard != null && ticks != null) {
                guard.follow(ticks, quote().next());
            }
        }
    }

    void cancelEntry() {
        changed();
        order = null;
    }

    void cancelClosing() {
        changed();
        if (isSuspended()) {
            for (Guard guard : guards) {
                if (guard != null) {
                    guard.overlook(quote().next());
                }
            }
        }
        closing = null;
    }

    /** {@return whether a limit order of a protection rests, while which no protection looks at a tick} */
    private boolean isSuspended() {
        return closing != null && closing.isProtections();
    }

    /** The latest entry order is filled; see {@link Transaction#begin}. */
    void open(long price, long fees, Quote[] quotes, int place, long time, double underlyingPrice) {
        changed();
        EntryOrder filled = placed();
        order = null;
        Transaction transaction = latestOpen;
        if (transaction == null) {
            transaction = new Transaction(filled, leg.lots(), price, fees, quotes, place);
            latestOpen = transaction;
        } else {
            transaction.begin(filled, leg.lots(), price, fees, quotes, place);
        }
        open = transaction;
        transactions++;
        transactionsToday++;
        entryTime = time;
        entryPrice = transaction.entryPrice();
        underlyingPriceOnEntry = underlyingPrice;
    }

    /** Closes a part of the open transaction, or the rest. {@return the part's profit in money} */
    long reduce(long units, BigDecimal lots, long price, long fees, double underlyingPrice) {
        Transaction transaction = open();
        long profit = transaction.reduce(units, lots, price, fees);
        realized = Math.addExact(realized, profit);
        closing = null;
        changed();
        if (transaction.openQuantity() == 0) {
            exitPrice = transaction.toDouble(price);
            underlyingPriceOnExit = underlyingPrice;
            disarm();
            open = null;
        }
        return profit;
    }

    // Protections.

    void disarm() {
        changed();
        if (guarded) {
            Arrays.fill(guards, null);
            guarded = false;
        }
    }

    /** {@return the protection that was hit, after {@link Happening#PROTECTION}} */
    Guard hit() {
        if (hit == null) {
            throw new IllegalStateException(leg.vpi() + " has no protection that was hit");
        }
        return hit;
    }

    /** {@return whether the same bar touched another protection as well, so that nobody knows which one was first} */
    boolean isAmbiguous() {
        return ambiguous;
    }

    /** {@return the price that {@link #passToNext} found for an entry order} */
    long fillPrice() {
        return fillPrice;
    }

    /** {@return its protections' distances in units of a price scale} */
    private Guard.Distances distances(int priceScale) {
        Guard.Distances known = distances;
        if (known == null || known.priceScale() != priceScale) {
            known = new Guard.Distances(priceScale);
            distances = known;
        }
        return known;
    }

    /** Arms what a block has; of a kind that is armed already the new one stands. See {@link Guard#arm}. */
    void arm(Protections block, long base, int event, int first, DayJournal journal) {
        Transaction armed = open();
        Guard.Distances known = distances(armed.contract().priceScale());
        for (Protection kind : KINDS) {
            int place = kind.ordinal();
            Guard guard = latestGuards[place];
            if (guard == null) {
                guard = new Guard(kind);
                latestGuards[place] = guard;
            }
            if (guard.arm(block, armed.side(), base, known, event, first)) {
                guards[place] = guard;
                guarded = true;
                changed();
                journal.armed(number, kind, guard.level());
            }
        }
    }

    // Ticks.

    /** {@return whether anything waits for a tick} */
    boolean isWaiting() {
        return order != null || closing != null || guarded;
    }

    /** {@return the quote whose ticks the leg waits for} */
    Quote quote() {
        return order == null ? open().quote() : order.quote();
    }

    /** {@return the order in which legs come whose happenings are of one kind and tick} */
    int turn(Happening happening) {
        return switch (happening) {
            case ENTRY -> order().number();
            case CLOSING -> closing == null ? 0 : closing.number();
            case PROTECTION -> open().number();
        };
    }

    /**
     * Passes the ticks at which nothing happens.
     *
     * <p>The arguments are the place in the order of the day's ticks to which time passes.
     *
     * @return what the next tick of the quote does then; null if none up to that place does anything
     */
    @Nullable Happening passToNext(long order, long sequence) {
        Quote quote = quote();
        int end = quote.behind(order, sequence);
        while (quote.next() < end) {
            PriceColumn ticks = quote.column();
            if (ticks != null) {
                quote.passTo(Math.min(firstOf(ticks, quote.next()), end));
                if (quote.next() == end) {
                    return null;
                }
            }
            Happening happening = at(quote);
            if (happening != null) {
                return happening;
            }
            quote.pass();
        }
        return null;
    }

    /** {@return the first tick of what it waits for at which something may happen; how many there are if there is none} */
    int firstOf(PriceColumn ticks) {
        return firstOf(ticks, quote().next());
    }

    private int firstOf(PriceColumn ticks, int next) {
        if (first < next) {
            first = find(ticks, next);
        }
        return first;
    }

    private int find(PriceColumn ticks, int next) {
        if (order != null) {
            return order.firstOf(ticks, next);
        }
        int found = ticks.count();
        if (closing != null) {
            found = closing.firstOf(ticks, next);
            if (closing.isProtections()) {
                return found;
            }
        }
        return Math.min(found, Guard.firstOf(guards, ticks, next));
    }

    /** What waits has changed. */
    private void changed() {
        first = UNKNOWN;
    }

    private @Nullable Happening at(Quote quote) {
        if (order != null) {
            fillPrice = order.fillAtNext();
            return fillPrice == TickSeries.NO_PRICE ? null : Happening.ENTRY;
        }
        if (closing != null) {
            if (closing.fillAtNext(quote) != null) {
                return Happening.CLOSING;
            }
            if (closing.isProtections()) {
                return null;
            }
        }
        for (Guard guard : guards) {
            if (guard != null && guard.isHitByNext(quote)) {
                hit = guard;
                ambiguous = quote.isRange() && isAnotherHit(guard, quote);
                return Happening.PROTECTION;
            }
        }
        if (quote.isRange()) {
            for (Guard guard : guards) {
                if (guard != null) {
                    guard.barEnds(quote);
                }
            }
        }
        return null;
    }

    private boolean isAnotherHit(Guard first, Quote quote) {
        for (Guard guard : guards) {
            if (guard != null && guard != first && guard.isHitByNext(quote)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return whether no tick up to a place in their order does anything to what waits, and what is open has a price already} Of
     * bars nobody knows that ahead.
     */
    boolean isQuietTo(long order, long sequence) {
        if (open != null && !open.isPricedByTicks()) {
            return false;
        }
        if (!isWaiting()) {
            return true;
        }
        PriceColumn ticks = quote().column();
        return ticks != null && firstOf(ticks) >= ticks.behind(order, sequence);
    }

    /** Lets time pass to a place in the order of the day's ticks; what waits was asked before. */
    void passTo(long order, long sequence) {
        if (open != null) {
            open.passTo(order, sequence);
        }
    }

    /** Values what is open as of a place in the order of the day's ticks, which may lie ahead. */
    void lookAt(long order, long sequence) {
        if (open != null) {
            open.lookAt(order, sequence);
        }
    }

    // What conditions read.

    long profit(Operand.PnlType type) {
        return switch (type) {
            case REALIZED -> realized;
            case UNREALIZED -> unrealized();
            case TOTAL -> Math.addExact(realized, unrealized());
        };
    }

    private long unrealized() {
        return open == null ? 0 : open.unrealized();
    }

    /** {@return a fact as a double, NaN for null} */
    double value(Operand.PositionField field) {
        if (transactions == 0) {
            return Double.NaN;
        }
        Transaction now = open;
        return switch (field) {
            case ENTRY_PRICE -> entryPrice;
            case EXIT_PRICE -> now == null ? exitPrice : Double.NaN;
            case CURRENT_PRICE -> now == null ? Double.NaN : now.toDouble(now.lastPrice());
            case QUANTITY -> now == null ? 0 : now.openQuantity();
            case PNL -> money(Operand.PnlType.TOTAL);
            case REALIZED_PNL -> money(Operand.PnlType.REALIZED);
            case UNREALIZED_PNL -> money(Operand.PnlType.UNREALIZED);
            case UNDERLYING_PRICE_ON_ENTRY -> underlyingPriceOnEntry;
            case UNDERLYING_PRICE_ON_EXIT -> now == null ? underlyingPriceOnExit : Double.NaN;
            case MULTIPLIER -> leg.multiplier().doubleValue();
            case STATUS -> now == null ? 0 : 1;
            case TRAILING_POSITION_PRICE -> trailingPrice();
        };
    }

    private double money(Operand.PnlType type) {
        return Decimals.toDouble(profit(type), Decimals.MONEY_SCALE);
    }

    private double trailingPrice() {
        Guard trailing = guards[Protection.TRAILING_STOP.ordinal()];
        if (trailing == null) {
            return Double.NaN;
        }
        PriceColumn ticks = quote().column();
        if (ticks != null && !isSuspended()) {
            trailing.follow(ticks, quote().next());
        }
        return trailing.trailingPrice();
    }
}
