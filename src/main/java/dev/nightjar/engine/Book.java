package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.LegState.Happening;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The orders, protections and positions of one instance on a day, and its profit.
 *
 * <p>Orders are placed in slices. Between slices the ticks of all contracts fill what rests and hit what protects, in their
 * order in time; legs do not influence each other there.
 */
final class Book {

    /** So many slices are looked at one by one. */
    private static final int FEW = 16;

    private final LegState[] legs;
    /** The legs with an open transaction, in opening order. */
    private final int[] openLegs;
    /** Of those, what is closed next. */
    private final int[] closableLegs;
    /** By leg: what its terms come to, if it was entered before. */
    private final Contracts.@Nullable Chosen[] chosen;

    private Program program;
    private DayTapes tapes;
    private Session session;
    private DayJournal journal;
    private Events events;
    private Contracts contracts;
    private Dealing dealing;
    private MomentTape trading;

    private int openCount;
    private int opened;
    private int rested;
    private long realized;

    /** The time of the slice in hand, and of the session's end, after the last. */
    private long now;
    /** The place in the order of the day's ticks up to which the slice in hand sees them. */
    private long seenTime;

    private long seenSequence;
    /** The trading instrument's last price in it. */
    private long spot;

    /** The trading instrument's last price of earlier days, if they are looked at and have one. */
    private long spotBefore;

    private @Nullable ExitReason ending;

    private int markMinute;
    private long lastMark;

    /** @throws IllegalStateException if the instance cannot trade on this day */
    Book(Program program, DayTapes tapes, MomentTape trading, DayJournal journal, Events events) {
        legs = new LegState[program.graph().legCount()];
        Arrays.setAll(legs, leg -> new LegState(leg, program.leg(leg)));
        openLegs = new int[legs.length];
        closableLegs = new int[legs.length];
        chosen = new Contracts.Chosen[legs.length];
        this.program = program;
        beginDay(tapes, trading, journal, events);
    }

    /**
     * Begins anew, on the first day of an instance whose graph has as many legs.
     *
     * @throws IllegalStateException if the instance cannot trade on this day
     */
    void begin(Program its, DayTapes ofDay, MomentTape moments, DayJournal told, Events numbered) {
        program = its;
        for (LegState leg : legs) {
            leg.begin(its.leg(leg.number()));
        }
        openCount = 0;
        opened = 0;
        rested = 0;
        realized = 0;
        lastMark = 0;
        beginDay(ofDay, moments, told, numbered);
    }

    private void beginDay(DayTapes ofDay, MomentTape moments, DayJournal told, Events numbered) {
        tapes = ofDay;
        journal = told;
        events = numbered;
        session = tapes.day().session();
        trading = moments;
        contracts = tapes.contracts(program.strategy().trading().symbol());
        contracts.check(program);
        dealing = new Dealing(program.terms(), program.scale(), tapes.day().date());
        Quote.Last last = before(program.strategy().trading().symbol(), PriceTicks.Kind.TRADED);
        spotBefore = last == null ? TickSeries.NO_PRICE : last.price();
        now = 0;
        seenTime = 0;
        seenSequence = 0;
        spot = 0;
        ending = null;
        markMinute = 0;
    }

    /**
     * Goes on, on the day that follows.
     *
     * @throws IllegalStateException if the instance cannot trade on this day
     */
    void goOn(DayTapes following, MomentTape moments, DayJournal told, Events numbered) {
        LocalDate yesterday = tapes.day().date();
        beginDay(following, moments, told, numbered);
        // They would keep their day in memory.
        Arrays.fill(chosen, null);
        for (LegState leg : legs) {
            leg.beginDay();
            if (leg.isResting()) {
                EntryOrder order = leg.order();
                requireNotExpired(order.contract());
                requireUnadjusted(order.contract(), yesterday, "an order for it rests");
                Traded traded = tapes.traded(order.contract());
                order.beginDay(traded, quote(traded, dealing.kind(order.side()), order.quote()));
            }
            if (leg.isOpen()) {
                Transaction open = leg.open();
                requireNotExpired(open.contract());
                requireUnadjusted(open.contract(), yesterday, "it is held");
                open.beginDay(closingQuotes(tapes.traded(open.contract()), open.side(), open.quotes()));
            }
        }
    }

