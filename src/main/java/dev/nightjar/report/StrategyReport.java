package dev.nightjar.report;

import dev.nightjar.market.Sha256;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    /** What a page may take. What would take more is told otherwise by {@link LargeReport}. */
    private static final int MOST_BYTES = 5_000_000;

    /** Files of more than this are not even tried as they are. */
    private static final long MOST_PLAIN = 64_000_000;

    /** Beyond it, an equity is drawn by the first, lowest, highest and last row of each day. */
    private static final int MOST_ROWS = 20_000;

    private static final String RUN = "run.json";
    static final String TRADES = "trades.json";
    private static final String POSITIONS = "positions.json";
    static final String EVENTS = "events.jsonl";
    private static final String EQUITY = "equity.csv";
    private static final byte[] NONE = "[]".getBytes(StandardCharsets.UTF_8);
    private static final byte[] STILL_OPEN = "\"status\" : \"open\"".getBytes(StandardCharsets.UTF_8);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Page page = Page.of("strategy");
    private final String version;
    private final int most;

    /** @param version of this program */
    public StrategyReport(String version) {
        this(version, MOST_BYTES);
    }

    /** @param most bytes of a page */
    StrategyReport(String version, int most) {
        this.version = version;
        this.most = most;
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
        return of(
                files,
                currency,
                (run, trades, open) -> lines == null ? List.of() : lines.packed(dates(run), underlyings, trades, open));
    }

    /**
     * {@return the page of a simulation}
     *
     * @param files the folder's, by name
     * @param currency its three letters; null if it is not known
     */
    public byte[] of(Map<String, byte[]> files, @Nullable String currency, SimulatedPrices prices) {
        return of(files, currency, (run, trades, open) -> prices.packed(trades, open));
    }

    private static List<LocalDate> dates(ObjectNode run) {
        List<LocalDate> dates = new ArrayList<>();
        run.path("days")
                .forEach(day -> dates.add(LocalDate.parse(day.path("date").asString())));
        return dates;
    }

    /** Makes the documents of prices from {@code run.json}, {@code trades.json} and what is still open. */
    @FunctionalInterface
    private interface Prices {

        List<Packed> packed(ObjectNode run, byte[] trades, byte[] open);
    }

    private byte[] of(Map<String, byte[]> files, @Nullable String currency, Prices drawn) {
        ObjectNode run = withoutTimes(file(files, RUN));
        byte[] runJson = JSON.writeValueAsBytes(run);
        byte[] trades = file(files, TRADES);
        String name = run.path("instance").path("strategy_name").asString();
        String shown = Sha256.hex(runJson);
        List<Packed> prices = drawn.packed(run, trades, stillOpen(files.getOrDefault(POSITIONS, NONE)));
        if (trades.length + (long) files.getOrDefault(EVENTS, new byte[0]).length <= MOST_PLAIN) {
            List<Packed> data = new ArrayList<>(List.of(Packed.of(data(files, runJson, currency, Set.of()))));
            data.addAll(prices);
            byte[] whole = page.with(name, version, shown, data);
            if (whole.length <= most) {
                return whole;
            }
        }
        Packed rest = Packed.tight(data(files, runJson, currency, Set.of(TRADES, EVENTS)));
        int frame = page.with(name, version, shown, List.of()).length;
        return page.with(name, version, shown, LargeReport.of(files, rest, prices, most - frame));
    }

    /** {@return what seals the page of a {@code run.json}: the same whenever it was run} */
    public static String shown(byte[] runJson) {
        return Sha256.hex(JSON.writeValueAsBytes(withoutTimes(runJson)));
    }

    private static ObjectNode withoutTimes(byte[] runJson) {
        ObjectNode run = (ObjectNode) JSON.readTree(runJson);
        run.remove(List.of("started_at", "finished_at"));
        return run;
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("a report needs " + name);
        }
        return bytes;
    }

    private static byte[] data(
            Map<String, byte[]> files, byte[] runJson, @Nullable String currency, Set<String> leftOut) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(files.entrySet().stream()
                .filter(file -> !leftOut.contains(file.getKey()))
                .mapToInt(file -> file.getValue().length)
                .sum());
        json.writeBytes(bytes("{\"currency\":"));
        json.writeBytes(JSON.writeValueAsBytes(currency));
        files.forEach((name, content) -> {
            if (leftOut.contains(name)) {
                return;
            }
            if (name.equals(RUN)) {
                member(json, name, runJson);
            } else if (name.equals(POSITIONS)) {
                byte[] open = stillOpen(content);
                if (open != NONE) {
                    member(json, name, open);
                }
            } else if (name.endsWith(".json")) {
                member(json, name, content);
            } else if (name.equals(EQUITY)) {
                member(json, name, JSON.writeValueAsBytes(thinned(text(content))));
            } else if (name.equals(EVENTS)) {
                member(json, name, list(content));
            }
        });
        json.write('}');
        return json.toByteArray();
    }

    private static void member(ByteArrayOutputStream json, String name, byte[] value) {
        json.write(',');
        json.writeBytes(JSON.writeValueAsBytes(name));
        json.write(':');
        json.writeBytes(value);
    }

    /** {@return the documents of lines as one array} */
    private static byte[] list(byte[] lines) {
        int length = lines.length;
        while (length > 0 && lines[length - 1] == '\n') {
            length--;
        }
        byte[] list = new byte[length + 2];
        list[0] = '[';
        for (int place = 0; place < length; place++) {
            list[place + 1] = lines[place] == '\n' ? (byte) ',' : lines[place];
        }
        list[length + 1] = ']';
        return list;
    }

    /** {@return those positions of either kind of file that nothing has closed; {@link #NONE} if there are none} */
    private static byte[] stillOpen(byte[] positions) {
        if (!contains(positions, STILL_OPEN)) {
            return NONE;
        }
        List<JsonNode> open = new ArrayList<>();
        JSON.readTree(positions).forEach(position -> {
            if (position.path("status").asString().equals("open")) {
                ((ObjectNode) position).remove("node_variables");
                open.add(position);
            }
        });
        return JSON.writeValueAsBytes(open);
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (int from = 0; from <= text.length - part.length; from++) {
            if (Arrays.equals(text, from, from + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** {@return a table of equity, of which at most four rows of each day are left if it is long} */
    static String thinned(String table) {
        List<String> rows = table.lines().toList();
        if (rows.size() <= MOST_ROWS) {
            return table;
        }
        int column = List.of(rows.get(0).split(",", -1)).indexOf("equity");
        StringBuilder thin = new StringBuilder(rows.get(0)).append('\n');
        int from = 1;
        while (from < rows.size()) {
            int to = from + 1;
            while (to < rows.size() && day(rows.get(to)).equals(day(rows.get(from)))) {
                to++;
            }
            for (int row : Thinned.places(from, to, row -> equity(rows.get(row), column))) {
                thin.append(rows.get(row)).append('\n');
            }
            from = to;
        }
        return thin.toString();
    }

    private static String day(String row) {
        return row.substring(0, "2024-10-29".length());
    }

    private static BigDecimal equity(String row, int column) {
        return new BigDecimal(row.split(",", -1)[column]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
