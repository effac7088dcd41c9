package dev.nightjar.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code report.html}: the files of one strategy's or simulation's folder as a page. Equal files and prices make equal pages; when the
 * run began and ended is not in it.
 */
public final class StrategyReport {

    public static final String NAME = "report.html";

    /** What a page may take; beyond it, what led to trades is left to {@code events.jsonl}. */
    private static final int MOST_BYTES = 5_000_000;

    private static final String RUN = "run.json";
    private static final String TRADES = "trades.json";
    private static final String EVENTS = "events.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Page page = Page.of("strategy");
    private final String version;

    /** @param version of this program */
    public StrategyReport(String version) {
        this.version = version;
    }

    /**
     * {@return the page}
     *
     * @param files the folder's, by name
     * @param currency its three letters; null if it is not known
     * @param underlyings the symbols the strategy looks at
     * @param lines where prices of its days come from; null if none are to be drawn
     */
    public byte[] of(
            Map<String, byte[]> files,
            @Nullable String currency,
            Collection<String> underlyings,
            @Nullable PriceLines lines) {
        ObjectNode run = (ObjectNode) JSON.readTree(file(files, RUN));
        run.remove(List.of("started_at", "finished_at"));
        JsonNode trades = JSON.readTree(file(files, TRADES));
        List<LocalDate> dates = new ArrayList<>();
        run.path("days")
                .forEach(day -> dates.add(LocalDate.parse(day.path("date").asString())));
        List<PriceLine> prices = lines == null ? List.of() : lines.of(dates, underlyings, trades);
        String name = run.path("instance").path("strategy_name").asString();
        byte[] whole = page.with(name, version, data(files, run, trades, currency, prices, true));
        if (whole.length <= MOST_BYTES) {
            return whole;
        }
        trades.forEach(trade -> ((ObjectNode) trade).remove(List.of("entry_flow_ids", "exit_flow_ids")));
        return page.with(name, version, data(files, run, trades, currency, prices, false));
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("a report needs " + name);
        }
        return bytes;
    }

    private static byte[] data(
            Map<String, byte[]> files,
            JsonNode run,
            JsonNode trades,
            @Nullable String currency,
            List<PriceLine> prices,
            boolean events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("currency", currency);
            json.writeArrayPropertyStart("prices");
            prices.forEach(line -> line(json, line));
            json.writeEndArray();
            files.forEach((name, content) -> {
                if (name.equals(RUN)) {
                    json.writePOJOProperty(name, run);
                } else if (name.equals(TRADES)) {
                    json.writePOJOProperty(name, trades);
                } else if (name.endsWith(".json")) {
                    json.writeName(name);
                    json.writeRawValue(text(content));
                } else if (name.endsWith(".csv")) {
                    json.writeStringProperty(name, text(content));
                } else if (name.equals(EVENTS) && events) {
                    json.writeName(name);
                    json.writeRawValue("[" + text(content).strip().replace("\n", ",") + "]");
                }
            });
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void line(JsonGenerator json, PriceLine line) {
        json.writeStartObject();
        json.writeStringProperty("date", line.span());
        json.writeStringProperty("symbol", line.symbol());
        json.writeBooleanProperty("underlying", line.underlying());
        json.writeArrayPropertyStart("times");
        for (int bar = 0; bar < line.bars().count(); bar++) {
            // the exchange's clock, counted as if it were UTC
            long end = line.bars().start(bar) + line.width();
            json.writeNumber(end
                    + line.zone()
                            .getRules()
                            .getOffset(Instant.ofEpochSecond(end))
                            .getTotalSeconds());
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("values");
        for (int bar = 0; bar < line.bars().count(); bar++) {
            json.writeNumber(
                    BigDecimal.valueOf(line.bars().close(bar), line.bars().priceScale()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
