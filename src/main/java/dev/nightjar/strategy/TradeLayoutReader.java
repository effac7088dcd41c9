package dev.nightjar.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads strategies in TradeLayout JSON.
 *
 * <p>The graph may stand at the top ({@code nodes}, {@code edges}) or inside {@code strategy} or {@code
 * strategy_config}, each of which, and {@code nodes} and {@code edges} too, may be JSON inside a text. Whatever is not
 * known, or not available yet, is an error; members only the drawing tool uses are skipped; other members nobody reads
 * are warnings. Any text gives a result in bounded time and memory.
 *
 * <p>A signal's variables are evaluated in their order in the node. One that refers to an earlier variable of its own
 * node sees the value just stored; one that refers to itself or to a later one sees what was stored when the node last
 * completed.
 */
public final class TradeLayoutReader {

    private TradeLayoutReader() {}

    /** {@return the strategy, or everything that is wrong with it} */
    public static ParsedStrategy read(String json) {
        Problems problems = new Problems();
        try {
            return read(Place.root(JsonText.parse(json), problems), problems);
        } catch (JsonText.SyntaxException e) {
            return new ParsedStrategy(null, null, null, List.of(new Problem("", "", e.reason())), List.of());
        }
    }

    private static ParsedStrategy read(Place document, Problems problems) {
        Envelope envelope = Envelope.open(document);
        Place nodes = envelope.nodes();
        GraphReader.Graph graph = nodes == null ? null : new GraphReader(nodes, envelope.edges()).read();
        Strategy strategy = problems.hasErrors() || graph == null ? null : strategy(envelope, graph);
        return new ParsedStrategy(
                strategy, envelope.strategyId(), envelope.userId(), problems.errors(), problems.warnings());
    }

    private static @Nullable Strategy strategy(Envelope envelope, GraphReader.Graph graph) {
        Instruments instruments = graph.instruments();
        Instruments.Declared trading = instruments.trading();
        Instruments.Declared supporting = instruments.supporting();
        String id = envelope.strategyId();
        String exchange = instruments.exchange();
        if (id == null || exchange == null || trading == null || trading.config() == null) {
            throw new IllegalStateException("a strategy without errors is incomplete");
        }
        String name = envelope.name();
        return new Strategy(
                id,
                name == null ? id : name,
                Boolean.TRUE.equals(instruments.positional()),
                instruments.evaluation(),
                exchange,
                trading.config(),
                supporting == null ? null : supporting.config(),
                graph.nodes(),
                graph.children());
    }
}
