package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.reference.RandomMarket;
import dev.nightjar.reference.RandomStrategies;
import dev.nightjar.reference.ReferenceEngine;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The engine, its reader and its files agree with the plain reference engine to the byte, on random strategies and markets.
 *
 * <p>{@code -Dnightjar.seeds=10000} tries more of them, {@code -Dnightjar.first.seed=301} others.
 */
final class EngineAgreementProperties {

    private static final long FIRST = Long.getLong("nightjar.first.seed", 1);
    private static final long COUNT = Long.getLong("nightjar.seeds", 300);
    /** Told before the comparison is given up. */
    private static final int MOST_DIFFERENCES = 3;

    @Test
    void everyStrategyGivesTheReferenceEnginesBytes() {
        List<String> differences = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + COUNT && differences.size() < MOST_DIFFERENCES; seed++) {
            // two at once: what they share must not show
            Trial one = new Trial(seed, RandomMarket.of(seed));
            Trial other = new Trial(-seed, one.market);
            List<Map<String, String>> both = engine(List.of(one, other), one.market.days(), pace(seed));
            for (Trial trial : List.of(one, other)) {
                Map<String, String> files = both.get(trial == one ? 0 : 1);
                if (!difference(files, trial.reference(trial.json)).isEmpty()) {
                    differences.add(trial.explain(files));
                }
            }
        }
        assertThat(differences).as(String.join("\n", differences)).isEmpty();
    }

    /** Every other run goes a few seconds at a time. */
    private static Pace pace(long seed) {
        return seed % 2 == 0 ? Pace.UNBOUNDED : next -> next + 7;
    }

    /** {@return the files of every trial, run together} */
    private static List<Map<String, String>> engine(List<Trial> trials, List<MarketDay> days, Pace pace) {
        PartitionJournal journal = new PartitionJournal(0, 1);
        List<Instance> instances = new ArrayList<>();
        for (Trial trial : trials) {
            instances.add(new Instance(trial.key, read(trial.json)));
        }
        Engine.run(days, instances, journal, pace, StopSignal.NEVER);
        List<Map<String, String>> files = new ArrayList<>();
        for (int number = 0; number < trials.size(); number++) {
            int instance = number;
            List<DayRecord> records = days.stream()
                    .map(day -> journal.soFar(instance, day.date()))
                    .toList();
            BigDecimal capital = trials.get(number).capital;
            Long micros = capital == null ? null : capital.movePointRight(6).longValueExact();
            Map<String, String> texts = new LinkedHashMap<>();
            ResultFiles.of(StrategyResult.of(instances.get(number), micros, records))
                    .forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.UTF_8)));
            files.add(texts);
        }
        return files;
    }

    private static Strategy read(String json) {
        ParsedStrategy parsed = TradeLayoutReader.read(json);
        Strategy strategy = parsed.strategy();
        if (strategy == null) {
            throw new IllegalArgumentException(parsed.errors() + " in " + json);
        }
        return strategy;
    }

    /** {@return the first line of each file in which two engines differ; empty if there is none} */
    private static String difference(Map<String, String> actual, Map<String, String> expected) {
        StringBuilder text = new StringBuilder();
        expected.forEach((name, content) -> {
            List<String> wanted = comparable(content).lines().toList();
            List<String> got = comparable(actual.getOrDefault(name, "")).lines().toList();
            if (comparable(content).equals(comparable(actual.getOrDefault(name, "")))) {
                return;
            }
            int line = 0;
            while (line < wanted.size() && line < got.size() && wanted.get(line).equals(got.get(line))) {
                line++;
            }
            text.append(name).append(" line ").append(line + 1).append('\n');
            text.append("  reference ").append(line < wanted.size() ? wanted.get(line) : "ends");
            text.append("\n  engine    ")
                    .append(line < got.size() ? got.get(line) : "ends")
                    .append('\n');
        });
        return text.toString();
    }

    /** The rules say when a day fails, but not in which words. */
    private static String comparable(String content) {
        return content.replaceAll("\"failed\" : \".*\"", "\"failed\" : \"reason\"");
    }

    /** A strategy on a market. */
    private static final class Trial {

        private static final JsonMapper MAPPER = new JsonMapper();

        private final long seed;
        private final RandomMarket market;
        private final String json;
        private final InstanceKey key;
        private final @Nullable BigDecimal capital;

        Trial(long seed, RandomMarket market) {
            this(seed, market, RandomStrategies.of(seed, market));
        }

        private Trial(long seed, RandomMarket market, String json) {
            this.seed = seed;
            this.market = market;
            this.json = json;
            this.key = new InstanceKey("user " + seed, "strategy", "broker", RandomStrategies.scale(seed));
            this.capital = RandomStrategies.capital(seed);
        }

        Map<String, String> reference(String text) {
            return ReferenceEngine.run(text, key, capital, market.days());
        }

        String explain(Map<String, String> files) {
            String alone = differenceAlone(json);
            String reduced = alone.isEmpty() ? json : reduce(json);
            return "seed " + seed + " on market " + Math.abs(seed) + ", scale " + key.scale() + "\n"
                    + difference(files, reference(json))
                    + (alone.isEmpty() ? "(run alone it agrees)\n" : "reduced to " + reduced + "\n")
                    + differenceAlone(reduced);
        }

        private String differenceAlone(String text) {
            Trial trial = new Trial(seed, market, text);
            return difference(
                    engine(List.of(trial), market.days(), Pace.UNBOUNDED).get(0), reference(text));
        }

        /** Leaves out whatever can be left out while the difference stays. */
        private String reduce(String text) {
            String smallest = text;
            boolean smaller = true;
            while (smaller) {
                smaller = false;
                for (String candidate : candidates(smallest)) {
                    if (TradeLayoutReader.read(candidate).errors().isEmpty()
                            && !differenceAlone(candidate).isEmpty()) {
                        smallest = candidate;
                        smaller = true;
                        break;
                    }
                }
            }
            return smallest;
        }

        /** {@return the strategy without one element of one of its arrays; without its edges too if it is a node} */
        private static List<String> candidates(String text) {
            List<String> candidates = new ArrayList<>();
            int count = arrays(MAPPER.readTree(text)).size();
            for (int place = 0; place < count; place++) {
                int elements = arrays(MAPPER.readTree(text)).get(place).size();
                for (int element = 0; element < elements; element++) {
                    JsonNode copy = MAPPER.readTree(text);
                    JsonNode removed = arrays(copy).get(place).remove(element);
                    String id = removed.path("id").asString("");
                    ArrayNode edges = (ArrayNode) copy.path("edges");
                    for (int edge = edges.size() - 1; edge >= 0; edge--) {
                        JsonNode ends = edges.get(edge);
                        if (ends.path("source").asString().equals(id)
                                || ends.path("target").asString().equals(id)) {
                            edges.remove(edge);
                        }
                    }
                    candidates.add(copy.toString());
                }
            }
            return candidates;
        }

        private static List<ArrayNode> arrays(JsonNode tree) {
            List<ArrayNode> arrays = new ArrayList<>();
            if (tree instanceof ArrayNode array) {
                arrays.add(array);
            }
            tree.forEach(child -> arrays.addAll(arrays(child)));
            return arrays;
        }
    }
}
