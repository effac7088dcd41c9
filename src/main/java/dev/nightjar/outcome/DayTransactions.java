package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Side;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final List<Node.Leg> legs;
    private final List<String> entryNodes;

    private final List<Position> positions = new ArrayList<>();
    private final List<Trade> trades = new ArrayList<>();
    private final int[] counts;
    /** For each leg the place of its open transaction among the positions, or -1. */
    private final int[] open;

    private final boolean[] resting;
    private final TreeMap<Integer, TreeMap<Integer, Double>> stored = new TreeMap<>();
    private List<Position.NodeVariables> variables = List.of();

    private DayTransactions(Instance instance, int place, DayRecord day) {
        this.instance = instance;
        this.strategy = instance.strategy();
        this.place = place;
        this.day = day;
        legs = strategy.legs();
        entryNodes = strategy.nodes().stream()
                .filter(Node.Entry.class::isInstance)
                .flatMap(node -> ((Node.Entry) node).legs().stream().map(leg -> node.id()))
                .toList();
        counts = new int[legs.size()];
        open = new int[legs.size()];
        Arrays.fill(open, -1);
        resting = new boolean[legs.size()];
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

    /** Of a day that has ended well nothing is open, and its last mark is what it realised. */
    void checkEnd() {
        for (Position position : positions) {
            if (position.exit() == null) {
                throw wrong(position.key() + " is still open at the day's end");
            }
        }
        long realised = 0;
        for (Trade trade : trades) {
            realised = Math.addExact(realised, trade.pnl());
        }
        List<DayRecord.Mark> marks = day.marks();
        long equity = marks.isEmpty() ? 0 : marks.get(marks.size() - 1).equity();
        if (equity != realised) {
            throw wrong(
                    "the trades' profits sum to " + money(realised) + ", but the day's last mark is " + money(equity));
        }
    }

    private void checkMarks() {
        int last = -1;
        for (DayRecord.Mark mark : day.marks()) {
            if (mark.minute() <= last) {
                throw wrong("minute " + mark.minute() + " is marked after minute " + last);
            }
            last = mark.minute();
        }
    }

    private void event(int number, DayRecord.Event event) {
        checkPlaces(number, event);
        if (!event.variables().isEmpty()) {
            store(number, event);
        }
        for (DayRecord.Rested rested : event.rested()) {
            resting[leg(number, rested.leg())] = true;
        }
        for (DayRecord.Cancelled cancelled : event.cancelled()) {
            int leg = leg(number, cancelled.leg());
            if (!resting[leg]) {
                throw wrong(at(number) + " cancels an order of " + vpi(leg) + ", which has none resting");
            }
            resting[leg] = false;
        }
        for (DayRecord.Skipped skipped : event.skipped()) {
            leg(number, skipped.leg());
        }
        for (DayRecord.Opened opened : event.opened()) {
            open(number, event, opened);
        }
        for (DayRecord.Closed closed : event.closed()) {
            close(number, event, closed);
        }
    }

    private void checkPlaces(int number, DayRecord.Event event) {
        boolean ofNoNode = event.kind() == EventKind.STRATEGY_TERMINATED || event.kind() == EventKind.SESSION_END;
        if (ofNoNode
                ? event.node() != DayJournal.NONE
                : event.node() < 0 || event.node() >= strategy.nodes().size()) {
            throw wrong(at(number) + " (" + event.kind().label() + ") is of node " + event.node() + " of "
                    + strategy.nodes().size());
        }
        if (event.parent() < DayJournal.NONE || event.parent() >= number) {
            throw wrong(at(number) + " has parent " + event.parent());
        }
    }

    private void store(int number, DayRecord.Event event) {
        if (!(strategy.nodes().get(event.node()) instanceof Node.Signal signal)) {
            throw wrong(at(number) + " stores variables, but its node is no signal");
        }
        Map<Integer, Double> values = stored.computeIfAbsent(event.node(), node -> new TreeMap<>());
        for (DayRecord.StoredVariable variable : event.variables()) {
            if (variable.variable() < 0
                    || variable.variable() >= signal.variables().size()) {
                throw wrong(at(number) + " stores variable " + variable.variable() + " of "
                        + signal.variables().size());
            }
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
        int leg = leg(number, opened.leg());
        if (open[leg] >= 0) {
            throw wrong(at(number) + " opens " + vpi(leg) + ", of which "
                    + positions.get(open[leg]).key() + " is open");
        }
        if (opened.positionNumber() != counts[leg] + 1) {
            throw wrong(at(number) + " opens " + vpi(leg) + " with position_num " + opened.positionNumber() + " after "
                    + counts[leg]);
        }
        if (opened.quantity() <= 0) {
            throw wrong(at(number) + " opens " + vpi(leg) + " with quantity " + opened.quantity());
        }
        counts[leg]++;
        open[leg] = positions.size();
        resting[leg] = false;
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
                null));
    }

    private String key(int leg, DayRecord.Opened opened) {
        String date = new Times(day.session().zone()).compactDate(opened.time());
        return vpi(leg) + "-" + date + "-r" + (opened.positionNumber() - 1);
    }

    private @Nullable String entryTrigger(DayRecord.Event fill) {
        DayRecord.Event entry = fill;
        if (fill.kind() == EventKind.ORDER_FILLED && fill.parent() != DayJournal.NONE) {
            entry = day.events().get(fill.parent());
        }
        return entry.parent() == DayJournal.NONE
                ? null
                : nodeId(day.events().get(entry.parent()).node());
    }

    private @Nullable String nodeId(int node) {
        return node == DayJournal.NONE ? null : strategy.nodes().get(node).id();
    }

    private void close(int number, DayRecord.Event event, DayRecord.Closed closed) {
        int leg = leg(number, closed.leg());
        if (open[leg] < 0) {
            throw wrong(at(number) + " closes " + vpi(leg) + ", which is not open");
        }
        Position position = positions.get(open[leg]);
        if (closed.positionNumber() != position.positionNumber() || closed.quantity() != position.quantity()) {
            throw wrong(at(number) + " closes " + closed.quantity() + " of " + vpi(leg) + " number "
                    + closed.positionNumber() + ", but " + position.quantity() + " of number "
                    + position.positionNumber() + " are open");
        }
        Position.Exit exit = new Position.Exit(
                number,
                nodeId(event.node()),
                closed.time(),
                closed.price(),
                closed.fees(),
                closed.profit(),
                closed.reason());
        Position done = position.closedBy(exit);
        checkProfit(number, done, exit);
        positions.set(open[leg], done);
        trades.add(new Trade(done, exit));
        open[leg] = -1;
    }

    private void checkProfit(int number, Position position, Position.Exit exit) {
        long entryValue = value(position, position.entryPrice());
        long exitValue = value(position, exit.price());
        long gross = position.side() == Side.BUY
                ? Math.subtractExact(exitValue, entryValue)
                : Math.subtractExact(entryValue, exitValue);
        long profit = Math.subtractExact(gross, position.fees());
        if (profit != exit.profit()) {
            throw wrong(at(number) + " closes " + position.key() + " with a profit of " + money(exit.profit())
                    + ", but its fills make " + money(profit));
        }
    }

    private static long value(Position position, long price) {
        return Decimals.rescale(
                Math.multiplyExact(price, position.quantity()),
                position.contract().priceScale(),
                Decimals.MONEY_SCALE);
    }

    private int leg(int number, int leg) {
        if (leg < 0 || leg >= legs.size()) {
            throw wrong(at(number) + " is of leg " + leg + " of " + legs.size());
        }
        return leg;
    }

    private String vpi(int leg) {
        return legs.get(leg).vpi();
    }

    private static String at(int number) {
        return "event " + number;
    }

    private static String money(long units) {
        return Decimals.format(units, Decimals.MONEY_SCALE);
    }

    private InconsistentResultException wrong(String what) {
        return new InconsistentResultException(instance.key(), day.date(), what);
    }
}
