package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: an entry and, once it is closed, its exit.
 *
 * <p>Times are epoch nanoseconds, prices units of the contract's scale, money units of 10<sup>-6</sup>.
 *
 * @param key its name in files, unique in a result
 * @param day its place among the result's days
 * @param entryNode the node its leg belongs to
 * @param entryTrigger the node whose event armed the entry; null if nothing did
 * @param positionNumber counts the leg's transactions of the day from 1
 * @param entryEvent the number of the event in which it was filled
 * @param variables everything stored on the day up to the entry, nodes in the strategy's order
 * @param exit null while it is open
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
        @Nullable Exit exit) {

    public Position {
        variables = List.copyOf(variables);
    }

    /** The counter shown in files: 0 for the first transaction of the day. */
    public int reEntryNumber() {
        return positionNumber - 1;
    }

    /** {@return the fees of the entry and, if there is one, the exit} */
    public long fees() {
        return exit == null ? entryFees : Math.addExact(entryFees, exit.fees());
    }

    Position closedBy(Exit close) {
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
                close);
    }

    /**
     * How a transaction closed.
     *
     * @param event the number of the event in which it did
     * @param node the node that closed it; null if none did
     * @param profit of the transaction, net of its fees
     */
    public record Exit(
            int event, @Nullable String node, long time, long price, long fees, long profit, ExitReason reason) {}

    /** What one node has stored. */
    public record NodeVariables(String nodeId, List<NamedValue> values) {
        public NodeVariables {
            values = List.copyOf(values);
        }
    }

    /** A value by its name; NaN is null. */
    public record NamedValue(String name, double value) {}
}
