package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.ConditionText;
import dev.nightjar.strategy.Leaves;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines of {@code events.jsonl}, a day at a time. */
final class EventLines {

    /** The order type of an expiry: nobody ordered it. */
    private static final String SETTLEMENT = "settlement";

    private final Strategy strategy;
    private final List<Node.Leg> legs;
    private final int moneyDigits;
    private final Map<ConditionSet, List<KnownLeaf>> leaves = new HashMap<>();
    private final Json json;
    private Times times = new Times(ZoneOffset.UTC);
    private State state;

    private record ConditionSet(int node, boolean reEntry) {}

    /** A comparison and how it reads as configured. */
    private record KnownLeaf(Condition.Leaf leaf, String raw) {}

    EventLines(Instance instance, Json json) {
        this.json = json;
        strategy = instance.strategy();
        legs = strategy.legs();
        moneyDigits = Numbers.moneyDigits(strategy);
        state = new State(legs.size());
    }

    /** Writes the events of a day, which must be consistent; the days come in their order. */
    void write(DayRecord day, EventIds ids) {
        if (!strategy.positional()) {
            state = new State(legs.size());
        }
        new DayLines(day, ids, state).write();
    }

    /** By leg: the latest entry, what of it is open, and what rests. */
    private record State(
            DayRecord.@Nullable Opened[] entries, @Nullable OpenUnits[] open, DayRecord.@Nullable Rested[] resting) {

        State(int legs) {
            this(new DayRecord.Opened[legs], new OpenUnits[legs], new DayRecord.Rested[legs]);
        }
    }

    private List<KnownLeaf> leaves(int node, Node.Signal signal, boolean reEntry) {
        return leaves.computeIfAbsent(
                new ConditionSet(node, reEntry),
                set -> Leaves.of(reEntry ? signal.reEntryConditions() : signal.conditions()).stream()
                        .map(leaf -> new KnownLeaf(leaf, ConditionText.raw(leaf, strategy)))
                        .toList());
    }

    /** One day; knows what is open and what rests while its events go by. */
    private final class DayLines {

        private final DayRecord day;
        private final EventIds ids;
        private final DayRecord.@Nullable Opened[] entries;
        private final @Nullable OpenUnits[] open;
        private final DayRecord.@Nullable Rested[] resting;

        DayLines(DayRecord day, EventIds ids, State state) {
            this.day = day;
            this.ids = ids;
            entries = state.entries();
            open = state.open();
            resting = state.resting();
            times = times.in(day.session().zone());
        }

        void write() {
            for (int place = 0; place < day.events().size(); place++) {
                int at = place;
                json.object(() -> event(day.firstEvent() + at, day.events().get(at)));
            }
        }

        private void event(int number, DayRecord.Event event) {
            Node node =
                    event.node() == DayJournal.NONE ? null : strategy.nodes().get(event.node());
            json.text("event_id", ids.of(number));
            json.text("parent_event_id", event.parent() == DayJournal.NONE ? null : ids.of(event.parent()));
            json.text("event_type", event.kind().label());
            json.text("timestamp", times.iso(event.time()));
            json.text("node_id", node == null ? null : node.id());
            json.text("node_type", node == null ? null : node.type());
            json.text("node_name", node == null ? null : node.label());
            // cancellations come first in time, though last in the line
            List<DayRecord.Rested> cancelled = cancelled(event);
            switch (event.kind()) {
                case NODE_COMPLETED -> completed(event, node, cancelled);
                case ENTRY_PENDING -> {
                    reEntryNumber(event);
                    opened(event);
                    rested(event, node);
                    skipped(event);
                }
                case ENTRY_SKIPPED -> {
                    reEntryNumber(event);
                    skipped(event);
                }
                case EXIT_PENDING -> {
                    closed(event, node);
                    rested(event, node);
                }
                case PROTECTION_HIT -> {
                    hit(event.protections().get(0));
                    closed(event, node);
                    rested(event, node);
                    cancelled(cancelled);
                }
                case ORDER_FILLED -> {
                    if (event.closed().isEmpty()) {
                        opened(event);
                    } else {
                        closed(event, node);
                    }
                }
                case STRATEGY_TERMINATED, SESSION_END, EXPIRED -> ended(event, node, cancelled);
            }
            if (!event.armed().isEmpty()) {
                json.array("protections", () -> event.armed().forEach(armed -> json.object(() -> hit(armed))));
            }
        }

