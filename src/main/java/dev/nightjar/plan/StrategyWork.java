package dev.nightjar.plan;

/**
 * How much strategies of one shape have to do.
 *
 * @param days of one strategy each
 * @param nodes of those strategies, once for each of their days
 * @param ticks or bars of what they look at, once for each strategy and day
 */
public record StrategyWork(long days, long nodes, long ticks) {

    /** Nothing. */
    static final StrategyWork NONE = new StrategyWork(0, 0, 0);

    StrategyWork plus(StrategyWork other) {
        return new StrategyWork(
                Math.addExact(days, other.days), Math.addExact(nodes, other.nodes), Math.addExact(ticks, other.ticks));
    }
}
