package dev.nightjar.engine;

import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;

/** What instances see of the market that have one graph and the same indicators. */
final class Sight {

    private final Graph graph;
    /** By place in the graph. */
    private final List<IndicatorSpec> indicators;

    private final Graph.Known known;
    private final List<DayTapes.IndicatorKey> keys;
    private int users;
    private boolean ongoing;

    /**
     * @param indicators by place in the graph
     * @param strategy one that sees this
     * @param known it is one of these
     */
    Sight(Graph graph, List<IndicatorSpec> indicators, Strategy strategy, Graph.Known known) {
        this.known = known;
        this.graph = graph;
        this.indicators = indicators;
        keys = new ArrayList<>(indicators.size());
        for (int own = 0; own < graph.series().size(); own++) {
            Graph.Series series = graph.series().get(own);
            String symbol = strategy.instrument(series.role()).symbol();
            for (int place = graph.firstIndicator(own); place < graph.firstIndicator(own + 1); place++) {
                keys.add(new DayTapes.IndicatorKey(symbol, series.timeframe(), indicators.get(place)));
            }
        }
    }

    Graph graph() {
        return graph;
    }

    IndicatorSpec indicator(int place) {
        return indicators.get(place);
    }

    /** {@return the indicators with what they are of, by place in the graph} */
    List<DayTapes.IndicatorKey> keys() {
        return keys;
    }

    /** {@return what a fact of the graph is about} */
    Fact.Key fact(int fact) {
        return graph.facts().get(fact).with(indicators);
    }

    /** {@return whether a fact of the graph is about an indicator that no other sight has} */
    boolean hasLonely(int fact) {
        for (int place : graph.facts().get(fact).indicators()) {
            if (known.isLonely(keys.get(place))) {
                return true;
            }
        }
        return false;
    }

    /** Another instance has it. */
    void add(Strategy strategy) {
        users++;
        ongoing |= strategy.positional();
    }

    /** {@return whether several instances have it} */
    boolean isShared() {
        return users > 1;
    }

    /** {@return whether it is looked at on days that go on from each other} */
    boolean isOngoing() {
        return ongoing;
    }
}
