package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.Protection;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rests and what is armed on a day: finds fills, cancellations and hits of what was not there, and fills that are not what
 * was ordered.
 *
 * <p>Of an event come first its cancellations, then its fills, then what it leaves resting, last what its fills arm.
 */
final class DayOrders {

    private final Instance instance;
    private final Contradictions contradictions;
    /** By number. */
    private final List<DayRecord.Event> events;
    /** Whether days follow from each other. */
    private final boolean ongoing;

    private final List<Node.Leg> legs;
    private final @Nullable Resting[] resting;
    private final List<Map<Protection, Armed>> armed;
    /** What the fills of the event in hand must arm. */
    private final Set<Arming> due = new LinkedHashSet<>();

    private @Nullable ExitReason endedBy;
    private boolean sessionEnded;

    /** An order and the number of the event in which it was placed. */
    private record Resting(DayRecord.Rested order, int event) {}

    /** A level and the number of the event that set it. */
    private record Armed(long level, int event) {}

    private record Arming(int leg, Protection kind) {}

    /** @param events all there are, by number */
    DayOrders(Instance instance, Contradictions contradictions, List<DayRecord.Event> events) {
        this.instance = instance;
        this.contradictions = contradictions;
        this.events = events;
        ongoing = instance.strategy().positional();
        legs = instance.strategy().legs();
        resting = new Resting[legs.size()];
        armed = legs.stream()
                .<Map<Protection, Armed>>map(leg -> new EnumMap<>(Protection.class))
                .toList();
    }

    /** What rests and is armed on the day that follows; the one before is not used any more. */
    DayOrders(DayOrders before, Contradictions contradictions) {
        instance = before.instance;
        this.contradictions = contradictions;
        events = before.events;
        ongoing = before.ongoing;
        legs = before.legs;
        resting = before.resting;
        armed = before.armed;
        endedBy = before.endedBy;
    }

    /** {@return whether the instance was ended, for good} */
    boolean isEnded() {
        return endedBy != null;
    }

    void begin(int number, DayRecord.Event event) {
        boolean late =
                endedBy != null && event.kind() != EventKind.ORDER_FILLED && event.kind() != EventKind.SESSION_END;
        if (sessionEnded || late) {
            throw contradictions.of(number, "(" + event.kind().label() + ") comes after the instance has ended");
        }
        for (DayRecord.ProtectionLevel hit : event.protections()) {
            hit(number, event, hit);
        }
        for (DayRecord.Cancelled cancelled : event.cancelled()) {
            cancel(number, event, cancelled);
        }
        due.clear();
    }

    private void hit(int number, DayRecord.Event event, DayRecord.ProtectionLevel hit) {
        int leg = contradictions.leg(number, hit.leg());
        String what = hit.kind().label() + " of " + contradictions.vpi(leg);
        Armed known = armed.get(leg).get(hit.kind());
        if (known == null) {
            throw contradictions.of(number, "hits the " + what + ", which is not armed");
        }
        requireOwn(number, event, leg);
        if (event.parent() != known.event()) {
            throw contradictions.of(
                    number,
                    "hits the " + what + ", which event " + known.event() + " armed, but has parent " + event.parent());
        }
        boolean moves = hit.kind() == Protection.TRAILING_STOP;
        boolean isLong = legs.get(leg).side() == Side.BUY;
        boolean worse = isLong ? hit.level() < known.level() : hit.level() > known.level();
        if (moves ? worse : hit.level() != known.level()) {
            throw contradictions.of(
                    number, "hits the " + what + " at level " + hit.level() + ", armed at " + known.level());
        }
        Resting before = resting[leg];
        if (before != null && events.get(before.event()).kind() == EventKind.PROTECTION_HIT) {
            throw contradictions.of(number, "hits the " + what + " while the order of another hit rests");
        }
    }

    private void cancel(int number, DayRecord.Event event, DayRecord.Cancelled cancelled) {
        int leg = contradictions.leg(number, cancelled.leg());
        Resting order = resting[leg];
        if (order == null) {
            throw contradictions.of(
                    number, "cancels an order of " + contradictions.vpi(leg) + ", which has none resting");
        }
        if (order.order().closing() != cancelled.closing()) {
            throw contradictions.of(
                    number,
                    "cancels " + orderOf(cancelled.closing(), leg) + ", but "
                            + orderOf(order.order().closing(), leg) + " rests");
        }
        if (event.kind() == EventKind.SESSION_END && isKept(leg, order)) {
            throw contradictions.of(number, "cancels " + orderOf(false, leg) + ", which is good till cancelled");
        }
        if (event.kind() == EventKind.PROTECTION_HIT
                && event.protections().stream().noneMatch(hit -> hit.leg() == leg)) {
            throw contradictions.of(
                    number, "cancels the order of " + contradictions.vpi(leg) + ", whose protection it is not");
        }
        resting[leg] = null;
    }