        private void completed(DayRecord.Event event, @Nullable Node node, List<DayRecord.Rested> cancelled) {
            if (node instanceof Node.Signal signal) {
                signal(event, signal);
            } else if (node instanceof Node.Entry) {
                reEntryNumber(event);
                opened(event);
                skipped(event);
            } else if (node instanceof Node.Exit) {
                json.text("skip_reason", label(event.detail()));
                closed(event, node);
            } else if (node instanceof Node.SquareOff) {
                json.text("trigger", label(event.detail()));
                ended(event, node, cancelled);
            }
        }

        private void ended(DayRecord.Event event, @Nullable Node node, List<DayRecord.Rested> cancelled) {
            closed(event, node);
            if (!event.rested().isEmpty()) {
                rested(event, node);
            }
            cancelled(cancelled);
        }

        private void signal(DayRecord.Event event, Node.Signal signal) {
            boolean reEntry = event.usedReEntryConditions();
            json.text("condition_set", reEntry ? "re_entry_conditions" : "conditions");
            List<KnownLeaf> known = leaves(event.node(), signal, reEntry);
            json.array(
                    "conditions",
                    () -> event.leaves().forEach(leaf -> json.object(() -> leaf(leaf, known.get(leaf.leaf())))));
            json.object(
                    "variables",
                    () -> event.variables()
                            .forEach(stored -> json.value(
                                    signal.variables().get(stored.variable()).name(), stored.value())));
            if (signal instanceof Node.ReEntrySignal again) {
                reEntryNumber(event);
                json.number("max_re_entries", again.maxReEntries());
            }
        }

        private void leaf(DayRecord.Leaf told, KnownLeaf known) {
            Condition.Leaf leaf = known.leaf();
            json.text("raw", known.raw());
            json.text(
                    "evaluated",
                    ConditionText.evaluated(
                            leaf,
                            told.lhs(),
                            told.rhs(),
                            told.upper(),
                            day.session().zone()));
            side("lhs_value", leaf.lhs(), told.lhs());
            side("rhs_value", leaf.rhs(), told.rhs());
            if (leaf.upper() != null) {
                side("upper_value", leaf.upper(), told.upper());
            }
            DayRecord.Previous previous = told.previous();
            if (previous != null) {
                side("previous_lhs_value", leaf.lhs(), previous.lhs());
                side("previous_rhs_value", leaf.rhs(), previous.rhs());
            }
            json.flag("result", told.result());
        }

        private void side(String name, Operand operand, double value) {
            String word = ConditionText.word(operand, value);
            if (word == null) {
                json.value(name, value);
            } else {
                json.text(name, word);
            }
        }

        private void reEntryNumber(DayRecord.Event event) {
            json.number(
                    "re_entry_num",
                    event.reEntryNumber() == DayJournal.NONE ? null : Long.valueOf(event.reEntryNumber()));
        }

        private void opened(DayRecord.Event event) {
            json.array("opened", () -> event.opened().forEach(opened -> json.object(() -> opened(opened))));
        }

        private void opened(DayRecord.Opened opened) {
            Node.Leg leg = legs.get(opened.leg());
            int scale = opened.contract().priceScale();
            entries[opened.leg()] = opened;
            open[opened.leg()] = new OpenUnits(opened.quantity(), leg.lots());
            resting[opened.leg()] = null;
            json.text("position_id", leg.vpi());
            json.number("position_num", opened.positionNumber());
            order(
                    opened.contract(),
                    opened.side(),
                    leg.lots(),
                    opened.quantity(),
                    leg.order().type().label());
            fill(opened.price(), opened.slippage(), opened.fees(), opened.time(), scale);
            json.number("underlying_price", opened.underlyingPrice(), opened.underlyingScale());
        }

        private void rested(DayRecord.Event event, @Nullable Node node) {
            json.array("resting", () -> event.rested().forEach(rested -> json.object(() -> rested(rested, node))));
        }

