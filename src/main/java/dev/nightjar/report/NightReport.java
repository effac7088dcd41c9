package dev.nightjar.report;

import dev.nightjar.market.Sha256;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
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
     * @param reports whether strategies have pages of their own
     * @param withoutReport those that should and have none: their places among the strategies of {@code night.json}, from 0
     * @param previous null in the first night of a queue
     */
    public record Facts(
            boolean reports,
            List<Integer> withoutReport,
            @Nullable Previous previous,
            Course course) {

        public Facts {
            withoutReport = List.copyOf(withoutReport);
        }
    }

    /**
     * What is otherwise than in the night before in the same queue.
     *
     * @param from its first trading day, and {@code to} its last
     * @param sameDays whether it had the same days
     * @param changedDays those of both whose data are others now
     * @param changedBefore those of both before which candles that strategies look at, or corporate actions, are others now
     * @param settings those of the run, and versions, that are others now and by which results may be
     * @param unchanged how many strategies are as they were, with equal results
     * @param both what those made more or less that have results in both, by currency
     */
    public record Previous(
            long run,
            String from,
            String to,
            boolean sameDays,
            List<String> changedDays,
            List<String> changedBefore,
            List<Setting> settings,
            List<Change> changes,
            int unchanged,
            List<Both> both) {

        public Previous {
            changedDays = List.copyOf(changedDays);
            changedBefore = List.copyOf(changedBefore);
            settings = List.copyOf(settings);
            changes = List.copyOf(changes);
            both = List.copyOf(both);
        }
    }

    /**
     * A setting, by the key users write, or a version.
     *
     * @param before null if an earlier version had no such setting
     */
    public record Setting(
            String name, @Nullable String before, @Nullable String now) {}

    /**
     * Of one strategy.
     *
     * @param place among the strategies of {@code night.json}, from 0; null if it is gone
     * @param gone what it was called; null unless it is gone
     * @param what {@code new}, {@code gone}, {@code status}, {@code better}, {@code worse}, {@code equal} or {@code money}: both
     *     nights have results of it, which are in different currencies
     * @param statusBefore null if it is new
     * @param definition whether its definition is another
     * @param data whether what it was simulated on is
     * @param terms whether its capital, fees or other terms are
     * @param pnlChange in money; null if not both nights have a result of it in the same currency
     */
    public record Change(
            @Nullable Integer place,
            @Nullable Gone gone,
            String what,
            @Nullable String statusBefore,
            boolean definition,
            boolean data,
            boolean terms,
            @Nullable BigDecimal pnlChange) {}

    /** A strategy of the night before that is in the queue no more. */
    public record Gone(String userId, String strategyId, String strategyName) {}

    /**
     * Strategies that have results in both nights.
     *
     * @param currency its three letters; null if it is not known
     * @param exchange null if the currency is known
     * @param pnlChange in money
     */
    public record Both(@Nullable String currency, @Nullable String exchange, int strategies, BigDecimal pnlChange) {}

    /**
     * How the run went.
     *
     * @param restarts how often it was taken up again
     * @param expected null if nothing was predicted
     * @param partitions in the order in which they were to begin
     * @param events oldest first
     */
    public record Course(int restarts, @Nullable Expected expected, List<Part> partitions, List<Event> events) {

        public Course {
            partitions = List.copyOf(partitions);
            events = List.copyOf(events);
        }
    }

    /**
     * What the whole run was predicted to take.
     *
     * @param workers how many partitions were to run at the same time
     * @param cpu seconds of a processor
     * @param wall seconds by the clock
     * @param basis what it was predicted from, in words
     */
    public record Expected(int workers, double cpu, double wall, String basis) {}

    /**
     * A partition; times are in seconds.
     *
     * @param strategies how many it is of, and so {@code days} and {@code symbols}, the latter of a simulation
     * @param predicted of a processor
     * @param cpu of a processor; null if nobody measured
     * @param wall by the clock; null if nobody measured
     * @param finished epoch seconds; null if it is not known
     * @param attempts how often it was taken up
     * @param ownProcess whether it ran in a process of its own
     */
    public record Part(
            String name,
            int strategies,
            int days,
            int symbols,
            double predicted,
            @Nullable Double cpu,
            @Nullable Double wall,
            @Nullable Double finished,
            long attempts,
            boolean ownProcess) {}

    /**
     * Something that happened to the run.
     *
     * @param at epoch seconds
     * @param kind one word, such as {@code warning}
     * @param partition it is about; null if it is about no single one
     */
    public record Event(double at, String kind, @Nullable String partition, String message) {}

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
            json.writePOJOProperty("facts", facts);
            json.writeEndObject();
        }
        return Page.of("night").with(title, version, shown(night), List.of(Packed.of(bytes.toByteArray())));
    }

    /** {@return what seals the page of a {@code night.json}} */
    public static String shown(byte[] night) {
        return Sha256.hex(night);
    }
}