    private boolean isKept(int leg, Resting order) {
        return ongoing
                && endedBy == null
                && !order.order().closing()
                && legs.get(leg).order().goodTillCancelled();
    }

    /** A transaction opens; that it can is known. */
    void opened(int number, DayRecord.Event event, DayRecord.Opened opened) {
        int leg = opened.leg();
        String what = "opens " + contradictions.vpi(leg);
        Node.Leg known = legs.get(leg);
        boolean limited =
                known.order().type() == OrderType.LIMIT || known.order().type() == OrderType.STOP_LIMIT;
        checkFill(number, event, what, opened.time(), opened.price(), opened.slippage(), opened.fees(), limited);
        if (opened.side() != known.side() || opened.quantity() != instance.quantity(known)) {
            throw contradictions.of(
                    number,
                    what + " by a " + opened.side() + " of " + opened.quantity() + "; the leg is a " + known.side()
                            + " of " + instance.quantity(known));
        }
        Resting order = filled(number, event, leg, what, false);
        if (order == null) {
            requireOwn(number, event, leg);
        } else {
            if (!order.order().contract().equals(opened.contract())) {
                throw contradictions.of(
                        number,
                        what + " in " + opened.contract().symbol() + ", but its order is for "
                                + order.order().contract().symbol());
            }
            checkLimit(number, what, order.order(), opened.price());
        }
        expect(leg, known.protections());
    }

    /** A transaction closes, or a part of it. */
    void closed(int number, DayRecord.Event event, DayRecord.Closed closed, Position position) {
        int leg = closed.leg();
        String what = "closes " + contradictions.vpi(leg);
        boolean limited = closed.type() == OrderType.LIMIT;
        checkFill(number, event, what, closed.time(), closed.price(), closed.slippage(), closed.fees(), limited);
        Resting order = filled(number, event, leg, what, true);
        boolean canBeLimited = order == null
                ? event.kind() == EventKind.PROTECTION_HIT
                : order.order().type() == OrderType.LIMIT;
        if (closed.type() != OrderType.MARKET && !(limited && canBeLimited)) {
            throw contradictions.of(number, what + " by a " + closed.type().label() + " order that was not placed");
        }
        if (order != null && limited) {
            checkLimit(number, what, order.order(), closed.price());
        }
        if (event.kind() == EventKind.EXPIRED && closed.slippage() != 0) {
            throw contradictions.of(number, what + " by settlement with a slippage of " + closed.slippage());
        }
        if (event.kind() == EventKind.SESSION_END
                && ongoing
                && endedBy == null
                && legs.get(leg).overnight()) {
            throw contradictions.of(number, what + ", which is kept overnight");
        }
        DayRecord.Event placing = order == null ? event : events.get(order.event());
        ExitReason reason = reason(placing);
        if (closed.reason() != reason) {
            throw contradictions.of(
                    number, what + " for " + closed.reason().label() + ", but its order is for " + reason.label());
        }
        long open = position.openQuantity();
        long ordered = ordered(number, placing, leg, open);
        if (closed.quantity() != ordered) {
            throw contradictions.of(
                    number,
                    "closes " + closed.quantity() + " of " + contradictions.vpi(leg) + ", but its order is for "
                            + ordered);
        }
        if (event.kind() == EventKind.PROTECTION_HIT) {
            checkReached(number, event.protections().get(0), closed, position.side());
        }
        if (closed.quantity() == open) {
            armed.get(leg).clear();
        } else if (contradictions.node(placing) instanceof Node.Exit exit) {
            expect(leg, exit.afterwards());
        }
    }

    private void checkReached(int number, DayRecord.ProtectionLevel hit, DayRecord.Closed closed, Side side) {
        if (closed.leg() != hit.leg()) {
            throw contradictions.of(
                    number,
                    "hits a protection of " + contradictions.vpi(hit.leg()) + ", but closes "
                            + contradictions.vpi(closed.leg()));
        }
        boolean below = (side == Side.BUY) == (hit.kind() != Protection.TAKE_PROFIT);
        long traded = side == Side.BUY
                ? Math.addExact(closed.price(), closed.slippage())
                : Math.subtractExact(closed.price(), closed.slippage());
        if (below ? traded > hit.level() : traded < hit.level()) {
            throw contradictions.of(
                    number,
                    "hits the " + hit.kind().label() + " of " + contradictions.vpi(hit.leg()) + " at level "
                            + hit.level() + " by a price of " + traded);
        }
    }

