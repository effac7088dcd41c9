package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which strategies of a run have one compiled graph, and which see the same of the market. */
class GraphTest {

    private static final String JSON = json();

    private static String json() {
        try (InputStream in = GraphTest.class.getResourceAsStream("/bench/sma-cross.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static String changed(String from, String to) {
        assertThat(JSON).contains(from);
        return JSON.replace(from, to);
    }

    private static Program program(String json, Graph.Known known) {
        Strategy strategy = Objects.requireNonNull(TradeLayoutReader.read(json).strategy(), json);
        return new Program(
                new Instance(new InstanceKey("user", "strategy", "broker", BigDecimal.ONE), strategy), known);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NIFTY; BANKNIFTY",
                "\"number\": 1,; \"number\": 3,",
                "1m; one",
                "\"fast\"; \"quick\"",
                "crosses_above; crosses_below",
                "\"operator\": \"<\"; \"operator\": \"<=\"",
                "09:20; 09:21",
                "\"offset\": -1; \"offset\": -2",
                "\"maxReEntries\": 20; \"maxReEntries\": 19",
                "\"vpi\": \"call\"; \"vpi\": \"other\"",
                "\"priority\": 1; \"priority\": 2",
                "\"targetPositionVpi\": \"call\",; ",
                "\"type\": \"reEntrySignalNode\"; \"type\": \"entrySignalNode\"",
            })
    void whatNodesDoMakesAnotherGraph(String from, String to) {
        Graph.Known known = new Graph.Known();
        Graph graph = program(JSON, known).graph();
        String other = to == null ? changed(from, "") : changed(from, to);

        // One after the other, and after yet another one.
        assertThat(program(other.replace("\"targetPositionVpi\": \"call\"", target(other)), known)
                        .graph())
                .isNotSameAs(graph);
        assertThat(program(JSON, known).graph()).isSameAs(graph);
        assertThat(program(other.replace("\"targetPositionVpi\": \"call\"", target(other)), known)
                        .graph())
                .isNotSameAs(graph);
    }

    /** {@return the exit's target as the leg is called} */
    private static String target(String json) {
        return json.contains("\"vpi\": \"other\"")
                ? "\"targetPositionVpi\": \"other\""
                : "\"targetPositionVpi\": \"call\"";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"length\": 30,; \"length\": 31,",
                "\"indicator_name\": \"sma\"; \"indicator_name\": \"ema\"",
                "\"price_field\": \"close\"; \"price_field\": \"high\"",
            })
    void indicatorsMakeAnotherSight(String from, String to) {
        Graph.Known known = new Graph.Known();
        Program program = program(JSON, known);
        Program other = program(changed(from, to), known);

        assertThat(other.graph()).isSameAs(program.graph());
        assertThat(other.sight()).isNotSameAs(program.sight());
        assertThat(other.sight().fact(0)).isNotEqualTo(program.sight().fact(0));
        assertThat(program.sight().isShared()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sma-cross; other",
                "\"stopPoints\": 15; \"stopPoints\": 16",
                "\"quantity\": 1,; \"quantity\": 2,",
                "\"positionType\": \"buy\"; \"positionType\": \"sell\"",
                "\"strikeType\": \"ATM\"; \"strikeType\": \"OTM1\"",
                "15:15; 15:10",
            })
    void whatIsTradedMakesNeither(String from, String to) {
        Graph.Known known = new Graph.Known();
        Sight sight = program(JSON, known).sight();

        assertThat(program(changed(from, to), known).sight()).isSameAs(sight);
        assertThat(sight.isShared()).isTrue();
    }

    @Test
    void anIndicatorThatTwoSightsHaveIsNotLonely() {
        Graph.Known known = new Graph.Known();
        Sight one = program(JSON, known).sight();
        Sight other =
                program(changed("\"length\": 30,", "\"length\": 31,"), known).sight();

        assertThat(List.of(
                        known.isLonely(one.keys().get(0)),
                        known.isLonely(other.keys().get(0))))
                .containsExactly(false, false);
        assertThat(List.of(
                        known.isLonely(one.keys().get(1)),
                        known.isLonely(other.keys().get(1))))
                .containsExactly(true, true);
    }
}
