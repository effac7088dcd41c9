package dev.nightjar.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a page holds of more than fits into it. */
final class LargeReportTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final List<String> LISTED = List.of(
            "entry_node",
            "symbol",
            "side",
            "exit_reason",
            "quantity",
            "entry_time",
            "entry_price",
            "exit_time",
            "exit_price",
            "fees",
            "pnl",
            "pnl_percent",
            "duration_seconds",
            "re_entry_num");

    /** {@return the two files of a strategy that trades all day long} */
    static Map<String, byte[]> book(int trades) {
        Random random = new Random(7);
        StringBuilder listed = new StringBuilder("[");
        StringBuilder events = new StringBuilder();
        LocalDateTime time = LocalDateTime.of(2024, 1, 1, 9, 15);
        long price = 20_000;
        for (int trade = 0; trade < trades; trade++) {
            time = time.getHour() >= 15
                    ? time.toLocalDate().plusDays(1).atTime(9, 15)
                    : time.plusSeconds(5 + random.nextInt(40));
            int held = 30 + random.nextInt(900);
            long entry = Math.max(500, price + random.nextInt(200) - 100);
            long exit = Math.max(5, entry + 5 * (random.nextInt(161) - 80));
            price = entry;
            int quantity = 75 * (1 + trade % 3);
            boolean bought = trade % 2 == 0;
            long fees = 4_000 + random.nextInt(900);
            BigDecimal pnl = BigDecimal.valueOf((bought ? 1 : -1) * (exit - entry) * quantity - fees, 2);
            BigDecimal percent = pnl.multiply(BigDecimal.valueOf(100))
                    .divide(BigDecimal.valueOf(entry * quantity, 2), 6, RoundingMode.HALF_EVEN);
            String from = TIME.format(time) + "+05:30";
            String entryPrice = BigDecimal.valueOf(entry, 2).toPlainString();
            String exitPrice = BigDecimal.valueOf(exit, 2).toPlainString();
            String id = "exec_entry-" + trade % 4 + "_" + from.substring(0, 19) + "_" + random.nextInt(1 << 24);
            listed.append(trade == 0 ? "" : ",")
                    .append("{\"trade_id\":\"entry-1-pos1-x-" + trade + "\",\"position_id\":\"entry-" + trade % 4)
                    .append("-pos1\",\"position_num\":1,\"re_entry_num\":" + trade)
                    .append(",\"symbol\":\"NIFTY:2024-11-07:OPT:" + (24_000 + 50 * (trade % 30)) + ":CE\"")
                    .append(",\"exchange\":\"NFO\",\"side\":\"" + (bought ? "BUY" : "SELL") + "\",\"quantity\":"
                            + quantity)
                    .append(",\"entry_time\":\"" + from + "\",\"entry_price\":" + entryPrice)
                    .append(",\"entry_node\":\"entry-" + trade % 4 + "\",\"exit_time\":\"")
                    .append(TIME.format(time.plusSeconds(held)) + "+05:30\",\"exit_price\":" + exitPrice)
                    .append(",\"exit_reason\":\"" + (trade % 5 == 0 ? "stop_loss" : "exit_condition_met") + "\"")
                    .append(",\"fees\":" + BigDecimal.valueOf(fees, 2).toPlainString() + ",\"pnl\":"
                            + pnl.toPlainString())
                    .append(",\"pnl_percent\":" + percent.toPlainString() + ",\"duration_seconds\":" + held)
                    .append(",\"entry_flow_ids\":[\"start\",\"" + id + "\"]")
                    .append(",\"exit_flow_ids\":[\"start\",\"" + id + "\",\"x" + id + "\"]}");
            if (trade == 0) {
                events.append(
                        "{\"event_id\":\"start\",\"event_type\":\"node_completed\",\"timestamp\":\"2024-01-01T09:15:00+05:30\"}\n");
            }
            for (String event : List.of(id, "x" + id)) {
                events.append("{\"event_id\":\"" + event
                                + "\",\"parent_event_id\":\"start\",\"event_type\":\"node_completed\"")
                        .append(",\"timestamp\":\"" + from
                                + "\",\"conditions\":[{\"raw\":\"TI.underlying_ltp > Previous[TI.1m.High]\"")
                        .append(",\"evaluated\":\"" + entryPrice + " > " + exitPrice + "\",\"lhs_value\":" + entryPrice)
                        .append(",\"rhs_value\":" + exitPrice + ",\"result\":true}]}\n");
            }
        }
        Map<String, byte[]> files = new LinkedHashMap<>(StrategyReportTest.files("Large", 0));
        files.put("trades.json", bytes(listed.append(']').toString()));
        files.put("events.jsonl", bytes(events.toString()));
        return files;
    }

    @Test
    void veryManyTradesAreAllListedInAPageThatOpens() throws Exception {
        Map<String, byte[]> files = book(20_000);
        int[] row = {0};
        files.computeIfPresent(
                "trades.json",
                (name, trades) -> bytes(Pattern.compile("(\"entry_time\":\"[^+]+)")
                        .matcher(new String(trades, StandardCharsets.UTF_8))
                        .replaceAll(time -> time.group() + fractionOf(row[0]++))));

        byte[] page = new StrategyReport("1", 1_000_000).of(files, "INR", List.of(), null);

        assertThat(page).hasSizeBetween(800_000, 1_000_000);
        JsonNode data = data(page);
        JsonNode trades = JSON.readTree(files.get("trades.json"));
        assertThat(data.path("trades").path("first").asInt()).isZero();
        isListed(data, trades);
        int first = data.path("reasons").path("first").asInt();
        assertThat(first).isBetween(1, 19_999);
        try (DevTools browser = DevTools.start(scratch).orElse(null)) {
            assumeTrue(browser != null, "no Chromium is installed: pages are not looked at");
            isShown(Objects.requireNonNull(browser), page, trades, first);
        }
    }

    @TempDir
    private Path scratch;

    private void isShown(DevTools browser, byte[] page, JsonNode trades, int first) throws Exception {
        browser.open(Files.write(scratch.resolve("report.html"), page).toUri().toString());

        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.ask("document.querySelector('#trades [role=status]').textContent")
                        .asString())
                .isEqualTo("1 to 100 of 20000");
        assertThat(browser.ask("document.querySelector('#unexplained').textContent.replaceAll(',', '')")
                        .asString())
                .contains("newest " + (20_000 - first) + " trades");
        // every so-manieth as the script unpacks it
        JsonNode some = JSON.readTree(browser.ask(
                        "documents().then(all => JSON.stringify(listed(all.trades).filter((trade, row) => row % 97 === 0)))")
                .asString());
        for (int place = 0; place < some.size(); place++) {
            JsonNode trade = trades.get(97 * place);
            some.get(place).properties().forEach(member -> {
                if (!member.getKey().equals("ambiguous")) {
                    String told = member.getValue().isNumber()
                            ? member.getValue()
                                    .decimalValue()
                                    .stripTrailingZeros()
                                    .toPlainString()
                            : member.getValue().asString();
                    JsonNode value = trade.path(member.getKey());
                    assertThat(told)
                            .isEqualTo(
                                    value.isNumber()
                                            ? value.decimalValue()
                                                    .stripTrailingZeros()
                                                    .toPlainString()
                                            : value.asString());
                }
            });
        }
        assertThat(some).hasSize(207);
        assertThat(browser.ask(
                                "(() => { const search = document.getElementById('filter-text'); search.value = 'POS1-x-777';"
                                        + " search.dispatchEvent(new Event('input'));"
                                        + " return [...document.querySelectorAll('#trades tbody button')].map(one => one.textContent).join(' '); })()")
                        .asString())
                .isEqualTo("778 7771 7772 7773 7774 7775 7776 7777 7778 7779 7780");
        browser.ask("location.hash = '#trade-20000', new Promise(done => setTimeout(done, 200))");
        assertThat(browser.ask("document.querySelectorAll('dialog li').length").asInt())
                .isEqualTo(3);
        browser.ask(
                "document.querySelector('dialog').close(), location.hash = '#trade-1', new Promise(done => setTimeout(done, 200))");
        assertThat(browser.ask("document.querySelector('dialog').textContent").asString())
                .contains("Why trade 1:", "stands in events.jsonl beside this page");
    }

    /** {@return what a trade's time has beside whole seconds, once in a while} */
    private static String fractionOf(int trade) {
        return trade % 97 == 0
                ? List.of("", ".250", ".000250", ".000000001", ".120000100").get(trade / 97 % 5)
                : "";
    }

    /** So three hundred thousand are less than five million. */
    @Test
    void aTradeTakesFifteenLetters() throws IOException {
        Map<String, byte[]> files = book(20_000);
        files.put("events.jsonl", new byte[0]);

        List<Packed> parts = LargeReport.of(files, Packed.of(bytes("{}")), List.of(), 1_000_000);

        assertThat(joined(parts).path("trades").path("first").asInt()).isZero();
        assertThat(size(parts)).isLessThan(15 * 20_000);
    }

    @Test
    void whatLedToTheNewestTradesIsThereAsFarAsThereIsRoom() throws IOException {
        Map<String, byte[]> files = book(5_000);

        List<Packed> parts = LargeReport.of(files, Packed.of(bytes("{}")), List.of(), 250_000);

        JsonNode data = joined(parts);
        JsonNode trades = JSON.readTree(files.get("trades.json"));
        isListed(data, trades);
        int first = data.path("reasons").path("first").asInt();
        assertThat(first).isBetween(1_000, 4_990);
        for (int row = first; row < trades.size(); row++) {
            for (String kind : List.of("entr", "exit")) {
                List<String> ids = new ArrayList<>();
                data.path("reasons")
                        .path(kind.equals("entr") ? "entries" : "exits")
                        .get(row - first)
                        .forEach(place -> ids.add(data.path("events.jsonl")
                                .get(place.asInt())
                                .path("event_id")
                                .asString()));
                assertThat(ids)
                        .isEqualTo(trades.get(row)
                                .path(kind.equals("entr") ? "entry_flow_ids" : "exit_flow_ids")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList());
            }
        }
        assertThat(size(parts)).isLessThanOrEqualTo(250_000);
    }

    @Test
    void ofTradesThatDoNotFitTheNewestAreListedAndTheOthersDrawn() throws IOException {
        Map<String, byte[]> files = book(20_000);

        List<Packed> parts = LargeReport.of(files, Packed.of(bytes("{}")), List.of(noise()), 120_000);

        assertThat(size(parts)).isLessThanOrEqualTo(120_000);
        JsonNode data = joined(parts);
        JsonNode trades = JSON.readTree(files.get("trades.json"));
        int first = data.path("trades").path("first").asInt();
        assertThat(first).isBetween(5_000, 19_000);
        isListed(data, trades);
        JsonNode before = data.path("trades").path("before");
        BigDecimal sum = BigDecimal.ZERO;
        for (int row = 0; row < first; row++) {
            sum = sum.add(trades.get(row).path("pnl").decimalValue());
        }
        assertThat(before.size()).isBetween(1_000, 6_000);
        assertThat(before.get(before.size() - 1).get(1).decimalValue()).isEqualByComparingTo(sum);
        // there is room for a few reasons even so
        assertThat(data.path("reasons").path("first").asInt()).isBetween(first, 19_999);
    }

    /** {@return prices that cannot be packed into the room of a small page} */
    private static Packed noise() {
        byte[] random = new byte[90_000];
        new Random(3).nextBytes(random);
        return Packed.of(bytes("[\"" + Base64.getEncoder().encodeToString(random) + "\"]"));
    }

    @Test
    void nothingIsLeftOutThatWouldFit() throws IOException {
        Map<String, byte[]> files = book(50);
        Packed prices = Packed.of(bytes("[{\"date\":\"2024-10-29\"}]"));

        List<Packed> parts =
                LargeReport.of(files, Packed.of(bytes("{\"currency\":\"INR\"}")), List.of(prices), 1_000_000);

        assertThat(parts).contains(prices);
        JsonNode data = joined(parts);
        assertThat(data.path("currency").asString()).isEqualTo("INR");
        assertThat(data.path("trades").path("first").asInt()).isZero();
        assertThat(data.path("reasons").path("first").asInt()).isZero();
        assertThat(data.path("events.jsonl")).hasSize(101);
    }

    /** A simulation's trade has all that happened to its symbol while it was held, or nothing. */
    @Test
    void ofASimulationWhatHappenedLastIsThere() throws IOException {
        Map<String, byte[]> files = book(2_000);
        StringBuilder events = new StringBuilder();
        for (int event = 0; event < 4_000; event++) {
            events.append(
                    ("{\"event_type\":\"fill\",\"timestamp\":\"2024-%02d-%02dT00:00:00+05:30\",\"symbol\":\"S%d\",\"price\":%d}\n")
                            .formatted(1 + event / 400, 1 + event % 400 / 20, event % 20, 7919L * event % 100_003));
        }
        files.put("events.jsonl", bytes(events.toString()));

        JsonNode data = joined(LargeReport.of(files, Packed.of(bytes("{}")), List.of(), 40_000));

        JsonNode kept = data.path("events.jsonl");
        assertThat(kept.size()).isBetween(100, 3_900);
        assertThat(kept.size() % 20).as("days are whole").isZero();
        assertThat(data.path("reasons").path("from").asString())
                .isEqualTo(kept.get(0).path("timestamp").asString());
        assertThat(kept.get(kept.size() - 1).path("price").asLong()).isEqualTo(7919L * 3999 % 100_003);
    }

    @Test
    void oddTradesAreListedAsTheyAre() throws IOException {
        String trades = """
                [{"symbol":"A\\"<","side":"BUY","quantity":0.25,"entry_time":"2024-03-08T15:59:59.250-05:00","entry_price":1e-7,"exit_time":"2024-03-11T09:30:00-04:00",
                "exit_price":0.000000250,"fees":0,"pnl":0.0000000375,"pnl_percent":null,"duration_seconds":235800.75,"exit_reason":"expired","re_entry_num":0},
                {"trade_id":"","symbol":"B","side":"SELL","quantity":3,"entry_time":"2024-03-11T09:30:00.000001Z","entry_price":0.00,"exit_time":"2024-03-11T09:30:00Z","exit_price":17.5,
                "fees":1.23,"pnl":-53.73,"pnl_percent":12.5,"duration_seconds":-0.000001,"exit_reason":"signal","ambiguous":true},
                {"symbol":"C","side":"SELL","quantity":3,"entry_time":"2024-03-11T09:30:00Z","entry_price":90071992.54,"exit_time":"2024-03-11T09:30:00Z","exit_price":1,
                "fees":1,"pnl":9007199.5,"pnl_percent":0,"duration_seconds":0,"exit_reason":"signal","entry_flow_ids":[],"exit_flow_ids":[]},
                {"trade_id":"9-8-7-6-5-4-3-2-1","symbol":"D","side":"BUY","quantity":1,"entry_time":"2024-03-11T09:30:00.999999999Z","entry_price":1,"exit_time":"2024-03-11T09:30:01.000000001Z","exit_price":1,
                "fees":0,"pnl":0,"pnl_percent":0,"duration_seconds":0.000000002,"exit_reason":"signal"},
                {"trade_id":"007-a1.20240102x123456789012345678901","symbol":"E","side":"BUY","quantity":1,"entry_time":"2014-03-11T09:30:00.120Z","entry_price":1,"exit_time":"2024-03-11T09:30:01Z","exit_price":1,
                "fees":0,"pnl":0,"pnl_percent":0,"duration_seconds":315619200.88,"exit_reason":"signal"}]
                """;
        Map<String, byte[]> files = Map.of("trades.json", bytes(trades));

        isListed(joined(LargeReport.of(files, Packed.of(bytes("{}")), List.of(), 100_000)), JSON.readTree(trades));
    }

    /** Does what the page's script does. */
    private static void isListed(JsonNode data, JsonNode trades) {
        JsonNode columns = data.path("trades").path("columns");
        int first = data.path("trades").path("first").asInt();
        int count = data.path("trades").path("count").asInt();
        assertThat(first + count).isEqualTo(trades.size());
        Map<String, long[]> whole = new LinkedHashMap<>();
        columns.properties().forEach(column -> {
            if (column.getValue().has("steps")) {
                whole.put(column.getKey(), whole(columns, column.getKey(), count, whole));
            }
        });
        List<long[]> runs = columns.path("trade_id")
                .path("runs")
                .valueStream()
                .map(run -> {
                    long[] sums = run.valueStream().mapToLong(JsonNode::asLong).toArray();
                    Arrays.parallelPrefix(sums, Long::sum);
                    return sums;
                })
                .toList();
        // of very many, every so-manieth: what is wrong with a column is wrong with most of its rows
        for (int row = 0; row < count; row += 1 + count / 20_000) {
            JsonNode trade = trades.get(first + row);
            String id = trade.path("trade_id").asString("");
            if (!id.equals(id(columns.path("trade_id"), runs, row))) {
                assertThat(id(columns.path("trade_id"), runs, row)).isEqualTo(id);
            }
            for (String name : LISTED) {
                JsonNode column = columns.path(name);
                JsonNode value = trade.path(name);
                if (column.has("words")) {
                    String expected = value.isMissingNode() ? null : value.asString();
                    if (!Objects.equals(word(column, row), expected)) {
                        assertThat(word(column, row))
                                .as(name + " of row " + row)
                                .isEqualTo(expected);
                    }
                } else if (column.has("ahead")) {
                    String text = TIME.format(LocalDateTime.ofEpochSecond(known(name, whole)[row], 0, ZoneOffset.UTC))
                            + fraction(column, row)
                            + word(column.path("ahead"), row);
                    assertThat(text).isEqualTo(value.asString());
                } else if (value.isMissingNode() || value.isNull()) {
                    int missing = row;
                    assertThat(column.path("missing").valueStream().anyMatch(one -> one.asInt() == missing))
                            .isTrue();
                } else {
                    BigDecimal number = column.has("values")
                            ? column.path("values").get(row).decimalValue()
                            : BigDecimal.valueOf(
                                    known(name, whole)[row],
                                    column.path("scale").asInt());
                    if (number.compareTo(value.decimalValue()) != 0) {
                        assertThat(number).as(name + " of row " + row).isEqualByComparingTo(value.decimalValue());
                    }
                }
            }
        }
    }

    /** {@return a name, put together; empty if there is none} */
    private static String id(JsonNode column, List<long[]> runs, int row) {
        StringBuilder id = new StringBuilder();
        int run = 0;
        for (JsonNode part :
                column.path("forms").get(column.path("places").get(row).asInt())) {
            if (part.isString()) {
                id.append(part.asString());
                continue;
            }
            String number = String.valueOf(runs.get(run++)[row]);
            id.append("0".repeat(Math.max(0, part.asInt() - number.length()))).append(number);
        }
        return id.toString();
    }

    private static String fraction(JsonNode column, int row) {
        JsonNode fraction = column.path("fraction");
        long rest = fraction.path("values").path(row).asLong(0);
        return rest == 0
                ? ""
                : BigDecimal.valueOf(rest, fraction.path("scale").asInt())
                        .toPlainString()
                        .substring(1)
                        .replaceFirst("(000)+$", "");
    }

    private static @Nullable String word(JsonNode column, int row) {
        JsonNode word = column.path("words")
                .get(column.has("places") ? column.path("places").get(row).asInt() : 0);
        return word.isNull() ? null : word.asString();
    }

    private static long[] whole(JsonNode columns, String name, int count, Map<String, long[]> known) {
        JsonNode column = columns.path(name);
        long[] whole = new long[count];
        for (int row = 0; row < count; row++) {
            whole[row] = column.path("steps").get(row).asLong()
                    + switch (column.path("expected").asString()) {
                        case "" -> 0;
                        case "row before" -> row == 0 ? 0 : whole[row - 1];
                        case "entry_time" -> known("entry_time", known)[row];
                        case "entry_price" -> known("entry_price", known)[row];
                        case "duration" ->
                            (known("exit_time", known)[row] - known("entry_time", known)[row])
                                            * (long) Math.pow(10, scale(columns, "duration_seconds"))
                                    + rest(columns, "exit_time", row)
                                    - rest(columns, "entry_time", row);
                        case "gain" -> {
                            int digits = scale(columns, "pnl");
                            long unit = (long)
                                    Math.pow(10, digits - scale(columns, "entry_price") - scale(columns, "quantity"));
                            yield ("BUY".equals(word(columns.path("side"), row)) ? 1 : -1)
                                            * (known("exit_price", known)[row] - known("entry_price", known)[row])
                                            * known("quantity", known)[row]
                                            * unit
                                    - known("fees", known)[row] * (long) Math.pow(10, digits - scale(columns, "fees"));
                        }
                        case "percent" -> {
                            double factor = Math.pow(
                                    10,
                                    2
                                            + scale(columns, "pnl_percent")
                                            + scale(columns, "entry_price")
                                            + scale(columns, "quantity")
                                            - scale(columns, "pnl"));
                            double share = known("pnl", known)[row]
                                    / ((double) known("entry_price", known)[row] * known("quantity", known)[row])
                                    * factor;
                            yield Math.abs(share) < 1L << 52 ? (long) Math.floor(share + 0.5) : 0;
                        }
                        default ->
                            throw new IllegalArgumentException(
                                    column.path("expected").asString());
                    };
        }
        return whole;
    }

    private static long rest(JsonNode columns, String name, int row) {
        return columns.path(name).path("fraction").path("values").path(row).asLong(0);
    }

    private static long[] known(String name, Map<String, long[]> known) {
        return Objects.requireNonNull(known.get(name));
    }

    private static int scale(JsonNode columns, String name) {
        return columns.path(name).path("scale").asInt();
    }

    private static int size(List<Packed> parts) {
        return parts.stream().mapToInt(part -> part.base64().length + 1).sum();
    }

    private static JsonNode data(byte[] page) throws IOException {
        Matcher data = Pattern.compile("id=\"data\">([^<]*)<").matcher(new String(page, StandardCharsets.UTF_8));
        assertThat(data.find()).isTrue();
        return joined(data.group(1)
                .strip()
                .lines()
                .map(line -> new Packed(bytes(line)))
                .toList());
    }

    /** {@return the members of all documents that are none of prices} */
    private static JsonNode joined(List<Packed> parts) throws IOException {
        ObjectNode joined = JSON.createObjectNode();
        for (Packed part : parts) {
            try (GZIPInputStream unpacked = new GZIPInputStream(
                    new ByteArrayInputStream(Base64.getDecoder().decode(part.base64())))) {
                JsonNode one = JSON.readTree(unpacked);
                one.properties().forEach(member -> joined.set(member.getKey(), member.getValue()));
            }
        }
        return joined;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