    /** An order is left resting by its event. */
    void rest(int number, DayRecord.Event event, DayRecord.Rested rested, @Nullable Position position) {
        int leg = rested.leg();
        String what = "leaves " + orderOf(rested.closing(), leg) + " resting";
        if (resting[leg] != null) {
            throw contradictions.of(number, what + ", which has one already");
        }
        checkPrices(number, what, rested);
        if (rested.closing()) {
            restClosing(number, event, rested, position, what);
        } else {
            Node.Leg known = legs.get(leg);
            if (event.kind() != EventKind.ENTRY_PENDING) {
                throw contradictions.of(number, what + ", but is no entry");
            }
            requireOwn(number, event, leg);
            if (position != null) {
                throw contradictions.of(number, what + ", of which " + position.key() + " is open");
            }
            if (rested.side() != known.side()
                    || rested.quantity() != instance.quantity(known)
                    || rested.type() != known.order().type()) {
                throw contradictions.of(
                        number,
                        what + ", a " + rested.type().label() + " " + rested.side() + " of " + rested.quantity()
                                + "; the leg is a " + known.order().type().label() + " " + known.side() + " of "
                                + instance.quantity(known));
            }
        }
        resting[leg] = new Resting(rested, number);
    }

    private void restClosing(
            int number, DayRecord.Event event, DayRecord.Rested rested, @Nullable Position position, String what) {
        if (position == null) {
            throw contradictions.of(number, what + ", which is not open");
        }
        if (event.kind() == EventKind.ENTRY_PENDING) {
            throw contradictions.of(number, what + ", but is an entry");
        }
        boolean ofHit = event.kind() == EventKind.PROTECTION_HIT;
        if (ofHit && event.protections().get(0).leg() != rested.leg()) {
            throw contradictions.of(number, what + ", whose protection it is not");
        }
        long ordered = ordered(number, event, rested.leg(), position.openQuantity());
        Contract contract = position.contract();
        if (!rested.contract().equals(contract)
                || rested.side() != position.side().opposite()
                || rested.quantity() != ordered
                || rested.type() != (ofHit ? OrderType.LIMIT : OrderType.MARKET)) {
            throw contradictions.of(
                    number,
                    what + ", a " + rested.type().label() + " " + rested.side() + " of " + rested.quantity() + " "
                            + rested.contract().symbol() + "; " + ordered + " of the "
                            + position.side() + " of " + contract.symbol() + " are to be closed"
                            + (ofHit ? " by a limit order" : " at market"));
        }
    }

    private void checkPrices(int number, String what, DayRecord.Rested rested) {
        boolean hasLimit = rested.limitPrice() != TickSeries.NO_PRICE;
        boolean hasStop = rested.stopPrice() != TickSeries.NO_PRICE;
        // the price of a limit order that is relative to the first price is not known before it
        boolean relative = !rested.closing() && legs.get(rested.leg()).order().limitOffset() != null;
        boolean fits = switch (rested.type()) {
            case MARKET -> !hasLimit && !hasStop;
            case LIMIT -> (hasLimit || relative) && !hasStop;
            case STOP -> !hasLimit && hasStop;
            case STOP_LIMIT -> hasLimit && hasStop;
        };
        if (!fits) {
            throw contradictions.of(
                    number,
                    what + ", a " + rested.type().label() + " order " + (hasLimit ? "with" : "without")
                            + " a limit price and " + (hasStop ? "with" : "without") + " a stop price");
        }
    }

    void end(int number, DayRecord.Event event) {
        for (DayRecord.ProtectionLevel arming : event.armed()) {
            int leg = contradictions.leg(number, arming.leg());
            if (!due.remove(new Arming(leg, arming.kind()))) {
                throw contradictions.of(
                        number,
                        "arms the " + arming.kind().label() + " of " + contradictions.vpi(leg)
                                + ", which no fill of it does");
            }
            armed.get(leg).put(arming.kind(), new Armed(arming.level(), number));
        }
        for (Arming missing : due) {
            throw contradictions.of(
                    number,
                    "does not arm the " + missing.kind().label() + " of " + contradictions.vpi(missing.leg())
                            + ", though it fills");
        }
        boolean ends = contradictions.node(event) instanceof Node.SquareOff && event.kind() == EventKind.NODE_COMPLETED
                || event.kind() == EventKind.STRATEGY_TERMINATED;
        sessionEnded = event.kind() == EventKind.SESSION_END;
        if (ends || sessionEnded && (!ongoing || endedBy != null)) {
            for (int leg = 0; leg < resting.length; leg++) {
                Resting order = resting[leg];
                if (order != null && order.event() != number) {
                    throw contradictions.of(
                            number,
                            "ends the instance, but leaves "
                                    + orderOf(order.order().closing(), leg) + " resting");
                }
                armed.get(leg).clear();
            }
        }
        if (ends) {
            endedBy = reason(event);
        }
    }

