package dev.nightjar.strategy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps equal nodes of strategies once: those of a sweep have most of them in common, and what is one and the same takes no more memory
 * and need not be compared. Several threads may use it.
 */
public final class SharedParts {

    private final Map<Node, Node> nodes = new HashMap<>();
    private final Map<List<Integer>, List<Integer>> children = new HashMap<>();

    /** {@return what was read, with the nodes that were seen before as far as there are equal ones} */
    public ParsedStrategy of(ParsedStrategy parsed) {
        Strategy own = parsed.strategy();
        return own == null
                ? parsed
                : new ParsedStrategy(of(own), parsed.strategyId(), parsed.userId(), parsed.errors(), parsed.warnings());
    }

    private synchronized Strategy of(Strategy strategy) {
        return new Strategy(
                strategy.strategyId(),
                strategy.name(),
                strategy.positional(),
                strategy.evaluation(),
                strategy.exchange(),
                strategy.trading(),
                strategy.supporting(),
                strategy.nodes().stream().map(node -> first(nodes, node)).toList(),
                strategy.children().stream().map(own -> first(children, own)).toList());
    }

    private static <T> T first(Map<T, T> known, T part) {
        T before = known.putIfAbsent(part, part);
        return before == null ? part : before;
    }
}
