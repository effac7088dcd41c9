package dev.nightjar.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** {@code night.html}: a night as a page. */
public final class NightReport {

    public static final String NAME = "night.html";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private NightReport() {}

    /**
     * What the page tells beside {@code night.json}.
     *
     * @param currency its three letters; null if there are several, or it is not known
     * @param reports whether strategies have pages of their own
     * @param hashes of the definitions, by {@link #key}
     * @param days the hashes of the data that was replayed, by date
     * @param previous null in the first night of a queue
     */
    public record Facts(
            @Nullable String currency,
            boolean reports,
            SortedMap<String, String> hashes,
            SortedMap<String, String> days,
            @Nullable Previous previous,
            List<Part> partitions) {

        public Facts {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * The night before in the same queue.
     *
     * @param from its first trading day, and {@code to} its last
     * @param totalPnl in money
     * @param days the hashes of its data, by date
     */
    public record Previous(
            long run,
            String from,
            String to,
            BigDecimal totalPnl,
            SortedMap<String, String> days,
            List<Strategy> strategies) {

        public Previous {
            strategies = List.copyOf(strategies);
        }
    }

    /**
     * A strategy of the night before.
     *
     * @param scale without trailing zeros
     * @param totalPnl in money; null without a result
     */
    public record Strategy(
            String userId,
            String strategyId,
            String strategyName,
            String brokerConnectionId,
            BigDecimal scale,
            String status,
            @Nullable BigDecimal totalPnl,
            String strategyHash) {}

    /**
     * A partition; times are in seconds.
     *
     * @param predicted of a processor
     * @param cpu of a processor; null if nobody measured
     * @param wall by the clock; null if nobody measured
     * @param finished epoch seconds; null if it is not known
     */
    public record Part(
            String name,
            double predicted,
            @Nullable Double cpu,
            @Nullable Double wall,
            @Nullable Double finished) {}

    /** {@return what {@link Facts#hashes} has a strategy under} */
    public static String key(String userId, String strategyId, String brokerConnectionId, BigDecimal scale) {
        String plain = scale.stripTrailingZeros().toPlainString();
        return String.join("\0", userId, strategyId, brokerConnectionId, plain);
    }

    /**
     * {@return the page}
     *
     * @param title any text
     * @param version of this program
     * @param night the bytes of {@code night.json}
     */
    public static byte[] of(String title, String version, byte[] night, Facts facts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeName("night.json");
            json.writeRawValue(new String(night, StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> fact : JSON.valueToTree(facts).properties()) {
                json.writePOJOProperty(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
        }
        return Page.of("night").with(title, version, List.of(Packed.of(bytes.toByteArray())));
    }
}
