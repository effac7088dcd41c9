package dev.nightjar.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a page holds of results that would not fit into it as they are. All trades are listed, column by column, and what led to the
 * newest of them is there as far as there is room. Where the trades alone are too many, the newest are listed and the others drawn.
 * The page says what it leaves out, and where it stands.
 */
final class LargeReport {

    /** What of the room for trades is theirs if they do not all fit; the rest is for what led to the newest. */
    private static final double SHARE = 0.85;

    /** What a page needs for itself between its parts. */
    private static final int SPARE = 2_000;

    /** A line of events is packed into a twentieth of it at the best. */
    private static final int BEST_PACKED = 20;

    /** Groups of trades that are drawn by their first, lowest, highest and last profit. */
    private static final int GROUPS = 2_000;

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] trades;
    private final byte[] events;
    private final TradeColumns columns;

    private LargeReport(Map<String, byte[]> files) {
        trades = Objects.requireNonNull(files.get(StrategyReport.TRADES));
        events = files.getOrDefault(StrategyReport.EVENTS, new byte[0]);
        columns = TradeColumns.of(trades);
    }

    /**
     * {@return the documents of the page}
     *
     * @param rest what is neither trades nor events
     * @param prices are left out if nothing fits beside them
     * @param room bytes for all of them
     */
    static List<Packed> of(Map<String, byte[]> files, Packed rest, List<Packed> prices, int room) {
        LargeReport report = new LargeReport(files);
        List<Packed> all = new ArrayList<>(List.of(rest));
        int left = room - SPARE - size(all);
        if (size(prices) <= left / 2) {
            all.addAll(prices);
            left -= size(prices);
        }
        int count = report.columns.count();
        Part listed = most(0, count, left, report::listed);
        if (listed.first() > 0) {
            listed = most(listed.first(), count, (int) (SHARE * left), report::listed);
        }
        all.add(listed.packed());
        all.add(report.reasons(listed.first(), left - listed.packed().base64().length));
        return all;
    }

    /** What is of some first row and all after it. */
    private record Part(int first, Packed packed) {}

    /** {@return as many of the newest as fit; none if not even one does} */
    private static Part most(int from, int count, int room, IntFunction<Packed> packed) {
        int first = from;
        while (true) {
            Packed made = packed.apply(first);
            int size = made.base64().length;
            if (size <= room || first == count) {
                return new Part(first, made);
            }
            double share = Math.max(0, 0.97 * room / size);
            first = Math.max(first + 1, count - (int) (share * (count - first)));
        }
    }

    private static int size(List<Packed> parts) {
        return parts.stream().mapToInt(part -> part.base64().length + 1).sum();
    }

    private Packed listed(int first) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("trades");
            columns.write(json, first);
            json.writeArrayPropertyStart("before");
            writeBefore(json, first);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
        return Packed.tight(bytes.toByteArray());
    }

    /** Times and profits, added up, of what is drawn but not listed. */
    private void writeBefore(JsonGenerator json, int first) {
        BigDecimal sum = BigDecimal.ZERO;
        int group = 1 + first / GROUPS;
        for (int from = 0; from < first; from += group) {
            int to = Math.min(first, from + group);
            BigDecimal[] sums = new BigDecimal[to - from];
            for (int row = from; row < to; row++) {
                sum = sum.add(columns.pnl(row));
                sums[row - from] = sum;
            }
            for (int place : Thinned.places(0, sums.length, place -> sums[place])) {
                json.writeStartArray();
                json.writeNumber(columns.exit(from + place));
                json.writeNumber(sums[place]);
                json.writeEndArray();
            }
        }
    }

    // What led to trades.

    /**
     * {@return the newest events, or those of the newest trades}
     *
     * @param listed the first trade that is listed
     */
    private Packed reasons(int listed, int room) {
        List<Line> lines = lines();
        if (lines.isEmpty() || lines.get(0).id().isEmpty()) {
            return most(fits(0, lines.size(), room), lines.size(), room, first -> latest(lines, first))
                    .packed();
        }
        int count = columns.count();
        return most(fits(listed, count, room), count, room, first -> ofTrades(lines, first))
                .packed();
    }

    /** {@return the first row with which there may be room, if all take as much of the events} */
    private int fits(int from, int count, int room) {
        double each = events.length / (double) Math.max(1, count) / BEST_PACKED;
        return Math.max(from, count - (int) Math.min(count, Math.max(0, room) / Math.max(each, 1e-9)));
    }

    /**
     * A line of {@code events.jsonl}.
     *
     * @param id empty if it has none
     */
    private record Line(int from, int to, String id, String timestamp) {}

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        while (from < events.length) {
            int to = from;
            while (to < events.length && events[to] != '\n') {
                to++;
            }
            if (to > from) {
                lines.add(line(from, to));
            }
            from = to + 1;
        }
        return lines;
    }

    private Line line(int from, int to) {
        String id = "";
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), events, from, to - from)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("event_id")) {
                    id = json.getString();
                } else if (name.equals("timestamp")) {
                    return new Line(from, to, id, json.getString());
                } else if (value.isStructStart()) {
                    json.skipChildren();
                }
            }
        }
        return new Line(from, to, id, "");
    }

    /** @param from when what is there begins; empty if nothing is */
    private record Latest(String from) {}

    /**
     * @param first the first trade whose reasons are there
     * @param entries for each trade from that one on, where what led to its entry stands in the list of events
     */
    private record Reasons(int first, List<List<Integer>> entries, List<List<Integer>> exits) {}

    /** {@return of a simulation: what happened from a moment on} */
    private Packed latest(List<Line> lines, int first) {
        int from = first;
        while (from > 0
                && from < lines.size()
                && lines.get(from).timestamp().equals(lines.get(from - 1).timestamp())) {
            from++;
        }
        String moment = from == lines.size() ? "" : lines.get(from).timestamp();
        return packed(lines.subList(from, lines.size()), new Latest(moment));
    }

    /** {@return of a strategy: what led to that trade and those after it} */
    private Packed ofTrades(List<Line> lines, int first) {
        List<List<String>> entries = new ArrayList<>();
        List<List<String>> exits = new ArrayList<>();
        flows(first, entries, exits);
        Map<String, Integer> places = new HashMap<>();
        entries.forEach(flow -> flow.forEach(id -> places.put(id, -1)));
        exits.forEach(flow -> flow.forEach(id -> places.put(id, -1)));
        List<Line> kept = new ArrayList<>();
        for (Line line : lines) {
            if (places.replace(line.id(), -1, kept.size())) {
                kept.add(line);
            }
        }
        return packed(kept, new Reasons(first, places(entries, places), places(exits, places)));
    }

    private static List<List<Integer>> places(List<List<String>> flows, Map<String, Integer> places) {
        return flows.stream()
                .map(flow -> flow.stream()
                        .map(id -> places.getOrDefault(id, -1))
                        .filter(place -> place >= 0)
                        .toList())
                .toList();
    }

    /** Reads the chains of events that led to the entries and exits of trades. */
    private void flows(int first, List<List<String>> entries, List<List<String>> exits) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), trades)) {
            json.nextToken();
            for (int row = 0; json.nextToken() == JsonToken.START_OBJECT; row++) {
                if (row < first) {
                    json.skipChildren();
                    continue;
                }
                List<String> entry = new ArrayList<>();
                List<String> exit = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    if (name.equals("entry_flow_ids") || name.equals("exit_flow_ids")) {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            (name.equals("entry_flow_ids") ? entry : exit).add(json.getString());
                        }
                    } else if (value.isStructStart()) {
                        json.skipChildren();
                    }
                }
                entries.add(entry);
                exits.add(exit);
            }
        }
    }

    private Packed packed(List<Line> lines, Record reasons) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(1024
                + lines.stream().mapToInt(line -> line.to() - line.from() + 1).sum());
        json.writeBytes("{\"events.jsonl\":[".getBytes(StandardCharsets.UTF_8));
        boolean more = false;
        for (Line line : lines) {
            if (more) {
                json.write(',');
            }
            json.write(events, line.from(), line.to() - line.from());
            more = true;
        }
        json.writeBytes("],\"reasons\":".getBytes(StandardCharsets.UTF_8));
        json.writeBytes(JSON.writeValueAsBytes(reasons));
        json.write('}');
        return Packed.tight(json.toByteArray());
    }
}
