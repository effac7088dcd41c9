package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.Protection;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.OrderType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A day that could be true is accepted and its sums agree; the same day with one thing changed is refused. */
class DayTransactionsProperties {

    private static final StubDay DAY = StubDay.of(LocalDate.of(2024, 10, 29));

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    private static DayRecord told(long seed) {
        CollectingJournal journal = new CollectingJournal(DAY);
        RandomTrading.tell(seed, journal, DAY.session());
        return journal.record();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void partsSumToTheirWhole(long seed) {
        PartitionJournal partition = new PartitionJournal(0);
        RandomTrading trading = RandomTrading.tell(seed, partition.open(0, DAY), DAY.session());
        DayRecord day = partition.soFar(0, DAY.date());
        assertThat(day).isEqualTo(told(seed));

        StrategyResult result = StrategyResult.of(TradingFixture.instance(), null, List.of(day));
        Tally tally = result.metrics().total();
        long realised = trading.realised.unscaledValue().longValueExact();
        assertThat(tally.pnl()).isEqualTo(realised);
        assertThat(tally.trades()).isEqualTo(trading.closedTransactions);
        assertThat(partition.totals())
                .containsExactly(new InstanceDayTotals(
                        0, DAY.date(), tally.trades(), tally.winning(), tally.pnl(), tally.fees(), null));

        Set<String> names = new HashSet<>();
        Map<String, Long> units = new LinkedHashMap<>();
        Map<String, BigDecimal> lots = new LinkedHashMap<>();
        Map<String, Long> fees = new LinkedHashMap<>();
        for (Trade trade : result.trades()) {
            String key = trade.position().key();
            assertThat(names.add(trade.id())).as(trade.id()).isTrue();
            units.merge(key, trade.exit().quantity(), Long::sum);
            lots.merge(key, trade.exit().lots(), BigDecimal::add);
            fees.merge(key, trade.fees(), Long::sum);
        }
        for (Position position : result.positions()) {
            String key = position.key();
            assertThat(units.get(key)).isEqualTo(position.quantity());
            assertThat(lots.get(key)).isEqualByComparingTo(position.leg().lots());
            assertThat(fees.get(key)).isEqualTo(position.fees());
            assertThat(position.openQuantity()).isZero();
            assertThat(position.profit()).isEqualTo(gross(position) - position.fees());
        }
        assertThat(tally.trades()).isEqualTo(result.positions().size());
        assertLines(result);
    }

    /** What came in by all exits and the entry less what went out. */
    private static long gross(Position position) {
        long entered = position.entryPrice() * position.quantity() * 10_000;
        long left = 0;
        for (Position.Exit exit : position.exits()) {
            left += exit.price() * exit.quantity() * 10_000;
        }
        return position.side() == Side.BUY ? left - entered : entered - left;
    }

    private static void assertLines(StrategyResult result) {
        String text = new String(ResultFiles.of(result).get(ResultFiles.EVENTS), StandardCharsets.UTF_8);
        List<JsonNode> lines =
                text.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
        DayRecord day = result.days().get(0);
        assertThat(lines).hasSameSizeAs(day.events());
        for (int number = 0; number < lines.size(); number++) {
            JsonNode line = lines.get(number);
            DayRecord.Event event = day.events().get(number);
            assertThat(line.path("closed").size()).isEqualTo(event.closed().size());
            assertThat(line.path("opened").size()).isEqualTo(event.opened().size());
            assertThat(line.path("resting").size()).isEqualTo(event.rested().size());
            assertThat(line.path("cancelled").size())
                    .isEqualTo(event.cancelled().size());
            assertThat(line.path("protections").size()).isEqualTo(event.armed().size());
        }
    }

    /** One changed thing in a day, by what it is. */
    private static final Map<String, Function<DayRecord, List<DayRecord>>> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("a close is missing", day -> without(day, DayRecord.Event::closed, Edit::closed));
        CHANGES.put("an entry is missing", day -> without(day, DayRecord.Event::opened, Edit::opened));
        CHANGES.put("a cancellation is missing", day -> without(day, DayRecord.Event::cancelled, Edit::cancelled));
        CHANGES.put("an arming is missing", day -> without(day, DayRecord.Event::armed, Edit::armed));
        CHANGES.put(
                "an armed one is told twice", day -> changed(day, DayRecord.Event::armed, Edit::armed, List::of, true));
        CHANGES.put("a hit is missing", day -> without(day, DayRecord.Event::protections, Edit::protections));
        CHANGES.put(
                "a close earns more",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity(),
                                c.type(),
                                c.time(),
                                c.price(),
                                c.slippage(),
                                c.fees(),
                                c.profit() + 1,
                                c.reason())));
        CHANGES.put(
                "a close is one unit larger",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity() + 1,
                                c.type(),
                                c.time(),
                                c.price(),
                                c.slippage(),
                                c.fees(),
                                c.profit(),
                                c.reason())));
        CHANGES.put(
                "a close is one unit smaller",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity() - 1,
                                c.type(),
                                c.time(),
                                c.price(),
                                c.slippage(),
                                c.fees(),
                                c.profit(),
                                c.reason())));
        CHANGES.put(
                "a close is at another price",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity(),
                                c.type(),
                                c.time(),
                                c.price() + 1,
                                c.slippage(),
                                c.fees(),
                                c.profit(),
                                c.reason())));
        CHANGES.put(
                "a close is later than its event",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity(),
                                c.type(),
                                c.time() + 1,
                                c.price(),
                                c.slippage(),
                                c.fees(),
                                c.profit(),
                                c.reason())));
        CHANGES.put(
                "a close slips backwards",
                day -> closes(
                        day,
                        c -> close(
                                c, c.quantity(), c.type(), c.time(), c.price(), -1, c.fees(), c.profit(), c.reason())));
        CHANGES.put(
                "a close costs less than nothing",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity(),
                                c.type(),
                                c.time(),
                                c.price(),
                                c.slippage(),
                                -1,
                                c.profit() + c.fees() + 1,
                                c.reason())));
        CHANGES.put(
                "a close has another reason",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity(),
                                c.type(),
                                c.time(),
                                c.price(),
                                c.slippage(),
                                c.fees(),
                                c.profit(),
                                c.reason() == ExitReason.TAKE_PROFIT
                                        ? ExitReason.SQUARE_OFF
                                        : ExitReason.TAKE_PROFIT)));
        CHANGES.put(
                "a close is by a stop order",
                day -> closes(
                        day,
                        c -> close(
                                c,
                                c.quantity(),
                                OrderType.STOP,
                                c.time(),
                                c.price(),
                                c.slippage(),
                                c.fees(),
                                c.profit(),
                                c.reason())));
        CHANGES.put(
                "an entry is larger",
                day -> changed(
                        day,
                        DayRecord.Event::opened,
                        Edit::opened,
                        o -> List.of(new DayRecord.Opened(
                                o.leg(),
                                o.positionNumber(),
                                o.contract(),
                                o.side(),
                                o.quantity() + 1,
                                o.time(),
                                o.price(),
                                o.slippage(),
                                o.fees(),
                                o.underlyingPrice(),
                                o.underlyingScale())),
                        false));
        CHANGES.put(
                "an entry is on the other side",
                day -> changed(
                        day,
                        DayRecord.Event::opened,
                        Edit::opened,
                        o -> List.of(new DayRecord.Opened(
                                o.leg(),
                                o.positionNumber(),
                                o.contract(),
                                o.side().opposite(),
                                o.quantity(),
                                o.time(),
                                o.price(),
                                o.slippage(),
                                o.fees(),
                                o.underlyingPrice(),
                                o.underlyingScale())),
                        false));
        CHANGES.put(
                "an entry is counted twice",
                day -> changed(
                        day,
                        DayRecord.Event::opened,
                        Edit::opened,
                        o -> List.of(new DayRecord.Opened(
                                o.leg(),
                                o.positionNumber() + 1,
                                o.contract(),
                                o.side(),
                                o.quantity(),
                                o.time(),
                                o.price(),
                                o.slippage(),
                                o.fees(),
                                o.underlyingPrice(),
                                o.underlyingScale())),
                        false));
        CHANGES.put(
                "a resting order is larger",
                day -> changed(
                        day,
                        DayRecord.Event::rested,
                        Edit::rested,
                        r -> List.of(new DayRecord.Rested(
                                r.leg(),
                                r.closing(),
                                r.contract(),
                                r.side(),
                                r.quantity() + 1,
                                r.type(),
                                r.limitPrice(),
                                r.stopPrice())),
                        false));
        CHANGES.put(
                "a resting order is on the other side",
                day -> changed(
                        day,
                        DayRecord.Event::rested,
                        Edit::rested,
                        r -> List.of(new DayRecord.Rested(
                                r.leg(),
                                r.closing(),
                                r.contract(),
                                r.side().opposite(),
                                r.quantity(),
                                r.type(),
                                r.limitPrice(),
                                r.stopPrice())),
                        false));
        CHANGES.put(
                "a resting order closes instead of entering",
                day -> changed(
                        day,
                        DayRecord.Event::rested,
                        Edit::rested,
                        r -> List.of(new DayRecord.Rested(
                                r.leg(),
                                !r.closing(),
                                r.contract(),
                                r.side(),
                                r.quantity(),
                                r.type(),
                                r.limitPrice(),
                                r.stopPrice())),
                        false));
        CHANGES.put(
                "a resting order has a stop price",
                day -> changed(
                        day,
                        DayRecord.Event::rested,
                        Edit::rested,
                        r -> List.of(new DayRecord.Rested(
                                r.leg(),
                                r.closing(),
                                r.contract(),
                                r.side(),
                                r.quantity(),
                                r.type(),
                                r.limitPrice(),
                                1)),
                        false));
        CHANGES.put(
                "a resting order is told twice",
                day -> changed(day, DayRecord.Event::rested, Edit::rested, List::of, true));
        CHANGES.put(
                "a cancelled order is of the other sort",
                day -> changed(
                        day,
                        DayRecord.Event::cancelled,
                        Edit::cancelled,
                        c -> List.of(new DayRecord.Cancelled(c.leg(), !c.closing())),
                        false));
        CHANGES.put(
                "an order is cancelled twice",
                day -> changed(day, DayRecord.Event::cancelled, Edit::cancelled, List::of, true));
        CHANGES.put(
                "a hit is of the other leg",
                day -> changed(
                        day,
                        DayRecord.Event::protections,
                        Edit::protections,
                        p -> List.of(new DayRecord.ProtectionLevel(1 - p.leg(), p.kind(), p.level())),
                        false));
        CHANGES.put(
                "a hit is far from what was armed",
                day -> changed(
                        day,
                        DayRecord.Event::protections,
                        Edit::protections,
                        p -> List.of(new DayRecord.ProtectionLevel(
                                p.leg(), p.kind(), p.level() + (p.leg() == 0 ? -5_000 : 5_000))),
                        false));
        CHANGES.put(
                "something else is armed",
                day -> changed(
                        day,
                        DayRecord.Event::armed,
                        Edit::armed,
                        a -> List.of(new DayRecord.ProtectionLevel(
                                a.leg(),
                                a.kind() == Protection.STOP_LOSS ? Protection.TRAILING_STOP : Protection.STOP_LOSS,
                                a.level())),
                        false));
        CHANGES.put(
                "a crossing has no previous values",
                day -> changed(
                        day,
                        DayRecord.Event::leaves,
                        Edit::leaves,
                        l -> List.of(new DayRecord.Leaf(
                                l.leaf(),
                                l.lhs(),
                                l.rhs(),
                                l.upper(),
                                l.result(),
                                l.previous() == null ? new DayRecord.Previous(0, 0) : null)),
                        false));
        CHANGES.put(
                "a condition does not exist",
                day -> changed(
                        day,
                        DayRecord.Event::leaves,
                        Edit::leaves,
                        l -> List.of(new DayRecord.Leaf(2, l.lhs(), l.rhs(), l.upper(), l.result(), l.previous())),
                        false));
        CHANGES.put(
                "a fill has another parent",
                day -> events(
                        day,
                        e -> e.kind() == EventKind.ORDER_FILLED,
                        e -> new Edit(e).parent(e.parent() - 1).event()));
        CHANGES.put(
                "a hit has another parent",
                day -> events(
                        day,
                        e -> e.kind() == EventKind.PROTECTION_HIT,
                        e -> new Edit(e).parent(e.parent() - 1).event()));
        CHANGES.put(
                "a fill has another node",
                day -> events(
                        day,
                        e -> e.kind() == EventKind.ORDER_FILLED,
                        e -> new Edit(e).node(e.node() == 0 ? 1 : 0).event()));
    }

    static Stream<String> changes() {
        return CHANGES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void oneChangedThingIsFound(String name) {
        int made = 0;
        for (long seed = 0; seed < 60; seed++) {
            DayRecord day = told(seed);
            List<DayRecord> all = Objects.requireNonNull(CHANGES.get(name)).apply(day);
            if (all.isEmpty()) {
                continue;
            }
            DayRecord one = all.get(new Random(seed).nextInt(all.size()));
            made++;
            assertThatThrownBy(() -> StrategyResult.of(TradingFixture.instance(), null, List.of(one)))
                    .as("seed %d: %s", seed, name)
                    .isInstanceOf(InconsistentResultException.class);
        }
        assertThat(made).as("days it could be done to").isGreaterThan(5);
    }

    /** Every kind of event, order and reason comes up; else the other tests would show less than they seem to. */
    @Test
    void theDaysHaveEverything() {
        Set<EventKind> kinds = new HashSet<>();
        Set<ExitReason> reasons = new HashSet<>();
        int parts = 0;
        for (long seed = 0; seed < 150; seed++) {
            for (DayRecord.Event event : told(seed).events()) {
                kinds.add(event.kind());
                event.closed().forEach(closed -> reasons.add(closed.reason()));
                parts += (int) event.closed().stream()
                        .filter(closed -> closed.quantity() == TradingFixture.PART_UNITS[closed.leg()])
                        .count();
            }
        }
        // Nothing expires of what is closed at the day's end.
        kinds.add(EventKind.EXPIRED);
        reasons.add(ExitReason.EXPIRED);
        assertThat(kinds).containsExactlyInAnyOrder(EventKind.values());
        assertThat(reasons).containsExactlyInAnyOrder(ExitReason.values());
        assertThat(parts).isGreaterThan(50);
    }

    private static DayRecord.Closed close(
            DayRecord.Closed of,
            long quantity,
            OrderType type,
            long time,
            long price,
            long slippage,
            long fees,
            long profit,
            ExitReason reason) {
        return new DayRecord.Closed(
                of.leg(),
                of.positionNumber(),
                quantity,
                type,
                time,
                price,
                slippage,
                fees,
                profit,
                reason,
                of.ambiguous());
    }

    private static List<DayRecord> closes(DayRecord day, Function<DayRecord.Closed, DayRecord.Closed> change) {
        return changed(day, DayRecord.Event::closed, Edit::closed, closed -> List.of(change.apply(closed)), false);
    }

    private static <T> List<DayRecord> without(
            DayRecord day, Function<DayRecord.Event, List<T>> items, BiFunction<Edit, List<T>, Edit> put) {
        return changed(day, items, put, item -> List.of(), false);
    }

    /** {@return for each item of each event the day in which it is replaced, or followed, by others} */
    private static <T> List<DayRecord> changed(
            DayRecord day,
            Function<DayRecord.Event, List<T>> items,
            BiFunction<Edit, List<T>, Edit> put,
            Function<T, List<T>> change,
            boolean keep) {
        List<DayRecord> days = new ArrayList<>();
        for (int number = 0; number < day.events().size(); number++) {
            DayRecord.Event event = day.events().get(number);
            List<T> before = items.apply(event);
            for (int place = 0; place < before.size(); place++) {
                List<T> after = new ArrayList<>(before);
                T item = keep ? after.get(place) : after.remove(place);
                after.addAll(place, change.apply(item));
                days.add(with(day, number, put.apply(new Edit(event), after).event()));
            }
        }
        return days;
    }

    private static List<DayRecord> events(
            DayRecord day, Predicate<DayRecord.Event> of, Function<DayRecord.Event, DayRecord.Event> change) {
        List<DayRecord> days = new ArrayList<>();
        for (int number = 0; number < day.events().size(); number++) {
            DayRecord.Event event = day.events().get(number);
            if (of.test(event)) {
                days.add(with(day, number, change.apply(event)));
            }
        }
        return days;
    }

    private static DayRecord with(DayRecord day, int number, DayRecord.Event event) {
        List<DayRecord.Event> events = new ArrayList<>(day.events());
        events.set(number, event);
        return new DayRecord(
                day.session(),
                day.dataHash(),
                day.firstEvent(),
                day.warmUps(),
                events,
                day.marks(),
                day.carried(),
                day.warnings(),
                day.failedReason());
    }

    /** An event in the making. */
    private static final class Edit {
        private final DayRecord.Event of;
        private int node;
        private int parent;
        private List<DayRecord.Leaf> leaves;
        private List<DayRecord.Opened> opened;
        private List<DayRecord.Rested> rested;
        private List<DayRecord.Cancelled> cancelled;
        private List<DayRecord.Closed> closed;
        private List<DayRecord.ProtectionLevel> protections;
        private List<DayRecord.ProtectionLevel> armed;

        Edit(DayRecord.Event of) {
            this.of = of;
            node = of.node();
            parent = of.parent();
            leaves = of.leaves();
            opened = of.opened();
            rested = of.rested();
            cancelled = of.cancelled();
            closed = of.closed();
            protections = of.protections();
            armed = of.armed();
        }

        Edit node(int other) {
            node = other;
            return this;
        }

        Edit parent(int other) {
            parent = other;
            return this;
        }

        Edit leaves(List<DayRecord.Leaf> other) {
            leaves = other;
            return this;
        }

        Edit opened(List<DayRecord.Opened> other) {
            opened = other;
            return this;
        }

        Edit rested(List<DayRecord.Rested> other) {
            rested = other;
            return this;
        }

        Edit cancelled(List<DayRecord.Cancelled> other) {
            cancelled = other;
            return this;
        }

        Edit closed(List<DayRecord.Closed> other) {
            closed = other;
            return this;
        }

        Edit protections(List<DayRecord.ProtectionLevel> other) {
            protections = other;
            return this;
        }

        Edit armed(List<DayRecord.ProtectionLevel> other) {
            armed = other;
            return this;
        }

        DayRecord.Event event() {
            return new DayRecord.Event(
                    of.kind(),
                    of.time(),
                    node,
                    parent,
                    of.detail(),
                    of.reEntryNumber(),
                    of.usedReEntryConditions(),
                    leaves,
                    of.variables(),
                    opened,
                    rested,
                    of.skipped(),
                    cancelled,
                    closed,
                    protections,
                    armed);
        }
    }
}
