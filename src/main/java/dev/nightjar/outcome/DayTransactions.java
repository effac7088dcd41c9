package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Side;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pairs the entries and exits of one day, which may follow on another one, and finds what cannot be true. */
final class DayTransactions {

    private final Instance instance;
    private final Strategy strategy;
    private final int place;
    private final DayRecord day;
    private final Contradictions contradictions;
    private final EventShapes shapes;
    private final DayOrders orders;
    private final List<Node.Leg> legs;
    private final List<String> entryNodes;

    /** By number. */
    private final List<DayRecord.Event> events;

    private final List<Position> positions = new ArrayList<>();
    private final List<Trade> trades = new ArrayList<>();
    private final int[] counts;
    private final @Nullable Open[] open;

    private final TreeMap<Integer, TreeMap<Integer, Double>> stored;
    private List<Position.NodeVariables> variables = List.of();

    /** Of the days it follows on: what their exits made, and their last equity. */
    private final long realisedBefore;

    private final long equityBefore;

    /** A leg's open transaction: its place among the positions and what of it is open. */
    private record Open(int position, OpenUnits units) {}

    private DayTransactions(Instance instance, int place, DayRecord day) {
        this.instance = instance;
        this.strategy = instance.strategy();
        this.place = place;
        this.day = day;
        contradictions = new Contradictions(instance, day);
        shapes = new EventShapes(strategy, contradictions);
        events = new ArrayList<>();
        orders = new DayOrders(instance, contradictions, events);
        stored = new TreeMap<>();
        realisedBefore = 0;
        equityBefore = 0;
        legs = strategy.legs();
        entryNodes = strategy.nodes().stream()
                .filter(Node.Entry.class::isInstance)
                .flatMap(node -> ((Node.Entry) node).legs().stream().map(leg -> node.id()))
                .toList();
        counts = new int[legs.size()];
        open = new Open[legs.size()];
    }

    private DayTransactions(DayTransactions before, int place, DayRecord day) {
        this.instance = before.instance;
        this.strategy = before.strategy;
        this.place = place;
        this.day = day;
        contradictions = new Contradictions(instance, day);
        shapes = new EventShapes(strategy, contradictions);
        events = before.events;
        orders = new DayOrders(before.orders, contradictions);
        stored = before.stored;
        variables = before.variables;
        realisedBefore = Math.addExact(before.realisedBefore, before.realised());
        equityBefore = before.equity();
        legs = before.legs;
        entryNodes = before.entryNodes;
        counts = before.counts;
        open = new Open[legs.size()];
        for (int position = 0; position < before.positions.size(); position++) {
            for (int leg = 0; leg < open.length; leg++) {
                Open kept = before.open[leg];
                if (kept != null && kept.position() == position) {
                    open[leg] = new Open(positions.size(), kept.units());
                    positions.add(before.positions.get(position));
                }
            }
        }
    }

    /**
     * @param place of the day among the result's days
     * @throws InconsistentResultException if what was told cannot all be true
     */
    static DayTransactions of(Instance instance, int place, DayRecord day) {
        return new DayTransactions(instance, place, day).read();
    }

    /**
     * {@return the day that follows on this one, which is not used any more but for what it has told}
     *
     * @throws InconsistentResultException if what was told cannot all be true
     */
    DayTransactions next(int itsPlace, DayRecord following) {
        DayTransactions next = new DayTransactions(this, itsPlace, following);
        boolean none = following.events().isEmpty();
        if (day.failedReason() != null && (following.failedReason() == null || !none)) {
            throw next.contradictions.ofDay("the instance goes on after it failed on " + day.date());
        }
        if (orders.isEnded() && !none) {
            throw next.contradictions.ofDay("the instance goes on after it has ended");
        }
        return next.read();
    }

    private DayTransactions read() {
        boolean neverBegan = day.failedReason() != null && day.events().isEmpty();
        if (day.firstEvent() != events.size() && !neverBegan) {
            throw contradictions.ofDay(
                    "its first event is " + day.firstEvent() + ", after " + events.size() + " on the days before");
        }
        for (DayRecord.Event event : day.events()) {
            int number = events.size();
            events.add(event);
            event(number, event);
        }
        checkMarks();
        return this;
    }

    /** {@return those that were open when the day began, then those of the day, each in order of entry} */
    List<Position> positions() {
        return positions;
    }

    /** {@return the equity at the last mark} */
    long equity() {
        List<DayRecord.Mark> marks = day.marks();
        return marks.isEmpty() ? equityBefore : marks.get(marks.size() - 1).equity();
    }

    /** {@return in order of exit} */
    List<Trade> trades() {
        return trades;
    }

    /** {@return what all exits together made} */
    long realised() {
        long realised = 0;
        for (Trade trade : trades) {
            realised = Math.addExact(realised, trade.pnl());
        }
        return realised;
    }