        private void rested(DayRecord.Rested rested, @Nullable Node node) {
            resting[rested.leg()] = rested;
            Node.Leg leg = legs.get(rested.leg());
            json.text("position_id", leg.vpi());
            order(
                    rested.contract(),
                    rested.side(),
                    rested.closing() ? units(rested.leg()).lotsOf(rested.quantity(), node) : leg.lots(),
                    rested.quantity(),
                    rested.type().label());
            int scale = rested.contract().priceScale();
            if (rested.limitPrice() != TickSeries.NO_PRICE) {
                json.number("limit_price", rested.limitPrice(), scale);
            }
            if (rested.stopPrice() != TickSeries.NO_PRICE) {
                json.number("stop_price", rested.stopPrice(), scale);
            }
        }

        private void skipped(DayRecord.Event event) {
            json.array(
                    "skipped",
                    () -> event.skipped()
                            .forEach(skipped -> json.object(() -> {
                                json.text("position_id", legs.get(skipped.leg()).vpi());
                                json.text("reason", skipped.reason().label());
                            })));
        }

        private void closed(DayRecord.Event event, @Nullable Node node) {
            json.array("closed", () -> event.closed().forEach(closed -> json.object(() -> closed(closed, node))));
        }

        private void closed(DayRecord.Closed closed, @Nullable Node node) {
            DayRecord.Opened entry = entry(closed.leg());
            OpenUnits units = units(closed.leg());
            BigDecimal lots = units.lotsOf(closed.quantity(), node);
            open[closed.leg()] = units.without(closed.quantity(), lots);
            resting[closed.leg()] = null;
            json.text("position_id", legs.get(closed.leg()).vpi());
            json.number("position_num", closed.positionNumber());
            order(
                    entry.contract(),
                    entry.side().opposite(),
                    lots,
                    closed.quantity(),
                    closed.reason() == DayJournal.ExitReason.EXPIRED
                            ? SETTLEMENT
                            : closed.type().label());
            fill(
                    closed.price(),
                    closed.slippage(),
                    closed.fees(),
                    closed.time(),
                    entry.contract().priceScale());
            json.text("reason", closed.reason().label());
            if (closed.ambiguous()) {
                json.flag("ambiguous", true);
            }
            json.money("pnl", closed.profit(), moneyDigits);
        }

        private DayRecord.Opened entry(int leg) {
            return Objects.requireNonNull(entries[leg], "a leg without an entry");
        }

        private OpenUnits units(int leg) {
            return Objects.requireNonNull(open[leg], "a leg without an entry");
        }

        private void hit(DayRecord.ProtectionLevel protection) {
            json.text("position_id", legs.get(protection.leg()).vpi());
            json.text("protection", protection.kind().label());
            json.number(
                    "level",
                    protection.level(),
                    entry(protection.leg()).contract().priceScale());
        }

        private List<DayRecord.Rested> cancelled(DayRecord.Event event) {
            List<DayRecord.Rested> orders = new ArrayList<>();
            for (DayRecord.Cancelled cancelled : event.cancelled()) {
                orders.add(Objects.requireNonNull(resting[cancelled.leg()], "a cancelled order that never rested"));
                resting[cancelled.leg()] = null;
            }
            return orders;
        }

        private void cancelled(List<DayRecord.Rested> orders) {
            json.array(
                    "cancelled",
                    () -> orders.forEach(order -> json.object(() -> {
                        json.text("position_id", legs.get(order.leg()).vpi());
                        json.text("symbol", order.contract().symbol());
                        json.number("quantity", order.quantity());
                    })));
        }

        private void order(Contract contract, Side side, BigDecimal lots, long quantity, String type) {
            json.text("symbol", contract.symbol());
            json.text("exchange", contract.exchange());
            json.text("side", side.name());
            json.number("lots", Numbers.plain(lots));
            json.number("quantity", quantity);
            json.text("order_type", type);
        }

        private void fill(long price, long slippage, long fees, long time, int scale) {
            json.number("price", price, scale);
            json.number("slippage", slippage, scale);
            json.money("fees", fees, moneyDigits);
            json.text("fill_time", times.iso(time));
        }

        private @Nullable String label(@Nullable Detail detail) {
            return detail == null ? null : detail.label();
        }
    }
}
