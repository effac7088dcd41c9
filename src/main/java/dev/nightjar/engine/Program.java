package dev.nightjar.engine;

import dev.nightjar.run.Instance;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;

/**
 * An instance compiled for evaluation: its graph, and what it trades where that says so. The same program serves every day.
 *
 * <p>Nodes are places in {@code Strategy.nodes()}, legs places in {@code Strategy.legs()}.
 */
final class Program {

    /** What a node does when it is visited. */
    enum Kind {
        START,
        SIGNAL,
        ENTRY,
        EXIT,
        SQUARE_OFF;

        static Kind of(Node node) {
            if (node instanceof Node.Signal) {
                return SIGNAL;
            }
            if (node instanceof Node.Entry) {
                return ENTRY;
            }
            return node instanceof Node.Exit ? EXIT : node instanceof Node.SquareOff ? SQUARE_OFF : START;
        }
    }

    private final Instance instance;
    private final Sight sight;
    private final Graph graph;
    private final Node[] nodes;
    private final Node.Leg[] legs;
    private final long[] quantities;

    /** @param known the graphs of the run, to which its own comes if it is another one */
    Program(Instance instance, Graph.Known known) {
        this.instance = instance;
        Strategy strategy = instance.strategy();
        sight = known.of(strategy);
        graph = sight.graph();
        nodes = strategy.nodes().toArray(new Node[0]);
        legs = new Node.Leg[graph.legCount()];
        int count = 0;
        for (Node node : nodes) {
            if (node instanceof Node.Entry entry) {
                for (Node.Leg leg : entry.legs()) {
                    legs[count++] = leg;
                }
            }
        }
        quantities = new long[legs.length];
        for (int leg = 0; leg < legs.length; leg++) {
            quantities[leg] = instance.quantity(legs[leg]);
        }
    }

    Graph graph() {
        return graph;
    }

    /** {@return what it sees of the market} */
    Sight sight() {
        return sight;
    }

    Strategy strategy() {
        return instance.strategy();
    }

    Node node(int node) {
        return nodes[node];
    }

    Node.Leg leg(int leg) {
        return legs[leg];
    }

    long quantity(int leg) {
        return quantities[leg];
    }

    /** Begins what closes of a leg what an exit says. */
    void begin(ClosingOrder order, int node, int leg) {
        Node.Exit exit = (Node.Exit) nodes[node];
        order.begin(
                node,
                DayJournal.ExitReason.EXIT_CONDITION_MET,
                instance.quantity(exit, legs[leg]),
                exit.lots(),
                exit.afterwards());
    }

    TradingTerms terms() {
        return instance.terms();
    }

    long stepBudget() {
        return instance.stepBudget();
    }

    BigDecimal scale() {
        return instance.key().scale();
    }
}