    /**
     * Of a day that has ended well nothing is open and nothing rests but what is told to be kept overnight, and its last mark is
     * what was realised and what the open positions would make.
     */
    void checkEnd() {
        long unrealised = 0;
        int kept = 0;
        for (Position position : positions) {
            if (position.lastExit() == null) {
                if (kept == day.carried().size()) {
                    throw contradictions.ofDay(position.key() + " is still open at the day's end");
                }
                unrealised =
                        Math.addExact(unrealised, checkCarried(day.carried().get(kept), position));
                kept++;
            }
        }
        if (kept < day.carried().size()) {
            throw contradictions.ofDay(
                    day.carried().size() + " positions are kept overnight, but " + kept + " are open");
        }
        orders.checkEnd();
        long realised = Math.addExact(realisedBefore, realised());
        if (equity() != Math.addExact(realised, unrealised)) {
            throw contradictions.ofDay("the trades' profits sum to " + Contradictions.money(realised)
                    + (kept == 0 ? "" : " and the open positions make " + Contradictions.money(unrealised))
                    + ", but the day's last mark is " + Contradictions.money(equity()));
        }
    }

    /** {@return the profit of what is open of a position} */
    private long checkCarried(DayRecord.Carried carried, Position position) {
        if (carried.leg() < 0
                || carried.leg() >= legs.size()
                || !legs.get(carried.leg()).equals(position.leg())
                || !position.leg().overnight()
                || carried.positionNumber() != position.positionNumber()
                || carried.quantity() != position.openQuantity()) {
            throw contradictions.ofDay(carried.quantity() + " of leg " + carried.leg() + " number "
                    + carried.positionNumber() + " are kept overnight, but " + position.openQuantity() + " of "
                    + position.key() + " are open"
                    + (position.leg().overnight() ? "" : ", which is closed at the day's end"));
        }
        long entered = value(position, position.entryPrice(), position.quantity());
        long fees = position.entryFees();
        for (Position.Exit exit : position.exits()) {
            entered = Math.subtractExact(entered, value(position, position.entryPrice(), exit.quantity()));
            fees = Math.subtractExact(fees, exit.entryFees());
        }
        long now = value(position, carried.price(), carried.quantity());
        long gross = position.side() == Side.BUY ? Math.subtractExact(now, entered) : Math.subtractExact(entered, now);
        long profit = Math.subtractExact(gross, fees);
        if (profit != carried.unrealized()) {
            throw contradictions.ofDay(position.key() + " is kept overnight with an unrealised profit of "
                    + Contradictions.money(carried.unrealized()) + ", but its price makes "
                    + Contradictions.money(profit));
        }
        return profit;
    }

    private void checkMarks() {
        int last = -1;
        for (DayRecord.Mark mark : day.marks()) {
            if (mark.minute() <= last) {
                throw contradictions.ofDay("minute " + mark.minute() + " is marked after minute " + last);
            }
            last = mark.minute();
        }
    }

    private void event(int number, DayRecord.Event event) {
        shapes.check(number, event);
        orders.begin(number, event);
        if (!event.variables().isEmpty()) {
            store(event);
        }
        for (DayRecord.Opened opened : event.opened()) {
            open(number, event, opened);
        }
        for (DayRecord.Closed closed : event.closed()) {
            close(number, event, closed);
        }
        for (DayRecord.Rested rested : event.rested()) {
            Open transaction = open[contradictions.leg(number, rested.leg())];
            orders.rest(number, event, rested, transaction == null ? null : positions.get(transaction.position()));
        }
        orders.end(number, event);
    }

    private void store(DayRecord.Event event) {
        Map<Integer, Double> values = stored.computeIfAbsent(event.node(), node -> new TreeMap<>());
        for (DayRecord.StoredVariable variable : event.variables()) {
            values.put(variable.variable(), variable.value());
        }
        List<Position.NodeVariables> all = new ArrayList<>();
        stored.forEach((node, nodeValues) ->
                all.add(named((Node.Signal) strategy.nodes().get(node), nodeValues)));
        variables = List.copyOf(all);
    }

    private static Position.NodeVariables named(Node.Signal signal, Map<Integer, Double> values) {
        List<Position.NamedValue> named = new ArrayList<>();
        values.forEach((variable, value) -> named.add(
                new Position.NamedValue(signal.variables().get(variable).name(), value)));
        return new Position.NodeVariables(signal.id(), named);
    }

