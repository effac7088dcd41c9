package dev.nightjar.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightjar.batch.PartitionRunner;
import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.SampleData;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every example of docs/strategies.md is read without a warning, fits the schema, and runs over the sample day. A fence
 * says what its block is, and a word that its events must have: {@code json leg protection_hit}.
 */
class StrategyExamplesTest {

    private static final Path PAGE = Path.of("docs/strategies.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```json ([^\\n]*)\\n(.*?)^```");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static MarketDay day;
    private static Schema schema;

    @TempDir
    private static Path temp;

    @BeforeAll
    static void openTheSampleDay() throws IOException {
        Path folder = temp.resolve("sample");
        SampleData.copyTo(folder);
        addBankNifty(folder);
        DayStore store = DayStore.open(temp.resolve("store"));
        store.importDays(DataFolder.open(folder), List.of(SampleData.DAY), each -> {});
        day = store.open(SampleData.DAY);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("src/main/resources/schema/strategy.schema.json")));
    }

    /** For examples with a supporting instrument: twice the NIFTY, in minutes and in ticks. */
    private static void addBankNifty(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("instruments.csv"), "BANKNIFTY,INDEX,NSE,,,,,,0.05,2,\n", StandardOpenOption.APPEND);
        Path ticks = folder.resolve("ticks/2024-10-29.csv.gz");
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(ticks)), StandardCharsets.UTF_8));
                BufferedWriter with = Files.newBufferedWriter(folder.resolve("ticks/2024-10-29.csv"))) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                with.append(row).append('\n');
                String[] fields = row.split(",");
                if (fields[2].equals("NIFTY")) {
                    fields[1] = "1000" + fields[1];
                    fields[2] = "BANKNIFTY";
                    fields[3] = doubled(fields[3]);
                    with.append(String.join(",", fields)).append('\n');
                }
            }
        }
        Files.delete(ticks);
        List<String> candles = new ArrayList<>();
        for (String row : Files.readAllLines(folder.resolve("candles/NIFTY/1m.csv"))) {
            String[] fields = row.split(",");
            for (int price = 1; price <= 4 && !candles.isEmpty(); price++) {
                fields[price] = doubled(fields[price]);
            }
            candles.add(String.join(",", fields));
        }
        Files.createDirectories(folder.resolve("candles/BANKNIFTY"));
        Files.write(folder.resolve("candles/BANKNIFTY/1m.csv"), candles);
    }

    private static String doubled(String price) {
        return new BigDecimal(price).multiply(BigDecimal.valueOf(2)).toPlainString();
    }

    /**
     * An example.
     *
     * @param kind what it is: a whole file, or a part of the frame
     * @param shows a word its events must have; read-only if it cannot run on the sample day; empty for none
     */
    private record Example(String kind, String shows, String json) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            String[] words = blocks.group(1).split(" ");
            examples.add(new Example(words[0], words.length > 1 ? words[1] : "", blocks.group(2)));
        }
        return examples;
    }

    private static JsonNode only(String kind) throws IOException {
        return JSON.readTree(examples().stream()
                .filter(example -> example.kind().equals(kind))
                .map(Example::json)
                .findFirst()
                .orElseThrow());
    }

    @TestFactory
    Stream<DynamicTest> examplesDoWhatTheyShow() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Example example : examples()) {
            if (!example.kind().equals("frame") && !example.kind().equals("parts")) {
                String name = tests.size() + " " + example.kind() + " " + example.shows();
                tests.add(DynamicTest.dynamicTest(name, () -> check(strategy(example), example.shows())));
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    @Test
    void thePageShowsEveryNodeAndOperand() throws IOException {
        TreeSet<String> kinds = new TreeSet<>();
        examples().forEach(example -> kinds.add(example.kind()));
        only("parts").propertyNames().forEach(part -> assertThat(kinds).contains(part));

        TreeSet<String> types = new TreeSet<>();
        only("operands").forEach(operand -> types.add(operand.path("type").asString()));
        assertThat(types)
                .contains(
                        "constant", "current_time", "time_function", "time", "live_data", "candle_data", "market_data")
                .contains("indicator", "node_variable", "position_data", "pnl_data", "expression");
        String page = Files.readString(PAGE);
        for (Operand.PositionField field : Operand.PositionField.values()) {
            assertThat(page).contains("`" + field.label() + "`");
        }
    }

    /** A member of the format, or one of the words it accepts there. */
    @Test
    void everyMemberAndWordOfTheSchemaStandsInAnExample() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        for (Example example : examples()) {
            shown(JSON.readTree(example.json()), shown);
        }
        TreeSet<String> accepted = new TreeSet<>();
        accepted(
                JSON.readTree(Files.readString(Path.of("src/main/resources/schema/strategy.schema.json"))),
                "",
                accepted);
        assertThat(accepted).contains("stopLoss", "time_in_force = gtc", "indicator_name = psar");
        assertThat(shown).containsAll(accepted);
    }

    /** Adds the names of all members, and of texts their values too. */
    private static void shown(JsonNode json, TreeSet<String> found) {
        json.properties().forEach(member -> {
            found.add(member.getKey());
            if (member.getValue().isString()) {
                found.add(member.getKey() + " = " + member.getValue().asString());
            }
        });
        json.forEach(inner -> shown(inner, found));
    }

    /** Adds the names of all properties, and the texts that are accepted as their values. */
    private static void accepted(JsonNode schema, String property, TreeSet<String> found) {
        schema.properties().forEach(keyword -> {
            JsonNode value = keyword.getValue();
            switch (keyword.getKey()) {
                case "properties" ->
                    value.properties().forEach(named -> {
                        found.add(named.getKey());
                        accepted(named.getValue(), named.getKey(), found);
                    });
                case "enum" ->
                    value.forEach(word -> {
                        // an empty text is the same as none
                        if (word.isString() && !word.asString().isEmpty()) {
                            found.add(property + " = " + word.asString());
                        }
                    });
                case "const" -> {
                    if (value.isString()) {
                        found.add(property + " = " + value.asString());
                    }
                }
                case "$defs" -> value.forEach(definition -> accepted(definition, "", found));
                default -> {
                    if (value.isObject()) {
                        accepted(value, property, found);
                    }
                    if (value.isArray()) {
                        value.forEach(alternative -> accepted(alternative, property, found));
                    }
                }
            }
        });
    }

    @Test
    void theExampleAtEveryTickBuysInsideASecond() throws IOException {
        String example = examples().stream()
                .map(Example::json)
                .filter(json -> json.contains("\"evaluation\": \"tick\""))
                .findFirst()
                .orElseThrow();

        assertThat(events(instance(example)))
                .contains("\"evaluated\":\"24292.80 crosses_above 24292.70\"")
                .contains("\"previous_lhs_value\":24292.6,")
                .contains("\"fill_time\":\"2024-10-29T12:15:00+05:30\"");
        assertThat(events(instance(example.replace("\"evaluation\": \"tick\"", "\"evaluation\": \"second\""))))
                .contains("\"fill_time\":\"2024-10-29T12:15:56+05:30\"");
    }

    /** The whole file, or the frame with the example in its place. */
    private static String strategy(Example example) throws IOException {
        if (example.kind().equals("file")) {
            return example.json();
        }
        Map<String, String> parts = new TreeMap<>();
        only("parts")
                .properties()
                .forEach(part -> parts.put(part.getKey(), part.getValue().toString()));
        if (example.kind().equals("operands")) {
            List<String> comparisons = new ArrayList<>();
            JSON.readTree(example.json())
                    .forEach(operand ->
                            comparisons.add("{\"lhs\":" + operand + ",\"operator\":\"<=\",\"rhs\":" + operand + "}"));
            parts.put("condition", "{\"groupLogic\":\"AND\",\"conditions\":[" + String.join(",", comparisons) + "]}");
        } else {
            assertThat(parts).containsKey(example.kind());
            parts.put(example.kind(), example.json());
        }
        if (!example.kind().equals("re-entry")) {
            // A re-entry signal that nobody shows has conditions too, or it would be warned of.
            String conditions = "[" + parts.get("condition") + "]";
            parts.computeIfPresent("re-entry", (name, part) -> part.replace("[]", conditions));
        }
        String strategy = only("frame").toString();
        for (String part : new String[] {
            "start", "entry-signal", "entry", "leg", "exit-signal", "condition", "exit", "re-entry", "square-off"
        }) {
            strategy = strategy.replace("\"data\":\"" + part + "\"", "\"data\":" + parts.get(part))
                    .replace("[\"" + part + "\"]", "[" + parts.get(part) + "]");
        }
        return strategy;
    }

    private static void check(String strategy, String shows) {
        ParsedStrategy parsed = TradeLayoutReader.read(strategy);
        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).isEmpty();
        assertThat(schema.validate(strategy, InputFormat.JSON)).isEmpty();
        Instance instance = instance(strategy);
        assertThat(instance.problems()).isEmpty();
        if (!shows.equals("read-only")) {
            assertThat(events(instance)).contains("\"" + (shows.isEmpty() ? "node_completed" : shows) + "\"");
        }
    }

    private static Instance instance(String strategy) {
        return new Instance(
                new InstanceKey("user", "example", "broker", BigDecimal.ONE),
                Objects.requireNonNull(TradeLayoutReader.read(strategy).strategy()));
    }

    private static String events(Instance instance) {
        SortedMap<Integer, Instance> one = new TreeMap<>(Map.of(0, instance));
        PartitionJournal journal = new PartitionRunner(date -> day, PartitionRunner.Pacing.UNBOUNDED, StopSignal.NEVER)
                .run(one, List.of(day.date()), PartitionRunner.Listener.NONE);
        Map<String, byte[]> files = new TreeMap<>();
        StrategyResult result = StrategyResult.of(instance, null, List.of(journal.soFar(0, day.date())));
        ResultFiles.of(result).forEach(files::put);
        assertThat(new String(files.get(ResultFiles.METRICS), StandardCharsets.UTF_8))
                .doesNotContainPattern("\"failed\":\\s*\"");
        return new String(files.get(ResultFiles.EVENTS), StandardCharsets.UTF_8);
    }
}