    private void requireNotExpired(Instrument contract) {
        LocalDate expiry = contract.expiry();
        if (expiry != null && expiry.isBefore(tapes.day().date())) {
            throw new IllegalStateException(
                    contract.symbol() + " expired on " + expiry + ", which is not a day of this run");
        }
    }

    /** A split changes what every contract on a share is, a dividend the price of the share alone. */
    private void requireUnadjusted(Instrument contract, LocalDate yesterday, String why) {
        MarketDay day = tapes.day();
        String share = contract.underlying() == null ? contract.symbol() : contract.underlying();
        for (CorporateAction action : day.corporateActions(share)) {
            boolean split = action instanceof CorporateAction.Split;
            if (action.exDate().isAfter(yesterday)
                    && !action.exDate().isAfter(day.date())
                    && (split || contract.symbol().equals(share))) {
                throw new IllegalStateException(share + " has a " + (split ? "split" : "dividend") + " on "
                        + action.exDate() + ", and " + why + "; positions and orders are not adjusted for that");
            }
        }
    }

    private Quote.@Nullable Last before(String symbol, PriceTicks.Kind kind) {
        return program.strategy().positional() ? tapes.lastBefore(symbol, kind) : null;
    }

    LegState leg(int leg) {
        return legs[leg];
    }

    /** {@return profit of all legs, in money} */
    long profit(Operand.PnlType type) {
        long sum = type == Operand.PnlType.UNREALIZED ? 0 : realized;
        if (type != Operand.PnlType.REALIZED) {
            for (int place = 0; place < openCount; place++) {
                sum = Math.addExact(sum, legs[openLegs[place]].profit(Operand.PnlType.UNREALIZED));
            }
        }
        return sum;
    }

