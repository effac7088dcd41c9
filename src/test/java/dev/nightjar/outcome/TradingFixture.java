package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.Distance;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;

/**
 * A strategy with orders, protections and exits of every kind.
 *
 * <p>Nodes: start 0, entry signal 1, entry 2, exit of one lot 3 with a trailing stop afterwards, exit of all 4, square-off 5. Legs:
 * 0 buys 75 calls, 3 lots of 25, at market, with a stop loss and a target; 1 sells 17 puts, 2.5 lots of 7, by a limit order, with a
 * trailing stop. One lot of leg 1 is 7 units: 17 = 7 + 7 + 3.
 */
final class TradingFixture {

    static final int SIGNAL = 1;
    static final int ENTRY = 2;
    static final int PART = 3;
    static final int ALL = 4;
    static final int SQUARE_OFF = 5;
    static final Contract CALL = new Contract("NIFTY:2024-11-07:OPT:24250:CE", "NFO", 2);
    static final Contract PUT = new Contract("NIFTY:2024-11-07:OPT:24250:PE", "NFO", 2);
    static final long[] UNITS = {75, 17};
    static final long[] PART_UNITS = {25, 7};

    private TradingFixture() {}

    static Instance instance() {
        return new Instance(new InstanceKey("user-1", "strategy-1", "broker-1", BigDecimal.ONE), strategy());
    }

    private static Strategy strategy() {
        Distance ten = new Distance(false, BigDecimal.TEN);
        Protections.TrailingStop trailing = new Protections.TrailingStop(
                ten, BigDecimal.ZERO, new Protections.LimitClose(BigDecimal.ONE, 5_000_000_000L, false));
        Node.Leg call = new Node.Leg(
                "call",
                1,
                new BigDecimal("3"),
                new BigDecimal("25"),
                Side.BUY,
                ContractChoice.option(OptionType.CE, 'W', 1, 0),
                OptionalInt.empty(),
                OrderTerms.MARKET,
                false,
                new Protections(new Protections.StopLoss(ten, null), new Protections.TakeProfit(ten), null));
        Node.Leg put = new Node.Leg(
                "put",
                1,
                new BigDecimal("2.5"),
                new BigDecimal("7"),
                Side.SELL,
                ContractChoice.option(OptionType.PE, 'W', 1, 0),
                OptionalInt.empty(),
                new OrderTerms(OrderType.LIMIT, null, ten, null, false),
                false,
                new Protections(null, null, trailing));
        Condition.Leaf crossing = new Condition.Leaf(
                Comparison.CROSSES_ABOVE,
                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                new Operand.Constant(24000, "24000"),
                null);
        Condition.Leaf open = new Condition.Leaf(
                Comparison.EQUAL,
                new Operand.PositionValue("call", Operand.PositionField.STATUS),
                new Operand.Status(true),
                null);
        List<Node> nodes = List.of(
                new Node.Start("start", "Start"),
                new Node.EntrySignal("sig", "Signal", List.of(crossing, open), List.of(), List.of()),
                new Node.Entry("ent", "Entry", List.of(call, put)),
                new Node.Exit("part", "Part", null, BigDecimal.ONE, new Protections(null, null, trailing)),
                new Node.Exit("all", "All", null),
                new Node.SquareOff("off", "Off", true, null, null, null));
        return new Strategy(
                "strategy-1",
                "Trading",
                "NSE",
                new InstrumentConfig("NIFTY", List.of()),
                null,
                nodes,
                nodes.stream().map(node -> List.<Integer>of()).toList());
    }
}
