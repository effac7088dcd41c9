package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be replaced in strategy files, by which names, and what is written then. */
class StrategyTemplateTest {

    private static final String CROSS = resource("/bench/sma-cross.json");

    static String resource(String name) {
        try (InputStream in = StrategyTemplateTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StrategyTemplate template(String json) {
        return StrategyTemplate.of(json, TradeLayoutReader.read(json));
    }

    private static String usual(String json) {
        return String.join(
                "\n",
                template(json).parameters().stream()
                        .filter(StrategyParameter::usual)
                        .map(one -> one.name() + " = " + one.value())
                        .toList());
    }

    @Test
    void numbersAndTimesHaveShortNames() {
        assertThat(usual(CROSS)).isEqualTo("""
                1m.number = 1
                fast = 10
                slow = 30
                up.condition1.timeValue = 09:20
                up.condition2.timeValue = 15:00
                call.quantity = 1
                call.stopPoints = 15
                call.targetPoints = 30
                up-again.condition1.timeValue = 15:00
                up-again.maxReEntries = 20
                square-off.exitTime = 15:15""");
    }

    @Test
    void whatIsMeantMayBeSaidInManyWays() {
        StrategyTemplate template = template(CROSS);
        StrategyParameter stop = template.find("stopPoints");
        assertThat(stop.pointer()).isEqualTo("/nodes/2/data/positions/0/stopLoss/stopPoints");
        for (String name : List.of(
                stop.pointer(),
                "call.stopPoints",
                "buy.stopPoints",
                "buy.call.stopLoss.stopPoints",
                "stopLoss.stopPoints")) {
            assertThat(template.find(name)).as(name).isEqualTo(stop);
        }
        StrategyParameter fast = template.find("fast");
        for (String name :
                List.of("fast.length", "1m.fast", "1m.fast.length", "TI.1m.fast", "start.TI.1m.fast.length")) {
            assertThat(template.find(name)).as(name).isEqualTo(fast);
        }
    }

    @Test
    void aNameOfSeveralValuesTellsAllOfThemByNamesOfTheirOwn() {
        assertThatThrownBy(() -> template(CROSS).find("length"))
                .isInstanceOf(StrategyParameter.UnknownNameException.class)
                .hasMessageContaining("length names 2 values of the strategy: fast (/nodes/0/data/"
                        + "tradingInstrumentConfig/timeframes/0/indicators/fast/length, now 10), slow (")
                .extracting(e -> ((StrategyParameter.UnknownNameException) e)
                        .candidates()
                        .size())
                .isEqualTo(2);
        for (String name : List.of(
                "fast.1m", "call", "stopLoss", "label", "/nodes/2/data/label", "/nodes/0", "", ".", "fast.", "Fast")) {
            assertThatThrownBy(() -> template(CROSS).find(name))
                    .as(name)
                    .isInstanceOf(StrategyParameter.UnknownNameException.class);
        }
        assertThatThrownBy(() -> template(CROSS).find("fats")).hasMessageContaining("did you mean fast?");
    }

    /** Of one key in two timeframes neither may be meant by the key alone. */
    @Test
    void namesGrowUntilTheyAreClear() {
        String json = CROSS.replace(
                        "\"fast\": {",
                        "\"rsi\": {\"indicator_name\": \"rsi\"}, \"b.b\": {\"indicator_name\":"
                                + " \"bbands\"}, \"fast\": {")
                .replace(
                        "\"timeframes\": [",
                        "\"timeframes\": [{\"id\": \"5m\", \"timeframe\": \"5m\", \"indicators\":"
                                + " {\"rsi\": {\"indicator_name\": \"rsi\", \"length\": 7}}},");
        StrategyTemplate template = template(json);
        assertThat(usual(json).lines().limit(7))
                .containsExactly(
                        "5m.rsi.length = 7",
                        "1m.number = 1",
                        "1m.rsi.length = 14",
                        "b.b.length = 20",
                        "b.b.std = 2",
                        "fast = 10",
                        "slow = 30");
        assertThat(template.find("b.b.std").written()).isFalse();
        assertThat(template.find("1m.b.b.std")).isEqualTo(template.find("std"));
        assertThatThrownBy(() -> template.find("rsi")).hasMessageContaining("names 2 values");
    }

    @Test
    void defaultsOfIndicatorsAreWrittenWhereTheFileIsSilent() {
        String json = CROSS.replace("\"length\": 10,", "");
        StrategyTemplate template = template(json);
        StrategyParameter fast = template.find("fast");
        assertThat(fast.written()).isFalse();
        assertThat(fast.value()).isEqualTo("20");

        String written = template.variants(List.of(List.of(fast))).text("x", "X", List.of("7"));

        assertThat(written).contains("\"fast\":{\"indicator_name\":\"sma\",\"price_field\":\"close\",\"length\":7}");
        assertThat(TradeLayoutReader.read(written).errors()).isEmpty();
    }

    /** What is written is what a person would have changed by hand. */
    @Test
    void onlyWhatIsAskedForChanges() {
        StrategyTemplate template = template(CROSS);
        StrategyTemplate.Variants variants = template.variants(List.of(
                List.of(template.find("slow")),
                List.of(template.find("up.condition2.timeValue"), template.find("up-again.condition1.timeValue"))));

        Strategy written = TradeLayoutReader.read(variants.text("id~1", "Name \"[a=1]\"", List.of("55", "14:30")))
                .strategy();

        assertThat(written)
                .isEqualTo(TradeLayoutReader.read(CROSS.replace("\"sma-cross\"", "\"id~1\"")
                                .replace("SMA cross with stop and target", "Name \\\"[a=1]\\\"")
                                .replace("\"length\": 30", "\"length\": 55")
                                .replace("15:00", "14:30"))
                        .strategy());
    }

    /** The graph as a text in a text, the name and ids in several layers. */
    @Test
    void filesInsideTextsAreWrittenInsideTexts() {
        String nodes = CROSS.substring(CROSS.indexOf("\"nodes\": ") + 9, CROSS.indexOf(" \"edges\""))
                .strip();
        String edges = CROSS.substring(CROSS.indexOf("\"edges\": ") + 9, CROSS.lastIndexOf('}'));
        String inner = "{\"strategy_id\": \"in\\u00e9\", \"nodes\": "
                + text(nodes.substring(0, nodes.length() - 1).replace("\"fast\"", "\"f\\\\\\\"\\n\""))
                + ", \"edges\": " + edges + "}";
        String json = "\uFEFF{\"id\": \"in\\u00e9\", \"name\": null, \"strategy_config\": " + text(inner) + "}";
        json = json.replace("in\\u00e9", "inner").replace("in\\\\u00e9", "inner");
        ParsedStrategy parsed = TradeLayoutReader.read(json);
        assertThat(parsed.strategyId()).isEqualTo("inner");
        StrategyTemplate template = StrategyTemplate.of(json, parsed);
        assertThat(template.find("slow").pointer())
                .isEqualTo("/strategy_config/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/slow/length");

        String written = template.variants(
                        List.of(List.of(template.find("slow")), List.of(template.find("call.strikeType"))))
                .text("x~1", "N\\\"\n", List.of("44", "OT\"M1"));
        ParsedStrategy again = TradeLayoutReader.read(written);

        assertThat(again.strategyId()).isEqualTo("x~1");
        assertThat(StrategyTemplate.of(written, again).name()).isEqualTo("N\\\"\n");
        assertThat(StrategyTemplate.of(written, again).find("slow").value()).isEqualTo("44");
        assertThat(again.errors())
                .anySatisfy(error -> assertThat(error.toString())
                        .startsWith("/strategy_config/nodes/2/data/positions/0/optionDetails/strikeType")
                        .endsWith("was \"OT\\\"M1\""));
        assertThat(again.warnings()).isEqualTo(parsed.warnings());
    }

    private static String text(String json) {
        return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Test
    void aMemberThatOccursTwiceIsNotLostSilently() {
        String json = CROSS.replace("\"stopPoints\": 15", "\"stopPoints\": 15, \"stopPoints\": 16");
        assertThatThrownBy(() -> template(json))
                .hasMessage("/nodes/2/data/positions/0/stopLoss: stopPoints occurs more than once in its object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bench/sma-cross.json",
                "/bench/straddle.json",
                "/bench/supertrend.json",
                "/bench/trailing-stop.json",
                "/samples/strategies/ema-trend-5m.json",
                "/samples/strategies/expiry-week-strangle.json",
                "/samples/strategies/momentum-3m.json",
                "/samples/strategies/nine-positions.json",
                "/samples/strategies/opening-range-breakout.json",
                "/samples/strategies/rsi-mean-reversion.json",
                "/samples/strategies/short-straddle.json"
            })
    void everyNameMeansItsPlaceAndEveryValueWrittenAgainChangesNothing(String name) {
        String json = resource(name);
        StrategyTemplate template = template(json);
        List<StrategyParameter> parameters = template.parameters();

        assertThat(parameters).extracting(StrategyParameter::name).doesNotHaveDuplicates();
        assertThat(parameters).allSatisfy(parameter -> {
            assertThat(template.find(parameter.name())).isEqualTo(parameter);
            assertThat(template.find(parameter.pointer())).isEqualTo(parameter);
        });
        String written = template.variants(parameters.stream().map(List::of).toList())
                .text(
                        template.strategyId(),
                        template.name(),
                        parameters.stream().map(StrategyParameter::value).toList());
        assertThat(TradeLayoutReader.read(written).strategy())
                .isEqualTo(TradeLayoutReader.read(json).strategy());
    }
}
