package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightjar.reference.RandomMarket;
import dev.nightjar.reference.RandomStrategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema accepts whatever the reader accepts, and refuses with it what a schema can express. */
class StrategySchemaTest {

    private static final Path FILE = Path.of("src/main/resources/schema/strategy.schema.json");
    private static final Path SAMPLES = Path.of("src/main/resources/samples/strategies");
    private static final Schema SCHEMA = schema();

    /** Refusals of the reader that a schema cannot express: of names that refer to each other, and the like. */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of(
            "another node has this id already",
            "another position of the strategy has this vpi already",
            "another timeframe has this id already",
            "another timeframe is",
            "another variable of the node",
            "unknown node, accepted",
            "unknown node, there is none",
            "unknown variable of node",
            "unknown position (vpi)",
            "unknown entry node",
            "unknown timeframe of",
            "unknown indicator of timeframe",
            "unknown output of",
            "the supporting instrument is not enabled",
            "only the trading instrument can be traded",
            "does not agree with",
            "makes a timeframe of",
            "must be below slow",
            "must have at most 12 digits before and 6 after the decimal point",
            "neither side changes by itself",
            "the strategy is intraday",
            "gtc is only for legs",
            "occurs more than once in its object",
            "is not JSON",
            // What a leg trades that does not say it, the start node does.
            "is missing, expected an object with optionType");

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(FILE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nine-positions",
                "ema-trend-5m",
                "short-straddle",
                "opening-range-breakout",
                "rsi-mean-reversion",
                "expiry-week-strangle",
                "momentum-3m"
            })
    void acceptsTheSamples(String name) throws IOException {
        assertThat(complaints(sample(name))).isEmpty();
    }

    @Test
    void refusesTheInvalidSampleWhereTheReaderDoes() throws IOException {
        assertThat(complaints(sample("invalid-on-purpose"))).isNotEmpty();
    }

    @Test
    void acceptsRandomStrategies() {
        for (long seed = 0; seed < 60; seed++) {
            String strategy = RandomStrategies.of(seed, RandomMarket.of(seed));
            assertThat(complaints(strategy)).as("seed %d", seed).isEmpty();
        }
    }

    /** Nothing the reader accepts is refused, whatever stands where. */
    @ParameterizedTest
    @ValueSource(strings = {"nine-positions", "momentum-3m", "short-straddle"})
    void acceptsWhateverTheReaderAccepts(String name) throws IOException {
        String sample = sample(name);
        Random random = new Random(name.hashCode());
        List<String> all = new ArrayList<>();
        for (int at = sample.indexOf("\": "); at >= 0; at = sample.indexOf("\": ", at + 3)) {
            all.add(TradeLayoutReaderProperties.with(sample, at + 3, "null"));
        }
        for (int i = 0; i < 200; i++) {
            all.add(TradeLayoutReaderProperties.damaged(sample, random));
        }
        int accepted = 0;
        for (String damaged : all) {
            if (TradeLayoutReader.read(damaged).errors().isEmpty()) {
                accepted++;
                assertThat(complaints(damaged)).as(damaged).isEmpty();
            }
        }
        assertThat(accepted).isGreaterThan(20);
    }

    /** Each refusal of the reader that a schema can express. */
    static Stream<Arguments> refusals() {
        return TradeLayoutReaderTest.refusals().stream()
                .filter(row -> BEYOND_A_SCHEMA.stream()
                        .noneMatch(beyond -> String.valueOf(row.get()[3]).contains(beyond)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatTheReaderRefuses(String part, String changed, String pointer, String message) {
        String broken = json(TradeLayoutReaderTest.BASE.replaceFirst(
                java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(changed)));

        assertThat(complaints(broken)).as(pointer + ": " + message).isNotEmpty();
    }

    @Test
    void acceptsWhatTheseAreMadeFrom() {
        assertThat(complaints(json(TradeLayoutReaderTest.BASE))).isEmpty();
    }

    /** What legs and exits may say, in the words of the tests of the reader. */
    static Stream<String> accepted() {
        List<String> layouts = new ArrayList<>();
        OrdersOfStrategiesTest.orders()
                .forEach(row -> layouts.add(OrdersOfStrategiesTest.withLeg((String) row.get()[0])));
        OrdersOfStrategiesTest.protections().forEach(row -> {
            layouts.add(OrdersOfStrategiesTest.withLeg((String) row.get()[0]));
            layouts.add(OrdersOfStrategiesTest.partialExit((String) row.get()[0]));
        });
        OrdersOfStrategiesTest.withoutEffect()
                .forEach(row -> layouts.add(OrdersOfStrategiesTest.withLeg((String) row.get()[0])));
        OrdersOfStrategiesTest.contracts()
                .forEach(row -> layouts.add(
                        TradeLayoutReaderTest.BASE.replace(OrdersOfStrategiesTest.DETAILS, "," + row.get()[0])));
        return layouts.stream();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsOrdersProtectionsAndContracts(String layout) {
        assertThat(complaints(json(layout))).isEmpty();
    }

    @Test
    void acceptsTheGraphInEveryEnvelope() throws IOException {
        String graph = sample("short-straddle");
        String text = JsonMapper.shared().writeValueAsString(graph);

        for (String document : List.of(
                "{\"strategy\":" + graph + "}",
                "{\"id\":\"s\",\"strategy_config\":" + text + "}",
                "{\"strategy_id\":\"s\",\"strategy\":{\"strategy_config\":" + graph + "}}",
                text)) {
            assertThat(complaints(document)).isEmpty();
        }
        assertThat(complaints("{\"strategy_id\":\"s\"}")).isNotEmpty();
        assertThat(complaints("{\"strategy_id\":\"s\",\"strategy\":" + graph + ",\"strategy_config\":" + graph + "}"))
                .isNotEmpty();
        assertThat(complaints("[]")).isNotEmpty();
    }

    @Test
    void knowsEveryIndicatorAndItsParameters() throws IOException {
        JsonNode rules = JsonMapper.shared().readTree(Files.readString(FILE)).at("/$defs/indicator/allOf");
        assertThat(rules).hasSize(IndicatorKind.values().length);
        for (IndicatorKind kind : IndicatorKind.values()) {
            JsonNode rule = rules.get(kind.ordinal());
            Set<String> members = new TreeSet<>(Set.of("indicator_name", "display_name"));
            kind.parameters().forEach(parameter -> members.add(parameter.name()));

            assertThat(rule.at("/if/properties/indicator_name/const").asString())
                    .isEqualTo(kind.label());
            assertThat(new TreeSet<>(rule.at("/then/properties").propertyNames()))
                    .isEqualTo(members);
            assertThat(rule.at("/then/description").asString())
                    .isEqualTo("Outputs: " + String.join(", ", kind.outputs()) + ".");
        }
    }

    private static List<String> complaints(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static String sample(String name) throws IOException {
        return Files.readString(SAMPLES.resolve(name + ".json"));
    }

    private static String json(String layout) {
        return TradeLayoutReaderTest.json(layout);
    }
}
