package dev.nightjar.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.batch.Home;
import dev.nightjar.cli.SimulateRuns;
import dev.nightjar.data.SampleData;
import dev.nightjar.simulation.CapitalMode;
import dev.nightjar.simulation.SignalTemplate;
import dev.nightjar.simulation.SignalTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every example of docs/simulations.md is read and runs over the sample data; a fence says what its block shows. */
class SimulationExamplesTest {

    private static final Path PAGE = Path.of("docs/simulations.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```json (\\w+) (\\w+)\\n(.*?)^```");
    private static final List<String> POLICIES = List.of(
            "percent_of_equity", "equal_weight", "fixed_amount", "fixed_quantity", "risk_atr", "volatility_target");

    @TempDir
    private static Path temp;

    private record Example(String what, String capitalMode, String json) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            examples.add(new Example(blocks.group(1), blocks.group(2), blocks.group(3)));
        }
        return examples;
    }

    @BeforeAll
    static void sample() {
        SampleData.copyTo(new Home(temp).sampleData());
    }

    @TestFactory
    Stream<DynamicTest> examplesRun() throws IOException {
        return examples().stream().map(example -> DynamicTest.dynamicTest(example.what(), () -> runs(example)));
    }

    private static void runs(Example example) throws IOException {
        SimulateRuns runs = new SimulateRuns(temp);

        assertThat(runs.simulate(example.json())).as(runs.said()).isZero();

        JsonNode config = runs.json("config.json");
        String sizing = config.path("sizing").path("policy").asString();
        assertThat(List.of(config.get("strategy").asString(), sizing)).contains(example.what());
        assertThat(config.get("capital_mode").asString()).isEqualTo(example.capitalMode());
        assertThat(runs.json("trades.json").size() + runs.json("positions.json").size())
                .as("something was traded")
                .isPositive();
    }

    @Test
    void everyTemplateSizingAndCapitalModeHasAnExample() throws IOException {
        Set<String> shown = new TreeSet<>();
        Set<String> modes = new TreeSet<>();
        examples().forEach(example -> {
            shown.add(example.what());
            modes.add(example.capitalMode());
        });

        assertThat(shown)
                .containsAll(
                        SignalTemplates.all().stream().map(SignalTemplate::id).toList())
                .containsAll(POLICIES);
        assertThat(modes)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(CapitalMode.values()).map(CapitalMode::label).toList());
    }

    /** What metrics.json says is on the page. */
    @Test
    void everyFigureIsDescribed() throws IOException {
        String page = Files.readString(PAGE);
        SimulateRuns runs = new SimulateRuns(temp);
        assertThat(runs.simulate(examples().get(0).json())).as(runs.said()).isZero();

        assertThat(runs.json("metrics.json").propertyNames())
                .filteredOn(name -> !page.contains("`" + name + "`"))
                .isEmpty();
    }
}
