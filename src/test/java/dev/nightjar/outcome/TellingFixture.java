package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tells the days of one instance by hand, in rupees and times of day.
 *
 * <p>Nodes: start 0, entry signal 1, entry 2 (legs 0 and 1), exit signal 3, exit 4, re-entry signal 5, square-off 6.
 */
final class TellingFixture {

    static final LocalDate DATE = LocalDate.of(2024, 10, 29);
    static final Contract PUT = new Contract("NIFTY:2024-11-07:OPT:24250:PE", "NFO", 2);
    static final Contract CALL = new Contract("NIFTY:2024-11-07:OPT:24250:CE", "NFO", 2);
    static final int START = 0;
    static final int ENTRY_SIGNAL = 1;
    static final int ENTRY = 2;
    static final int EXIT_SIGNAL = 3;
    static final int EXIT = 4;
    static final int RE_ENTRY_SIGNAL = 5;
    static final int SQUARE_OFF = 6;

    private static final long QUANTITY = 75;

    private final PartitionJournal partition = new PartitionJournal(0);
    private final List<LocalDate> dates = new ArrayList<>();
    private StubDay day = StubDay.of(DATE);
    private DayJournal journal;

    TellingFixture() {
        this(DATE);
    }

    TellingFixture(LocalDate first) {
        day = StubDay.of(first);
        dates.add(first);
        journal = partition.open(0, day);
    }

    TellingFixture nextDay() {
        day = StubDay.of(day.date().plusDays(1));
        dates.add(day.date());
        journal = partition.open(0, day);
        return this;
    }

    DayJournal journal() {
        return journal;
    }

    List<DayRecord> days() {
        return dates.stream().map(date -> partition.soFar(0, date)).toList();
    }

    List<InstanceDayTotals> totals() {
        return partition.totals();
    }

    StrategyResult result() {
        return StrategyResult.of(instance("NSE"), null, days());
    }

    StrategyResult result(long capitalRupees) {
        return StrategyResult.of(instance("NSE"), capitalRupees * 1_000_000, days());
    }

    /** {@return epoch nanoseconds} */
    long at(String time) {
        LocalTime local = LocalTime.parse(time);
        return day.session().at(local) * 1_000_000_000L + local.getNano();
    }

    TellingFixture begin(EventKind kind, String time, int node, int parent) {
        journal.begin(kind, at(time), node, parent);
        return this;
    }

    /** An event without details. */
    TellingFixture event(EventKind kind, String time, int node, int parent) {
        journal.begin(kind, at(time), node, parent);
        journal.end();
        return this;
    }

    /** Opens 75 of a leg at a price in paise, inside an event. */
    TellingFixture opened(int leg, int number, String time, long price, long fees) {
        boolean put = leg == 0;
        Side side = put ? Side.SELL : Side.BUY;
        journal.opened(leg, number, put ? PUT : CALL, side, QUANTITY, at(time), price, 0, fees, 2_427_220, 2);
        return this;
    }

    /** Closes 75 of a leg at a price in paise, inside an event. */
    TellingFixture closed(int leg, int number, String time, long price, long profit, ExitReason reason) {
        journal.closed(leg, number, QUANTITY, OrderType.MARKET, at(time), price, 0, 0, profit, reason);
        return this;
    }

    /** A market order for 75 of a leg rests, inside an event. */
    TellingFixture rested(int leg) {
        boolean put = leg == 0;
        journal.rested(
                leg,
                false,
                put ? PUT : CALL,
                put ? Side.SELL : Side.BUY,
                QUANTITY,
                OrderType.MARKET,
                TickSeries.NO_PRICE,
                TickSeries.NO_PRICE);
        return this;
    }

    TellingFixture end() {
        journal.end();
        return this;
    }

