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

/** Pairs the entries and exits of one day, and finds what cannot be true. */
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

    private final List<Position> positions = new ArrayList<>();
    private final List<Trade> trades = new ArrayList<>();
    private final int[] counts;
    private final @Nullable Open[] open;

    private final TreeMap<Integer, TreeMap<Integer, Double>> stored = new TreeMap<>();
    private List<Position.NodeVariables> variables = List.of();

    /** A leg's open transaction: its place among the positions and what of it is open. */
    private record Open(int position, OpenUnits units) {}

    private DayTransactions(Instance instance, int place, DayRecord day) {
        this.instance = instance;
        this.strategy = instance.strategy();
        this.place = place;
        this.day = day;
        contradictions = new Contradictions(instance, day);
        shapes = new EventShapes(strategy, contradictions);
        orders = new DayOrders(instance, contradictions, day);
        legs = strategy.legs();
        entryNodes = strategy.nodes().stream()
                .filter(Node.Entry.class::isInstance)
                .flatMap(node -> ((Node.Entry) node).legs().stream().map(leg -> node.id()))
                .toList();
        counts = new int[legs.size()];
        open = new Open[legs.size()];
    }

    /**
     * @param place of the day among the result's days
     * @throws InconsistentResultException if what was told cannot all be true
     */
    static DayTransactions of(Instance instance, int place, DayRecord day) {
        DayTransactions transactions = new DayTransactions(instance, place, day);
        for (int number = 0; number < day.events().size(); number++) {
            transactions.event(number, day.events().get(number));
        }
        transactions.checkMarks();
        return transactions;
    }

    /** {@return in order of entry} */
    List<Position> positions() {
        return positions;
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

    /** Of a day that has ended well nothing is open, nothing rests, and its last mark is what it realised. */
    void checkEnd() {
        for (Position position : positions) {
            if (position.lastExit() == null) {
                throw contradictions.ofDay(position.key() + " is still open at the day's end");
            }
        }
        orders.checkEnd();
        List<DayRecord.Mark> marks = day.marks();
        long equity = marks.isEmpty() ? 0 : marks.get(marks.size() - 1).equity();
        if (equity != realised()) {
            throw contradictions.ofDay("the trades' profits sum to " + Contradictions.money(realised())
                    + ", but the day's last mark is " + Contradictions.money(equity));
        }
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
            entry = day.events().get(fill.parent());
        }
        return entry.parent() == DayJournal.NONE ? null : nodeId(day.events().get(entry.parent()));
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
