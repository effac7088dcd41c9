package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.market.Side;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.ConditionText;
import dev.nightjar.strategy.Leaves;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines of {@code events.jsonl}, a day at a time. */
final class EventLines {

    private static final String MARKET = "market";

    private final Strategy strategy;
    private final List<Node.Leg> legs;
    private final int moneyDigits;
    private final Map<ConditionSet, List<Condition.Leaf>> leaves = new HashMap<>();
    private final Json json;

    private record ConditionSet(int node, boolean reEntry) {}

    EventLines(Instance instance, Json json) {
        this.json = json;
        strategy = instance.strategy();
        legs = strategy.legs();
        moneyDigits = Numbers.moneyDigits(strategy);
    }

    /** Writes the events of a day, which must be consistent. */
    void write(DayRecord day, EventIds ids) {
        new DayLines(day, ids).write();
    }

    private List<Condition.Leaf> leaves(int node, Node.Signal signal, boolean reEntry) {
        return leaves.computeIfAbsent(
                new ConditionSet(node, reEntry),
                set -> Leaves.of(reEntry ? signal.reEntryConditions() : signal.conditions()));
    }

    /** One day; knows what is open and what rests while its events go by. */
    private final class DayLines {

        private final DayRecord day;
        private final EventIds ids;
        private final Times times;
        private final DayRecord.@Nullable Opened[] open = new DayRecord.Opened[legs.size()];
        private final DayRecord.@Nullable Rested[] resting = new DayRecord.Rested[legs.size()];

        DayLines(DayRecord day, EventIds ids) {
            this.day = day;
            this.ids = ids;
            times = new Times(day.session().zone());
        }

        void write() {
            for (int number = 0; number < day.events().size(); number++) {
                int at = number;
                json.object(() -> event(at, day.events().get(at)));
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
            switch (event.kind()) {
                case NODE_COMPLETED -> completed(event, node);
                case ENTRY_PENDING -> {
                    reEntryNumber(event);
                    opened(event);
                    rested(event);
                    skipped(event);
                }
                case ENTRY_SKIPPED -> {
                    reEntryNumber(event);
                    skipped(event);
                }
                case EXIT_PENDING, PROTECTION_HIT -> {
                    closed(event);
                    rested(event);
                    cancelled(event);
                }
                case ORDER_FILLED -> opened(event);
                case STRATEGY_TERMINATED, SESSION_END -> {
                    closed(event);
                    cancelled(event);
                }
            }
        }

        private void completed(DayRecord.Event event, @Nullable Node node) {
            if (node instanceof Node.Signal signal) {
                signal(event, signal);
            } else if (node instanceof Node.Entry) {
                reEntryNumber(event);
                opened(event);
                skipped(event);
            } else if (node instanceof Node.Exit) {
                json.text("skip_reason", label(event.detail()));
                closed(event);
            } else if (node instanceof Node.SquareOff) {
                json.text("trigger", label(event.detail()));
                closed(event);
                cancelled(event);
            }
        }

        private void signal(DayRecord.Event event, Node.Signal signal) {
            boolean reEntry = event.usedReEntryConditions();
            json.text("condition_set", reEntry ? "re_entry_conditions" : "conditions");
            List<Condition.Leaf> known = leaves(event.node(), signal, reEntry);
            json.array(
                    "conditions",
                    () -> event.leaves().forEach(leaf -> json.object(() -> leaf(leaf, known.get(leaf.leaf())))));
            json.object(
                    "variables",
                    () -> event.variables()
                            .forEach(stored -> json.number(
                                    signal.variables().get(stored.variable()).name(), Numbers.value(stored.value()))));
            if (signal instanceof Node.ReEntrySignal again) {
                reEntryNumber(event);
                json.number("max_re_entries", again.maxReEntries());
            }
        }

        private void leaf(DayRecord.Leaf told, Condition.Leaf leaf) {
            json.text("raw", ConditionText.raw(leaf, strategy));
            json.text(
                    "evaluated",
                    ConditionText.evaluated(
                            leaf,
                            told.lhs(),
                            told.rhs(),
                            told.upper(),
                            day.session().zone()));
            json.number("lhs_value", Numbers.value(told.lhs()));
            json.number("rhs_value", Numbers.value(told.rhs()));
            if (leaf.upper() != null) {
                json.number("upper_value", Numbers.value(told.upper()));
            }
            json.flag("result", told.result());
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
            int scale = opened.contract().priceScale();
            open[opened.leg()] = opened;
            resting[opened.leg()] = null;
            json.text("position_id", legs.get(opened.leg()).vpi());
            json.number("position_num", opened.positionNumber());
            order(opened.leg(), opened.contract(), opened.side(), opened.quantity());
            fill(opened.price(), opened.slippage(), opened.fees(), opened.time(), scale);
            json.number("underlying_price", Numbers.price(opened.underlyingPrice(), opened.underlyingScale()));
        }

        private void rested(DayRecord.Event event) {
            json.array(
                    "resting",
                    () -> event.rested().forEach(rested -> {
                        resting[rested.leg()] = rested;
                        json.object(() -> {
                            json.text("position_id", legs.get(rested.leg()).vpi());
                            order(rested.leg(), rested.contract(), rested.side(), rested.quantity());
                        });
                    }));
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

        private void closed(DayRecord.Event event) {
            json.array("closed", () -> event.closed().forEach(closed -> json.object(() -> closed(closed))));
        }

        private void closed(DayRecord.Closed closed) {
            DayRecord.Opened entry = Objects.requireNonNull(open[closed.leg()], "a close without an entry");
            open[closed.leg()] = null;
            json.text("position_id", legs.get(closed.leg()).vpi());
            json.number("position_num", closed.positionNumber());
            order(closed.leg(), entry.contract(), entry.side().opposite(), closed.quantity());
            fill(
                    closed.price(),
                    closed.slippage(),
                    closed.fees(),
                    closed.time(),
                    entry.contract().priceScale());
            json.text("reason", closed.reason().label());
            json.number("pnl", Numbers.money(closed.profit(), moneyDigits));
        }

        private void cancelled(DayRecord.Event event) {
            json.array(
                    "cancelled",
                    () -> event.cancelled()
                            .forEach(cancelled -> json.object(() -> {
                                DayRecord.Rested order = Objects.requireNonNull(
                                        resting[cancelled.leg()], "a cancelled order that never rested");
                                resting[cancelled.leg()] = null;
                                json.text(
                                        "position_id", legs.get(cancelled.leg()).vpi());
                                json.text("symbol", order.contract().symbol());
                                json.number("quantity", order.quantity());
                            })));
        }

        private void order(int leg, Contract contract, Side side, long quantity) {
            json.text("symbol", contract.symbol());
            json.text("exchange", contract.exchange());
            json.text("side", side.name());
            json.number("lots", Numbers.plain(legs.get(leg).lots()));
            json.number("quantity", quantity);
            json.text("order_type", MARKET);
        }

        private void fill(long price, long slippage, long fees, long time, int scale) {
            json.number("price", Numbers.price(price, scale));
            json.number("slippage", Numbers.price(slippage, scale));
            json.number("fees", Numbers.money(fees, moneyDigits));
            json.text("fill_time", times.iso(time));
        }

        private @Nullable String label(@Nullable Detail detail) {
            return detail == null ? null : detail.label();
        }
    }
}