    private void open(int number, DayRecord.Event event, DayRecord.Opened opened) {
        int leg = contradictions.leg(number, opened.leg());
        Open before = open[leg];
        if (before != null) {
            throw contradictions.of(
                    number,
                    "opens " + contradictions.vpi(leg) + ", of which "
                            + positions.get(before.position()).key() + " is open");
        }
        if (opened.positionNumber() != counts[leg] + 1) {
            throw contradictions.of(
                    number,
                    "opens " + contradictions.vpi(leg) + " with position_num " + opened.positionNumber() + " after "
                            + counts[leg]);
        }
        orders.opened(number, event, opened);
        counts[leg]++;
        open[leg] = new Open(
                positions.size(), new OpenUnits(opened.quantity(), legs.get(leg).lots()));
        positions.add(new Position(
                key(leg, opened),
                place,
                legs.get(leg),
                entryNodes.get(leg),
                entryTrigger(event),
                opened.positionNumber(),
                opened.contract(),
                opened.side(),
                opened.quantity(),
                number,
                opened.time(),
                opened.price(),
                opened.fees(),
                opened.underlyingPrice(),
                opened.underlyingScale(),
                variables,
                List.of()));
    }

    private String key(int leg, DayRecord.Opened opened) {
        String date = new Times(day.session().zone()).compactDate(opened.time());
        return contradictions.vpi(leg) + "-" + date + "-r" + (opened.positionNumber() - 1);
    }

    private @Nullable String entryTrigger(DayRecord.Event fill) {
        DayRecord.Event entry = fill;
        if (fill.kind() == EventKind.ORDER_FILLED && fill.parent() != DayJournal.NONE) {
            entry = events.get(fill.parent());
        }
        return entry.parent() == DayJournal.NONE ? null : nodeId(events.get(entry.parent()));
    }

    private @Nullable String nodeId(DayRecord.Event event) {
        Node node = contradictions.node(event);
        return node == null ? null : node.id();
    }

    private void close(int number, DayRecord.Event event, DayRecord.Closed closed) {
        int leg = contradictions.leg(number, closed.leg());
        Open transaction = open[leg];
        if (transaction == null) {
            throw contradictions.of(number, "closes " + contradictions.vpi(leg) + ", which is not open");
        }
        Position position = positions.get(transaction.position());
        OpenUnits units = transaction.units();
        if (closed.positionNumber() != position.positionNumber()
                || closed.quantity() <= 0
                || closed.quantity() > units.quantity()) {
            throw contradictions.of(
                    number,
                    "closes " + closed.quantity() + " of " + contradictions.vpi(leg) + " number "
                            + closed.positionNumber() + ", but " + units.quantity() + " of number "
                            + position.positionNumber() + " are open");
        }
        orders.closed(number, event, closed, position);
        boolean whole = closed.quantity() == units.quantity();
        BigDecimal lots = units.lotsOf(closed.quantity(), contradictions.node(event));
        Position.Exit exit = new Position.Exit(
                whole && position.exits().isEmpty() ? 0 : position.exits().size() + 1,
                number,
                nodeId(event),
                closed.quantity(),
                lots,
                closed.time(),
                closed.price(),
                entryFees(position, closed.quantity(), whole),
                closed.fees(),
                closed.profit(),
                closed.reason(),
                closed.ambiguous());
        checkProfit(number, position, exit, whole);
        Position after = position.with(exit);
        positions.set(transaction.position(), after);
        trades.add(new Trade(after, exit));
        open[leg] = whole ? null : new Open(transaction.position(), units.without(closed.quantity(), lots));
    }

    /** {@return a part's share of the entry's fees; the last part takes what the others left} */
    private static long entryFees(Position position, long quantity, boolean last) {
        if (!last) {
            return BigDecimal.valueOf(position.entryFees())
                    .multiply(BigDecimal.valueOf(quantity))
                    .divide(BigDecimal.valueOf(position.quantity()), RoundingMode.HALF_EVEN)
                    .longValueExact();
        }
        long fees = position.entryFees();
        for (Position.Exit exit : position.exits()) {
            fees = Math.subtractExact(fees, exit.entryFees());
        }
        return fees;
    }

    private void checkProfit(int number, Position position, Position.Exit exit, boolean last) {
        long entered = last
                ? value(position, position.entryPrice(), position.quantity())
                : value(position, position.entryPrice(), exit.quantity());
        if (last) {
            for (Position.Exit earlier : position.exits()) {
                entered = Math.subtractExact(entered, value(position, position.entryPrice(), earlier.quantity()));
            }
        }
        long left = value(position, exit.price(), exit.quantity());
        long gross =
                position.side() == Side.BUY ? Math.subtractExact(left, entered) : Math.subtractExact(entered, left);
        long profit = Math.subtractExact(gross, Math.addExact(exit.entryFees(), exit.exitFees()));
        if (profit != exit.profit()) {
            throw contradictions.of(
                    number,
                    "closes " + (exit.number() == 0 ? "" : exit.quantity() + " of ") + position.key()
                            + " with a profit of " + Contradictions.money(exit.profit()) + ", but its fills make "
                            + Contradictions.money(profit));
        }
    }

    private static long value(Position position, long price, long quantity) {
        return Decimals.rescale(
                Math.multiplyExact(price, quantity), position.contract().priceScale(), Decimals.MONEY_SCALE);
    }
}
