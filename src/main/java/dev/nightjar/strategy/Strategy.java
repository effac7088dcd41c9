package dev.nightjar.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a strategy: what it looks at, and its graph.
 *
 * @param strategyId as the file says
 * @param name what people call it
 * @param positional whether positions, indicators and what nodes know are kept from day to day; else every day starts
 *     afresh
 * @param evaluation when its nodes are evaluated
 * @param exchange where its trading instrument is quoted, such as NSE
 * @param trading the trading instrument
 * @param supporting the supporting instrument, or null if there is none or it is not enabled
 * @param nodes in file order; exactly one is a {@link Node.Start}
 * @param children for each node, in the order of the file's edges, the places in {@code nodes} of those it arms
 */
public record Strategy(
        String strategyId,
        String name,
        boolean positional,
        Evaluation evaluation,
        String exchange,
        InstrumentConfig trading,
        @Nullable InstrumentConfig supporting,
        List<Node> nodes,
        List<List<Integer>> children) {

    public Strategy {
        nodes = List.copyOf(nodes);
        children = children.stream().map(List::copyOf).toList();
        if (nodes.size() != children.size()) {
            throw new IllegalArgumentException(strategyId + ": nodes and children differ in number");
        }
    }

    /** An intraday strategy that is evaluated every second. */
    public Strategy(
            String strategyId,
            String name,
            String exchange,
            InstrumentConfig trading,
            @Nullable InstrumentConfig supporting,
            List<Node> nodes,
            List<List<Integer>> children) {
        this(strategyId, name, false, Evaluation.SECOND, exchange, trading, supporting, nodes, children);
    }

    /** {@return the place of the start node} */
    public int start() {
        for (int node = 0; node < nodes.size(); node++) {
            if (nodes.get(node) instanceof Node.Start) {
                return node;
            }
        }
        throw new IllegalStateException(strategyId + " has no start node");
    }

    /** {@return the instrument of a role} */
    public InstrumentConfig instrument(Role role) {
        if (role == Role.TI) {
            return trading;
        }
        if (supporting == null) {
            throw new IllegalArgumentException(strategyId + " has no supporting instrument");
        }
        return supporting;
    }

    /** {@return the legs of all entry nodes, in node and then file order; journals number legs by this list} */
    public List<Node.Leg> legs() {
        return nodes.stream()
                .filter(Node.Entry.class::isInstance)
                .flatMap(node -> ((Node.Entry) node).legs().stream())
                .toList();
    }
}
