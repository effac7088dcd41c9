package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.GoldenNine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded strategy of the nine positions, and the conditions recorded with it. */
class GoldenStrategyTest {

    private static final Path GOLDEN = GoldenNine.SOURCE;

    @BeforeEach
    void needsTheRecordings() {
        Assumptions.assumeTrue(Files.isDirectory(GOLDEN), GOLDEN + " is not there");
    }

    @Test
    void readsWithoutAnyComplaint() throws IOException {
        ParsedStrategy parsed = read();

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).isEmpty();
        assertThat(parsed.strategyId()).isEqualTo("5708424d-5962-4629-978c-05b3a174e104");
        assertThat(strategy(parsed).nodes()).hasSize(18);
        assertThat(strategy(parsed).legs()).extracting(Node.Leg::vpi).containsExactly("entry-2-pos1", "entry-3-pos1");
    }

    @Test
    void itsConditionsReadAsRecorded() throws IOException {
        Strategy strategy = strategy(read());
        JsonNode events =
                JsonMapper.builder().build().readTree(Files.readString(GOLDEN.resolve("expected_events.json")));
        int compared = 0;
        for (JsonNode event : events) {
            List<String> recorded = new ArrayList<>();
            for (JsonNode condition : event.path("conditions")) {
                // The recorded run used a copy of the strategy with another operator in this one place.
                recorded.add(condition.path("raw").asString().replace("Current Time > 09:17", "Current Time >= 09:17"));
            }
            if (!recorded.isEmpty()) {
                String nodeId = event.path("node_id").asString();
                Node.Signal signal = (Node.Signal) strategy.nodes().stream()
                        .filter(node -> node.id().equals(nodeId))
                        .findFirst()
                        .orElseThrow();
                assertThat(List.of(texts(signal.conditions(), strategy), texts(signal.reEntryConditions(), strategy)))
                        .as("event %s", event.path("seq"))
                        .contains(recorded);
                compared += recorded.size();
            }
        }
        assertThat(compared).isEqualTo(37);
    }

    @Test
    void theSampleIsTheSameStrategy() throws IOException {
        Strategy recorded = strategy(read());
        Strategy sample = strategy(TradeLayoutReader.read(
                Files.readString(Path.of("src/main/resources/samples/strategies/nine-positions.json"))));

        assertThat(sample.nodes())
                .extracting(Node::id)
                .containsExactlyInAnyOrderElementsOf(
                        recorded.nodes().stream().map(Node::id).toList());
        assertThat(sample.legs()).isEqualTo(recorded.legs());
        for (Node node : recorded.nodes()) {
            assertThat(described(node.id(), sample)).isEqualTo(described(node.id(), recorded));
        }
    }

    /** Everything of a node but its label, and the nodes it arms, as text. */
    private static String described(String id, Strategy strategy) {
        List<String> ids = strategy.nodes().stream().map(Node::id).toList();
        Node node = strategy.nodes().get(ids.indexOf(id));
        String children = id + " arms "
                + strategy.children().get(ids.indexOf(id)).stream()
                        .map(ids::get)
                        .toList() + ": ";
        if (node instanceof Node.Signal signal) {
            // Repeating the conditions as re-entry conditions is the same as having none.
            List<Condition> again =
                    signal.reEntryConditions().isEmpty() ? signal.conditions() : signal.reEntryConditions();
            return children
                    + texts(signal.conditions(), strategy)
                    + texts(again, strategy)
                    + signal.variables()
                    + (node instanceof Node.ReEntrySignal reEntry ? reEntry.maxReEntries() : "");
        }
        return children + node.toString().replace(node.label(), "");
    }

    private static List<String> texts(List<Condition> conditions, Strategy strategy) {
        return Leaves.of(conditions).stream()
                .map(leaf -> ConditionText.raw(leaf, strategy))
                .toList();
    }

    private static ParsedStrategy read() throws IOException {
        return TradeLayoutReader.read(Files.readString(GOLDEN.resolve("strategy_5708424d.json")));
    }

    private static Strategy strategy(ParsedStrategy parsed) {
        Strategy strategy = parsed.strategy();
        assertThat(strategy).isNotNull();
        return java.util.Objects.requireNonNull(strategy);
    }
}