    /** {@return whether anything waits for a tick: an order or a protection} */
    boolean isWaiting() {
        for (LegState leg : legs) {
            if (leg.isWaiting()) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a closing order that an exit node placed rests} */
    boolean hasClosingOrderOf(int node) {
        for (int leg = 0; leg < legs.length; leg++) {
            if (hasClosingOrderOf(node, leg)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether one rests of a leg} */
    boolean hasClosingOrderOf(int node, int leg) {
        ClosingOrder closing = legs[leg].closing();
        return closing != null && !closing.isProtections() && closing.node() == node;
    }

    // Time.

    /**
     * Applies the contracts' ticks that a slice sees, marking the minutes that end before it.
     *
     * @param time of the slice
     * @param order the place in the order of the day's ticks up to which it sees them, with the sequence
     * @param lastPrice the trading instrument's last price then
     */
    void passTo(long time, long order, long sequence, long lastPrice) {
        int minute = minute(MomentTape.second(time));
        if (isQuietTo(order, sequence)) {
            markQuietly(minute);
            passQuietly(order, sequence);
        } else {
            passTicks(minute, order, sequence);
        }
        now = time;
        seenTime = order;
        seenSequence = sequence;
        spot = lastPrice;
    }

    private void passTicks(int minute, long order, long sequence) {
        while (markMinute < minute && !isOver()) {
            if (openCount == 0 && realized == lastMark && !isWaiting()) {
                markMinute = minute;
                break;
            }
            applyTicks(tapes.lastOf(session.open() + (markMinute + 1) * 60L - 1), Long.MAX_VALUE);
            mark();
            if (!isOver()) {
                markMinute++;
            }
        }
        if (!isOver()) {
            applyTicks(order, sequence);
            if (isOver()) {
                mark();
            }
        }
    }

    /** {@return whether no tick up to a place in their order does anything to what waits, and every position has a price already} */
    private boolean isQuietTo(long order, long sequence) {
        if (isOver()) {
            return false;
        }
        for (LegState leg : legs) {
            if (!leg.isQuietTo(order, sequence)) {
                return false;
            }
        }
        return true;
    }

    /** Marks minutes in which nothing happens. */
    private void markQuietly(int minute) {
        if (openCount == 0 && markMinute < minute) {
            // What does not change is not marked again.
            mark(realized);
            markMinute = minute;
        }
        while (markMinute < minute) {
            long equity = realized;
            for (int place = 0; place < openCount; place++) {
                equity = Math.addExact(equity, legs[openLegs[place]].open().unrealizedAfter(markMinute));
            }
            mark(equity);
            markMinute++;
        }
    }

    private void passQuietly(long order, long sequence) {
        for (LegState leg : legs) {
            if (leg.isResting()) {
                leg.quote().passTo(order, sequence);
            } else {
                leg.passTo(order, sequence);
            }
        }
    }

    private int minute(long epochSecond) {
        return (int) ((epochSecond - session.open()) / 60);
    }

    private void mark() {
        mark(profit(Operand.PnlType.TOTAL));
    }

    private void mark(long equity) {
        if (equity != lastMark) {
            lastMark = equity;
            journal.mark(markMinute, equity);
        }
    }

    private void applyTicks(long order, long sequence) {
        if (isWaiting()) {
            while (letFirstHappen(order, sequence)) {
                // each turn does what one tick does to one leg, in the order of the ticks
            }
        }
        for (int place = 0; place < openCount; place++) {
            legs[openLegs[place]].passTo(order, sequence);
        }
    }

    /** {@return whether anything happens by a place in the order of the day's ticks; then the first of it is done} */
    private boolean letFirstHappen(long order, long sequence) {
        LegState first = null;
        Happening what = null;
        for (LegState leg : legs) {
            Happening happening = leg.isWaiting() ? leg.passToNext(order, sequence) : null;
            if (happening != null && (first == null || what == null || isBefore(leg, happening, first, what))) {
                first = leg;
                what = happening;
            }
        }
        if (first == null || what == null) {
            return false;
        }
        switch (what) {
            case ENTRY -> fillEntry(first);
            case CLOSING -> fillClosing(first);
            case PROTECTION -> protect(first);
        }
        return true;
    }

    // What comes, if nothing else happens before. Of days of ticks only.

    /** {@return the first slice that sees a tick at which something may happen to what waits; how many slices there are if there is none} */
    int firstWoken(SliceTape slices) {
        int first = slices.count();
        for (LegState leg : legs) {
            PriceColumn ticks = leg.isWaiting() ? leg.quote().column() : null;
            if (ticks != null) {
                int tick = leg.firstOf(ticks);
                if (tick < ticks.count()) {
                    first = Math.min(first, slices.firstSeeing(ticks, tick));
                }
            }
        }
        return first;
    }

    /** Values all positions as of a slice, which may lie ahead. */
    void lookAt(SliceTape slices, int slice) {
        for (int place = 0; place < openCount; place++) {
            legs[openLegs[place]].lookAt(slices.seenTime(slice), slices.seenSequence(slice));
        }
    }

    /** Values all positions as of the slice in hand again. */
    void lookBack() {
        for (int place = 0; place < openCount; place++) {
            legs[openLegs[place]].lookAt(seenTime, seenSequence);
        }
    }

    /**
     * {@return the first slice from {@code from} on, before {@code end}, in which the profit of all legs is not between two amounts;
     * {@code end} if there is none}
     */
    int firstBeyond(SliceTape slices, int from, int end, long low, long high) {
        if (openCount == 0) {
            return isBetween(low, high) ? end : from;
        }
        try {
            return firstBeyondOf(slices, from, end, low, high);
        } finally {
            lookBack();
        }
    }

    private int firstBeyondOf(SliceTape slices, int from, int end, long low, long high) {
        if (end - from > FEW && !mayLeave(slices, from, end, low, high)) {
            return end;
        }
        if (end - from > FEW) {
            int middle = (from + end) >>> 1;
            int first = firstBeyondOf(slices, from, middle, low, high);
            return first < middle ? first : firstBeyondOf(slices, middle, end, low, high);
        }
        for (int slice = from; slice < end; slice++) {
            lookAt(slices, slice);
            if (!isBetween(low, high)) {
                return slice;
            }
        }
        return end;
    }

    private boolean isBetween(long low, long high) {
        try {
            long profit = profit(Operand.PnlType.TOTAL);
            return profit > low && profit < high;
        } catch (ArithmeticException tooLarge) {
            // That is told when the slice is evaluated.
            return false;
        }
    }

    /** {@return whether the profit may be beyond the amounts in one of some slices, as far as the contracts' extremes tell} */
    private boolean mayLeave(SliceTape slices, int from, int end, long low, long high) {
        try {
            return leaves(slices, from, end, low, high);
        } catch (ArithmeticException tooLarge) {
            return true;
        }
    }

    private boolean leaves(SliceTape slices, int from, int end, long low, long high) {
        long least = realized;
        long greatest = realized;
        for (int place = 0; place < openCount; place++) {
            Transaction open = legs[openLegs[place]].open();
            PriceColumn ticks = open.quote().column();
            int first = open.quote().behind(slices.seenTime(from), slices.seenSequence(from)) - 1;
            int last = open.quote().behind(slices.seenTime(end - 1), slices.seenSequence(end - 1));
            if (ticks == null || first < 0) {
                return true;
            }
            Extremes.Range range = ticks.extremes().range(first, last);
            long one = open.unrealized(range.least());
            long other = open.unrealized(range.greatest());
            least = Math.addExact(least, Math.min(one, other));
            greatest = Math.addExact(greatest, Math.max(one, other));
        }
        return least <= low || greatest >= high;
    }

    private static boolean isBefore(LegState leg, Happening happening, LegState other, Happening others) {
        int order = leg.quote().compareNext(other.quote());
        if (order == 0) {
            order = happening.compareTo(others);
        }
        return order == 0 ? leg.turn(happening) < other.turn(others) : order < 0;
    }

    // Entries.

    /**
     * Begins an order for a leg, which is not placed yet. {@return whether there is a contract for it}
     *
     * @throws IllegalStateException if something that its fills need is unknown
     */
    boolean enter(int leg) {
        if (spot == TickSeries.NO_PRICE) {
            return false;
        }
        Contracts.Chosen terms = chosen[leg];
        if (terms == null || !terms.isOf(contracts, program.leg(leg).contract())) {
            terms = contracts.of(program.leg(leg).contract());
            chosen[leg] = terms;
        }
        Traded traded = terms.at(spot);
        if (traded == null) {
            return false;
        }
        dealing.check(traded.contract());
        LegState state = legs[leg];
        Quote quote = quote(traded, dealing.kind(state.leg().side()), state.usedQuote());
        quote.skipBehind(seenTime, seenSequence);
        state.placing(traded, quote, program.quantity(leg), dealing.from(now));
        return true;
    }

    private Quote quote(Traded traded, PriceTicks.Kind kind, @Nullable Quote used) {
        return traded.quote(kind, before(traded.contract().symbol(), kind), used);
    }

    /** {@return whether the order of this slice for a leg fills in it} */
    boolean fillsAtOnce(int leg) {
        EntryOrder order = legs[leg].placed();
        return dealing.fillsAtOnce(order.quote(), now) && order.fillsAtOnce();
    }

    /** Fills the order of this slice for a leg, or lets it rest. */
    void place(int leg) {
        LegState state = legs[leg];
        EntryOrder order = state.placed();
        if (fillsAtOnce(leg)) {
            open(state, now, order.quote().price(), spot, closingQuotes(state, seenTime, seenSequence));
            return;
        }
        order.rest(rested++, events.number());
        state.restEntry();
        journal.rested(
                leg,
                false,
                order.shown(),
                order.side(),
                order.quantity(),
                order.type(),
                order.limitPrice(),
                order.stopPrice());
    }

    /** {@return what tells the price at which what a leg's order opens could be closed, behind a place in the order of the day's ticks} */
    private Quote[] closingQuotes(LegState leg, long order, long sequence) {
        EntryOrder placed = leg.placed();
        Quote[] quotes = closingQuotes(placed.traded(), placed.side(), leg.usedQuotes());
        for (Quote quote : quotes) {
            quote.skipBehind(order, sequence);
        }
        return quotes;
    }

    /**
     * {@return what tells the price at which a transaction could be closed: the first of them that has one}
     *
     * @param used those that nobody needs any more, which begin anew; null if there are none
     */
    private Quote[] closingQuotes(Traded traded, Side side, Quote @Nullable [] used) {
        int count = dealing.isQuoted() ? 3 : 1;
        Quote[] quotes = used != null && used.length == count ? used : new Quote[count];
        quotes[0] = quote(traded, dealing.kind(side.opposite()), quotes[0]);
        if (dealing.isQuoted()) {
            quotes[1] = quote(traded, PriceTicks.Kind.TRADED, quotes[1]);
            quotes[2] = quote(traded, dealing.kind(side), quotes[2]);
        }
        return quotes;
    }

    private void fillEntry(LegState leg) {
        EntryOrder order = leg.order();
        Quote ticks = order.quote();
        long time = ticks.nextTime();
        Quote[] quotes = closingQuotes(leg, ticks.nextOrder(), ticks.nextSequence());
        long price = leg.fillPrice();
        events.begin(EventKind.ORDER_FILLED, time, program.graph().entryOf(leg.number()), order.event());
        open(leg, time, price, underlyingAt(order.contract(), ticks, price), quotes);
        events.end();
    }

    private void open(LegState leg, long time, long marketPrice, long underlyingPrice, Quote[] quotes) {
        EntryOrder order = leg.placed();
        long price = order.isLimited() ? marketPrice : dealing.slipped(order.contract(), order.side(), marketPrice);
        long fees = dealing.fees(order.contract(), order.side(), leg.leg().lots(), order.quantity(), price);
        leg.open(price, fees, quotes, opened++, time, Decimals.toDouble(underlyingPrice, trading.priceScale()));
        openLegs[openCount++] = leg.number();
        journal.opened(
                leg.number(),
                leg.transactions(),
                order.shown(),
                order.side(),
                order.quantity(),
                time,
                price,
                Math.abs(Math.subtractExact(price, marketPrice)),
                fees,
                underlyingPrice,
                trading.priceScale());
        arm(leg, leg.leg().protections(), price, quotes[0].next());
    }

    private void arm(LegState leg, Protections block, long base, int from) {
        if (!block.isEmpty()) {
            leg.arm(block, base, events.number(), from, journal);
        }
    }

    // Exits.

    private int findClosable() {
        return findClosable(program.graph().allLegs(), null);
    }

    /**
     * Looks for those of some legs that are open and that no order closes yet.
     *
     * @param transactions by leg: the number of the only transaction that counts; null if every one does
     * @return how many there are
     */
    int findClosable(int[] targets, int @Nullable [] transactions) {
        int count = 0;
        for (int place = 0; place < openCount; place++) {
            int leg = openLegs[place];
            if (legs[leg].isClosable()
                    && contains(targets, leg)
                    && (transactions == null || transactions[leg] == legs[leg].transactions())) {
                closableLegs[count++] = leg;
            }
        }
        return count;
    }

    /** {@return one of those that were found last, in opening order} */
    int closable(int place) {
        return closableLegs[place];
    }

    private static boolean contains(int[] values, int value) {
        for (int one : values) {
            if (one == value) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a closing order of this slice fills in it} */
    boolean closesAtOnce(int leg) {
        return dealing.fillsAtOnce(legs[leg].open().quote(), now);
    }

    /** Closes of a leg what its closer says, by an order that fills in this slice or rests. */
    void close(int leg) {
        LegState state = legs[leg];
        if (closesAtOnce(leg)) {
            closeNow(state);
            return;
        }
        state.closer().restAtMarket(rested++, events.number(), dealing.from(now));
        state.restClosing();
        tellResting(state, state.closer().units(state.open().openQuantity()), OrderType.MARKET, TickSeries.NO_PRICE);
    }

    private void closeNow(LegState leg) {
        Transaction open = leg.open();
        reduce(
                leg,
                OrderType.MARKET,
                now,
                open.lastPrice(),
                spot == TickSeries.NO_PRICE ? spotBefore : spot,
                open.quote().next());
    }

    /** Closes all of a leg at its last price. */
    private void closeNow(int leg, ExitReason reason) {
        legs[leg].closer().beginAll(DayJournal.NONE, reason);
        closeNow(legs[leg]);
    }

    private void tellResting(LegState leg, long units, OrderType type, long limitPrice) {
        Transaction open = leg.open();
        journal.rested(
                leg.number(), true, open.shown(), open.side().opposite(), units, type, limitPrice, TickSeries.NO_PRICE);
    }

    private void fillClosing(LegState leg) {
        Transaction open = leg.open();
        Quote ticks = open.quote();
        ClosingOrder order = leg.closing();
        OrderType type = order == null ? null : order.fillAtNext(ticks);
        if (order == null || type == null) {
            throw new IllegalStateException(leg.leg().vpi() + " has no closing order that fills");
        }
        events.begin(EventKind.ORDER_FILLED, ticks.nextTime(), order.node(), order.event());
        closeAtTick(leg, type, order.priceAtNext(ticks));
        events.end();
    }

    /** Closes by the next tick of the leg's quote, which stays the next one. */
    private void closeAtTick(LegState leg, OrderType type, long price) {
        Transaction open = leg.open();
        Quote ticks = open.quote();
        reduce(leg, type, ticks.nextTime(), price, underlyingAt(open.contract(), ticks, price), ticks.next() + 1);
    }

    private void reduce(
            LegState leg, OrderType type, long time, long marketPrice, long underlyingPrice, int protectedFrom) {
        Transaction open = leg.open();
        Side side = open.side().opposite();
        long units = leg.closer().units(open.openQuantity());
        BigDecimal lots = open.lots(units, leg.closer().lots());
        long price = type == OrderType.LIMIT ? marketPrice : dealing.slipped(open.contract(), side, marketPrice);
        long fees = dealing.fees(open.contract(), side, lots, units, price);
        long slippage = Math.abs(Math.subtractExact(price, marketPrice));
        close(leg, type, time, price, slippage, fees, underlyingPrice, protectedFrom);
    }

    private void close(
            LegState leg,
            OrderType type,
            long time,
            long price,
            long slippage,
            long fees,
            long underlyingPrice,
            int protectedFrom) {
        ClosingOrder closer = leg.closer();
        long units = closer.units(leg.open().openQuantity());
        BigDecimal lots = leg.open().lots(units, closer.lots());
        long profit = leg.reduce(units, lots, price, fees, Decimals.toDouble(underlyingPrice, trading.priceScale()));
        realized = Math.addExact(realized, profit);
        journal.closed(
                leg.number(), leg.transactions(), units, type, time, price, slippage, fees, profit, closer.reason());
        if (leg.isOpen()) {
            arm(leg, closer.afterwards(), price, protectedFrom);
        } else {
            removeOpen(leg.number());
        }
    }

    private void removeOpen(int leg) {
        int kept = 0;
        for (int place = 0; place < openCount; place++) {
            if (openLegs[place] != leg) {
                openLegs[kept++] = openLegs[place];
            }
        }
        openCount = kept;
    }

    // Protections.

    /** A tick hit a protection: all that is open of the leg is closed, by a limit if the protection says so. */
    private void protect(LegState leg) {
        Guard guard = leg.hit();
        Transaction open = leg.open();
        Quote ticks = open.quote();
        int entry = program.graph().entryOf(leg.number());
        events.begin(EventKind.PROTECTION_HIT, ticks.nextTime(), entry, guard.event());
        journal.protection(leg.number(), guard.kind(), guard.level());
        if (leg.closing() != null) {
            leg.cancelClosing();
            journal.cancelled(leg.number(), true);
        }
        leg.closer().beginAll(entry, guard.kind().reason());
        Protections.LimitClose limit = guard.limit();
        if (limit == null) {
            closeAtTick(leg, OrderType.MARKET, guard.priceAtNext(ticks));
        } else {
            protectByLimit(leg, guard.limitPrice(Steps.of(open.contract())), limit);
        }
        if (leg.isAmbiguous() && leg.closing() == null) {
            journal.ambiguous();
        }
        events.end();
    }

    private void protectByLimit(LegState leg, long limitPrice, Protections.LimitClose limit) {
        Transaction open = leg.open();
        Quote ticks = open.quote();
        long marketFrom = limit.forever() ? Long.MAX_VALUE : Math.addExact(ticks.nextTime(), limit.waitNanos());
        ClosingOrder order = leg.closer();
        order.restAtLimit(rested, events.number(), open.side(), limitPrice, marketFrom);
        long price = leg.hit().priceAtNext(ticks);
        if (order.isReachedBy(price)) {
            closeAtTick(leg, OrderType.LIMIT, price);
            return;
        }
        rested++;
        leg.restClosing();
        tellResting(leg, open.openQuantity(), OrderType.LIMIT, limitPrice);
        ticks.pass();
    }

    // Ends.

    /**
     * Cancels all that waits, closes all that is open by orders that fill in this slice or rest, and ends the event in
     * hand; what still rests at the session's end is closed then, for the same reason.
     *
     * @param node that of the event
     */
    void end(ExitReason reason, int node) {
        cancelAll();
        ending = reason;
        int count = findClosable();
        for (int place = 0; place < count; place++) {
            legs[closable(place)].closer().beginAll(node, reason);
            close(closable(place));
        }
        endEvent();
    }

    /** Cancels all that waits, closes all that is open at last prices, and ends the event in hand. */
    void endSession() {
        cancelAll();
        if (ending == null) {
            ending = ExitReason.SESSION_END;
        }
        int count = findClosable();
        for (int place = 0; place < count; place++) {
            closeNow(closable(place), ending);
        }
        endEvent();
    }

    // Ends of days after which others follow.

    /** {@return whether something that would be kept overnight, or an order, is in a contract that expires at the day's end} */
    boolean hasExpiring() {
        for (LegState leg : legs) {
            if (isRestingInExpiring(leg) || isKeptInExpiring(leg)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRestingInExpiring(LegState leg) {
        return leg.isResting() && expires(leg.order().contract());
    }

    private boolean isKeptInExpiring(LegState leg) {
        return leg.isOpen() && leg.leg().overnight() && expires(leg.open().contract());
    }

    private boolean expires(Instrument contract) {
        return tapes.day().date().equals(contract.expiry());
    }

    /** Cancels and settles what expires, and ends the event in hand. */
    void settle() {
        cancelEntries(this::isRestingInExpiring);
        cancelClosings(this::isKeptInExpiring);
        for (int leg : Arrays.copyOf(openLegs, openCount)) {
            if (isKeptInExpiring(legs[leg])) {
                Transaction open = legs[leg].open();
                legs[leg].closer().beginAll(DayJournal.NONE, ExitReason.EXPIRED);
                long units = open.openQuantity();
                long price = contracts.settlementPrice(open.contract(), spot);
                close(
                        legs[leg],
                        OrderType.MARKET,
                        now,
                        price,
                        0,
                        dealing.settlementFees(
                                open.contract(), open.side().opposite(), open.lots(units, null), units, price),
                        spot,
                        open.quote().next());
            }
        }
        events.end();
    }

    /** {@return whether something is not kept overnight: a position of the day, an order of the day, any closing order} */
    boolean hasLeftovers() {
        for (LegState leg : legs) {
            if (leg.isResting() && isOfTheDay(leg)
                    || leg.closing() != null
                    || leg.isOpen() && !leg.leg().overnight()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfTheDay(LegState leg) {
        return !leg.leg().order().goodTillCancelled();
    }

    /** Cancels and closes at last prices what is not kept overnight, and ends the event in hand. */
    void closeLeftovers() {
        cancelEntries(Book::isOfTheDay);
        cancelClosings(leg -> true);
        int count = findClosable();
        for (int place = 0; place < count; place++) {
            if (!program.leg(closable(place)).overnight()) {
                closeNow(closable(place), ExitReason.SESSION_END);
            }
        }
        events.end();
    }

    /** Tells what is kept. */
    void endDay() {
        mark();
        for (int place = 0; place < openCount; place++) {
            LegState leg = legs[openLegs[place]];
            Transaction open = leg.open();
            journal.carried(leg.number(), leg.transactions(), open.openQuantity(), open.lastPrice(), open.unrealized());
        }
    }

    private void endEvent() {
        events.end();
        if (isOver()) {
            mark();
        }
    }

    /** {@return whether all that is left to do is to wait for closing orders} */
    boolean isEnding() {
        return ending != null;
    }

    /** {@return whether it ended and nothing is open any more} */
    boolean isOver() {
        return ending != null && openCount == 0;
    }

    private void cancelAll() {
        cancelEntries(leg -> true);
        cancelClosings(leg -> true);
        for (LegState leg : legs) {
            leg.disarm();
        }
    }

    private void cancelEntries(Predicate<LegState> which) {
        LegState next = first(Happening.ENTRY, which);
        while (next != null) {
            next.cancelEntry();
            journal.cancelled(next.number(), false);
            next = first(Happening.ENTRY, which);
        }
    }

    private void cancelClosings(Predicate<LegState> which) {
        LegState next = first(Happening.CLOSING, which);
        while (next != null) {
            next.cancelClosing();
            journal.cancelled(next.number(), true);
            next = first(Happening.CLOSING, which);
        }
    }

    /** {@return of some legs with a resting order the one whose order was placed first; null if there is none} */
    private @Nullable LegState first(Happening waited, Predicate<LegState> which) {
        LegState first = null;
        for (LegState leg : legs) {
            boolean rests = waited == Happening.ENTRY ? leg.isResting() : leg.closing() != null;
            if (rests && which.test(leg) && (first == null || leg.turn(waited) < first.turn(waited))) {
                first = leg;
            }
        }
        return first;
    }

    // The trading instrument.

    /**
     * {@return the trading instrument's last price as of the next tick of a contract, which may be itself}
     *
     * @param price that tick's
     */
    private long underlyingAt(Instrument contract, Quote contractTicks, long price) {
        long time = contractTicks.nextTime();
        TickSeries ticks = trading.ticks();
        if (contractTicks.isOfBars()) {
            boolean traded =
                    contract.symbol().equals(program.strategy().trading().symbol());
            int later = ticks.firstAtOrAfter(time + 1);
            return traded ? price : later == 0 ? spotBefore : ticks.price(later - 1);
        }
        int tick = ticks.firstAtOrAfter(time);
        if (tick < ticks.count() && ticks.time(tick) == time) {
            boolean itself =
                    contract.symbol().equals(program.strategy().trading().symbol());
            long sequence = contractTicks.nextSequence();
            while (tick < ticks.count()
                    && ticks.time(tick) == time
                    && (ticks.sequence(tick) < sequence || (itself && ticks.sequence(tick) == sequence))) {
                tick++;
            }
        }
        return tick == 0 ? spotBefore : ticks.price(tick - 1);
    }
}
