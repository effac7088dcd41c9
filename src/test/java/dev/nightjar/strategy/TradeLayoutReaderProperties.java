package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a file, reading it gives a whole strategy or errors. */
class TradeLayoutReaderProperties {

    private static final List<String> SPLINTERS = List.of(
            "null", "{}", "[]", "\"\"", "\"SI\"", "true", "0", "-1", "1e9", "0.5", "\"x\"", ",", "}", "]", "\"",
            "{\"a\":");

    @ParameterizedTest
    @ValueSource(
            strings = {"nine-positions", "expiry-week-strangle", "momentum-3m", "short-straddle", "invalid-on-purpose"})
    void damagedFilesGiveErrorsOrStrategies(String name) throws IOException {
        String sample = sample(name);
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            ParsedStrategy parsed = TradeLayoutReader.read(damaged(sample, random));
            refused += parsed.errors().isEmpty() ? 0 : 1;
            Strategy strategy = parsed.strategy();
            if (strategy != null) {
                assertThat(strategy.nodes().get(strategy.start()).type()).isEqualTo("startNode");
                showConditions(strategy);
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    private static void showConditions(Strategy strategy) {
        for (Node node : strategy.nodes()) {
            if (node instanceof Node.Signal signal) {
                Leaves.of(signal.conditions())
                        .forEach(leaf ->
                                assertThat(ConditionText.raw(leaf, strategy)).isNotEmpty());
            }
        }
    }

    /** Replaces a value, which keeps the text JSON, or any few characters. */
    static String damaged(String sample, Random random) {
        int from = random.nextInt(sample.length());
        String splinter = SPLINTERS.get(random.nextInt(SPLINTERS.size()));
        int value = sample.indexOf("\": ", from);
        if (value < 0 || random.nextInt(4) == 0) {
            int to = Math.min(sample.length(), from + random.nextInt(5));
            return sample.substring(0, from) + splinter + sample.substring(to);
        }
        return with(sample, value + 3, splinter);
    }

    /** {@return the sample with something else in the place of the value that starts there} */
    static String with(String sample, int start, String other) {
        return sample.substring(0, start) + other + sample.substring(end(sample, start));
    }

    /** Where the value that starts there ends; samples have no brackets or commas in texts. */
    private static int end(String text, int start) {
        int depth = 0;
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return at;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            at++;
        }
        return at;
    }

    private static String sample(String name) throws IOException {
        try (InputStream in =
                TradeLayoutReaderProperties.class.getResourceAsStream("/samples/strategies/" + name + ".json")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
