package dev.nightjar.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class StrategyReportTest {

    private static final StrategyReport REPORT = new StrategyReport("1.2.3");
    private static final Pattern DATA = Pattern.compile("id=\"data\">([^<]*)<");

    @Test
    void thePageHoldsTheFilesAsTheyAre() throws IOException {
        Map<String, byte[]> files = files("Plain", 3);
        files.put("equity.csv", bytes("time,equity\n2024-10-29T15:30:00+05:30,\"1\"\n"));
        files.put("notes.txt", bytes("not shown"));

        JsonNode data = data(REPORT.of(files, "INR", List.of(), null));

        assertThat(data.path("currency").asString()).isEqualTo("INR");
        assertThat(data.path("trades.json")).hasSize(3);
        assertThat(data.path("events.jsonl")).hasSize(6);
        assertThat(data.path("equity.csv").asString()).endsWith("\"1\"\n");
        assertThat(data.has("notes.txt")).isFalse();
    }

    @Test
    void whenTheRunBeganIsNotInThePage() {
        Map<String, byte[]> one = files("Plain", 1);
        Map<String, byte[]> other = files("Plain", 1);
        other.put(
                "run.json",
                bytes(new String(one.get("run.json"), StandardCharsets.UTF_8).replace("T02:30:00Z", "T07:00:00Z")));

        assertThat(one.get("run.json")).isNotEqualTo(other.get("run.json"));
        assertThat(REPORT.of(one, "INR", List.of(), null)).isEqualTo(REPORT.of(other, "INR", List.of(), null));
    }

    /** Whoever has the page alone can tell whether it is whole, and whether it is of these results. */
    @Test
    void aPageIsSealed() {
        Map<String, byte[]> files = files("Plain", 3);
        byte[] page = REPORT.of(files, "INR", List.of(), null);
        String of = shown(files);

        assertThat(PageSeal.problem(page, of)).isEmpty();
        assertThat(PageSeal.problem(page, shown(files("Other", 3))))
                .isEqualTo("shows other results than those beside it");
        for (int place = page.length - 1; place >= 0; place -= 97) {
            byte[] changed = page.clone();
            changed[place] ^= 1;
            assertThat(PageSeal.problem(changed, of)).as("byte %d", place).isNotEmpty();
            assertThat(PageSeal.problem(Arrays.copyOf(page, place), of)).startsWith("is torn or changed");
        }
    }

    private static String shown(Map<String, byte[]> files) {
        return StrategyReport.shown(Objects.requireNonNull(files.get("run.json")));
    }

    @Test
    void noTextOfAUserIsMarkup() throws IOException {
        String name = "</script><script>alert(1)</script> @data@ \"' & $1 \u202Eabc \uD83D\uDE80";

        byte[] page = REPORT.of(files(name, 1), null, List.of(), null);

        String text = new String(page, StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("<script>alert").contains("&lt;/script&gt;&lt;script&gt;alert(1)");
        assertThat(data(page)
                        .path("run.json")
                        .path("instance")
                        .path("strategy_name")
                        .asString())
                .isEqualTo(name);
    }

    @Test
    void aPageLoadsNothing() {
        String text = new String(REPORT.of(files("Plain", 0), "INR", List.of(), null), StandardCharsets.UTF_8);

        assertThat(text).contains("default-src 'none'").doesNotContain("src=\"").doesNotContain("<link");
        assertThat(Pattern.compile("'sha256-[A-Za-z0-9+/]{43}='").matcher(text).results())
                .hasSize(2);
    }

    /** A page has no use for what is closed: trades tell it. */
    @Test
    void ofPositionsThoseThatAreOpenAreShown() throws IOException {
        Map<String, byte[]> files = files("Plain", 1);
        files.put(
                "positions.json",
                bytes(
                        "{\n  \"a\" : {\n    \"symbol\" : \"A\",\n    \"status\" : \"closed\"\n  },\n"
                                + "  \"b\" : {\n    \"symbol\" : \"B\",\n    \"status\" : \"open\",\n    \"node_variables\" : { }\n  }\n}\n"));

        JsonNode open = data(REPORT.of(files, "INR", List.of(), null)).path("positions.json");

        assertThat(open.toString()).isEqualTo("[{\"symbol\":\"B\",\"status\":\"open\"}]");
        assertThat(data(REPORT.of(files("Plain", 1), "INR", List.of(), null)).has("positions.json"))
                .isFalse();
    }

    @Test
    void ofALongEquityEachDayKeepsItsFirstLowestHighestAndLastRow() {
        StringBuilder table = new StringBuilder("time,cash,equity\n");
        for (int minute = 0; minute < 24_000; minute++) {
            String day = minute < 12_000 ? "2024-10-28" : "2024-10-29";
            int equity = minute == 500 ? 7 : minute == 900 ? 9_999 : minute == 20_000 ? 8 : 100 + minute % 50;
            table.append(day)
                    .append("T09:15:00+05:30,")
                    .append(minute)
                    .append(',')
                    .append(equity)
                    .append('\n');
        }

        assertThat(StrategyReport.thinned(table.toString()).lines().map(row -> row.replaceAll("T[^,]*", "")))
                .containsExactly(
                        "time,cash,equity",
                        "2024-10-28,0,100",
                        "2024-10-28,500,7",
                        "2024-10-28,900,9999",
                        "2024-10-28,11999,149",
                        "2024-10-29,12000,100",
                        "2024-10-29,12049,149",
                        "2024-10-29,20000,8",
                        "2024-10-29,23999,149");
        assertThat(StrategyReport.thinned("time,equity\n2024-10-28T09:15:00Z,1\n"))
                .isEqualTo("time,equity\n2024-10-28T09:15:00Z,1\n");
    }

    @Test
    void aFolderWithoutTradesFileIsRefused() {
        Map<String, byte[]> files = files("Plain", 1);
        files.remove("trades.json");

        assertThatThrownBy(() -> REPORT.of(files, "INR", List.of(), null)).hasMessage("a report needs trades.json");
    }

    private static JsonNode data(byte[] page) throws IOException {
        Matcher data = DATA.matcher(new String(page, StandardCharsets.UTF_8));
        assertThat(data.find()).isTrue();
        byte[] packed = Base64.getDecoder()
                .decode(data.group(1).strip().lines().findFirst().orElseThrow());
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return JsonMapper.shared().readTree(unpacked);
        }
    }

    static Map<String, byte[]> files(String name, int trades) {
        StringBuilder listed = new StringBuilder("[");
        StringBuilder events = new StringBuilder();
        for (int trade = 0; trade < trades; trade++) {
            String id = "exec_entry-2_20241029_%06d_%06x".formatted(trade, trade * 7919L % 0xFFFFFF);
            String time = "2024-10-29T%02d:%02d:%02d+05:30".formatted(9 + trade / 9000, trade / 60 % 60, trade % 60);
            listed.append(trade == 0 ? "" : ",")
                    .append("{\"trade_id\":\"t-")
                    .append(trade)
                    .append("\",\"symbol\":\"NIFTY\",\"side\":\"BUY\",\"quantity\":75,\"entry_time\":\"")
                    .append(time)
                    .append("\",\"entry_price\":")
                    .append(100 + trade * 31 % 97)
                    .append(".05,\"exit_time\":\"")
                    .append(time)
                    .append("\",\"exit_price\":")
                    .append(100 + trade * 17 % 89)
                    .append(".10,\"exit_reason\":\"square_off\",\"re_entry_num\":0,\"fees\":1.00,\"pnl\":")
                    .append(trade * 13 % 701 - 350)
                    .append(".25,\"pnl_percent\":0.5,\"duration_seconds\":60,\"entry_flow_ids\":[\"")
                    .append(id)
                    .append("\"],\"exit_flow_ids\":[\"")
                    .append(id)
                    .append("\",\"x-")
                    .append(id)
                    .append("\"]}");
            for (String event : List.of(id, "x-" + id)) {
                events.append("{\"event_id\":\"")
                        .append(event)
                        .append("\",\"event_type\":\"node_completed\",\"timestamp\":\"")
                        .append(time)
                        .append("\",\"conditions\":[{\"raw\":\"Current Time >= 09:17\",\"evaluated\":\"")
                        .append(time, 11, 19)
                        .append(" >= 09:17:00\",\"lhs_value\":")
                        .append(trade * 0x9E3779B97F4A7C15L >>> 12)
                        .append(",\"rhs_value\":")
                        .append(trade * 0xD1B54A32D192ED03L >>> (event.length() & 7))
                        .append(",\"result\":true}]}\n");
            }
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("positions.json", bytes("{}"));
        files.put("trades.json", bytes(listed.append(']').toString()));
        files.put(
                "metrics.json",
                bytes(
                        "{\"basis\":{\"capital\":null},\"total_trades\":" + trades
                                + ",\"total_pnl\":12.50,\"win_rate\":null,\"days\":[{\"date\":\"2024-10-29\",\"total_pnl\":12.50}]}"));
        files.put("events.jsonl", bytes(events.toString()));
        files.put("run.json", JsonMapper.shared().writeValueAsBytes(run(name)));
        return files;
    }

    private static Map<String, Object> run(String name) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("job", "night");
        run.put("run", 7);
        run.put("queue", "q");
        run.put("mode", "backtest");
        run.put("sample_data", false);
        run.put("started_at", "2024-10-30T02:30:00Z");
        run.put("finished_at", "2024-10-30T02:30:00Z");
        run.put("instance", Map.of("strategy_name", name, "strategy_id", "s", "user_id", "u"));
        run.put("days", List.of(Map.of("date", "2024-10-29", "data_hash", "ab")));
        run.put("warnings", List.of());
        run.put("files", Map.of());
        return run;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
