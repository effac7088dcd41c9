package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: an entry and the exits so far, which together close at most what the entry opened.
 *
 * <p>Times are epoch nanoseconds, prices units of the contract's scale, money units of 10<sup>-6</sup>.
 *
 * @param key its name in files, unique in a result
 * @param day its place among the result's days
 * @param entryNode the node its leg belongs to
 * @param entryTrigger the node whose event armed the entry; null if nothing did
 * @param positionNumber counts the leg's transactions of the day from 1
 * @param quantity the units of the entry
 * @param entryEvent the number of the event in which it was filled
 * @param variables everything stored on the day up to the entry, nodes in the strategy's order
 * @param exits in order of exit; it is closed once their quantities sum to its own
 */
public record Position(
        String key,
        int day,
        Node.Leg leg,
        String entryNode,
        @Nullable String entryTrigger,
        int positionNumber,
        Contract contract,
        Side side,
        long quantity,
        int entryEvent,
        long entryTime,
        long entryPrice,
        long entryFees,
        long underlyingPrice,
        int underlyingScale,
        List<NodeVariables> variables,
        List<Exit> exits) {

    public Position {
        variables = List.copyOf(variables);
        exits = List.copyOf(exits);
    }

    /** The counter shown in files: 0 for the first transaction of the day. */
    public int reEntryNumber() {
        return positionNumber - 1;
    }

    /** {@return the units that no exit has closed} */
    public long openQuantity() {
        long open = quantity;
        for (Exit exit : exits) {
            open -= exit.quantity();
        }
        return open;
    }

    /** {@return the exit that closed the last of it; null while it is open} */
    public @Nullable Exit lastExit() {
        return openQuantity() > 0 ? null : exits.get(exits.size() - 1);
    }

    /** {@return what its exits so far made, net of their fees and of their shares of the entry's} */
    public long profit() {
        long profit = 0;
        for (Exit exit : exits) {
            profit = Math.addExact(profit, exit.profit());
        }
        return profit;
    }

    /** {@return the fees of the entry and of the exits so far} */
    public long fees() {
        long fees = entryFees;
        for (Exit exit : exits) {
            fees = Math.addExact(fees, exit.exitFees());
        }
        return fees;
    }

    Position with(Exit next) {
        List<Exit> all = new ArrayList<>(exits);
        all.add(next);
        return new Position(
                key,
                day,
                leg,
                entryNode,
                entryTrigger,
                positionNumber,
                contract,
                side,
                quantity,
                entryEvent,
                entryTime,
                entryPrice,
                entryFees,
                underlyingPrice,
                underlyingScale,
                variables,
                all);
    }

    /**
     * How a transaction closed, or a part of it.
     *
     * @param number counts the exits of a transaction that closed in parts from 1; 0 for the only exit
     * @param event the number of the event in which it happened
     * @param node the node that closed it; null if none did
     * @param quantity the units it closed
     * @param lots its share of the leg's lots
     * @param entryFees its share of the entry's fees
     * @param exitFees the fees of its own fill
     * @param profit net of both
     * @param ambiguous whether the bar that closed it touched several protections
     */
    public record Exit(
            int number,
            int event,
            @Nullable String node,
            long quantity,
            BigDecimal lots,
            long time,
            long price,
            long entryFees,
            long exitFees,
            long profit,
            ExitReason reason,
            boolean ambiguous) {}

    /** What one node has stored. */
    public record NodeVariables(String nodeId, List<NamedValue> values) {
        public NodeVariables {
            values = List.copyOf(values);
        }
    }

    /** A value by its name; NaN is null. */
    public record NamedValue(String name, double value) {}
}
