package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.Mode;
import dev.nightjar.run.ParameterValue;
import dev.nightjar.run.Replay;
import dev.nightjar.run.Trigger;
import dev.nightjar.run.Variant;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** run.json, night.json, trades.csv and index.json. */
class NightFilesTest {

    private static final RunFacts RUN = new RunFacts(
            "0.1.0",
            "1",
            "nightjar",
            42L,
            "admin_tester",
            Trigger.SCHEDULED,
            Mode.LIVE_SIMULATION,
            new BigDecimal("500"),
            new Replay(new Timeframe(5), 200),
            true,
            Instant.parse("2024-10-29T12:00:00Z"),
            Instant.parse("2024-10-29T12:00:45.250Z"));

    private static final Variant VARIANT = variant();

    @TempDir
    Path root;

    private static Variant variant() {
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        parameters.put("fast", ParameterValue.number("7.50"));
        parameters.put("exit", ParameterValue.text("15:10"));
        parameters.put("stop", ParameterValue.flag(true));
        return new Variant("strategy", parameters);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The hash of the empty text is {@code printf '' | sha256sum}. */
    @Test
    void aRunSaysWhereItsNumbersComeFrom() {
        TellingFixture told = new TellingFixture();
        WarmUp warmUp = new WarmUp(Bars.empty(2), WarmUp.Source.BUILT, "abc");
        told.journal().warmUp("NIFTY", new Timeframe(60), warmUp);
        told.journal().warning("few candles");
        byte[] file = RunFile.of(
                RUN,
                told.result(15_000),
                VARIANT,
                "cafe",
                List.of("/x: not read"),
                Map.of("events.jsonl", new byte[0]));
        assertThat(text(file)).isEqualTo("""
                {
                  "nightjar_version" : "0.1.0",
                  "engine_version" : "1",
                  "job" : "nightjar",
                  "run" : 42,
                  "queue" : "admin_tester",
                  "trigger" : "scheduled",
                  "mode" : "live_simulation",
                  "speed" : 500,
                  "replay" : "5m",
                  "warm_up" : 200,
                  "sample_data" : true,
                  "started_at" : "2024-10-29T12:00:00Z",
                  "finished_at" : "2024-10-29T12:00:45.250Z",
                  "instance" : {
                    "user_id" : "user-1",
                    "strategy_id" : "strategy-1",
                    "strategy_name" : "Fixture",
                    "broker_connection_id" : "broker-1",
                    "scale" : 1.5,
                    "capital" : 15000.00,
                    "sweep_of" : "strategy",
                    "parameters" : {
                      "fast" : 7.5,
                      "exit" : "15:10",
                      "stop" : true
                    }
                  },
                  "strategy_hash" : "cafe",
                  "fill" : "last",
                  "latency" : "0",
                  "max_quote_age" : "unlimited",
                  "slippage" : "none",
                  "fees" : "none",
                  "fees_hash" : "HASH",
                  "days" : [
                    {
                      "date" : "2024-10-29",
                      "data_hash" : "hash of 2024-10-29",
                      "warm_up" : [
                        {
                          "symbol" : "NIFTY",
                          "timeframe" : "1h",
                          "source" : "built",
                          "candles" : 0,
                          "hash" : "abc"
                        }
                      ]
                    }
                  ],
                  "warnings" : [
                    "/x: not read",
                    "2024-10-29: few candles"
                  ],
                  "files" : {
                    "events.jsonl" : "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                  }
                }
                """.replace("HASH", FeeSchedule.NONE.hash()));
    }

    @Test
    void aNightSumsItsStrategiesAndNamesTheRejected() {
        StrategyResult result = new TellingFixture().trades(300, -75).result();
        NightStrategy completed = new NightStrategy(
                "user-1",
                "strategy-1",
                "Fixture",
                "broker-1",
                new BigDecimal("1.5"),
                VARIANT,
                NightStrategy.Status.COMPLETED,
                "user-1/strategy-1_broker-1",
                NightStrategy.Figures.of(result),
                List.of());
        NightStrategy rejected = new NightStrategy(
                "user-2",
                null,
                null,
                "broker-1",
                BigDecimal.ONE,
                Variant.NONE,
                NightStrategy.Status.REJECTED,
                null,
                null,
                List.of("/nodes: must be an array"));
        LocalDate date = TellingFixture.DATE;
        assertThat(text(NightFiles.night(RUN, date, date, List.of(completed, rejected))))
                .isEqualTo("""
                {
                  "run" : 42,
                  "queue" : "admin_tester",
                  "trigger" : "scheduled",
                  "mode" : "live_simulation",
                  "speed" : 500,
                  "sample_data" : true,
                  "from" : "2024-10-29",
                  "to" : "2024-10-29",
                  "started_at" : "2024-10-29T12:00:00Z",
                  "finished_at" : "2024-10-29T12:00:45.250Z",
                  "totals" : {
                    "instances" : 2,
                    "completed" : 1,
                    "rejected" : 1,
                    "failed" : 0,
                    "total_trades" : 2,
                    "total_pnl" : 225.00,
                    "fees" : 0.00,
                    "currencies" : [
                      {
                        "currency" : "INR",
                        "exchange" : null,
                        "strategies" : 1,
                        "total_trades" : 2,
                        "total_pnl" : 225.00,
                        "fees" : 0.00
                      }
                    ]
                  },
                  "strategies" : [
                    {
                      "user_id" : "user-1",
                      "strategy_id" : "strategy-1",
                      "strategy_name" : "Fixture",
                      "broker_connection_id" : "broker-1",
                      "scale" : 1.5,
                      "sweep_of" : "strategy",
                      "parameters" : {
                        "fast" : 7.5,
                        "exit" : "15:10",
                        "stop" : true
                      },
                      "status" : "completed",
                      "rank" : 1,
                      "folder" : "user-1/strategy-1_broker-1",
                      "exchange" : "NSE",
                      "currency" : "INR",
                      "total_trades" : 2,
                      "total_pnl" : 225.00,
                      "win_rate" : 50.000000,
                      "profit_factor" : 4.000000,
                      "max_drawdown" : 75.00,
                      "reasons" : [ ]
                    },
                    {
                      "user_id" : "user-2",
                      "strategy_id" : null,
                      "strategy_name" : null,
                      "broker_connection_id" : "broker-1",
                      "scale" : 1,
                      "sweep_of" : null,
                      "parameters" : { },
                      "status" : "rejected",
                      "rank" : null,
                      "folder" : null,
                      "exchange" : null,
                      "currency" : null,
                      "total_trades" : null,
                      "total_pnl" : null,
                      "win_rate" : null,
                      "profit_factor" : null,
                      "max_drawdown" : null,
                      "reasons" : [
                        "/nodes: must be an array"
                      ]
                    }
                  ]
                }
                """);
    }

    private static NightStrategy at(String exchange, long pnl) {
        return new NightStrategy(
                "u",
                exchange + pnl,
                "n",
                "b",
                BigDecimal.ONE,
                Variant.NONE,
                NightStrategy.Status.COMPLETED,
                "u/s_b",
                new NightStrategy.Figures(exchange, 1, pnl, 1, null, null, 0),
                List.of());
    }

    @Test
    void whatIsOfSeveralCurrenciesIsNeverAddedUp() {
        LocalDate date = TellingFixture.DATE;
        String mixed = text(NightFiles.night(
                RUN,
                date,
                date,
                List.of(at("NSE", 1_000_000), at("XNYS", 1_234_567), at("MCX", 20_000), at("XNAS", 3), at("XTKS", 7))));

        assertThat(mixed.replaceAll("\\s+", ""))
                .contains(
                        "\"total_trades\":5,\"total_pnl\":null,\"fees\":null,\"currencies\":["
                                + "{\"currency\":\"INR\",\"exchange\":null,\"strategies\":2,\"total_trades\":2,\"total_pnl\":1.02,\"fees\":0.00},"
                                + "{\"currency\":\"USD\",\"exchange\":null,\"strategies\":2,\"total_trades\":2,\"total_pnl\":1.234570,\"fees\":0.000002},"
                                + "{\"currency\":null,\"exchange\":\"XTKS\",\"strategies\":1,\"total_trades\":1,\"total_pnl\":0.000007,\"fees\":0.000001}]");
        assertThat(text(NightFiles.night(RUN, date, date, List.of(at("XNYS", 1_234_567)))))
                .contains("\"total_pnl\" : 1.234567,\n    \"fees\" : 0.000001");
        assertThat(text(NightFiles.night(RUN, date, date, List.of())))
                .contains("\"total_pnl\" : 0.00,\n    \"fees\" : 0.00,\n    \"currencies\" : [ ]");
    }

    @Test
    void totalsMayBeMoreThanAnyOneStrategyCanHave() {
        NightStrategy.Figures figures = new NightStrategy.Figures("XNYS", 1, Long.MAX_VALUE, 0, null, null, 0);
        NightStrategy strategy = new NightStrategy(
                "u",
                "s",
                "n",
                "b",
                BigDecimal.ONE,
                Variant.NONE,
                NightStrategy.Status.COMPLETED,
                "u/s_b",
                figures,
                List.of());
        LocalDate date = TellingFixture.DATE;
        assertThat(text(NightFiles.night(RUN, date, date, List.of(strategy, strategy))))
                .contains("\"total_pnl\" : 18446744073709.551614,");
    }

    /** -75 of 10000 x 75 is -0.01 percent. */
    @Test
    void aTradeIsARowWithAsManyFieldsAsTheHeader() {
        StrategyResult result = new TellingFixture().trades(-75).result();
        assertThat(NightFiles.csvHeader().split(",")).hasSize(25);
        assertThat(NightFiles.csvRows(result))
                .isEqualTo("user-1,strategy-1,broker-1,1.5,pos1-20241029-r0,pos1,1,0,NIFTY:2024-11-07:OPT:24250:PE,NFO,"
                        + "SELL,1.5,75,2024-10-29T10:00:00+05:30,10000.00,ent,,2024-10-29T10:00:30+05:30,10001.00,ex,"
                        + "exit_condition_met,0.00,-75.00,-0.010000,30\n");
    }

    private static NightStrategy ranked(String strategyId, long pnl, Variant variant) {
        return new NightStrategy(
                "u",
                strategyId,
                "n",
                "b",
                BigDecimal.ONE,
                variant,
                NightStrategy.Status.COMPLETED,
                "u/" + strategyId,
                new NightStrategy.Figures("NSE", 1, pnl, 0, new BigDecimal("50.000000"), null, 0),
                List.of());
    }

    /** Of equal profits the first id is better; what failed counts nowhere, even with figures. */
    @Test
    void strategiesAreRankedByProfitAndThenById() {
        Variant seven = new Variant("s", Map.of("fast", ParameterValue.number("7")));
        Variant formula = new Variant("s", Map.of("rank", ParameterValue.text("=1+1")));
        NightStrategy failed = new NightStrategy(
                "u",
                "s0",
                "n",
                "b",
                BigDecimal.ONE,
                seven,
                NightStrategy.Status.FAILED,
                null,
                new NightStrategy.Figures("NSE", 1, 99_000_000, 0, null, null, 0),
                List.of("overflow"));
        List<NightStrategy> strategies = List.of(
                failed,
                ranked("s3", -1_000_000, formula),
                ranked("s2", 5_000_000, seven),
                ranked("s1", 5_000_000, seven));

        assertThat(text(NightFiles.ranking(strategies))).isEqualTo("""
                rank,user_id,strategy_id,strategy_name,broker_connection_id,scale,sweep_of,folder,total_trades,total_pnl,fees,win_rate,profit_factor,max_drawdown,fast,parameter rank
                1,u,s1,n,b,1,s,u/s1,1,5.00,0.00,50.000000,,0.00,7,
                2,u,s2,n,b,1,s,u/s2,1,5.00,0.00,50.000000,,0.00,7,
                3,u,s3,n,b,1,s,u/s3,1,-1.00,0.00,50.000000,,0.00,,'=1+1
                """);
        LocalDate date = TellingFixture.DATE;
        assertThat(text(NightFiles.night(RUN, date, date, strategies))
                        .lines()
                        .filter(line -> line.contains("\"rank\" :")))
                .containsExactly(
                        "      \"rank\" : null,",
                        "        \"rank\" : \"=1+1\"",
                        "      \"rank\" : 3,",
                        "      \"rank\" : 2,",
                        "      \"rank\" : 1,");
    }

    private static String cell(String value) {
        StringBuilder out = new StringBuilder();
        new CsvRow(out).text(value).end();
        return out.toString();
    }

    @Test
    void formulasAreDefusedAndQuotesDoubled() {
        assertThat(cell("plain text")).isEqualTo("plain text\n");
        assertThat(cell("=1+1")).isEqualTo("'=1+1\n");
        assertThat(cell("+1")).isEqualTo("'+1\n");
        assertThat(cell("-1")).isEqualTo("'-1\n");
        assertThat(cell("@SUM(A1)")).isEqualTo("'@SUM(A1)\n");
        assertThat(cell("\t=1")).isEqualTo("'\t=1\n");
        assertThat(cell("\r=1")).isEqualTo("\"'\r=1\"\n");
        assertThat(cell("\uFF1D1")).isEqualTo("'\uFF1D1\n");
        assertThat(cell("=HYPERLINK(\"x\",\"y\")")).isEqualTo("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\n");
        assertThat(cell("a,b")).isEqualTo("\"a,b\"\n");
        assertThat(cell("a\nb")).isEqualTo("\"a\nb\"\n");
        assertThat(cell("")).isEqualTo("\n");
        StringBuilder numbers = new StringBuilder();
        new CsvRow(numbers)
                .number(new BigDecimal("-5.00"))
                .number(null)
                .number(BigDecimal.ONE)
                .end();
        assertThat(numbers).hasToString("-5.00,,1\n");
    }

    private static final Map<String, String> TERMS = Map.of(
            "replay",
            "1m",
            "fill",
            "next_tick",
            "latency",
            "250ms",
            "max_quote_age",
            "unlimited",
            "slippage",
            "bps:2",
            "fees",
            "none");

    private static IndexEntry entry(String folder, String pnl) {
        return entry(folder, pnl, TERMS);
    }

    private static IndexEntry entry(String folder, String pnl, Map<String, String> terms) {
        return new IndexEntry(
                folder,
                "user-1",
                "strategy-1",
                "Fixture",
                "broker-1",
                new BigDecimal("1.50"),
                VARIANT,
                "admin_tester",
                42L,
                terms,
                RUN.finishedAt(),
                2,
                new BigDecimal(pnl));
    }

    private String index() throws IOException {
        return Files.readString(root.resolve(IndexFile.NAME));
    }

    private void makeFolders(String... folders) throws IOException {
        for (String folder : folders) {
            Files.createDirectories(root.resolve(folder));
        }
    }

    @Test
    void theIndexKeepsReplacesAndDrops() throws IOException {
        makeFolders("u/a", "u/b", "u/c");
        IndexFile.update(root, List.of(entry("u/b", "-12.50"), entry("u/c", "100.00")));
        Files.delete(root.resolve("u/c"));
        List<String> warnings = IndexFile.update(root, List.of(entry("u/a", "7.10", Map.of())));
        assertThat(warnings).isEmpty();
        assertThat(index()).isEqualTo("""
                {
                  "folders" : [
                    {
                      "folder" : "u/a",
                      "user_id" : "user-1",
                      "strategy_id" : "strategy-1",
                      "strategy_name" : "Fixture",
                      "broker_connection_id" : "broker-1",
                      "scale" : 1.5,
                      "sweep_of" : "strategy",
                      "parameters" : {
                        "fast" : 7.5,
                        "exit" : "15:10",
                        "stop" : true
                      },
                      "queue" : "admin_tester",
                      "run" : 42,
                      "replay" : null,
                      "fill" : null,
                      "latency" : null,
                      "max_quote_age" : null,
                      "slippage" : null,
                      "fees" : null,
                      "finished_at" : "2024-10-29T12:00:45.250Z",
                      "total_trades" : 2,
                      "total_pnl" : 7.10
                    },
                    {
                      "folder" : "u/b",
                      "user_id" : "user-1",
                      "strategy_id" : "strategy-1",
                      "strategy_name" : "Fixture",
                      "broker_connection_id" : "broker-1",
                      "scale" : 1.5,
                      "sweep_of" : "strategy",
                      "parameters" : {
                        "fast" : 7.5,
                        "exit" : "15:10",
                        "stop" : true
                      },
                      "queue" : "admin_tester",
                      "run" : 42,
                      "replay" : "1m",
                      "fill" : "next_tick",
                      "latency" : "250ms",
                      "max_quote_age" : "unlimited",
                      "slippage" : "bps:2",
                      "fees" : "none",
                      "finished_at" : "2024-10-29T12:00:45.250Z",
                      "total_trades" : 2,
                      "total_pnl" : -12.50
                    }
                  ]
                }
                """);
        IndexFile.update(root, List.of(entry("u/b", "0.00")));
        assertThat(index())
                .contains("\"total_pnl\" : 7.10", "\"total_pnl\" : 0.00")
                .doesNotContain("-12.50");
        assertThat(root.toFile().list()).containsExactlyInAnyOrder("u", "index.json");
    }

    @Test
    void anIndexThatCannotBeReadIsMadeFromTheFolders() throws IOException {
        StrategyResult result = new TellingFixture().trades(300, -75).result();
        Map<String, byte[]> files = ResultFiles.of(result);
        for (String name : List.of("user-1/strategy-1_broker-1", "user-1/strategy-1_broker-1.old-7")) {
            makeFolders(name);
            Files.write(root.resolve(name).resolve("metrics.json"), files.get("metrics.json"));
            Files.write(
                    root.resolve(name).resolve("run.json"), RunFile.of(RUN, result, VARIANT, "cafe", List.of(), files));
        }
        makeFolders("user-1/broken", "nights/admin_tester/2024-10-29");
        Files.writeString(root.resolve("user-1/broken/run.json"), "{");
        IndexFile.update(root, List.of());
        String made = index();
        assertThat(made)
                .contains(
                        "\"folder\" : \"user-1/strategy-1_broker-1\"",
                        "\"strategy_name\" : \"Fixture\"",
                        "\"replay\" : \"5m\"",
                        "\"fill\" : \"last\"",
                        "\"slippage\" : \"none\"",
                        "\"total_trades\" : 2",
                        "\"total_pnl\" : 225.00")
                .containsOnlyOnce("\"folder\"");
        for (String damaged :
                List.of("", "{\"folders\": 1}", made.substring(0, 100), made.replace("225.00", "\"x\""))) {
            Files.writeString(root.resolve(IndexFile.NAME), damaged);
            List<String> warnings = IndexFile.update(root, List.of());
            assertThat(index()).isEqualTo(made);
            assertThat(warnings).hasSize(2);
            assertThat(warnings.get(0))
                    .startsWith(root.resolve("index.json") + " could not be read and was made anew: ");
            assertThat(warnings.get(1)).startsWith(root.resolve("user-1/broken") + " is not in the index: ");
        }
    }

    @Test
    void foldersOutsideAreNotKept() throws IOException {
        makeFolders("out/u/a", "elsewhere");
        Path out = root.resolve("out");
        IndexFile.update(out, List.of(entry("u/a", "1.00"), entry("../elsewhere", "1.00"), entry("u/\u0000", "1.00")));
        assertThat(Files.readString(out.resolve("index.json")))
                .containsOnlyOnce("\"folder\" :")
                .contains("u/a");
    }
}
