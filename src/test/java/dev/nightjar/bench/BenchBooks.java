package dev.nightjar.bench;

import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.SharedParts;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Books of strategies: each is a strategy file with some of its values changed from one strategy to the next, as a sweep of
 * parameters does.
 */
enum BenchBooks {
    /** All on the same two averages and crosses; stops and targets differ. */
    SHARED(
            "shared indicators",
            "/bench/sma-cross.json",
            number -> changes(
                    "\"stopPoints\": 15", "\"stopPoints\": " + (10 + number % 40),
                    "\"targetPoints\": 30", "\"targetPoints\": " + (20 + number / 40 % 250))),
    /** Each with a cross of its own: a hundred fast averages with a hundred slow ones. */
    CROSSES(
            "own crosses",
            "/bench/sma-cross.json",
            number -> changes(
                    "\"length\": 30,", "\"length\": " + (103 + number / 100 % 100) + ",",
                    "\"length\": 10,", "\"length\": " + (2 + number % 100) + ",")),
    /** Each with an indicator of its own that no other one has. */
    OWN(
            "own indicators",
            "/bench/supertrend.json",
            number -> changes(
                    "\"length\": 10", "\"length\": " + (5 + number % 50),
                    "\"multiplier\": 2", "\"multiplier\": " + BigDecimal.valueOf(100 + number / 50 % 200, 2))),
    TRAILING(
            "trailing stops",
            "/bench/trailing-stop.json",
            number -> changes(
                    "\"initialDistance\": 10", "\"initialDistance\": " + BigDecimal.valueOf(500 + number % 2000, 2))),
    /** Two legs each, stopped and targeted by the sum of their profits. */
    STRADDLE(
            "two legs, one stop",
            "/bench/straddle.json",
            number -> changes(
                    "09:30",
                    "%02d:%02d".formatted(9 + (20 + number % 200) / 60, (20 + number % 200) % 60),
                    "\"targetAmount\": 1500",
                    "\"targetAmount\": " + (500 + number / 200 % 50 * 50))),
    /** The shape of the nine positions, with other periods and bounds. */
    NINE(
            "nine positions' graph",
            "/samples/strategies/nine-positions.json",
            number -> changes(
                    "\"length\": 14", "\"length\": " + (5 + number % 40),
                    "\"value\": 30", "\"value\": " + (20 + number / 40 % 25),
                    "\"value\": 70", "\"value\": " + (60 + number / 40 % 25),
                    "\"W1\"", "\"W0\""));

    private final String label;
    private final String file;
    private final IntFunction<List<String>> changes;

    BenchBooks(String label, String file, IntFunction<List<String>> changes) {
        this.label = label;
        this.file = file;
        this.changes = changes;
    }

    String label() {
        return label;
    }

    /** {@return texts and what they become, in the order in which they are changed} */
    private static List<String> changes(String... pairs) {
        return List.of(pairs);
    }

    /** {@return so many of them, by number} */
    TreeMap<Integer, Instance> instances(int count) {
        String json = read(file);
        TreeMap<Integer, Instance> instances = new TreeMap<>();
        // As the job reads what is queued.
        SharedParts parts = new SharedParts();
        for (int number = 0; number < count; number++) {
            ParsedStrategy parsed = parts.of(TradeLayoutReader.read(changed(json, number)));
            Strategy strategy = parsed.strategy();
            if (strategy == null) {
                throw new IllegalStateException(file + " as number " + number + ": " + parsed.errors());
            }
            instances.put(
                    number, new Instance(new InstanceKey("bench", "n" + number, "bench", BigDecimal.ONE), strategy));
        }
        return instances;
    }

    /** {@return so many of them as strategy files, by id} */
    SortedMap<String, String> files(int count) {
        String json = read(file);
        SortedMap<String, String> files = new TreeMap<>();
        for (int number = 0; number < count; number++) {
            String id = String.format(Locale.ROOT, "s%04d", number);
            files.put(
                    id,
                    changed(json, number)
                            .replaceFirst("\"strategy_id\": \"[^\"]*\"", "\"strategy_id\": \"" + id + "\""));
        }
        return files;
    }

    private String changed(String json, int number) {
        String changed = json;
        List<String> pairs = changes.apply(number);
        for (int pair = 0; pair < pairs.size(); pair += 2) {
            if (!changed.contains(pairs.get(pair))) {
                throw new IllegalStateException(file + " has no " + pairs.get(pair));
            }
            changed = changed.replace(pairs.get(pair), pairs.get(pair + 1));
        }
        return changed;
    }

    /** {@return the text of a resource} */
    static String read(String resource) {
        try (InputStream in = BenchBooks.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