    /** Of a day that has ended well nothing rests but what is kept overnight. */
    void checkEnd() {
        for (int leg = 0; leg < resting.length; leg++) {
            Resting order = resting[leg];
            if (order != null && !isKept(leg, order)) {
                throw contradictions.ofDay(orderOf(order.order().closing(), leg) + " still rests at the day's end");
            }
        }
    }

    /** {@return the order that an event fills; null if the event placed it itself} */
    private @Nullable Resting filled(int number, DayRecord.Event event, int leg, String what, boolean closing) {
        Resting order = resting[leg];
        if (event.kind() != EventKind.ORDER_FILLED) {
            if (order != null) {
                throw contradictions.of(
                        number, what + ", but " + orderOf(order.order().closing(), leg) + " rests");
            }
            return null;
        }
        if (order == null || order.order().closing() != closing) {
            throw contradictions.of(number, what + ", but " + orderOf(closing, leg) + " does not rest");
        }
        DayRecord.Event placing = events.get(order.event());
        if (event.parent() != order.event() || event.node() != placing.node()) {
            throw contradictions.of(
                    number,
                    what + " as node " + event.node() + " with parent " + event.parent() + ", but "
                            + orderOf(closing, leg) + " was placed by node " + placing.node() + " in event "
                            + order.event());
        }
        resting[leg] = null;
        return order;
    }

    private void checkFill(
            int number,
            DayRecord.Event event,
            String what,
            long time,
            long price,
            long slippage,
            long fees,
            boolean limited) {
        if (time != event.time()) {
            throw contradictions.of(number, what + " at " + time + ", but happens at " + event.time());
        }
        if (price < 0 || slippage < 0 || fees < 0) {
            throw contradictions.of(
                    number,
                    what + " at a price of " + price + " with a slippage of " + slippage + " and fees of "
                            + Contradictions.money(fees) + "; none may be negative");
        }
        if (limited && slippage != 0) {
            throw contradictions.of(number, what + " by a limit order with a slippage of " + slippage);
        }
    }

    private void checkLimit(int number, String what, DayRecord.Rested order, long price) {
        long limit = order.limitPrice();
        if (limit == TickSeries.NO_PRICE) {
            return;
        }
        if (order.side() == Side.BUY ? price > limit : price < limit) {
            throw contradictions.of(number, what + " at " + price + ", beyond its limit of " + limit);
        }
    }

    private ExitReason reason(DayRecord.Event placing) {
        return switch (placing.kind()) {
            case PROTECTION_HIT -> placing.protections().get(0).kind().reason();
            case STRATEGY_TERMINATED -> ExitReason.STRATEGY_TERMINATED;
            case EXPIRED -> ExitReason.EXPIRED;
            case SESSION_END -> endedBy == null ? ExitReason.SESSION_END : endedBy;
            default ->
                contradictions.node(placing) instanceof Node.SquareOff
                        ? ExitReason.SQUARE_OFF
                        : ExitReason.EXIT_CONDITION_MET;
        };
    }

    /** {@return how many of the open units an event closes} */
    private long ordered(int number, DayRecord.Event placing, int leg, long open) {
        if (!(contradictions.node(placing) instanceof Node.Exit exit)) {
            return open;
        }
        Node.Leg known = legs.get(leg);
        if (exit.targetVpi() != null && !exit.targetVpi().equals(known.vpi())) {
            throw contradictions.of(number, "is of " + exit.id() + ", which does not close " + known.vpi());
        }
        return Math.min(instance.quantity(exit, known), open);
    }

    private void expect(int leg, Protections protections) {
        if (protections.stopLoss() != null) {
            due.add(new Arming(leg, Protection.STOP_LOSS));
        }
        if (protections.takeProfit() != null) {
            due.add(new Arming(leg, Protection.TAKE_PROFIT));
        }
        if (protections.trailingStop() != null) {
            due.add(new Arming(leg, Protection.TRAILING_STOP));
        }
    }

    private void requireOwn(int number, DayRecord.Event event, int leg) {
        if (!(contradictions.node(event) instanceof Node.Entry entry)
                || !entry.legs().contains(legs.get(leg))) {
            throw contradictions.of(
                    number, "is of " + contradictions.vpi(leg) + ", but not of the entry node of that leg");
        }
    }

    private String orderOf(boolean closing, int leg) {
        return (closing ? "the closing order of " : "the entry order of ") + contradictions.vpi(leg);
    }
}