    /**
     * A whole day on which the short put makes profits of the given sums, in rupees that 75 units can make, one trade a minute,
     * each marked.
     */
    TellingFixture trades(int... rupees) {
        long equity = 0;
        for (int trade = 0; trade < rupees.length; trade++) {
            String entry = LocalTime.of(10, 0).plusMinutes(trade).toString();
            String exit = LocalTime.of(10, 0).plusMinutes(trade).plusSeconds(30).toString();
            long paise = Math.multiplyExact(rupees[trade], 100) / 75;
            int before = 2 * trade;
            begin(EventKind.NODE_COMPLETED, entry, ENTRY, DayJournal.NONE)
                    .opened(0, trade + 1, entry, 1_000_000, 0)
                    .end();
            begin(EventKind.NODE_COMPLETED, exit, EXIT, before)
                    .closed(
                            0,
                            trade + 1,
                            exit,
                            1_000_000 - paise,
                            rupees[trade] * 1_000_000L,
                            ExitReason.EXIT_CONDITION_MET)
                    .end();
            equity += rupees[trade] * 1_000_000L;
            if (rupees[trade] != 0) {
                journal.mark(45 + trade, equity);
            }
        }
        return this;
    }

    static Instance instance(String exchange) {
        InstanceKey key = new InstanceKey("user-1", "strategy-1", "broker-1", new BigDecimal("1.5"));
        return new Instance(key, strategy(exchange));
    }

    private static Strategy strategy(String exchange) {
        IndicatorSpec rsi = IndicatorSpec.of(IndicatorKind.RSI, "14");
        InstrumentConfig nifty = new InstrumentConfig(
                "NIFTY", List.of(new TimeframeConfig("1m", new Timeframe(1), Map.of("rsi_1", rsi))));
        Condition late = new Condition.Leaf(
                Comparison.GREATER_OR_EQUAL,
                new Operand.CurrentTime(),
                new Operand.TimeOfDay(LocalTime.of(9, 17)),
                null);
        Condition weak = new Condition.Leaf(
                Comparison.LESS, new Operand.IndicatorValue(Role.TI, "1m", "rsi_1", -1), constant(30), null);
        Condition inside = new Condition.Leaf(
                Comparison.BETWEEN,
                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                constant(24000),
                constant(25000));
        Condition dear = new Condition.Leaf(
                Comparison.GREATER,
                new Operand.PositionValue("pos1", Operand.PositionField.CURRENT_PRICE),
                constant(200),
                null);
        List<Node> nodes = List.of(
                new Node.Start("start", "Start"),
                new Node.EntrySignal(
                        "sig",
                        "Entry \"signal\"",
                        List.of(new Condition.Group(
                                false, List.of(late, new Condition.Group(true, List.of(weak, inside))))),
                        List.of(),
                        List.of(
                                new Node.Variable("Low", new Operand.CandleValue(Role.TI, "1m", PriceField.LOW, -1)),
                                new Node.Variable("Rsi", new Operand.IndicatorValue(Role.TI, "1m", "rsi_1", -1)))),
                new Node.Entry("ent", "Entry", List.of(leg("pos1", OptionType.PE), leg("pos2", OptionType.CE))),
                new Node.ExitSignal("xs", "Exit signal", List.of(weak), List.of(dear), List.of()),
                new Node.Exit("ex", "Exit", "pos1"),
                new Node.ReEntrySignal(
                        "again",
                        "Again",
                        List.of(inside),
                        List.of(new Node.Variable("Seen", new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE))),
                        3),
                new Node.SquareOff("off", "Off", true, null, null, null));
        return new Strategy(
                "strategy-1",
                "Fixture",
                exchange,
                nifty,
                null,
                nodes,
                List.of(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    private static Operand constant(int value) {
        return new Operand.Constant(value, Integer.toString(value));
    }

    private static Node.Leg leg(String vpi, OptionType type) {
        boolean put = type == OptionType.PE;
        return new Node.Leg(
                vpi,
                1,
                new BigDecimal("1.50"),
                // floor(1.50 lots x 33.334 x scale 1.5) = 75
                new BigDecimal("33.334"),
                put ? Side.SELL : Side.BUY,
                ContractChoice.option(type, 'W', 1, 0),
                OptionalInt.empty());
    }
}
